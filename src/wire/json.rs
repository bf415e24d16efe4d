//! JSON with base64 for bytes.

use core::fmt;
use std::{borrow::Cow, io};

use base64::{Engine, engine::general_purpose::STANDARD};
use serde::{
    Deserialize, Deserializer, Serialize,
    de::{DeserializeOwned, MapAccess, Visitor},
};
use serde_json::{Serializer, ser::Formatter, value::RawValue};

use crate::{
    error::KmsError,
    operations::Request,
    types::{
        Timestamp,
        input::{Input, Part, part},
    },
};

/// A body in JSON, as a request is read from it.
pub struct Json<'a>(Members<'a>);

impl<'a> Json<'a> {
    /// Reads a body: one JSON object, or nothing at all, which stands for `{}`.
    ///
    /// # Errors
    /// `SerializationException`.
    pub fn parse(body: &'a [u8]) -> Result<Self, KmsError> {
        let body = match body.iter().find(|byte| !byte.is_ascii_whitespace()) {
            None => b"{}",
            Some(b'{') => body,
            Some(_) => return Err(KmsError::Serialization("The body must be one JSON object.".to_owned())),
        };
        serde_json::from_slice(body).map(Self).map_err(|error| KmsError::Serialization(error.to_string()))
    }
}

impl Input for Json<'_> {
    fn fault(&self, wanted: &str) -> String {
        format!("The body is an object, not {wanted}.")
    }

    fn members(&self, names: &'static [&'static str]) -> Result<Vec<Option<Part<'_>>>, String> {
        self.0.named(names)
    }
}

/// A value in it.
#[derive(Clone, Copy)]
struct Value<'a> {
    /// The member that it belongs to.
    member: &'static str,
    raw: &'a RawValue,
}

impl<'a> Value<'a> {
    /// The text between the quotation marks, where nothing in it is escaped.
    fn plain(&self) -> Option<&'a str> {
        let text = self.raw.get().strip_prefix('"')?.strip_suffix('"')?;
        (!text.contains('\\')).then_some(text)
    }

    fn read<T: DeserializeOwned>(&self, wanted: &str) -> Result<T, String> {
        serde_json::from_str(self.raw.get()).map_err(|_| self.fault(wanted))
    }

    fn object(&self) -> Result<Members<'a>, String> {
        serde_json::from_str(self.raw.get()).map_err(|_| self.fault("an object"))
    }
}

impl Input for Value<'_> {
    /// What is wrong, without the value: it may be secret.
    fn fault(&self, wanted: &str) -> String {
        let is = match self.raw.get().as_bytes().first() {
            Some(b'"') => "a text",
            Some(b'{') => "an object",
            Some(b'[') => "a list",
            Some(b't' | b'f') => "a truth value",
            Some(b'n') => "null",
            _ => "a number",
        };
        let Self { member, .. } = self;
        format!("{member}: {is} stands where {wanted} should.")
    }

    fn text(&self) -> Result<String, String> {
        self.plain().map_or_else(|| self.read("a text"), |text| Ok(text.to_owned()))
    }

    fn truth(&self) -> Result<bool, String> {
        self.read("true or false")
    }

    fn whole(&self) -> Result<i64, String> {
        self.read("a whole number")
    }

    fn moment(&self) -> Result<Timestamp, String> {
        self.read("a moment in epoch seconds").map(Timestamp::from_epoch_seconds)
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        let text = self.plain().map_or_else(|| self.read("base64").map(Cow::Owned), |text| Ok(Cow::Borrowed(text)))?;
        STANDARD.decode(&*text).map_err(|error| format!("{}: the text is not base64: {error}", self.member))
    }

    fn list(&self) -> Result<Vec<Part<'_>>, String> {
        let values: Vec<&RawValue> = serde_json::from_str(self.raw.get()).map_err(|_| self.fault("a list"))?;
        Ok(values.into_iter().map(|raw| part(Value { raw, ..*self })).collect())
    }

    fn pairs(&self) -> Result<Vec<(String, String)>, String> {
        let read = |(name, raw): (Cow<'_, str>, _)| Ok((name.into_owned(), Value { raw, ..*self }.text()?));
        self.object()?.0.into_iter().map(read).collect()
    }

    fn members(&self, names: &'static [&'static str]) -> Result<Vec<Option<Part<'_>>>, String> {
        self.object()?.named(names)
    }
}

/// The members of an object, in their order.
struct Members<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'a> Members<'a> {
    /// Those of these names; none where there is null.
    fn named(&self, names: &'static [&'static str]) -> Result<Vec<Option<Part<'a>>>, String> {
        let mut members: Vec<Option<Part<'a>>> = names.iter().map(|_| None).collect();
        let mut seen = vec![false; names.len()];
        for (name, raw) in &self.0 {
            let known = names.iter().zip(&mut members).zip(&mut seen).find(|((known, _), _)| **known == *name);
            let Some(((member, place), seen)) = known else { continue };
            if core::mem::replace(seen, true) {
                return Err(format!("{member}: it stands there twice."));
            }
            if raw.get() != "null" {
                *place = Some(part(Value { member, raw }));
            }
        }
        Ok(members)
    }
}

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor)
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Members<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
        let mut members = Vec::new();
        while let Some(Name(name)) = map.next_key()? {
            members.push((name, map.next_value()?));
        }
        Ok(Members(members))
    }
}

#[derive(Deserialize)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

/// Writes a value as AWS JSON: blobs in base64.
///
/// # Errors
/// `KMSInternalException` if the value cannot be written as JSON.
pub fn to_json(value: &impl Serialize) -> Result<Vec<u8>, KmsError> {
    let mut json = Vec::with_capacity(512);
    let written = value.serialize(&mut Serializer::with_formatter(&mut json, AwsJson));
    written.map(|()| json).map_err(|error| KmsError::KmsInternal(error.to_string()))
}

/// Writes a request as AWS JSON for people to read: indented, its members in alphabetical order.
pub fn describe(request: &Request) -> Vec<u8> {
    let json = to_json(request).unwrap_or_default();
    let value: serde_json::Value = serde_json::from_slice(&json).unwrap_or_default();
    serde_json::to_vec_pretty(&value).unwrap_or_default()
}

struct AwsJson;

impl Formatter for AwsJson {
    fn write_byte_array<W: io::Write + ?Sized>(&mut self, writer: &mut W, value: &[u8]) -> io::Result<()> {
        write!(writer, "\"{}\"", STANDARD.encode(value))
    }
}
