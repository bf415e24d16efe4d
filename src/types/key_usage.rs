use serde::{Deserialize, Serialize};

/// What a KMS key may be used for: those usages that are built.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum KeyUsage {
    /// Encrypt, Decrypt, `ReEncrypt` and the data key operations.
    #[serde(rename = "ENCRYPT_DECRYPT")]
    EncryptDecrypt,
    /// `GenerateMac` and `VerifyMac`.
    #[serde(rename = "GENERATE_VERIFY_MAC")]
    GenerateVerifyMac,
}

impl KeyUsage {
    /// Every value that AWS's `KeyUsage` has.
    pub const ALL: &'static [&'static str] =
        &["SIGN_VERIFY", "ENCRYPT_DECRYPT", "GENERATE_VERIFY_MAC", "KEY_AGREEMENT", "ENCAPSULATE_DECAPSULATE"];

    /// AWS's name of the usage.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::EncryptDecrypt => "ENCRYPT_DECRYPT",
            Self::GenerateVerifyMac => "GENERATE_VERIFY_MAC",
        }
    }
}
