//! The algorithm: a Deny wins; then what the key's own policy, IAM and grants allow; then nothing does.

use super::{
    GrantAsk, GrantSource, KeyResource, Policy, Query, Requester, Resource,
    grant::{Grant, GrantOperation},
    principals::{Match, Who},
    statement::Asked,
};
use crate::types::{AccountId, Because, Effect, GrantId, Principal, StatementEffect};

/// The answer without its reasons, for calls that nobody watches.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Ruling {
    /// What was decided.
    pub effect: Effect,
    /// By which rule.
    pub because: Because,
    /// The grant that decided, if one did.
    pub grant: Option<GrantId>,
}

/// What the statements and grants say, each kind for itself.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Voices {
    pub(super) denied: bool,
    /// The best that an Allow of the key policy does.
    pub(super) key: Option<Match>,
    /// Whether an identity policy allows, or the requester is a root, who needs none.
    pub(super) identity: bool,
    pub(super) grant: Option<(GrantId, Match)>,
}

impl Voices {
    pub(super) fn of(requester: &Requester<'_>) -> Self {
        Self { identity: requester.principal.is_root(), ..Self::default() }
    }

    /// A statement of the key policy applies.
    pub(super) fn hear_key(&mut self, effect: StatementEffect, found: Match) {
        match effect {
            StatementEffect::Deny => self.denied = true,
            StatementEffect::Allow => self.key = self.key.max(Some(found)),
        }
    }

    /// A statement of an identity policy applies.
    pub(super) fn hear_identity(&mut self, effect: StatementEffect, _: Match) {
        match effect {
            StatementEffect::Deny => self.denied = true,
            StatementEffect::Allow => self.identity = true,
        }
    }
}

/// Decides.
///
/// It gives the same answer as [`explain`](super::explain), without the reasons and without their cost.
pub fn rule(query: &Query<'_>) -> Ruling {
    let asked = Asked::new(query);
    let mut voices = Voices::of(&query.requester);
    let key = match &query.resource {
        Resource::Key(key) => Some(key),
        Resource::Named(_) | Resource::Anything => None,
    };
    if let Some(key) = key {
        listen(key.policy, &asked, |effect, found| voices.hear_key(effect, found));
    }
    for policy in query.requester.policies() {
        listen(policy, &asked, |effect, found| voices.hear_identity(effect, found));
    }
    // A grant is looked for only where it matters.
    if let Some(key) = key
        && !voices.denied
        && !weigh(query, voices).is_allowed()
    {
        voices.grant = grant(query, key).map(|(grant, found)| (grant.id, found));
    }
    weigh(query, voices)
}

fn listen(policy: &Policy, asked: &Asked<'_>, mut hear: impl FnMut(StatementEffect, Match)) {
    for statement in &policy.document().statements {
        if let Ok(found) = statement.judge(asked) {
            hear(statement.effect, found);
        }
    }
}

impl Ruling {
    /// Whether the call may go on.
    pub fn is_allowed(&self) -> bool {
        self.effect == Effect::Allow
    }

    fn allow(because: Because, grant: Option<GrantId>) -> Self {
        Self { effect: Effect::Allow, because, grant }
    }

    fn deny(because: Because) -> Self {
        let effect = if because == Because::ExplicitDeny { Effect::ExplicitDeny } else { Effect::ImplicitDeny };
        Self { effect, because, grant: None }
    }
}

/// The rules.
pub(super) fn weigh(query: &Query<'_>, voices: Voices) -> Ruling {
    if voices.denied {
        return Ruling::deny(Because::ExplicitDeny);
    }
    let Resource::Key(key) = &query.resource else {
        return match voices.identity {
            true if query.requester.principal.is_root() => Ruling::allow(Because::AccountRoot, None),
            true => Ruling::allow(Because::IdentityPolicy, None),
            false => Ruling::deny(Because::NoIdentityPolicy),
        };
    };
    if let Some(grant) = key.ask.retires {
        return match may_retire(&query.requester, grant) {
            Some(Match::Itself) => Ruling::allow(Because::GrantItself, Some(grant.id)),
            Some(Match::Account) if voices.identity => Ruling::allow(Because::GrantItself, Some(grant.id)),
            Some(Match::Account) => Ruling::deny(Because::NoIdentityPolicy),
            None => Ruling::deny(Because::NotRetirable),
        };
    }
    let at_home = query.requester.principal.account() == key.arn.account;
    if !at_home && !key.cross_account {
        return Ruling::deny(Because::OtherAccount);
    }
    match (voices.key, voices.grant) {
        (Some(Match::Itself), _) if at_home => Ruling::allow(Because::KeyPolicy, None),
        (Some(Match::Account), _) if at_home && voices.identity => Ruling::allow(Because::IamDelegation, None),
        (Some(_), _) if !at_home && voices.identity => Ruling::allow(Because::BothAccounts, None),
        (_, Some((grant, Match::Itself))) => Ruling::allow(Because::Grant, Some(grant)),
        (_, Some((grant, Match::Account))) if voices.identity => Ruling::allow(Because::GrantAndIdentity, Some(grant)),
        (None, None) => Ruling::deny(Because::NoKeyPolicy),
        _ => Ruling::deny(Because::NoIdentityPolicy),
    }
}

/// The grant that allows it, if one does: to the principal itself rather than to its account.
fn grant<'a>(query: &Query<'a>, key: &KeyResource<'a>) -> Option<(&'a Grant, Match)> {
    let operation = GrantOperation::of_action(query.action)?;
    let root = Principal::root(query.requester.principal.account());
    let own: Vec<_> = query.requester.arns().collect();
    let found = |arns: &[&str], how| find(key.grants, key.ask, arns, operation).map(|grant| (grant, how));
    let account_is = if query.requester.principal.is_root() { Match::Itself } else { Match::Account };
    found(&own, Match::Itself).or_else(|| found(&[root.arn()], account_is))
}

fn find<'a>(
    grants: &'a dyn GrantSource,
    ask: GrantAsk<'a>,
    arns: &[&str],
    operation: GrantOperation,
) -> Option<&'a Grant> {
    let context = ask.context.filter(|_| operation.is_constrained());
    grants.find(arns, operation, context, &mut |grant| ask.admitted_by(grant, operation).is_ok())
}

/// What keeps a grant to the right principal, for the right operation, from allowing a request.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Shortfall {
    /// The encryption context is not the one that it asks for.
    Constraint,
    /// It is too new, and the request does not bring its token.
    Propagation,
}

impl GrantAsk<'_> {
    pub(super) fn admitted_by(&self, grant: &Grant, operation: GrantOperation) -> Result<(), Shortfall> {
        let constrained = operation.is_constrained() && !grant.constraints.is_empty();
        if constrained && !self.context.is_some_and(|context| grant.constraints.admit(context)) {
            return Err(Shortfall::Constraint);
        }
        if self.now < grant.effective && !self.tokens.contains(&grant.id) {
            return Err(Shortfall::Propagation);
        }
        Ok(())
    }
}

/// How the grant names the requester as one who may retire it: the retiring principal, the grantee where the grant
/// says so, and the account in which it was made.
pub(super) fn may_retire(requester: &Requester<'_>, grant: &Grant) -> Option<Match> {
    let retiring = grant.retiring.as_ref().map(Who::of);
    let grantee = grant.operations.contains(&GrantOperation::RetireGrant).then(|| Who::of(&grant.grantee));
    let account = Some(Who::Account(grant.issuing_account));
    [retiring, grantee, account].iter().flatten().filter_map(|who| who.matches(requester)).max()
}

impl<'a> Requester<'a> {
    pub(super) fn policies(&self) -> impl Iterator<Item = &'a Policy> + use<'a> {
        self.identity.into_iter().flat_map(|identity| identity.policies.values())
    }

    /// The account that it belongs to.
    pub fn account(&self) -> AccountId {
        self.principal.account()
    }
}
