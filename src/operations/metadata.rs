use serde::{Serialize, Serializer};

use super::Call;
use crate::{
    store::KmsKey,
    types::{AccountId, KeyId, KeyManager, KeyMaterialId, KeySpec, KeyState, KeyUsage, Origin, Timestamp},
};

/// What is known of a key ([KeyMetadata](https://docs.aws.amazon.com/kms/latest/APIReference/API_KeyMetadata.html)).
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct KeyMetadata {
    /// The account that owns the key.
    #[serde(rename = "AWSAccountId", serialize_with = "text")]
    pub aws_account_id: AccountId,
    /// The key id.
    #[serde(serialize_with = "text")]
    pub key_id: KeyId,
    /// The key ARN.
    pub arn: String,
    /// When the key was made.
    pub creation_date: Timestamp,
    /// Whether the key state is `Enabled`.
    pub enabled: bool,
    /// The owner's words; may be empty.
    pub description: String,
    /// `ENCRYPT_DECRYPT`.
    pub key_usage: KeyUsage,
    /// The key state.
    pub key_state: KeyState,
    /// When the key is deleted, while it is pending deletion.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deletion_date: Option<Timestamp>,
    /// When the first of the key's imported material expires, that which waits for a rotation aside.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Timestamp>,
    /// Where the material comes from.
    pub origin: Origin,
    /// Whether imported material expires; nothing before the first import.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expiration_model: Option<&'static str>,
    /// Who manages the key.
    pub key_manager: KeyManager,
    /// The old name of `KeySpec`.
    pub customer_master_key_spec: KeySpec,
    /// The key spec.
    pub key_spec: KeySpec,
    /// The algorithms that the key encrypts with.
    pub encryption_algorithms: [&'static str; 1],
    /// Whether it is a multi-Region key.
    pub multi_region: bool,
    /// The version of the material that seals new data; nothing before the first import.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current_key_material_id: Option<KeyMaterialId>,
}

/// Writes a value as its text.
pub(super) fn text<T: std::fmt::Display, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}

pub(super) fn metadata(call: &Call<'_>, key: &KmsKey) -> KeyMetadata {
    // A key that lacks material, be it pending deletion, has nothing that could be said to expire.
    let imported = key.origin == Origin::External && key.versions.complete();
    let lasting = key.versions.expiries().filter(|(_, id)| key.versions.pending() != Some(*id));
    let valid_to = lasting.map(|(at, _)| at).min().filter(|_| imported);
    KeyMetadata {
        aws_account_id: key.account,
        key_id: key.key_id,
        arn: call.key_arn(key.account, key.key_id),
        creation_date: key.created,
        enabled: key.state == KeyState::Enabled,
        description: key.description.clone(),
        key_usage: key.usage,
        key_state: key.state,
        deletion_date: key.deletion,
        valid_to,
        origin: key.origin,
        expiration_model: imported.then(|| expiration_model(valid_to)),
        key_manager: key.manager,
        customer_master_key_spec: key.spec,
        key_spec: key.spec,
        encryption_algorithms: ["SYMMETRIC_DEFAULT"],
        multi_region: key.key_id.is_multi_region(),
        current_key_material_id: key.versions.current(),
    }
}

/// AWS's name for whether material expires.
pub(super) fn expiration_model(valid_to: Option<Timestamp>) -> &'static str {
    if valid_to.is_some() { "KEY_MATERIAL_EXPIRES" } else { "KEY_MATERIAL_DOES_NOT_EXPIRE" }
}
