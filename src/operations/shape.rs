//! The shapes of requests: members, lengths, ranges, enumerations, and how KMS words what is wrong with them.

use core::{
    fmt::{self, Debug, Display, Formatter},
    ops::Deref,
};
use std::ops::RangeInclusive;

use serde::{Serialize, Serializer};
use zeroize::Zeroizing;

use super::audit::{Logged, Value};
use crate::{
    error::KmsError,
    types::{
        AliasName, Blob,
        constraint::{detected, enumerated, outside, unmet},
        input::{Input, Read, read_members},
    },
};

/// Declares a request as AWS JSON has it: members in Pascal case, each of which may be absent.
macro_rules! request {
    ($(#[$attribute:meta])* $name:ident { $($(#[$doc:meta])* $member:ident: $type:ty,)* }) => {
        $(#[$attribute])*
        #[derive(Debug, Default, serde::Serialize)]
        #[serde(rename_all = "PascalCase")]
        pub struct $name {
            $($(#[$doc])* #[serde(skip_serializing_if = "Option::is_none")] pub $member: Option<$type>,)*
        }

        $crate::types::input::read_members! { $name { $($member,)* } }

        impl $crate::operations::audit::Logged for $name {
            fn logged(&self) -> Option<$crate::operations::audit::Value> {
                let mut members = $crate::operations::audit::Parameters::default();
                $(members.add(stringify!($member), self.$member.as_ref());)*
                Some(members.into())
            }
        }
    };
}
pub(super) use request;

/// `Recipient`, of which only the presence matters: answers for Nitro enclaves are not built.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Recipient {}

read_members! { Recipient {} }

/// Of an option that is not built, there is nothing to log.
impl Logged for Recipient {
    fn logged(&self) -> Option<Value> {
        None
    }
}

/// Tokens of grants. Whoever has one may use the grant at once, so no log has them.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(transparent)]
pub struct GrantTokens(pub Vec<String>);

impl Read for GrantTokens {
    fn read(input: &dyn Input) -> Result<Self, String> {
        Read::read(input).map(Self)
    }
}

impl Deref for GrantTokens {
    type Target = [String];

    fn deref(&self) -> &[String] {
        &self.0
    }
}

impl Logged for GrantTokens {
    fn logged(&self) -> Option<Value> {
        None
    }
}

/// One token of a grant.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(transparent)]
pub struct OneGrantToken(pub String);

impl Read for OneGrantToken {
    fn read(input: &dyn Input) -> Result<Self, String> {
        Read::read(input).map(Self)
    }
}

impl Deref for OneGrantToken {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Logged for OneGrantToken {
    fn logged(&self) -> Option<Value> {
        None
    }
}

/// A password or the secret of a credential. No log, error or answer has it; only the request itself shows it, to whoever made it.
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Reads it.
    pub(super) fn expose(&self) -> &String {
        &self.0
    }
}

impl Read for Secret {
    fn read(input: &dyn Input) -> Result<Self, String> {
        input.text().map(|text| Self(Zeroizing::new(text)))
    }
}

impl Logged for Secret {
    fn logged(&self) -> Option<Value> {
        None
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl Debug for Secret {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// Checks a request's members one by one and answers with everything that is wrong, as KMS does.
#[derive(Default)]
pub(super) struct Shape(Vec<String>);

impl Shape {
    /// The member must be there.
    pub(super) fn required<T>(&mut self, member: &str, value: Option<&T>) {
        if value.is_none() {
            self.0.push(unmet(format_args!("Value null at '{member}'"), "not be null"));
        }
    }

    /// A key id, key ARN, alias name or alias ARN.
    pub(super) fn key_id(&mut self, member: &str, value: Option<&String>) {
        self.text(member, value, 1..=2048);
    }

    /// A key id that must be there.
    pub(super) fn required_key_id(&mut self, member: &str, value: Option<&String>) {
        self.required(member, value);
        self.key_id(member, value);
    }

    /// An alias name that must be there.
    pub(super) fn required_alias(&mut self, member: &str, value: Option<&String>) {
        self.required(member, value);
        self.text(member, value, 1..=256);
    }

    /// A text of so many characters.
    pub(super) fn text(&mut self, member: &str, value: Option<&String>, lengths: RangeInclusive<usize>) {
        if let Some(text) = value {
            self.length(&format!("Value '{text}' at '{member}'"), text.chars().count(), lengths);
        }
    }

    /// A text of so many characters that is not repeated.
    pub(super) fn secret(&mut self, member: &str, value: Option<&Secret>, lengths: RangeInclusive<usize>) {
        if let Some(Secret(text)) = value {
            self.length(&format!("Value at '{member}'"), text.chars().count(), lengths);
        }
    }

    /// Bytes, so many of them. Their value may be secret and is not repeated.
    pub(super) fn blob(&mut self, member: &str, value: Option<&Blob>, lengths: RangeInclusive<usize>) {
        self.required(member, value);
        if let Some(blob) = value {
            self.length(&format!("Value at '{member}'"), blob.len(), lengths);
        }
    }

    /// A text that has the form that a regular expression of the API describes.
    pub(super) fn pattern(&mut self, member: &str, value: Option<&String>, form: &str, fits: impl Fn(&str) -> bool) {
        if value.is_some_and(|text| !fits(text)) {
            let must = format_args!("satisfy regular expression pattern: {form}");
            self.0.push(unmet(format_args!("Value at '{member}'"), must));
        }
    }

    /// Something that `value` describes, of a length.
    pub(super) fn length(&mut self, value: &str, length: usize, lengths: RangeInclusive<usize>) {
        self.bounds(value, "length", length, lengths);
    }

    /// A number in a range.
    pub(super) fn number(&mut self, member: &str, value: Option<i64>, range: RangeInclusive<i64>) {
        if let Some(number) = value {
            self.bounds(&format!("Value '{number}' at '{member}'"), "value", number, range);
        }
    }

    fn bounds<T: PartialOrd + Display>(&mut self, value: &str, what: &str, given: T, range: RangeInclusive<T>) {
        self.0.extend(outside(what, &given, range).map(|must| unmet(value, must)));
    }

    /// One of the values of an enumeration.
    pub(super) fn one_of(&mut self, member: &str, value: Option<&String>, values: &[&str]) {
        if let Some(text) = value.filter(|text| !values.contains(&text.as_str())) {
            self.0.push(unmet(format_args!("Value '{text}' at '{member}'"), enumerated(values)));
        }
    }

    /// Values of an enumeration, at least one.
    pub(super) fn some_of(&mut self, member: &str, given: Option<&Vec<String>>, values: &[&str]) {
        let Some(given) = given else { return };
        let texts = format!("Value '[{}]' at '{member}'", given.join(", "));
        self.length(&texts, given.len(), 1..=usize::MAX);
        if given.iter().any(|text| !values.contains(&text.as_str())) {
            let must = format_args!("satisfy constraint: [Member must {}]", enumerated(values));
            self.0.push(unmet(texts, must));
        }
    }

    /// Grant tokens, ten at the most.
    pub(super) fn grant_tokens(&mut self, value: Option<&GrantTokens>) {
        if let Some(tokens) = value {
            self.length("Value at 'grantTokens'", tokens.len(), 0..=10);
        }
    }

    /// `ValidationException` with everything that is wrong, if anything is.
    pub(super) fn finish(self) -> Result<(), KmsError> {
        match self.0.as_slice() {
            [] => Ok(()),
            unmet => Err(KmsError::Validation(detected(unmet))),
        }
    }
}

/// An option of AWS's that this engine does not have.
pub(super) fn unsupported(option: &str, given: bool) -> Result<(), KmsError> {
    if given {
        Err(KmsError::UnsupportedOperation(format!("glass-kms does not support {option} yet.")))
    } else {
        Ok(())
    }
}

/// An alias name that the request must have had.
pub(super) fn alias_name(value: Option<&String>) -> Result<AliasName, KmsError> {
    AliasName::parse(value.map(String::as_str).unwrap_or_default())
}
