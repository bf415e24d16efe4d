//! Ids and secrets, out of randomness.

use core::fmt;

use base64::{Engine, engine::general_purpose::STANDARD};
use serde::{Serialize, Serializer};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::env::{Entropy, EntropyError};

/// What IAM's ids are written with: base32 (RFC 4648).
const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// An id: what says of what kind it is, and so many random characters.
pub(super) fn id(entropy: &mut dyn Entropy, prefix: &str, length: usize) -> Result<String, EntropyError> {
    let mut random = vec![0; length];
    entropy.fill(&mut random)?;
    let letters = random.iter().filter_map(|byte| ALPHABET.get(usize::from(byte % 32)));
    Ok(prefix.chars().chain(letters.map(|letter| char::from(*letter))).collect())
}

/// A secret access key or a session token: told to its owner once, and kept nowhere.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Secret(String);

impl Secret {
    /// So many random bytes in base64.
    pub(super) fn make(entropy: &mut dyn Entropy, bytes: usize) -> Result<Self, EntropyError> {
        let mut random = Zeroizing::new(vec![0; bytes]);
        entropy.fill(&mut random)?;
        Ok(Self(STANDARD.encode(&*random)))
    }

    /// Reads the secret.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret({} characters, not shown)", self.0.len())
    }
}

/// A response carries it to its owner.
impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}
