//! Whether a statement applies, element by element.

use super::{
    Query,
    condition::Condition,
    document::{Patterns, Statement},
    principals::Match,
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

impl Statement {
    /// How the statement applies; identity policies are about the one who asks.
    pub(super) fn judge(&self, query: &Query<'_>) -> Result<Match, Miss<'_>> {
        let denies = self.effect == StatementEffect::Deny;
        let found = match &self.principals {
            None => Match::Itself,
            Some(principals) => principals.matches(&query.requester, denies).ok_or(Miss::Principal)?,
        };
        if !self.actions.as_ref().is_some_and(|actions| is_about(actions, query)) {
            return Err(Miss::Action);
        }
        if !self.resources.as_ref().is_some_and(|resources| is_on(resources, query)) {
            return Err(Miss::Resource);
        }
        match self.conditions.iter().find(|condition| !condition.holds(query.facts)) {
            Some(condition) => Err(Miss::Condition(condition)),
            None => Ok(found),
        }
    }

    /// The mismatch, for people.
    pub(super) fn describe(&self, miss: Miss<'_>, query: &Query<'_>) -> Mismatch {
        let (element, pointer, wanted, given) = match miss {
            Miss::Principal => {
                let principals = self.principals.as_ref();
                let pointer = principals.map(|principals| principals.pointer.clone());
                let wanted = principals.map(|principals| principals.text());
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

fn is_about(actions: &Patterns, query: &Query<'_>) -> bool {
    let lower = if actions.is_everything() { String::new() } else { query.action.to_ascii_lowercase() };
    actions.any_of.iter().any(|(pattern, _)| pattern.matches(&lower, query.facts)) != actions.negated
}

fn is_on(resources: &Patterns, query: &Query<'_>) -> bool {
    // The ARN is put together only where it matters.
    let arn = if resources.is_everything() { String::new() } else { query.resource.arn() };
    resources.any_of.iter().any(|(pattern, _)| pattern.matches(&arn, query.facts)) != resources.negated
}

impl Patterns {
    fn is_everything(&self) -> bool {
        self.any_of.iter().any(|(pattern, _)| pattern.is_everything())
    }

    fn text(&self) -> String {
        let written: Vec<_> = self.any_of.iter().map(|(_, written)| written.as_str()).collect();
        let written = written.join(", ");
        if self.negated { format!("not {written}") } else { written }
    }
}
