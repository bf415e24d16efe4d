use serde::{Deserialize, Serialize};

/// What a multi-Region key is among those that are related to it
/// ([MultiRegionConfiguration](https://docs.aws.amazon.com/kms/latest/APIReference/API_MultiRegionConfiguration.html)).
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum MultiRegionKeyType {
    /// The one that is replicated, and through which all are rotated.
    #[serde(rename = "PRIMARY")]
    Primary,
    /// A copy in another Region.
    #[serde(rename = "REPLICA")]
    Replica,
}

impl MultiRegionKeyType {
    /// AWS's name of it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Primary => "PRIMARY",
            Self::Replica => "REPLICA",
        }
    }
}
