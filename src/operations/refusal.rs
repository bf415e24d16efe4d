use core::fmt;

use crate::{error::KmsError, types::Decision};

/// A call that was not carried out.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Refusal {
    /// What the client is told.
    pub error: KmsError,
    /// Where authorization refused: why, statement by statement.
    pub decision: Option<Box<Decision>>,
}

impl From<KmsError> for Refusal {
    fn from(error: KmsError) -> Self {
        Self { error, decision: None }
    }
}

impl From<Refusal> for KmsError {
    fn from(refusal: Refusal) -> Self {
        refusal.error
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.error, f)
    }
}

impl core::error::Error for Refusal {}
