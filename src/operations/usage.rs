//! When a key was last used.

use serde::{Serialize, Serializer};

use super::{
    Call,
    keys::one_key,
    registry::{Asks, Empty},
    shape::request,
    target::Target,
};
use crate::{error::KmsError, store::IdOf, types::Timestamp};

request! {
    /// [`GetKeyLastUsage`](https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyLastUsage.html)
    GetKeyLastUsageRequest {
        /// The key: id or ARN.
        key_id: String as KEY_ID required,
    }
}

/// The answer of `GetKeyLastUsage`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct GetKeyLastUsageResponse {
    /// The key ARN.
    pub key_id: String,
    /// The last cryptographic operation that succeeded; an empty object if there was none.
    #[serde(serialize_with = "or_empty")]
    pub key_last_usage: Option<KeyLastUsage>,
    /// Since when uses are noted: here, since the key was made.
    pub tracking_start_date: Timestamp,
    /// When the key was made.
    pub key_creation_date: Timestamp,
}

/// A use of a key.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct KeyLastUsage {
    /// AWS's name of the operation.
    pub operation: String,
    /// When it was.
    pub timestamp: Timestamp,
    /// The event that tells of it in the audit log.
    pub cloud_trail_event_id: String,
    /// The request.
    pub kms_request_id: String,
}

#[expect(clippy::ref_option, reason = "serde hands it over so")]
fn or_empty<S: Serializer>(usage: &Option<KeyLastUsage>, serializer: S) -> Result<S::Ok, S::Error> {
    match usage {
        Some(usage) => usage.serialize(serializer),
        None => Empty {}.serialize(serializer),
    }
}

impl Asks for GetKeyLastUsageRequest {
    fn targets(&self) -> Vec<Target<'_>> {
        one_key("kms:GetKeyLastUsage", self.key_id.as_ref())
    }
}

pub(super) fn get_key_last_usage(
    call: &mut Call<'_>,
    _: GetKeyLastUsageRequest,
) -> Result<GetKeyLastUsageResponse, KmsError> {
    let key = call.key(0)?;
    let usage = key.last_usage.clone();
    Ok(GetKeyLastUsageResponse {
        key_id: call.key_arn(key.account, key.key_id),
        key_last_usage: usage.map(|usage| KeyLastUsage {
            operation: usage.operation,
            timestamp: usage.at,
            cloud_trail_event_id: call.ids.id(IdOf::Event, usage.number),
            kms_request_id: call.ids.id(IdOf::Request, usage.number),
        }),
        tracking_start_date: key.created,
        key_creation_date: key.created,
    })
}
