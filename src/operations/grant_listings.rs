//! Grants listed: those of a key, and those that a principal may retire.

use serde::Serialize;

use super::{
    Call,
    grants::{GrantConstraints, invalid_principal, parse_id, parse_principal},
    keys::one_key,
    listing::{after, page},
    registry::Asks,
    shape::{request, unsupported},
    target::Target,
};
use crate::{
    error::KmsError,
    policy::Grant,
    types::{GrantId, KeyId, Principal, Timestamp},
};

request! {
    /// [`ListGrants`](https://docs.aws.amazon.com/kms/latest/APIReference/API_ListGrants.html)
    ListGrantsRequest {
        /// The key: id or ARN.
        key_id: String as KEY_ID required,
        /// Only the grant with this id.
        grant_id: String as GRANT_ID,
        /// Only the grants to this principal.
        grantee_principal: String as PRINCIPAL,
        /// Only the grants to this service. There are none.
        grantee_service_principal: String as SERVICE_PRINCIPAL,
        /// How many grants, 1 to 100; 50 by default.
        limit: i64 as LIMIT_100,
        /// Where to go on: `NextMarker` of the page before.
        marker: String as MARKER,
    }
}

/// The answer of `ListGrants` and of `ListRetirableGrants`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ListGrantsResponse {
    /// A page of grants.
    pub grants: Vec<GrantListEntry>,
    /// Where the next page begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_marker: Option<String>,
    /// Whether there is a next page.
    pub truncated: bool,
}

/// A grant in a listing. Its tokens are not shown.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct GrantListEntry {
    /// The key ARN.
    pub key_id: String,
    /// The id.
    pub grant_id: String,
    /// The name, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// When it was made.
    pub creation_date: Timestamp,
    /// Who may use the key.
    pub grantee_principal: String,
    /// Who may retire it, if that was said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retiring_principal: Option<String>,
    /// The account that made it, as the ARN of its root.
    pub issuing_account: String,
    /// What the grantee may do, in AWS's order.
    pub operations: Vec<&'static str>,
    /// With which encryption context only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub constraints: Option<GrantConstraints>,
}

impl Asks for ListGrantsRequest {
    fn targets(&self) -> Vec<Target<'_>> {
        one_key("kms:ListGrants", self.key_id.as_ref())
    }
}

/// A filter that no grant passes leaves an empty list; only what cannot be an id or a principal is refused.
pub(super) fn list_grants(call: &mut Call<'_>, request: ListGrantsRequest) -> Result<ListGrantsResponse, KmsError> {
    let from = after(request.marker.as_ref(), GrantId::parse)?;
    let id = request.grant_id.as_deref().map(parse_id).transpose()?;
    let grantee = request.grantee_principal.as_deref().map(parse_principal).transpose()?;
    let grants = call.store.grants.of_key_after(call.key(0)?.key_id, from).filter(|grant| {
        let to_service = request.grantee_service_principal.is_some();
        !to_service
            && id.is_none_or(|id| grant.id == id)
            && grantee.as_ref().is_none_or(|grantee| grant.grantee == *grantee)
    });
    let page = page(grants, request.limit.unwrap_or(50), |grant| grant.id.to_string());
    let grants = page.entries.into_iter().map(|grant| entry(call, grant));
    Ok(ListGrantsResponse { grants: grants.collect(), truncated: page.next.is_some(), next_marker: page.next })
}

fn entry(call: &Call<'_>, grant: &Grant) -> GrantListEntry {
    let owner = call.store.key(grant.key_id).map_or(grant.issuing_account, |key| key.account);
    GrantListEntry {
        key_id: call.key_arn(owner, grant.key_id),
        grant_id: grant.id.to_string(),
        name: grant.name.clone(),
        creation_date: grant.created,
        grantee_principal: grant.grantee.to_string(),
        retiring_principal: grant.retiring.as_ref().map(Principal::to_string),
        issuing_account: Principal::root(grant.issuing_account).to_string(),
        operations: grant.operations.iter().map(|operation| operation.name()).collect(),
        constraints: GrantConstraints::of(&grant.constraints),
    }
}

request! {
    /// [`ListRetirableGrants`](https://docs.aws.amazon.com/kms/latest/APIReference/API_ListRetirableGrants.html)
    ListRetirableGrantsRequest {
        /// The retiring principal: an ARN in the caller's account.
        retiring_principal: String as PRINCIPAL required if has_no_retiring_service,
        /// How many grants, 1 to 100; 50 by default.
        limit: i64 as LIMIT_100,
        /// Where to go on: `NextMarker` of the page before.
        marker: String as MARKER,
        /// Not supported yet.
        retiring_service_principal: String as SERVICE_PRINCIPAL,
    }
}

impl ListRetirableGrantsRequest {
    fn has_no_retiring_service(&self) -> bool {
        self.retiring_service_principal.is_none()
    }
}

impl Asks for ListRetirableGrantsRequest {
    fn check(&self) -> Result<(), KmsError> {
        unsupported("RetiringServicePrincipal", self.retiring_service_principal.is_some())
    }
}

/// The grants of every key, whoever owns it, that name the principal as the one who may retire them.
///
/// AWS says that the principal must be one of the caller's account, and not what it answers otherwise.
pub(super) fn list_retirable_grants(
    call: &mut Call<'_>,
    request: ListRetirableGrantsRequest,
) -> Result<ListGrantsResponse, KmsError> {
    let arn = request.retiring_principal.unwrap_or_default();
    let retiring = parse_principal(&arn)?;
    if retiring.account() != call.account() {
        return Err(invalid_principal(&arn));
    }
    let from = after(request.marker.as_ref(), |text| {
        let (key_id, id) = text.split_once(':')?;
        Some((KeyId::parse(key_id)?, GrantId::parse(id)?))
    })?;
    let grants = call.store.grants.retirable_after(&retiring, from);
    let page = page(grants, request.limit.unwrap_or(50), |grant| format!("{}:{}", grant.key_id, grant.id));
    let grants = page.entries.into_iter().map(|grant| entry(call, grant));
    Ok(ListGrantsResponse { grants: grants.collect(), truncated: page.next.is_some(), next_marker: page.next })
}
