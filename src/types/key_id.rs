use core::fmt;

use serde::{Deserialize, Serialize};

/// The id of a KMS key: a UUID, or `mrk-` and 32 hexadecimal digits for a multi-Region key.
///
/// Both forms are 36 characters long, which the ciphertext's layout relies on.
#[derive(Clone, Copy, Eq, Ord, PartialEq, PartialOrd, Serialize, Deserialize)]
pub struct KeyId {
    multi_region: bool,
    bytes: [u8; 16],
}

/// Where a UUID has its hyphens, counted in characters.
const HYPHENS: [usize; 4] = [8, 13, 18, 23];

impl KeyId {
    /// The length of the text of an id, in characters.
    pub const LEN: usize = 36;
    /// The id that comes before every other.
    pub const FIRST: Self = Self { multi_region: false, bytes: [0; 16] };

    /// The id made of 16 random bytes: a version 4 UUID (RFC 9562).
    pub fn from_random(mut bytes: [u8; 16]) -> Self {
        let [.., version, _, variant, _, _, _, _, _, _, _] = &mut bytes;
        *version = (*version & 0x0f) | 0x40;
        *variant = (*variant & 0x3f) | 0x80;
        Self { multi_region: false, bytes }
    }

    /// Parses an id, or says with `None` that the text is not one.
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(hex) = text.strip_prefix("mrk-") {
            let bytes = decode_hex(hex)?;
            return Some(Self { multi_region: true, bytes });
        }
        if text.len() != Self::LEN || HYPHENS.iter().any(|at| text.as_bytes().get(*at) != Some(&b'-')) {
            return None;
        }
        let hex: String = text.split('-').collect();
        let bytes = decode_hex(&hex)?;
        Some(Self { multi_region: false, bytes })
    }

    /// Whether the key is a multi-Region key.
    pub fn is_multi_region(&self) -> bool {
        self.multi_region
    }
}

/// Sixteen bytes from exactly 32 lower-case hexadecimal digits.
fn decode_hex(text: &str) -> Option<[u8; 16]> {
    let digits = text.as_bytes();
    if digits.len() != 32 {
        return None;
    }
    let mut bytes = [0; 16];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        for digit in pair {
            let value = match digit {
                b'0'..=b'9' => digit - b'0',
                b'a'..=b'f' => digit - b'a' + 10,
                _ => return None,
            };
            *byte = (*byte << 4) | value;
        }
    }
    Some(bytes)
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let digit = |nibble: u8| DIGITS.get(usize::from(nibble & 0x0f)).copied().unwrap_or(b'0');
        let mut text = [b'-'; Self::LEN];
        let prefix: &[u8] = if self.multi_region { b"mrk-" } else { b"" };
        for (to, from) in text.iter_mut().zip(prefix) {
            *to = *from;
        }
        let places = (prefix.len()..Self::LEN).filter(|at| self.multi_region || !HYPHENS.contains(at));
        let digits = self.bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(*byte)]);
        for (place, digit) in places.zip(digits) {
            if let Some(to) = text.get_mut(place) {
                *to = digit;
            }
        }
        f.write_str(str::from_utf8(&text).unwrap_or_default())
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
