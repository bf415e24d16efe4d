use serde::{Deserialize, Serialize};

/// How a custom key store is connected to what stands behind it
/// ([CustomKeyStoresListEntry](https://docs.aws.amazon.com/kms/latest/APIReference/API_CustomKeyStoresListEntry.html)).
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ConnectionState {
    /// Its keys can be made and used.
    Connected,
    /// It is being connected.
    Connecting,
    /// It could not be connected. Before the next attempt it must be disconnected.
    Failed,
    /// It was never connected, or its owner wants it so.
    Disconnected,
    /// It is being disconnected; its keys can no longer be used.
    Disconnecting,
}

impl ConnectionState {
    /// AWS's name of the state.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Connected => "CONNECTED",
            Self::Connecting => "CONNECTING",
            Self::Failed => "FAILED",
            Self::Disconnected => "DISCONNECTED",
            Self::Disconnecting => "DISCONNECTING",
        }
    }
}
