use serde::{Deserialize, Serialize};

use super::{KeyUsage, MacAlgorithm};

/// What kind of key material a KMS key has: those kinds that are built.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum KeySpec {
    /// A 256-bit AES-GCM key.
    #[serde(rename = "SYMMETRIC_DEFAULT")]
    SymmetricDefault,
    /// A 224-bit HMAC key.
    #[serde(rename = "HMAC_224")]
    Hmac224,
    /// A 256-bit HMAC key.
    #[serde(rename = "HMAC_256")]
    Hmac256,
    /// A 384-bit HMAC key.
    #[serde(rename = "HMAC_384")]
    Hmac384,
    /// A 512-bit HMAC key.
    #[serde(rename = "HMAC_512")]
    Hmac512,
}

impl KeySpec {
    /// Those that are built.
    const BUILT: &'static [Self] =
        &[Self::SymmetricDefault, Self::Hmac224, Self::Hmac256, Self::Hmac384, Self::Hmac512];

    /// The spec of this name, if it is built.
    pub fn parse(name: &str) -> Option<Self> {
        Self::BUILT.iter().copied().find(|spec| spec.as_str() == name)
    }

    /// AWS's name of it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SymmetricDefault => "SYMMETRIC_DEFAULT",
            Self::Hmac224 => "HMAC_224",
            Self::Hmac256 => "HMAC_256",
            Self::Hmac384 => "HMAC_384",
            Self::Hmac512 => "HMAC_512",
        }
    }

    /// What its keys may be used for.
    pub fn usage(self) -> KeyUsage {
        match self {
            Self::SymmetricDefault => KeyUsage::EncryptDecrypt,
            Self::Hmac224 | Self::Hmac256 | Self::Hmac384 | Self::Hmac512 => KeyUsage::GenerateVerifyMac,
        }
    }

    /// How many bytes of material its keys have.
    pub fn material_len(self) -> usize {
        match self {
            Self::Hmac224 => 28,
            Self::SymmetricDefault | Self::Hmac256 => 32,
            Self::Hmac384 => 48,
            Self::Hmac512 => 64,
        }
    }

    /// The algorithm with which its keys make MACs, if they do.
    pub fn mac_algorithm(self) -> Option<MacAlgorithm> {
        match self {
            Self::SymmetricDefault => None,
            Self::Hmac224 => Some(MacAlgorithm::HmacSha224),
            Self::Hmac256 => Some(MacAlgorithm::HmacSha256),
            Self::Hmac384 => Some(MacAlgorithm::HmacSha384),
            Self::Hmac512 => Some(MacAlgorithm::HmacSha512),
        }
    }

    /// What keys of the spec of this name, built or not, may be used for: values of `KeyUsage`.
    pub fn usages(name: &str) -> &'static [&'static str] {
        match name {
            "SYMMETRIC_DEFAULT" => &["ENCRYPT_DECRYPT"],
            "ECC_SECG_P256K1" | "ECC_NIST_EDWARDS25519" => &["SIGN_VERIFY"],
            _ if name.starts_with("RSA_") => &["ENCRYPT_DECRYPT", "SIGN_VERIFY"],
            _ if name.starts_with("HMAC_") => &["GENERATE_VERIFY_MAC"],
            _ if name.starts_with("ECC_NIST_") => &["SIGN_VERIFY", "KEY_AGREEMENT"],
            _ if name.starts_with("ML_DSA_") => &["SIGN_VERIFY"],
            _ if name.starts_with("ML_KEM_") => &["ENCAPSULATE_DECAPSULATE"],
            // SM2.
            _ => &["ENCRYPT_DECRYPT", "SIGN_VERIFY", "KEY_AGREEMENT"],
        }
    }

    /// Every value that AWS's `KeySpec` has, in the service model's order.
    pub const ALL: &'static [&'static str] = &[
        "RSA_2048",
        "RSA_3072",
        "RSA_4096",
        "ECC_NIST_P256",
        "ECC_NIST_P384",
        "ECC_NIST_P521",
        "ECC_SECG_P256K1",
        "SYMMETRIC_DEFAULT",
        "HMAC_224",
        "HMAC_256",
        "HMAC_384",
        "HMAC_512",
        "SM2",
        "ML_DSA_44",
        "ML_DSA_65",
        "ML_DSA_87",
        "ECC_NIST_EDWARDS25519",
        "ML_KEM_512",
        "ML_KEM_768",
        "ML_KEM_1024",
    ];
}
