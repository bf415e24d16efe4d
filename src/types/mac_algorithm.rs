/// How a MAC is made: HMAC (FIPS 198-1) with one of the SHA-2 hashes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum MacAlgorithm {
    /// With SHA-224.
    HmacSha224,
    /// With SHA-256.
    HmacSha256,
    /// With SHA-384.
    HmacSha384,
    /// With SHA-512.
    HmacSha512,
}

impl MacAlgorithm {
    /// Every value that AWS's `MacAlgorithmSpec` has.
    pub const ALL: &'static [&'static str] = &["HMAC_SHA_224", "HMAC_SHA_256", "HMAC_SHA_384", "HMAC_SHA_512"];

    /// AWS's name of it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::HmacSha224 => "HMAC_SHA_224",
            Self::HmacSha256 => "HMAC_SHA_256",
            Self::HmacSha384 => "HMAC_SHA_384",
            Self::HmacSha512 => "HMAC_SHA_512",
        }
    }
}
