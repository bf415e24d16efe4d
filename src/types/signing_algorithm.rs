/// How a KMS key signs.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum SigningAlgorithm {
    /// RSASSA-PSS (RFC 8017) with SHA-256, a salt as long as the hash.
    RsassaPssSha256,
    /// The same with SHA-384.
    RsassaPssSha384,
    /// The same with SHA-512.
    RsassaPssSha512,
    /// RSASSA-PKCS1-v1_5 (RFC 8017) with SHA-256.
    RsassaPkcs1V15Sha256,
    /// The same with SHA-384.
    RsassaPkcs1V15Sha384,
    /// The same with SHA-512.
    RsassaPkcs1V15Sha512,
    /// ECDSA (FIPS 186-5) with SHA-256.
    EcdsaSha256,
    /// The same with SHA-384.
    EcdsaSha384,
    /// The same with SHA-512.
    EcdsaSha512,
    /// ML-DSA (FIPS 204).
    MlDsaShake256,
    /// Ed25519 (FIPS 186-5).
    Ed25519Sha512,
    /// HashEdDSA on the same curve: Ed25519ph.
    Ed25519PhSha512,
}

/// What a signing algorithm does with a message before anything else.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Hash {
    /// SHA-256 (FIPS 180-4).
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

impl Hash {
    /// The length of a digest in bytes.
    pub fn digest_len(self) -> usize {
        match self {
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }
}

impl SigningAlgorithm {
    /// Those of RSA keys.
    pub const RSA: &'static [Self] = &[
        Self::RsassaPkcs1V15Sha256,
        Self::RsassaPkcs1V15Sha384,
        Self::RsassaPkcs1V15Sha512,
        Self::RsassaPssSha256,
        Self::RsassaPssSha384,
        Self::RsassaPssSha512,
    ];

    /// Every value that AWS's `SigningAlgorithmSpec` has, in the service model's order.
    pub const ALL: &'static [&'static str] = &[
        "RSASSA_PSS_SHA_256",
        "RSASSA_PSS_SHA_384",
        "RSASSA_PSS_SHA_512",
        "RSASSA_PKCS1_V1_5_SHA_256",
        "RSASSA_PKCS1_V1_5_SHA_384",
        "RSASSA_PKCS1_V1_5_SHA_512",
        "ECDSA_SHA_256",
        "ECDSA_SHA_384",
        "ECDSA_SHA_512",
        "SM2DSA",
        "ML_DSA_SHAKE_256",
        "ED25519_SHA_512",
        "ED25519_PH_SHA_512",
    ];

    /// AWS's name of it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::RsassaPssSha256 => "RSASSA_PSS_SHA_256",
            Self::RsassaPssSha384 => "RSASSA_PSS_SHA_384",
            Self::RsassaPssSha512 => "RSASSA_PSS_SHA_512",
            Self::RsassaPkcs1V15Sha256 => "RSASSA_PKCS1_V1_5_SHA_256",
            Self::RsassaPkcs1V15Sha384 => "RSASSA_PKCS1_V1_5_SHA_384",
            Self::RsassaPkcs1V15Sha512 => "RSASSA_PKCS1_V1_5_SHA_512",
            Self::EcdsaSha256 => "ECDSA_SHA_256",
            Self::EcdsaSha384 => "ECDSA_SHA_384",
            Self::EcdsaSha512 => "ECDSA_SHA_512",
            Self::MlDsaShake256 => "ML_DSA_SHAKE_256",
            Self::Ed25519Sha512 => "ED25519_SHA_512",
            Self::Ed25519PhSha512 => "ED25519_PH_SHA_512",
        }
    }

    /// The hash whose digest stands for the message, in the algorithms that sign a digest.
    pub fn hash(self) -> Option<Hash> {
        match self {
            Self::RsassaPssSha256 | Self::RsassaPkcs1V15Sha256 | Self::EcdsaSha256 => Some(Hash::Sha256),
            Self::RsassaPssSha384 | Self::RsassaPkcs1V15Sha384 | Self::EcdsaSha384 => Some(Hash::Sha384),
            Self::RsassaPssSha512 | Self::RsassaPkcs1V15Sha512 | Self::EcdsaSha512 | Self::Ed25519PhSha512 => {
                Some(Hash::Sha512)
            }
            Self::MlDsaShake256 | Self::Ed25519Sha512 => None,
        }
    }
}
