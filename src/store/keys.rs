use core::time::Duration;
use std::{collections::BTreeMap, ops::Bound};

use serde::{Deserialize, Serialize};

use super::{ExternalKey, Imported, MultiRegion, Rotated, RotationType, Store, Versions};
use crate::{
    hsm::{ImportTokenId, KeyToken, TokenRef},
    policy::Policy,
    types::{
        AccountId, KeyArn, KeyId, KeyManager, KeyMaterialId, KeySpec, KeyState, KeyUsage, MultiRegionKeyType, Origin,
        Region, Sorted, Timestamp,
    },
};

/// A KMS key as it is stored: its metadata, and a token for each version of its material.
#[derive(Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct KmsKey {
    /// Its id.
    pub key_id: KeyId,
    /// The account that owns it.
    pub account: AccountId,
    /// What kind of material it has.
    pub spec: KeySpec,
    /// What it may be used for.
    pub usage: KeyUsage,
    /// Where its material comes from.
    pub origin: Origin,
    /// The external key that encrypts as well, if it is in an external key store.
    pub external_key: Option<ExternalKey>,
    /// Who manages it.
    pub manager: KeyManager,
    /// Its key state.
    pub state: KeyState,
    /// When a state that passes by itself does, and what comes then: of a key that is creating or updating.
    pub settles: Option<(Timestamp, KeyState)>,
    /// How it belongs to keys in other Regions, if it is a multi-Region key.
    pub multi_region: Option<MultiRegion>,
    /// Its owner's words; empty if there are none.
    pub description: String,
    /// Its key policy.
    pub policy: Policy,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
    /// When it was made.
    pub created: Timestamp,
    /// Its material.
    pub versions: Versions,
    /// The import tokens that were used, each until it would have expired.
    pub used_tokens: Sorted<ImportTokenId, Timestamp>,
    /// When its material is replaced, if that happens by itself.
    pub rotation: Option<Schedule>,
    /// When it is deleted, if its owner wants that.
    pub deletion: Option<Timestamp>,
    /// The days that its deletion takes once its last replica is gone, if its owner wants that.
    pub deletion_window_days: Option<u16>,
    /// The last cryptographic operation that succeeded with it.
    pub last_usage: Option<LastUsage>,
}

/// When a key is rotated.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Schedule {
    /// The days from one rotation to the next.
    pub period_days: u16,
    /// When the next one is due.
    pub next: Timestamp,
}

impl Schedule {
    /// A schedule that begins at `now`.
    pub fn starting(now: Timestamp, period_days: u16) -> Self {
        Self { period_days, next: now.plus(days(period_days)) }
    }

    /// The same schedule, with the first date that comes after `now`. Dates that were missed are left out.
    #[must_use]
    pub fn after(self, now: Timestamp) -> Self {
        let period = days(self.period_days);
        let missed = now.since(self.next).as_millis().checked_div(period.as_millis()).unwrap_or_default();
        let periods = u32::try_from(missed).unwrap_or(u32::MAX).saturating_add(1);
        let next = if self.next > now { self.next } else { self.next.plus(period.saturating_mul(periods)) };
        Self { next, ..self }
    }
}

/// So many days.
pub fn days(days: u16) -> Duration {
    Duration::from_hours(24).saturating_mul(days.into())
}

/// A use of a key.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct LastUsage {
    /// The time.
    pub at: Timestamp,
    /// AWS's name of the operation.
    pub operation: String,
    /// The number from which the ids of the request and its event are worked out.
    pub number: u64,
}

/// Something that happens to a key by itself.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Due {
    /// A replica key is ready, or the primary key has changed.
    Settled,
    /// Imported material expires.
    Expiry(KeyMaterialId),
    /// New material takes over.
    Rotation,
    /// The key is deleted.
    Deletion,
}

impl KmsKey {
    /// Its ARN, in the Region that keeps it.
    pub fn arn(&self, region: &Region) -> KeyArn {
        KeyArn { region: region.clone(), account: self.account, key_id: self.key_id }
    }

    /// The token of one version, with its names.
    pub fn token(&self, material_id: KeyMaterialId) -> Option<TokenRef<'_>> {
        let token = self.versions.get(material_id)?.token.as_ref()?;
        let external = self.external_key.as_ref().map(|key| key.xks_key_id.as_str());
        Some(TokenRef { key_id: self.key_id, material_id, token, external })
    }

    /// New material takes over, and the schedule goes on from there.
    pub fn rotate(&mut self, id: KeyMaterialId, token: KeyToken, rotated: Rotated) {
        self.versions.rotate(id, token, rotated);
        if rotated.by == RotationType::Automatic {
            self.rotation = self.rotation.map(|schedule| schedule.after(rotated.at));
        }
    }

    /// Imported material comes, or comes back; with the last that was missing the key can be used again.
    pub fn take_material(&mut self, id: KeyMaterialId, token: KeyToken, imported: Imported) {
        if self.versions.get(id).is_some() {
            self.versions.import_again(id, token, imported);
        } else {
            self.versions.import(id, token, imported);
        }
        if self.state == KeyState::PendingImport && self.versions.complete() {
            self.state = KeyState::Enabled;
        }
    }

    /// The material of a version goes, and with it the use of the key until it is imported again. Without the material
    /// that waits for a rotation it can go on, and that goes whole: AWS calls it "not permanently associated with the KMS
    /// key". A replica key still expects it, as long as its primary key has it.
    pub fn lose_material(&mut self, id: KeyMaterialId) {
        let was_in_use = self.versions.pending() != Some(id);
        if was_in_use || self.is_replica() {
            self.versions.forget(id);
        } else {
            self.versions.withdraw_pending();
        }
        if was_in_use && !self.state.is_pending_deletion() {
            self.state = KeyState::PendingImport;
        }
    }

    /// Whether it is the primary key of a multi-Region key.
    pub fn is_primary(&self) -> bool {
        self.multi_region.as_ref().is_some_and(|related| related.kind == MultiRegionKeyType::Primary)
    }

    /// Whether it is a replica key.
    pub fn is_replica(&self) -> bool {
        self.multi_region.as_ref().is_some_and(|related| related.kind == MultiRegionKeyType::Replica)
    }

    /// Whether there are replicas of it.
    pub fn has_replicas(&self) -> bool {
        self.is_primary() && self.multi_region.as_ref().is_some_and(|related| !related.replicas.is_empty())
    }

    /// The Regions of all keys that are related to it; `here` is its own.
    pub fn related<'a>(&'a self, here: &'a Region) -> impl Iterator<Item = &'a Region> {
        self.multi_region.iter().flat_map(move |related| related.others(here))
    }

    /// The replica key in `region` is gone, for good. After the last, a primary key's own deletion can begin.
    pub fn lose_replica(&mut self, region: &Region, at: Timestamp) {
        let Some(related) = &mut self.multi_region else { return };
        related.replicas.remove(region);
        if related.replicas.is_empty() && self.state == KeyState::PendingReplicaDeletion {
            self.state = KeyState::PendingDeletion;
            self.deletion = self.deletion_window_days.take().map(|window| at.plus(days(window)));
        }
    }

    /// What it was becoming it is.
    pub fn settle(&mut self) {
        if let Some((_, state)) = self.settles.take()
            && matches!(self.state, KeyState::Creating | KeyState::Updating)
        {
            self.state = state;
        }
    }

    /// The token of an import is used up. Those that have expired need not be remembered.
    pub fn use_token(&mut self, id: ImportTokenId, valid_to: Timestamp, now: Timestamp) {
        self.used_tokens.retain(|_, valid_to| *valid_to >= now);
        self.used_tokens.insert(id, valid_to);
    }

    /// What happens to the key next if nobody does anything, and when. Only an enabled key is rotated; replica keys are
    /// rotated with their primary key.
    pub fn next_due(&self) -> Option<(Timestamp, Due)> {
        let rotates = matches!(self.state, KeyState::Enabled | KeyState::Updating) && !self.is_replica();
        let rotation = self.rotation.filter(|_| rotates);
        let imported = self.origin == Origin::External;
        let expiry = imported.then(|| self.versions.expiries().min()).flatten();
        let all = [
            self.settles.map(|(at, _)| (at, Due::Settled)),
            expiry.map(|(at, id)| (at, Due::Expiry(id))),
            rotation.map(|schedule| (schedule.next, Due::Rotation)),
            self.deletion.map(|at| (at, Due::Deletion)),
        ];
        all.into_iter().flatten().min_by_key(|(at, _)| *at)
    }
}

impl Store {
    /// Adds a key.
    pub fn add_key(&mut self, key: KmsKey) {
        self.by_account.insert((key.account, key.key_id));
        key.external_key.iter().for_each(|external| self.custom_key_stores.note_key(external, true));
        self.due.extend(key.next_due().map(|(at, _)| (at, key.key_id)));
        self.keys.insert(key.key_id, Box::new(key));
    }

    /// Whether an account has as many keys of its own as this, in whatever state. Those of AWS services do not count.
    pub fn has_customer_keys(&self, account: AccountId, as_many: usize) -> bool {
        // Nearly every store is too small for it, and then nothing needs to be counted.
        let of_customer = |id: &KeyId| self.key(*id).is_some_and(|key| key.manager == KeyManager::Customer);
        self.keys.len() >= as_many
            && self.key_ids_after(account, None).filter(of_customer).take(as_many).count() == as_many
    }

    /// The key with this id, whoever owns it.
    pub fn key(&self, key_id: KeyId) -> Option<&KmsKey> {
        self.keys.get(&key_id).map(Box::as_ref)
    }

    /// Changes a key, if it is there. Its id and its account must stay as they are.
    pub fn change_key<T>(&mut self, key_id: KeyId, change: impl FnOnce(&mut KmsKey) -> T) -> Option<T> {
        let key = self.keys.get_mut(&key_id)?;
        let before = key.next_due().map(|(at, _)| at);
        let changed = change(key);
        let after = key.next_due().map(|(at, _)| at);
        if before != after {
            before.map(|at| self.due.remove(&(at, key_id)));
            self.due.extend(after.map(|at| (at, key_id)));
        }
        Some(changed)
    }

    /// Notes that a key was used.
    pub fn note_usage(&mut self, key_id: KeyId, operation: &str, at: Timestamp, number: u64) {
        let Some(key) = self.keys.get_mut(&key_id) else { return };
        match &mut key.last_usage {
            Some(usage) if usage.operation == operation => (usage.at, usage.number) = (at, number),
            usage => *usage = Some(LastUsage { at, operation: operation.to_owned(), number }),
        }
    }

    /// Removes a key, and its aliases and grants with it.
    pub fn remove_key(&mut self, key_id: KeyId) -> Option<KmsKey> {
        let key = self.keys.remove(&key_id)?;
        self.by_account.remove(&(key.account, key_id));
        key.external_key.iter().for_each(|external| self.custom_key_stores.note_key(external, false));
        key.next_due().map(|(at, _)| self.due.remove(&(at, key_id)));
        let names: Vec<_> = self.aliases_of(key_id).cloned().collect();
        for name in names {
            self.remove_alias(key.account, &name);
        }
        self.grants.remove_key(key_id);
        Some(*key)
    }

    /// The key to which something happens next, and when. At the same time, the smallest id comes first.
    pub fn first_due(&self) -> Option<(Timestamp, KeyId)> {
        self.due.first().copied()
    }

    /// All tokens, to be wrapped anew.
    pub fn tokens_mut(&mut self) -> impl Iterator<Item = (KeyId, KeyMaterialId, &mut KeyToken)> {
        let keys = self.keys.values_mut();
        keys.flat_map(|key| {
            let key_id = key.key_id;
            key.versions.tokens_mut().map(move |(material_id, token)| (key_id, material_id, token))
        })
    }

    /// The ids of an account's keys, in order, from the one after `after` on.
    pub fn key_ids_after(&self, account: AccountId, after: Option<KeyId>) -> impl Iterator<Item = KeyId> {
        let first = (account, KeyId::FIRST);
        let from = after.map_or(Bound::Included(first), |id| Bound::Excluded((account, id)));
        let rest = self.by_account.range((from, Bound::Unbounded));
        rest.take_while(move |(owner, _)| *owner == account).map(|(_, id)| *id)
    }
}
