use serde::{Deserialize, Serialize};

use super::{EncryptionAlgorithm, KeyUsage, MacAlgorithm, SigningAlgorithm};

/// What kind of key material a KMS key has: those kinds that are built, which is all but SM2.
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
    /// An RSA key pair with a modulus of 2,048 bits.
    #[serde(rename = "RSA_2048")]
    Rsa2048,
    /// An RSA key pair with a modulus of 3,072 bits.
    #[serde(rename = "RSA_3072")]
    Rsa3072,
    /// An RSA key pair with a modulus of 4,096 bits.
    #[serde(rename = "RSA_4096")]
    Rsa4096,
    /// A key pair on NIST's curve P-256 (secp256r1).
    #[serde(rename = "ECC_NIST_P256")]
    EccNistP256,
    /// A key pair on NIST's curve P-384 (secp384r1).
    #[serde(rename = "ECC_NIST_P384")]
    EccNistP384,
    /// A key pair on NIST's curve P-521 (secp521r1).
    #[serde(rename = "ECC_NIST_P521")]
    EccNistP521,
    /// A key pair on SECG's curve secp256k1, which cryptocurrencies use.
    #[serde(rename = "ECC_SECG_P256K1")]
    EccSecgP256k1,
    /// An Ed25519 key pair.
    #[serde(rename = "ECC_NIST_EDWARDS25519")]
    EccNistEdwards25519,
    /// An ML-DSA key pair of the smallest parameter set.
    #[serde(rename = "ML_DSA_44")]
    MlDsa44,
    /// An ML-DSA key pair of the middle parameter set.
    #[serde(rename = "ML_DSA_65")]
    MlDsa65,
    /// An ML-DSA key pair of the largest parameter set.
    #[serde(rename = "ML_DSA_87")]
    MlDsa87,
    /// An ML-KEM key pair of the smallest parameter set.
    #[serde(rename = "ML_KEM_512")]
    MlKem512,
    /// An ML-KEM key pair of the middle parameter set.
    #[serde(rename = "ML_KEM_768")]
    MlKem768,
    /// An ML-KEM key pair of the largest parameter set.
    #[serde(rename = "ML_KEM_1024")]
    MlKem1024,
}

impl KeySpec {
    /// Those that are built.
    const BUILT: &'static [Self] = &[
        Self::SymmetricDefault,
        Self::Hmac224,
        Self::Hmac256,
        Self::Hmac384,
        Self::Hmac512,
        Self::Rsa2048,
        Self::Rsa3072,
        Self::Rsa4096,
        Self::EccNistP256,
        Self::EccNistP384,
        Self::EccNistP521,
        Self::EccSecgP256k1,
        Self::EccNistEdwards25519,
        Self::MlDsa44,
        Self::MlDsa65,
        Self::MlDsa87,
        Self::MlKem512,
        Self::MlKem768,
        Self::MlKem1024,
    ];

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
            Self::Rsa2048 => "RSA_2048",
            Self::Rsa3072 => "RSA_3072",
            Self::Rsa4096 => "RSA_4096",
            Self::EccNistP256 => "ECC_NIST_P256",
            Self::EccNistP384 => "ECC_NIST_P384",
            Self::EccNistP521 => "ECC_NIST_P521",
            Self::EccSecgP256k1 => "ECC_SECG_P256K1",
            Self::EccNistEdwards25519 => "ECC_NIST_EDWARDS25519",
            Self::MlDsa44 => "ML_DSA_44",
            Self::MlDsa65 => "ML_DSA_65",
            Self::MlDsa87 => "ML_DSA_87",
            Self::MlKem512 => "ML_KEM_512",
            Self::MlKem768 => "ML_KEM_768",
            Self::MlKem1024 => "ML_KEM_1024",
        }
    }

    /// What the material of its keys is, and how much of it there is.
    pub fn kind(self) -> KeyKind {
        match self {
            Self::SymmetricDefault | Self::Hmac256 => KeyKind::Secret(32),
            Self::Hmac224 => KeyKind::Secret(28),
            Self::Hmac384 => KeyKind::Secret(48),
            Self::Hmac512 => KeyKind::Secret(64),
            Self::Rsa2048 => KeyKind::Rsa(2048),
            Self::Rsa3072 => KeyKind::Rsa(3072),
            Self::Rsa4096 => KeyKind::Rsa(4096),
            Self::EccNistP256
            | Self::EccNistP384
            | Self::EccNistP521
            | Self::EccSecgP256k1
            | Self::EccNistEdwards25519 => KeyKind::Curve,
            Self::MlDsa44 | Self::MlDsa65 | Self::MlDsa87 | Self::MlKem512 | Self::MlKem768 | Self::MlKem1024 => {
                KeyKind::Lattice
            }
        }
    }

    /// Whether its keys are key pairs.
    pub fn is_pair(self) -> bool {
        !matches!(self.kind(), KeyKind::Secret(_))
    }

    /// The algorithm with which its keys make MACs, if they do.
    pub fn mac_algorithm(self) -> Option<MacAlgorithm> {
        match self {
            Self::Hmac224 => Some(MacAlgorithm::HmacSha224),
            Self::Hmac256 => Some(MacAlgorithm::HmacSha256),
            Self::Hmac384 => Some(MacAlgorithm::HmacSha384),
            Self::Hmac512 => Some(MacAlgorithm::HmacSha512),
            _ => None,
        }
    }

    /// The algorithms with which its keys encrypt, if that is their usage.
    pub fn encryption_algorithms(self) -> &'static [EncryptionAlgorithm] {
        match self.kind() {
            KeyKind::Rsa(_) => &[EncryptionAlgorithm::RsaesOaepSha1, EncryptionAlgorithm::RsaesOaepSha256],
            KeyKind::Secret(_) if self == Self::SymmetricDefault => &[EncryptionAlgorithm::SymmetricDefault],
            _ => &[],
        }
    }

    /// The algorithms with which its keys sign, if that is their usage.
    pub fn signing_algorithms(self) -> &'static [SigningAlgorithm] {
        match self {
            Self::Rsa2048 | Self::Rsa3072 | Self::Rsa4096 => SigningAlgorithm::RSA,
            Self::EccNistP256 | Self::EccSecgP256k1 => &[SigningAlgorithm::EcdsaSha256],
            Self::EccNistP384 => &[SigningAlgorithm::EcdsaSha384],
            Self::EccNistP521 => &[SigningAlgorithm::EcdsaSha512],
            Self::EccNistEdwards25519 => &[SigningAlgorithm::Ed25519Sha512, SigningAlgorithm::Ed25519PhSha512],
            Self::MlDsa44 | Self::MlDsa65 | Self::MlDsa87 => &[SigningAlgorithm::MlDsaShake256],
            _ => &[],
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

    /// What its keys are for where nobody says it: symmetric encryption, or the only thing that they can do.
    pub fn first_usage(self) -> Option<KeyUsage> {
        Self::usages(self.as_str()).first().and_then(|name| KeyUsage::parse(name))
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

/// What key material is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum KeyKind {
    /// So many random bytes.
    Secret(usize),
    /// An RSA key pair with a modulus of so many bits.
    Rsa(usize),
    /// A key pair on an elliptic curve.
    Curve,
    /// A key pair of FIPS 203 or FIPS 204.
    Lattice,
}
