use super::{Client, DATA_KEY_LEN, EnvelopeError, Refused, Wanted};
use crate::{
    error::KmsError,
    hsm::aes::{self, IV_LEN},
    operations::{GenerateDataKeyRequest, GrantTokens, Request, Response},
    trace::{Actor, Arg, Event, Excerpt, Flow, Kind, NewStep, Recorder, Role, Subject, Trace, TraceBlob, Track},
    types::{Plaintext, Timestamp},
};

/// A data key in the client's hands, for the time that encrypting the data takes.
#[derive(Debug)]
pub struct Sealing {
    data_key: Plaintext,
    iv: [u8; IV_LEN],
    encrypted_data_key: Vec<u8>,
    recorder: Recorder,
    clock: Timestamp,
}

impl Client<'_> {
    /// Asks KMS for a data key. `data` is what will be encrypted, for the trace.
    ///
    /// # Errors
    /// [`Refused`] with whatever KMS answered.
    pub fn begin_encrypt(self, wanted: Wanted, data: Excerpt<'_>) -> Result<Sealing, Refused> {
        let Self { kms, context, entropy } = self;
        let mut recorder = Recorder::on(Subject::DataKey);
        recorder.record(|| [Event::Before(Actor::Client, TraceBlob::excerpt("data", Role::UserData, data))]);
        let request = Request::GenerateDataKey(GenerateDataKeyRequest {
            key_id: wanted.key_id,
            encryption_context: (!wanted.context.is_empty()).then_some(wanted.context),
            key_spec: Some("AES_256".to_owned()),
            grant_tokens: (!wanted.grant_tokens.is_empty()).then_some(GrantTokens(wanted.grant_tokens)),
            ..GenerateDataKeyRequest::default()
        });
        let clock = kms.now();
        let mut iv = [0; IV_LEN];
        let issued = entropy.fill(&mut iv).map_err(|_| EnvelopeError::Entropy).and_then(|()| {
            match kms.call(&context, request, &mut recorder).map_err(KmsError::from)? {
                Response::GenerateDataKey(issued) if issued.plaintext.len() == DATA_KEY_LEN => Ok(issued),
                _ => Err(EnvelopeError::DataKey),
            }
        });
        match issued {
            Ok(issued) => Ok(Sealing {
                data_key: issued.plaintext,
                iv,
                encrypted_data_key: issued.ciphertext_blob.as_slice().to_vec(),
                recorder,
                clock,
            }),
            Err(error) => {
                let trace = finish(recorder, clock, Some(&error)).map(Box::new);
                Err(Refused { error, trace })
            }
        }
    }
}

impl Sealing {
    /// The data key, to encrypt with.
    pub fn data_key(&self) -> &Plaintext {
        &self.data_key
    }

    /// The IV to encrypt with.
    pub fn iv(&self) -> &[u8; IV_LEN] {
        &self.iv
    }

    /// The data is encrypted: erases the data key, stores what is to be kept. Returns the encrypted data key.
    pub fn finish(self, ciphertext: Excerpt<'_>) -> (Vec<u8>, Option<Trace>) {
        let Self { data_key, iv, encrypted_data_key, mut recorder, clock } = self;
        let length = iv.len().saturating_add(ciphertext.length);
        recorder.record(|| {
            let made = TraceBlob::excerpt_of_two("ciphertext", Role::Ciphertext, &iv, ciphertext);
            let made = made.with_fields(aes::fields(length));
            [
                Event::Step(NewStep::local("encrypt-data", Actor::Client)),
                Event::Made(Actor::Client, made),
                Event::Arg("bytes", Arg::Number(length)),
            ]
        });
        let key_length = data_key.len();
        drop(data_key); // erases it
        recorder.record(|| {
            let kept = ["ciphertext", "wrapped-data-key"];
            [
                Event::Step(NewStep::wipe("wipe", Actor::Client)),
                Event::Dropped(Actor::Client, "data-key".into()),
                Event::Arg("bytes", Arg::Number(key_length)),
                Event::Step(NewStep::edge("store", Kind::Request, Actor::Client, Actor::ClientStorage, kept)),
                Event::Kept(Actor::Client, &["data"]),
                Event::Arg("bytes", Arg::Number(length)),
            ]
        });
        (encrypted_data_key, finish(recorder, clock, None))
    }
}

fn finish(recorder: Recorder, clock: Timestamp, error: Option<&EnvelopeError>) -> Option<Trace> {
    let refusal = error.map(|error| (error.code(), error.message()));
    recorder.finish(Track::Aws, Flow::of("GenerateDataKey"), clock, refusal)
}
