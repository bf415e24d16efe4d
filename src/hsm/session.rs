//! The verbs: what an HSM can do, each taken down as it is done.

use std::borrow::Cow;

use zeroize::Zeroizing;

use super::{
    Ciphertext, HsmError, KeyToken,
    aes::{IV_LEN, KEY_LEN},
    ciphertext::NONCE_LEN,
    domain::{DOMAIN_KEY_ID_LEN, DomainKey, Hsm},
    external::INNER,
    material::{KeyMaterial, SealingKey},
    pairs::KeyPair,
};
use crate::{
    env::Entropy,
    trace::{Actor, Arg, Event, Fingerprint, GateId, Kind, NewStep, Recorder, Role, Subject, TraceBlob},
    types::{EncryptionContext, KeyId, KeyKind, KeyMaterialId, KeySpec, Plaintext},
};

/// A stored token and the names that it was wrapped with.
#[derive(Clone, Copy, Debug)]
pub struct TokenRef<'a> {
    /// The key.
    pub key_id: KeyId,
    /// The version of its material.
    pub material_id: KeyMaterialId,
    /// The token.
    pub token: &'a KeyToken,
    /// The id of the external key that encrypts as well, if there is one.
    pub external: Option<&'a str>,
}

/// What a flow's blobs and steps are called.
pub(super) struct Names {
    pub(super) plain: &'static str,
    plain_role: Role,
    pub(super) sealed: &'static str,
    pub(super) sealed_role: Role,
    pub(super) seal: &'static str,
    pub(super) open: &'static str,
}

const DATA_KEY: Names = Names {
    plain: "data-key",
    plain_role: Role::PlaintextDataKey,
    sealed: "wrapped-data-key",
    sealed_role: Role::WrappedDataKey,
    seal: "seal-data-key",
    open: "open-data-key",
};

/// The private half of a data key pair is sealed as a data key is.
pub(super) const PRIVATE_KEY: Names = Names {
    plain: "private-key",
    plain_role: Role::PlaintextDataKey,
    sealed: "wrapped-private-key",
    sealed_role: Role::WrappedDataKey,
    seal: "seal-private-key",
    open: "open-private-key",
};

const DATA: Names = Names {
    plain: "data",
    plain_role: Role::UserData,
    sealed: "ciphertext",
    sealed_role: Role::Ciphertext,
    seal: "seal-data",
    open: "open-data",
};

impl Names {
    pub(super) fn of(subject: Subject) -> &'static Self {
        match subject {
            Subject::Data => &DATA,
            Subject::DataKey => &DATA_KEY,
        }
    }
}

/// One conversation between the KMS host and the HSM.
pub struct Session<'a> {
    pub(super) hsm: &'a Hsm,
    pub(super) entropy: &'a mut dyn Entropy,
    pub(super) trace: &'a mut Recorder,
    /// Stands before the names of blobs and steps: a flow with two KMS keys tells them apart by it.
    pub(super) side: &'static str,
}

impl<'a> Session<'a> {
    pub(super) fn new(hsm: &'a Hsm, entropy: &'a mut dyn Entropy, trace: &'a mut Recorder) -> Self {
        Self { hsm, entropy, trace, side: "" }
    }

    /// The key that seals what is new.
    pub(super) fn active_domain_key(&self) -> &'a DomainKey {
        self.hsm.active()
    }

    /// The domain key of this id, if the HSM has it.
    pub(super) fn domain_key(&self, id: [u8; DOMAIN_KEY_ID_LEN]) -> Option<&'a DomainKey> {
        self.hsm.domain_key(id)
    }

    /// The host takes the token from the key store and sends it to the HSM, together with `inputs`.
    pub(super) fn submit(&mut self, inputs: &[&'static str]) {
        let token = self.named("key-token");
        let [load, send] = [self.named("load-token"), self.named("send-to-hsm")];
        self.trace.record(|| {
            let moves = [token.clone()].into_iter().chain(inputs.iter().copied().map(Cow::Borrowed));
            [
                Event::Step(NewStep::edge(load, Kind::Response, Actor::KeyStore, Actor::Host, [token])),
                Event::Step(NewStep::edge(send, Kind::Request, Actor::Host, Actor::Hsm, moves)),
                Event::Kept(Actor::Host, &["request"]),
            ]
        });
    }

    /// Makes new material for the key `key_id` and wraps it.
    pub(super) fn make_key(&mut self, key_id: KeyId, spec: KeySpec) -> Result<(KeyMaterialId, KeyToken), HsmError> {
        let material = match spec.kind() {
            KeyKind::Secret(length) => KeyMaterial::make(length, self.entropy)?,
            _ => KeyPair::make(spec, self.entropy)?.material(),
        };
        self.trace.record(|| {
            [
                Event::Step(NewStep::local("make-key", Actor::Hsm)),
                Event::Made(
                    Actor::Hsm,
                    TraceBlob::hidden("kms-key", Role::PlaintextKmsKey, material.len(), material.fingerprint()),
                ),
            ]
        });
        self.keep_key(key_id, &material)
    }

    /// Wraps material of the key `key_id` and stores it.
    pub(super) fn keep_key(
        &mut self,
        key_id: KeyId,
        material: &KeyMaterial,
    ) -> Result<(KeyMaterialId, KeyToken), HsmError> {
        let material_id = material.id(key_id);
        let mut iv = [0; IV_LEN];
        self.entropy.fill(&mut iv)?;
        let token = KeyToken::wrap(self.active_domain_key(), material, (key_id, material_id), &iv)?;
        self.trace.record(|| {
            [
                Event::Step(NewStep::local("wrap-key", Actor::Hsm)),
                Event::Made(Actor::Hsm, token_blob("key-token", &token)),
                Event::Step(NewStep::edge("store-token", Kind::Request, Actor::Hsm, Actor::KeyStore, ["key-token"])),
                Event::Kept(Actor::Hsm, &["domain-key"]),
            ]
        });
        Ok((material_id, token))
    }

    /// Makes a random secret for the caller. `disclosed` says whether the caller will see it.
    pub(super) fn make_data_key(&mut self, length: usize, disclosed: bool) -> Result<Plaintext, HsmError> {
        let mut bytes = Zeroizing::new(vec![0; length]);
        self.entropy.fill(&mut bytes)?;
        let secret = Plaintext::new(core::mem::take(&mut *bytes));
        self.trace.record(|| {
            let blob = secret_blob(&DATA_KEY, secret.expose(), disclosed);
            [Event::Step(NewStep::local("make-data-key", Actor::Hsm)), Event::Made(Actor::Hsm, blob), bytes_arg(length)]
        });
        Ok(secret)
    }

    /// Opens a key token with the domain key.
    pub(super) fn open_token(&mut self, key: TokenRef<'_>) -> Result<KeyMaterial, HsmError> {
        let material = key.token.unwrap_key(self.hsm.wrapping(key.token)?, (key.key_id, key.material_id))?;
        let [step, id] = [self.named("open-token"), self.named("kms-key")];
        self.trace.record(|| {
            let blob = TraceBlob::hidden(id, Role::PlaintextKmsKey, material.len(), material.fingerprint());
            [Event::Step(NewStep::local(step, Actor::Hsm)), Event::Made(Actor::Hsm, blob), bytes_arg(material.len())]
        });
        Ok(material)
    }

    /// Derives the key for one message.
    pub(super) fn derive_message_key(&mut self, material: &KeyMaterial, nonce: &[u8; NONCE_LEN]) -> SealingKey {
        let key = material.derive_message_key(nonce);
        let [step, id] = [self.named("derive-key"), self.named("message-key")];
        self.trace.record(|| {
            let blob = TraceBlob::hidden(id, Role::DerivedKey, KEY_LEN, key.fingerprint());
            let nonce = Event::Arg("nonce", Arg::Number(NONCE_LEN));
            [Event::Step(NewStep::local(step, Actor::Hsm)), Event::Made(Actor::Hsm, blob), bytes_arg(KEY_LEN), nonce]
        });
        key
    }

    /// Seals `plaintext` under a key derived for it: a whole `CiphertextBlob`, unless an external key is to encrypt it as well.
    pub(super) fn seal(
        &mut self,
        key: TokenRef<'_>,
        material: &KeyMaterial,
        plaintext: &[u8],
        context: &EncryptionContext,
        names: &Names,
    ) -> Result<Vec<u8>, HsmError> {
        let (mut nonce, mut iv) = ([0; NONCE_LEN], [0; IV_LEN]);
        self.entropy.fill(&mut nonce)?;
        self.entropy.fill(&mut iv)?;
        let message_key = self.derive_message_key(material, &nonce);
        let mut blob = Ciphertext::header(&key, &nonce, &iv, plaintext.len());
        let aad = Ciphertext::additional_data(&blob, context);
        let start = blob.len();
        blob.extend_from_slice(plaintext);
        message_key.cipher().seal_in_place(&iv, &aad, &mut blob, start).map_err(|_| HsmError::Ciphertext)?;
        let [step, id, inner] = [names.seal, names.sealed, INNER].map(|name| self.named(name));
        self.trace.record(|| {
            let made = match key.external {
                None => TraceBlob::open(id, names.sealed_role, &blob).with_fields(Ciphertext::fields(&blob)),
                Some(_) => TraceBlob::open(inner, Role::Ciphertext, &blob),
            };
            let pairs = Event::Arg("pairs", Arg::Number(context.len()));
            [Event::Step(NewStep::local(step, Actor::Hsm)), Event::Made(Actor::Hsm, made), bytes_arg(blob.len()), pairs]
        });
        Ok(blob)
    }

    /// Opens a `CiphertextBlob`. `disclosed` says whether the caller will see what was in it.
    pub(super) fn open(
        &mut self,
        blob: &Ciphertext<'_>,
        material: &KeyMaterial,
        context: &EncryptionContext,
        names: &Names,
        disclosed: bool,
    ) -> Result<Plaintext, HsmError> {
        let message_key = self.derive_message_key(material, blob.nonce);
        let aad = Ciphertext::additional_data(blob.header, context);
        let opened = message_key.cipher().open(blob.iv, &aad, blob.sealed);
        self.trace.record(|| [Event::Step(NewStep::local(names.open, Actor::Hsm))]);
        self.trace.gate(GateId::Crypto, opened.is_ok());
        let mut opened = opened.map_err(|_| HsmError::Ciphertext)?;
        self.trace.record(|| {
            let blob = secret_blob(names, &opened, disclosed);
            [Event::Made(Actor::Hsm, blob), bytes_arg(opened.len())]
        });
        Ok(Plaintext::new(core::mem::take(&mut *opened)))
    }

    /// The results go to the host; everything else but the domain key is erased.
    pub(super) fn leave(&mut self, results: &[&'static str]) {
        let results = results.iter().map(|id| self.named(id)).collect::<Vec<_>>();
        self.trace.record(|| {
            [
                Event::Step(NewStep::edge("leave-hsm", Kind::Response, Actor::Hsm, Actor::Host, results)),
                Event::Kept(Actor::Hsm, &["domain-key"]),
            ]
        });
    }

    pub(super) fn named(&self, name: &'static str) -> Cow<'static, str> {
        match self.side {
            "" => Cow::Borrowed(name),
            side if self.trace.is_on() => Cow::Owned(format!("{side}-{name}")),
            _ => Cow::Borrowed(name),
        }
    }
}

/// A token as a trace shows it.
pub(super) fn token_blob(id: impl Into<Cow<'static, str>>, token: &KeyToken) -> TraceBlob {
    TraceBlob::open(id, Role::WrappedKmsKey, token.as_slice()).with_fields(token.fields())
}

/// A caller's secret as a trace shows it: its bytes only if the caller will see them.
pub(super) fn secret_blob(names: &Names, secret: &[u8], disclosed: bool) -> TraceBlob {
    if disclosed {
        TraceBlob::open(names.plain, names.plain_role, secret)
    } else {
        TraceBlob::hidden(names.plain, names.plain_role, secret.len(), Fingerprint::of(secret))
    }
}

pub(super) fn bytes_arg(length: usize) -> Event {
    Event::Arg("bytes", Arg::Number(length))
}
