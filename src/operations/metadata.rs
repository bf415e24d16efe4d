use serde::{Serialize, Serializer};

use super::{
    call::key_arn,
    shared_secrets::{ECDH, ML_KEM},
};
use crate::{
    store::KmsKey,
    types::{
        AccountId, CustomKeyStoreId, KeyId, KeyManager, KeyMaterialId, KeySpec, KeyState, KeyUsage, MultiRegionKeyType,
        Origin, Region, Timestamp,
    },
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
    /// What the key is used for.
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
    /// The custom key store that it is in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_key_store_id: Option<CustomKeyStoreId>,
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
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub encryption_algorithms: Vec<&'static str>,
    /// The algorithms that the key signs with.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub signing_algorithms: Vec<&'static str>,
    /// The algorithms that the key agrees on secrets with.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub key_agreement_algorithms: Vec<&'static str>,
    /// The algorithms that the key encapsulates secrets with.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub encapsulation_algorithms: Vec<&'static str>,
    /// The algorithms that the key makes MACs with.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub mac_algorithms: Vec<&'static str>,
    /// Whether it is a multi-Region key.
    pub multi_region: bool,
    /// How it belongs to keys in other Regions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub multi_region_configuration: Option<MultiRegionConfiguration>,
    /// The days that its deletion takes after that of its last replica, while it is pending replica deletion.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pending_deletion_window_in_days: Option<u16>,
    /// The external key, of a key in an external key store.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub xks_key_configuration: Option<XksKeyConfiguration>,
    /// The version of the material that seals new data; nothing before the first import, or of a key that does not encrypt.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current_key_material_id: Option<KeyMaterialId>,
}

/// An external key
/// ([XksKeyConfigurationType](https://docs.aws.amazon.com/kms/latest/APIReference/API_XksKeyConfigurationType.html)).
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct XksKeyConfiguration {
    /// Its id, as its manager calls it.
    pub id: String,
}

/// The keys that are related to a multi-Region key, itself among them
/// ([MultiRegionConfiguration](https://docs.aws.amazon.com/kms/latest/APIReference/API_MultiRegionConfiguration.html)).
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct MultiRegionConfiguration {
    /// What the key itself is.
    pub multi_region_key_type: MultiRegionKeyType,
    /// The primary key.
    pub primary_key: MultiRegionKey,
    /// The replica keys, in the order of their Regions.
    pub replica_keys: Vec<MultiRegionKey>,
}

/// One of them.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct MultiRegionKey {
    /// The key ARN.
    pub arn: String,
    /// The Region.
    #[serde(serialize_with = "text")]
    pub region: Region,
}

/// Writes a value as its text.
pub(super) fn text<T: std::fmt::Display, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}

/// The algorithms of a key, if it is for `usage`: it has those of its usage, and no others.
pub(super) fn algorithms(key: &KmsKey, usage: KeyUsage) -> Vec<&'static str> {
    if key.usage != usage {
        return Vec::new();
    }
    match usage {
        KeyUsage::EncryptDecrypt => key.spec.encryption_algorithms().iter().map(|own| own.as_str()).collect(),
        KeyUsage::SignVerify => key.spec.signing_algorithms().iter().map(|own| own.as_str()).collect(),
        KeyUsage::KeyAgreement => vec![ECDH],
        KeyUsage::EncapsulateDecapsulate => vec![ML_KEM],
        KeyUsage::GenerateVerifyMac => key.spec.mac_algorithm().iter().map(|own| own.as_str()).collect(),
    }
}

/// What is known of a key that is in a Region, and in a state: that of a key may not be its own alone.
pub(super) fn metadata(region: &Region, key: &KmsKey, state: KeyState) -> KeyMetadata {
    // A key that lacks material, be it pending deletion, has nothing that could be said to expire.
    let imported = key.origin == Origin::External && key.versions.complete();
    let lasting = key.versions.expiries().filter(|(_, id)| key.versions.pending() != Some(*id));
    let valid_to = lasting.map(|(at, _)| at).min().filter(|_| imported);
    KeyMetadata {
        aws_account_id: key.account,
        key_id: key.key_id,
        arn: key_arn(region, key.account, key.key_id),
        creation_date: key.created,
        enabled: state == KeyState::Enabled,
        description: key.description.clone(),
        key_usage: key.usage,
        key_state: state,
        deletion_date: key.deletion,
        valid_to,
        origin: key.origin,
        custom_key_store_id: key.external_key.as_ref().map(|key| key.store),
        expiration_model: imported.then(|| expiration_model(valid_to)),
        key_manager: key.manager,
        customer_master_key_spec: key.spec,
        key_spec: key.spec,
        encryption_algorithms: algorithms(key, KeyUsage::EncryptDecrypt),
        signing_algorithms: algorithms(key, KeyUsage::SignVerify),
        key_agreement_algorithms: algorithms(key, KeyUsage::KeyAgreement),
        encapsulation_algorithms: algorithms(key, KeyUsage::EncapsulateDecapsulate),
        mac_algorithms: algorithms(key, KeyUsage::GenerateVerifyMac),
        multi_region: key.multi_region.is_some(),
        multi_region_configuration: configuration(key),
        pending_deletion_window_in_days: key.deletion_window_days,
        xks_key_configuration: key.external_key.as_ref().map(|key| XksKeyConfiguration { id: key.xks_key_id.clone() }),
        current_key_material_id: key
            .versions
            .current()
            .filter(|_| key.spec == KeySpec::SymmetricDefault && key.external_key.is_none()),
    }
}

fn configuration(key: &KmsKey) -> Option<MultiRegionConfiguration> {
    let related = key.multi_region.as_ref()?;
    let named =
        |region: &Region| MultiRegionKey { arn: key_arn(region, key.account, key.key_id), region: region.clone() };
    Some(MultiRegionConfiguration {
        multi_region_key_type: related.kind,
        primary_key: named(&related.primary),
        replica_keys: related.replicas.iter().map(named).collect(),
    })
}

/// AWS's name for whether material expires.
pub(super) fn expiration_model(valid_to: Option<Timestamp>) -> &'static str {
    if valid_to.is_some() { "KEY_MATERIAL_EXPIRES" } else { "KEY_MATERIAL_DOES_NOT_EXPIRE" }
}
