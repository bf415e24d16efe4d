//! Keys themselves: made, described, listed, switched on and off.

use serde::Serialize;

use super::{
    Call,
    external_keys::{check_members, external_key},
    facts::{Values, by_name, one, several, truth},
    listing::{after, page},
    members::GrantTokens,
    metadata::{KeyMetadata, metadata, text},
    policies::{checked_policy, default_policy},
    registry::{Asks, Beside, Empty, Operation},
    rotation,
    shape::{request, unsupported},
    tags::checked_tags,
    target::{Named, Target, one_key_or_alias},
};
use crate::{
    env::Entropy,
    error::KmsError,
    store::{KmsKey, MultiRegion, Store, Versions},
    types::{AccountId, KeyId, KeyManager, KeySpec, KeyState, KeyUsage, Origin, Sorted},
};

/// How many keys an account may have in a Region
/// ([AWS KMS quotas](https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html)).
const KEYS_PER_REGION: usize = 100_000;

/// The one key that an operation is about, by key id or key ARN.
pub(super) fn one_key<'a>(permission: &'static str, key_id: Option<&'a String>) -> Vec<Target<'a>> {
    vec![Target::new(permission, Named::Key(key_id.map(String::as_str).unwrap_or_default()))]
}

request! {
    /// [`CreateKey`](https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html)
    CreateKeyRequest {
        /// The owner's words, 8,192 characters at the most.
        description: String as DESCRIPTION,
        /// `SYMMETRIC_DEFAULT`, which is also the default, or any other that AWS has outside China.
        key_spec: String as KEY_SPEC,
        /// The old name of `KeySpec`; both must agree.
        customer_master_key_spec: String as KEY_SPEC,
        /// One of those of the spec; `ENCRYPT_DECRYPT` is the default for symmetric encryption keys.
        key_usage: String as KEY_USAGE,
        /// `AWS_KMS`, which is also the default; `EXTERNAL`: the material will be imported; or `EXTERNAL_KEY_STORE`.
        origin: String as ORIGIN,
        /// Whether the key can be replicated to other Regions; `false` by default, and never to be changed.
        multi_region: bool,
        /// The key policy; without one, the default policy, which leaves every decision to the account's IAM.
        policy: String as POLICY,
        /// Accept a policy even if the caller could not replace it again.
        bypass_policy_lockout_safety_check: bool,
        /// Tags, 50 at the most.
        tags: Vec<Tag> as TAGS,
        /// The external key store that the key is to be in; it must be connected.
        custom_key_store_id: String as CUSTOM_KEY_STORE_ID,
        /// The external key that encrypts as well, as its manager calls it.
        xks_key_id: String as XKS_KEY_ID,
    }
}

request! {
    /// A tag on a key.
    Tag {
        /// Its name.
        tag_key: String as TAG_KEY required,
        /// Its value.
        tag_value: String as TAG_VALUE required,
    }
}

impl Tag {
    pub(super) fn of(key: &str, value: &str) -> Self {
        Self { tag_key: Some(key.to_owned()), tag_value: Some(value.to_owned()) }
    }
}

/// The answer of `CreateKey`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct CreateKeyResponse {
    /// The new key.
    pub key_metadata: KeyMetadata,
}

impl CreateKeyRequest {
    fn spec(&self) -> &str {
        let specs = [&self.key_spec, &self.customer_master_key_spec];
        specs.into_iter().flatten().next().map_or("SYMMETRIC_DEFAULT", String::as_str)
    }

    fn built_spec(&self) -> Result<KeySpec, KmsError> {
        let missing =
            || KmsError::UnsupportedOperation(format!("glass-kms does not support KeySpec {} yet.", self.spec()));
        KeySpec::parse(self.spec()).ok_or_else(missing)
    }

    /// What keys of the spec are for, as AWS has it; only symmetric encryption keys need not say it.
    fn check_usage(&self) -> Result<(), KmsError> {
        let (spec, usages) = (self.spec(), KeySpec::usages(self.spec()));
        match (self.key_usage.as_deref(), usages) {
            (None, [_]) if spec == KeySpec::SymmetricDefault.as_str() => Ok(()),
            (None, _) => Err(KmsError::Validation(
                "You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.".to_owned(),
            )),
            (Some(usage), usages) if usages.contains(&usage) => Ok(()),
            (Some(usage), _) => {
                Err(KmsError::Validation(format!("KeyUsage {usage} is not compatible with KeySpec {spec}")))
            }
        }
    }

    /// What the key will be for: what the request says, else what symmetric encryption keys are for.
    fn usage(&self, spec: KeySpec) -> KeyUsage {
        let asked = self.key_usage.as_deref().and_then(KeyUsage::parse);
        asked.or_else(|| spec.first_usage()).unwrap_or(KeyUsage::EncryptDecrypt)
    }

    pub(super) fn origin(&self) -> Origin {
        match self.origin.as_deref() {
            Some("EXTERNAL") => Origin::External,
            Some("EXTERNAL_KEY_STORE") => Origin::ExternalKeyStore,
            _ => Origin::AwsKms,
        }
    }
}

/// `aws:TagKeys` and `aws:RequestTag/<key>`.
pub(super) fn tag_facts<'a>(tags: &'a [Tag], name: &str) -> Option<Values<'a>> {
    let pairs = tags
        .iter()
        .map(|tag| (tag.tag_key.as_deref().unwrap_or_default(), tag.tag_value.as_deref().unwrap_or_default()));
    match name.strip_prefix("aws:requesttag/") {
        Some(key) => by_name(pairs, key),
        None if name == "aws:tagkeys" => several(pairs.map(|(key, _)| key.into())),
        None => None,
    }
}

impl Asks for CreateKeyRequest {
    fn check(&self) -> Result<(), KmsError> {
        let specs = [&self.key_spec, &self.customer_master_key_spec].map(|spec| spec.as_deref());
        if let [Some(new), Some(old)] = specs
            && new != old
        {
            return Err(KmsError::Validation(
                "You cannot specify KeySpec and CustomerMasterKeySpec in the same request with different values."
                    .to_owned(),
            ));
        }
        self.check_usage()?;
        self.built_spec()?;
        unsupported("Origin AWS_CLOUDHSM", self.origin.as_deref() == Some("AWS_CLOUDHSM"))?;
        check_members(self, self.spec())
    }

    /// Whoever tags the key while making it needs permission for that as well.
    fn beside(&self, operation: Operation) -> Vec<Beside<'_>> {
        let tags = self.tags.as_ref().is_some_and(|tags| !tags.is_empty());
        let permissions = [Some(operation.spec().permission), tags.then_some("kms:TagResource")];
        permissions.into_iter().flatten().map(|permission| Beside { permission, alias: None }).collect()
    }

    fn fact(&self, name: &str) -> Option<Values<'_>> {
        Some(match name {
            "kms:keyspec" => one(self.spec()),
            "kms:keyusage" => one(self.key_usage.as_deref().unwrap_or("ENCRYPT_DECRYPT")),
            "kms:keyorigin" => one(self.origin().as_str()),
            "kms:multiregion" => one(truth(self.multi_region == Some(true))),
            "kms:bypasspolicylockoutsafetycheck" => one(truth(self.bypass_policy_lockout_safety_check == Some(true))),
            _ => return tag_facts(self.tags.as_deref().unwrap_or_default(), name),
        })
    }
}

pub(super) fn create_key(call: &mut Call<'_>, request: CreateKeyRequest) -> Result<CreateKeyResponse, KmsError> {
    check_room(call.store, call.account())?;
    let multi_region =
        (request.multi_region == Some(true)).then(|| MultiRegion::primary_in(call.caller.region.clone()));
    let external_key = external_key(call, &request)?;
    let key_id = new_key_id(call.entropy, multi_region.is_some())?;
    let tags = checked_tags(request.tags.as_deref().unwrap_or_default())?;
    let (origin, spec) = (request.origin(), request.built_spec()?);
    let (state, versions) = match origin {
        Origin::AwsKms | Origin::ExternalKeyStore => {
            let (id, token) = call.hsm.session(call.entropy, call.trace).create_key(key_id, spec)?;
            (KeyState::Enabled, Versions::starting_with(id, token))
        }
        Origin::External => (KeyState::PendingImport, Versions::default()),
    };
    let mut key = KmsKey {
        key_id,
        account: call.account(),
        spec,
        usage: request.usage(spec),
        origin,
        external_key,
        manager: KeyManager::Customer,
        state,
        settles: None,
        multi_region,
        description: request.description.unwrap_or_default(),
        policy: default_policy(call.account())?,
        tags,
        created: call.now,
        versions,
        used_tokens: Sorted::new(),
        rotation: None,
        deletion: None,
        deletion_window_days: None,
        last_usage: None,
    };
    if let Some(text) = &request.policy {
        let bypass = request.bypass_policy_lockout_safety_check == Some(true);
        key.policy = checked_policy(call.directory, &call.authorization(), &key, text, bypass)?;
    }
    let key_metadata = metadata(&call.caller.region, &key, key.state);
    call.store.add_key(key);
    Ok(CreateKeyResponse { key_metadata })
}

/// There must be room for one more key of the account in a Region.
pub(super) fn check_room(store: &Store, account: AccountId) -> Result<(), KmsError> {
    if store.has_customer_keys(account, KEYS_PER_REGION) {
        return Err(KmsError::LimitExceeded(format!(
            "The account has {KEYS_PER_REGION} KMS keys in this Region, which is the most."
        )));
    }
    Ok(())
}

/// An id that no key has had.
pub(super) fn new_key_id(entropy: &mut dyn Entropy, multi_region: bool) -> Result<KeyId, KmsError> {
    let mut random = [0; 16];
    entropy.fill(&mut random).map_err(|error| KmsError::KmsInternal(error.to_string()))?;
    Ok(if multi_region { KeyId::multi_region_from_random(random) } else { KeyId::from_random(random) })
}

request! {
    /// [`DescribeKey`](https://docs.aws.amazon.com/kms/latest/APIReference/API_DescribeKey.html)
    DescribeKeyRequest {
        /// The key: id, ARN, alias or alias ARN.
        key_id: String as KEY_ID required,
        /// Tokens of grants, ten at the most.
        grant_tokens: GrantTokens as GRANT_TOKENS,
    }
}

/// The answer of `DescribeKey`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct DescribeKeyResponse {
    /// The key.
    pub key_metadata: KeyMetadata,
}

impl Asks for DescribeKeyRequest {
    one_key_or_alias!("kms:DescribeKey");
}

pub(super) fn describe_key(call: &mut Call<'_>, _: DescribeKeyRequest) -> Result<DescribeKeyResponse, KmsError> {
    let key = call.key(0)?;
    let key_metadata = metadata(&call.caller.region, key, call.store.state_of(key));
    Ok(DescribeKeyResponse { key_metadata })
}

request! {
    /// [`DisableKey`](https://docs.aws.amazon.com/kms/latest/APIReference/API_DisableKey.html)
    DisableKeyRequest {
        /// The key: id or ARN.
        key_id: String as KEY_ID required,
    }
}

impl Asks for DisableKeyRequest {
    fn targets(&self) -> Vec<Target<'_>> {
        one_key("kms:DisableKey", self.key_id.as_ref())
    }
}

pub(super) fn disable_key(call: &mut Call<'_>, _: DisableKeyRequest) -> Result<Empty, KmsError> {
    call.change_key(|key| key.state = KeyState::Disabled)?;
    Ok(Empty {})
}

request! {
    /// [`EnableKey`](https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKey.html)
    EnableKeyRequest {
        /// The key: id or ARN.
        key_id: String as KEY_ID required,
    }
}

impl Asks for EnableKeyRequest {
    fn targets(&self) -> Vec<Target<'_>> {
        one_key("kms:EnableKey", self.key_id.as_ref())
    }
}

pub(super) fn enable_key(call: &mut Call<'_>, _: EnableKeyRequest) -> Result<Empty, KmsError> {
    rotation::catch_up(call)?;
    call.change_key(|key| key.state = KeyState::Enabled)?;
    Ok(Empty {})
}

request! {
    /// [`ListKeys`](https://docs.aws.amazon.com/kms/latest/APIReference/API_ListKeys.html)
    ListKeysRequest {
        /// How many keys, 1 to 1,000; 100 by default.
        limit: i64 as LIMIT,
        /// Where to go on: `NextMarker` of the page before.
        marker: String as MARKER,
        /// Whose keys: `SELF`, which is the default, or `OTHER_ACCOUNTS_VIA_RAM`, of which there are none: there is no AWS RAM.
        resource_owners: Vec<String> as RESOURCE_OWNERS,
    }
}

/// The answer of `ListKeys`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ListKeysResponse {
    /// A page of keys.
    pub keys: Vec<KeyListEntry>,
    /// Where the next page begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_marker: Option<String>,
    /// Whether there is a next page.
    pub truncated: bool,
}

/// A key in a listing.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct KeyListEntry {
    /// The key id.
    #[serde(serialize_with = "text")]
    pub key_id: KeyId,
    /// The key ARN.
    pub key_arn: String,
}

impl Asks for ListKeysRequest {}

pub(super) fn list_keys(call: &mut Call<'_>, request: ListKeysRequest) -> Result<ListKeysResponse, KmsError> {
    let account = call.account();
    let from = after(request.marker.as_ref(), KeyId::parse)?;
    let owns = request.resource_owners.is_none_or(|owners| owners.iter().any(|owner| owner == "SELF"));
    let page =
        page(call.store.key_ids_after(account, from).filter(|_| owns), request.limit.unwrap_or(100), KeyId::to_string);
    let keys = page.entries.into_iter().map(|key_id| KeyListEntry { key_id, key_arn: call.key_arn(account, key_id) });
    Ok(ListKeysResponse { keys: keys.collect(), truncated: page.next.is_some(), next_marker: page.next })
}

request! {
    /// [`UpdateKeyDescription`](https://docs.aws.amazon.com/kms/latest/APIReference/API_UpdateKeyDescription.html)
    UpdateKeyDescriptionRequest {
        /// The key: id or ARN.
        key_id: String as KEY_ID required,
        /// The new words, 8,192 characters at the most.
        description: String as DESCRIPTION required,
    }
}

impl Asks for UpdateKeyDescriptionRequest {
    fn targets(&self) -> Vec<Target<'_>> {
        one_key("kms:UpdateKeyDescription", self.key_id.as_ref())
    }
}

pub(super) fn update_key_description(
    call: &mut Call<'_>,
    request: UpdateKeyDescriptionRequest,
) -> Result<Empty, KmsError> {
    call.change_key(|key| key.description = request.description.unwrap_or_default())?;
    Ok(Empty {})
}
