//! Tags of users and roles.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{
    IamError,
    shape::{required, response, text},
};
use crate::types::input::{Input, Read, member};

/// How many tags a user or a role may have (IAM User Guide, "IAM and AWS STS quotas").
const TAGS_MOST: usize = 50;

/// A tag of a user or a role.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Tag {
    /// Its name.
    pub key: String,
    /// Its value, which may be empty.
    pub value: String,
}

/// Both members must be there.
impl Read for Tag {
    fn read(input: &dyn Input) -> Result<Self, String> {
        let mut members = input.members(&["Key", "Value"])?.into_iter();
        let missing = |name: &str| format!("A tag lacks its {name}.");
        let key = member(&mut members)?.ok_or_else(|| missing("Key"))?;
        Ok(Self { key, value: member(&mut members)?.ok_or_else(|| missing("Value"))? })
    }
}

response! {
    /// A page of tags.
    ListTagsResponse {
        /// The tags, by name.
        tags: Vec<Tag>,
        /// Whether there are more.
        is_truncated: bool,
        /// Where to go on.
        #[serde(skip_serializing_if = "Option::is_none")]
        marker: Option<String>,
    }
}

/// Tags as a response has them.
pub(super) fn listed(tags: &BTreeMap<String, String>) -> Vec<Tag> {
    tags.iter().map(|(key, value)| Tag { key: key.clone(), value: value.clone() }).collect()
}

/// `old` with the tags of a request. Names that differ only in upper and lower case are one name.
pub(super) fn added(old: &BTreeMap<String, String>, new: &[Tag]) -> Result<BTreeMap<String, String>, IamError> {
    let mut tags = old.clone();
    for (at, tag) in new.iter().enumerate() {
        let (key, value) = check(tag, at)?;
        if new.iter().take(at).any(|earlier| earlier.key.eq_ignore_ascii_case(key)) {
            return Err(IamError::InvalidInput(
                "Duplicate tag keys found. Please note that Tag keys are case insensitive.".to_owned(),
            ));
        }
        tags.retain(|old, _| !old.eq_ignore_ascii_case(key));
        tags.insert(key.to_owned(), value.to_owned());
    }
    if tags.len() > TAGS_MOST {
        return Err(IamError::LimitExceeded("The number of tags has reached the maximum limit.".to_owned()));
    }
    Ok(tags)
}

/// Takes away the tags with these names; those that are not there are passed over.
pub(super) fn remove(tags: &mut BTreeMap<String, String>, keys: Option<&Vec<String>>) -> Result<(), IamError> {
    let keys = required("tagKeys", keys)?;
    for key in keys {
        text("tagKeys", Some(key), 1..=128)?;
    }
    tags.retain(|tag, _| !keys.iter().any(|key| key.eq_ignore_ascii_case(tag)));
    Ok(())
}

fn check(tag: &Tag, at: usize) -> Result<(&str, &str), IamError> {
    let at = at.saturating_add(1);
    let key = text(&format!("tags.{at}.member.key"), Some(&tag.key), 1..=128)?;
    let value = text(&format!("tags.{at}.member.value"), Some(&tag.value), 0..=256)?;
    let fits = |c: char| c.is_alphanumeric() || c.is_whitespace() || "_.:/=+-@".contains(c);
    if let Some(wrong) = key.chars().chain(value.chars()).find(|c| !fits(*c)) {
        return Err(IamError::InvalidInput(format!(
            "The tag '{key}' has the character '{wrong}'; use letters, digits, spaces and _.:/=+-@"
        )));
    }
    if key.get(..4).is_some_and(|prefix| prefix.eq_ignore_ascii_case("aws:")) {
        return Err(IamError::InvalidInput("Tag keys that begin with aws: are reserved for AWS.".to_owned()));
    }
    Ok((key, value))
}
