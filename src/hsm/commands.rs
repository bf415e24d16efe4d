//! The commands that the host can give: each a composition of the session's verbs.

use zeroize::Zeroizing;

use super::{
    Ciphertext, HsmError, KeyToken, Session, TokenRef, mac,
    oaep::Hash,
    session::{Names, token_blob},
};
use crate::{
    trace::{Actor, Arg, Event, GateId, NewStep, Recorder, Role, Subject, TraceBlob},
    types::{EncryptionContext, KeyId, KeyKind, KeyMaterialId, KeySpec, MacAlgorithm, Plaintext},
};

/// How something is to be encrypted.
#[derive(Clone, Copy, Debug)]
pub enum Encryption<'a> {
    /// Under a key derived for it, bound to pairs.
    Symmetric(&'a EncryptionContext),
    /// By RSA-OAEP.
    Rsa(KeySpec, Hash),
}

impl Encryption<'_> {
    /// How many bytes it encrypts at once, where it has a limit of its own: RSA-OAEP two hashes and two bytes fewer than
    /// the modulus has (RFC 8017, section 7.1).
    pub fn most(self) -> Option<usize> {
        match self {
            Self::Rsa(spec, hash) => match spec.kind() {
                KeyKind::Rsa(bits) => {
                    Some((bits / 8).saturating_sub(hash.digest_len().saturating_mul(2).saturating_add(2)))
                }
                _ => None,
            },
            Self::Symmetric(_) => None,
        }
    }

    fn check_length(self, plaintext: &[u8]) -> Result<(), HsmError> {
        if self.most().is_some_and(|most| plaintext.len() > most) { Err(HsmError::TooLong) } else { Ok(()) }
    }
}

/// Something that was encrypted.
#[derive(Clone, Copy, Debug)]
pub enum Sealed<'a> {
    /// Under a key derived for it, bound to pairs.
    Symmetric(&'a Ciphertext<'a>, &'a EncryptionContext),
    /// By RSA-OAEP.
    Rsa(KeySpec, Hash, &'a [u8]),
}

/// A new data key: the secret, and the same secret sealed.
#[derive(Debug)]
pub struct Issued {
    /// The secret.
    pub plaintext: Plaintext,
    /// The `CiphertextBlob` to keep.
    pub ciphertext: Vec<u8>,
}

impl Session<'_> {
    /// Makes material for a key; only its wrapped form comes out.
    ///
    /// # Errors
    /// [`HsmError::Entropy`].
    pub fn create_key(mut self, key_id: KeyId, spec: KeySpec) -> Result<(KeyMaterialId, KeyToken), HsmError> {
        self.make_key(key_id, spec)
    }

    /// Makes a data key of `length` bytes. `disclosed` says whether the caller will see it in the clear.
    ///
    /// # Errors
    /// [`HsmError::Entropy`], or [`HsmError::Token`] if the stored token does not open.
    pub fn generate_data_key(
        mut self,
        key: TokenRef<'_>,
        length: usize,
        context: &EncryptionContext,
        disclosed: bool,
    ) -> Result<Issued, HsmError> {
        let names = Names::of(Subject::DataKey);
        self.submit(&["request"]);
        let plaintext = self.make_data_key(length, disclosed)?;
        let material = self.open_token(key)?;
        let sealed = self.seal(key, &material, plaintext.expose(), context, names)?;
        let others: &[_] = if disclosed { &[names.plain] } else { &[] };
        let ciphertext = self.leave_sealed(key, sealed, context, (names, others))?;
        Ok(Issued { plaintext, ciphertext })
    }

    /// Encrypts a caller's data.
    ///
    /// # Errors
    /// [`HsmError::Entropy`], or [`HsmError::Token`] if the stored token does not open.
    pub fn encrypt(mut self, key: TokenRef<'_>, plaintext: &[u8], how: Encryption<'_>) -> Result<Vec<u8>, HsmError> {
        let names = Names::of(Subject::Data);
        self.submit(&[names.plain]);
        self.encrypt_as(key, plaintext, how, names)
    }

    /// Decrypts a ciphertext.
    ///
    /// # Errors
    /// [`HsmError::Ciphertext`] if it or its context is not authentic, [`HsmError::Token`] if the stored token does
    /// not open.
    pub fn decrypt(mut self, key: TokenRef<'_>, sealed: Sealed<'_>) -> Result<Plaintext, HsmError> {
        let names = Names::of(self.trace.subject());
        let inner = self.submit_as(key, sealed, names)?;
        let plaintext = self.decrypt_as(key, (sealed, inner.as_ref()), names, true)?;
        self.leave(&[names.plain]);
        Ok(plaintext)
    }

    /// Makes the MAC of a caller's message.
    ///
    /// # Errors
    /// [`HsmError::Token`] if the stored token does not open.
    pub fn generate_mac(
        mut self,
        key: TokenRef<'_>,
        algorithm: MacAlgorithm,
        message: &[u8],
    ) -> Result<Vec<u8>, HsmError> {
        self.submit(&["data"]);
        let material = self.open_token(key)?;
        let mac = mac::make(algorithm, material.expose(), message);
        self.trace.record(|| {
            [
                Event::Step(NewStep::local("make-mac", Actor::Hsm)),
                Event::Made(Actor::Hsm, TraceBlob::open("mac", Role::Mac, &mac)),
                Event::Arg("algorithm", Arg::Word(algorithm.as_str().to_owned())),
            ]
        });
        self.leave(&["mac"]);
        Ok(mac)
    }

    /// Compares the MAC of a caller's message with the one that came with it.
    ///
    /// # Errors
    /// [`HsmError::Mac`] if it is another one, [`HsmError::Token`] if the stored token does not open.
    pub fn verify_mac(
        mut self,
        key: TokenRef<'_>,
        algorithm: MacAlgorithm,
        message: &[u8],
        mac: &[u8],
    ) -> Result<(), HsmError> {
        self.submit(&["data", "mac"]);
        let material = self.open_token(key)?;
        let verified = mac::verify(algorithm, material.expose(), message, mac);
        self.trace.record(|| {
            [
                Event::Step(NewStep::local("verify-mac", Actor::Hsm)),
                Event::Arg("algorithm", Arg::Word(algorithm.as_str().to_owned())),
            ]
        });
        self.trace.gate(GateId::Crypto, verified);
        if !verified {
            return Err(HsmError::Mac);
        }
        self.leave(&[]);
        Ok(())
    }

    /// Opens a ciphertext only to see whether it is authentic, and could be encrypted in another way; what was in it is
    /// erased.
    ///
    /// # Errors
    /// As [`Session::decrypt`]; [`HsmError::TooLong`].
    pub fn check(
        mut self,
        key: TokenRef<'_>,
        sealed: Sealed<'_>,
        destination: Option<Encryption<'_>>,
    ) -> Result<(), HsmError> {
        let names = Names::of(self.trace.subject());
        let inner = self.submit_as(key, sealed, names)?;
        let plaintext = self.decrypt_as(key, (sealed, inner.as_ref()), names, false)?;
        destination.map_or(Ok(()), |how| how.check_length(plaintext.expose()))?;
        self.trace
            .record(|| [Event::Step(NewStep::wipe("erase", Actor::Hsm)), Event::Kept(Actor::Hsm, &["domain-key"])]);
        Ok(())
    }

    /// Decrypts under one key and encrypts under another, without the plaintext leaving.
    ///
    /// # Errors
    /// As [`Session::decrypt`] and [`Session::encrypt`].
    pub fn re_encrypt(
        mut self,
        source: (TokenRef<'_>, Sealed<'_>),
        destination: (TokenRef<'_>, Encryption<'_>),
    ) -> Result<Vec<u8>, HsmError> {
        let names = Names::of(self.trace.subject());
        let (source, sealed) = source;
        let inner = self.submit_as(source, sealed, names)?;
        self.side = DESTINATION;
        self.submit(&["request"]);
        self.side = "";
        let plaintext = self.decrypt_as(source, (sealed, inner.as_ref()), names, false)?;
        self.side = DESTINATION;
        let (destination, how) = destination;
        self.encrypt_as(destination, plaintext.expose(), how, names)
    }

    /// Encrypts, and what comes of it leaves the HSM.
    fn encrypt_as(
        &mut self,
        key: TokenRef<'_>,
        plaintext: &[u8],
        how: Encryption<'_>,
        names: &Names,
    ) -> Result<Vec<u8>, HsmError> {
        how.check_length(plaintext)?;
        let material = self.open_token(key)?;
        match how {
            Encryption::Symmetric(context) => {
                let sealed = self.seal(key, &material, plaintext, context, names)?;
                self.leave_sealed(key, sealed, context, (names, &[]))
            }
            Encryption::Rsa(spec, hash) => {
                let sealed = self.encrypt_with_pair((spec, &material), hash, plaintext, names)?;
                self.leave(&[names.sealed]);
                Ok(sealed)
            }
        }
    }

    /// What was encrypted goes to the HSM; the answer is what was under the layer of an external key, if there was one.
    fn submit_as(
        &mut self,
        key: TokenRef<'_>,
        sealed: Sealed<'_>,
        names: &Names,
    ) -> Result<Option<Zeroizing<Vec<u8>>>, HsmError> {
        match sealed {
            Sealed::Symmetric(ciphertext, context) => self.submit_sealed(key, ciphertext, context, names),
            Sealed::Rsa(..) => {
                self.submit(&[names.sealed]);
                Ok(None)
            }
        }
    }

    /// Decrypts what was submitted.
    fn decrypt_as(
        &mut self,
        key: TokenRef<'_>,
        (sealed, inner): (Sealed<'_>, Option<&Zeroizing<Vec<u8>>>),
        names: &Names,
        disclosed: bool,
    ) -> Result<Plaintext, HsmError> {
        let material = self.open_token(key)?;
        match sealed {
            Sealed::Symmetric(ciphertext, context) => {
                self.open(&ciphertext.under(inner), &material, context, names, disclosed)
            }
            Sealed::Rsa(spec, hash, ciphertext) => {
                self.decrypt_with_pair((spec, &material), hash, ciphertext, (names, disclosed))
            }
        }
    }

    /// Random bytes for a caller.
    ///
    /// # Errors
    /// [`HsmError::Entropy`].
    pub fn random(self, length: usize) -> Result<Plaintext, HsmError> {
        let mut bytes = Zeroizing::new(vec![0; length]);
        self.entropy.fill(&mut bytes)?;
        Ok(Plaintext::new(core::mem::take(&mut *bytes)))
    }
}

/// Stands before the names of what belongs to the second key of a flow.
const DESTINATION: &str = "destination";

impl TokenRef<'_> {
    /// Takes down that the token is in the key store; `second` if it belongs to the flow's second key.
    pub fn introduce(&self, second: bool, trace: &mut Recorder) {
        let id = if second { "destination-key-token" } else { "key-token" };
        trace.record(|| [Event::Before(Actor::KeyStore, token_blob(id, self.token))]);
    }
}
