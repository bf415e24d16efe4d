use core::fmt;

use serde::{Deserialize, Serialize};

use crate::error::KmsError;

/// The name of an alias, with its prefix: `alias/letters`.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize, Deserialize)]
pub struct AliasName(String);

impl AliasName {
    /// What every alias name begins with.
    pub const PREFIX: &'static str = "alias/";
    /// What the names that AWS keeps for itself begin with.
    pub const RESERVED: &'static str = "alias/aws/";
    /// Comes before every name.
    pub const FIRST: Self = Self(String::new());

    /// Parses a name: the prefix, then letters, digits, `/`, `_` and `-`; 256 characters at the most.
    ///
    /// # Errors
    /// `ValidationException` without the prefix, `InvalidAliasNameException` for other characters.
    pub fn parse(text: &str) -> Result<Self, KmsError> {
        let Some(name) = text.strip_prefix(Self::PREFIX) else {
            return Err(KmsError::Validation(
                "Alias must start with the prefix \"alias/\". Please see \
                 https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html"
                    .to_owned(),
            ));
        };
        let fits = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'_' | b'-');
        if name.is_empty() || text.len() > 256 || !name.bytes().all(fits) {
            return Err(KmsError::InvalidAliasName(format!(
                "{text} contains invalid characters for an alias: use letters, digits, /, _ and -"
            )));
        }
        Ok(Self(text.to_owned()))
    }

    /// Whether only AWS may make this alias.
    pub fn is_reserved(&self) -> bool {
        self.0.starts_with(Self::RESERVED)
    }

    /// The name, prefix included.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AliasName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
