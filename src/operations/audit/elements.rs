//! What the log has of the answers: of those to calls that change something, and no token or key.

use super::{
    super::{KeyMetadata, MultiRegionConfiguration, MultiRegionKey, Operation, Response},
    parameters::{Parameters, Value},
};
use crate::types::CustomKeyStoreId;

/// What the names of the operations that change something begin with. All others only read or use.
const CHANGES: &[&str] = &[
    "Cancel",
    "Connect",
    "Create",
    "Delete",
    "Disable",
    "Disconnect",
    "Enable",
    "Import",
    "Put",
    "Replicate",
    "Retire",
    "Revoke",
    "Rotate",
    "Schedule",
    "Tag",
    "Untag",
    "Update",
];

/// Whether calls of the operation change nothing but what is used: CloudTrail's `readOnly`.
pub(super) fn is_read_only(operation: Operation) -> bool {
    let name = operation.name();
    !CHANGES.iter().any(|change| {
        // "Encrypt" does not begin with a word "En", but a word ends where the next begins with a capital letter.
        name.strip_prefix(change).is_some_and(|rest| rest.starts_with(|letter: char| letter.is_ascii_uppercase()))
    })
}

/// What the answer adds to the ARN of the key, for a call that changed something.
pub(super) fn elements(response: &Response) -> Parameters {
    let none = Parameters::default();
    match response {
        Response::CreateCustomKeyStore(answer) => none.with("custom_key_store_id", answer.custom_key_store_id.as_str()),
        Response::CreateKey(answer) => none.with("key_metadata", of_key(&answer.key_metadata)),
        Response::CreateGrant(answer) => none.with("grant_id", answer.grant_id.as_str()),
        Response::ReplicateKey(answer) => none
            .with("replica_key_metadata", of_key(&answer.replica_key_metadata))
            .with("replica_policy", answer.replica_policy.as_str()),
        Response::ScheduleKeyDeletion(answer) => none
            .with("key_state", answer.key_state.as_str())
            .with_some("deletion_date", answer.deletion_date)
            .with("pending_window_in_days", i64::from(answer.pending_window_in_days)),
        Response::ImportKeyMaterial(answer) => none.with("key_material_id", answer.key_material_id.to_string()),
        Response::DeleteImportedKeyMaterial(answer) => match answer.key_material_id {
            Some(id) => none.with("key_material_id", id.to_string()),
            None => none,
        },
        _ => none,
    }
}

fn of_related(related: &MultiRegionConfiguration) -> Parameters {
    let of_one =
        |key: &MultiRegionKey| Parameters::default().with("arn", key.arn.as_str()).with("region", key.region.as_str());
    let replicas = related.replica_keys.iter().map(|key| of_one(key).into()).collect();
    Parameters::default()
        .with("multi_region_key_type", related.multi_region_key_type.as_str())
        .with("primary_key", of_one(&related.primary_key))
        .with("replica_keys", Value::List(replicas))
}

fn of_key(key: &KeyMetadata) -> Parameters {
    let listed = |names: &[&'static str]| {
        (!names.is_empty()).then(|| Value::List(names.iter().map(|name| Value::from(*name)).collect()))
    };
    let mut members = Parameters::default()
        .with("aWSAccountId", key.aws_account_id.to_string())
        .with("key_id", key.key_id.to_string())
        .with("arn", key.arn.as_str())
        .with("creation_date", key.creation_date)
        .with("enabled", key.enabled)
        .with("description", key.description.as_str())
        .with("key_usage", key.key_usage.as_str())
        .with("key_state", key.key_state.as_str())
        .with("origin", key.origin.as_str())
        .with_some("custom_key_store_id", key.custom_key_store_id.as_ref().map(CustomKeyStoreId::as_str))
        .with("key_manager", "CUSTOMER")
        .with("customer_master_key_spec", key.customer_master_key_spec.as_str())
        .with("key_spec", key.key_spec.as_str())
        .with_some("encryption_algorithms", listed(&key.encryption_algorithms))
        .with_some("signing_algorithms", listed(&key.signing_algorithms))
        .with_some("key_agreement_algorithms", listed(&key.key_agreement_algorithms))
        .with_some("encapsulation_algorithms", listed(&key.encapsulation_algorithms))
        .with_some("mac_algorithms", listed(&key.mac_algorithms))
        .with("multi_region", key.multi_region);
    if let Some(related) = &key.multi_region_configuration {
        members = members.with("multi_region_configuration", of_related(related));
    }
    let external =
        key.xks_key_configuration.as_ref().map(|external| Parameters::default().with("id", external.id.as_str()));
    members = members.with_some("xks_key_configuration", external);
    members.with_some("current_key_material_id", key.current_key_material_id.map(|id| id.to_string()))
}
