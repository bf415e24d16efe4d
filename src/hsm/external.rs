//! What stands behind external key stores: a **simulated** external key manager, and the second layer of encryption.
//!
//! With AWS the manager is outside of it, behind a proxy. Here it is beside the HSM and has nothing to do with it but this: the
//! host takes what the HSM has encrypted to the manager, which encrypts it again, and on the way back the other way round.
//! Either of the two alone opens nothing.

use std::{borrow::Cow, cell::OnceCell};

use zeroize::Zeroizing;

use super::{
    Ciphertext, HsmError, Session, TokenRef,
    aes::{self, IV_LEN, KEY_LEN, TAG_LEN},
    kdf,
    material::SealingKey,
    session::Names,
};
use crate::{
    env::Entropy,
    trace::{Actor, Event, GateId, Kind, NewStep, Role, TraceBlob},
    types::EncryptionContext,
};

/// The label under which the manager derives the key of an id.
const EXTERNAL_KEY: &[u8] = b"glass-kms external key v1";
/// What the HSM's own encryption is called in a trace where the manager's follows.
pub(super) const INNER: &str = "inner-ciphertext";
/// Who encrypts once more.
const MANAGER: Actor = Actor::ExternalKeyManager;

/// The manager of one Region. It has a key of 256 bits for every id that it is asked for, each derived from one secret that is
/// made when the first is named.
#[derive(Default)]
pub(super) struct ExternalKeyManager(OnceCell<SealingKey>);

impl ExternalKeyManager {
    /// Reads what [`ExternalKeyManager::write`] wrote, and what follows it.
    pub(super) fn read(bytes: &[u8]) -> Option<(Self, &[u8])> {
        match bytes.split_first()? {
            (0, rest) => Some((Self::default(), rest)),
            (1, rest) => {
                let (secret, rest) = rest.split_at_checked(KEY_LEN)?;
                Some((Self(SealingKey::from_slice(secret)?.into()), rest))
            }
            _ => None,
        }
    }

    /// Whether there is a secret, and its bytes.
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        let secret = self.0.get();
        out.push(u8::from(secret.is_some()));
        out.extend_from_slice(secret.map(|secret| secret.expose().as_slice()).unwrap_or_default());
    }

    /// The secret that all of its keys come from.
    pub(super) fn secret(&self, entropy: &mut dyn Entropy) -> Result<&SealingKey, HsmError> {
        if let Some(secret) = self.0.get() {
            return Ok(secret);
        }
        let secret = SealingKey::make(entropy)?;
        Ok(self.0.get_or_init(|| secret))
    }

    fn key(&self, id: &str, entropy: &mut dyn Entropy) -> Result<SealingKey, HsmError> {
        let mut key = Zeroizing::new([0; KEY_LEN]);
        kdf::derive(self.secret(entropy)?.expose(), EXTERNAL_KEY, id.as_bytes(), &mut key);
        SealingKey::from_slice(key.as_slice()).ok_or(HsmError::Entropy)
    }
}

impl Session<'_> {
    /// What the HSM has sealed leaves it, beside `others`. If the key has an external key, the host has it encrypted with that as
    /// well; this is then the whole `CiphertextBlob`.
    pub(super) fn leave_sealed(
        &mut self,
        key: TokenRef<'_>,
        blob: Vec<u8>,
        context: &EncryptionContext,
        (names, others): (&Names, &[&'static str]),
    ) -> Result<Vec<u8>, HsmError> {
        let Some(id) = key.external else {
            self.leave(&[others, &[names.sealed]].concat());
            return Ok(blob);
        };
        self.leave(&[others, &[INNER]].concat());
        let external_key = self.hsm.external_keys().key(id, self.entropy)?;
        let mut iv = [0; IV_LEN];
        self.entropy.fill(&mut iv)?;
        let (header, inner) = Ciphertext::split(&blob);
        let aad = Ciphertext::additional_data(header, context);
        let sealed = aes::seal(external_key.expose(), &iv, &aad, inner).map_err(|_| HsmError::Ciphertext)?;
        let blob = [header, &iv, &sealed].concat();
        self.record_use(&external_key, INNER);
        self.record_return(INNER, names.sealed, |id| {
            TraceBlob::open(id, names.sealed_role, &blob).with_fields(Ciphertext::fields(&blob))
        });
        Ok(blob)
    }

    /// A `CiphertextBlob` goes to the HSM with the token of its key. If the key has an external key, the host has that layer opened
    /// first: the answer is what was under it.
    pub(super) fn submit_sealed(
        &mut self,
        key: TokenRef<'_>,
        blob: &Ciphertext<'_>,
        context: &EncryptionContext,
        names: &Names,
    ) -> Result<Option<Zeroizing<Vec<u8>>>, HsmError> {
        let Some(id) = key.external else {
            self.submit(&[names.sealed]);
            return Ok(None);
        };
        let external_key = self.hsm.external_keys().key(id, self.entropy)?;
        let aad = Ciphertext::additional_data(blob.header, context);
        let layer = blob.sealed.split_first_chunk();
        let opened = layer.and_then(|(iv, sealed)| aes::open(external_key.expose(), iv, &aad, sealed).ok());
        let inner = opened.filter(|inner| inner.len() >= TAG_LEN);
        self.record_use(&external_key, names.sealed);
        self.trace.gate(GateId::Crypto, inner.is_some());
        let inner = inner.ok_or(HsmError::Ciphertext)?;
        self.record_return(names.sealed, INNER, |id| TraceBlob::open(id, Role::Ciphertext, &inner));
        self.submit(&[INNER]);
        Ok(Some(inner))
    }

    /// The host takes `input` to the manager, which uses its key.
    fn record_use(&mut self, key: &SealingKey, input: &'static str) {
        let [input, key_id] = [input, "external-key"].map(|name| self.named(name));
        let [send, work] = ["send-to-manager", "use-external-key"].map(|name| self.named(name));
        self.trace.record(|| {
            let hidden = TraceBlob::hidden(key_id, Role::PlaintextKmsKey, KEY_LEN, key.fingerprint());
            [
                Event::Before(MANAGER, hidden),
                Event::Step(NewStep::edge(send, Kind::Request, Actor::Host, MANAGER, [input.clone()])),
                Event::Dropped(Actor::Host, input),
                Event::Step(NewStep::local(work, MANAGER)),
            ]
        });
    }

    /// The host takes back what became of `input`.
    fn record_return(
        &mut self,
        input: &'static str,
        output: &'static str,
        shown: impl FnOnce(Cow<'static, str>) -> TraceBlob,
    ) {
        let [input, output, back] = [input, output, "return-to-host"].map(|name| self.named(name));
        self.trace.record(|| {
            [
                Event::Made(MANAGER, shown(output.clone())),
                Event::Step(NewStep::edge(back, Kind::Response, MANAGER, Actor::Host, [output.clone()])),
                Event::Dropped(MANAGER, input),
                Event::Dropped(MANAGER, output),
            ]
        });
    }
}
