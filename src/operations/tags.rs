//! Tags: names and values that the owner of a key puts on it.

use std::collections::BTreeMap;

use base64::{Engine, engine::general_purpose::STANDARD};
use serde::Serialize;

use super::{
    Call,
    facts::{Values, several},
    keys::{Tag, one_key, tag_facts},
    listing::{after, page},
    registry::{Asks, Empty},
    shape::{At, Faults, Shape, Shaped, request},
    target::Target,
};
use crate::{error::KmsError, types::ordered};

/// How many tags a key may have ([AWS KMS quotas](https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html)).
const TAGS_PER_KEY: usize = 50;
/// What the names of AWS's own tags begin with, in any case.
const RESERVED: &str = "aws:";

/// Each tag has a shape of its own.
impl Shaped for Vec<Tag> {
    fn note_faults(&self, shape: &Shape, at: At<'_>, faults: &mut Faults) {
        for (n, tag) in (1..).zip(self) {
            tag.note_faults(shape, At::Element(&at, n), faults);
        }
    }
}

/// A request's tags, which keep to the rules for tags.
///
/// # Errors
/// `TagException`.
pub(super) fn checked_tags(tags: &[Tag]) -> Result<BTreeMap<String, String>, KmsError> {
    let pairs =
        tags.iter().map(|tag| (tag.tag_key.clone().unwrap_or_default(), tag.tag_value.clone().unwrap_or_default()));
    let checked = ordered(pairs);
    check_names(checked.keys())?;
    if !checked.iter().all(|(key, value)| is_writable(key) && is_writable(value)) {
        return Err(KmsError::Tag("Invalid tag".to_owned()));
    }
    if checked.len() < tags.len() {
        return Err(KmsError::Tag("Duplicate tag keys".to_owned()));
    }
    check_number(checked.len())?;
    Ok(checked)
}

fn check_names<'a>(mut keys: impl Iterator<Item = &'a String>) -> Result<(), KmsError> {
    let is_reserved =
        |key: &String| key.get(..RESERVED.len()).is_some_and(|start| start.eq_ignore_ascii_case(RESERVED));
    if keys.any(is_reserved) {
        return Err(KmsError::Tag("Tags beginning with aws: are reserved".to_owned()));
    }
    Ok(())
}

/// Letters, numbers and spaces of any script, and these signs
/// ([restrictions](https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/allocation-tag-restrictions.html)).
fn is_writable(text: &str) -> bool {
    let is_space = |c: char| c.is_whitespace() && !c.is_control();
    text.chars().all(|c| c.is_alphanumeric() || is_space(c) || "_.:/=+-@".contains(c))
}

fn check_number(tags: usize) -> Result<(), KmsError> {
    if tags > TAGS_PER_KEY { Err(KmsError::Tag("Too many tags".to_owned())) } else { Ok(()) }
}

request! {
    /// [`ListResourceTags`](https://docs.aws.amazon.com/kms/latest/APIReference/API_ListResourceTags.html)
    ListResourceTagsRequest {
        /// The key: id or ARN.
        key_id: String as KEY_ID required,
        /// How many tags, 1 to 50; 50 by default.
        limit: i64 as LIMIT_50,
        /// Where to go on: `NextMarker` of the page before.
        marker: String as MARKER,
    }
}

/// The answer of `ListResourceTags`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ListResourceTagsResponse {
    /// A page of tags, in the order of their names.
    pub tags: Vec<Tag>,
    /// Where the next page begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_marker: Option<String>,
    /// Whether there is a next page.
    pub truncated: bool,
}

impl Asks for ListResourceTagsRequest {
    fn targets(&self) -> Vec<Target<'_>> {
        one_key("kms:ListResourceTags", self.key_id.as_ref())
    }
}

pub(super) fn list_resource_tags(
    call: &mut Call<'_>,
    request: ListResourceTagsRequest,
) -> Result<ListResourceTagsResponse, KmsError> {
    let from = after(request.marker.as_ref(), parse_marker)?;
    let tags = call.key(0)?.tags.iter().filter(|(key, _)| from.as_ref().is_none_or(|from| *key > from));
    let page = page(tags, request.limit.unwrap_or(50), |(key, _)| STANDARD.encode(key));
    let tags = page.entries.into_iter();
    let tags = tags.map(|(key, value)| Tag { tag_key: Some(key.clone()), tag_value: Some(value.clone()) });
    Ok(ListResourceTagsResponse { tags: tags.collect(), truncated: page.next.is_some(), next_marker: page.next })
}

/// The name of the tag that a page ends with, in base64: a name may have characters that a marker cannot have.
fn parse_marker(text: &str) -> Option<String> {
    String::from_utf8(STANDARD.decode(text).ok()?).ok()
}

request! {
    /// [`TagResource`](https://docs.aws.amazon.com/kms/latest/APIReference/API_TagResource.html)
    TagResourceRequest {
        /// The key: id or ARN.
        key_id: String as KEY_ID required,
        /// The tags; those with a name that the key has already get a new value.
        tags: Vec<Tag> as TAGS required,
    }
}

impl Asks for TagResourceRequest {
    fn check(&self) -> Result<(), KmsError> {
        let tags = self.tags.as_deref().unwrap_or_default();
        checked_tags(tags).map(drop)
    }

    fn targets(&self) -> Vec<Target<'_>> {
        one_key("kms:TagResource", self.key_id.as_ref())
    }

    fn fact(&self, name: &str) -> Option<Values<'_>> {
        tag_facts(self.tags.as_deref().unwrap_or_default(), name)
    }
}

pub(super) fn tag_resource(call: &mut Call<'_>, request: TagResourceRequest) -> Result<Empty, KmsError> {
    let added = checked_tags(&request.tags.unwrap_or_default())?;
    let tags = &call.key(0)?.tags;
    let new = added.keys().filter(|key| !tags.contains_key(*key)).count();
    check_number(tags.len().saturating_add(new))?;
    call.change_key(|key| key.tags.extend(added))?;
    Ok(Empty {})
}

request! {
    /// [`UntagResource`](https://docs.aws.amazon.com/kms/latest/APIReference/API_UntagResource.html)
    UntagResourceRequest {
        /// The key: id or ARN.
        key_id: String as KEY_ID required,
        /// The names of the tags to take off. Names that the key does not have are passed over.
        tag_keys: Vec<String> as TAG_KEYS required,
    }
}

impl Asks for UntagResourceRequest {
    fn check(&self) -> Result<(), KmsError> {
        check_names(self.tag_keys.iter().flatten())
    }

    fn targets(&self) -> Vec<Target<'_>> {
        one_key("kms:UntagResource", self.key_id.as_ref())
    }

    fn fact(&self, name: &str) -> Option<Values<'_>> {
        let keys = self.tag_keys.iter().flatten().map(|key| key.as_str().into());
        if name == "aws:tagkeys" { several(keys) } else { None }
    }
}

pub(super) fn untag_resource(call: &mut Call<'_>, request: UntagResourceRequest) -> Result<Empty, KmsError> {
    let removed = request.tag_keys.unwrap_or_default();
    call.change_key(|key| key.tags.retain(|name, _| !removed.contains(name)))?;
    Ok(Empty {})
}
