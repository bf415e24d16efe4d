use serde::{Deserialize, Serialize};

/// The state of a KMS key (AWS KMS Developer Guide, "Key states of AWS KMS keys").
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum KeyState {
    /// Ready for every operation.
    Enabled,
    /// Kept, but refused to every cryptographic operation until it is enabled again.
    Disabled,
}
