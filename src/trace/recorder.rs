use super::{Event, Flow, Gate, GateId, Outcome, Trace, Track, fold};
use crate::types::{Decision, Timestamp};

/// Takes down what the verbs do; or, off, takes nothing down.
#[derive(Debug, Default)]
pub struct Recorder(Option<Recording>);

#[derive(Debug, Default)]
struct Recording {
    events: Vec<Event>,
    subject: Subject,
}

/// What a flow is about, so that Decrypt's result can be called by its name: KMS itself cannot tell.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Subject {
    /// Data that the caller sent directly.
    #[default]
    Data,
    /// A data key.
    DataKey,
}

impl Recorder {
    /// A recorder that takes nothing down.
    pub fn off() -> Self {
        Self(None)
    }

    /// A recorder for a flow about `subject`.
    pub fn on(subject: Subject) -> Self {
        Self(Some(Recording { events: Vec::new(), subject }))
    }

    /// Whether anything is taken down.
    pub fn is_on(&self) -> bool {
        self.0.is_some()
    }

    /// What the flow is about.
    pub fn subject(&self) -> Subject {
        self.0.as_ref().map(|recording| recording.subject).unwrap_or_default()
    }

    /// Takes down what `events` says; it is not even asked when the recorder is off.
    pub fn record<I: IntoIterator<Item = Event>>(&mut self, events: impl FnOnce() -> I) {
        if let Some(recording) = &mut self.0 {
            recording.events.extend(events());
        }
    }

    /// Takes down how a check came out.
    pub fn gate(&mut self, id: GateId, pass: bool) {
        self.record(|| [Event::Gate(Gate { id, pass, decision: None })]);
    }

    /// Takes down how authorization came out, and why.
    pub fn authorization(&mut self, decision: &Decision) {
        self.record(|| {
            let decision = decision.clone();
            [Event::Gate(Gate { id: GateId::Authorization, pass: decision.is_allowed(), decision: Some(decision) })]
        });
    }

    /// The trace of what was taken down, or `None` if the recorder was off.
    ///
    /// `refusal` is the code and the message of the exception that ended the flow, if one did.
    pub fn finish(self, track: Track, flow: Flow, clock: Timestamp, refusal: Option<(&str, &str)>) -> Option<Trace> {
        let recording = self.0?;
        let folded = fold::fold(recording.events, track, &flow);
        let outcome = match refusal {
            None => Outcome::Done { ok: true },
            Some((code, message)) => Outcome::Refused {
                ok: false,
                code: code.to_owned(),
                message: message.to_owned(),
                gate: folded.refused_by(),
                step: folded.steps.len(),
            },
        };
        Some(Trace {
            v: 1,
            flow,
            track,
            seed: None,
            clock: clock.to_string(),
            holds: folded.before,
            blobs: folded.blobs,
            steps: folded.steps,
            outcome,
        })
    }
}
