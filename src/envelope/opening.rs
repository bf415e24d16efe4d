use super::{Client, EnvelopeError, Refused, Stored, Wanted};
use crate::{
    hsm::{Ciphertext, aes},
    operations::{DecryptRequest, GrantTokens, Request, Response},
    trace::{
        Actor, Arg, Event, Excerpt, Flow, GateId, Kind, NewStep, Recorder, Role, Subject, Trace, TraceBlob, Track,
    },
    types::{Blob, Plaintext, Timestamp},
};

/// A data key in the client's hands, for the time that decrypting the data takes.
#[derive(Debug)]
pub struct Opening {
    data_key: Plaintext,
    recorder: Recorder,
    clock: Timestamp,
}

impl Client<'_> {
    /// Takes an envelope from the client's storage and asks KMS to decrypt its data key.
    ///
    /// # Errors
    /// [`Refused`] with whatever KMS answered.
    pub fn begin_decrypt(self, wanted: Wanted, stored: Stored<'_>) -> Result<Opening, Refused> {
        let Self { kms, context, .. } = self;
        let mut recorder = Recorder::on(Subject::DataKey);
        take_envelope(stored, &mut recorder);
        let request = Request::Decrypt(DecryptRequest {
            ciphertext_blob: Some(Blob::from(stored.encrypted_data_key.to_vec())),
            encryption_context: (!wanted.context.is_empty()).then_some(wanted.context),
            key_id: wanted.key_id,
            grant_tokens: (!wanted.grant_tokens.is_empty()).then_some(GrantTokens(wanted.grant_tokens)),
            ..DecryptRequest::default()
        });
        let clock = kms.now();
        match kms.call(&context, request, &mut recorder) {
            Ok(Response::Decrypt(answer)) => Ok(Opening { data_key: answer.plaintext, recorder, clock }),
            Ok(_) => Err(refuse(EnvelopeError::DataKey, recorder, clock)),
            Err(refusal) => Err(refuse(EnvelopeError::Kms(refusal.error), recorder, clock)),
        }
    }
}

fn take_envelope(Stored { iv, ciphertext, encrypted_data_key }: Stored<'_>, recorder: &mut Recorder) {
    let length = iv.len().saturating_add(ciphertext.length);
    recorder.record(|| {
        let data = TraceBlob::excerpt_of_two("ciphertext", Role::Ciphertext, iv, ciphertext);
        let data = data.with_fields(aes::fields(length));
        let key = TraceBlob::open("wrapped-data-key", Role::WrappedDataKey, encrypted_data_key);
        let key = key.with_fields(Ciphertext::fields(encrypted_data_key));
        let taken = ["ciphertext", "wrapped-data-key"];
        [
            Event::Before(Actor::ClientStorage, data),
            Event::Before(Actor::ClientStorage, key),
            Event::Step(NewStep::edge("take-envelope", Kind::Response, Actor::ClientStorage, Actor::Client, taken)),
            Event::Arg("bytes", Arg::Number(length)),
        ]
    });
}

impl Opening {
    /// The data key, to decrypt with.
    pub fn data_key(&self) -> &Plaintext {
        &self.data_key
    }

    /// The data is decrypted, or found not to be authentic (`None`): erases the data key.
    ///
    /// # Errors
    /// [`Refused`] with [`EnvelopeError::Tampered`].
    pub fn finish(self, data: Option<Excerpt<'_>>) -> Result<Option<Trace>, Refused> {
        let Self { data_key, mut recorder, clock } = self;
        recorder.record(|| [Event::Step(NewStep::local("decrypt-data", Actor::Client))]);
        recorder.gate(GateId::Crypto, data.is_some());
        let length = data_key.len();
        drop(data_key); // erases it
        let Some(data) = data else {
            return Err(refuse(EnvelopeError::Tampered, recorder, clock));
        };
        recorder.record(|| {
            [
                Event::Made(Actor::Client, TraceBlob::excerpt("data", Role::UserData, data)),
                Event::Arg("bytes", Arg::Number(data.length)),
                Event::Step(NewStep::wipe("wipe", Actor::Client)),
                Event::Dropped(Actor::Client, "data-key".into()),
                Event::Arg("bytes", Arg::Number(length)),
            ]
        });
        Ok(finish(recorder, clock, None))
    }
}

fn refuse(error: EnvelopeError, recorder: Recorder, clock: Timestamp) -> Refused {
    let trace = finish(recorder, clock, Some(&error)).map(Box::new);
    Refused { error, trace }
}

fn finish(recorder: Recorder, clock: Timestamp, error: Option<&EnvelopeError>) -> Option<Trace> {
    let refusal = error.map(|error| (error.code(), error.message()));
    recorder.finish(Track::Aws, Flow::of("Decrypt"), clock, refusal)
}
