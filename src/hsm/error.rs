use core::fmt;

use crate::{env::EntropyError, error::KmsError};

/// Why the HSM did not do what it was asked to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum HsmError {
    /// No randomness was to be had.
    Entropy,
    /// A stored token or a sealed domain key did not open: damaged, or not of this HSM.
    Token,
    /// A ciphertext is not authentic: damaged, or with another encryption context.
    Ciphertext,
}

impl fmt::Display for HsmError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Entropy => "no randomness was to be had; nothing was done",
            Self::Token => "the stored key does not open: it is damaged or belongs to another engine",
            Self::Ciphertext => "the ciphertext or its encryption context is not authentic",
        })
    }
}

impl core::error::Error for HsmError {}

impl From<EntropyError> for HsmError {
    fn from(_: EntropyError) -> Self {
        Self::Entropy
    }
}

impl From<HsmError> for KmsError {
    fn from(error: HsmError) -> Self {
        match error {
            HsmError::Ciphertext => Self::InvalidCiphertext,
            HsmError::Entropy | HsmError::Token => Self::KmsInternal(error.to_string()),
        }
    }
}
