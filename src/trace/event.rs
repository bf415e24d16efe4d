use std::borrow::Cow;

use super::{Actor, Arg, Gate, Kind, TraceBlob};

/// Something that a verb did.
///
/// Which blobs an event can carry is decided by [`TraceBlob`]: of a key that must not leave the HSM, no event can
/// hold more than a length and a fingerprint, since `hsm` hands over nothing else.
#[derive(Clone, Debug)]
pub enum Event {
    /// `Actor` held the blob before the first step.
    Before(Actor, TraceBlob),
    /// A step begins; what follows belongs to it.
    Step(NewStep),
    /// `Actor` has the blob from now on.
    Made(Actor, TraceBlob),
    /// `Actor` no longer has the blob.
    Dropped(Actor, Cow<'static, str>),
    /// `Actor` no longer has anything but these blobs.
    Kept(Actor, &'static [&'static str]),
    /// A check came out.
    Gate(Gate),
    /// A number or a word for the step's sentence.
    Arg(&'static str, Arg),
}

/// A step as it begins.
#[derive(Clone, Debug)]
pub struct NewStep {
    pub(super) id: Cow<'static, str>,
    pub(super) from: Actor,
    pub(super) to: Actor,
    pub(super) kind: Kind,
    pub(super) moves: Vec<Cow<'static, str>>,
}

impl NewStep {
    /// Something is sent along an edge.
    pub fn edge<I>(id: impl Into<Cow<'static, str>>, kind: Kind, from: Actor, to: Actor, moves: I) -> Self
    where
        I: IntoIterator<Item: Into<Cow<'static, str>>>,
    {
        Self { id: id.into(), from, to, kind, moves: moves.into_iter().map(Into::into).collect() }
    }

    /// Somebody works by themselves.
    pub fn local(id: impl Into<Cow<'static, str>>, at: Actor) -> Self {
        Self { id: id.into(), from: at.clone(), to: at, kind: Kind::Local, moves: Vec::new() }
    }

    /// Somebody erases a secret.
    pub fn wipe(id: impl Into<Cow<'static, str>>, at: Actor) -> Self {
        Self { kind: Kind::Wipe, ..Self::local(id, at) }
    }
}
