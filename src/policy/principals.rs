//! `Principal` and `NotPrincipal`: whom a statement is about.

use super::Requester;
use crate::types::{AccountId, Principal};

/// The principals that a statement names.
#[derive(Debug)]
pub(super) struct Principals {
    /// Whether it is `NotPrincipal`.
    pub(super) negated: bool,
    /// A JSON pointer to the element.
    pub(super) pointer: String,
    pub(super) any_of: Vec<Named>,
}

#[derive(Debug)]
pub(super) struct Named {
    pub(super) who: Who,
    /// A JSON pointer to the name.
    pub(super) pointer: String,
}

/// One name.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Who {
    /// `*`.
    Everyone,
    /// An account, by its root's ARN or its twelve digits: whomever its IAM allows.
    Account(AccountId),
    /// A user, a role (with all its sessions), a session or a federated user.
    Exactly(Principal),
    /// A service, an identity provider: nobody who calls here.
    Outside(String),
}

/// How a statement's principals match the one who asks.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Match {
    /// Through its account: what is allowed so must be allowed by IAM as well.
    Account,
    /// Itself.
    Itself,
}

impl Who {
    /// The account's root, which is the account, or else the principal.
    pub(super) fn of(principal: &Principal) -> Self {
        if principal.is_root() { Self::Account(principal.account()) } else { Self::Exactly(principal.clone()) }
    }

    pub(super) fn matches(&self, asking: &Requester<'_>) -> Option<Match> {
        match self {
            Self::Everyone => Some(Match::Itself),
            Self::Account(account) if *account == asking.principal.account() => {
                Some(if asking.principal.is_root() { Match::Itself } else { Match::Account })
            }
            Self::Exactly(named) => asking.arns().any(|arn| arn == named.arn()).then_some(Match::Itself),
            Self::Account(_) | Self::Outside(_) => None,
        }
    }

    fn text(&self) -> &str {
        match self {
            Self::Everyone => "*",
            Self::Account(account) => account.as_str(),
            Self::Exactly(principal) => principal.arn(),
            Self::Outside(name) => name,
        }
    }
}

impl Principals {
    pub(super) fn matches(&self, asking: &Requester<'_>, denies: bool) -> Option<Match> {
        if !self.negated {
            return self.any_of.iter().filter_map(|named| named.who.matches(asking)).max();
        }
        // IAM advises to list every link of an exempted principal, down to its account. Where one is missing, a Deny
        // applies all the same and an Allow does not: the doubtful case is decided for the safe side.
        let listed = |arn: &str| self.any_of.iter().any(|named| named.who.is(arn));
        let account = Principal::root(asking.principal.account());
        let mut chain = asking.arns().chain([account.arn()]);
        let exempt = if denies { chain.all(listed) } else { chain.any(listed) };
        (!exempt).then_some(Match::Itself)
    }

    /// The users, roles and sessions that are named, and where.
    pub(super) fn named(&self) -> impl Iterator<Item = (&str, &str)> {
        self.any_of.iter().filter_map(|named| match &named.who {
            Who::Exactly(principal) => Some((principal.arn(), named.pointer.as_str())),
            _ => None,
        })
    }

    /// The names, for people.
    pub(super) fn text(&self) -> String {
        let names: Vec<_> = self.any_of.iter().map(|named| named.who.text()).collect();
        let names = names.join(", ");
        if self.negated { format!("not {names}") } else { names }
    }
}

impl Who {
    /// Whether this is the name of the link of a chain that has this ARN.
    fn is(&self, arn: &str) -> bool {
        match self {
            Self::Everyone => true,
            Self::Account(account) => Principal::root(*account).arn() == arn,
            Self::Exactly(principal) => principal.arn() == arn,
            Self::Outside(_) => false,
        }
    }
}
