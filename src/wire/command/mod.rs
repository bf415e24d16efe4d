//! A command line of the AWS CLI, read as the request that it would send.
//!
//! Nothing is written down here of any operation: an option is a member of the request, and what stands after it is
//! read as what the member is.

mod given;
mod nearest;
mod shape;
mod shell;
mod shorthand;

use std::cell::RefCell;

pub use self::shape::{CommandShape, OptionKind, OptionShape, command_shapes};
use self::{
    given::{Form, Given},
    nearest::nearest,
    shape::Learnt,
};
use crate::{
    error::KmsError,
    operations::{Operation, Request},
    types::{
        Sorted,
        input::{Input, Part, part},
    },
};

/// What a command line asks for.
#[derive(Debug)]
pub struct Command {
    /// The operation.
    pub operation: Operation,
    /// The request that would be sent.
    pub request: Request,
    /// The Region, if the command names one.
    pub region: Option<String>,
    /// The CLI's other options: what they ask for is the caller's business.
    pub cli: Sorted<&'static str, String>,
}

/// Options of the AWS CLI itself, and what becomes of them.
const GLOBALS: &[(&str, Global)] = &[
    ("--region", Global::Region),
    ("--output", Global::Value),
    ("--profile", Global::Value),
    ("--query", Global::Value),
    ("--endpoint-url", Global::Value),
    ("--color", Global::Value),
    ("--ca-bundle", Global::Value),
    ("--cli-read-timeout", Global::Value),
    ("--cli-connect-timeout", Global::Value),
    ("--no-cli-pager", Global::Flag),
    ("--no-paginate", Global::Flag),
    ("--no-verify-ssl", Global::Flag),
    ("--no-sign-request", Global::Flag),
    ("--debug", Global::Flag),
    ("--cli-binary-format", Global::Binary),
    ("--cli-input-json", Global::Refused),
    ("--cli-input-yaml", Global::Refused),
    ("--generate-cli-skeleton", Global::Refused),
];

/// The value of `--cli-binary-format` with which bytes are written as they are.
const RAW: &str = "raw-in-base64-out";

#[derive(Clone, Copy)]
enum Global {
    /// Where the call goes.
    Region,
    /// How bytes are written.
    Binary,
    /// It has a value and changes nothing of the request.
    Value,
    /// It has no value and changes nothing of the request.
    Flag,
    /// It would change the request, and is not understood here.
    Refused,
}

/// Reads a command line such as `aws kms describe-key --key-id alias/letters`.
///
/// # Errors
/// `ValidationException` with the reason if it is not understood, `UnsupportedOperationException` if the operation is not
/// built.
pub fn read_command(text: &str) -> Result<Command, KmsError> {
    let mut words = shell::words(text).map_err(KmsError::Validation)?.into_iter().peekable();
    // Some print the shell's prompt, too.
    words.next_if(|word| word == "$" || word == "%");
    let mut options = Options::default();
    let head = head(&mut words, &mut options.given);
    let operation = operation(&head)?;
    options.command = kebab(operation.name());
    options.gather(words)?;
    let options = RefCell::new(options);
    let request = Request::read(operation, &options).map_err(|error| match error {
        KmsError::Serialization(message) => KmsError::Validation(message),
        other => other,
    })?;
    let options = options.into_inner();
    Ok(Command { operation, request, region: options.region, cli: options.cli })
}

/// An option, and its value where it stands in the same word: `--region=eu-west-1`.
fn named(word: &str) -> (&str, Option<String>) {
    word.split_once('=').map_or((word, None), |(name, value)| (name, Some(value.to_owned())))
}

/// The words that say which command it is; options of the CLI itself may stand between them.
fn head(words: &mut impl Iterator<Item = String>, given: &mut Vec<(String, Vec<String>)>) -> Vec<String> {
    let mut head = Vec::new();
    while head.len() < 3 {
        let Some(word) = words.next() else { break };
        if !word.starts_with("--") {
            head.push(word);
            continue;
        }
        let (name, value) = named(&word);
        let takes_value = GLOBALS.iter().any(|(global, kind)| *global == name && !matches!(kind, Global::Flag));
        let value = value.or_else(|| if takes_value { words.next() } else { None });
        given.push((name.to_owned(), value.into_iter().collect()));
    }
    head
}

fn operation(head: &[String]) -> Result<Operation, KmsError> {
    let wrong = |message: String| Err(KmsError::Validation(message));
    match head {
        [aws, ..] if aws != "aws" => {
            wrong(format!("A command of the AWS CLI begins with 'aws kms', not with '{aws}'."))
        }
        [_, service, ..] if service != "kms" => {
            wrong(format!("Only 'aws kms' is understood here, not 'aws {service}'."))
        }
        [_, _, name] => {
            let found = Operation::ALL.iter().find(|operation| kebab(operation.name()) == *name);
            let names: Vec<String> = Operation::ALL.iter().map(|operation| kebab(operation.name())).collect();
            let hint = nearest(name, names.iter().map(String::as_str));
            found.map_or_else(|| wrong(format!("'aws kms' has no operation '{name}'.{hint}")), |found| Ok(*found))
        }
        _ => wrong("The command names no operation: one looks like 'aws kms list-keys'.".to_owned()),
    }
}

/// `CreateGrant` as the CLI writes it: `create-grant`.
fn kebab(name: &str) -> String {
    let mut kebab = String::new();
    for (at, c) in name.chars().enumerate() {
        if c.is_ascii_uppercase() && at > 0 {
            kebab.push('-');
        }
        kebab.push(c.to_ascii_lowercase());
    }
    kebab
}

/// The options of a command, each with the words after it.
#[derive(Default)]
struct Options {
    command: String,
    given: Vec<(String, Vec<String>)>,
    region: Option<String>,
    cli: Sorted<&'static str, String>,
    /// Bytes are written as they are, not in base64.
    raw: bool,
    /// Nothing is given: it is to be learnt what could be.
    learnt: Option<Learnt>,
}

impl Options {
    fn gather(&mut self, words: impl Iterator<Item = String>) -> Result<(), KmsError> {
        let before = self.given.len();
        for word in words {
            if word.starts_with("--") {
                let (name, value) = named(&word);
                self.given.push((name.to_owned(), value.into_iter().collect()));
                continue;
            }
            match self.given.get_mut(before..).and_then(<[_]>::last_mut) {
                Some((_, values)) => values.push(word),
                None => {
                    return Err(KmsError::Validation(format!(
                        "'{word}' stands where an option should, such as --key-id."
                    )));
                }
            }
        }
        Ok(())
    }

    /// The options that become members of the request, by the members' names. The CLI's own are seen to here.
    fn members(&mut self, fields: &'static [&'static str]) -> Result<Sorted<&'static str, Given>, String> {
        if let Some(learnt) = &self.learnt {
            return Ok(learnt.members(fields));
        }
        let mut known: Sorted<String, Meaning> = Sorted::new();
        for field in fields {
            let name = kebab(field);
            known.insert(format!("--no-{name}"), Meaning::Not(field));
            known.insert(format!("--{name}"), Meaning::Member(field));
        }
        known.extend(GLOBALS.iter().map(|(name, global)| ((*name).to_owned(), Meaning::Global(name, *global))));
        let mut members = Sorted::new();
        for (given, words) in core::mem::take(&mut self.given) {
            let (option, meaning) = self.meaning(&known, &given)?;
            let (field, value) = match meaning {
                Meaning::Global(name, global) => {
                    self.global(name, global, &words)?;
                    continue;
                }
                Meaning::Member(field) => (field, Form::Words(words)),
                Meaning::Not(field) if words.is_empty() => (field, Form::Flag(false)),
                Meaning::Not(_) => return Err(format!("{option}: it takes no value.")),
            };
            let option = option.to_owned();
            if members.insert(field, Given::new(option.clone(), value)).is_some() {
                return Err(format!("{option} stands there twice."));
            }
        }
        // The format may stand after the bytes.
        for given in members.values_mut() {
            given.raw = self.raw;
        }
        Ok(members)
    }

    /// The option of this name, or the only one that begins so.
    fn meaning<'a>(&self, known: &'a Sorted<String, Meaning>, given: &str) -> Result<(&'a str, Meaning), String> {
        if let Some((name, meaning)) = known.get_key_value(given) {
            return Ok((name, *meaning));
        }
        // Who writes `--n` means no opposite.
        let is_meant = |meaning: &Meaning| given.starts_with("--no-") || !matches!(meaning, Meaning::Not(_));
        let begins = |name: &str| given.len() > 2 && name.starts_with(given);
        let longer: Vec<_> = known.iter().filter(|(name, meaning)| begins(name) && is_meant(meaning)).collect();
        match longer.as_slice() {
            [(name, meaning)] => Ok((name, **meaning)),
            [] => {
                let hint = nearest(given, known.keys().map(String::as_str));
                Err(format!("{} has no option '{given}'.{hint}", self.command))
            }
            several => {
                let names: Vec<&str> = several.iter().map(|(name, _)| name.as_str()).collect();
                Err(format!("'{given}' may be any of {}.", names.join(", ")))
            }
        }
    }

    fn global(&mut self, option: &'static str, global: Global, words: &[String]) -> Result<(), String> {
        let wrong = |what: &str| Err(format!("{option}: {what}"));
        match (global, words) {
            (Global::Refused, _) => wrong("it is not understood here; write each member as an option."),
            (Global::Flag, []) | (Global::Value, [_]) => {
                self.cli.insert(option, words.concat());
                Ok(())
            }
            (Global::Binary, [format]) if ["base64", RAW].contains(&format.as_str()) => {
                self.raw = format == RAW;
                Ok(())
            }
            (Global::Region, [region]) => {
                self.region = Some(region.clone());
                Ok(())
            }
            (Global::Flag, _) => wrong("it takes no value."),
            (Global::Binary, [_]) => wrong("it is base64 or raw-in-base64-out."),
            (Global::Region | Global::Binary | Global::Value, _) => wrong("it takes one value."),
        }
    }
}

/// What an option is for.
#[derive(Clone, Copy)]
enum Meaning {
    Member(&'static str),
    /// The opposite of a member.
    Not(&'static str),
    /// An option of the CLI itself, by its name.
    Global(&'static str, Global),
}

impl Input for RefCell<Options> {
    /// A request is read from its members alone.
    fn fault(&self, wanted: &str) -> String {
        format!("{} is a command, not {wanted}.", self.borrow().command)
    }

    fn members(&self, names: &'static [&'static str]) -> Result<Vec<Option<Part<'_>>>, String> {
        let mut given = self.borrow_mut().members(names)?;
        Ok(names.iter().map(|name| given.remove(name).map(part)).collect())
    }
}
