use core::fmt;

use super::oaep::OaepError;
use crate::{env::EntropyError, error::KmsError};

/// Why the HSM did not do what it was asked to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum HsmError {
    /// No randomness was to be had.
    Entropy,
    /// A stored token or a sealed domain key did not open: damaged, or not of this HSM.
    Token,
    /// A message between the HSMs of two Regions is not authentic.
    Replication,
    /// A ciphertext is not authentic: damaged, or with another encryption context.
    Ciphertext,
    /// A MAC is not that of the message.
    Mac,
    /// A signature is not that of the message.
    Signature,
    /// The public key of another party is not one, or not on the same curve.
    PublicKey,
    /// A key cannot do what it was asked to.
    Unsuited,
    /// There is more to be encrypted than the key encrypts at once.
    TooLong,
    /// An import token is damaged, of another key, of a domain key that is gone, or was used before.
    ImportToken,
    /// An import token is older than 24 hours.
    ImportTokenExpired,
    /// Imported material does not unwrap, or not to the length of a key. AWS's pages name `InvalidCiphertext` for what
    /// cannot be decrypted and are silent on the length; one error for all of it tells nobody which it was.
    ImportedMaterial,
}

impl fmt::Display for HsmError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Entropy => "no randomness was to be had; nothing was done",
            Self::Token => "the stored key does not open: it is damaged or belongs to another engine",
            Self::Replication => "a message between two Regions is not what was sent",
            Self::Ciphertext => "the ciphertext or its encryption context is not authentic",
            Self::Mac => "the MAC is not that of the message",
            Self::Signature => "the signature is not that of the message",
            Self::PublicKey => "PublicKey is not the DER-encoded public key of a pair on the same curve",
            Self::Unsuited => "the key cannot do what was asked of it; nothing was done",
            Self::TooLong => "the plaintext is longer than what the key encrypts at once",
            Self::ImportToken => "the import token is not valid for this key",
            Self::ImportTokenExpired => "the import token has expired",
            Self::ImportedMaterial => "the imported key material does not unwrap to key material",
        })
    }
}

impl core::error::Error for HsmError {}

impl From<EntropyError> for HsmError {
    fn from(_: EntropyError) -> Self {
        Self::Entropy
    }
}

/// RSA refuses nothing of the HSM's own, so what it refuses is what a client sent.
impl From<OaepError> for HsmError {
    fn from(error: OaepError) -> Self {
        match error {
            OaepError::Entropy => Self::Entropy,
            OaepError::Refused => Self::ImportedMaterial,
        }
    }
}

impl From<HsmError> for KmsError {
    fn from(error: HsmError) -> Self {
        match error {
            HsmError::Ciphertext | HsmError::ImportedMaterial => Self::InvalidCiphertext,
            HsmError::Mac => Self::InvalidMac,
            HsmError::ImportToken => Self::InvalidImportToken,
            HsmError::ImportTokenExpired => Self::ExpiredImportToken,
            HsmError::Signature => Self::InvalidSignature,
            HsmError::PublicKey | HsmError::TooLong => Self::Validation(error.to_string()),
            HsmError::Entropy | HsmError::Token | HsmError::Replication | HsmError::Unsuited => {
                Self::KmsInternal(error.to_string())
            }
        }
    }
}
