use core::fmt;

use super::{AccountId, arn::ArnParts};
use crate::error::KmsError;

/// Who calls: an account's root, an IAM user or role, or a session of a role.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Principal {
    arn: String,
    account: AccountId,
}

impl Principal {
    /// Parses a principal's ARN: `arn:aws:iam::<account>:root`, `…:user/<name>`, `…:role/<name>`, or
    /// `arn:aws:sts::<account>:assumed-role/<role>/<session>`.
    ///
    /// # Errors
    /// `ValidationException` for anything else.
    pub fn parse(text: &str) -> Result<Self, KmsError> {
        let parse = |text| {
            let parts = ArnParts::split(text)?;
            let account = AccountId::parse(parts.account).ok()?;
            let (kind, name) = parts.resource.split_once('/').unwrap_or((parts.resource, ""));
            let known = match (parts.service, kind) {
                ("iam", "root") => parts.resource == kind,
                ("iam", "user" | "role") => !name.is_empty(),
                ("sts", "assumed-role") => {
                    name.split_once('/').is_some_and(|(role, session)| !role.is_empty() && !session.is_empty())
                }
                _ => false,
            };
            let here = parts.partition.starts_with("aws") && parts.region.is_empty();
            (known && here).then(|| Self { arn: text.to_owned(), account })
        };
        parse(text).ok_or_else(|| {
            KmsError::Validation(format!(
                "'{text}' is not the ARN of a principal; one looks like arn:aws:iam::111122223333:user/aki"
            ))
        })
    }

    /// The root of an account.
    pub fn root(account: AccountId) -> Self {
        Self { arn: format!("arn:aws:iam::{account}:root"), account }
    }

    /// The account that the principal belongs to.
    pub fn account(&self) -> AccountId {
        self.account
    }

    /// The ARN.
    pub fn arn(&self) -> &str {
        &self.arn
    }
}

impl fmt::Display for Principal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.arn)
    }
}
