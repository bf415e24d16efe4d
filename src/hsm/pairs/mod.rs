//! Key pairs: what each kind of asymmetric key can do.

mod curves;
mod der;
mod edwards;
mod message;
mod ml_dsa;
mod ml_kem;
mod rsa;

pub use message::Message;

use zeroize::Zeroizing;

use super::{HsmError, material::KeyMaterial, oaep::Hash};
use crate::{
    env::Entropy,
    types::{KeySpec, SigningAlgorithm},
};

/// A key pair in the clear; erased when dropped, without Debug, Clone or comparison.
pub struct KeyPair(Box<dyn Pair>);

/// What a key pair encapsulates: a secret, and the ciphertext from which the private key finds it again.
pub struct Encapsulated {
    /// 32 bytes.
    pub secret: Zeroizing<Vec<u8>>,
    /// As long as the parameter set has it.
    pub ciphertext: Vec<u8>,
}

/// Where a key pair comes from.
enum Source<'a> {
    /// From nowhere: it is new.
    New(&'a mut dyn Entropy),
    /// From the form in which the HSM keeps it.
    Kept(&'a [u8]),
    /// From a `PrivateKeyInfo` (RFC 5958) in DER.
    Pkcs8(&'a [u8]),
}

/// What the kinds of key pairs have in common. What a kind cannot do, it refuses.
trait Pair {
    /// The form in which the HSM keeps it: of two forms of the same private key always the same.
    fn material(&self) -> KeyMaterial;

    /// The public half, a `SubjectPublicKeyInfo` (RFC 5280) in DER.
    fn public_key(&self) -> Result<Vec<u8>, HsmError>;

    /// The private half, a `PrivateKeyInfo` (RFC 5958) in DER.
    fn private_key(&self) -> Result<Zeroizing<Vec<u8>>, HsmError>;

    fn sign(&self, _: SigningAlgorithm, _: Message<'_>, _: &mut dyn Entropy) -> Result<Vec<u8>, HsmError> {
        Err(HsmError::Unsuited)
    }

    fn agree(&self, _: &[u8]) -> Result<Zeroizing<Vec<u8>>, HsmError> {
        Err(HsmError::Unsuited)
    }

    fn encapsulate(&self, _: &mut dyn Entropy) -> Result<Encapsulated, HsmError> {
        Err(HsmError::Unsuited)
    }

    fn decapsulate(&self, _: &[u8]) -> Result<Zeroizing<Vec<u8>>, HsmError> {
        Err(HsmError::Unsuited)
    }

    fn encrypt(&self, _: Hash, _: &[u8], _: &mut dyn Entropy) -> Result<Vec<u8>, HsmError> {
        Err(HsmError::Unsuited)
    }

    fn decrypt(&self, _: Hash, _: &[u8], _: &mut dyn Entropy) -> Result<Zeroizing<Vec<u8>>, HsmError> {
        Err(HsmError::Unsuited)
    }
}

/// A kind of key pair.
trait Kind: Pair + Sized + 'static {
    fn from(source: Source<'_>) -> Result<Self, HsmError>;

    fn boxed(source: Source<'_>) -> Result<KeyPair, HsmError> {
        <Self as Kind>::from(source).map(|pair| KeyPair(Box::new(pair)))
    }
}

fn pair(spec: KeySpec, source: Source<'_>) -> Result<KeyPair, HsmError> {
    match spec {
        KeySpec::Rsa2048 => rsa::Rsa::<2048>::boxed(source),
        KeySpec::Rsa3072 => rsa::Rsa::<3072>::boxed(source),
        KeySpec::Rsa4096 => rsa::Rsa::<4096>::boxed(source),
        KeySpec::EccNistP256 => curves::P256::boxed(source),
        KeySpec::EccNistP384 => curves::P384::boxed(source),
        KeySpec::EccNistP521 => curves::P521::boxed(source),
        KeySpec::EccSecgP256k1 => curves::P256k1::boxed(source),
        KeySpec::EccNistEdwards25519 => edwards::Ed25519::boxed(source),
        KeySpec::MlDsa44 => ml_dsa::MlDsa44::boxed(source),
        KeySpec::MlDsa65 => ml_dsa::MlDsa65::boxed(source),
        KeySpec::MlDsa87 => ml_dsa::MlDsa87::boxed(source),
        KeySpec::MlKem512 => ml_kem::MlKem512::boxed(source),
        KeySpec::MlKem768 => ml_kem::MlKem768::boxed(source),
        KeySpec::MlKem1024 => ml_kem::MlKem1024::boxed(source),
        KeySpec::SymmetricDefault | KeySpec::Hmac224 | KeySpec::Hmac256 | KeySpec::Hmac384 | KeySpec::Hmac512 => {
            Err(HsmError::Unsuited)
        }
    }
}

impl KeyPair {
    /// A new one.
    pub(super) fn make(spec: KeySpec, entropy: &mut dyn Entropy) -> Result<Self, HsmError> {
        pair(spec, Source::New(entropy))
    }

    /// The one that was kept as `material`.
    pub(super) fn open(spec: KeySpec, material: &KeyMaterial) -> Result<Self, HsmError> {
        pair(spec, Source::Kept(material.expose()))
    }

    /// Reads a `PrivateKeyInfo` (RFC 5958) in DER. An elliptic curve's public half may be in it or not; keys of ML-DSA
    /// and ML-KEM are seeds (RFC 9881, RFC 9935). RSA keys have the public exponent 65,537.
    ///
    /// # Errors
    /// [`HsmError::ImportedMaterial`] if it is not one of a key of the spec; [`HsmError::Unsuited`] if the spec is not
    /// one of key pairs.
    pub fn from_pkcs8(spec: KeySpec, der: &[u8]) -> Result<Self, HsmError> {
        pair(spec, Source::Pkcs8(der))
    }

    /// What the HSM keeps.
    pub(super) fn material(&self) -> KeyMaterial {
        self.0.material()
    }

    /// The private half as a `PrivateKeyInfo` (RFC 5958) in DER: what a data key pair's owner gets.
    pub(super) fn private_key(&self) -> Result<Zeroizing<Vec<u8>>, HsmError> {
        self.0.private_key()
    }

    /// The public half as a `SubjectPublicKeyInfo` (RFC 5280) in DER.
    ///
    /// # Errors
    /// [`HsmError::Token`] if it cannot be written, which no key brings about.
    pub fn public_key(&self) -> Result<Vec<u8>, HsmError> {
        self.0.public_key()
    }

    /// Signs a message. Signatures of elliptic curves are DER (RFC 3279, section 2.2.3) save those of Ed25519.
    ///
    /// # Errors
    /// [`HsmError::Unsuited`] if the key or the algorithm does not sign such messages, [`HsmError::Entropy`].
    pub fn sign(
        &self,
        algorithm: SigningAlgorithm,
        message: Message<'_>,
        entropy: &mut dyn Entropy,
    ) -> Result<Vec<u8>, HsmError> {
        self.0.sign(algorithm, message, entropy)
    }

    /// The secret that it shares with the owner of another key: the x-coordinate that ECDH (NIST SP 800-56A, section
    /// 5.7.1.2) comes to.
    ///
    /// # Errors
    /// [`HsmError::PublicKey`] if `public_key` is not a `SubjectPublicKeyInfo` of a key on the same curve;
    /// [`HsmError::Unsuited`] if the key does not agree with others.
    pub fn agree(&self, public_key: &[u8]) -> Result<Zeroizing<Vec<u8>>, HsmError> {
        self.0.agree(public_key)
    }

    /// A new secret for the owner of the private key (FIPS 203).
    ///
    /// # Errors
    /// [`HsmError::Unsuited`] if the key does not encapsulate, [`HsmError::Entropy`].
    pub fn encapsulate(&self, entropy: &mut dyn Entropy) -> Result<Encapsulated, HsmError> {
        self.0.encapsulate(entropy)
    }

    /// The secret that was encapsulated, or another one if the ciphertext was changed (FIPS 203, "implicit rejection").
    ///
    /// # Errors
    /// [`HsmError::Ciphertext`] if the ciphertext is not as long as the parameter set has it, [`HsmError::Unsuited`] if
    /// the key does not encapsulate.
    pub fn decapsulate(&self, ciphertext: &[u8]) -> Result<Zeroizing<Vec<u8>>, HsmError> {
        self.0.decapsulate(ciphertext)
    }

    /// Encrypts with the public half.
    ///
    /// # Errors
    /// [`HsmError::Unsuited`] if the key does not encrypt, or not so much; [`HsmError::Entropy`].
    pub fn encrypt(&self, hash: Hash, plaintext: &[u8], entropy: &mut dyn Entropy) -> Result<Vec<u8>, HsmError> {
        self.0.encrypt(hash, plaintext, entropy)
    }

    /// Decrypts with the private half.
    ///
    /// # Errors
    /// [`HsmError::Ciphertext`] whatever is wrong with the ciphertext, [`HsmError::Unsuited`] if the key does not
    /// encrypt, [`HsmError::Entropy`].
    pub fn decrypt(
        &self,
        hash: Hash,
        ciphertext: &[u8],
        entropy: &mut dyn Entropy,
    ) -> Result<Zeroizing<Vec<u8>>, HsmError> {
        self.0.decrypt(hash, ciphertext, entropy)
    }
}

/// Whether a signature is that of the owner of a public key: a `SubjectPublicKeyInfo` (RFC 5280) in DER.
pub fn verify(
    spec: KeySpec,
    public_key: &[u8],
    algorithm: SigningAlgorithm,
    message: Message<'_>,
    signature: &[u8],
) -> bool {
    if !spec.signing_algorithms().contains(&algorithm) {
        return false;
    }
    let verify = match spec {
        KeySpec::Rsa2048 | KeySpec::Rsa3072 | KeySpec::Rsa4096 => rsa::verify,
        KeySpec::EccNistP256 => curves::P256::verify,
        KeySpec::EccNistP384 => curves::P384::verify,
        KeySpec::EccNistP521 => curves::P521::verify,
        KeySpec::EccSecgP256k1 => curves::P256k1::verify,
        KeySpec::EccNistEdwards25519 => edwards::verify,
        KeySpec::MlDsa44 => ml_dsa::MlDsa44::verify,
        KeySpec::MlDsa65 => ml_dsa::MlDsa65::verify,
        KeySpec::MlDsa87 => ml_dsa::MlDsa87::verify,
        _ => return false,
    };
    verify(public_key, algorithm, message, signature).unwrap_or(false)
}
