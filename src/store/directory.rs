use std::{borrow::Cow, collections::BTreeMap, ops::Bound};

use serde::{Deserialize, Serialize};

use crate::{
    policy::Identity,
    types::{AccountId, Principal, PrincipalKind, Timestamp},
};

/// The users and roles of every account, and the access keys that speak for them, as IAM keeps them. IAM has no
/// Regions.
#[derive(Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Directory {
    accounts: BTreeMap<AccountId, Members>,
    access_keys: BTreeMap<String, AccessKey>,
}

/// What an account has, by names [in lower case](folded).
#[derive(Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
struct Members {
    users: BTreeMap<String, Member>,
    roles: BTreeMap<String, Member>,
}

/// What policies can be put into.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum MemberKind {
    /// A user.
    User,
    /// A role.
    Role,
}

/// A user or a role.
#[derive(Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Member {
    /// Who it is, and what it may do.
    pub identity: Identity,
    /// What its name stands in: `/` or `/letters/night/`.
    pub path: String,
    /// When it was made.
    pub created: Timestamp,
    /// The ids of its access keys, in the order in which they were made. A role has none: its sessions do.
    pub access_key_ids: Vec<String>,
    /// What only a role has.
    pub role: Option<RoleSettings>,
}

/// What a role has and a user has not.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct RoleSettings {
    /// Who may assume it: kept as it was given, and not evaluated.
    pub trust_policy: String,
    /// Its maker's words for it.
    pub description: Option<String>,
    /// How long a session may be, in seconds.
    pub max_session_duration: u32,
}

/// An access key, of a user or of a session. Its secret is not kept, since nobody checks signatures.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct AccessKey {
    /// Who calls with it.
    pub principal: Principal,
    /// The unique id of the user, or of the session's role: somebody else may get the name one day.
    pub owner: String,
    /// When it was made.
    pub created: Timestamp,
    /// Whether it may be used.
    pub status: AccessKeyStatus,
    /// When the session ends.
    pub expires: Option<Timestamp>,
}

/// Whether an access key may be used.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum AccessKeyStatus {
    /// It may.
    Active,
    /// It may not, until it is activated again.
    Inactive,
    /// Never again. It is remembered, so that it is not taken for the key of a stranger.
    Deleted,
}

/// A name as it is compared: IAM has no two that differ only in upper and lower case.
fn folded(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(name.to_ascii_lowercase())
    } else {
        Cow::Borrowed(name)
    }
}

impl Members {
    fn of(&self, kind: MemberKind) -> &BTreeMap<String, Member> {
        match kind {
            MemberKind::User => &self.users,
            MemberKind::Role => &self.roles,
        }
    }

    fn of_mut(&mut self, kind: MemberKind) -> &mut BTreeMap<String, Member> {
        match kind {
            MemberKind::User => &mut self.users,
            MemberKind::Role => &mut self.roles,
        }
    }
}

impl Member {
    /// Its name, as its maker wrote it.
    pub fn name(&self) -> &str {
        self.identity.principal.name()
    }

    fn kind(&self) -> MemberKind {
        if self.role.is_some() { MemberKind::Role } else { MemberKind::User }
    }
}

impl Directory {
    /// What IAM knows of a user, a role, or the role of a session. A root has no identity.
    pub fn identity(&self, principal: &Principal) -> Option<&Identity> {
        let kind = match principal.kind() {
            PrincipalKind::User => MemberKind::User,
            PrincipalKind::Role | PrincipalKind::Session => MemberKind::Role,
            PrincipalKind::Root | PrincipalKind::Federated => return None,
        };
        let identity = &self.member(principal.account(), kind, principal.name())?.identity;
        let is_meant = if principal.kind() == PrincipalKind::Session {
            // A session's ARN does not have its role's path.
            identity.principal.name() == principal.name() && partition(&identity.principal) == partition(principal)
        } else {
            identity.principal == *principal
        };
        is_meant.then_some(identity)
    }

    /// Whether there is such a principal. Every account exists; users and roles must have been made.
    pub fn has(&self, principal: &Principal) -> bool {
        principal.is_root() || self.identity(principal).is_some()
    }

    /// The user or role of this name, in upper or lower case.
    pub fn member(&self, account: AccountId, kind: MemberKind, name: &str) -> Option<&Member> {
        self.accounts.get(&account)?.of(kind).get(&*folded(name))
    }

    /// The same, to be changed. Its principal must stay as it is.
    pub fn member_mut(&mut self, account: AccountId, kind: MemberKind, name: &str) -> Option<&mut Member> {
        self.accounts.get_mut(&account)?.of_mut(kind).get_mut(&*folded(name))
    }

    /// Adds a user or a role, whose name must be free.
    pub fn add_member(&mut self, member: Member) {
        let members = self.accounts.entry(member.identity.principal.account()).or_default();
        members.of_mut(member.kind()).insert(folded(member.name()).into_owned(), member);
    }

    /// Removes a user or a role, if it is there.
    pub fn remove_member(&mut self, account: AccountId, kind: MemberKind, name: &str) -> Option<Member> {
        let members = self.accounts.get_mut(&account)?;
        let removed = members.of_mut(kind).remove(&*folded(name));
        if *members == Members::default() {
            self.accounts.remove(&account);
        }
        removed
    }

    /// An account's users or roles, by name, from the one after `after` on.
    pub fn members_after(
        &self,
        account: AccountId,
        kind: MemberKind,
        after: Option<&str>,
    ) -> impl Iterator<Item = &Member> {
        let after = after.map(folded);
        let from = after.as_deref().map_or(Bound::Unbounded, Bound::Excluded);
        let members = self.accounts.get(&account).map(|members| members.of(kind));
        let rest = members.map(|members| members.range::<str, _>((from, Bound::Unbounded)));
        rest.into_iter().flatten().map(|(_, member)| member)
    }

    /// An access key, whether or not it may be used.
    pub fn access_key(&self, id: &str) -> Option<&AccessKey> {
        self.access_keys.get(id)
    }

    /// The same, to be changed.
    pub fn access_key_mut(&mut self, id: &str) -> Option<&mut AccessKey> {
        self.access_keys.get_mut(id)
    }

    /// Adds an access key. One of a user's must be in the user's list, too.
    pub fn add_access_key(&mut self, id: String, key: AccessKey) {
        self.access_keys.insert(id, key);
    }

    /// Who calls with this access key, if it may be used now and its principal is still there.
    pub fn principal_of(&self, access_key_id: &str, now: Timestamp) -> Option<Principal> {
        let key = self.access_keys.get(access_key_id)?;
        let is_good = key.status == AccessKeyStatus::Active && key.expires.is_none_or(|end| now < end);
        let owner = self.identity(&key.principal)?;
        (is_good && owner.unique_id == key.owner).then(|| key.principal.clone())
    }
}

/// The second part of an ARN.
fn partition(principal: &Principal) -> Option<&str> {
    principal.arn().split(':').nth(1)
}
