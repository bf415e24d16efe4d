//! What a call can fail with: AWS's exceptions, by AWS's names.

use core::fmt;

use crate::types::Place;

/// An exception of AWS KMS, with the text that a client sees.
///
/// The variants are AWS's exception names without the suffix `Exception`; [`KmsError::code`] adds it back.
/// Names and texts follow the KMS API reference and recorded answers of the service.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum KmsError {
    /// The caller may not do this, or Decrypt cannot find a key that the caller may use.
    AccessDenied(String),
    /// An alias of this name exists already.
    AlreadyExists(String),
    /// What was asked for is under way, or about to happen by itself.
    Conflict(String),
    /// The custom key store has KMS keys.
    CustomKeyStoreHasCmks(String),
    /// The connection state of the custom key store does not allow the operation.
    CustomKeyStoreInvalidState(String),
    /// A custom key store of this name exists already.
    CustomKeyStoreNameInUse(String),
    /// No such custom key store.
    CustomKeyStoreNotFound(String),
    /// The key is disabled.
    Disabled(String),
    /// `DryRun` was set and the call would have succeeded.
    DryRunOperation,
    /// The import token is too old.
    ExpiredImportToken,
    /// Decrypt or `ReEncrypt` named a key other than the one that made the ciphertext.
    IncorrectKey,
    /// Imported key material is not what it should be: another one than was imported before, or not a new one.
    IncorrectKeyMaterial(String),
    /// The alias name has characters that an alias cannot have.
    InvalidAliasName(String),
    /// The text is not an ARN of a key or an alias.
    InvalidArn(String),
    /// The ciphertext is damaged, or the encryption context is not the one that it was made with; or imported key
    /// material does not unwrap to key material.
    /// AWS sends no message, so as not to say which.
    InvalidCiphertext,
    /// No grant has this id on this key.
    InvalidGrantId(String),
    /// No grant belongs to the token.
    InvalidGrantToken(String),
    /// The import token is damaged, belongs to another key, or was used before.
    InvalidImportToken,
    /// The key's usage does not allow the operation.
    InvalidKeyUsage(String),
    /// The MAC is not that of the message. AWS sends no message.
    InvalidMac,
    /// The signature is not that of the message. AWS sends no message.
    InvalidSignature,
    /// A `Marker` that no listing returned.
    InvalidMarker(String),
    /// The engine could not do its part: no randomness, or a stored token that does not open.
    KmsInternal(String),
    /// The key's state does not allow the operation.
    KmsInvalidState(String),
    /// A resource quota is used up.
    LimitExceeded(String),
    /// The text is not a policy, or it is one that would lock its author out.
    MalformedPolicyDocument {
        /// What is wrong.
        message: String,
        /// Where in the text.
        at: Option<Place>,
    },
    /// The name is reserved for AWS itself.
    NotAuthorized,
    /// No such key, alias or policy.
    NotFound(String),
    /// The body is larger than any request of KMS is.
    RequestEntityTooLarge(String),
    /// The request is not the JSON (or the object) that the operation takes.
    Serialization(String),
    /// A tag breaks the rules for tags.
    Tag(String),
    /// The caller's account calls more often than its quota allows.
    Throttling,
    /// `X-Amz-Target` names no operation.
    UnknownOperation(String),
    /// There is no such principal, so nobody can have its credentials.
    UnrecognizedClient(String),
    /// The operation, or an option of it, is not available here.
    UnsupportedOperation(String),
    /// A member of the request breaks its shape.
    Validation(String),
    /// Another KMS key in the external key store has the external key.
    XksKeyAlreadyInUse(String),
    /// Another external key store has the endpoint, and one of the two does not share it.
    XksProxyUriEndpointInUse(String),
    /// Another external key store has the endpoint and the path.
    XksProxyUriInUse(String),
    /// The external key store proxy does not answer.
    XksProxyUriUnreachable(String),
    /// Another external key store has the VPC endpoint service.
    XksProxyVpcEndpointServiceInUse(String),
    /// No such VPC endpoint service.
    XksProxyVpcEndpointServiceNotFound(String),
}

impl KmsError {
    /// The exception's name as clients match on it, such as `NotFoundException`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::AccessDenied(_) => "AccessDeniedException",
            Self::AlreadyExists(_) => "AlreadyExistsException",
            Self::Conflict(_) => "ConflictException",
            Self::CustomKeyStoreHasCmks(_) => "CustomKeyStoreHasCMKsException",
            Self::CustomKeyStoreInvalidState(_) => "CustomKeyStoreInvalidStateException",
            Self::CustomKeyStoreNameInUse(_) => "CustomKeyStoreNameInUseException",
            Self::CustomKeyStoreNotFound(_) => "CustomKeyStoreNotFoundException",
            Self::Disabled(_) => "DisabledException",
            Self::DryRunOperation => "DryRunOperationException",
            Self::ExpiredImportToken => "ExpiredImportTokenException",
            Self::IncorrectKey => "IncorrectKeyException",
            Self::IncorrectKeyMaterial(_) => "IncorrectKeyMaterialException",
            Self::InvalidAliasName(_) => "InvalidAliasNameException",
            Self::InvalidArn(_) => "InvalidArnException",
            Self::InvalidCiphertext => "InvalidCiphertextException",
            Self::InvalidGrantId(_) => "InvalidGrantIdException",
            Self::InvalidGrantToken(_) => "InvalidGrantTokenException",
            Self::InvalidImportToken => "InvalidImportTokenException",
            Self::InvalidKeyUsage(_) => "InvalidKeyUsageException",
            Self::InvalidMac => "KMSInvalidMacException",
            Self::InvalidSignature => "KMSInvalidSignatureException",
            Self::InvalidMarker(_) => "InvalidMarkerException",
            Self::KmsInternal(_) => "KMSInternalException",
            Self::KmsInvalidState(_) => "KMSInvalidStateException",
            Self::LimitExceeded(_) => "LimitExceededException",
            Self::MalformedPolicyDocument { .. } => "MalformedPolicyDocumentException",
            Self::NotAuthorized => "NotAuthorizedException",
            Self::NotFound(_) => "NotFoundException",
            Self::RequestEntityTooLarge(_) => "RequestEntityTooLargeException",
            Self::Serialization(_) => "SerializationException",
            Self::Tag(_) => "TagException",
            Self::Throttling => "ThrottlingException",
            Self::UnknownOperation(_) => "UnknownOperationException",
            Self::UnrecognizedClient(_) => "UnrecognizedClientException",
            Self::UnsupportedOperation(_) => "UnsupportedOperationException",
            Self::Validation(_) => "ValidationException",
            Self::XksKeyAlreadyInUse(_) => "XksKeyAlreadyInUseException",
            Self::XksProxyUriEndpointInUse(_) => "XksProxyUriEndpointInUseException",
            Self::XksProxyUriInUse(_) => "XksProxyUriInUseException",
            Self::XksProxyUriUnreachable(_) => "XksProxyUriUnreachableException",
            Self::XksProxyVpcEndpointServiceInUse(_) => "XksProxyVpcEndpointServiceInUseException",
            Self::XksProxyVpcEndpointServiceNotFound(_) => "XksProxyVpcEndpointServiceNotFoundException",
        }
    }

    /// Where in a policy something is wrong, for those who show its text.
    pub fn place(&self) -> Option<&Place> {
        match self {
            Self::MalformedPolicyDocument { at, .. } => at.as_ref(),
            _ => None,
        }
    }

    /// The HTTP status: 500 for what the service model calls a fault, 400 for everything else that KMS says.
    pub fn status(&self) -> u16 {
        match self {
            Self::KmsInternal(_) => 500,
            Self::RequestEntityTooLarge(_) => 413,
            _ => 400,
        }
    }

    /// The message; empty where AWS sends none.
    pub fn message(&self) -> &str {
        match self {
            Self::AccessDenied(message)
            | Self::AlreadyExists(message)
            | Self::Conflict(message)
            | Self::CustomKeyStoreHasCmks(message)
            | Self::CustomKeyStoreInvalidState(message)
            | Self::CustomKeyStoreNameInUse(message)
            | Self::CustomKeyStoreNotFound(message)
            | Self::Disabled(message)
            | Self::IncorrectKeyMaterial(message)
            | Self::InvalidAliasName(message)
            | Self::InvalidArn(message)
            | Self::InvalidGrantId(message)
            | Self::InvalidGrantToken(message)
            | Self::InvalidKeyUsage(message)
            | Self::InvalidMarker(message)
            | Self::KmsInternal(message)
            | Self::KmsInvalidState(message)
            | Self::LimitExceeded(message)
            | Self::MalformedPolicyDocument { message, .. }
            | Self::NotFound(message)
            | Self::RequestEntityTooLarge(message)
            | Self::Serialization(message)
            | Self::Tag(message)
            | Self::UnknownOperation(message)
            | Self::UnrecognizedClient(message)
            | Self::UnsupportedOperation(message)
            | Self::Validation(message)
            | Self::XksKeyAlreadyInUse(message)
            | Self::XksProxyUriEndpointInUse(message)
            | Self::XksProxyUriInUse(message)
            | Self::XksProxyUriUnreachable(message)
            | Self::XksProxyVpcEndpointServiceInUse(message)
            | Self::XksProxyVpcEndpointServiceNotFound(message) => message,
            Self::Throttling => {
                "You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls."
            }
            Self::DryRunOperation => "The request would have succeeded, but the DryRun option is set.",
            Self::IncorrectKey => "The key ID in the request does not identify a CMK that can perform this operation.",
            Self::ExpiredImportToken
            | Self::InvalidCiphertext
            | Self::InvalidImportToken
            | Self::InvalidMac
            | Self::InvalidSignature
            | Self::NotAuthorized => "",
        }
    }
}

impl fmt::Display for KmsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.message() {
            "" => f.write_str(self.code()),
            message => write!(f, "{}: {message}", self.code()),
        }
    }
}

impl core::error::Error for KmsError {}
