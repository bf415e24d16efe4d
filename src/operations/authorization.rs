//! May the caller do this? The question put to `policy`, and its refusal in AWS's words.

use super::{
    facts::CallFacts,
    grants::{by_id, by_token},
    refusal::Refusal,
    registry::{Asks, Beside, Operation, Retires},
    target::{NO_SUCH_CIPHERTEXT_KEY, Named, Resolved, Target},
};
use crate::{
    env::Caller,
    error::KmsError,
    policy::{
        self, Grant, GrantAsk, GrantOperation, GrantSource, Identity, KeyResource, NoGrants, Policy, Query, Requester,
        Resource,
    },
    store::{Grants, KmsKey, Store},
    trace::Recorder,
    types::{AliasArn, AliasName, Because, Decision, Effect, EncryptionContext, GrantId, KeyId, Source, Timestamp},
};

/// A call that wants permission, with everything that the answer depends on.
#[derive(Clone, Copy)]
pub(super) struct Authorization<'a> {
    pub(super) caller: &'a Caller,
    pub(super) identity: Option<&'a Identity>,
    pub(super) condition_keys: &'a [(String, Vec<String>)],
    /// The request; none for a call that is only thought of.
    pub(super) asks: Option<&'a dyn Asks>,
    pub(super) store: &'a Store,
    /// The keys that the request is about.
    pub(super) keys: &'a [Resolved],
    pub(super) now: Timestamp,
    /// The grants whose tokens the request brings.
    pub(super) tokens: &'a [GrantId],
}

/// The grants of one key.
struct GrantsOfKey<'a> {
    grants: &'a Grants,
    key_id: KeyId,
}

impl GrantSource for GrantsOfKey<'_> {
    fn find(
        &self,
        arns: &[&str],
        operation: GrantOperation,
        context: Option<&EncryptionContext>,
        admits: &mut dyn FnMut(&Grant) -> bool,
    ) -> Option<&Grant> {
        self.grants.find(self.key_id, arns, operation, context, admits)
    }

    fn all(&self) -> Box<dyn Iterator<Item = &Grant> + '_> {
        Box::new(self.grants.of_key(self.key_id))
    }
}

/// The grants whose tokens a request brings. Each token must be one.
pub(super) fn grants_of_tokens(store: &Store, tokens: &[String]) -> Result<Vec<GrantId>, KmsError> {
    tokens.iter().map(|token| by_token(&store.grants, token).map(|grant| grant.id)).collect()
}

impl Authorization<'_> {
    /// Whether the caller may do what the request takes: first with the keys that it is about, then beside them.
    /// Returns the grant that allowed the first, if it was one.
    pub(super) fn check(
        &self,
        operation: Operation,
        targets: &[Target<'_>],
        trace: &mut Recorder,
    ) -> Result<Option<GrantId>, Refusal> {
        let allowed_by = self.check_keys(operation, targets, trace)?;
        let beside = self.asks.map(|asks| asks.beside(operation)).unwrap_or_default();
        self.check_beside(&beside, trace)?;
        Ok(allowed_by)
    }

    /// Whether the caller may do it with these keys.
    pub(super) fn check_keys(
        &self,
        operation: Operation,
        targets: &[Target<'_>],
        trace: &mut Recorder,
    ) -> Result<Option<GrantId>, Refusal> {
        let mut allowed_by = None;
        for (target, resolved) in targets.iter().zip(self.keys) {
            let Some((key, permission)) = self.store.key(resolved.key_id).zip(target.permission) else { continue };
            let grant = self.may_use(operation, permission, target, key, trace)?;
            allowed_by = allowed_by.or(grant);
        }
        Ok(allowed_by)
    }

    /// Whether the caller has permissions that are not about a key.
    pub(super) fn check_beside(&self, permissions: &[Beside<'_>], trace: &mut Recorder) -> Result<(), Refusal> {
        for beside in permissions {
            let alias = beside.alias.map(|name| self.alias_arn(name));
            let resource = alias.as_deref().map_or(Resource::Anything, Resource::Named);
            let facts = CallFacts::beside(*self);
            let query = self.query(beside.permission, resource, &facts);
            ask(&query, trace, denial)?;
        }
        Ok(())
    }

    fn may_use(
        &self,
        operation: Operation,
        permission: &'static str,
        target: &Target<'_>,
        key: &KmsKey,
        trace: &mut Recorder,
    ) -> Result<Option<GrantId>, Refusal> {
        let retires = self.asks.and_then(Asks::retires).map(|retires| self.retired(&retires, key)).transpose()?;
        let arn = key.arn(&self.caller.region);
        let source = GrantsOfKey { grants: &self.store.grants, key_id: key.key_id };
        let resource = KeyResource {
            arn: &arn,
            policy: &key.policy,
            cross_account: operation.spec().cross_account,
            grants: &source,
            ask: GrantAsk { context: target.context, tokens: self.tokens, now: self.now, retires },
        };
        let facts = CallFacts::of_key(*self, target, key);
        let query = self.query(permission, Resource::Key(resource), &facts);
        ask(&query, trace, |decision| match target.named {
            Named::Ciphertext(_, None) => NO_SUCH_CIPHERTEXT_KEY.to_owned(),
            _ => denial(decision),
        })
    }

    /// Whether the caller could put another policy in the place of `policy`, which is yet to be put in place itself.
    pub(super) fn could_put_policy(&self, key: &KmsKey, policy: &Policy) -> bool {
        let arn = key.arn(&self.caller.region);
        let permission = "kms:PutKeyPolicy";
        let target = Target::new(permission, Named::Key(key.key_id.as_str()));
        let resource = KeyResource {
            arn: &arn,
            policy,
            cross_account: false,
            // It is none of the operations that a grant can allow.
            grants: &NoGrants,
            ask: GrantAsk { context: None, tokens: &[], now: self.now, retires: None },
        };
        let facts = CallFacts::of_key(*self, &target, key);
        policy::rule(&self.query(permission, Resource::Key(resource), &facts)).is_allowed()
    }

    fn query<'q>(&'q self, action: &'q str, resource: Resource<'q>, facts: &'q CallFacts<'q>) -> Query<'q> {
        let requester = Requester { principal: &self.caller.principal, identity: self.identity };
        Query { requester, action, resource, facts }
    }

    fn retired(&self, retires: &Retires<'_>, key: &KmsKey) -> Result<&Grant, KmsError> {
        match retires {
            Retires::Token(token) => by_token(&self.store.grants, token),
            Retires::Id(id) => by_id(&self.store.grants, key.key_id, id),
        }
    }

    fn alias_arn(&self, name: &str) -> String {
        let (region, account) = (self.caller.region.clone(), self.caller.principal.account());
        AliasName::parse(name).map_or_else(|_| name.to_owned(), |name| AliasArn { region, account, name }.to_string())
    }
}

/// Asks, and takes down the answer. The reasons are worked out only where somebody wants them.
fn ask(
    query: &Query<'_>,
    trace: &mut Recorder,
    message: impl Fn(&Decision) -> String,
) -> Result<Option<GrantId>, Refusal> {
    let ruling = policy::rule(query);
    if ruling.is_allowed() && !trace.is_on() {
        return Ok(ruling.grant);
    }
    let decision = policy::explain(query);
    trace.authorization(&decision);
    if ruling.is_allowed() {
        return Ok(ruling.grant);
    }
    Err(Refusal { error: KmsError::AccessDenied(message(&decision)), decision: Some(Box::new(decision)) })
}

/// The refusal as AWS words it.
fn denial(decision: &Decision) -> String {
    let Decision { principal, action, resource, .. } = decision;
    let source = decision.determined_by.first().map(|statement| statement.source);
    let policy = match (decision.effect, decision.because, source) {
        (Effect::ExplicitDeny, _, Some(Source::IdentityPolicy)) | (_, Because::NoIdentityPolicy, _) => "identity",
        _ => "resource",
    };
    let reason = match decision.effect {
        Effect::ExplicitDeny if policy == "identity" => "with an explicit deny in an identity-based policy".to_owned(),
        Effect::ExplicitDeny => "with an explicit deny in a resource-based policy".to_owned(),
        _ => format!("because no {policy}-based policy allows the {action} action"),
    };
    format!("User: {principal} is not authorized to perform: {action} on resource: {resource} {reason}")
}
