use core::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::hex;

/// The id of a custom key store: `cks-` and 17 hexadecimal digits.
#[derive(Clone, Copy, Eq, Ord, PartialEq, PartialOrd)]
pub struct CustomKeyStoreId([u8; Self::LEN]);

/// What every id begins with.
const PREFIX: &[u8] = b"cks-";

impl CustomKeyStoreId {
    /// The length of the text of an id, in characters.
    const LEN: usize = 21;
    /// How many random bytes an id is made of.
    pub const RANDOM_LEN: usize = 9;

    /// The id made of random bytes; half a byte of them is left over.
    pub fn from_random(bytes: [u8; Self::RANDOM_LEN]) -> Self {
        let mut text = [0; Self::LEN];
        let characters = PREFIX.iter().copied().chain(hex::digits(&bytes));
        text.iter_mut().zip(characters).for_each(|(place, character)| *place = character);
        Self(text)
    }

    /// Parses an id, or says with `None` that the text is not one.
    pub fn parse(text: &str) -> Option<Self> {
        let text: [u8; Self::LEN] = text.as_bytes().try_into().ok()?;
        let digits = text.strip_prefix(PREFIX)?;
        digits.iter().copied().all(hex::is_digit).then_some(Self(text))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Debug for CustomKeyStoreId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for CustomKeyStoreId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for CustomKeyStoreId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <&str>::deserialize(deserializer)?;
        Self::parse(text).ok_or_else(|| de::Error::custom("not the id of a custom key store"))
    }
}
