/// How a KMS key encrypts.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum EncryptionAlgorithm {
    /// AES-256-GCM, under a key derived for the message.
    SymmetricDefault,
    /// RSA-OAEP with SHA-1, also in MGF1.
    RsaesOaepSha1,
    /// RSA-OAEP with SHA-256, also in MGF1.
    RsaesOaepSha256,
}

impl EncryptionAlgorithm {
    /// Every value that AWS's `EncryptionAlgorithmSpec` has, in the service model's order.
    pub const ALL: &'static [&'static str] = &["SYMMETRIC_DEFAULT", "RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256", "SM2PKE"];

    /// AWS's name of it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SymmetricDefault => "SYMMETRIC_DEFAULT",
            Self::RsaesOaepSha1 => "RSAES_OAEP_SHA_1",
            Self::RsaesOaepSha256 => "RSAES_OAEP_SHA_256",
        }
    }
}
