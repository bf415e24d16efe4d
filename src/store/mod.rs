//! What KMS keeps: keys, with their wrapped material, and aliases. It holds tokens, never a key's bytes.

mod aliases;
mod keys;
mod snapshot;

pub use aliases::Alias;
pub use keys::KmsKey;
pub use snapshot::{RestoreError, SEALING_KEY_LEN, Snapshot};

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::types::{AccountId, AliasName, KeyId};

/// The keys and aliases of one Region.
///
/// Everything is ordered, so that listings are stable and a page of one can go on after any key.
#[derive(Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Store {
    /// Boxed, so that the tree stays small where it is searched.
    keys: BTreeMap<KeyId, Box<KmsKey>>,
    by_account: BTreeSet<(AccountId, KeyId)>,
    aliases: BTreeMap<(AccountId, AliasName), Alias>,
    by_key: BTreeSet<(KeyId, AliasName)>,
}
