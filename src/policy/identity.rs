//! What IAM knows of a principal.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Policy;
use crate::types::{Principal, Sorted};

/// A user or a role, as IAM keeps it: its tags, and the policies that stand in it by name ("inline policies").
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Identity {
    /// The user or role. The identity of a role's session is that of the role.
    pub principal: Principal,
    /// The id that is never given twice: `AIDA…` of a user, `AROA…` of a role.
    pub unique_id: String,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
    /// Its policies, by their names.
    pub policies: Sorted<String, Policy>,
}

/// Who asks for permission.
#[derive(Clone, Copy, Debug)]
pub struct Requester<'a> {
    /// The principal that calls.
    pub principal: &'a Principal,
    /// What IAM knows of it. Only the root of an account has no identity: in its account it may do everything that
    /// the key policies leave to it.
    pub identity: Option<&'a Identity>,
}

impl Requester<'_> {
    /// The ARNs that the principal answers to: its own, and for a session that of its role.
    pub fn arns(&self) -> impl Iterator<Item = &str> {
        let own = self.principal.arn();
        let role = self.identity.map(|identity| identity.principal.arn()).filter(move |role| *role != own);
        core::iter::once(own).chain(role)
    }
}
