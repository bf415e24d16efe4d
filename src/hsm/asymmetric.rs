//! The commands of key pairs: those that are KMS keys, and those that are made for a caller.

use zeroize::Zeroizing;

use super::{
    HsmError, Session, TokenRef,
    material::KeyMaterial,
    oaep::Hash,
    pairs::{Encapsulated, KeyPair, Message, verify},
    session::{Names, PRIVATE_KEY, bytes_arg, secret_blob},
};
use crate::{
    trace::{Actor, Arg, Event, GateId, NewStep, Role, TraceBlob},
    types::{EncryptionContext, KeySpec, Plaintext, SigningAlgorithm},
};

/// A KMS key that is a key pair.
#[derive(Clone, Copy, Debug)]
pub struct PairRef<'a> {
    /// Its stored token.
    pub token: TokenRef<'a>,
    /// What kind of pair it is.
    pub spec: KeySpec,
}

/// A data key pair: the public half, the private half, and the same private half sealed.
#[derive(Debug)]
pub struct IssuedPair {
    /// A `SubjectPublicKeyInfo` in DER.
    pub public_key: Vec<u8>,
    /// A `PrivateKeyInfo` in DER.
    pub private_key: Plaintext,
    /// The `CiphertextBlob` to keep.
    pub ciphertext: Vec<u8>,
}

impl Session<'_> {
    /// The public half of a key, a `SubjectPublicKeyInfo` in DER.
    ///
    /// # Errors
    /// [`HsmError::Token`] if the stored token does not open.
    pub fn public_key(mut self, key: PairRef<'_>) -> Result<Vec<u8>, HsmError> {
        self.submit(&["request"]);
        let public_key = self.open_pair(key)?.public_key()?;
        self.trace.record(|| {
            [
                Event::Step(NewStep::local("find-public-key", Actor::Hsm)),
                Event::Made(Actor::Hsm, TraceBlob::open("public-key", Role::PublicKey, &public_key)),
                bytes_arg(public_key.len()),
            ]
        });
        self.leave(&["public-key"]);
        Ok(public_key)
    }

    /// Signs a caller's message.
    ///
    /// # Errors
    /// [`HsmError::Token`] if the stored token does not open, [`HsmError::Unsuited`], [`HsmError::Entropy`].
    pub fn sign(
        mut self,
        key: PairRef<'_>,
        algorithm: SigningAlgorithm,
        message: Message<'_>,
    ) -> Result<Vec<u8>, HsmError> {
        self.submit(&["data"]);
        let signature = self.open_pair(key)?.sign(algorithm, message, self.entropy)?;
        self.trace.record(|| {
            [
                Event::Step(NewStep::local("sign", Actor::Hsm)),
                Event::Made(Actor::Hsm, TraceBlob::open("signature", Role::Signature, &signature)),
                Event::Arg("algorithm", Arg::Word(algorithm.as_str().to_owned())),
            ]
        });
        self.leave(&["signature"]);
        Ok(signature)
    }

    /// Whether a signature is that of a caller's message.
    ///
    /// # Errors
    /// [`HsmError::Signature`] if it is not, [`HsmError::Token`] if the stored token does not open.
    pub fn verify(
        mut self,
        key: PairRef<'_>,
        algorithm: SigningAlgorithm,
        message: Message<'_>,
        signature: &[u8],
    ) -> Result<(), HsmError> {
        self.submit(&["data", "signature"]);
        let public_key = self.open_pair(key)?.public_key()?;
        let verified = verify(key.spec, &public_key, algorithm, message, signature);
        self.trace.record(|| {
            [
                Event::Step(NewStep::local("verify-signature", Actor::Hsm)),
                Event::Arg("algorithm", Arg::Word(algorithm.as_str().to_owned())),
            ]
        });
        self.trace.gate(GateId::Crypto, verified);
        if !verified {
            return Err(HsmError::Signature);
        }
        self.leave(&[]);
        Ok(())
    }

    /// The secret that the key shares with the owner of another one.
    ///
    /// # Errors
    /// [`HsmError::PublicKey`] if `public_key` is not one on the same curve, [`HsmError::Token`] if the stored token does
    /// not open, [`HsmError::Unsuited`].
    pub fn derive_shared_secret(mut self, key: PairRef<'_>, public_key: &[u8]) -> Result<Plaintext, HsmError> {
        self.submit(&["public-key"]);
        let agreed = self.open_pair(key)?.agree(public_key);
        self.trace.record(|| [Event::Step(NewStep::local("agree", Actor::Hsm))]);
        self.trace.gate(GateId::Crypto, agreed.is_ok());
        let secret = self.shared_secret(agreed?);
        self.leave(&["shared-secret"]);
        Ok(secret)
    }

    /// A new secret for the owner of the private key.
    ///
    /// # Errors
    /// [`HsmError::Token`] if the stored token does not open, [`HsmError::Unsuited`], [`HsmError::Entropy`].
    pub fn encapsulate(mut self, key: PairRef<'_>) -> Result<(Plaintext, Vec<u8>), HsmError> {
        self.submit(&["request"]);
        let Encapsulated { secret, ciphertext } = self.open_pair(key)?.encapsulate(self.entropy)?;
        self.trace.record(|| {
            let blob = TraceBlob::open("encapsulated-secret", Role::Ciphertext, &ciphertext);
            [Event::Step(NewStep::local("encapsulate", Actor::Hsm)), Event::Made(Actor::Hsm, blob)]
        });
        let secret = self.shared_secret(secret);
        self.leave(&["shared-secret", "encapsulated-secret"]);
        Ok((secret, ciphertext))
    }

    /// The secret that was encapsulated for the key; another one if the ciphertext was changed.
    ///
    /// # Errors
    /// [`HsmError::Ciphertext`] if the ciphertext does not have its length, [`HsmError::Token`] if the stored token does
    /// not open, [`HsmError::Unsuited`].
    pub fn decapsulate(mut self, key: PairRef<'_>, ciphertext: &[u8]) -> Result<Plaintext, HsmError> {
        self.submit(&["encapsulated-secret"]);
        let decapsulated = self.open_pair(key)?.decapsulate(ciphertext);
        self.trace.record(|| [Event::Step(NewStep::local("decapsulate", Actor::Hsm))]);
        self.trace.gate(GateId::Crypto, decapsulated.is_ok());
        let secret = self.shared_secret(decapsulated?);
        self.leave(&["shared-secret"]);
        Ok(secret)
    }

    /// Makes a data key pair and seals its private half. `disclosed` says whether the caller will see that half.
    ///
    /// # Errors
    /// [`HsmError::Entropy`], or [`HsmError::Token`] if the stored token does not open.
    pub fn generate_data_key_pair(
        mut self,
        key: TokenRef<'_>,
        spec: KeySpec,
        context: &EncryptionContext,
        disclosed: bool,
    ) -> Result<IssuedPair, HsmError> {
        self.submit(&["request"]);
        let pair = KeyPair::make(spec, self.entropy)?;
        let (public_key, mut private_key) = (pair.public_key()?, pair.private_key()?);
        let private_key = Plaintext::new(core::mem::take(&mut *private_key));
        self.trace.record(|| {
            [
                Event::Step(NewStep::local("make-data-key-pair", Actor::Hsm)),
                Event::Made(Actor::Hsm, secret_blob(&PRIVATE_KEY, private_key.expose(), disclosed)),
                Event::Made(Actor::Hsm, TraceBlob::open("public-key", Role::PublicKey, &public_key)),
                bytes_arg(private_key.len()),
            ]
        });
        let material = self.open_token(key)?;
        let ciphertext = self.seal(key, &material, private_key.expose(), context, &PRIVATE_KEY)?;
        let results: &[_] = if disclosed {
            &["private-key", "public-key", "wrapped-private-key"]
        } else {
            &["public-key", "wrapped-private-key"]
        };
        self.leave(results);
        Ok(IssuedPair { public_key, private_key, ciphertext })
    }

    /// Encrypts with the public half of a key.
    pub(super) fn encrypt_with_pair(
        &mut self,
        (spec, material): (KeySpec, &KeyMaterial),
        hash: Hash,
        plaintext: &[u8],
        names: &Names,
    ) -> Result<Vec<u8>, HsmError> {
        let sealed = KeyPair::open(spec, material)?.encrypt(hash, plaintext, self.entropy)?;
        let [step, id] = [self.named(names.seal), self.named(names.sealed)];
        self.trace.record(|| {
            let made = TraceBlob::open(id, names.sealed_role, &sealed);
            [Event::Step(NewStep::local(step, Actor::Hsm)), Event::Made(Actor::Hsm, made), bytes_arg(sealed.len())]
        });
        Ok(sealed)
    }

    /// Decrypts with the private half of a key. The last word says whether the caller will see what comes of it.
    pub(super) fn decrypt_with_pair(
        &mut self,
        (spec, material): (KeySpec, &KeyMaterial),
        hash: Hash,
        ciphertext: &[u8],
        (names, disclosed): (&Names, bool),
    ) -> Result<Plaintext, HsmError> {
        let opened = KeyPair::open(spec, material)?.decrypt(hash, ciphertext, self.entropy);
        self.trace.record(|| [Event::Step(NewStep::local(names.open, Actor::Hsm))]);
        self.trace.gate(GateId::Crypto, opened.is_ok());
        let mut opened = opened?;
        self.trace
            .record(|| [Event::Made(Actor::Hsm, secret_blob(names, &opened, disclosed)), bytes_arg(opened.len())]);
        Ok(Plaintext::new(core::mem::take(&mut *opened)))
    }

    fn open_pair(&mut self, key: PairRef<'_>) -> Result<KeyPair, HsmError> {
        let material = self.open_token(key.token)?;
        KeyPair::open(key.spec, &material)
    }

    /// A secret that the caller will see.
    fn shared_secret(&mut self, mut secret: Zeroizing<Vec<u8>>) -> Plaintext {
        self.trace.record(|| {
            let blob = TraceBlob::open("shared-secret", Role::SharedSecret, &secret);
            [Event::Made(Actor::Hsm, blob), bytes_arg(secret.len())]
        });
        Plaintext::new(core::mem::take(&mut *secret))
    }
}
