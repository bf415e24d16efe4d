use core::fmt;

use serde::{Deserialize, Serialize};

use crate::error::KmsError;

/// The Regions in which there is AWS KMS
/// ([endpoints](https://docs.aws.amazon.com/general/latest/gr/kms.html)).
const REGIONS: &[&str] = &[
    "af-south-1",
    "ap-east-1",
    "ap-east-2",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-south-2",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "ca-central-1",
    "ca-west-1",
    "cn-north-1",
    "cn-northwest-1",
    "eu-central-1",
    "eu-central-2",
    "eu-north-1",
    "eu-south-1",
    "eu-south-2",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "il-central-1",
    "me-central-1",
    "me-south-1",
    "mx-central-1",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-gov-east-1",
    "us-gov-west-1",
    "us-west-1",
    "us-west-2",
];

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

    /// All Regions that AWS has, in alphabetical order.
    pub fn all() -> impl Iterator<Item = Self> {
        REGIONS.iter().map(|name| Self((*name).to_owned()))
    }

    /// Whether AWS has such a Region. An engine can be called in any other too, but no key is replicated there.
    pub fn exists(&self) -> bool {
        REGIONS.contains(&self.as_str())
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
