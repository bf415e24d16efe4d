//! What conditions can ask for: the condition keys of AWS KMS, and the global ones.
//!
//! See "Condition keys for AWS KMS" in the AWS KMS Developer Guide and "AWS global condition context keys" in the IAM
//! User Guide.

use std::borrow::Cow;

use super::{authorization::Authorization, target::Target};
use crate::{
    error::KmsError,
    policy::Facts,
    store::KmsKey,
    types::{EncryptionContext, PrincipalKind, Timestamp},
};

/// The values of a condition key.
pub(super) type Values<'a> = Vec<Cow<'a, str>>;

/// The keys that the engine answers itself, so that a caller cannot: whole names, and beginnings that end in `/` or `:`.
const OWN_KEYS: &[&str] = &[
    "aws:currenttime",
    "aws:epochtime",
    "aws:principalaccount",
    "aws:principalarn",
    "aws:principaltag/",
    "aws:principaltype",
    "aws:requestedregion",
    "aws:requesttag/",
    "aws:resourceaccount",
    "aws:resourcetag/",
    "aws:tagkeys",
    "aws:userid",
    "aws:username",
    "kms:bypasspolicylockoutsafetycheck",
    "kms:calleraccount",
    "kms:datakeypairspec",
    "kms:encryptionalgorithm",
    "kms:encryptioncontext:",
    "kms:encryptioncontextkeys",
    "kms:expirationmodel",
    "kms:granteeprincipal",
    "kms:grantconstrainttype",
    "kms:grantoperations",
    "kms:keyagreementalgorithm",
    "kms:keyorigin",
    "kms:keyspec",
    "kms:keyusage",
    "kms:macalgorithm",
    "kms:messagetype",
    "kms:multiregion",
    "kms:multiregionkeytype",
    "kms:policyname",
    "kms:primaryregion",
    "kms:reencryptonsamekey",
    "kms:replicaregion",
    "kms:requestalias",
    "kms:resourcealiases",
    "kms:retiringprincipal",
    "kms:rotationperiodindays",
    "kms:scheduledeletionpendingwindowindays",
    "kms:signingalgorithm",
    "kms:validto",
    "kms:wrappingalgorithm",
    "kms:wrappingkeyspec",
];

/// Only what the engine cannot know may be said by the caller, and only condition keys.
pub(super) fn check_condition_keys(given: &[(String, Vec<String>)]) -> Result<(), KmsError> {
    for (key, values) in given {
        let name = key.to_ascii_lowercase();
        let is_own = |own: &&str| name == **own || (own.ends_with(['/', ':']) && name.starts_with(*own));
        let fault = if !name.starts_with("aws:") && !name.starts_with("kms:") {
            "is not a condition key: they begin with aws: or kms:"
        } else if OWN_KEYS.iter().any(is_own) {
            "is known from the request itself and cannot be given"
        } else if values.is_empty() {
            "has no value"
        } else {
            continue;
        };
        return Err(KmsError::Validation(format!("The condition key '{key}' {fault}.")));
    }
    Ok(())
}

/// The facts of one call, about one of the keys that it is about, or beside them.
#[derive(Clone, Copy)]
pub(super) struct CallFacts<'a> {
    call: Authorization<'a>,
    about: Option<(&'a Target<'a>, &'a KmsKey)>,
}

impl<'a> CallFacts<'a> {
    pub(super) fn of_key(call: Authorization<'a>, target: &'a Target<'a>, key: &'a KmsKey) -> Self {
        Self { call, about: Some((target, key)) }
    }

    pub(super) fn beside(call: Authorization<'a>) -> Self {
        Self { call, about: None }
    }

    fn principal(&self, name: &str) -> Option<Values<'a>> {
        let Authorization { caller, identity, .. } = self.call;
        let principal = &caller.principal;
        let kind = principal.kind();
        Some(match name {
            // A session is known by its role.
            "aws:principalarn" => one(identity.map_or(principal.arn(), |identity| identity.principal.arn())),
            "aws:principalaccount" | "kms:calleraccount" => one(principal.account().to_string()),
            "aws:principaltype" => one(match kind {
                PrincipalKind::Root => "Account",
                PrincipalKind::User => "User",
                PrincipalKind::Role | PrincipalKind::Session => "AssumedRole",
                PrincipalKind::Federated => "FederatedUser",
            }),
            "aws:username" if kind == PrincipalKind::User => one(principal.name()),
            "aws:userid" => match (identity, principal.session_name()) {
                (Some(identity), Some(session)) => one(format!("{}:{session}", identity.unique_id)),
                (Some(identity), None) => one(identity.unique_id.as_str()),
                (None, _) => one(principal.account().to_string()),
            },
            _ => {
                let tag = name.strip_prefix("aws:principaltag/")?;
                let tags = &identity?.tags;
                return by_name(tags.iter().map(|(key, value)| (key.as_str(), value.as_str())), tag);
            }
        })
    }

    fn world(&self, name: &str) -> Option<Values<'a>> {
        let Authorization { caller, now, .. } = self.call;
        Some(match name {
            "aws:currenttime" => one(now.to_string()),
            "aws:epochtime" => one(epoch_seconds(now)),
            "aws:requestedregion" => one(caller.region.as_str()),
            // KMS is reached over TLS only.
            "aws:securetransport" => one("true"),
            _ => return None,
        })
    }

    fn key(&self, name: &str) -> Option<Values<'a>> {
        let Some((target, key)) = self.about else {
            return (name == "aws:resourceaccount").then(|| one(self.call.caller.principal.account().to_string()));
        };
        Some(match name {
            "aws:resourceaccount" => one(key.account.to_string()),
            "kms:keyspec" => one(key.spec.as_str()),
            "kms:keyusage" => one(key.usage.as_str()),
            "kms:keyorigin" => one(key.origin.as_str()),
            "kms:multiregion" => one(truth(key.multi_region.is_some())),
            "kms:multiregionkeytype" => one(key.multi_region.as_ref()?.kind.as_str()),
            "kms:requestalias" => one(target.named.alias()?),
            "kms:resourcealiases" => {
                return several(self.call.store.aliases_of(key.key_id).map(|name| Cow::from(name.to_string())));
            }
            "kms:reencryptonsamekey" => match self.call.keys {
                [source, destination] if target.context.is_some() => one(truth(source.key_id == destination.key_id)),
                _ => return None,
            },
            "kms:encryptioncontextkeys" => return several(target.context?.iter().map(|(key, _)| Cow::from(key))),
            _ => {
                if let Some(tag) = name.strip_prefix("aws:resourcetag/") {
                    return by_name(key.tags.iter().map(|(key, value)| (key.as_str(), value.as_str())), tag);
                }
                return context_value(target.context?, name);
            }
        })
    }

    fn given(&self, name: &str) -> Option<Values<'a>> {
        let given = self.call.condition_keys.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        several(given?.1.iter().map(|value| Cow::from(value.as_str())))
    }
}

impl Facts for CallFacts<'_> {
    fn values(&self, key: &str) -> Option<Values<'_>> {
        let name = key.to_ascii_lowercase();
        let asked = self.call.asks.and_then(|asks| asks.fact(&name));
        asked
            .or_else(|| self.given(&name))
            .or_else(|| self.principal(&name))
            .or_else(|| self.key(&name))
            .or_else(|| self.world(&name))
    }
}

/// The value of `kms:EncryptionContext:<key>` in a context.
pub(super) fn context_value<'a>(context: &'a EncryptionContext, name: &str) -> Option<Values<'a>> {
    by_name(context.iter(), name.strip_prefix("kms:encryptioncontext:")?)
}

/// Names of condition keys are compared without regard to case, to their very end.
pub(super) fn by_name<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>, name: &str) -> Option<Values<'a>> {
    several(pairs.filter(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| Cow::from(value)))
}

pub(super) fn one<'a>(value: impl Into<Cow<'a, str>>) -> Values<'a> {
    vec![value.into()]
}

/// The values, if there are any: a key without a value is as good as none.
pub(super) fn several<'a>(values: impl Iterator<Item = Cow<'a, str>>) -> Option<Values<'a>> {
    let values: Vec<_> = values.collect();
    (!values.is_empty()).then_some(values)
}

pub(super) fn truth(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

pub(super) fn epoch_seconds(moment: Timestamp) -> String {
    moment.as_millis().div_euclid(1000).to_string()
}
