use core::fmt;

use super::{
    ArticleRefused,
    hsm::{Key, bytes, open},
};
use crate::{
    env::{Entropy, EntropyError},
    hsm::aes::{self, IV_LEN, KEY_LEN},
    trace::{Actor, Arg, Event, Excerpt, Flow, GateId, Kind, NewStep, Recorder, Role, Trace, TraceBlob, Track},
    types::Timestamp,
};

/// What the client kept, as a trace shows it: of the encrypted data, the beginning.
#[derive(Clone, Copy, Debug)]
pub struct Stored<'a> {
    /// The IV that the data was encrypted with.
    pub iv: &'a [u8],
    /// The encrypted data.
    pub ciphertext: Excerpt<'a>,
    /// The encrypted CDK.
    pub wrapped_cdk: &'a [u8],
}

/// Why the client refuses.
pub(super) const CHANGED: &str = "The tag does not match: something was changed after it was encrypted.";

pub(super) fn introduce_data(data: Excerpt<'_>, recorder: &mut Recorder) {
    recorder.record(|| [Event::Before(Actor::Client, TraceBlob::excerpt("data", Role::UserData, data))]);
}

pub(super) fn introduce_envelope(Stored { iv, ciphertext, wrapped_cdk }: Stored<'_>, recorder: &mut Recorder) {
    let length = iv.len().saturating_add(ciphertext.length);
    recorder.record(|| {
        let data = TraceBlob::excerpt_of_two("ciphertext", Role::Ciphertext, iv, ciphertext);
        let cdk = TraceBlob::open("wrapped-cdk", Role::WrappedDataKey, wrapped_cdk);
        [
            Event::Before(Actor::ClientStorage, data.with_fields(aes::fields(length))),
            Event::Before(Actor::ClientStorage, cdk.with_fields(aes::fields(wrapped_cdk.len()))),
        ]
    });
}

/// Step 1 of encryption.
pub(super) fn ask_for_data_key(recorder: &mut Recorder) {
    ask("GenerateDataKey", recorder);
}

/// Step 1 of decryption.
pub(super) fn ask_for_cmk(recorder: &mut Recorder) {
    ask("Decrypt", recorder);
}

/// The document names the API and no parameters; nor does the request.
fn ask(operation: &'static str, recorder: &mut Recorder) {
    recorder.record(|| {
        let step = NewStep::edge("request", Kind::Request, Actor::Client, Actor::Host, ["request"]);
        [
            Event::Step(step),
            Event::Made(Actor::Host, TraceBlob::open("request", Role::Json, b"{}")),
            Event::Arg("operation", Arg::Word(operation.to_owned())),
            bytes(2),
        ]
    });
}

/// A CDK in the client's hands, for the time that encrypting the data takes.
pub struct Sealing {
    cdk: Key,
    iv: [u8; IV_LEN],
    wrapped_cdk: Vec<u8>,
    recorder: Recorder,
    clock: Timestamp,
}

impl Sealing {
    pub(super) fn new(
        cdk: Key,
        wrapped_cdk: Vec<u8>,
        entropy: &mut dyn Entropy,
        recorder: Recorder,
        clock: Timestamp,
    ) -> Result<Self, EntropyError> {
        let mut iv = [0; IV_LEN];
        entropy.fill(&mut iv)?;
        Ok(Self { cdk, iv, wrapped_cdk, recorder, clock })
    }

    /// The CDK, to encrypt with.
    pub fn cdk(&self) -> &[u8; KEY_LEN] {
        &self.cdk
    }

    /// The IV to encrypt with.
    pub fn iv(&self) -> &[u8; IV_LEN] {
        &self.iv
    }

    /// Steps 8 and 9: the data is encrypted; it is stored beside the encrypted CDK, which is returned.
    pub fn finish(self, ciphertext: Excerpt<'_>) -> (Vec<u8>, Option<Trace>) {
        let Self { cdk, iv, wrapped_cdk, mut recorder, clock } = self;
        let length = iv.len().saturating_add(ciphertext.length);
        drop(cdk); // erases it
        recorder.record(|| {
            let made = TraceBlob::excerpt_of_two("ciphertext", Role::Ciphertext, &iv, ciphertext);
            let stored = ["ciphertext", "wrapped-cdk"];
            [
                Event::Step(NewStep::local("encrypt-data", Actor::Client)),
                Event::Made(Actor::Client, made.with_fields(aes::fields(length))),
                bytes(length),
                Event::Step(NewStep::edge("store", Kind::Request, Actor::Client, Actor::ClientStorage, stored)),
                Event::Kept(Actor::Client, &["data"]),
                bytes(length),
            ]
        });
        (wrapped_cdk, finish("GenerateDataKey", recorder, clock, None))
    }
}

/// A CDK in the client's hands, for the time that decrypting the data takes.
pub struct Opening {
    cdk: Key,
    recorder: Recorder,
    clock: Timestamp,
}

/// Step 6 of decryption: the client, holding the CMK, opens the CDK by itself.
pub(super) fn open_cdk(
    cmk: &Key,
    wrapped_cdk: &[u8],
    mut recorder: Recorder,
    clock: Timestamp,
) -> Result<Opening, ArticleRefused> {
    let cdk = open(cmk, wrapped_cdk);
    recorder.record(|| {
        let step = NewStep::edge("open-cdk", Kind::Response, Actor::ClientStorage, Actor::Client, ["wrapped-cdk"]);
        [Event::Step(step), bytes(wrapped_cdk.len())]
    });
    recorder.gate(GateId::Crypto, cdk.is_some());
    let Some(cdk) = cdk else {
        return Err(refuse(CHANGED, recorder, clock));
    };
    recorder.record(|| [Event::Made(Actor::Client, TraceBlob::open("cdk", Role::PlaintextDataKey, &*cdk))]);
    Ok(Opening { cdk, recorder, clock })
}

impl Opening {
    /// The CDK, to decrypt with.
    pub fn cdk(&self) -> &[u8; KEY_LEN] {
        &self.cdk
    }

    /// Step 7: the data is decrypted, or found not to be authentic (`None`).
    ///
    /// # Errors
    /// [`ArticleRefused`] if it is not authentic.
    pub fn finish(self, data: Option<Excerpt<'_>>) -> Result<Option<Trace>, ArticleRefused> {
        let Self { cdk, mut recorder, clock } = self;
        drop(cdk); // erases it
        recorder.record(|| {
            let moves = ["ciphertext"];
            [Event::Step(NewStep::edge("decrypt-data", Kind::Response, Actor::ClientStorage, Actor::Client, moves))]
        });
        recorder.gate(GateId::Crypto, data.is_some());
        let Some(data) = data else {
            return Err(refuse(CHANGED, recorder, clock));
        };
        recorder.record(|| {
            [
                Event::Made(Actor::Client, TraceBlob::excerpt("data", Role::UserData, data)),
                Event::Dropped(Actor::Client, "cdk".into()),
                Event::Dropped(Actor::Client, "cmk".into()),
                bytes(data.length),
            ]
        });
        Ok(finish("Decrypt", recorder, clock, None))
    }
}

pub(super) fn refuse(message: &'static str, recorder: Recorder, clock: Timestamp) -> ArticleRefused {
    let code = "InvalidCiphertextException";
    let trace = finish("Decrypt", recorder, clock, Some((code, message))).map(Box::new);
    ArticleRefused { code, message, trace }
}

fn finish(operation: &str, recorder: Recorder, clock: Timestamp, refusal: Option<(&str, &str)>) -> Option<Trace> {
    recorder.finish(Track::Article, Flow::of(operation), clock, refusal)
}

impl fmt::Debug for Sealing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sealing").finish_non_exhaustive()
    }
}

impl fmt::Debug for Opening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Opening").finish_non_exhaustive()
    }
}
