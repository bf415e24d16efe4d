use core::fmt;

use crate::{env::EntropyError, error::KmsError, policy::PolicyError, types::Place};

/// An error of IAM, with the text that a client sees. Unlike those of KMS, most of IAM's names have no suffix.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum IamError {
    /// Something that must go first is still there.
    DeleteConflict(String),
    /// The name is taken.
    EntityAlreadyExists(String),
    /// No operation has this name.
    InvalidAction(String),
    /// The request asks for something that cannot be had.
    InvalidInput(String),
    /// A quota is used up.
    LimitExceeded(String),
    /// The request is not an object with the types of its members.
    MalformedInput(String),
    /// The text is not a policy.
    MalformedPolicyDocument {
        /// What is wrong.
        message: String,
        /// Where in the text.
        at: Option<Place>,
    },
    /// There is no such user, role, policy or access key.
    NoSuchEntity(String),
    /// There was no randomness.
    ServiceFailure(String),
    /// A member of the request breaks its shape.
    Validation(String),
}

impl IamError {
    /// The name that clients match on, such as `NoSuchEntity`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::DeleteConflict(_) => "DeleteConflict",
            Self::EntityAlreadyExists(_) => "EntityAlreadyExists",
            Self::InvalidAction(_) => "InvalidAction",
            Self::InvalidInput(_) => "InvalidInput",
            Self::LimitExceeded(_) => "LimitExceeded",
            Self::MalformedInput(_) => "MalformedInput",
            Self::MalformedPolicyDocument { .. } => "MalformedPolicyDocument",
            Self::NoSuchEntity(_) => "NoSuchEntity",
            Self::ServiceFailure(_) => "ServiceFailure",
            Self::Validation(_) => "ValidationError",
        }
    }

    /// The HTTP status, as the IAM API reference has it.
    pub fn status(&self) -> u16 {
        match self {
            Self::NoSuchEntity(_) => 404,
            Self::DeleteConflict(_) | Self::EntityAlreadyExists(_) | Self::LimitExceeded(_) => 409,
            Self::ServiceFailure(_) => 500,
            Self::InvalidAction(_)
            | Self::InvalidInput(_)
            | Self::MalformedInput(_)
            | Self::MalformedPolicyDocument { .. }
            | Self::Validation(_) => 400,
        }
    }

    /// The message.
    pub fn message(&self) -> &str {
        match self {
            Self::DeleteConflict(message)
            | Self::EntityAlreadyExists(message)
            | Self::InvalidAction(message)
            | Self::InvalidInput(message)
            | Self::LimitExceeded(message)
            | Self::MalformedInput(message)
            | Self::MalformedPolicyDocument { message, .. }
            | Self::NoSuchEntity(message)
            | Self::ServiceFailure(message)
            | Self::Validation(message) => message,
        }
    }

    /// Where in a policy something is wrong.
    pub fn at(&self) -> Option<&Place> {
        match self {
            Self::MalformedPolicyDocument { at, .. } => at.as_ref(),
            _ => None,
        }
    }
}

impl fmt::Display for IamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code(), self.message())
    }
}

impl core::error::Error for IamError {}

impl From<PolicyError> for IamError {
    fn from(PolicyError { message, at }: PolicyError) -> Self {
        Self::MalformedPolicyDocument { message: format!("{message} ({at})"), at: Some(at) }
    }
}

impl From<EntropyError> for IamError {
    fn from(error: EntropyError) -> Self {
        Self::ServiceFailure(error.to_string())
    }
}

/// What the value types find wrong with a text.
impl From<KmsError> for IamError {
    fn from(error: KmsError) -> Self {
        Self::Validation(error.message().to_owned())
    }
}
