//! The history of a key's material.

use serde::Serialize;

use super::{
    Call,
    keys::one_key,
    listing::{after, page},
    metadata::expiration_model,
    registry::Asks,
    rotation::check_rotates,
    shape::request,
    target::Target,
};
use crate::{
    error::KmsError,
    store::{KmsKey, RotationType, Version},
    types::{KeyMaterialId, Origin, Timestamp},
};

request! {
    /// [`ListKeyRotations`](https://docs.aws.amazon.com/kms/latest/APIReference/API_ListKeyRotations.html)
    ListKeyRotationsRequest {
        /// The key: id or ARN.
        key_id: String as KEY_ID required,
        /// `ROTATIONS_ONLY`, the default; or `ALL_KEY_MATERIAL`, with the first material and the one that waits.
        include_key_material: String as INCLUDE_KEY_MATERIAL,
        /// How many, 1 to 1,000; 100 by default.
        limit: i64 as LIMIT,
        /// Where to go on: `NextMarker` of the page before.
        marker: String as MARKER,
    }
}

/// The answer of `ListKeyRotations`: from the oldest to the newest.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ListKeyRotationsResponse {
    /// A page of rotations.
    pub rotations: Vec<RotationsListEntry>,
    /// Where the next page begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_marker: Option<String>,
    /// Whether there is a next page.
    pub truncated: bool,
}

/// One version of a key's material.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct RotationsListEntry {
    /// The key id.
    pub key_id: String,
    /// The material.
    pub key_material_id: KeyMaterialId,
    /// The owner's words about imported material.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_material_description: Option<String>,
    /// `IMPORTED`, or `PENDING_IMPORT` where imported material expired or was deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub import_state: Option<&'static str>,
    /// `CURRENT`, `NON_CURRENT` or `PENDING_ROTATION`; or `PENDING_MULTI_REGION_IMPORT_AND_ROTATION`, where it waits for
    /// import into related keys first.
    pub key_material_state: &'static str,
    /// `KEY_MATERIAL_EXPIRES` or `KEY_MATERIAL_DOES_NOT_EXPIRE`, for imported material.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expiration_model: Option<&'static str>,
    /// When imported material expires.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Timestamp>,
    /// When it became the current one; nothing for the first, and for one that waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rotation_date: Option<Timestamp>,
    /// By what it became the current one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rotation_type: Option<RotationType>,
}

impl Asks for ListKeyRotationsRequest {
    fn targets(&self) -> Vec<Target<'_>> {
        one_key("kms:ListKeyRotations", self.key_id.as_ref())
    }

    fn suits(&self, key: &KmsKey, _: usize) -> Result<(), KmsError> {
        check_rotates(key)
    }
}

pub(super) fn list_key_rotations(
    call: &mut Call<'_>,
    request: ListKeyRotationsRequest,
) -> Result<ListKeyRotationsResponse, KmsError> {
    let key = call.key(0)?;
    let all = request.include_key_material.as_deref() == Some("ALL_KEY_MATERIAL");
    // No version is ever taken away but a last one, so their places are good markers.
    let from: Option<usize> = after(request.marker.as_ref(), |text| text.parse().ok())?;
    let versions = (1..).zip(key.versions.iter()).skip(from.unwrap_or_default());
    let wanted = versions.filter(|(_, (_, version))| all || version.rotated.is_some());
    let page = page(wanted, request.limit.unwrap_or(100), |(place, _)| place.to_string());
    let waits = match call.ready_to_rotate_to()? {
        Some(_) => "PENDING_ROTATION",
        None => "PENDING_MULTI_REGION_IMPORT_AND_ROTATION",
    };
    let rotations = page.entries.into_iter().map(|(_, (id, version))| entry(key, id, version, waits)).collect();
    Ok(ListKeyRotationsResponse { rotations, truncated: page.next.is_some(), next_marker: page.next })
}

/// `waits` is what material is called that waits for a rotation.
fn entry(key: &KmsKey, id: KeyMaterialId, version: &Version, waits: &'static str) -> RotationsListEntry {
    let imported = version.imported.as_ref();
    let state = || if version.token.is_some() { "IMPORTED" } else { "PENDING_IMPORT" };
    RotationsListEntry {
        key_id: key.key_id.to_string(),
        key_material_id: id,
        key_material_description: imported.and_then(|imported| imported.description.clone()),
        import_state: (key.origin == Origin::External).then(state),
        key_material_state: match Some(id) {
            id if id == key.versions.current() => "CURRENT",
            id if id == key.versions.pending() => waits,
            _ => "NON_CURRENT",
        },
        expiration_model: imported.map(|imported| expiration_model(imported.expires)),
        valid_to: imported.and_then(|imported| imported.expires),
        rotation_date: version.rotated.map(|rotated| rotated.at),
        rotation_type: version.rotated.map(|rotated| rotated.by),
    }
}
