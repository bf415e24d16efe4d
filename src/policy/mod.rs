//! May this principal do this with this resource? Policies, grants, and a decision with its reasons.
//!
//! It follows "Policy evaluation logic" in the IAM User Guide and "Key policies" in the AWS KMS Developer Guide.

mod condition;
mod document;
mod evaluate;
mod explain;
mod grant;
mod identity;
mod operator;
mod parse;
mod pattern;
mod principals;
mod source;
mod statement;

pub use document::{Policy, PolicyError, PolicyKind};
pub use evaluate::{Ruling, rule};
pub use explain::explain;
pub use grant::{Constraints, Grant, GrantOperation};
pub use identity::{Identity, Requester};

use std::borrow::Cow;

use crate::types::{EncryptionContext, GrantId, KeyArn, Timestamp};

/// A question: may the requester do this with that?
#[derive(Clone, Copy)]
pub struct Query<'a> {
    /// Who asks.
    pub requester: Requester<'a>,
    /// An IAM action, such as `kms:Decrypt`.
    pub action: &'a str,
    /// What it is to be done with.
    pub resource: Resource<'a>,
    /// What conditions and variables can ask for.
    pub facts: &'a dyn Facts,
}

/// What an action is to be done with.
#[derive(Clone, Copy)]
pub enum Resource<'a> {
    /// A key: its own policy and its grants count.
    Key(KeyResource<'a>),
    /// Something that only IAM guards, by its ARN: an alias.
    Named(&'a str),
    /// Nothing in particular: the account as a whole.
    Anything,
}

/// A key, and what allows and denies its use.
#[derive(Clone, Copy)]
pub struct KeyResource<'a> {
    /// The key.
    pub arn: &'a KeyArn,
    /// Its policy.
    pub policy: &'a Policy,
    /// Whether the operation works from other accounts.
    pub cross_account: bool,
    /// Its grants.
    pub grants: &'a dyn GrantSource,
    /// What grants are compared with.
    pub ask: GrantAsk<'a>,
}

/// What a request brings to be compared with grants.
#[derive(Clone, Copy)]
pub struct GrantAsk<'a> {
    /// The encryption context, where the request has one.
    pub context: Option<&'a EncryptionContext>,
    /// The grants whose tokens it brings.
    pub tokens: &'a [GrantId],
    /// The time.
    pub now: Timestamp,
    /// The grant that is to be retired, if that is what is asked.
    pub retires: Option<&'a Grant>,
}

/// The grants of one key, wherever they are kept.
pub trait GrantSource {
    /// The first grant that is made out to one of these ARNs, for this operation, and may fit this encryption context,
    /// and that `admits` accepts. It takes no longer the more grants there are.
    fn find(
        &self,
        arns: &[&str],
        operation: GrantOperation,
        context: Option<&EncryptionContext>,
        admits: &mut dyn FnMut(&Grant) -> bool,
    ) -> Option<&Grant>;

    /// All of them, in the order of their ids.
    fn all(&self) -> Box<dyn Iterator<Item = &Grant> + '_>;
}

/// The grants of a key that has none.
#[derive(Clone, Copy, Debug)]
pub struct NoGrants;

impl GrantSource for NoGrants {
    fn find(
        &self,
        _: &[&str],
        _: GrantOperation,
        _: Option<&EncryptionContext>,
        _: &mut dyn FnMut(&Grant) -> bool,
    ) -> Option<&Grant> {
        None
    }

    fn all(&self) -> Box<dyn Iterator<Item = &Grant> + '_> {
        Box::new(core::iter::empty())
    }
}

/// What is known of a request and of the world, by the names of condition keys.
pub trait Facts {
    /// The values of a condition key such as `aws:PrincipalArn`, in any case, or `None` where the request does not have
    /// it. There is at least one.
    fn values(&self, key: &str) -> Option<Vec<Cow<'_, str>>>;
}

impl Resource<'_> {
    /// Its ARN, or `*`.
    pub fn arn(&self) -> String {
        match self {
            Self::Key(key) => key.arn.to_string(),
            Self::Named(arn) => (*arn).to_owned(),
            Self::Anything => "*".to_owned(),
        }
    }
}
