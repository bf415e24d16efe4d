use serde::{Deserialize, Serialize};

/// The size of the RSA key under which a client wraps the material that it imports.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum WrappingKeySpec {
    /// 2048 bits.
    #[serde(rename = "RSA_2048")]
    Rsa2048,
    /// 3072 bits.
    #[serde(rename = "RSA_3072")]
    Rsa3072,
    /// 4096 bits.
    #[serde(rename = "RSA_4096")]
    Rsa4096,
}

impl WrappingKeySpec {
    /// Every value that AWS's `WrappingKeySpec` has. SM2 is for the Regions in China only.
    pub const ALL: &'static [&'static str] = &["RSA_2048", "RSA_3072", "RSA_4096", "SM2"];

    /// Those that this engine has.
    pub const BUILT: [Self; 3] = [Self::Rsa2048, Self::Rsa3072, Self::Rsa4096];

    /// The spec of this name, if it is one that this engine has.
    pub fn parse(name: &str) -> Option<Self> {
        Self::BUILT.into_iter().find(|spec| spec.as_str() == name)
    }

    /// AWS's name of it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rsa2048 => "RSA_2048",
            Self::Rsa3072 => "RSA_3072",
            Self::Rsa4096 => "RSA_4096",
        }
    }

    /// The length of the modulus in bits.
    pub fn bits(self) -> usize {
        match self {
            Self::Rsa2048 => 2048,
            Self::Rsa3072 => 3072,
            Self::Rsa4096 => 4096,
        }
    }
}
