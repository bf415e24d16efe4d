use serde::Serialize;

/// The answer to "may this principal do this with this resource?", and why.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Decision {
    /// What was decided.
    pub effect: Effect,
    /// By what kind of permission, or for want of which.
    pub because: Because,
    /// Who asked: the ARN of the principal.
    pub principal: String,
    /// For what: an IAM action, such as `kms:Decrypt`.
    pub action: String,
    /// On what: the ARN of a key or an alias, or `*` where the action is about none.
    pub resource: String,
    /// The statements and grants that decided; none where the refusal is only for want of a permission.
    pub determined_by: Vec<StatementRef>,
    /// Every statement and grant that was looked at, in order.
    pub considered: Vec<Considered>,
    /// How many more grants the key has. They are grants to others, and not listed.
    #[serde(skip_serializing_if = "is_zero")]
    pub omitted_grants: usize,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
fn is_zero(number: &usize) -> bool {
    *number == 0
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

/// The rule of evaluation that led to the answer.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Because {
    /// The key policy allows the principal itself.
    KeyPolicy,
    /// The key policy leaves it to the account's IAM, and an identity policy of the principal allows it.
    IamDelegation,
    /// The principal is of another account: the key policy and an identity policy of the principal both allow it.
    BothAccounts,
    /// A grant allows it.
    Grant,
    /// A grant to the principal's account allows it, and so does an identity policy of the principal.
    GrantAndIdentity,
    /// It is about no key, and an identity policy of the principal allows it.
    IdentityPolicy,
    /// It is about no key, and the root of an account may do everything in it.
    AccountRoot,
    /// The grant that is to be retired names the principal as one who may retire it.
    GrantItself,
    /// A statement denies it.
    ExplicitDeny,
    /// Neither the key policy nor a grant allows it to the principal or its account.
    NoKeyPolicy,
    /// The key policy leaves it to IAM, and no identity policy of the principal allows it; or it is about no key.
    NoIdentityPolicy,
    /// The operation works within one account only, and the key belongs to another.
    OtherAccount,
    /// The grant that is to be retired does not name the principal as one who may retire it.
    NotRetirable,
}

/// A kind of document that permissions stand in.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// The policy of the key.
    KeyPolicy,
    /// A policy of the principal, which IAM keeps.
    IdentityPolicy,
    /// A grant on the key.
    Grant,
}

/// Names a statement in the document that holds it, or a grant.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct StatementRef {
    /// What kind of document it is.
    pub source: Source,
    /// Which one: for a key policy the key's ARN, for an identity policy the ARN of the user or role, `/` and the
    /// policy's name, for a grant the grant id.
    pub document: String,
    /// Where the statement stands in the document: a JSON pointer (RFC 6901). A grant is a whole: its is empty.
    pub pointer: String,
    /// The statement's `Sid`, or the grant's `Name`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sid: Option<String>,
}

/// What a statement is for.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, serde::Deserialize)]
#[serde(rename_all = "PascalCase")]
pub enum StatementEffect {
    /// To allow.
    Allow,
    /// To deny.
    Deny,
}

/// A statement or grant that was looked at, and how it fared.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Considered {
    /// The statement or grant.
    pub statement: StatementRef,
    /// What it would do. A grant allows.
    pub effect: StatementEffect,
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
    /// Every element matched, and it leaves the decision to the IAM of an account: alone it allows nothing.
    Delegates,
    /// This element is the first that did not match.
    NotMatched(Mismatch),
}

/// The first element of a statement that did not match.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Mismatch {
    /// Which element.
    pub element: Element,
    /// Where it stands: a JSON pointer into the document; empty for a grant.
    pub pointer: String,
    /// What the statement asks for.
    pub wanted: String,
    /// What the call brought; empty if it brought nothing of the kind.
    pub given: String,
}

/// The elements of a statement, in the order in which they are looked at.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Element {
    /// Who. `Principal`, `NotPrincipal`; a grant's grantee.
    Principal,
    /// What. `Action`, `NotAction`; a grant's operations.
    Action,
    /// On what. `Resource`, `NotResource`.
    Resource,
    /// Under which circumstances. `Condition`; a grant's constraints.
    Condition,
    /// Since when: a new grant is not known everywhere at once, and the call did not bring its token.
    Propagation,
}
