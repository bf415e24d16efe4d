//! An event as CloudTrail writes it. See "CloudTrail record contents" in the AWS CloudTrail User Guide, and "Logging AWS
//! KMS API calls with AWS CloudTrail" in the AWS KMS Developer Guide.

use serde::Serialize;

use super::{super::metadata::text, parameters::Parameters, service::Details};
use crate::types::{AccountId, KeyArn, Region, Timestamp};

/// One event, its members in CloudTrail's order.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AuditEvent {
    /// The version of this form.
    pub event_version: &'static str,
    /// Who did it.
    pub user_identity: UserIdentity,
    /// When it happened.
    #[serde(serialize_with = "text")]
    pub event_time: Timestamp,
    /// `kms.amazonaws.com`.
    pub event_source: &'static str,
    /// AWS's name of the operation, or of what KMS does by itself.
    pub event_name: &'static str,
    /// The Region.
    #[serde(serialize_with = "text")]
    pub aws_region: Region,
    /// Where the call came from: `aws:SourceIp`, if the world around the engine said so.
    #[serde(rename = "sourceIPAddress")]
    pub source_ip_address: String,
    /// By what it was made.
    pub user_agent: &'static str,
    /// The exception, if the call was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_code: Option<&'static str>,
    /// Its message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_message: Option<String>,
    /// What was asked for, without any bytes and tokens.
    pub request_parameters: Option<Parameters>,
    /// What was changed; nothing for a call that changes nothing.
    pub response_elements: Option<Parameters>,
    /// The id of the request. What KMS does by itself has none.
    #[serde(rename = "requestID", skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// The id of this event.
    #[serde(rename = "eventID")]
    pub event_id: String,
    /// Whether the operation changes nothing.
    pub read_only: bool,
    /// The keys that it is about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub resources: Vec<Resource>,
    /// `AwsApiCall` or `AwsServiceEvent`.
    pub event_type: &'static str,
    /// `true`: KMS has no data events.
    pub management_event: bool,
    /// In whose log it stands.
    #[serde(serialize_with = "text")]
    pub recipient_account_id: AccountId,
    /// What the events of one call in the logs of two accounts have in common.
    #[serde(rename = "sharedEventID", skip_serializing_if = "Option::is_none")]
    pub shared_event_id: Option<String>,
    /// What KMS did by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_event_details: Option<Details>,
    /// `Management`.
    pub event_category: &'static str,
}

/// Who did what an event tells of.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UserIdentity {
    /// What kind of principal it is.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<&'static str>,
    /// IAM's id of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub principal_id: Option<String>,
    /// Its ARN.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    /// Its account; of what KMS does by itself, the key's.
    #[serde(serialize_with = "text")]
    pub account_id: AccountId,
    /// The user's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    /// Of a session: whose.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session_context: Option<SessionContext>,
    /// `AWS Internal`, where nobody called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoked_by: Option<&'static str>,
}

/// Where a session comes from.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionContext {
    /// The role.
    pub session_issuer: SessionIssuer,
}

/// The role of a session.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionIssuer {
    /// `Role`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// IAM's id of it.
    pub principal_id: String,
    /// Its ARN.
    pub arn: String,
    /// Its account.
    #[serde(serialize_with = "text")]
    pub account_id: AccountId,
    /// Its name.
    pub user_name: String,
}

/// A key that an event is about.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Resource {
    /// Its account.
    #[serde(rename = "accountId", serialize_with = "text")]
    pub account_id: AccountId,
    /// `AWS::KMS::Key`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// Its ARN.
    #[serde(rename = "ARN", serialize_with = "text")]
    pub arn: KeyArn,
}

impl AuditEvent {
    /// What is the same in every event.
    pub(super) fn new(user_identity: UserIdentity, event_time: Timestamp, aws_region: Region) -> Self {
        let recipient_account_id = user_identity.account_id;
        Self {
            event_version: "1.11",
            user_identity,
            event_time,
            event_source: "kms.amazonaws.com",
            event_name: "",
            aws_region,
            source_ip_address: "AWS Internal".to_owned(),
            user_agent: "AWS Internal",
            error_code: None,
            error_message: None,
            request_parameters: None,
            response_elements: None,
            request_id: None,
            event_id: String::new(),
            read_only: false,
            resources: Vec::new(),
            event_type: "AwsServiceEvent",
            management_event: true,
            recipient_account_id,
            shared_event_id: None,
            service_event_details: None,
            event_category: "Management",
        }
    }
}

impl Resource {
    pub(super) fn key(arn: KeyArn) -> Self {
        Self { account_id: arn.account, kind: "AWS::KMS::Key", arn }
    }
}
