use core::{
    fmt,
    hash::{Hash, Hasher},
};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::hex;

/// The id of a KMS key: a UUID, or `mrk-` and 32 hexadecimal digits for a multi-Region key.
///
/// Both forms are 36 characters long, which the ciphertext's layout relies on. The id is kept as its text, which every
/// answer and every ciphertext needs.
#[derive(Clone, Copy, Eq, Ord, PartialEq, PartialOrd)]
pub struct KeyId([u8; Self::LEN]);

/// What a multi-Region key's id begins with.
const MULTI_REGION: &[u8] = b"mrk-";
/// Where a UUID has its hyphens, counted in characters.
const HYPHENS: [usize; 4] = [8, 13, 18, 23];

impl KeyId {
    /// The length of the text of an id, in characters.
    pub const LEN: usize = 36;
    /// The nil UUID, which comes before every other id.
    pub const FIRST: Self = Self(*b"00000000-0000-0000-0000-000000000000");

    /// The id made of 16 random bytes: a version 4 UUID (RFC 9562).
    pub fn from_random(mut bytes: [u8; 16]) -> Self {
        let [.., version, _, variant, _, _, _, _, _, _, _] = &mut bytes;
        *version = (*version & 0x0f) | 0x40;
        *variant = (*variant & 0x3f) | 0x80;
        let mut text = [b'-'; Self::LEN];
        let places = text.iter_mut().enumerate().filter(|(at, _)| !HYPHENS.contains(at));
        for ((_, place), digit) in places.zip(hex::digits(&bytes)) {
            *place = digit;
        }
        Self(text)
    }

    /// The id of a multi-Region key, made of 16 random bytes.
    pub fn multi_region_from_random(bytes: [u8; 16]) -> Self {
        let mut text = [0; Self::LEN];
        let characters = MULTI_REGION.iter().copied().chain(hex::digits(&bytes));
        text.iter_mut().zip(characters).for_each(|(place, character)| *place = character);
        Self(text)
    }

    /// Parses an id, or says with `None` that the text is not one.
    pub fn parse(text: &str) -> Option<Self> {
        let text: [u8; Self::LEN] = text.as_bytes().try_into().ok()?;
        let well_formed = match text.strip_prefix(MULTI_REGION) {
            Some(digits) => digits.iter().copied().all(hex::is_digit),
            None => text
                .iter()
                .enumerate()
                .all(|(at, byte)| if HYPHENS.contains(&at) { *byte == b'-' } else { hex::is_digit(*byte) }),
        };
        well_formed.then_some(Self(text))
    }

    /// Whether the key is a multi-Region key.
    pub fn is_multi_region(&self) -> bool {
        self.0.starts_with(MULTI_REGION)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The text as bytes.
    pub fn as_bytes(&self) -> &[u8; Self::LEN] {
        &self.0
    }
}

/// Ids are random, so a part of one is hash enough.
impl Hash for KeyId {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let part = self.0.last_chunk().copied().unwrap_or_default();
        state.write_u64(u64::from_ne_bytes(part));
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for KeyId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for KeyId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <&str>::deserialize(deserializer)?;
        Self::parse(text).ok_or_else(|| de::Error::custom("not a key id"))
    }
}
