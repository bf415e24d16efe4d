use core::fmt;

use serde::{Deserialize, Serialize};

use super::{AliasName, KeyId, Region};
use crate::error::KmsError;

/// An AWS account: twelve digits.
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize, Deserialize)]
pub struct AccountId([u8; 12]);

impl AccountId {
    /// Parses twelve ASCII digits.
    ///
    /// # Errors
    /// `ValidationException` for anything else.
    pub fn parse(text: &str) -> Result<Self, KmsError> {
        match <[u8; 12]>::try_from(text.as_bytes()) {
            Ok(digits) if digits.iter().all(u8::is_ascii_digit) => Ok(Self(digits)),
            _ => Err(KmsError::Validation(format!("'{text}' is not an account: an account is twelve digits"))),
        }
    }
}

impl AccountId {
    /// The digits.
    pub fn as_str(&self) -> &str {
        str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The ARN of a KMS key: `arn:<partition>:kms:<region>:<account>:key/<key id>`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct KeyArn {
    /// The Region that holds the key.
    pub region: Region,
    /// The account that owns the key.
    pub account: AccountId,
    /// The key.
    pub key_id: KeyId,
}

impl fmt::Display for KeyArn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { region, account, key_id } = self;
        write!(f, "arn:{}:kms:{region}:{account}:key/{key_id}", region.partition())
    }
}

/// The ARN of an alias: `arn:<partition>:kms:<region>:<account>:alias/<name>`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AliasArn {
    /// The Region that holds the alias.
    pub region: Region,
    /// The account that owns the alias.
    pub account: AccountId,
    /// The alias, with its prefix `alias/`.
    pub name: AliasName,
}

impl fmt::Display for AliasArn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { region, account, name } = self;
        write!(f, "arn:{}:kms:{region}:{account}:{name}", region.partition())
    }
}

/// The six parts of any ARN.
pub(super) struct ArnParts<'a> {
    pub(super) partition: &'a str,
    pub(super) service: &'a str,
    pub(super) region: &'a str,
    pub(super) account: &'a str,
    pub(super) resource: &'a str,
}

impl<'a> ArnParts<'a> {
    pub(super) fn split(text: &'a str) -> Option<Self> {
        let mut parts = text.splitn(6, ':');
        if parts.next()? != "arn" {
            return None;
        }
        Some(Self {
            partition: parts.next()?,
            service: parts.next()?,
            region: parts.next()?,
            account: parts.next()?,
            resource: parts.next()?,
        })
    }
}
