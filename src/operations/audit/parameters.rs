//! What the log keeps of a request and of an answer.

use serde::{
    Serialize, Serializer,
    ser::{SerializeMap, SerializeSeq},
};

use crate::types::{Blob, EncryptionContext, Timestamp, input::camel_case};

/// Members and their values, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parameters(Vec<(&'static str, Value)>);

/// A value that may be logged.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A text.
    Text(String),
    /// A number.
    Number(i64),
    /// Yes or no.
    Truth(bool),
    /// A moment, written in ISO 8601.
    Moment(Timestamp),
    /// Several.
    List(Vec<Value>),
    /// Names and values that are not secret.
    Context(EncryptionContext),
    /// Members of its own.
    Object(Parameters),
}

/// What a request brings, as the log may have it. Every member of every request has a type that decides this; bytes and
/// the tokens of grants have nothing to log.
pub(in crate::operations) trait Logged {
    /// The value; nothing if the log must not have it.
    fn logged(&self) -> Option<Value>;
}

impl Parameters {
    /// Adds a member, if it is there and may be logged. The name is the field's, such as `key_id`.
    pub(in crate::operations) fn add(&mut self, name: &'static str, value: Option<&impl Logged>) {
        self.0.extend(value.and_then(Logged::logged).map(|value| (name, value)));
    }

    /// The same members with one more.
    #[must_use]
    pub(super) fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.0.push((name, value.into()));
        self
    }

    /// The same members with one more, if it is there.
    #[must_use]
    pub(super) fn with_some(self, name: &'static str, value: Option<impl Into<Value>>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// The same members after the key that the call was about.
    #[must_use]
    pub(super) fn with_key(mut self, arn: Option<String>) -> Self {
        if let Some(arn) = arn {
            self.0.insert(0, ("key_id", Value::Text(arn)));
        }
        self
    }

    /// Whether there is nothing to log.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Logged for String {
    fn logged(&self) -> Option<Value> {
        Some(Value::Text(self.clone()))
    }
}

impl Logged for i64 {
    fn logged(&self) -> Option<Value> {
        Some(Value::Number(*self))
    }
}

impl Logged for bool {
    fn logged(&self) -> Option<Value> {
        Some(Value::Truth(*self))
    }
}

impl Logged for Timestamp {
    fn logged(&self) -> Option<Value> {
        Some(Value::Moment(*self))
    }
}

impl Logged for EncryptionContext {
    fn logged(&self) -> Option<Value> {
        Some(Value::Context(self.clone()))
    }
}

impl<T: Logged> Logged for Vec<T> {
    fn logged(&self) -> Option<Value> {
        Some(Value::List(self.iter().filter_map(Logged::logged).collect()))
    }
}

/// Plaintexts, ciphertexts, key material, tokens: none of them.
impl Logged for Blob {
    fn logged(&self) -> Option<Value> {
        None
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<bool> for Value {
    fn from(truth: bool) -> Self {
        Self::Truth(truth)
    }
}

impl From<Timestamp> for Value {
    fn from(moment: Timestamp) -> Self {
        Self::Moment(moment)
    }
}

impl From<Parameters> for Value {
    fn from(members: Parameters) -> Self {
        Self::Object(members)
    }
}

impl Serialize for Parameters {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(&camel_case(name), value)?;
        }
        map.end()
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Number(number) => serializer.serialize_i64(*number),
            Self::Truth(truth) => serializer.serialize_bool(*truth),
            Self::Moment(moment) => serializer.collect_str(moment),
            Self::List(values) => {
                let mut list = serializer.serialize_seq(Some(values.len()))?;
                for value in values {
                    list.serialize_element(value)?;
                }
                list.end()
            }
            Self::Context(context) => context.serialize(serializer),
            Self::Object(members) => members.serialize(serializer),
        }
    }
}
