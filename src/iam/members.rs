//! What users and roles have in common.

use std::collections::BTreeMap;

use super::{
    Call, IamError,
    random::id,
    shape::{Paging, name, path, required, response, text},
    tags::{self, ListTagsResponse, Tag},
};
use crate::{
    policy::{Identity, Policy, PolicyKind},
    store::{Member, MemberKind, RoleSettings},
    types::{Principal, Sorted},
};

/// How many access keys a user may have at a time.
pub(super) const ACCESS_KEYS_PER_USER: usize = 2;

response! {
    /// A policy that stands in a user or a role.
    PolicyText {
        /// The policy's name.
        policy_name: String,
        /// The policy, as it was given. (IAM itself escapes it as in a URL, and the AWS CLI undoes that.)
        policy_document: String,
    }
}

response! {
    /// A page of names of policies.
    ListPoliciesResponse {
        /// The names, in order.
        policy_names: Vec<String>,
        /// Whether there are more.
        is_truncated: bool,
        /// Where to go on.
        #[serde(skip_serializing_if = "Option::is_none")]
        marker: Option<String>,
    }
}

/// How IAM speaks of users, or of roles.
pub(super) struct Words {
    kind: MemberKind,
    /// What the request's member for the name is called.
    member: &'static str,
    lower: &'static str,
    upper: &'static str,
    id_prefix: &'static str,
    /// How much white-space-free policy may stand in one, in bytes (IAM User Guide, "IAM and AWS STS quotas").
    policy_bytes: usize,
}

/// For users.
pub(super) const USER: Words = Words {
    kind: MemberKind::User,
    member: "userName",
    lower: "user",
    upper: "User",
    id_prefix: "AIDA",
    policy_bytes: 2048,
};

/// For roles.
pub(super) const ROLE: Words = Words {
    kind: MemberKind::Role,
    member: "roleName",
    lower: "role",
    upper: "Role",
    id_prefix: "AROA",
    policy_bytes: 10_240,
};

/// Whom a request is about: a user or a role of the call's account, by name.
#[derive(Clone, Copy)]
pub(super) struct Named<'a> {
    pub(super) words: &'a Words,
    pub(super) name: &'a str,
}

impl Words {
    /// Checks the name that a request has.
    pub(super) fn named<'a>(&'a self, given: Option<&'a String>) -> Result<Named<'a>, IamError> {
        let name = name(self.member, given.map(String::as_str), 1..=64)?;
        Ok(Named { words: self, name })
    }
}

impl Named<'_> {
    pub(super) fn get<'a>(&self, call: &'a Call<'_>) -> Result<&'a Member, IamError> {
        let found = call.directory.member(call.account, self.words.kind, self.name);
        found.ok_or_else(|| self.missing())
    }

    pub(super) fn get_mut<'a>(&self, call: &'a mut Call<'_>) -> Result<&'a mut Member, IamError> {
        let found = call.directory.member_mut(call.account, self.words.kind, self.name);
        found.ok_or_else(|| self.missing())
    }

    fn missing(&self) -> IamError {
        IamError::NoSuchEntity(format!("The {} with name {} cannot be found.", self.words.lower, self.name))
    }

    fn missing_policy(&self, policy: &str) -> IamError {
        IamError::NoSuchEntity(format!("The {} policy with name {policy} cannot be found.", self.words.lower))
    }
}

/// Makes a user or a role.
pub(super) fn create<'a>(
    call: &'a mut Call<'_>,
    named: Named<'_>,
    given_path: Option<&String>,
    given_tags: Option<&Vec<Tag>>,
    role: Option<RoleSettings>,
) -> Result<&'a Member, IamError> {
    let Words { kind, lower, upper, id_prefix, .. } = named.words;
    let path = path(given_path.map(String::as_str))?;
    let tags = tags::added(&BTreeMap::default(), given_tags.map(Vec::as_slice).unwrap_or_default())?;
    if call.directory.member(call.account, *kind, named.name).is_some() {
        return Err(IamError::EntityAlreadyExists(format!("{upper} with name {} already exists.", named.name)));
    }
    let principal = Principal::parse(&format!("arn:aws:iam::{}:{lower}{path}{}", call.account, named.name))?;
    let unique_id = id(call.env.entropy.as_mut(), id_prefix, 17)?;
    let identity = Identity { principal, unique_id, tags, policies: Sorted::new() };
    call.directory.add_member(Member {
        identity,
        path: path.to_owned(),
        created: call.env.clock.now(),
        access_key_ids: Vec::new(),
        role,
    });
    named.get(call)
}

/// A page of users or roles below a path, each as the response has it; and the marker to go on with.
pub(super) fn list<T>(
    call: &Call<'_>,
    words: &Words,
    paging: &Paging<'_>,
    path_prefix: Option<&String>,
    shown: impl Fn(&Member) -> T,
) -> Result<(Vec<T>, Option<String>), IamError> {
    let prefix = text("pathPrefix", path_prefix.map(String::as_str).or(Some("/")), 1..=512)?;
    if !prefix.starts_with('/') {
        return Err(IamError::Validation(
            "The specified value for pathPrefix is invalid. It must begin with the / character.".to_owned(),
        ));
    }
    let members = call.directory.members_after(call.account, words.kind, paging.after);
    let (members, marker) =
        paging.page(members.filter(|member| member.path.starts_with(prefix)), |member| member.name());
    Ok((members.into_iter().map(shown).collect(), marker))
}

/// Removes a user or a role in which nothing stands any more.
pub(super) fn delete(call: &mut Call<'_>, named: Named<'_>) -> Result<(), IamError> {
    let member = named.get(call)?;
    let conflict =
        |what: &str| Err(IamError::DeleteConflict(format!("Cannot delete entity, must delete {what} first.")));
    if !member.access_key_ids.is_empty() {
        return conflict("access keys");
    }
    if !member.identity.policies.is_empty() {
        return conflict("policies");
    }
    call.directory.remove_member(call.account, named.words.kind, named.name);
    Ok(())
}

pub(super) fn tag(call: &mut Call<'_>, named: Named<'_>, new: Option<&Vec<Tag>>) -> Result<(), IamError> {
    let new = required("tags", new)?;
    let identity = &mut named.get_mut(call)?.identity;
    identity.tags = tags::added(&identity.tags, new)?;
    Ok(())
}

pub(super) fn untag(call: &mut Call<'_>, named: Named<'_>, keys: Option<&Vec<String>>) -> Result<(), IamError> {
    tags::remove(&mut named.get_mut(call)?.identity.tags, keys)
}

pub(super) fn list_tags(call: &Call<'_>, named: Named<'_>, paging: &Paging<'_>) -> Result<ListTagsResponse, IamError> {
    let tags = tags::listed(&named.get(call)?.identity.tags).into_iter();
    let rest = tags.filter(|tag| paging.after.is_none_or(|after| tag.key.as_str() > after));
    let (tags, marker) = paging.page(rest, |tag| &tag.key);
    Ok(ListTagsResponse { tags, is_truncated: marker.is_some(), marker })
}

/// Puts a policy into a user or a role, in the place of one with the same name.
pub(super) fn put_policy(
    call: &mut Call<'_>,
    named: Named<'_>,
    policy: Option<&String>,
    document: Option<&String>,
) -> Result<(), IamError> {
    let policy = policy_name(policy)?;
    let document = text("policyDocument", document.map(String::as_str), 1..=131_072)?;
    let policies = &mut named.get_mut(call)?.identity.policies;
    let parsed = Policy::parse(PolicyKind::Identity, document)?;
    let others = policies.iter().filter(|(other, _)| *other != policy).map(|(_, policy)| policy.text());
    let size: usize = others.chain([document]).map(size).sum();
    let Words { lower, policy_bytes, .. } = named.words;
    if size > *policy_bytes {
        return Err(IamError::LimitExceeded(format!(
            "Maximum policy size of {policy_bytes} bytes exceeded for {lower} {}",
            named.name
        )));
    }
    policies.insert(policy.to_owned(), parsed);
    Ok(())
}

pub(super) fn get_policy(call: &Call<'_>, named: Named<'_>, policy: Option<&String>) -> Result<PolicyText, IamError> {
    let policy = policy_name(policy)?;
    let found = named.get(call)?.identity.policies.get(policy).ok_or_else(|| named.missing_policy(policy))?;
    Ok(PolicyText { policy_name: policy.to_owned(), policy_document: found.text().to_owned() })
}

pub(super) fn list_policies(
    call: &Call<'_>,
    named: Named<'_>,
    paging: &Paging<'_>,
) -> Result<ListPoliciesResponse, IamError> {
    let policies = named.get(call)?.identity.policies.keys().cloned();
    let rest = policies.filter(|name| paging.after.is_none_or(|after| name.as_str() > after));
    let (policy_names, marker) = paging.page(rest, String::as_str);
    Ok(ListPoliciesResponse { policy_names, is_truncated: marker.is_some(), marker })
}

pub(super) fn delete_policy(call: &mut Call<'_>, named: Named<'_>, policy: Option<&String>) -> Result<(), IamError> {
    let policy = policy_name(policy)?;
    let removed = named.get_mut(call)?.identity.policies.remove(policy);
    removed.map(drop).ok_or_else(|| named.missing_policy(policy))
}

fn policy_name(given: Option<&String>) -> Result<&str, IamError> {
    name("policyName", given.map(String::as_str), 1..=128)
}

/// IAM does not count white space.
fn size(policy: &str) -> usize {
    policy.chars().filter(|c| !c.is_whitespace()).map(char::len_utf8).sum()
}
