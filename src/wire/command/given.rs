//! What stands after an option, read as what the member of the request is.

use core::fmt;

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Map, Value};

use super::{
    nearest::nearest,
    shape::{OptionKind, Waiting},
    shorthand,
};
use crate::types::{
    Timestamp,
    input::{Input, Part, part},
};

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

impl Given {
    pub(super) fn new(option: String, value: Form) -> Self {
        Self { option, value, raw: false, waiting: None }
    }

    /// Whether it only waited to be asked for something, and has noted now what that is: it is empty.
    fn is_asked(&self, kind: OptionKind) -> bool {
        self.waiting.as_ref().map(|waiting| waiting.is(kind)).is_some()
    }

    fn error<T>(&self, message: impl fmt::Display) -> Result<T, String> {
        Err(format!("{}: {message}", self.option))
    }

    /// The value, which is one word.
    fn word(&self) -> Result<&str, String> {
        let is_file = |word: &str| word.starts_with("file://") || word.starts_with("fileb://");
        match &self.value {
            Form::Words(words) => match words.as_slice() {
                [word] if is_file(word) => self.error("files cannot be read here; write the text itself."),
                [word] => Ok(word),
                [_, more, ..] => self.error(format_args!("it takes one value; '{more}' is one too many.")),
                [] => self.error("it takes a value."),
            },
            Form::Tree(Value::String(text)) => Ok(text),
            Form::Tree(other) => self.error(format_args!("{other} stands where a text should.")),
            Form::Flag(_) => self.error("it is not yes or no."),
        }
    }

    /// Names and values: JSON or shorthand.
    fn tree(&self) -> Result<Map<String, Value>, String> {
        let value = match &self.value {
            Form::Tree(tree) => tree.clone(),
            Form::Words(_) | Form::Flag(_) => {
                let text = self.word()?;
                let read = if text.trim_start().starts_with('{') {
                    serde_json::from_str(text).map_err(|error| format!("this is not JSON: {error}"))
                } else {
                    shorthand::read(text)
                };
                read.or_else(|message| self.error(message))?
            }
        };
        match value {
            Value::Object(pairs) => Ok(pairs),
            other => self.error(format_args!("{other} stands where names with values should.")),
        }
    }

    fn elements(&self) -> Result<Vec<Form>, String> {
        Ok(match &self.value {
            Form::Words(words) => match words.as_slice() {
                [json] if json.trim_start().starts_with('[') => {
                    let values = serde_json::from_str::<Vec<Value>>(json);
                    let values = values.or_else(|error| self.error(format_args!("this is not JSON: {error}")))?;
                    values.into_iter().map(Form::Tree).collect()
                }
                [] => return self.error("it takes at least one value."),
                words => words.iter().map(|word| Form::Words(vec![word.clone()])).collect(),
            },
            Form::Tree(Value::Array(values)) => values.iter().cloned().map(Form::Tree).collect(),
            // A list of one, as in `Key=value`.
            Form::Tree(one) => vec![Form::Tree(one.clone())],
            Form::Flag(_) => return self.error("it is not yes or no."),
        })
    }

    /// A value that is part of this one.
    fn part(&self, value: Form) -> Self {
        Self::new(self.option.clone(), value)
    }
}

impl Input for Given {
    fn fault(&self, wanted: &str) -> String {
        format!("{}: it is not {wanted}.", self.option)
    }

    fn text(&self) -> Result<String, String> {
        if self.is_asked(OptionKind::String) {
            return Ok(String::new());
        }
        self.word().map(str::to_owned)
    }

    fn truth(&self) -> Result<bool, String> {
        if self.is_asked(OptionKind::Boolean) {
            return Ok(false);
        }
        match &self.value {
            Form::Flag(truth) | Form::Tree(Value::Bool(truth)) => Ok(*truth),
            Form::Words(words) if words.is_empty() => Ok(true),
            Form::Words(_) | Form::Tree(_) => {
                let no = self.option.replacen("--", "--no-", 1);
                self.error(format_args!("it takes no value; its opposite is {no}."))
            }
        }
    }

    fn whole(&self) -> Result<i64, String> {
        if self.is_asked(OptionKind::Integer) {
            return Ok(0);
        }
        let text = self.word()?;
        text.parse().or_else(|_| self.error(format_args!("'{text}' is not a whole number.")))
    }

    /// A date, or seconds since the epoch.
    fn moment(&self) -> Result<Timestamp, String> {
        if self.is_asked(OptionKind::Timestamp) {
            return Ok(Timestamp::default());
        }
        let text = self.word()?;
        Timestamp::parse_millis(text).map(Timestamp::from_millis).map_or_else(
            || self.error(format_args!("'{text}' is no date such as 2026-11-24T00:00:00Z, nor epoch seconds.")),
            Ok,
        )
    }

    /// Base64, as the AWS CLI takes bytes, unless it is told otherwise.
    fn bytes(&self) -> Result<Vec<u8>, String> {
        if self.is_asked(OptionKind::Blob) {
            return Ok(Vec::new());
        }
        let text = self.word()?;
        if self.raw {
            return Ok(text.as_bytes().to_vec());
        }
        STANDARD.decode(text).or_else(|error| self.error(format_args!("the text is not base64: {error}")))
    }

    fn list(&self) -> Result<Vec<Part<'_>>, String> {
        if self.is_asked(OptionKind::List) {
            return Ok(Vec::new());
        }
        Ok(self.elements()?.into_iter().map(|value| part(self.part(value))).collect())
    }

    fn pairs(&self) -> Result<Vec<(String, String)>, String> {
        if self.is_asked(OptionKind::Map) {
            return Ok(Vec::new());
        }
        let pair = |(name, value)| Ok((name, self.part(Form::Tree(value)).text()?));
        self.tree()?.into_iter().map(pair).collect()
    }

    fn members(&self, names: &'static [&'static str]) -> Result<Vec<Option<Part<'_>>>, String> {
        if self.is_asked(OptionKind::Structure) {
            return Ok(Vec::new());
        }
        let mut tree = self.tree()?;
        if let Some(unknown) = tree.keys().find(|name| !names.contains(&name.as_str())) {
            let hint = nearest(unknown, names.iter().copied());
            return self.error(format_args!("there is no '{unknown}' in it.{hint}"));
        }
        let member = |name: &&str| {
            let value = tree.remove(*name).filter(|value| !value.is_null())?;
            Some(part(self.part(Form::Tree(value))))
        };
        Ok(names.iter().map(member).collect())
    }
}
