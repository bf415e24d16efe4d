use std::{collections::BTreeMap, ops::Bound};

use serde::{Deserialize, Serialize};

use super::Store;
use crate::{
    hsm::{KeyToken, TokenRef},
    policy::Policy,
    types::{AccountId, KeyArn, KeyId, KeyMaterialId, KeySpec, KeyState, KeyUsage, Region, Timestamp},
};

/// A KMS key as it is stored: its metadata, and a token for each version of its material.
#[derive(Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct KmsKey {
    /// The id.
    pub key_id: KeyId,
    /// The account that owns it.
    pub account: AccountId,
    /// What kind of material it has.
    pub spec: KeySpec,
    /// What it may be used for.
    pub usage: KeyUsage,
    /// Whether it may be used now.
    pub state: KeyState,
    /// The owner's words for it.
    pub description: String,
    /// Who may use it.
    pub policy: Policy,
    /// The owner's tags.
    pub tags: BTreeMap<String, String>,
    /// When it was made.
    pub created: Timestamp,
    /// The version that seals new data.
    pub current: KeyMaterialId,
    /// Every version, so that old ciphertexts open.
    pub tokens: BTreeMap<KeyMaterialId, KeyToken>,
}

impl KmsKey {
    /// Its ARN, in the Region that keeps it.
    pub fn arn(&self, region: &Region) -> KeyArn {
        KeyArn { region: region.clone(), account: self.account, key_id: self.key_id }
    }

    /// The token of one version, with its names.
    pub fn token(&self, material_id: KeyMaterialId) -> Option<TokenRef<'_>> {
        let token = self.tokens.get(&material_id)?;
        Some(TokenRef { key_id: self.key_id, material_id, token })
    }
}

impl Store {
    /// Adds a key.
    pub fn add_key(&mut self, key: KmsKey) {
        self.by_account.insert((key.account, key.key_id));
        self.keys.insert(key.key_id, Box::new(key));
    }

    /// The key with this id, whoever owns it.
    pub fn key(&self, key_id: KeyId) -> Option<&KmsKey> {
        self.keys.get(&key_id).map(Box::as_ref)
    }

    /// The same, to be changed. Its id and its account must stay as they are.
    pub fn key_mut(&mut self, key_id: KeyId) -> Option<&mut KmsKey> {
        self.keys.get_mut(&key_id).map(Box::as_mut)
    }

    /// The ids of an account's keys, in order, from the one after `after` on.
    pub fn key_ids_after(&self, account: AccountId, after: Option<KeyId>) -> impl Iterator<Item = KeyId> {
        let first = (account, KeyId::FIRST);
        let from = after.map_or(Bound::Included(first), |id| Bound::Excluded((account, id)));
        let rest = self.by_account.range((from, Bound::Unbounded));
        rest.take_while(move |(owner, _)| *owner == account).map(|(_, id)| *id)
    }
}
