//! Aliases: names that point to keys and can be pointed to others.

use serde::Serialize;

use super::{
    Call,
    listing::{after, page},
    registry::{Asks, Beside, Empty, Operation},
    shape::{alias_name, request},
    states::{self, Origins, States},
    target::{Named, Target},
};
use crate::{
    error::KmsError,
    store::Alias,
    types::{AliasName, KeyId, Timestamp},
};

/// How many aliases a key may have ([AWS KMS quotas](https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html)).
const ALIASES_PER_KEY: usize = 50;

/// A name that a caller may give: well formed, and not one of AWS's.
fn free_name(value: Option<&String>) -> Result<AliasName, KmsError> {
    let name = alias_name(value)?;
    if name.is_reserved() { Err(KmsError::NotAuthorized) } else { Ok(name) }
}

request! {
    /// [`CreateAlias`](https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html)
    CreateAliasRequest {
        /// The name, beginning with `alias/`.
        alias_name: String as ALIAS_NAME required,
        /// The key: id or ARN.
        target_key_id: String as KEY_ID required,
    }
}

impl Asks for CreateAliasRequest {
    fn check(&self) -> Result<(), KmsError> {
        free_name(self.alias_name.as_ref()).map(drop)
    }

    fn targets(&self) -> Vec<Target<'_>> {
        let named = Named::Key(self.target_key_id.as_deref().unwrap_or_default());
        vec![Target::new("kms:CreateAlias", named)]
    }

    /// Permission is needed for the alias too, and only IAM can give it: an alias has no policy.
    fn beside(&self, _: Operation) -> Vec<Beside<'_>> {
        vec![Beside { permission: "kms:CreateAlias", alias: self.alias_name.as_deref() }]
    }
}

pub(super) fn create_alias(call: &mut Call<'_>, request: CreateAliasRequest) -> Result<Empty, KmsError> {
    let name = alias_name(request.alias_name.as_ref())?;
    if call.store.alias(call.account(), &name).is_some() {
        let arn = call.alias_arn(&name);
        return Err(KmsError::AlreadyExists(format!("An alias with the name {arn} already exists")));
    }
    point(call, name, call.now)
}

/// Points the alias to the request's first key.
fn point(call: &mut Call<'_>, name: AliasName, created: Timestamp) -> Result<Empty, KmsError> {
    let target = call.key(0)?.key_id;
    let points_there = call.store.alias(call.account(), &name).is_some_and(|alias| alias.target == target);
    if !points_there && call.store.aliases_of(target).count() >= ALIASES_PER_KEY {
        return Err(KmsError::LimitExceeded(format!("The key has {ALIASES_PER_KEY} aliases, which is the most.")));
    }
    call.store.set_alias(call.account(), name, Alias { target, created, updated: call.now });
    Ok(Empty {})
}

request! {
    /// [`DeleteAlias`](https://docs.aws.amazon.com/kms/latest/APIReference/API_DeleteAlias.html)
    DeleteAliasRequest {
        /// The name.
        alias_name: String as ALIAS_NAME required,
    }
}

impl Asks for DeleteAliasRequest {
    fn check(&self) -> Result<(), KmsError> {
        free_name(self.alias_name.as_ref()).map(drop)
    }

    fn targets(&self) -> Vec<Target<'_>> {
        let named = Named::Alias(self.alias_name.as_deref().unwrap_or_default());
        vec![Target::new("kms:DeleteAlias", named)]
    }

    /// Permission is needed for the alias too, and only IAM can give it: an alias has no policy.
    fn beside(&self, _: Operation) -> Vec<Beside<'_>> {
        vec![Beside { permission: "kms:DeleteAlias", alias: self.alias_name.as_deref() }]
    }
}

pub(super) fn delete_alias(call: &mut Call<'_>, request: DeleteAliasRequest) -> Result<Empty, KmsError> {
    let name = alias_name(request.alias_name.as_ref())?;
    call.store.remove_alias(call.account(), &name);
    Ok(Empty {})
}

request! {
    /// [`ListAliases`](https://docs.aws.amazon.com/kms/latest/APIReference/API_ListAliases.html)
    ListAliasesRequest {
        /// Only the aliases of this key: id or ARN.
        key_id: String as KEY_ID,
        /// How many aliases, 1 to 100; 50 by default.
        limit: i64 as LIMIT_100,
        /// Where to go on: `NextMarker` of the page before.
        marker: String as MARKER,
    }
}

/// The answer of `ListAliases`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ListAliasesResponse {
    /// A page of aliases.
    pub aliases: Vec<AliasListEntry>,
    /// Where the next page begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_marker: Option<String>,
    /// Whether there is a next page.
    pub truncated: bool,
}

/// An alias in a listing.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct AliasListEntry {
    /// The name.
    pub alias_name: AliasName,
    /// The alias ARN.
    pub alias_arn: String,
    /// The id of the key that it points to.
    pub target_key_id: String,
    /// When the alias was made.
    pub creation_date: Timestamp,
    /// When it was last pointed to a key.
    pub last_updated_date: Timestamp,
}

impl Asks for ListAliasesRequest {
    fn targets(&self) -> Vec<Target<'_>> {
        let key_id = self.key_id.as_deref();
        key_id.map(|id| Target::without_permission(Named::Key(id))).into_iter().collect()
    }

    fn beside(&self, _: Operation) -> Vec<Beside<'_>> {
        vec![Beside { permission: "kms:ListAliases", alias: None }]
    }
}

pub(super) fn list_aliases(call: &mut Call<'_>, request: ListAliasesRequest) -> Result<ListAliasesResponse, KmsError> {
    let only = request.key_id.is_some().then(|| own_key(call)).transpose()?;
    let from = after(request.marker.as_ref(), |text| AliasName::parse(text).ok())?;
    let aliases = call.store.aliases_after(call.account(), from);
    let aliases = aliases.filter(|(_, alias)| only.is_none_or(|key_id| alias.target == key_id));
    let page = page(aliases, request.limit.unwrap_or(50), |(name, _)| name.to_string());
    let entries = page.entries.into_iter().map(|(name, alias)| AliasListEntry {
        alias_name: name.clone(),
        alias_arn: call.alias_arn(name),
        target_key_id: alias.target.to_string(),
        creation_date: alias.created,
        last_updated_date: alias.updated,
    });
    Ok(ListAliasesResponse { aliases: entries.collect(), truncated: page.next.is_some(), next_marker: page.next })
}

/// The key that the listing is limited to. Only keys of the caller's account have aliases there.
fn own_key(call: &Call<'_>) -> Result<KeyId, KmsError> {
    let key = call.key(0)?;
    if key.account == call.account() {
        return Ok(key.key_id);
    }
    Err(KmsError::NotFound(format!("Key '{}' does not exist", call.key_arn(key.account, key.key_id))))
}

request! {
    /// [`UpdateAlias`](https://docs.aws.amazon.com/kms/latest/APIReference/API_UpdateAlias.html)
    UpdateAliasRequest {
        /// The name.
        alias_name: String as ALIAS_NAME required,
        /// The key that it points to from now on: id or ARN.
        target_key_id: String as KEY_ID required,
    }
}

impl Asks for UpdateAliasRequest {
    fn check(&self) -> Result<(), KmsError> {
        free_name(self.alias_name.as_ref()).map(drop)
    }

    /// The key to point to, and the key that the alias points to now.
    fn targets(&self) -> Vec<Target<'_>> {
        let target = Named::Key(self.target_key_id.as_deref().unwrap_or_default());
        let alias = Named::Alias(self.alias_name.as_deref().unwrap_or_default());
        [target, alias].map(|named| Target::new("kms:UpdateAlias", named)).into()
    }

    /// Permission is needed for the alias too, and only IAM can give it: an alias has no policy.
    fn beside(&self, _: Operation) -> Vec<Beside<'_>> {
        vec![Beside { permission: "kms:UpdateAlias", alias: self.alias_name.as_deref() }]
    }
}

/// Whoever uses the alias must find a key of the same kind there. AWS documents the rule, not the words.
fn check_kind(call: &Call<'_>) -> Result<(), KmsError> {
    let [new, old] = [call.key(0)?, call.key(1)?];
    if new.usage == old.usage && new.spec.is_pair() == old.spec.is_pair() {
        return Ok(());
    }
    Err(KmsError::Validation(
        "The current and the new target key of an alias must be of the same type and have the same KeyUsage."
            .to_owned(),
    ))
}

pub(super) fn update_alias(call: &mut Call<'_>, request: UpdateAliasRequest) -> Result<Empty, KmsError> {
    let name = alias_name(request.alias_name.as_ref())?;
    // Only the new target must not be pending deletion: whoever deletes a key moves its aliases away.
    let key = call.key(0)?;
    let state = call.store.state_of(key);
    states::check(Origins::Any, States::NOT_PENDING_DELETION, (key, state), &call.caller.region)?;
    check_kind(call)?;
    let created = call.store.alias(call.account(), &name).map_or(call.now, |alias| alias.created);
    point(call, name, created)
}
