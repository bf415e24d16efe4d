use serde::{Deserialize, Serialize};

/// The state of a KMS key (AWS KMS Developer Guide, "Key states of AWS KMS keys").
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum KeyState {
    /// Ready for every operation.
    Enabled,
    /// Kept, but refused to every cryptographic operation until it is enabled again.
    Disabled,
    /// Waiting for material to be imported: there is none yet, or some of it expired or was deleted.
    PendingImport,
    /// Waiting to be deleted. Nothing uses it, and its owner can change their mind.
    PendingDeletion,
    /// A primary key that is to be deleted once its replicas are.
    PendingReplicaDeletion,
    /// A replica key that is not ready yet.
    Creating,
    /// A multi-Region key that becomes the primary key, or ceases to be it. Cryptographic operations go on.
    Updating,
    /// A key in a custom key store that is not connected. A key is never kept in this state: it follows from the store's.
    Unavailable,
}

impl KeyState {
    /// AWS's name of the state.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Enabled => "Enabled",
            Self::Disabled => "Disabled",
            Self::PendingImport => "PendingImport",
            Self::PendingDeletion => "PendingDeletion",
            Self::PendingReplicaDeletion => "PendingReplicaDeletion",
            Self::Creating => "Creating",
            Self::Updating => "Updating",
            Self::Unavailable => "Unavailable",
        }
    }

    /// Whether its owner wants the key to be deleted.
    pub fn is_pending_deletion(self) -> bool {
        matches!(self, Self::PendingDeletion | Self::PendingReplicaDeletion)
    }

    /// Every state that AWS has, by its name in the API.
    pub const ALL: &'static [&'static str] = &[
        "Creating",
        "Enabled",
        "Disabled",
        "PendingDeletion",
        "PendingImport",
        "PendingReplicaDeletion",
        "Unavailable",
        "Updating",
    ];
}
