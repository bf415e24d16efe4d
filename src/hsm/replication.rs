//! Key material on its way from the HSM of one Region to that of another ([AWS KMS Cryptographic Details, "Replication
//! process for multi-Region keys"](https://docs.aws.amazon.com/kms/latest/cryptographic-details/replicate-key-details.html)).
//!
//! The HSMs cannot reach each other, so hosts carry their messages. The receiving HSM offers the public half of a key
//! agreement key that it has made for this once; the sending one makes another, agrees with both on a wrapping key, and
//! sends the material under it. Each signs what it sends with the replication signing key of its Region.

use std::borrow::Cow;

use p384::{
    PublicKey, SecretKey,
    ecdsa::{
        Signature, SigningKey,
        signature::{Signer, Verifier},
    },
    elliptic_curve::sec1::ToSec1Point,
};
use zeroize::Zeroizing;

use super::{
    Hsm, HsmError, KeyToken, TokenRef,
    aes::{IV_LEN, KEY_LEN, TAG_LEN},
    kdf,
    material::{KeyMaterial, SealingKey},
    session::token_blob,
};
use crate::{
    env::Entropy,
    trace::{Actor, Arg, Event, Field, Fingerprint, GateId, Kind, NewStep, Recorder, Role, TraceBlob},
    types::{KeyId, Region},
};

/// The length of a private key on P-384, in bytes.
pub(super) const PRIVATE_KEY_LEN: usize = 48;
/// The length of a public key, uncompressed (SEC 1, section 2.3.3).
const PUBLIC_KEY_LEN: usize = 97;
/// The length of a signature: both its numbers.
const SIGNATURE_LEN: usize = 96;

/// What messages begin with: their kind, and the version of their layout.
const OFFER: [u8; 5] = *b"GKRO\x01";
const PARCEL: [u8; 5] = *b"GKRP\x01";
/// Where the public key of a message ends.
const HEADER: usize = OFFER.len() + PUBLIC_KEY_LEN;

/// The label under which a wrapping key is derived from the secret that two HSMs agree on.
const WRAPPING_KEY: &[u8] = b"glass-kms replication wrapping key v1";
/// A wrapping key seals one message, so the initialization vector need not differ from any other.
const IV: [u8; IV_LEN] = [0; IV_LEN];

/// A replication from one Region's HSM to another's.
pub struct Replication<'a> {
    /// The HSM that has the material.
    pub from: &'a Hsm,
    /// The HSM that is to have it.
    pub to: &'a Hsm,
    /// Its Region.
    pub region: &'a Region,
}

impl Replication<'_> {
    /// Takes the material of `tokens`, all of one key, to the other HSM, and returns it in tokens of that one, in the same
    /// order.
    ///
    /// # Errors
    /// [`HsmError::Entropy`]; [`HsmError::Token`] if a token does not open.
    pub fn run(
        &self,
        tokens: &[TokenRef<'_>],
        entropy: &mut dyn Entropy,
        trace: &mut Recorder,
    ) -> Result<Vec<KeyToken>, HsmError> {
        self.carried_by(|message| message, tokens, entropy, trace)
    }

    /// The same, where the messages are carried by somebody who need not be trusted: `carry` is given each and says what
    /// arrives.
    ///
    /// # Errors
    /// [`HsmError::Replication`] too, if a message is not what the other HSM sent.
    pub fn carried_by(
        &self,
        mut carry: impl FnMut(Vec<u8>) -> Vec<u8>,
        tokens: &[TokenRef<'_>],
        entropy: &mut dyn Entropy,
        trace: &mut Recorder,
    ) -> Result<Vec<KeyToken>, HsmError> {
        // The Regions know each other's public keys before anything is replicated.
        self.from.replication_key(entropy)?;
        self.to.replication_key(entropy)?;
        let mut narrator = Narrator { region: self.region, trace };
        let (agreement, offer) = self.offer(entropy, &mut narrator)?;
        let parcel = self.pack(tokens, &carry(offer), entropy, &mut narrator)?;
        self.unpack(tokens, &agreement, &carry(parcel), entropy, &mut narrator)
    }

    /// The receiving HSM makes a key for this once.
    fn offer(&self, entropy: &mut dyn Entropy, narrator: &mut Narrator<'_>) -> Result<(SecretKey, Vec<u8>), HsmError> {
        let agreement = make_private_key(entropy)?;
        let offer = signed([OFFER.as_slice(), &public_key(&agreement)].concat(), self.to.replication_key(entropy)?);
        narrator.offered(self.to, &agreement, &offer);
        Ok((agreement, offer))
    }

    /// The sending HSM wraps the material for the other.
    fn pack(
        &self,
        tokens: &[TokenRef<'_>],
        offer: &[u8],
        entropy: &mut dyn Entropy,
        narrator: &mut Narrator<'_>,
    ) -> Result<Vec<u8>, HsmError> {
        narrator.submitted(tokens, offer);
        let (theirs, _) = verified(offer, OFFER, self.to.replication_key(entropy)?)?;
        let mut materials = Vec::new();
        for token in tokens {
            materials
                .push(token.token.unwrap_key(self.from.wrapping(token.token)?, (token.key_id, token.material_id))?);
        }
        narrator.opened(&materials);
        let agreement = make_private_key(entropy)?;
        let mine = public_key(&agreement);
        let wrapping_key = agree(&agreement, &theirs, (&mine, &theirs))?;
        let mut parcel = [PARCEL.as_slice(), &mine].concat();
        let aad = additional_data(&parcel, tokens);
        for material in &materials {
            parcel.extend_from_slice(material.expose());
        }
        let sealed = wrapping_key.cipher().seal_in_place(&IV, &aad, &mut parcel, HEADER);
        sealed.map_err(|_| HsmError::Replication)?;
        let parcel = signed(parcel, self.from.replication_key(entropy)?);
        narrator.packed(&wrapping_key, &parcel);
        Ok(parcel)
    }

    /// The receiving HSM opens the parcel, and wraps what is in it under its own domain key.
    fn unpack(
        &self,
        tokens: &[TokenRef<'_>],
        agreement: &SecretKey,
        parcel: &[u8],
        entropy: &mut dyn Entropy,
        narrator: &mut Narrator<'_>,
    ) -> Result<Vec<KeyToken>, HsmError> {
        let materials = self.opened(tokens, agreement, parcel, entropy);
        narrator.unpacked(materials.as_deref());
        let mut stored = Vec::new();
        for (material, token) in materials?.iter().zip(tokens) {
            let mut iv = [0; IV_LEN];
            entropy.fill(&mut iv)?;
            stored.push(KeyToken::wrap(self.to.active(), material, (token.key_id, token.material_id), &iv)?);
        }
        narrator.stored(&stored);
        Ok(stored)
    }

    fn opened(
        &self,
        tokens: &[TokenRef<'_>],
        agreement: &SecretKey,
        parcel: &[u8],
        entropy: &mut dyn Entropy,
    ) -> Result<Vec<KeyMaterial>, HsmError> {
        let (theirs, sealed) = verified(parcel, PARCEL, self.from.replication_key(entropy)?)?;
        let wrapping_key = agree(agreement, &theirs, (&theirs, &public_key(agreement)))?;
        let header = parcel.get(..HEADER).ok_or(HsmError::Replication)?;
        let opened = wrapping_key.cipher().open(&IV, &additional_data(header, tokens), sealed);
        let opened = opened.map_err(|_| HsmError::Replication)?;
        // All of one key, and so of one length.
        let length = opened.len().checked_div(tokens.len()).unwrap_or_default().max(1);
        let materials: Vec<_> = opened.chunks(length).map(KeyMaterial::from_slice).collect();
        // The name of material is derived from it: this is what was asked for, and nothing else.
        let named =
            materials.iter().zip(tokens).all(|(material, token)| material.id(token.key_id) == token.material_id);
        if named && materials.len() == tokens.len() { Ok(materials) } else { Err(HsmError::Replication) }
    }
}

/// A private key, straight from the source of randomness.
pub(super) fn make_private_key(entropy: &mut dyn Entropy) -> Result<SecretKey, HsmError> {
    let mut bytes = Zeroizing::new([0; PRIVATE_KEY_LEN]);
    entropy.fill(bytes.as_mut_slice())?;
    // Of 2^192 random numbers, one is not a private key.
    SecretKey::from_slice(bytes.as_slice()).map_err(|_| HsmError::Entropy)
}

type PublicKeyBytes = [u8; PUBLIC_KEY_LEN];

fn public_key(private: &SecretKey) -> PublicKeyBytes {
    let mut bytes = [0; PUBLIC_KEY_LEN];
    let point = private.public_key().to_sec1_point(false);
    bytes.iter_mut().zip(point.as_bytes()).for_each(|(to, from)| *to = *from);
    bytes
}

/// A message with its signature at the end.
fn signed(mut message: Vec<u8>, key: &SigningKey) -> Vec<u8> {
    let signature: Signature = key.sign(&message);
    message.extend_from_slice(&signature.to_bytes());
    message
}

/// The public key in a message of this kind, and what follows it, if the other Region signed it.
fn verified<'m>(message: &'m [u8], kind: [u8; 5], key: &SigningKey) -> Result<(PublicKeyBytes, &'m [u8]), HsmError> {
    let read = || {
        let (signed, signature) = message.split_last_chunk::<SIGNATURE_LEN>()?;
        let signature = Signature::from_slice(signature).ok()?;
        key.verifying_key().verify(signed, &signature).ok()?;
        let (public, rest) = signed.strip_prefix(&kind)?.split_first_chunk()?;
        Some((*public, rest))
    };
    read().ok_or(HsmError::Replication)
}

/// The key that wraps the material: ECDH (NIST SP 800-56A, section 5.7.1.2), then SP 800-108 over both public keys, that
/// of the sender first.
fn agree(
    private: &SecretKey,
    theirs: &PublicKeyBytes,
    (sender, receiver): (&PublicKeyBytes, &PublicKeyBytes),
) -> Result<SealingKey, HsmError> {
    let theirs = PublicKey::from_sec1_bytes(theirs).map_err(|_| HsmError::Replication)?;
    let secret = private.diffie_hellman(&theirs);
    let mut key = Zeroizing::new([0; KEY_LEN]);
    kdf::derive(secret.raw_secret_bytes(), WRAPPING_KEY, &[sender.as_slice(), receiver].concat(), &mut key);
    SealingKey::from_slice(key.as_slice()).ok_or(HsmError::Replication)
}

/// Material opens only as the versions of the key that it was wrapped as.
fn additional_data(header: &[u8], tokens: &[TokenRef<'_>]) -> Vec<u8> {
    let mut data = header.to_vec();
    for TokenRef { key_id, material_id, .. } in tokens {
        data.extend_from_slice(KeyId::as_bytes(key_id));
        data.extend_from_slice(material_id.as_bytes());
    }
    data
}

/// Takes down what happens, with the other Region's name behind whatever each Region has one of.
struct Narrator<'a> {
    region: &'a Region,
    trace: &'a mut Recorder,
}

impl Narrator<'_> {
    fn hsm(&self) -> Actor {
        Actor::HsmIn(self.region.clone())
    }

    fn named(&self, name: &str) -> Cow<'static, str> {
        Cow::Owned(format!("{name}@{}", self.region))
    }

    fn record<const N: usize>(&mut self, events: impl FnOnce(&Self) -> [Event; N]) {
        if self.trace.is_on() {
            let events = events(self);
            self.trace.record(|| events);
        }
    }

    fn offered(&mut self, to: &Hsm, agreement: &SecretKey, offer: &[u8]) {
        self.record(|this| {
            let hidden =
                |name, role, length, fingerprint| TraceBlob::hidden(this.named(name), role, length, fingerprint);
            let private = Fingerprint::of(&Zeroizing::new(agreement.to_bytes()));
            let shown = TraceBlob::open(this.named("offer"), Role::PublicKey, offer).with_fields(fields(offer.len()));
            [
                Event::Before(this.hsm(), hidden("domain-key", Role::DomainKey, KEY_LEN, to.active().fingerprint())),
                Event::Step(NewStep::local(this.named("make-agreement-key"), this.hsm())),
                Event::Made(this.hsm(), hidden("agreement-key", Role::AgreementKey, PRIVATE_KEY_LEN, private)),
                Event::Made(this.hsm(), shown),
                Event::Arg("region", Arg::Word(this.region.to_string())),
                Event::Step(NewStep::edge(
                    this.named("send-offer"),
                    Kind::Response,
                    this.hsm(),
                    Actor::Host,
                    [this.named("offer")],
                )),
                Event::Arg("bytes", Arg::Number(offer.len())),
                Event::Dropped(this.hsm(), this.named("offer")),
            ]
        });
    }

    fn submitted(&mut self, tokens: &[TokenRef<'_>], offer: &[u8]) {
        if !self.trace.is_on() {
            return;
        }
        let ids = numbered("key-token", tokens.len());
        for (id, token) in ids.iter().zip(tokens) {
            self.trace.record(|| [Event::Before(Actor::KeyStore, token_blob(id.clone(), token.token))]);
        }
        self.record(|this| {
            let moves = ids.iter().cloned().chain([this.named("offer")]);
            [
                Event::Step(NewStep::edge(
                    this.named("load-token"),
                    Kind::Response,
                    Actor::KeyStore,
                    Actor::Host,
                    ids.iter().cloned(),
                )),
                Event::Arg("tokens", Arg::Number(ids.len())),
                Event::Step(NewStep::edge(this.named("send-to-hsm"), Kind::Request, Actor::Host, Actor::Hsm, moves)),
                Event::Arg("bytes", Arg::Number(offer.len())),
                Event::Kept(Actor::Host, &["request"]),
            ]
        });
    }

    fn opened(&mut self, materials: &[KeyMaterial]) {
        self.record(|this| [Event::Step(NewStep::local(this.named("open-token"), Actor::Hsm))]);
        self.have(Actor::Hsm, materials);
    }

    fn have(&mut self, actor: Actor, materials: &[KeyMaterial]) {
        self.trace.record(|| {
            let ids = numbered("kms-key", materials.len());
            let blobs = ids.into_iter().zip(materials).map(|(id, material)| {
                TraceBlob::hidden(id, Role::PlaintextKmsKey, material.len(), material.fingerprint())
            });
            let made = blobs.map(move |blob| Event::Made(actor.clone(), blob)).collect::<Vec<_>>();
            made.into_iter().chain([Event::Arg("keys", Arg::Number(materials.len()))])
        });
    }

    fn packed(&mut self, wrapping_key: &SealingKey, parcel: &[u8]) {
        self.record(|this| {
            let id = this.named("replication-wrapping-key");
            let key = TraceBlob::hidden(id, Role::DerivedKey, KEY_LEN, wrapping_key.fingerprint());
            let shown = TraceBlob::open(this.named("parcel"), Role::WrappedKmsKey, parcel);
            [
                Event::Step(NewStep::local(this.named("wrap-for-region"), Actor::Hsm)),
                Event::Made(Actor::Hsm, key),
                Event::Made(Actor::Hsm, shown.with_fields(fields(parcel.len()))),
                Event::Arg("bytes", Arg::Number(parcel.len())),
                Event::Step(NewStep::edge(
                    this.named("leave-hsm"),
                    Kind::Response,
                    Actor::Hsm,
                    Actor::Host,
                    [this.named("parcel")],
                )),
                Event::Kept(Actor::Hsm, &["domain-key"]),
                Event::Step(NewStep::edge(
                    this.named("send-parcel"),
                    Kind::Request,
                    Actor::Host,
                    this.hsm(),
                    [this.named("parcel")],
                )),
                Event::Arg("region", Arg::Word(this.region.to_string())),
                Event::Kept(Actor::Host, &["request"]),
            ]
        });
    }

    fn unpacked(&mut self, materials: Result<&[KeyMaterial], &HsmError>) {
        self.record(|this| [Event::Step(NewStep::local(this.named("open-parcel"), this.hsm()))]);
        self.trace.gate(GateId::Crypto, materials.is_ok());
        if let Ok(materials) = materials {
            self.have(self.hsm(), materials);
        }
    }

    fn stored(&mut self, tokens: &[KeyToken]) {
        if !self.trace.is_on() {
            return;
        }
        let ids: Vec<_> = numbered("key-token", tokens.len()).iter().map(|id| self.named(id)).collect();
        self.record(|this| [Event::Step(NewStep::local(this.named("wrap-key"), this.hsm()))]);
        for (id, token) in ids.iter().zip(tokens) {
            self.record(|this| [Event::Made(this.hsm(), token_blob(id.clone(), token))]);
        }
        self.record(|this| {
            let store = Actor::KeyStoreIn(this.region.clone());
            let kept = [this.named("parcel"), this.named("agreement-key")];
            let [parcel, agreement] = kept.map(|id| Event::Dropped(this.hsm(), id));
            [
                Event::Step(NewStep::edge(this.named("store-token"), Kind::Request, this.hsm(), store, ids.clone())),
                Event::Arg("tokens", Arg::Number(ids.len())),
                parcel,
                agreement,
            ]
        });
        let materials = numbered("kms-key", tokens.len());
        for id in materials.into_iter().chain(ids) {
            self.record(|this| [Event::Dropped(this.hsm(), id)]);
        }
    }
}

/// The same name for the first of several, and numbered ones for the rest.
fn numbered(name: &'static str, count: usize) -> Vec<Cow<'static, str>> {
    let rest = (2..=count).map(|n| Cow::Owned(format!("{name}-{n}")));
    [Cow::Borrowed(name)].into_iter().take(count).chain(rest).collect()
}

/// The layout of a message of so many bytes.
fn fields(length: usize) -> Vec<Field> {
    let signature = length.saturating_sub(SIGNATURE_LEN);
    let mut fields = vec![
        Field::new(0, 4, "magic"),
        Field::new(4, 1, "version"),
        Field::new(OFFER.len(), PUBLIC_KEY_LEN, "agreement-key"),
    ];
    if let Some(sealed) = signature.checked_sub(HEADER).filter(|sealed| *sealed > 0) {
        let material = sealed.saturating_sub(TAG_LEN);
        fields.push(Field::new(HEADER, material, "ciphertext"));
        fields.push(Field::new(HEADER.saturating_add(material), TAG_LEN, "tag"));
    }
    fields.push(Field::new(signature, SIGNATURE_LEN, "signature"));
    fields
}
