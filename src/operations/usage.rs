//! When a key was last used.

use serde::Serialize;

use super::{Call, keys::one_key, registry::Asks, shape::request, target::Target};
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
    /// The last cryptographic operation that succeeded; empty if there was none.
    pub key_last_usage: KeyLastUsage,
    /// Since when uses are noted: here, since the key was made.
    pub tracking_start_date: Timestamp,
    /// When the key was made.
    pub key_creation_date: Timestamp,
}

/// A use of a key: all of it, or nothing.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct KeyLastUsage {
    /// AWS's name of the operation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// When it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<Timestamp>,
    /// The event that tells of it in the audit log.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cloud_trail_event_id: Option<String>,
    /// The request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kms_request_id: Option<String>,
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
        key_last_usage: usage.map_or_else(KeyLastUsage::default, |usage| KeyLastUsage {
            operation: Some(usage.operation),
            timestamp: Some(usage.at),
            cloud_trail_event_id: Some(call.ids.id(IdOf::Event, usage.number)),
            kms_request_id: Some(call.ids.id(IdOf::Request, usage.number)),
        }),
        tracking_start_date: key.created,
        key_creation_date: key.created,
    })
}
