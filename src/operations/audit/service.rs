//! What KMS does by itself, or on its own as part of a call.

use serde::Serialize;

use super::{
    super::metadata::text,
    event::{AuditEvent, Resource, UserIdentity},
};
use crate::{
    store::{IdOf, KmsKey, RequestIds, RotationType},
    types::{AccountId, KeyArn, KeyId, KeyMaterialId, Origin, Region, Timestamp},
};

/// What KMS does by itself.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum EventName {
    /// New material took over.
    RotateKey,
    /// The waiting period of a deletion ended.
    DeleteKey,
    /// Imported material expired.
    DeleteExpiredKeyMaterial,
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
    const ALL: [Self; 3] = [Self::RotateKey, Self::DeleteKey, Self::DeleteExpiredKeyMaterial];

    /// CloudTrail's name of it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::RotateKey => "RotateKey",
            Self::DeleteKey => "DeleteKey",
            Self::DeleteExpiredKeyMaterial => "DeleteExpiredKeyMaterial",
        }
    }

    pub(super) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|event| event.as_str() == name)
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
        AuditEvent {
            event_name: self.name(),
            event_id: ids.id(IdOf::Event, number),
            resources: vec![Resource::key(self.key())],
            service_event_details: Some(details.clone()),
            ..AuditEvent::new(nobody, *at, region.clone())
        }
    }
}
