//! Which key states an operation works in, and what it says in the others (AWS KMS Developer Guide, "Key states of
//! AWS KMS keys").

use crate::{
    error::KmsError,
    store::KmsKey,
    types::{
        KeyState::{
            self, Creating, Disabled, Enabled, PendingDeletion, PendingImport, PendingReplicaDeletion, Unavailable,
            Updating,
        },
        Origin, Region,
    },
};

/// The key states in which an operation works.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct States(&'static [KeyState]);

impl States {
    /// All of them.
    pub const ANY: Self = Self(&[
        Enabled,
        Disabled,
        PendingImport,
        PendingDeletion,
        PendingReplicaDeletion,
        Creating,
        Updating,
        Unavailable,
    ]);
    /// Those in which a key is used.
    pub const ENABLED: Self = Self(&[Enabled, Updating]);
    /// Those of a key that is enabled, and not becoming the primary key, or ceasing to be it.
    pub const SETTLED: Self = Self(&[Enabled]);
    /// Those of a key that grants are made for.
    pub const GRANTABLE: Self = Self(&[Enabled, Updating, Unavailable]);
    /// Those of a key that is switched on or off; while its key store is not connected, that shows later.
    pub const USABLE: Self = Self(&[Enabled, Disabled, Unavailable]);
    /// All but those of a key that is to be deleted.
    pub const NOT_PENDING_DELETION: Self = Self(&[Enabled, Disabled, PendingImport, Creating, Updating, Unavailable]);
    /// Those of a key whose deletion can be scheduled.
    pub const DELETABLE: Self = Self(&[Enabled, Disabled, PendingImport, Creating, Unavailable]);
    /// Those of a key that takes imported material.
    pub const IMPORTING: Self = Self(&[Enabled, Disabled, PendingImport, Updating]);
    /// The same, while nothing else is done to it.
    pub const IMPORTING_SETTLED: Self = Self(&[Enabled, Disabled, PendingImport]);
    /// Those of a key whose imported material can be deleted.
    pub const MATERIAL: Self = Self(&[Enabled, Disabled, PendingImport, PendingDeletion, PendingReplicaDeletion]);
    /// Those of a key that is to be deleted.
    pub const PENDING_DELETION: Self = Self(&[PendingDeletion, PendingReplicaDeletion]);
}

/// The origins of the keys that an operation is for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Origins {
    /// All of them.
    Any,
    /// All but keys in custom key stores.
    NotInStore,
    /// Only keys whose material KMS made, and has alone.
    AwsKms,
    /// Only keys whose material is imported.
    External,
}

/// Which keys, of those that are related across Regions, an operation is for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Relation {
    /// All of them.
    Any,
    /// All but replica keys, which follow their primary key.
    NotReplica,
    /// Only primary keys.
    Primary,
}

/// Whether an operation for keys so related works with this one.
pub(super) fn check_relation(relation: Relation, key: &KmsKey, region: &Region) -> Result<(), KmsError> {
    let fits = match relation {
        Relation::Any => true,
        Relation::NotReplica => !key.is_replica(),
        Relation::Primary => key.is_primary(),
    };
    let message = || format!("{} is not a multi-region primary key.", key.arn(region));
    if fits { Ok(()) } else { Err(KmsError::UnsupportedOperation(message())) }
}

/// Whether an operation for these keys works with this one. The origin comes first: it will never be another one.
pub(super) fn check(
    origins: Origins,
    states: States,
    (key, state): (&KmsKey, KeyState),
    region: &Region,
) -> Result<(), KmsError> {
    let arn = || key.arn(region);
    let fits = match origins {
        Origins::Any => true,
        Origins::NotInStore => key.origin != Origin::ExternalKeyStore,
        Origins::AwsKms => key.origin == Origin::AwsKms,
        Origins::External => key.origin == Origin::External,
    };
    if !fits {
        let origin = key.origin.as_str();
        let message = format!("{} origin is {origin} which is not valid for this operation.", arn());
        return Err(KmsError::UnsupportedOperation(message));
    }
    if states.0.contains(&state) {
        return Ok(());
    }
    let is = match state {
        _ if states == States::PENDING_DELETION => "not pending deletion",
        Disabled => return Err(KmsError::Disabled(format!("{} is disabled.", arn()))),
        // Only what is for keys that are to be deleted refuses a key that is enabled and settled.
        Enabled => "enabled",
        PendingImport => "pending import",
        // AWS documents DisabledException as well for the cryptographic operations; this is what its peers and its
        // recorded answers show.
        PendingDeletion => "pending deletion",
        PendingReplicaDeletion => "pending replica deletion",
        Creating => "creating",
        Updating => "updating",
        Unavailable => "unavailable",
    };
    Err(KmsError::KmsInvalidState(format!("{} is {is}.", arn())))
}
