//! Rotation: the schedule of a key, and new material on demand.

use core::time::Duration;

use serde::Serialize;

use super::{
    Call,
    audit::Change,
    call::missing_key,
    facts::{Values, one},
    keys::one_key,
    registry::{Asks, Empty},
    shape::request,
    synchronization::Everywhere,
    target::Target,
};
use crate::{
    error::KmsError,
    store::{KmsKey, Rotated, RotationType, Schedule},
    types::{KeyManager, KeySpec, Origin, Timestamp},
};

/// The days from one rotation to the next if the owner does not say; and always, for the keys of AWS services.
pub(super) const PERIOD_DAYS: u16 = 365;
/// How often a key can be rotated on demand in its life
/// ([AWS KMS quotas](https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html)).
const ON_DEMAND_MOST: usize = 25;
/// So close to an automatic rotation none on demand begins.
const TOO_CLOSE: Duration = Duration::from_mins(20);

request! {
    /// [`EnableKeyRotation`](https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html)
    EnableKeyRotationRequest {
        /// The key: id or ARN.
        key_id: String as KEY_ID required,
        /// The days from now to the first rotation, and from each to the next: 90 to 2,560; 365 by default.
        rotation_period_in_days: i64 as ROTATION_PERIOD,
    }
}

impl Asks for EnableKeyRotationRequest {
    fn targets(&self) -> Vec<Target<'_>> {
        one_key("kms:EnableKeyRotation", self.key_id.as_ref())
    }

    fn suits(&self, key: &KmsKey, _: usize) -> Result<(), KmsError> {
        check_rotates(key)
    }

    fn fact(&self, name: &str) -> Option<Values<'_>> {
        let days = self.rotation_period_in_days.filter(|_| name == "kms:rotationperiodindays")?;
        Some(one(days.to_string()))
    }
}

/// Only symmetric encryption keys are rotated. AWS sends no message.
pub(super) fn check_rotates(key: &KmsKey) -> Result<(), KmsError> {
    match key.spec {
        KeySpec::SymmetricDefault => Ok(()),
        _ => Err(KmsError::UnsupportedOperation(String::new())),
    }
}

/// The schedule begins anew, whether there was one or not. AWS counts the days "after you enable automatic rotation".
pub(super) fn enable_key_rotation(call: &mut Call<'_>, request: EnableKeyRotationRequest) -> Result<Empty, KmsError> {
    let days = request.rotation_period_in_days.and_then(|days| u16::try_from(days).ok());
    let schedule = Schedule::starting(call.now, days.unwrap_or(PERIOD_DAYS));
    call.change_related(|key, _| key.rotation = Some(schedule))?;
    Ok(Empty {})
}

request! {
    /// [`DisableKeyRotation`](https://docs.aws.amazon.com/kms/latest/APIReference/API_DisableKeyRotation.html)
    DisableKeyRotationRequest {
        /// The key: id or ARN.
        key_id: String as KEY_ID required,
    }
}

impl Asks for DisableKeyRotationRequest {
    fn targets(&self) -> Vec<Target<'_>> {
        one_key("kms:DisableKeyRotation", self.key_id.as_ref())
    }

    fn suits(&self, key: &KmsKey, _: usize) -> Result<(), KmsError> {
        check_rotates(key)
    }
}

pub(super) fn disable_key_rotation(call: &mut Call<'_>, _: DisableKeyRotationRequest) -> Result<Empty, KmsError> {
    call.change_related(|key, _| key.rotation = None)?;
    Ok(Empty {})
}

request! {
    /// [`GetKeyRotationStatus`](https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyRotationStatus.html)
    GetKeyRotationStatusRequest {
        /// The key: id or ARN.
        key_id: String as KEY_ID required,
    }
}

/// The answer of `GetKeyRotationStatus`. Rotation on demand takes no time here, so it is never seen in progress.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct GetKeyRotationStatusResponse {
    /// The key ARN.
    pub key_id: String,
    /// Whether the key is rotated by itself. While it is pending deletion it is not.
    pub key_rotation_enabled: bool,
    /// When that happens next.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_rotation_date: Option<Timestamp>,
    /// The days from one rotation to the next.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rotation_period_in_days: Option<u16>,
}

impl Asks for GetKeyRotationStatusRequest {
    fn targets(&self) -> Vec<Target<'_>> {
        one_key("kms:GetKeyRotationStatus", self.key_id.as_ref())
    }

    fn suits(&self, key: &KmsKey, _: usize) -> Result<(), KmsError> {
        check_rotates(key)
    }
}

pub(super) fn get_key_rotation_status(
    call: &mut Call<'_>,
    _: GetKeyRotationStatusRequest,
) -> Result<GetKeyRotationStatusResponse, KmsError> {
    let key = call.key(0)?;
    let schedule = key.rotation.filter(|_| !key.state.is_pending_deletion());
    Ok(GetKeyRotationStatusResponse {
        key_id: call.key_arn(key.account, key.key_id),
        key_rotation_enabled: schedule.is_some(),
        next_rotation_date: schedule.map(|schedule| schedule.next),
        rotation_period_in_days: schedule.map(|schedule| schedule.period_days),
    })
}

request! {
    /// [`RotateKeyOnDemand`](https://docs.aws.amazon.com/kms/latest/APIReference/API_RotateKeyOnDemand.html)
    RotateKeyOnDemandRequest {
        /// The key: id or ARN.
        key_id: String as KEY_ID required,
    }
}

/// The answer of `RotateKeyOnDemand`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct RotateKeyOnDemandResponse {
    /// The key ARN.
    pub key_id: String,
}

impl Asks for RotateKeyOnDemandRequest {
    fn targets(&self) -> Vec<Target<'_>> {
        one_key("kms:RotateKeyOnDemand", self.key_id.as_ref())
    }

    fn suits(&self, key: &KmsKey, _: usize) -> Result<(), KmsError> {
        check_rotates(key)
    }
}

/// Material that KMS makes, or, for imported material, the one that was imported for this. The schedule stays as it is.
pub(super) fn rotate_key_on_demand(
    call: &mut Call<'_>,
    _: RotateKeyOnDemandRequest,
) -> Result<RotateKeyOnDemandResponse, KmsError> {
    let key = call.key(0)?;
    let arn = call.key_arn(key.account, key.key_id);
    let rotated = Rotated { at: call.now, by: RotationType::OnDemand };
    check_on_demand(key, call.now, &arn)?;
    match key.origin {
        Origin::AwsKms => new_material(call, rotated)?,
        Origin::External | Origin::ExternalKeyStore => {
            let from = key.versions.current();
            let none = || format!("No available key material pending rotation for the key: {arn}.");
            let to = call.ready_to_rotate_to()?.ok_or_else(|| KmsError::KmsInvalidState(none()))?;
            call.note(Change::Rotated { from, to, by: rotated.by })?;
            call.change_related(|key, _| key.versions.promote(rotated))?;
        }
    }
    Ok(RotateKeyOnDemandResponse { key_id: arn })
}

fn check_on_demand(key: &KmsKey, now: Timestamp, arn: &str) -> Result<(), KmsError> {
    if key.manager == KeyManager::Aws {
        return Err(KmsError::UnsupportedOperation(format!("{arn} is an AWS managed key: only KMS rotates it.")));
    }
    if key.versions.on_demand() >= ON_DEMAND_MOST {
        return Err(KmsError::LimitExceeded(format!(
            "The on-demand rotations limit has been reached for the given keyId. No more on-demand rotations can be \
             performed for this key: {arn}"
        )));
    }
    if key.rotation.is_some_and(|schedule| schedule.next <= now.plus(TOO_CLOSE)) {
        return Err(KmsError::Conflict(format!("{arn} is about to be rotated automatically, within 20 minutes.")));
    }
    Ok(())
}

/// The first key of the request gets new material, and so do all that are related to it.
fn new_material(call: &mut Call<'_>, rotated: Rotated) -> Result<(), KmsError> {
    let Call { caller, hsm, store, others, entropy, trace, .. } = call;
    let key = call.keys.first().and_then(|key| store.key(key.key_id)).ok_or_else(missing_key)?;
    let (key_id, from) = (key.key_id, key.versions.current());
    let made = Everywhere::make(hsm, (&caller.region, key), others, *entropy, trace)?;
    let to = made.id;
    let copied = made.take_over(key_id, rotated, others, |id, token| {
        store.change_key(key_id, |key| key.rotate(id, token, rotated));
    });
    call.note(Change::Rotated { from, to, by: rotated.by })?;
    if copied { call.note(Change::Synchronized) } else { Ok(()) }
}

/// What a key missed while it was disabled is done at once when it is enabled again: one rotation, however many
/// dates have gone by.
pub(super) fn catch_up(call: &mut Call<'_>) -> Result<(), KmsError> {
    let now = call.now;
    let key = call.key(0)?;
    if !key.is_replica() && key.rotation.is_some_and(|schedule| schedule.next.has_come(now)) {
        new_material(call, Rotated { at: now, by: RotationType::Automatic })?;
    }
    Ok(())
}
