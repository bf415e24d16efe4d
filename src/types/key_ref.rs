use super::{AccountId, AliasArn, AliasName, KeyArn, KeyId, Region, arn::ArnParts};
use crate::error::KmsError;

/// A key as a request names it: by key id, key ARN, alias name or alias ARN.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum KeyRef {
    /// A bare key id: the key is in the caller's account and Region.
    Id(KeyId),
    /// A key ARN.
    Arn(KeyArn),
    /// A bare alias name: the alias is in the caller's account and Region.
    Alias(AliasName),
    /// An alias ARN.
    AliasArn(AliasArn),
}

impl KeyRef {
    /// Parses any of the four forms.
    ///
    /// # Errors
    /// `NotFoundException` for a malformed id (that is what KMS answers), `InvalidArnException` for a malformed
    /// ARN, and [`AliasName::parse`]'s errors for a malformed alias.
    pub fn parse(text: &str) -> Result<Self, KmsError> {
        if text.starts_with("arn:") {
            return parse_arn(text)
                .ok_or_else(|| KmsError::InvalidArn(format!("{text} is not the ARN of a KMS key or an alias")));
        }
        if text.starts_with(AliasName::PREFIX) {
            return AliasName::parse(text).map(Self::Alias);
        }
        let id = KeyId::parse(text).map(Self::Id);
        id.ok_or_else(|| KmsError::NotFound(format!("Invalid keyId '{text}'")))
    }
}

fn parse_arn(text: &str) -> Option<KeyRef> {
    let parts = ArnParts::split(text)?;
    let region = Region::parse(parts.region).ok()?;
    let account = AccountId::parse(parts.account).ok()?;
    if parts.service != "kms" || parts.partition != region.partition() {
        return None;
    }
    if let Some(id) = parts.resource.strip_prefix("key/") {
        let key_id = KeyId::parse(id)?;
        return Some(KeyRef::Arn(KeyArn { region, account, key_id }));
    }
    let name = AliasName::parse(parts.resource).ok()?;
    Some(KeyRef::AliasArn(AliasArn { region, account, name }))
}
