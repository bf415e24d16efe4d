use std::borrow::Cow;

use sha2::{Digest, Sha256, Sha384, Sha512};

use crate::types::{Hash, SigningAlgorithm};

/// What is signed.
#[derive(Clone, Copy, Debug)]
pub enum Message<'a> {
    /// A message, to be hashed as the algorithm says.
    Raw(&'a [u8]),
    /// What hashing it came to.
    Digest(&'a [u8]),
    /// What ML-DSA makes of a message and a public key (FIPS 204, section 6.2): 64 bytes.
    ExternalMu(&'a [u8]),
}

impl<'a> Message<'a> {
    /// The digest that an algorithm signs; none if it does not sign a digest of such a length.
    pub(super) fn digest(self, algorithm: SigningAlgorithm) -> Option<Cow<'a, [u8]>> {
        let hash = algorithm.hash()?;
        match self {
            Self::Raw(message) => Some(Cow::Owned(match hash {
                Hash::Sha256 => Sha256::digest(message).to_vec(),
                Hash::Sha384 => Sha384::digest(message).to_vec(),
                Hash::Sha512 => Sha512::digest(message).to_vec(),
            })),
            Self::Digest(digest) => (digest.len() == hash.digest_len()).then_some(Cow::Borrowed(digest)),
            Self::ExternalMu(_) => None,
        }
    }
}
