//! What KMS did by itself, as CloudTrail would record it.

use std::collections::VecDeque;

use serde::Serialize;

use super::metadata::text;
use crate::{
    store::{KmsKey, RotationType},
    types::{AccountId, KeyArn, KeyId, KeyMaterialId, Origin, Region, Timestamp},
};

/// The most events that are kept; of more, the oldest are dropped.
const KEPT: usize = 100_000;

/// An event of CloudTrail's type `AwsServiceEvent`: nobody called, KMS did it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ServiceEvent {
    /// When it happened.
    #[serde(serialize_with = "text")]
    pub event_time: Timestamp,
    /// `kms.amazonaws.com`.
    pub event_source: &'static str,
    /// `RotateKey`, `DeleteKey` or `DeleteExpiredKeyMaterial`.
    pub event_name: EventName,
    /// The Region.
    #[serde(serialize_with = "text")]
    pub aws_region: Region,
    /// `AwsServiceEvent`.
    pub event_type: &'static str,
    /// The account of the key.
    #[serde(serialize_with = "text")]
    pub recipient_account_id: AccountId,
    /// The key.
    pub resources: [Resource; 1],
    /// What was done.
    pub service_event_details: Details,
}

/// What KMS does by itself.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub enum EventName {
    /// New material took over.
    RotateKey,
    /// The waiting period of a deletion ended.
    DeleteKey,
    /// Imported material expired.
    DeleteExpiredKeyMaterial,
}

/// The key that an event is about.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Resource {
    /// Its ARN.
    #[serde(rename = "ARN", serialize_with = "text")]
    pub arn: KeyArn,
    /// Its account.
    #[serde(rename = "accountId", serialize_with = "text")]
    pub account_id: AccountId,
    /// `AWS::KMS::Key`.
    #[serde(rename = "type")]
    pub kind: &'static str,
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
pub(super) enum Change {
    /// Other material seals new data.
    Rotated { from: Option<KeyMaterialId>, to: KeyMaterialId, by: RotationType },
    /// Imported material expired.
    Expired(KeyMaterialId),
    /// The waiting period of its deletion ended.
    Deleted,
}

impl ServiceEvent {
    pub(super) fn of_key(key: &KmsKey, region: &Region, at: Timestamp, change: Change) -> Self {
        let mut details = Details {
            key_id: key.key_id,
            rotation_type: None,
            key_origin: key.origin,
            previous_key_material_id: None,
            current_key_material_id: None,
            key_material_id: None,
        };
        let event_name = match change {
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
        Self {
            event_time: at,
            event_source: "kms.amazonaws.com",
            event_name,
            aws_region: region.clone(),
            event_type: "AwsServiceEvent",
            recipient_account_id: key.account,
            resources: [Resource { arn: key.arn(region), account_id: key.account, kind: "AWS::KMS::Key" }],
            service_event_details: details,
        }
    }
}

/// The events, in the order in which they happened.
#[derive(Debug, Default)]
pub(super) struct AuditLog {
    events: VecDeque<ServiceEvent>,
    /// How many were dropped.
    dropped: usize,
}

impl AuditLog {
    pub(super) fn add(&mut self, event: ServiceEvent) {
        if self.events.len() >= KEPT {
            self.events.pop_front();
            self.dropped = self.dropped.saturating_add(1);
        }
        self.events.push_back(event);
    }

    /// How many events there were, the dropped ones included.
    pub(super) fn len(&self) -> usize {
        self.dropped.saturating_add(self.events.len())
    }

    /// The events from the `from`-th on, as far as they are kept.
    pub(super) fn since(&self, from: usize) -> impl Iterator<Item = &ServiceEvent> {
        self.events.iter().skip(from.saturating_sub(self.dropped))
    }
}
