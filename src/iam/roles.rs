//! Roles.

use super::{
    Call, Empty, IamError,
    members::{self, ListPoliciesResponse, PolicyText, ROLE},
    shape::{Paging, number, request, response, text, unsupported},
    tags::{self, ListTagsResponse, Tag},
};
use crate::{
    policy::{Policy, PolicyKind},
    store::{Member, RoleSettings},
    types::Timestamp,
};

/// How long a session is if nobody says, and how long one may be if the role does not say: one hour, in seconds.
pub(super) const HOUR: u32 = 3600;
/// How long a role may let its sessions be: twelve hours.
pub(super) const SESSION_MOST: u32 = 12 * HOUR;

response! {
    /// A role.
    Role {
        /// What the name stands in.
        path: String,
        /// The name.
        role_name: String,
        /// `AROA…`, never given twice.
        role_id: String,
        /// The ARN, by which policies and calls name the role.
        arn: String,
        /// When the role was made.
        create_date: Timestamp,
        /// Who may assume it, as it was given. (IAM itself escapes it as in a URL, and the AWS CLI undoes that.)
        assume_role_policy_document: String,
        /// Its maker's words for it.
        #[serde(skip_serializing_if = "Option::is_none")]
        description: Option<String>,
        /// How long its sessions may be, in seconds.
        max_session_duration: u32,
        /// The tags, by name. A list of roles is without.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        tags: Vec<Tag>,
    }
}

fn role(member: &Member) -> Role {
    let identity = &member.identity;
    let settings = member.role.as_ref();
    Role {
        path: member.path.clone(),
        role_name: member.name().to_owned(),
        role_id: identity.unique_id.clone(),
        arn: identity.principal.arn().to_owned(),
        create_date: member.created,
        assume_role_policy_document: settings.map(|role| role.trust_policy.clone()).unwrap_or_default(),
        description: settings.and_then(|role| role.description.clone()),
        max_session_duration: settings.map_or(HOUR, |role| role.max_session_duration),
        tags: Vec::new(),
    }
}

fn tagged_role(member: &Member) -> Role {
    Role { tags: tags::listed(&member.identity.tags), ..role(member) }
}

response! {
    /// The answer of CreateRole and of GetRole.
    RoleResponse {
        /// The role.
        role: Role,
    }
}

request! {
    /// [`CreateRole`](https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html)
    CreateRoleRequest {
        /// The name, 64 characters at the most.
        role_name: String,
        /// Who may assume it: a policy in JSON. It is checked for its form and kept, not evaluated.
        assume_role_policy_document: String,
        /// What the name stands in; `/` by default.
        path: String,
        /// Words for it, 1,000 characters at the most.
        description: String,
        /// How long its sessions may be, in seconds: an hour, which is the default, to twelve.
        max_session_duration: i64,
        /// Tags, 50 at the most.
        tags: Vec<Tag>,
        /// Not supported yet.
        permissions_boundary: String,
    }
}

pub(super) fn create_role(call: &mut Call<'_>, request: CreateRoleRequest) -> Result<RoleResponse, IamError> {
    unsupported("PermissionsBoundary", request.permissions_boundary.is_some())?;
    let named = ROLE.named(request.role_name.as_ref())?;
    let trust_policy = text("assumeRolePolicyDocument", request.assume_role_policy_document.as_deref(), 1..=131_072)?;
    let max_session_duration = number("maxSessionDuration", request.max_session_duration, HOUR, HOUR..=SESSION_MOST)?;
    if let Some(description) = &request.description {
        text("description", Some(description), 0..=1000)?;
    }
    // Like a key's policy, a role's names principals.
    Policy::parse(PolicyKind::Key, trust_policy)?;
    let settings = RoleSettings {
        trust_policy: trust_policy.to_owned(),
        description: request.description.clone(),
        max_session_duration,
    };
    let made = members::create(call, named, request.path.as_ref(), request.tags.as_ref(), Some(settings))?;
    Ok(RoleResponse { role: tagged_role(made) })
}

request! {
    /// [`GetRole`](https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html)
    GetRoleRequest {
        /// The role.
        role_name: String,
    }
}

pub(super) fn get_role(call: &mut Call<'_>, request: GetRoleRequest) -> Result<RoleResponse, IamError> {
    let named = ROLE.named(request.role_name.as_ref())?;
    Ok(RoleResponse { role: tagged_role(named.get(call)?) })
}

request! {
    /// [`ListRoles`](https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html)
    ListRolesRequest {
        /// Only those whose path begins so.
        path_prefix: String,
        /// Where the last page ended.
        marker: String,
        /// How many, 100 by default.
        max_items: i64,
    }
}

response! {
    /// The answer of ListRoles.
    ListRolesResponse {
        /// The roles, by name.
        roles: Vec<Role>,
        /// Whether there are more.
        is_truncated: bool,
        /// Where to go on.
        #[serde(skip_serializing_if = "Option::is_none")]
        marker: Option<String>,
    }
}

pub(super) fn list_roles(call: &mut Call<'_>, request: ListRolesRequest) -> Result<ListRolesResponse, IamError> {
    let paging = Paging::new(request.marker.as_ref(), request.max_items)?;
    let (roles, marker) = members::list(call, &ROLE, &paging, request.path_prefix.as_ref(), role)?;
    Ok(ListRolesResponse { roles, is_truncated: marker.is_some(), marker })
}

request! {
    /// [`DeleteRole`](https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html)
    DeleteRoleRequest {
        /// The role, which must have no policies any more.
        role_name: String,
    }
}

pub(super) fn delete_role(call: &mut Call<'_>, request: DeleteRoleRequest) -> Result<Empty, IamError> {
    members::delete(call, ROLE.named(request.role_name.as_ref())?).map(|()| Empty {})
}

request! {
    /// [`TagRole`](https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagRole.html)
    TagRoleRequest {
        /// The role.
        role_name: String,
        /// The tags, in the place of those with the same names.
        tags: Vec<Tag>,
    }
}

pub(super) fn tag_role(call: &mut Call<'_>, request: TagRoleRequest) -> Result<Empty, IamError> {
    members::tag(call, ROLE.named(request.role_name.as_ref())?, request.tags.as_ref()).map(|()| Empty {})
}

request! {
    /// [`UntagRole`](https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagRole.html)
    UntagRoleRequest {
        /// The role.
        role_name: String,
        /// The names of the tags.
        tag_keys: Vec<String>,
    }
}

pub(super) fn untag_role(call: &mut Call<'_>, request: UntagRoleRequest) -> Result<Empty, IamError> {
    members::untag(call, ROLE.named(request.role_name.as_ref())?, request.tag_keys.as_ref()).map(|()| Empty {})
}

request! {
    /// [`ListRoleTags`](https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoleTags.html)
    ListRoleTagsRequest {
        /// The role.
        role_name: String,
        /// Where the last page ended.
        marker: String,
        /// How many, 100 by default.
        max_items: i64,
    }
}

pub(super) fn list_role_tags(call: &mut Call<'_>, request: ListRoleTagsRequest) -> Result<ListTagsResponse, IamError> {
    let paging = Paging::new(request.marker.as_ref(), request.max_items)?;
    members::list_tags(call, ROLE.named(request.role_name.as_ref())?, &paging)
}

request! {
    /// [`PutRolePolicy`](https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html)
    PutRolePolicyRequest {
        /// The role.
        role_name: String,
        /// The policy's name, 128 characters at the most.
        policy_name: String,
        /// The policy, in JSON.
        policy_document: String,
    }
}

pub(super) fn put_role_policy(call: &mut Call<'_>, request: PutRolePolicyRequest) -> Result<Empty, IamError> {
    let named = ROLE.named(request.role_name.as_ref())?;
    members::put_policy(call, named, request.policy_name.as_ref(), request.policy_document.as_ref()).map(|()| Empty {})
}

request! {
    /// [`GetRolePolicy`](https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html)
    GetRolePolicyRequest {
        /// The role.
        role_name: String,
        /// The policy.
        policy_name: String,
    }
}

response! {
    /// The answer of GetRolePolicy.
    GetRolePolicyResponse {
        /// The role.
        role_name: String,
        /// The policy and its name.
        #[serde(flatten)]
        policy: PolicyText,
    }
}

pub(super) fn get_role_policy(
    call: &mut Call<'_>,
    request: GetRolePolicyRequest,
) -> Result<GetRolePolicyResponse, IamError> {
    let named = ROLE.named(request.role_name.as_ref())?;
    let policy = members::get_policy(call, named, request.policy_name.as_ref())?;
    Ok(GetRolePolicyResponse { role_name: named.get(call)?.name().to_owned(), policy })
}

request! {
    /// [`ListRolePolicies`](https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRolePolicies.html)
    ListRolePoliciesRequest {
        /// The role.
        role_name: String,
        /// Where the last page ended.
        marker: String,
        /// How many, 100 by default.
        max_items: i64,
    }
}

pub(super) fn list_role_policies(
    call: &mut Call<'_>,
    request: ListRolePoliciesRequest,
) -> Result<ListPoliciesResponse, IamError> {
    let paging = Paging::new(request.marker.as_ref(), request.max_items)?;
    members::list_policies(call, ROLE.named(request.role_name.as_ref())?, &paging)
}

request! {
    /// [`DeleteRolePolicy`](https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRolePolicy.html)
    DeleteRolePolicyRequest {
        /// The role.
        role_name: String,
        /// The policy.
        policy_name: String,
    }
}

pub(super) fn delete_role_policy(call: &mut Call<'_>, request: DeleteRolePolicyRequest) -> Result<Empty, IamError> {
    let named = ROLE.named(request.role_name.as_ref())?;
    members::delete_policy(call, named, request.policy_name.as_ref()).map(|()| Empty {})
}
