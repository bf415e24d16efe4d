//! What KMS keeps: keys, with their wrapped material, aliases and grants; and what IAM keeps: principals. It holds
//! tokens, never a key's bytes.

mod aliases;
mod custom_key_stores;
mod directory;
mod grants;
mod keys;
mod multi_region;
mod request_ids;
mod snapshot;
mod versions;

pub use aliases::Alias;
pub use custom_key_stores::{CustomKeyStore, CustomKeyStores, ExternalKey, VpcEndpointService, XksProxy};
pub use directory::*;
pub use grants::{GrantToken, Grants};
pub use keys::{Due, KmsKey, LastUsage, Schedule, days};
pub use multi_region::MultiRegion;
pub use request_ids::{IdOf, RequestIds};
pub use snapshot::{RestoreError, SEALING_KEY_LEN, Snapshot};
pub use versions::{Imported, Rotated, RotationType, Version, Versions};

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    hash::{BuildHasherDefault, DefaultHasher},
};

use serde::{Deserialize, Serialize, Serializer};

use crate::types::{AccountId, AliasName, KeyId, Timestamp, ordered};

/// The keys, aliases and grants of one Region.
///
/// What is listed is ordered, so that listings are stable and a page of one can go on after any entry.
#[derive(Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Store {
    /// By id, where each call looks first.
    #[serde(serialize_with = "in_order")]
    keys: HashMap<KeyId, Box<KmsKey>, BuildHasherDefault<DefaultHasher>>,
    by_account: BTreeSet<(AccountId, KeyId)>,
    aliases: BTreeMap<(AccountId, AliasName), Alias>,
    by_key: BTreeSet<(KeyId, AliasName)>,
    /// The keys to which something happens by itself, and when.
    due: BTreeSet<(Timestamp, KeyId)>,
    /// The grants.
    pub grants: Grants,
    /// The custom key stores.
    pub custom_key_stores: CustomKeyStores,
}

/// Equal stores are written as equal bytes.
fn in_order<S: Serializer, H>(keys: &HashMap<KeyId, Box<KmsKey>, H>, serializer: S) -> Result<S::Ok, S::Error> {
    ordered(keys).serialize(serializer)
}
