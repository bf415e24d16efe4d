//! Which key states an operation works in, and what it says in the others (AWS KMS Developer Guide, "Key states of
//! AWS KMS keys").

use crate::{
    error::KmsError,
    store::KmsKey,
    types::{KeyState, Origin, Region},
};

/// The key states in which an operation works.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum States {
    /// All of them.
    Any,
    /// Only `Enabled`.
    Enabled,
    /// `Enabled` and `Disabled`.
    Usable,
    /// All but `PendingDeletion`.
    NotPendingDeletion,
    /// Only `PendingDeletion`.
    PendingDeletion,
}

/// The origins of the keys that an operation is for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Origins {
    /// All of them.
    Any,
    /// Only keys whose material KMS made.
    AwsKms,
    /// Only keys whose material is imported.
    External,
}

/// Whether an operation for these keys works with this one. The origin comes first: it will never be another one.
pub(super) fn check(origins: Origins, states: States, key: &KmsKey, region: &Region) -> Result<(), KmsError> {
    let arn = || key.arn(region);
    match (origins, key.origin) {
        (Origins::AwsKms, Origin::External) | (Origins::External, Origin::AwsKms) => {
            let origin = key.origin.as_str();
            let message = format!("{} origin is {origin} which is not valid for this operation.", arn());
            return Err(KmsError::UnsupportedOperation(message));
        }
        _ => {}
    }
    match (states, key.state) {
        (States::Any, _)
        | (States::Enabled | States::Usable | States::NotPendingDeletion, KeyState::Enabled)
        | (States::Usable | States::NotPendingDeletion, KeyState::Disabled)
        | (States::NotPendingDeletion, KeyState::PendingImport)
        | (States::PendingDeletion, KeyState::PendingDeletion) => Ok(()),
        (States::Enabled, KeyState::Disabled) => Err(KmsError::Disabled(format!("{} is disabled.", arn()))),
        (States::Enabled | States::Usable, KeyState::PendingImport) => {
            Err(KmsError::KmsInvalidState(format!("{} is pending import.", arn())))
        }
        (States::PendingDeletion, _) => Err(KmsError::KmsInvalidState(format!("{} is not pending deletion.", arn()))),
        // AWS documents DisabledException as well for the cryptographic operations; this is what its peers and its
        // recorded answers show.
        (_, KeyState::PendingDeletion) => Err(KmsError::KmsInvalidState(format!("{} is pending deletion.", arn()))),
    }
}
