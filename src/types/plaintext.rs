use core::fmt;

use serde::{Serialize, Serializer};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// A secret that leaves on purpose: a data key, or data that was decrypted.
///
/// Erased when dropped; never shown by `Debug`; not to be cloned or compared.
///
/// ```compile_fail
/// fn copy(secret: &glass_kms::types::Plaintext) -> glass_kms::types::Plaintext {
///     secret.clone()
/// }
/// ```
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Plaintext(Vec<u8>);

impl Plaintext {
    /// Takes charge of a secret.
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// Reads the secret.
    pub fn expose(&self) -> &[u8] {
        &self.0
    }

    /// Hands the secret over, unprotected, to whoever asked for it.
    pub fn into_exposed(mut self) -> Vec<u8> {
        core::mem::take(&mut self.0)
    }

    /// How many bytes.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Plaintext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Plaintext({} bytes, not shown)", self.0.len())
    }
}

/// A response carries its plaintext to the caller.
impl Serialize for Plaintext {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}
