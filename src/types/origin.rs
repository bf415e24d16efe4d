use serde::{Deserialize, Serialize};

/// Where a key's material comes from.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum Origin {
    /// KMS makes it.
    #[serde(rename = "AWS_KMS")]
    AwsKms,
    /// Its owner makes it and imports it ("bring your own key").
    #[serde(rename = "EXTERNAL")]
    External,
    /// KMS makes it, and a key outside of AWS encrypts once more ("hold your own key").
    #[serde(rename = "EXTERNAL_KEY_STORE")]
    ExternalKeyStore,
}

impl Origin {
    /// Every value that AWS's `OriginType` has.
    pub const ALL: &'static [&'static str] = &["AWS_KMS", "EXTERNAL", "AWS_CLOUDHSM", "EXTERNAL_KEY_STORE"];

    /// AWS's name of it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AwsKms => "AWS_KMS",
            Self::External => "EXTERNAL",
            Self::ExternalKeyStore => "EXTERNAL_KEY_STORE",
        }
    }
}

/// Who manages a key.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum KeyManager {
    /// An AWS service, in the customer's account. KMS rotates it every year, and nobody can change it.
    #[serde(rename = "AWS")]
    Aws,
    /// The customer.
    #[serde(rename = "CUSTOMER")]
    Customer,
}
