use core::fmt;

use serde::{Deserialize, Serialize, Serializer};

use super::hex;

/// The id of a grant: 32 random bytes, written as 64 hexadecimal digits.
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd, Deserialize)]
pub struct GrantId([u8; Self::LEN]);

impl GrantId {
    /// The length in bytes.
    pub const LEN: usize = 32;
    /// The id that comes before every other.
    pub const FIRST: Self = Self([0; Self::LEN]);
    /// The id that comes after every other.
    pub const LAST: Self = Self([0xff; Self::LEN]);

    /// The id that these bytes are.
    pub fn from_bytes(bytes: [u8; Self::LEN]) -> Self {
        Self(bytes)
    }

    /// Parses 64 hexadecimal digits in lower case, or says with `None` that the text is not an id.
    pub fn parse(text: &str) -> Option<Self> {
        hex::parse(text).map(Self)
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8; Self::LEN] {
        &self.0
    }
}

impl fmt::Display for GrantId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        hex::digits(&self.0).try_for_each(|digit| write!(f, "{}", char::from(digit)))
    }
}

impl fmt::Debug for GrantId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for GrantId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() { serializer.collect_str(self) } else { self.0.serialize(serializer) }
    }
}
