//! Users.

use super::{
    Call, Empty, IamError,
    members::{self, ListPoliciesResponse, PolicyText, USER},
    shape::{Paging, request, response, unsupported},
    tags::{self, ListTagsResponse, Tag},
};
use crate::{store::Member, types::Timestamp};

response! {
    /// A user.
    User {
        /// What the name stands in.
        path: String,
        /// The name.
        user_name: String,
        /// `AIDA…`, never given twice.
        user_id: String,
        /// The ARN, by which policies and calls name the user.
        arn: String,
        /// When the user was made.
        create_date: Timestamp,
        /// The tags, by name. A list of users is without.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        tags: Vec<Tag>,
    }
}

fn user(member: &Member) -> User {
    let identity = &member.identity;
    User {
        path: member.path.clone(),
        user_name: member.name().to_owned(),
        user_id: identity.unique_id.clone(),
        arn: identity.principal.arn().to_owned(),
        create_date: member.created,
        tags: Vec::new(),
    }
}

fn tagged_user(member: &Member) -> User {
    User { tags: tags::listed(&member.identity.tags), ..user(member) }
}

response! {
    /// The answer of CreateUser and of GetUser.
    UserResponse {
        /// The user.
        user: User,
    }
}

request! {
    /// [`CreateUser`](https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html)
    CreateUserRequest {
        /// The name, 64 characters at the most.
        user_name: String,
        /// What the name stands in; `/` by default.
        path: String,
        /// Tags, 50 at the most.
        tags: Vec<Tag>,
        /// Not supported yet.
        permissions_boundary: String,
    }
}

pub(super) fn create_user(call: &mut Call<'_>, request: CreateUserRequest) -> Result<UserResponse, IamError> {
    unsupported("PermissionsBoundary", request.permissions_boundary.is_some())?;
    let named = USER.named(request.user_name.as_ref())?;
    let made = members::create(call, named, request.path.as_ref(), request.tags.as_ref(), None)?;
    Ok(UserResponse { user: tagged_user(made) })
}

request! {
    /// [`GetUser`](https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUser.html)
    GetUserRequest {
        /// The user, who must be named: nobody in particular calls here.
        user_name: String,
    }
}

pub(super) fn get_user(call: &mut Call<'_>, request: GetUserRequest) -> Result<UserResponse, IamError> {
    let named = USER.named(Some(named_or_caller(request.user_name.as_ref())?))?;
    Ok(UserResponse { user: tagged_user(named.get(call)?) })
}

/// Where IAM takes the caller if nobody is named. Here an administrator calls, who is no user.
pub(super) fn named_or_caller(user_name: Option<&String>) -> Result<&String, IamError> {
    user_name
        .ok_or_else(|| IamError::Validation("Must specify userName when calling with non-User credentials".to_owned()))
}

request! {
    /// [`ListUsers`](https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUsers.html)
    ListUsersRequest {
        /// Only those whose path begins so.
        path_prefix: String,
        /// Where the last page ended.
        marker: String,
        /// How many, 100 by default.
        max_items: i64,
    }
}

response! {
    /// The answer of ListUsers.
    ListUsersResponse {
        /// The users, by name.
        users: Vec<User>,
        /// Whether there are more.
        is_truncated: bool,
        /// Where to go on.
        #[serde(skip_serializing_if = "Option::is_none")]
        marker: Option<String>,
    }
}

pub(super) fn list_users(call: &mut Call<'_>, request: ListUsersRequest) -> Result<ListUsersResponse, IamError> {
    let paging = Paging::new(request.marker.as_ref(), request.max_items)?;
    let (users, marker) = members::list(call, &USER, &paging, request.path_prefix.as_ref(), user)?;
    Ok(ListUsersResponse { users, is_truncated: marker.is_some(), marker })
}

request! {
    /// [`DeleteUser`](https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUser.html)
    DeleteUserRequest {
        /// The user, who must have neither policies nor access keys any more.
        user_name: String,
    }
}

pub(super) fn delete_user(call: &mut Call<'_>, request: DeleteUserRequest) -> Result<Empty, IamError> {
    members::delete(call, USER.named(request.user_name.as_ref())?).map(|()| Empty {})
}

request! {
    /// [`TagUser`](https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagUser.html)
    TagUserRequest {
        /// The user.
        user_name: String,
        /// The tags, in the place of those with the same names.
        tags: Vec<Tag>,
    }
}

pub(super) fn tag_user(call: &mut Call<'_>, request: TagUserRequest) -> Result<Empty, IamError> {
    members::tag(call, USER.named(request.user_name.as_ref())?, request.tags.as_ref()).map(|()| Empty {})
}

request! {
    /// [`UntagUser`](https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagUser.html)
    UntagUserRequest {
        /// The user.
        user_name: String,
        /// The names of the tags.
        tag_keys: Vec<String>,
    }
}

pub(super) fn untag_user(call: &mut Call<'_>, request: UntagUserRequest) -> Result<Empty, IamError> {
    members::untag(call, USER.named(request.user_name.as_ref())?, request.tag_keys.as_ref()).map(|()| Empty {})
}

request! {
    /// [`ListUserTags`](https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUserTags.html)
    ListUserTagsRequest {
        /// The user.
        user_name: String,
        /// Where the last page ended.
        marker: String,
        /// How many, 100 by default.
        max_items: i64,
    }
}

pub(super) fn list_user_tags(call: &mut Call<'_>, request: ListUserTagsRequest) -> Result<ListTagsResponse, IamError> {
    let paging = Paging::new(request.marker.as_ref(), request.max_items)?;
    members::list_tags(call, USER.named(request.user_name.as_ref())?, &paging)
}

request! {
    /// [`PutUserPolicy`](https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutUserPolicy.html)
    PutUserPolicyRequest {
        /// The user.
        user_name: String,
        /// The policy's name, 128 characters at the most.
        policy_name: String,
        /// The policy, in JSON.
        policy_document: String,
    }
}

pub(super) fn put_user_policy(call: &mut Call<'_>, request: PutUserPolicyRequest) -> Result<Empty, IamError> {
    let named = USER.named(request.user_name.as_ref())?;
    members::put_policy(call, named, request.policy_name.as_ref(), request.policy_document.as_ref()).map(|()| Empty {})
}

request! {
    /// [`GetUserPolicy`](https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUserPolicy.html)
    GetUserPolicyRequest {
        /// The user.
        user_name: String,
        /// The policy.
        policy_name: String,
    }
}

response! {
    /// The answer of GetUserPolicy.
    GetUserPolicyResponse {
        /// The user.
        user_name: String,
        /// The policy and its name.
        #[serde(flatten)]
        policy: PolicyText,
    }
}

pub(super) fn get_user_policy(
    call: &mut Call<'_>,
    request: GetUserPolicyRequest,
) -> Result<GetUserPolicyResponse, IamError> {
    let named = USER.named(request.user_name.as_ref())?;
    let policy = members::get_policy(call, named, request.policy_name.as_ref())?;
    Ok(GetUserPolicyResponse { user_name: named.get(call)?.name().to_owned(), policy })
}

request! {
    /// [`ListUserPolicies`](https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUserPolicies.html)
    ListUserPoliciesRequest {
        /// The user.
        user_name: String,
        /// Where the last page ended.
        marker: String,
        /// How many, 100 by default.
        max_items: i64,
    }
}

pub(super) fn list_user_policies(
    call: &mut Call<'_>,
    request: ListUserPoliciesRequest,
) -> Result<ListPoliciesResponse, IamError> {
    let paging = Paging::new(request.marker.as_ref(), request.max_items)?;
    members::list_policies(call, USER.named(request.user_name.as_ref())?, &paging)
}

request! {
    /// [`DeleteUserPolicy`](https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUserPolicy.html)
    DeleteUserPolicyRequest {
        /// The user.
        user_name: String,
        /// The policy.
        policy_name: String,
    }
}

pub(super) fn delete_user_policy(call: &mut Call<'_>, request: DeleteUserPolicyRequest) -> Result<Empty, IamError> {
    let named = USER.named(request.user_name.as_ref())?;
    members::delete_policy(call, named, request.policy_name.as_ref()).map(|()| Empty {})
}
