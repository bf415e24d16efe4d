use core::fmt;

use serde::{Deserialize, Serialize};

use super::{AccountId, arn::ArnParts};
use crate::error::KmsError;

/// A principal of IAM: an account's root, a user or a role, a session of a role, or a federated user.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Principal {
    arn: String,
    account: AccountId,
    kind: PrincipalKind,
}

/// What kind of principal an ARN names.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum PrincipalKind {
    /// The account itself: `arn:aws:iam::<account>:root`.
    Root,
    /// `arn:aws:iam::<account>:user/<path><name>`.
    User,
    /// `arn:aws:iam::<account>:role/<path><name>`.
    Role,
    /// A session of a role: `arn:aws:sts::<account>:assumed-role/<role>/<session>`.
    Session,
    /// `arn:aws:sts::<account>:federated-user/<name>`.
    Federated,
}

impl Principal {
    /// Parses a principal's ARN, in one of the forms of [`PrincipalKind`].
    ///
    /// # Errors
    /// `ValidationException` for anything else.
    pub fn parse(text: &str) -> Result<Self, KmsError> {
        Self::read(text).ok_or_else(|| {
            KmsError::Validation(format!(
                "'{text}' is not the ARN of a principal; one looks like arn:aws:iam::111122223333:user/aki"
            ))
        })
    }

    fn read(text: &str) -> Option<Self> {
        let parts = ArnParts::split(text)?;
        let account = AccountId::parse(parts.account).ok()?;
        let (kind, name) = parts.resource.split_once('/').unwrap_or((parts.resource, ""));
        let named = !name.is_empty() && !name.ends_with('/') && !name.contains(['*', '?']);
        let kind = match (parts.service, kind) {
            ("iam", "root") if parts.resource == kind => PrincipalKind::Root,
            ("iam", "user") if named => PrincipalKind::User,
            ("iam", "role") if named => PrincipalKind::Role,
            ("sts", "assumed-role") if named && name.split_once('/').is_some_and(|(role, _)| !role.is_empty()) => {
                PrincipalKind::Session
            }
            ("sts", "federated-user") if named => PrincipalKind::Federated,
            _ => return None,
        };
        let here = parts.partition.starts_with("aws") && parts.region.is_empty();
        here.then(|| Self { arn: text.to_owned(), account, kind })
    }

    /// The root of an account.
    pub fn root(account: AccountId) -> Self {
        Self { arn: format!("arn:aws:iam::{account}:root"), account, kind: PrincipalKind::Root }
    }

    /// The account that the principal belongs to.
    pub fn account(&self) -> AccountId {
        self.account
    }

    /// What kind of principal it is.
    pub fn kind(&self) -> PrincipalKind {
        self.kind
    }

    /// Whether it is an account's root.
    pub fn is_root(&self) -> bool {
        self.kind == PrincipalKind::Root
    }

    /// The name of the user, or of the role, without its path; for a session the name of its role. Empty for a root.
    pub fn name(&self) -> &str {
        let (_, path) = self.arn.split_once('/').unwrap_or_default();
        match self.kind {
            PrincipalKind::Session => path.split('/').next().unwrap_or_default(),
            _ => path.rsplit('/').next().unwrap_or_default(),
        }
    }

    /// The name of a role's session, if it is one.
    pub fn session_name(&self) -> Option<&str> {
        let session = self.kind == PrincipalKind::Session;
        self.arn.rsplit('/').next().filter(|_| session)
    }

    /// The ARN.
    pub fn arn(&self) -> &str {
        &self.arn
    }
}

impl TryFrom<String> for Principal {
    type Error = KmsError;

    fn try_from(text: String) -> Result<Self, KmsError> {
        Self::parse(&text)
    }
}

impl From<Principal> for String {
    fn from(principal: Principal) -> Self {
        principal.arn
    }
}

impl fmt::Display for Principal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.arn)
    }
}
