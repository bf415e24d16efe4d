//! The same decision with its reasons: every statement and grant, and what it wanted.

use super::{
    KeyResource, Policy, Query, Resource,
    evaluate::{Shortfall, Voices, may_retire, weigh},
    grant::{Grant, GrantOperation},
    principals::{Match, Who},
    statement::Asked,
};
use crate::types::{
    Because, Considered, Decision, Element, EncryptionContext, Mismatch, Source, StatementEffect, StatementRef, Verdict,
};

/// How many grants that do not decide are listed.
const GRANTS_MOST: usize = 100;

/// Decides, and says why.
pub fn explain(query: &Query<'_>) -> Decision {
    let mut report = Report {
        query,
        asked: Asked::new(query),
        voices: Voices::of(&query.requester),
        considered: Vec::new(),
        omitted_grants: 0,
    };
    if let Resource::Key(key) = &query.resource {
        report.key_policy(key);
    }
    report.identity_policies();
    if let Resource::Key(key) = &query.resource {
        report.grants(key);
    }
    report.decide()
}

struct Report<'a> {
    query: &'a Query<'a>,
    asked: Asked<'a>,
    voices: Voices,
    considered: Vec<Considered>,
    omitted_grants: usize,
}

impl Report<'_> {
    fn key_policy(&mut self, key: &KeyResource<'_>) {
        let document = key.arn.to_string();
        self.policy(key.policy, Source::KeyPolicy, &document, Voices::hear_key);
    }

    fn identity_policies(&mut self) {
        let Some(identity) = self.query.requester.identity else { return };
        for (name, policy) in &identity.policies {
            let document = format!("{}/{name}", identity.principal);
            self.policy(policy, Source::IdentityPolicy, &document, Voices::hear_identity);
        }
    }

    fn policy(
        &mut self,
        policy: &Policy,
        source: Source,
        document: &str,
        hear: impl Fn(&mut Voices, StatementEffect, Match),
    ) {
        for statement in &policy.document().statements {
            let verdict = match statement.judge(&self.asked) {
                Ok(found) => {
                    hear(&mut self.voices, statement.effect, found);
                    match (found, statement.effect) {
                        (Match::Account, StatementEffect::Allow) => Verdict::Delegates,
                        _ => Verdict::Matched,
                    }
                }
                Err(miss) => Verdict::NotMatched(statement.describe(miss, &self.asked)),
            };
            let statement_ref = StatementRef {
                source,
                document: document.to_owned(),
                pointer: statement.pointer.clone(),
                sid: statement.sid.clone(),
            };
            self.considered.push(Considered { statement: statement_ref, effect: statement.effect, verdict });
        }
    }

    /// Those that decide come first, then the others up to a number.
    fn grants(&mut self, key: &KeyResource<'_>) {
        let mut others = Vec::new();
        for grant in key.grants.all().filter(|grant| key.ask.retires.is_none_or(|retired| retired.id == grant.id)) {
            let verdict = self.grant(key, grant);
            let decides = !matches!(verdict, Verdict::NotMatched(_));
            match (decides, others.len() < GRANTS_MOST) {
                (true, _) => self.considered.push(considered(grant, verdict)),
                (false, true) => others.push(considered(grant, verdict)),
                (false, false) => self.omitted_grants = self.omitted_grants.saturating_add(1),
            }
        }
        self.considered.extend(others);
    }

    fn grant(&mut self, key: &KeyResource<'_>, grant: &Grant) -> Verdict {
        let found = match key.ask.retires {
            Some(_) => may_retire(&self.query.requester, grant),
            None => Who::of(&grant.grantee).matches(&self.query.requester),
        };
        let mismatch = |element, wanted: String, given: String| {
            Verdict::NotMatched(Mismatch { element, pointer: String::new(), wanted, given })
        };
        let Some(found) = found else {
            let wanted = if key.ask.retires.is_some() { grant.retiring.as_ref() } else { Some(&grant.grantee) };
            let wanted = wanted.map(ToString::to_string).unwrap_or_default();
            return mismatch(Element::Principal, wanted, self.query.requester.principal.to_string());
        };
        if key.ask.retires.is_none() {
            let operation = GrantOperation::of_action(self.query.action);
            let Some(operation) = operation.filter(|operation| grant.operations.contains(operation)) else {
                let names: Vec<_> = grant.operations.iter().map(|operation| operation.name()).collect();
                return mismatch(Element::Action, names.join(", "), self.query.action.to_owned());
            };
            match key.ask.admitted_by(grant, operation) {
                Ok(()) => {}
                Err(Shortfall::Constraint) => {
                    let given = key.ask.context.map(pairs).unwrap_or_default();
                    return mismatch(Element::Condition, grant.constraints.to_string(), given);
                }
                Err(Shortfall::Propagation) => {
                    return mismatch(Element::Propagation, grant.effective.to_string(), key.ask.now.to_string());
                }
            }
        }
        let better = self.voices.grant.is_none_or(|(_, before)| before < found);
        if better {
            self.voices.grant = Some((grant.id, found));
        }
        if found == Match::Account { Verdict::Delegates } else { Verdict::Matched }
    }

    fn decide(self) -> Decision {
        let ruling = weigh(self.query, self.voices);
        let determined_by = self.considered.iter().filter(|considered| decides(ruling.because, considered));
        Decision {
            effect: ruling.effect,
            because: ruling.because,
            principal: self.query.requester.principal.to_string(),
            action: self.query.action.to_owned(),
            resource: self.query.resource.arn(),
            determined_by: determined_by.map(|considered| considered.statement.clone()).collect(),
            considered: self.considered,
            omitted_grants: self.omitted_grants,
        }
    }
}

/// Whether this statement or grant is one of those that a rule rests on.
fn decides(because: Because, considered: &Considered) -> bool {
    let Considered { statement, effect, verdict } = considered;
    let (matched, delegates) = (*verdict == Verdict::Matched, *verdict == Verdict::Delegates);
    let allows = *effect == StatementEffect::Allow;
    let applies = (matched || delegates) && allows;
    match (because, statement.source) {
        (Because::ExplicitDeny, _) => matched && !allows,
        (Because::KeyPolicy, Source::KeyPolicy) | (Because::Grant, Source::Grant) => matched && allows,
        (Because::IamDelegation, Source::KeyPolicy) | (Because::GrantAndIdentity, Source::Grant) => delegates,
        (Because::BothAccounts, Source::KeyPolicy) | (Because::GrantItself, Source::Grant) => applies,
        (because, Source::IdentityPolicy) => rests_on_identity(because) && applies,
        _ => false,
    }
}

fn rests_on_identity(because: Because) -> bool {
    matches!(
        because,
        Because::IamDelegation
            | Because::BothAccounts
            | Because::GrantAndIdentity
            | Because::GrantItself
            | Because::IdentityPolicy
    )
}

fn considered(grant: &Grant, verdict: Verdict) -> Considered {
    let statement = StatementRef {
        source: Source::Grant,
        document: grant.id.to_string(),
        pointer: String::new(),
        sid: grant.name.clone(),
    };
    Considered { statement, effect: StatementEffect::Allow, verdict }
}

pub(super) fn pairs(context: &EncryptionContext) -> String {
    let pairs: Vec<_> = context.iter().map(|(name, value)| format!("{name}={value}")).collect();
    pairs.join(", ")
}
