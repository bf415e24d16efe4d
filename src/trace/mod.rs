//! What happened, step by step, in the form that the page draws.
//!
//! The verbs of the layers above record [`Event`]s as they act; [`Recorder::finish`] folds them into a [`Trace`], in
//! which every step carries the whole state after it. A recorder that is off does nothing and costs nothing.

mod blob;
mod differs;
mod event;
mod fold;
mod gate;
mod recorder;
mod step;

pub use blob::{Excerpt, Field, Fingerprint, Role, TraceBlob};
pub use event::{Event, NewStep};
pub use gate::{Gate, GateId};
pub use recorder::{Recorder, Subject};
pub use step::{Actor, Arg, Flow, Holdings, Kind, Outcome, Step, Text, Trace, Track};
