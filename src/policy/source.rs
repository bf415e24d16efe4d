//! JSON values that know where they stand, so that an error can say so.

use core::fmt;
use std::collections::BTreeSet;

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};
use serde_json::value::RawValue;

use super::PolicyError;
use crate::types::Place;

/// A value in a JSON text.
#[derive(Clone, Debug)]
pub(super) struct Node<'a> {
    /// The whole text.
    text: &'a str,
    raw: &'a RawValue,
    pub(super) pointer: String,
}

/// The members of an object, in their order, with repetitions.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'a> Node<'a> {
    /// The value that a text is.
    pub(super) fn root(text: &'a str) -> Result<Self, PolicyError> {
        let raw: &RawValue = serde_json::from_str(text).map_err(|error| {
            let at = Place { pointer: String::new(), line: error.line().max(1), column: error.column().max(1) };
            PolicyError { message: format!("This is not JSON: {}.", without_place(&error)), at }
        })?;
        Ok(Self { text, raw, pointer: String::new() })
    }

    /// Where the value begins.
    pub(super) fn place(&self) -> Place {
        let offset = self.raw.get().as_ptr().addr().saturating_sub(self.text.as_ptr().addr());
        let before = self.text.get(..offset).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        Place {
            pointer: self.pointer.clone(),
            line: before.matches('\n').count().saturating_add(1),
            column: line.chars().count().saturating_add(1),
        }
    }

    /// An error about this value.
    pub(super) fn error(&self, message: impl Into<String>) -> PolicyError {
        PolicyError { message: message.into(), at: self.place() }
    }

    /// The members of an object, none of them twice.
    pub(super) fn object(&self) -> Result<Vec<(String, Self)>, PolicyError> {
        let Members(members) =
            serde_json::from_str(self.raw.get()).map_err(|_| self.error("This must be an object: { … }."))?;
        let mut nodes = Vec::with_capacity(members.len());
        let mut names = BTreeSet::new();
        for (name, raw) in members {
            let node = self.child(&name, raw);
            if !names.insert(name.clone()) {
                return Err(node.error(format!("\"{name}\" stands here twice.")));
            }
            nodes.push((name, node));
        }
        Ok(nodes)
    }

    /// The elements of an array, or the value itself: where a policy may have several, it may have one without brackets.
    pub(super) fn one_or_more(&self) -> Result<Vec<Self>, PolicyError> {
        if !self.raw.get().starts_with('[') {
            return Ok(vec![self.clone()]);
        }
        let elements: Vec<&RawValue> =
            serde_json::from_str(self.raw.get()).map_err(|_| self.error("This must be a list: [ … ]."))?;
        Ok(elements.into_iter().enumerate().map(|(at, raw)| self.child(&at.to_string(), raw)).collect())
    }

    /// A string.
    pub(super) fn string(&self) -> Result<String, PolicyError> {
        serde_json::from_str(self.raw.get()).map_err(|_| self.error("This must be a string."))
    }

    /// A string, or a number or a boolean as it is written.
    pub(super) fn scalar(&self) -> Result<String, PolicyError> {
        match self.raw.get().chars().next() {
            Some('"') => self.string(),
            Some('t' | 'f' | '-' | '0'..='9') => Ok(self.raw.get().to_owned()),
            _ => Err(self.error("This must be a string, a number or a boolean.")),
        }
    }

    pub(super) fn is_object(&self) -> bool {
        self.raw.get().starts_with('{')
    }

    fn child(&self, name: &str, raw: &'a RawValue) -> Self {
        let escaped = name.replace('~', "~0").replace('/', "~1");
        Self { text: self.text, raw, pointer: format!("{}/{escaped}", self.pointer) }
    }
}

/// What serde_json says, without the line and column that stand beside it.
fn without_place(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ").map_or(text.clone(), |(message, _)| message.to_owned())
}

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}
