//! Whether a statement applies, element by element.

use core::cell::OnceCell;

use super::{
    Query,
    condition::Condition,
    document::{Patterns, Statement},
    pattern::Pattern,
    principals::{Match, Principals},
};
use crate::types::{Element, Mismatch, StatementEffect};

/// The first element that did not match.
#[derive(Clone, Copy, Debug)]
pub(super) enum Miss<'a> {
    Principal,
    Action,
    Resource,
    Condition(&'a Condition),
}

/// A question, made ready to be put to many statements.
pub(super) struct Asked<'q> {
    query: &'q Query<'q>,
    /// The action in lower case, as patterns have it.
    action: String,
    /// The resource's ARN, put together where a statement asks for it.
    arn: OnceCell<String>,
}

impl<'q> Asked<'q> {
    pub(super) fn new(query: &'q Query<'q>) -> Self {
        Self { query, action: query.action.to_ascii_lowercase(), arn: OnceCell::new() }
    }
}

impl Statement {
    /// How the statement applies; identity policies are about the one who asks.
    pub(super) fn judge(&self, asked: &Asked<'_>) -> Result<Match, Miss<'_>> {
        let query = asked.query;
        let denies = self.effect == StatementEffect::Deny;
        let found = match &self.principals {
            None => Match::Itself,
            Some(principals) => principals.matches(&query.requester, denies).ok_or(Miss::Principal)?,
        };
        if !self.actions.as_ref().is_some_and(|actions| asked.is_about(actions)) {
            return Err(Miss::Action);
        }
        if !self.resources.as_ref().is_some_and(|resources| asked.is_on(resources)) {
            return Err(Miss::Resource);
        }
        match self.conditions.iter().find(|condition| !condition.holds(query.facts)) {
            Some(condition) => Err(Miss::Condition(condition)),
            None => Ok(found),
        }
    }

    /// The mismatch, for people.
    pub(super) fn describe(&self, miss: Miss<'_>, Asked { query, .. }: &Asked<'_>) -> Mismatch {
        let (element, pointer, wanted, given) = match miss {
            Miss::Principal => {
                let principals = self.principals.as_ref();
                let pointer = principals.map(|principals| principals.pointer.clone());
                let wanted = principals.map(Principals::text);
                (Element::Principal, pointer, wanted, query.requester.principal.to_string())
            }
            Miss::Action => {
                let actions = self.actions.as_ref();
                let wanted = actions.map(Patterns::text);
                (Element::Action, actions.map(|actions| actions.pointer.clone()), wanted, query.action.to_owned())
            }
            Miss::Resource => {
                let resources = self.resources.as_ref();
                let wanted = resources.map(Patterns::text);
                (Element::Resource, resources.map(|resources| resources.pointer.clone()), wanted, query.resource.arn())
            }
            Miss::Condition(condition) => {
                let given = condition.given(query.facts);
                (Element::Condition, Some(condition.pointer.clone()), Some(condition.text()), given)
            }
        };
        let pointer = pointer.unwrap_or_else(|| self.pointer.clone());
        Mismatch { element, pointer, wanted: wanted.unwrap_or_default(), given }
    }
}

impl Asked<'_> {
    fn is_about(&self, actions: &Patterns) -> bool {
        actions.any_of.iter().any(|(pattern, _)| pattern.matches(&self.action, self.query.facts)) != actions.negated
    }

    fn is_on(&self, resources: &Patterns) -> bool {
        let matches = |pattern: &Pattern| {
            pattern.is_everything()
                || pattern.matches(self.arn.get_or_init(|| self.query.resource.arn()), self.query.facts)
        };
        resources.any_of.iter().any(|(pattern, _)| matches(pattern)) != resources.negated
    }
}

impl Patterns {
    fn text(&self) -> String {
        let written: Vec<_> = self.any_of.iter().map(|(_, written)| written.as_str()).collect();
        let written = written.join(", ");
        if self.negated { format!("not {written}") } else { written }
    }
}
