use super::hsm::bytes;
use crate::{
    hsm::aes,
    trace::{Actor, Event, Kind, NewStep, Recorder, Role, TraceBlob},
};

/// Where the document's KMS keeps its CMK, encrypted.
pub(super) struct KeyStore {
    wrapped_cmk: Vec<u8>,
}

impl KeyStore {
    pub(super) fn new(wrapped_cmk: Vec<u8>) -> Self {
        Self { wrapped_cmk }
    }

    pub(super) fn introduce(&self, recorder: &mut Recorder) {
        recorder.record(|| {
            let blob = TraceBlob::open("wrapped-cmk", Role::WrappedKmsKey, &self.wrapped_cmk);
            [Event::Before(Actor::KeyStore, blob.with_fields(aes::fields(self.wrapped_cmk.len())))]
        });
    }

    /// The encrypted CMK goes into the HSM.
    pub(super) fn load(&self, recorder: &mut Recorder) -> &[u8] {
        recorder.record(|| {
            let moves = ["wrapped-cmk"];
            [
                Event::Step(NewStep::edge("load-cmk", Kind::Response, Actor::KeyStore, Actor::Hsm, moves)),
                bytes(self.wrapped_cmk.len()),
            ]
        });
        &self.wrapped_cmk
    }
}
