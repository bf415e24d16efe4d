//! What KMS does by itself, or on its own as part of a call.

use serde::Serialize;

use super::{
    super::metadata::text,
    event::{AuditEvent, Resource, UserIdentity},
    parameters::Parameters,
};
use crate::{
    store::{IdOf, KmsKey, RequestIds, RotationType},
    types::{AccountId, KeyArn, KeyId, KeyMaterialId, Origin, Region, Timestamp},
};

/// What KMS does by itself.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum EventName {
    /// New material took over.
    RotateKey,
    /// The waiting period of a deletion ended.
    DeleteKey,
    /// Imported material expired.
    DeleteExpiredKeyMaterial,
    /// What a primary key shares reached its replica keys.
    SynchronizeMultiRegionKey,
}

/// What an event says of the key.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Details {
    /// The key id.
    #[serde(serialize_with = "text")]
    pub key_id: KeyId,
    /// By what the key was rotated, if it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rotation_type: Option<RotationType>,
    /// Where the key's material comes from.
    pub key_origin: Origin,
    /// The material that sealed new data before a rotation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous_key_material_id: Option<KeyMaterialId>,
    /// The material that seals new data after a rotation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current_key_material_id: Option<KeyMaterialId>,
    /// The material that expired.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_material_id: Option<KeyMaterialId>,
}

/// What happened to a key.
pub(in crate::operations) enum Change {
    /// Other material seals new data.
    Rotated { from: Option<KeyMaterialId>, to: KeyMaterialId, by: RotationType },
    /// Imported material expired.
    Expired(KeyMaterialId),
    /// The waiting period of its deletion ended.
    Deleted,
    /// What it shares reached its replica keys.
    Synchronized,
}

/// A change as the log keeps it.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::operations) struct ServiceRecord {
    pub(super) at: Timestamp,
    pub(super) region: Region,
    pub(super) account: AccountId,
    name: EventName,
    pub(super) details: Details,
}

impl EventName {
    /// CloudTrail's name of it.
    fn as_str(self) -> &'static str {
        match self {
            Self::RotateKey => "RotateKey",
            Self::DeleteKey => "DeleteKey",
            Self::DeleteExpiredKeyMaterial => "DeleteExpiredKeyMaterial",
            Self::SynchronizeMultiRegionKey => "SynchronizeMultiRegionKey",
        }
    }
}

impl ServiceRecord {
    pub(in crate::operations) fn of_key(key: &KmsKey, region: &Region, at: Timestamp, change: Change) -> Self {
        let mut details = Details {
            key_id: key.key_id,
            rotation_type: None,
            key_origin: key.origin,
            previous_key_material_id: None,
            current_key_material_id: None,
            key_material_id: None,
        };
        let name = match change {
            Change::Rotated { from, to, by } => {
                details.rotation_type = Some(by);
                details.previous_key_material_id = from;
                details.current_key_material_id = Some(to);
                EventName::RotateKey
            }
            Change::Expired(id) => {
                details.key_material_id = Some(id);
                EventName::DeleteExpiredKeyMaterial
            }
            Change::Deleted => EventName::DeleteKey,
            Change::Synchronized => EventName::SynchronizeMultiRegionKey,
        };
        Self { at, region: region.clone(), account: key.account, name, details }
    }

    /// CloudTrail's name of what happened.
    pub(super) fn name(&self) -> &'static str {
        self.name.as_str()
    }

    /// The key's ARN.
    pub(super) fn key(&self) -> KeyArn {
        KeyArn { region: self.region.clone(), account: self.account, key_id: self.details.key_id }
    }

    /// The event that tells of it.
    pub(super) fn event(&self, number: u64, ids: &RequestIds) -> AuditEvent {
        let Self { at, region, account, details, .. } = self;
        let nobody = UserIdentity {
            kind: None,
            principal_id: None,
            arn: None,
            account_id: *account,
            user_name: None,
            session_context: None,
            invoked_by: Some("AWS Internal"),
        };
        let event = AuditEvent {
            event_name: self.name(),
            event_id: ids.id(IdOf::Event, number),
            resources: vec![Resource::key(self.key())],
            ..AuditEvent::new(nobody, *at, region.clone())
        };
        match self.name {
            // AWS's example has it as a call that nobody made.
            EventName::SynchronizeMultiRegionKey => AuditEvent {
                response_elements: Some(Parameters::default().with_key(Some(self.key().to_string()))),
                request_id: Some(ids.id(IdOf::Request, number)),
                event_type: "AwsApiCall",
                ..event
            },
            _ => AuditEvent { service_event_details: Some(details.clone()), ..event },
        }
    }
}
