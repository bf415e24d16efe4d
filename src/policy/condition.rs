//! Conditions: an operator, a condition key, and the values that it is compared with.

use std::borrow::Cow;

use super::{
    Facts,
    operator::{Operator, Wanted},
};

/// One condition of a statement. All of a statement's must hold.
#[derive(Debug)]
pub(super) struct Condition {
    /// A JSON pointer to the values.
    pub(super) pointer: String,
    /// The operator as it is written, with prefix and suffix.
    pub(super) name: String,
    pub(super) test: Test,
    pub(super) key: String,
    /// The values, read, and as they are written.
    pub(super) wanted: Vec<(Wanted, String)>,
}

/// An operator with its prefix and suffix.
#[derive(Clone, Copy, Debug)]
pub(super) struct Test {
    pub(super) operator: Operator,
    pub(super) over: Over,
    /// Whether it holds where the request does not have the key.
    pub(super) if_exists: bool,
}

/// How the values of a key that has several count.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Over {
    /// The operator is without a prefix: it is meant for keys that have one value.
    One,
    /// `ForAnyValue:`
    Any,
    /// `ForAllValues:`
    All,
}

impl Test {
    /// Reads an operator such as `ForAnyValue:StringLikeIfExists`.
    pub(super) fn parse(name: &str) -> Option<Self> {
        let (over, rest) = match name.split_once(':') {
            Some(("ForAnyValue", rest)) => (Over::Any, rest),
            Some(("ForAllValues", rest)) => (Over::All, rest),
            Some(_) => return None,
            None => (Over::One, name),
        };
        let bare = rest.strip_suffix("IfExists");
        let operator = Operator::parse(bare.unwrap_or(rest))?;
        // Whether a key exists is what Null asks: neither prefix nor suffix make sense with it.
        let is_plain = over == Over::One && bare.is_none();
        (operator != Operator::Null || is_plain).then_some(Self { operator, over, if_exists: bare.is_some() })
    }
}

impl Condition {
    pub(super) fn holds(&self, facts: &dyn Facts) -> bool {
        let given = facts.values(&self.key);
        if self.test.operator == Operator::Null {
            return self
                .wanted
                .iter()
                .any(|(wanted, _)| matches!(wanted, Wanted::Bool(absent) if *absent == given.is_none()));
        }
        let negated = self.test.operator.is_negated();
        let Some(given) = given else {
            return self.test.if_exists || self.test.over == Over::All || (negated && self.test.over == Over::One);
        };
        let fits = |value: &Cow<'_, str>| self.is_wanted(value, facts) != negated;
        match self.test.over {
            Over::All => given.iter().all(fits),
            // Of several values, one that is not wanted is enough to fail a negated operator.
            Over::One if negated => given.iter().all(fits),
            Over::Any | Over::One => given.iter().any(fits),
        }
    }

    fn is_wanted(&self, value: &str, facts: &dyn Facts) -> bool {
        self.wanted.iter().any(|(wanted, _)| self.test.operator.compares(value, wanted, facts))
    }

    /// What it asks for, for people.
    pub(super) fn text(&self) -> String {
        let values: Vec<_> = self.wanted.iter().map(|(_, written)| written.as_str()).collect();
        format!("{} {}: {}", self.name, self.key, values.join(", "))
    }

    /// What the request has of it, for people.
    pub(super) fn given(&self, facts: &dyn Facts) -> String {
        facts.values(&self.key).map(|values| values.join(", ")).unwrap_or_default()
    }
}
