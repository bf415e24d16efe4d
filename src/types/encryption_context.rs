use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::ordered;

/// Names and values that a ciphertext is bound to: not secret, and needed again, exactly, to decrypt.
///
/// See "Encryption context" in the AWS KMS Developer Guide.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EncryptionContext(BTreeMap<String, String>);

impl EncryptionContext {
    /// No pairs.
    pub const fn new() -> Self {
        Self(BTreeMap::new())
    }

    /// The form that goes into the additional authenticated data: for each pair, in the order of the names' UTF-8
    /// bytes, the name's length (32-bit big-endian) and bytes, then the value's.
    ///
    /// The lengths keep `{"a": "bc"}` and `{"ab": "c"}` apart.
    pub fn append_canonical(&self, to: &mut Vec<u8>) {
        for text in self.0.iter().flat_map(|(name, value)| [name, value]) {
            let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
            to.extend_from_slice(&length.to_be_bytes());
            to.extend_from_slice(text.as_bytes());
        }
    }

    /// The pairs, sorted by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The value of this name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// How many pairs.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<(String, String)> for EncryptionContext {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(pairs: I) -> Self {
        Self(ordered(pairs))
    }
}

impl<const N: usize> From<[(&str, &str); N]> for EncryptionContext {
    fn from(pairs: [(&str, &str); N]) -> Self {
        Self(ordered(pairs.map(|(name, value)| (name.to_owned(), value.to_owned()))))
    }
}

impl From<BTreeMap<String, String>> for EncryptionContext {
    fn from(pairs: BTreeMap<String, String>) -> Self {
        Self(pairs)
    }
}
