use zeroize::Zeroizing;

use crate::{
    env::{Entropy, EntropyError},
    hsm::aes::{self, IV_LEN, KEY_LEN},
    trace::{Actor, Arg, Event, Kind, NewStep, Recorder, Role, TraceBlob},
};

/// A key of the document's KMS. Erased when dropped, but nothing hides it: this model is all glass.
pub(super) type Key = Zeroizing<[u8; KEY_LEN]>;

/// The HSM: makes keys, and opens the CMK with a key of its own.
pub(super) struct Hsm {
    key: Key,
}

impl Hsm {
    pub(super) fn make(entropy: &mut dyn Entropy) -> Result<Self, EntropyError> {
        Ok(Self { key: make_key(entropy)? })
    }

    pub(super) fn introduce(&self, recorder: &mut Recorder) {
        recorder.record(|| [Event::Before(Actor::Hsm, TraceBlob::open("hsm-key", Role::DomainKey, &*self.key))]);
    }

    /// A new CMK, encrypted, for the store.
    pub(super) fn make_cmk(&self, entropy: &mut dyn Entropy) -> Result<Vec<u8>, EntropyError> {
        let cmk = make_key(entropy)?;
        seal(&self.key, &cmk, entropy)
    }

    /// A CDK is made and handed to the host.
    pub(super) fn make_cdk(entropy: &mut dyn Entropy, recorder: &mut Recorder) -> Result<Key, EntropyError> {
        let cdk = make_key(entropy)?;
        recorder.record(|| {
            [
                Event::Step(NewStep::local("make-cdk", Actor::Hsm)),
                Event::Made(Actor::Hsm, TraceBlob::open("cdk", Role::PlaintextDataKey, &*cdk)),
                bytes(KEY_LEN),
                Event::Step(NewStep::edge("hand-over-cdk", Kind::Response, Actor::Hsm, Actor::Host, ["cdk"])),
                bytes(KEY_LEN),
            ]
        });
        Ok(cdk)
    }

    /// The CMK from the store is decrypted inside.
    pub(super) fn open_cmk(&self, wrapped_cmk: &[u8], recorder: &mut Recorder) -> Result<Key, EntropyError> {
        // The store holds what this HSM sealed, so it opens.
        let cmk = open(&self.key, wrapped_cmk).ok_or(EntropyError)?;
        recorder.record(|| {
            [
                Event::Step(NewStep::local("open-cmk", Actor::Hsm)),
                Event::Made(Actor::Hsm, TraceBlob::open("cmk", Role::PlaintextKmsKey, &*cmk)),
                bytes(KEY_LEN),
            ]
        });
        Ok(cmk)
    }

    /// The CDK is encrypted with the CMK and handed to the host.
    pub(super) fn seal_cdk(
        cmk: &Key,
        cdk: &Key,
        entropy: &mut dyn Entropy,
        recorder: &mut Recorder,
    ) -> Result<Vec<u8>, EntropyError> {
        let wrapped = seal(cmk, cdk, entropy)?;
        recorder.record(|| {
            let blob = TraceBlob::open("wrapped-cdk", Role::WrappedDataKey, &wrapped);
            [
                Event::Step(NewStep::edge("seal-cdk", Kind::Response, Actor::Hsm, Actor::Host, ["wrapped-cdk"])),
                Event::Made(Actor::Host, blob.with_fields(aes::fields(wrapped.len()))),
                Event::Kept(Actor::Hsm, &["hsm-key"]),
                bytes(wrapped.len()),
            ]
        });
        Ok(wrapped)
    }
}

/// Encrypts a key: IV, ciphertext, tag.
fn seal(under: &Key, key: &[u8; KEY_LEN], entropy: &mut dyn Entropy) -> Result<Vec<u8>, EntropyError> {
    let mut iv = [0; IV_LEN];
    entropy.fill(&mut iv)?;
    // 32 bytes are never too long for AES-GCM.
    let sealed = aes::seal(under, &iv, &[], key).map_err(|_| EntropyError)?;
    Ok([iv.as_slice(), &sealed].concat())
}

/// Decrypts what [`seal`] encrypted, if it is unchanged.
pub(super) fn open(under: &Key, message: &[u8]) -> Option<Key> {
    let (iv, sealed) = message.split_first_chunk()?;
    let key = aes::open(under, iv, &[], sealed).ok()?;
    Some(Zeroizing::new(key.as_slice().try_into().ok()?))
}

fn make_key(entropy: &mut dyn Entropy) -> Result<Key, EntropyError> {
    let mut key = Zeroizing::new([0; KEY_LEN]);
    entropy.fill(key.as_mut_slice())?;
    Ok(key)
}

/// The number in a step's sentence.
pub(super) fn bytes(length: usize) -> Event {
    Event::Arg("bytes", Arg::Number(length))
}
