use super::hsm::bytes;
use crate::{
    hsm::aes::KEY_LEN,
    trace::{Actor, Event, Kind, NewStep, Recorder},
};

/// The host passes the CDK and the encrypted CDK on.
pub(super) fn return_keys(recorder: &mut Recorder) {
    recorder.record(|| {
        let moves = ["cdk", "wrapped-cdk"];
        [
            Event::Step(NewStep::edge("return-keys", Kind::Response, Actor::Host, Actor::Client, moves)),
            Event::Kept(Actor::Host, &[]),
            bytes(KEY_LEN),
        ]
    });
}

/// The CMK leaves the HSM, and the host passes it on.
pub(super) fn return_cmk(recorder: &mut Recorder) {
    recorder.record(|| {
        [
            Event::Step(NewStep::edge("hand-over-cmk", Kind::Response, Actor::Hsm, Actor::Host, ["cmk"])),
            Event::Kept(Actor::Hsm, &["hsm-key"]),
            bytes(KEY_LEN),
            Event::Step(NewStep::edge("return-cmk", Kind::Response, Actor::Host, Actor::Client, ["cmk"])),
            Event::Kept(Actor::Host, &[]),
            bytes(KEY_LEN),
        ]
    });
}
