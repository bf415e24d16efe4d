//! Tags on keys.

use std::collections::BTreeMap;

use super::keys::Tag;
use crate::error::KmsError;

/// The tags of a request, if they keep to the rules.
pub(super) fn checked_tags(tags: &[Tag]) -> Result<BTreeMap<String, String>, KmsError> {
    let pair = |tag: &Tag| (tag.tag_key.clone().unwrap_or_default(), tag.tag_value.clone().unwrap_or_default());
    Ok(tags.iter().map(pair).collect())
}
