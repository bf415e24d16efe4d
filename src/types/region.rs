use core::fmt;

use serde::{Deserialize, Serialize};

use crate::error::KmsError;

/// An AWS Region, such as `ap-northeast-1`.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize, Deserialize)]
pub struct Region(String);

impl Region {
    /// Parses a Region name: two or three words and a number, joined by hyphens.
    ///
    /// # Errors
    /// `ValidationException` if the text does not have that form.
    pub fn parse(text: &str) -> Result<Self, KmsError> {
        let mut parts = text.rsplit('-');
        let number = parts.next().unwrap_or_default();
        let words: Vec<&str> = parts.collect();
        let lower = |word: &&str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase());
        let digits = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
        if digits && matches!(words.len(), 2 | 3) && words.iter().all(lower) && text.len() <= 32 {
            Ok(Self(text.to_owned()))
        } else {
            Err(KmsError::Validation(format!("'{text}' is not the name of a Region; one looks like ap-northeast-1")))
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The partition that the Region belongs to: the second part of every ARN in it.
    pub fn partition(&self) -> &'static str {
        if self.0.starts_with("cn-") {
            "aws-cn"
        } else if self.0.starts_with("us-gov-") {
            "aws-us-gov"
        } else {
            "aws"
        }
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
