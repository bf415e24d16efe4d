//! Multi-Region keys: a key that has the same id and the same material in several Regions.

use serde::Serialize;

use super::{
    Call, Tag,
    authorization::Authorization,
    call::missing_key,
    elsewhere::{Elsewhere, Needs, existing},
    facts::{Values, one, truth},
    keys::{check_room, one_key, tag_facts},
    metadata::{KeyMetadata, metadata},
    policies::{checked_policy, default_policy},
    registry::{Asks, Empty, Operation},
    shape::request,
    tags::checked_tags,
    target::Target,
};
use crate::{
    env::Caller,
    error::KmsError,
    hsm::{Replication, TokenRef},
    store::{KmsKey, MultiRegion, Versions},
    types::{KeyManager, KeyState, MultiRegionKeyType, Origin, Sorted, ordered},
};

request! {
    /// [`ReplicateKey`](https://docs.aws.amazon.com/kms/latest/APIReference/API_ReplicateKey.html)
    ReplicateKeyRequest {
        /// The primary key: id or ARN.
        key_id: String as KEY_ID required,
        /// The Region that gets a replica of it: another one of the same partition.
        replica_region: String as REGION required,
        /// The replica's key policy; without one, the default policy, not that of the primary key.
        policy: String as POLICY,
        /// Accept a policy even if the caller could not replace it again.
        bypass_policy_lockout_safety_check: bool,
        /// The owner's words about the replica, 8,192 characters at the most.
        description: String as DESCRIPTION,
        /// The replica's tags, 50 at the most.
        tags: Vec<Tag> as TAGS,
    }
}

/// The answer of `ReplicateKey`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ReplicateKeyResponse {
    /// The replica, which is still creating.
    pub replica_key_metadata: KeyMetadata,
    /// Its key policy.
    pub replica_policy: String,
    /// Its tags.
    pub replica_tags: Vec<Tag>,
}

impl Asks for ReplicateKeyRequest {
    fn check(&self) -> Result<(), KmsError> {
        existing(self.replica_region.as_ref()).map(|_| ())
    }

    fn targets(&self) -> Vec<Target<'_>> {
        one_key("kms:ReplicateKey", self.key_id.as_ref())
    }

    fn elsewhere(&self) -> Option<Elsewhere> {
        // AWS: "one ReplicateKey request in the Region of the primary key and two CreateKey requests in the Region of the
        // replica".
        let region = existing(self.replica_region.as_ref()).ok()?;
        let tagged = self.tags.as_ref().is_some_and(|tags| !tags.is_empty());
        let permissions = ["kms:CreateKey", "kms:TagResource"].into_iter().take(if tagged { 2 } else { 1 });
        let needs = Needs::Beside(permissions.collect());
        Some(Elsewhere { region, counts_as: Operation::CreateKey, requests: 2, needs })
    }

    fn fact(&self, name: &str) -> Option<Values<'_>> {
        match name {
            "kms:replicaregion" => self.replica_region.as_deref().map(one),
            "kms:bypasspolicylockoutsafetycheck" => {
                Some(one(truth(self.bypass_policy_lockout_safety_check == Some(true))))
            }
            _ => tag_facts(self.tags.as_deref().unwrap_or_default(), name),
        }
    }
}

pub(super) fn replicate_key(
    call: &mut Call<'_>,
    request: ReplicateKeyRequest,
) -> Result<ReplicateKeyResponse, KmsError> {
    let region = existing(request.replica_region.as_ref())?;
    let key = call.key(0)?;
    if region == call.caller.region || call.others.key(&region, key.key_id).is_some() {
        return Err(KmsError::AlreadyExists(format!("{} already exists", key.arn(&region))));
    }
    let there = Caller { principal: call.caller.principal.clone(), region };
    let replica = replica(call, &there, &request)?;

    // The answer does not have the material: it is on its way.
    let replica_key_metadata =
        KeyMetadata { current_key_material_id: None, ..metadata(&there.region, &replica, replica.state) };
    let replica_policy = replica.policy.text().to_owned();
    let replica_tags = replica.tags.iter().map(|(key, value)| Tag::of(key, value)).collect();
    call.change_related(|key, _| {
        if let Some(related) = &mut key.multi_region {
            related.replicas.insert(there.region.clone());
        }
    })?;
    call.others.get_mut(&there.region).ok_or_else(missing_key)?.store.add_key(replica);
    Ok(ReplicateKeyResponse { replica_key_metadata, replica_policy, replica_tags })
}

/// The replica as it begins: the id, the material and the rotation of the primary key, all else its own.
fn replica(call: &mut Call<'_>, there: &Caller, request: &ReplicateKeyRequest) -> Result<KmsKey, KmsError> {
    let Call { caller, hsm, store, others, entropy, trace, delays, now, .. } = call;
    let key = call.keys.first().and_then(|key| store.key(key.key_id)).ok_or_else(missing_key)?;
    let to = others.get(&there.region).ok_or_else(missing_key)?;
    check_room(&to.store, key.account)?;
    let tags = checked_tags(request.tags.as_deref().unwrap_or_default())?;
    let mut replicas = key.multi_region.as_ref().map(|related| related.replicas.clone()).unwrap_or_default();
    replicas.insert(there.region.clone());
    let mut replica = KmsKey {
        key_id: key.key_id,
        account: key.account,
        spec: key.spec,
        usage: key.usage,
        origin: key.origin,
        external_key: None,
        manager: KeyManager::Customer,
        state: KeyState::Creating,
        settles: Some((now.plus(delays.replication), first_state(key.origin))),
        multi_region: Some(MultiRegion { kind: MultiRegionKeyType::Replica, primary: caller.region.clone(), replicas }),
        description: request.description.clone().unwrap_or_default(),
        policy: default_policy(key.account)?,
        tags,
        created: *now,
        versions: Versions::default(),
        used_tokens: Sorted::new(),
        rotation: key.rotation,
        deletion: None,
        deletion_window_days: None,
        last_usage: None,
    };
    replica.versions = match key.origin {
        // Its owner brings the same material there as well.
        Origin::External | Origin::ExternalKeyStore => key.versions.without_material(),
        Origin::AwsKms => {
            let ids = key.versions.iter().rev().map(|(id, _)| id);
            let tokens: Vec<TokenRef<'_>> = ids.filter_map(|id| key.token(id)).collect();
            let carried =
                Replication { from: hsm, to: &to.hsm, region: &there.region }.run(&tokens, *entropy, trace)?;
            let ids = tokens.iter().map(|token| token.material_id);
            key.versions.with_tokens(ordered(ids.zip(carried)))
        }
    };
    if let Some(text) = &request.policy {
        let bypass = request.bypass_policy_lockout_safety_check == Some(true);
        let store = &call.others.get(&there.region).ok_or_else(missing_key)?.store;
        let authorization = Authorization { caller: there, store, keys: &[], ..call.authorization() };
        replica.policy = checked_policy(call.directory, &authorization, &replica, text, bypass)?;
    }
    Ok(replica)
}

fn first_state(origin: Origin) -> KeyState {
    match origin {
        Origin::AwsKms | Origin::ExternalKeyStore => KeyState::Enabled,
        Origin::External => KeyState::PendingImport,
    }
}

request! {
    /// [`UpdatePrimaryRegion`](https://docs.aws.amazon.com/kms/latest/APIReference/API_UpdatePrimaryRegion.html)
    UpdatePrimaryRegionRequest {
        /// The primary key: id or ARN.
        key_id: String as KEY_ID required,
        /// The Region whose replica key becomes the primary key.
        primary_region: String as REGION required,
    }
}

impl Asks for UpdatePrimaryRegionRequest {
    fn check(&self) -> Result<(), KmsError> {
        existing(self.primary_region.as_ref()).map(|_| ())
    }

    fn targets(&self) -> Vec<Target<'_>> {
        one_key(UPDATE, self.key_id.as_ref())
    }

    fn elsewhere(&self) -> Option<Elsewhere> {
        let region = existing(self.primary_region.as_ref()).ok()?;
        let needs = Needs::Key(UPDATE);
        Some(Elsewhere { region, counts_as: Operation::UpdatePrimaryRegion, requests: 1, needs })
    }

    fn fact(&self, name: &str) -> Option<Values<'_>> {
        self.primary_region.as_deref().filter(|_| name == "kms:primaryregion").map(one)
    }
}

const UPDATE: &str = "kms:UpdatePrimaryRegion";

/// Both keys have to be enabled, and are updating for a while.
pub(super) fn update_primary_region(
    call: &mut Call<'_>,
    request: UpdatePrimaryRegionRequest,
) -> Result<Empty, KmsError> {
    let until = call.now.plus(call.delays.replication);
    let (from, to) = (call.caller.region.clone(), existing(request.primary_region.as_ref())?);
    call.change_related(|key, here| {
        if let Some(related) = &mut key.multi_region {
            related.move_primary(&to, here);
        }
        if *here == from || *here == to {
            key.state = KeyState::Updating;
            key.settles = Some((until, KeyState::Enabled));
        }
    })?;
    Ok(Empty {})
}
