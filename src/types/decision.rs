use std::borrow::Cow;

use serde::Serialize;

/// The answer to "may this principal do this with this key?", and why.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Decision {
    /// What was decided.
    pub effect: Effect,
    /// The statements that decided; none where the refusal is only for want of a permission.
    pub determined_by: Vec<StatementRef>,
    /// Everything that was looked at, in order.
    pub considered: Vec<Considered>,
}

impl Decision {
    /// Whether the call may go on.
    pub fn is_allowed(&self) -> bool {
        self.effect == Effect::Allow
    }
}

/// The three answers of AWS's policy evaluation.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// Something allows the call and nothing denies it.
    Allow,
    /// Nothing allows the call.
    ImplicitDeny,
    /// Something denies the call, whatever else allows it.
    ExplicitDeny,
}

/// Names a statement in the document that holds it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct StatementRef {
    /// The document, such as `account`.
    pub document: Cow<'static, str>,
    /// Where the statement stands in the document: a JSON pointer (RFC 6901).
    pub pointer: Cow<'static, str>,
}

/// A statement that was looked at, and how it fared.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Considered {
    /// The statement.
    pub statement: StatementRef,
    /// Whether it applied.
    #[serde(flatten)]
    pub verdict: Verdict,
}

/// Whether a statement applied to the call.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(tag = "verdict", rename_all = "kebab-case")]
pub enum Verdict {
    /// Every element matched.
    Matched,
    /// This element is the first that did not match.
    NotMatched(Mismatch),
}

/// The first element of a statement that did not match.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Mismatch {
    /// Which element.
    pub element: Element,
    /// What the statement asks for.
    pub wanted: String,
    /// What the call brought.
    pub given: String,
}

/// The elements of a statement.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Element {
    /// Who.
    Principal,
}
