//! What stands after an option, read as what the member of the request is.

use core::fmt;

use serde::{
    Deserializer,
    de::{
        self, IntoDeserializer, Visitor,
        value::{MapDeserializer, SeqDeserializer},
    },
    forward_to_deserialize_any,
};
use serde_json::{Map, Value};

use super::{
    nearest::nearest,
    shape::{OptionKind, Waiting},
    shorthand,
};
use crate::types::Timestamp;

/// A command that is not understood, and why.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct CommandError(pub(super) String);

impl fmt::Display for CommandError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl core::error::Error for CommandError {}

impl de::Error for CommandError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

/// The value of an option.
pub(super) struct Given {
    /// The option, as its whole name is.
    pub(super) option: String,
    pub(super) value: Form,
    /// Bytes are written as they are, not in base64.
    pub(super) raw: bool,
    /// It is not given: it waits to be asked what it is.
    pub(super) waiting: Option<Waiting>,
}

/// How a value is given.
pub(super) enum Form {
    /// By the option alone: `--dry-run`, or `--no-dry-run`.
    Flag(bool),
    /// In words.
    Words(Vec<String>),
    /// Within a structure.
    Tree(Value),
}

impl Form {
    /// Nothing, or zero, of a kind.
    fn empty(kind: OptionKind) -> Self {
        Self::Tree(match kind {
            OptionKind::Boolean => Value::Bool(false),
            OptionKind::Integer | OptionKind::Timestamp => Value::String("0".to_owned()),
            OptionKind::Blob | OptionKind::String => Value::String(String::new()),
            OptionKind::List => Value::Array(Vec::new()),
            OptionKind::Map | OptionKind::Structure => Value::Object(Map::new()),
        })
    }
}

impl Given {
    pub(super) fn new(option: String, value: Form) -> Self {
        Self { option, value, raw: false, waiting: None }
    }

    /// It is read as a value of this kind. What only waited to be asked for one is empty.
    fn asked(&mut self, kind: OptionKind) {
        if let Some(waiting) = self.waiting.take() {
            waiting.is(kind);
            self.value = Form::empty(kind);
        }
    }

    fn error<T>(&self, message: impl fmt::Display) -> Result<T, CommandError> {
        Err(CommandError(format!("{}: {message}", self.option)))
    }

    /// The value, which is one word.
    fn text(self) -> Result<String, CommandError> {
        let is_file = |word: &str| word.starts_with("file://") || word.starts_with("fileb://");
        match &self.value {
            Form::Words(words) => match words.as_slice() {
                [word] if is_file(word) => self.error("files cannot be read here; write the text itself."),
                [word] => Ok(word.clone()),
                [_, more, ..] => self.error(format_args!("it takes one value; '{more}' is one too many.")),
                [] => self.error("it takes a value."),
            },
            Form::Tree(Value::String(text)) => Ok(text.clone()),
            Form::Tree(other) => self.error(format_args!("{other} stands where a text should.")),
            Form::Flag(_) => self.error("it is not yes or no."),
        }
    }

    /// Names and values: JSON or shorthand.
    fn pairs(self) -> Result<(String, Map<String, Value>), CommandError> {
        let option = self.option.clone();
        let value = match self.value {
            Form::Tree(tree) => tree,
            Form::Words(_) | Form::Flag(_) => {
                let text = self.text()?;
                let read = if text.trim_start().starts_with('{') {
                    serde_json::from_str(&text).map_err(|error| format!("this is not JSON: {error}"))
                } else {
                    shorthand::read(&text)
                };
                read.map_err(|message| CommandError(format!("{option}: {message}")))?
            }
        };
        match value {
            Value::Object(pairs) => Ok((option, pairs)),
            other => Err(CommandError(format!("{option}: {other} stands where names with values should."))),
        }
    }

    fn list(self) -> Result<Vec<Given>, CommandError> {
        let option = self.option.clone();
        let elements: Vec<Form> = match self.value {
            Form::Words(words) => match words.as_slice() {
                [json] if json.trim_start().starts_with('[') => {
                    let values: Vec<Value> = serde_json::from_str(json)
                        .map_err(|error| CommandError(format!("{option}: this is not JSON: {error}")))?;
                    values.into_iter().map(Form::Tree).collect()
                }
                [] => return Err(CommandError(format!("{option}: it takes at least one value."))),
                _ => words.into_iter().map(|word| Form::Words(vec![word])).collect(),
            },
            Form::Tree(Value::Array(values)) => values.into_iter().map(Form::Tree).collect(),
            // A list of one, as in `Key=value`.
            Form::Tree(one) => vec![Form::Tree(one)],
            Form::Flag(_) => return Err(CommandError(format!("{option}: it is not yes or no."))),
        };
        Ok(elements.into_iter().map(|value| Given::new(option.clone(), value)).collect())
    }
}

fn members(option: &str, pairs: Map<String, Value>) -> impl Iterator<Item = (String, Given)> {
    pairs.into_iter().map(|(name, value)| (name, Given::new(option.to_owned(), Form::Tree(value))))
}

impl IntoDeserializer<'_, CommandError> for Given {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Given {
    type Error = CommandError;

    fn deserialize_any<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, CommandError> {
        self.asked(OptionKind::String);
        visitor.visit_string(self.text()?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, CommandError> {
        match self.value {
            Form::Tree(Value::Null) => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, CommandError> {
        self.asked(OptionKind::Boolean);
        match &self.value {
            Form::Flag(truth) | Form::Tree(Value::Bool(truth)) => visitor.visit_bool(*truth),
            Form::Words(words) if words.is_empty() => visitor.visit_bool(true),
            Form::Words(_) | Form::Tree(_) => {
                let no = self.option.replacen("--", "--no-", 1);
                self.error(format_args!("it takes no value; its opposite is {no}."))
            }
        }
    }

    fn deserialize_i64<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, CommandError> {
        self.asked(OptionKind::Integer);
        let option = self.option.clone();
        let text = self.text()?;
        let number = text.parse().map_err(|_| CommandError(format!("{option}: '{text}' is not a whole number.")))?;
        visitor.visit_i64(number)
    }

    /// A moment, the only number with a fraction in the whole API: a date, or seconds since the epoch.
    fn deserialize_f64<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, CommandError> {
        self.asked(OptionKind::Timestamp);
        let option = self.option.clone();
        let text = self.text()?;
        let millis = Timestamp::parse_millis(&text).ok_or_else(|| {
            CommandError(format!("{option}: '{text}' is no date such as 2026-11-24T00:00:00Z, nor epoch seconds."))
        })?;
        visitor.visit_f64(Timestamp::from_millis(millis).as_epoch_seconds())
    }

    /// Base64, as the AWS CLI takes bytes, unless it is told otherwise.
    fn deserialize_byte_buf<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, CommandError> {
        self.asked(OptionKind::Blob);
        let (raw, option) = (self.raw, self.option.clone());
        let text = self.text()?;
        if raw {
            return visitor.visit_byte_buf(text.into_bytes());
        }
        visitor
            .visit_bytes(text.as_bytes())
            .map_err(|CommandError(message)| CommandError(format!("{option}: {message}")))
    }

    fn deserialize_seq<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, CommandError> {
        self.asked(OptionKind::List);
        visitor.visit_seq(SeqDeserializer::new(self.list()?.into_iter()))
    }

    fn deserialize_map<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, CommandError> {
        self.asked(OptionKind::Map);
        let (option, pairs) = self.pairs()?;
        visitor.visit_map(MapDeserializer::new(members(&option, pairs)))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        mut self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, CommandError> {
        self.asked(OptionKind::Structure);
        let (option, pairs) = self.pairs()?;
        if let Some(unknown) = pairs.keys().find(|name| !fields.contains(&name.as_str())) {
            let hint = nearest(unknown, fields.iter().copied());
            return Err(CommandError(format!("{option}: there is no '{unknown}' in it.{hint}")));
        }
        visitor.visit_map(MapDeserializer::new(members(&option, pairs)))
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i128 u8 u16 u32 u64 u128 f32 char str string bytes unit unit_struct newtype_struct tuple
        tuple_struct enum identifier ignored_any
    }
}
