use core::fmt;

use serde::{Deserialize, Serialize, Serializer};

use super::hex;

/// Names one version of a KMS key's material: 32 bytes, written as 64 hexadecimal digits.
///
/// It is computed from the key id and the material, so the same material in two keys has two names.
#[derive(Clone, Copy, Eq, Ord, PartialEq, PartialOrd, Deserialize)]
pub struct KeyMaterialId([u8; 32]);

impl KeyMaterialId {
    /// The length in bytes.
    pub const LEN: usize = 32;

    /// The id that these bytes are.
    pub fn from_bytes(bytes: [u8; Self::LEN]) -> Self {
        Self(bytes)
    }

    /// The id that a text writes down.
    pub fn parse(text: &str) -> Option<Self> {
        hex::parse(text).map(Self)
    }

    fn digits(&self) -> [u8; 2 * Self::LEN] {
        let mut text = [0; 2 * Self::LEN];
        for (place, digit) in text.iter_mut().zip(hex::digits(&self.0)) {
            *place = digit;
        }
        text
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8; Self::LEN] {
        &self.0
    }
}

impl fmt::Display for KeyMaterialId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(str::from_utf8(&self.digits()).unwrap_or_default())
    }
}

impl fmt::Debug for KeyMaterialId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for KeyMaterialId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() { serializer.collect_str(self) } else { self.0.serialize(serializer) }
    }
}
