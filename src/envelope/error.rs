use core::fmt;

use crate::{error::KmsError, trace::Trace};

/// Why data was not encrypted or decrypted.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum EnvelopeError {
    /// KMS refused.
    Kms(KmsError),
    /// The encrypted data is not what was encrypted with this data key.
    Tampered,
    /// What KMS returned is not a key for AES-256.
    DataKey,
    /// The data is longer than AES-GCM can take (64 GiB).
    TooLong,
    /// The client's own source of randomness failed.
    Entropy,
}

impl EnvelopeError {
    /// The exception's name: KMS's own, or `InvalidCiphertextException` for what the client finds out by itself.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Kms(error) => error.code(),
            Self::Tampered | Self::DataKey => "InvalidCiphertextException",
            Self::TooLong => "ValidationException",
            Self::Entropy => "KMSInternalException",
        }
    }

    /// What happened.
    pub fn message(&self) -> &str {
        match self {
            Self::Kms(error) => error.message(),
            Self::Tampered => "The encrypted data was changed, or this is not its data key: the tag does not match.",
            Self::DataKey => "The decrypted data key is not a key for AES-256.",
            Self::TooLong => "The data is longer than AES-GCM can encrypt at once.",
            Self::Entropy => "The client's source of randomness failed; nothing was encrypted.",
        }
    }
}

impl fmt::Display for EnvelopeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code(), self.message())
    }
}

impl core::error::Error for EnvelopeError {}

impl From<KmsError> for EnvelopeError {
    fn from(error: KmsError) -> Self {
        Self::Kms(error)
    }
}

/// A flow that was refused: why, and how far it came.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Refused {
    /// Why.
    pub error: EnvelopeError,
    /// The steps up to the one that refused.
    pub trace: Option<Box<Trace>>,
}
