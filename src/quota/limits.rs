use crate::types::Region;

/// A request quota.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Quota {
    /// What it limits: the name of an operation, or of a group that shares it.
    pub name: &'static str,
    /// How much.
    pub rate: Rate,
}

/// Requests per second, of one account in one Region.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Rate {
    /// What the cryptographic operations with symmetric keys share; it depends on the Region.
    Symmetric,
    /// The same in every Region.
    Each(u32),
}

/// The Regions in which the symmetric operations may be called most often, 100,000 times a second.
const LARGEST: &[&str] = &["eu-west-1", "us-east-1", "us-west-2"];
/// Those with 20,000; all others have 10,000.
const LARGE: &[&str] =
    &["ap-northeast-1", "ap-southeast-1", "ap-southeast-2", "eu-central-1", "eu-west-2", "us-east-2"];

impl Quota {
    /// The quota that the cryptographic operations with symmetric keys share.
    pub const SYMMETRIC: Self = Self { name: "Cryptographic operations (symmetric)", rate: Rate::Symmetric };
    /// The quota that those with RSA keys share.
    pub const RSA: Self = Self { name: "Cryptographic operations (RSA)", rate: Rate::Each(1000) };
    /// The quota that those with keys of elliptic curves share.
    pub const ECC: Self = Self { name: "Cryptographic operations (ECC)", rate: Rate::Each(1000) };
    /// The quota that those with ML-DSA keys share.
    pub const ML_DSA: Self = Self { name: "Cryptographic operations (ML-DSA)", rate: Rate::Each(1000) };
    /// The quota that the cryptographic operations with the keys of one custom key store share, each store its own.
    pub const CUSTOM_KEY_STORE: Self = Self { name: "Custom key store", rate: Rate::Each(1800) };
}

impl Rate {
    /// Requests per second in a Region.
    pub fn in_region(self, region: &Region) -> u32 {
        match self {
            Self::Each(rate) => rate,
            Self::Symmetric if LARGEST.contains(&region.as_str()) => 100_000,
            Self::Symmetric if LARGE.contains(&region.as_str()) => 20_000,
            Self::Symmetric => 10_000,
        }
    }
}
