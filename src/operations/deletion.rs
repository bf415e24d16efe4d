//! Deletion, which takes a week at the least, so that minds can be changed.

use serde::Serialize;

use super::{
    Call,
    facts::{Values, one},
    keys::one_key,
    registry::Asks,
    shape::request,
    target::Target,
};
use crate::{
    error::KmsError,
    store::days,
    types::{KeyManager, KeyState, Origin, Timestamp},
};

/// The days that a deletion takes if the owner does not say.
const WINDOW_DAYS: u16 = 30;

request! {
    /// [`ScheduleKeyDeletion`](https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html)
    ScheduleKeyDeletionRequest {
        /// The key: id or ARN.
        key_id: String as KEY_ID required,
        /// The days until it is deleted: 7 to 30; 30 by default.
        pending_window_in_days: i64 as PENDING_WINDOW,
    }
}

/// The answer of `ScheduleKeyDeletion`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ScheduleKeyDeletionResponse {
    /// The key ARN.
    pub key_id: String,
    /// When it is deleted; not known for a primary key that has replicas.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deletion_date: Option<Timestamp>,
    /// `PendingDeletion`, or `PendingReplicaDeletion` for a primary key that has replicas.
    pub key_state: KeyState,
    /// The days until then.
    pub pending_window_in_days: u16,
}

impl ScheduleKeyDeletionRequest {
    fn window_days(&self) -> u16 {
        self.pending_window_in_days.and_then(|days| u16::try_from(days).ok()).unwrap_or(WINDOW_DAYS)
    }
}

impl Asks for ScheduleKeyDeletionRequest {
    fn targets(&self) -> Vec<Target<'_>> {
        one_key("kms:ScheduleKeyDeletion", self.key_id.as_ref())
    }

    fn fact(&self, name: &str) -> Option<Values<'_>> {
        (name == "kms:scheduledeletionpendingwindowindays").then(|| one(self.window_days().to_string()))
    }
}

/// AWS may delete a key up to a day after the date that it names; here it is gone on the date. A primary key stays until its
/// last replica is gone, and only then does its time begin.
pub(super) fn schedule_key_deletion(
    call: &mut Call<'_>,
    request: ScheduleKeyDeletionRequest,
) -> Result<ScheduleKeyDeletionResponse, KmsError> {
    let key = call.key(0)?;
    let key_id = call.key_arn(key.account, key.key_id);
    if key.manager == KeyManager::Aws {
        return Err(KmsError::UnsupportedOperation(format!("{key_id} is an AWS managed key: it cannot be deleted.")));
    }
    let window = request.window_days();
    let (key_state, deletion_date) = if key.has_replicas() {
        (KeyState::PendingReplicaDeletion, None)
    } else {
        (KeyState::PendingDeletion, Some(call.now.plus(days(window))))
    };
    call.change_key(|key| {
        key.state = key_state;
        key.deletion = deletion_date;
        key.deletion_window_days = (key_state == KeyState::PendingReplicaDeletion).then_some(window);
    })?;
    Ok(ScheduleKeyDeletionResponse { key_id, deletion_date, key_state, pending_window_in_days: window })
}

request! {
    /// [`CancelKeyDeletion`](https://docs.aws.amazon.com/kms/latest/APIReference/API_CancelKeyDeletion.html)
    CancelKeyDeletionRequest {
        /// The key: id or ARN.
        key_id: String as KEY_ID required,
    }
}

/// The answer of `CancelKeyDeletion`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct CancelKeyDeletionResponse {
    /// The key ARN.
    pub key_id: String,
}

impl Asks for CancelKeyDeletionRequest {
    fn targets(&self) -> Vec<Target<'_>> {
        one_key("kms:CancelKeyDeletion", self.key_id.as_ref())
    }
}

/// The key is disabled afterwards; or pending import, if it lacks imported material.
pub(super) fn cancel_key_deletion(
    call: &mut Call<'_>,
    _: CancelKeyDeletionRequest,
) -> Result<CancelKeyDeletionResponse, KmsError> {
    call.change_key(|key| {
        key.deletion = None;
        key.deletion_window_days = None;
        let lacks_material = key.origin == Origin::External && !key.versions.complete();
        key.state = if lacks_material { KeyState::PendingImport } else { KeyState::Disabled };
    })?;
    let key = call.key(0)?;
    Ok(CancelKeyDeletionResponse { key_id: call.key_arn(key.account, key.key_id) })
}
