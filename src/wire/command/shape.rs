//! What the commands take, learnt from the requests themselves: each is read from options that note what they are asked
//! for, and give empty values.

use std::{cell::RefCell, rc::Rc};

use serde::Serialize;

use super::{
    Options,
    given::{Form, Given},
    kebab,
};
use crate::{
    operations::{Operation, Request},
    types::Sorted,
};

/// A command, and what it takes.
#[derive(Clone, Debug, Serialize)]
pub struct CommandShape {
    /// The operation.
    pub operation: &'static str,
    /// As the CLI writes it: `create-grant`.
    pub name: String,
    /// One for each member of the request, in their order.
    pub options: Vec<OptionShape>,
}

/// An option, and what stands after it.
#[derive(Clone, Debug, Serialize)]
pub struct OptionShape {
    /// As the CLI writes it: `--key-id`.
    pub name: String,
    /// The request's member.
    pub member: &'static str,
    /// What the member is.
    pub kind: OptionKind,
}

/// What an option takes, in the words of the CLI's help.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "they are the words of the CLI's help")]
pub enum OptionKind {
    Blob,
    Boolean,
    Integer,
    List,
    Map,
    String,
    Structure,
    Timestamp,
}

/// The shapes of all commands, in alphabetical order.
pub fn command_shapes() -> Vec<CommandShape> {
    Operation::ALL.iter().map(|operation| shape(*operation)).collect()
}

fn shape(operation: Operation) -> CommandShape {
    let learnt = Learnt::default();
    let options = RefCell::new(Options { learnt: Some(learnt.clone()), ..Options::default() });
    // The request itself is of no use: it holds nothing but empty values.
    drop(Request::read(operation, &options));
    CommandShape { operation: operation.name(), name: kebab(operation.name()), options: learnt.options() }
}

/// What has been learnt of a request.
#[derive(Clone, Default)]
pub(super) struct Learnt(Rc<RefCell<Members>>);

#[derive(Default)]
struct Members {
    names: &'static [&'static str],
    kinds: Sorted<&'static str, OptionKind>,
}

impl Learnt {
    /// A value for each member of a request, which waits to be asked what it is.
    pub(super) fn members(&self, names: &'static [&'static str]) -> Sorted<&'static str, Given> {
        self.0.borrow_mut().names = names;
        let waiting = |member| Waiting { member, learnt: self.clone() };
        let given =
            |member| Given { waiting: Some(waiting(member)), ..Given::new(String::new(), Form::Words(Vec::new())) };
        names.iter().map(|member| (*member, given(member))).collect()
    }

    fn options(&self) -> Vec<OptionShape> {
        let Members { names, kinds } = &*self.0.borrow();
        let option = |member: &&'static str| {
            let kind = *kinds.get(member)?;
            Some(OptionShape { name: format!("--{}", kebab(member)), member, kind })
        };
        names.iter().filter_map(option).collect()
    }
}

/// A member that has not been asked for yet.
pub(super) struct Waiting {
    member: &'static str,
    learnt: Learnt,
}

impl Waiting {
    /// It has been asked for, as a value of this kind.
    pub(super) fn is(&self, kind: OptionKind) {
        self.learnt.0.borrow_mut().kinds.insert(self.member, kind);
    }
}
