//! Grants: a permission for one principal, on one key, without a policy.

use core::fmt;
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::explain::pairs;
use crate::types::{AccountId, EncryptionContext, GrantId, KeyId, KeySpec, KeyUsage, Principal, Timestamp};

/// A grant: it allows its grantee the listed operations on one key, within its constraints. It cannot deny.
///
/// See "Grants in AWS KMS" in the AWS KMS Developer Guide.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Grant {
    /// The id.
    pub id: GrantId,
    /// The key.
    pub key_id: KeyId,
    /// Who may use the key.
    pub grantee: Principal,
    /// Who may give the grant back, beside the account that it was made in.
    pub retiring: Option<Principal>,
    /// What the grantee may do.
    pub operations: BTreeSet<GrantOperation>,
    /// With which encryption context only.
    pub constraints: Constraints,
    /// The name that its maker gave it, so that a repeated request makes no second grant.
    pub name: Option<String>,
    /// The account that made it.
    pub issuing_account: AccountId,
    /// When it was made.
    pub created: Timestamp,
    /// From when on it is known everywhere. Before, only a call that brings one of its tokens profits from it.
    pub effective: Timestamp,
}

macro_rules! grant_operations {
    ($($name:ident,)*) => {
        /// An operation that a grant can allow.
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize, Deserialize)]
        #[expect(missing_docs, reason = "each is described in the AWS KMS API reference, under the same name")]
        pub enum GrantOperation { $($name,)* }

        impl GrantOperation {
            const ALL: &'static [Self] = &[$(Self::$name,)*];
            /// AWS's names of all of them, in its order.
            pub const NAMES: &'static [&'static str] = &[$(stringify!($name),)*];

            /// AWS's name of it.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => stringify!($name),)* }
            }
        }
    };
}

grant_operations! {
    Decrypt,
    Encrypt,
    GenerateDataKey,
    GenerateDataKeyWithoutPlaintext,
    ReEncryptFrom,
    ReEncryptTo,
    Sign,
    Verify,
    GetPublicKey,
    CreateGrant,
    RetireGrant,
    DescribeKey,
    GenerateDataKeyPair,
    GenerateDataKeyPairWithoutPlaintext,
    GenerateMac,
    VerifyMac,
    DeriveSharedSecret,
    Encapsulate,
    Decapsulate,
}

impl GrantOperation {
    /// The operation of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|operation| operation.name() == name)
    }

    /// The operation that an IAM action such as `kms:Decrypt` stands for.
    pub fn of_action(action: &str) -> Option<Self> {
        Self::parse(action.strip_prefix("kms:")?)
    }

    /// Whether keys of this spec and usage have it.
    pub fn suits(self, spec: KeySpec, usage: KeyUsage) -> bool {
        match self {
            Self::CreateGrant | Self::RetireGrant | Self::DescribeKey => true,
            Self::GenerateMac | Self::VerifyMac => usage == KeyUsage::GenerateVerifyMac,
            Self::Sign | Self::Verify => usage == KeyUsage::SignVerify,
            Self::DeriveSharedSecret => usage == KeyUsage::KeyAgreement,
            Self::Encapsulate | Self::Decapsulate => usage == KeyUsage::EncapsulateDecapsulate,
            Self::GetPublicKey => spec.is_pair(),
            Self::GenerateDataKey
            | Self::GenerateDataKeyWithoutPlaintext
            | Self::GenerateDataKeyPair
            | Self::GenerateDataKeyPairWithoutPlaintext => spec == KeySpec::SymmetricDefault,
            Self::Decrypt | Self::Encrypt | Self::ReEncryptFrom | Self::ReEncryptTo => {
                usage == KeyUsage::EncryptDecrypt
            }
        }
    }

    /// Whether constraints apply to it. They do not where a request has no encryption context to compare; a grant that
    /// CreateGrant makes by virtue of another is compared with that one instead.
    pub fn is_constrained(self) -> bool {
        !matches!(self, Self::CreateGrant | Self::DescribeKey | Self::RetireGrant | Self::GetPublicKey)
    }
}

/// What the encryption context of a request must be like for a grant to allow it.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Constraints {
    /// Exactly these pairs.
    pub equals: Option<EncryptionContext>,
    /// At least these pairs.
    pub subset: Option<EncryptionContext>,
}

impl Constraints {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.equals.is_none() && self.subset.is_none()
    }

    /// Whether a request with this context keeps to them.
    pub fn admit(&self, context: &EncryptionContext) -> bool {
        let equal = self.equals.as_ref().is_none_or(|equals| equals == context);
        equal && self.subset.as_ref().is_none_or(|subset| contains(context, subset))
    }

    /// Whether everything that `self` admits is admitted by `parent`: a grant made by virtue of another must be at
    /// least as strict.
    pub fn is_within(&self, parent: &Self) -> bool {
        let equals = match (&parent.equals, &self.equals) {
            (None, _) => true,
            (Some(parent), Some(child)) => parent == child,
            (Some(_), None) => false,
        };
        let subset = match &parent.subset {
            None => true,
            Some(pairs) => {
                let stricter = self.equals.as_ref().is_some_and(|equals| contains(equals, pairs));
                stricter || self.subset.as_ref().is_some_and(|subset| contains(subset, pairs))
            }
        };
        equals && subset
    }

    /// A pair that every admitted request has, to find the grant by. Without one, any request may be admitted, or (the
    /// constraint is the empty context) only one without pairs.
    pub fn anchor(&self) -> Option<(&str, &str)> {
        [&self.equals, &self.subset].into_iter().flatten().find_map(|context| context.iter().next())
    }
}

fn contains(context: &EncryptionContext, pairs: &EncryptionContext) -> bool {
    pairs.iter().all(|(name, value)| context.get(name) == Some(value))
}

/// As AWS names them: `EncryptionContextSubset: to=Aki`.
impl fmt::Display for Constraints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let named = [("EncryptionContextEquals", &self.equals), ("EncryptionContextSubset", &self.subset)];
        let mut separator = "";
        for (name, context) in named {
            let Some(context) = context else { continue };
            write!(f, "{separator}{name}: {}", pairs(context))?;
            separator = "; ";
        }
        Ok(())
    }
}
