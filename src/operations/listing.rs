//! Pages of a listing.

use crate::error::KmsError;

/// One page, and the marker to go on with, if there is more.
pub(super) struct Page<T> {
    pub(super) entries: Vec<T>,
    pub(super) next: Option<String>,
}

/// The first `limit` of `entries`. The marker is the name of the last one, so it stays good when entries come and go.
pub(super) fn page<T>(entries: impl Iterator<Item = T>, limit: i64, name: impl Fn(&T) -> String) -> Page<T> {
    let limit = usize::try_from(limit).unwrap_or_default();
    let mut entries: Vec<T> = entries.take(limit.saturating_add(1)).collect();
    if entries.len() <= limit {
        return Page { entries, next: None };
    }
    entries.truncate(limit);
    let next = entries.last().map(name);
    Page { entries, next }
}

/// Where a listing goes on, from the request's `Marker`.
pub(super) fn after<T>(marker: Option<&String>, parse: impl Fn(&str) -> Option<T>) -> Result<Option<T>, KmsError> {
    let invalid = || KmsError::InvalidMarker("The marker is not one that this listing returned.".to_owned());
    marker.map(|text| parse(text).ok_or_else(invalid)).transpose()
}
