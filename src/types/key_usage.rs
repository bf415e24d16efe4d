use serde::{Deserialize, Serialize};

/// What a KMS key may be used for.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum KeyUsage {
    /// Encrypt, Decrypt, `ReEncrypt` and the data key operations.
    #[serde(rename = "ENCRYPT_DECRYPT")]
    EncryptDecrypt,
    /// `GenerateMac` and `VerifyMac`.
    #[serde(rename = "GENERATE_VERIFY_MAC")]
    GenerateVerifyMac,
    /// Sign and Verify.
    #[serde(rename = "SIGN_VERIFY")]
    SignVerify,
    /// `DeriveSharedSecret`.
    #[serde(rename = "KEY_AGREEMENT")]
    KeyAgreement,
    /// Encapsulate and Decapsulate.
    #[serde(rename = "ENCAPSULATE_DECAPSULATE")]
    EncapsulateDecapsulate,
}

impl KeyUsage {
    const BUILT: [Self; 5] = [
        Self::EncryptDecrypt,
        Self::GenerateVerifyMac,
        Self::SignVerify,
        Self::KeyAgreement,
        Self::EncapsulateDecapsulate,
    ];

    /// Every value that AWS's `KeyUsage` has, in the service model's order.
    pub const ALL: &'static [&'static str] =
        &["SIGN_VERIFY", "ENCRYPT_DECRYPT", "GENERATE_VERIFY_MAC", "KEY_AGREEMENT", "ENCAPSULATE_DECAPSULATE"];

    /// The usage of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::BUILT.into_iter().find(|usage| usage.as_str() == name)
    }

    /// AWS's name of the usage.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::EncryptDecrypt => "ENCRYPT_DECRYPT",
            Self::GenerateVerifyMac => "GENERATE_VERIFY_MAC",
            Self::SignVerify => "SIGN_VERIFY",
            Self::KeyAgreement => "KEY_AGREEMENT",
            Self::EncapsulateDecapsulate => "ENCAPSULATE_DECAPSULATE",
        }
    }
}
