//! What a policy document says, once it has been read.

use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{condition::Condition, parse, pattern::Pattern, principals::Principals};
use crate::types::{Place, StatementEffect};

/// What a policy is attached to, which decides what must and what may stand in it.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum PolicyKind {
    /// To a key: each statement names principals.
    Key,
    /// To a user or a role: no statement names principals, for they are whoever it is attached to.
    Identity,
}

/// A policy: the text as it was given, and what it says. Copies share both.
#[derive(Clone, Debug)]
pub struct Policy(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    kind: PolicyKind,
    text: String,
    document: Document,
}

/// A text that is not a policy: what is wrong with it, and where.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PolicyError {
    /// What is wrong, in one sentence.
    pub message: String,
    /// Where.
    pub at: Place,
}

#[derive(Debug)]
pub(super) struct Document {
    pub(super) statements: Vec<Statement>,
}

#[derive(Debug)]
pub(super) struct Statement {
    /// A JSON pointer to it.
    pub(super) pointer: String,
    pub(super) sid: Option<String>,
    pub(super) effect: StatementEffect,
    /// Absent in identity policies.
    pub(super) principals: Option<Principals>,
    /// Absent where the statement has neither `Action` nor `NotAction`: it then does nothing.
    pub(super) actions: Option<Patterns>,
    /// Absent where the statement has neither `Resource` nor `NotResource`: it then does nothing.
    pub(super) resources: Option<Patterns>,
    pub(super) conditions: Vec<Condition>,
}

/// `Action` and `Resource`, or their opposites.
#[derive(Debug)]
pub(super) struct Patterns {
    /// Whether it is `NotAction` or `NotResource`.
    pub(super) negated: bool,
    /// A JSON pointer to the element.
    pub(super) pointer: String,
    /// Each read, and as it is written.
    pub(super) any_of: Vec<(Pattern, String)>,
}

impl Policy {
    /// Reads a policy.
    ///
    /// # Errors
    /// [`PolicyError`].
    pub fn parse(kind: PolicyKind, text: &str) -> Result<Self, PolicyError> {
        let document = parse::parse(kind, text)?;
        Ok(Self(Arc::new(Inner { kind, text: text.to_owned(), document })))
    }

    /// The text, as it was given.
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// The ARNs of the users, roles and sessions that the policy names, each with a JSON pointer to it.
    pub fn named_principals(&self) -> impl Iterator<Item = (&str, &str)> {
        let principals = self.0.document.statements.iter().filter_map(|statement| statement.principals.as_ref());
        principals.flat_map(Principals::named)
    }

    /// Where a JSON pointer leads in the text.
    pub fn place(&self, pointer: &str) -> Place {
        parse::place(&self.0.text, pointer)
    }

    pub(super) fn document(&self) -> &Document {
        &self.0.document
    }
}

/// Equal texts say the same.
impl PartialEq for Policy {
    fn eq(&self, other: &Self) -> bool {
        self.0.kind == other.0.kind && self.0.text == other.0.text
    }
}

impl Eq for Policy {}

impl Serialize for Policy {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.0.kind, &self.0.text).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Policy {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (kind, text) = <(PolicyKind, String)>::deserialize(deserializer)?;
        Self::parse(kind, &text).map_err(|error| de::Error::custom(error.message))
    }
}
