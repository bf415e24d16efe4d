use serde::{Deserialize, Serialize};

/// How a client wraps the material that it imports.
///
/// <https://docs.aws.amazon.com/kms/latest/APIReference/API_GetParametersForImport.html>
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum WrappingAlgorithm {
    /// RSA-OAEP with SHA-1, also in MGF1.
    #[serde(rename = "RSAES_OAEP_SHA_1")]
    RsaesOaepSha1,
    /// RSA-OAEP with SHA-256, also in MGF1.
    #[serde(rename = "RSAES_OAEP_SHA_256")]
    RsaesOaepSha256,
    /// A one-time AES key under RSA-OAEP with SHA-1, then the material under that key.
    #[serde(rename = "RSA_AES_KEY_WRAP_SHA_1")]
    RsaAesKeyWrapSha1,
    /// A one-time AES key under RSA-OAEP with SHA-256, then the material under that key.
    #[serde(rename = "RSA_AES_KEY_WRAP_SHA_256")]
    RsaAesKeyWrapSha256,
}

impl WrappingAlgorithm {
    /// Every value that AWS's `AlgorithmSpec` has, in the service model's order.
    ///
    /// `RSAES_PKCS1_V1_5` is one still, though AWS has refused it since 10 October 2023; SM2 is for the Regions in
    /// China only.
    pub const ALL: &'static [&'static str] = &[
        "RSAES_PKCS1_V1_5",
        "RSAES_OAEP_SHA_1",
        "RSAES_OAEP_SHA_256",
        "RSA_AES_KEY_WRAP_SHA_1",
        "RSA_AES_KEY_WRAP_SHA_256",
        "SM2PKE",
    ];

    /// Those that this engine has.
    pub const BUILT: [Self; 4] =
        [Self::RsaesOaepSha1, Self::RsaesOaepSha256, Self::RsaAesKeyWrapSha1, Self::RsaAesKeyWrapSha256];

    /// The algorithm of this name, if it is one that this engine has.
    pub fn parse(name: &str) -> Option<Self> {
        Self::BUILT.into_iter().find(|algorithm| algorithm.as_str() == name)
    }

    /// AWS's name of it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::RsaesOaepSha1 => "RSAES_OAEP_SHA_1",
            Self::RsaesOaepSha256 => "RSAES_OAEP_SHA_256",
            Self::RsaAesKeyWrapSha1 => "RSA_AES_KEY_WRAP_SHA_1",
            Self::RsaAesKeyWrapSha256 => "RSA_AES_KEY_WRAP_SHA_256",
        }
    }
}
