//! RSA-OAEP without a label, MGF1 with the same hash (RFC 8017, sections 7.1 and B.2.1).

use core::fmt;

use rsa::{
    BoxedUint,
    hazmat::rsa_decrypt_and_check,
    pkcs8::{DecodePublicKey, EncodePublicKey},
    traits::{PrivateKeyParts, PublicKeyParts},
};
use sha1::Sha1;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::{primes, rng::Draws};
use crate::env::Entropy;

/// The public exponent of every key: 2^16 + 1.
const EXPONENT: u32 = 65_537;

/// The hash of both OAEP and MGF1.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Hash {
    /// SHA-1. OAEP does not need what SHA-1 has lost, resistance to collisions.
    Sha1,
    /// SHA-256.
    Sha256,
}

impl Hash {
    /// The length of a digest in bytes.
    pub fn digest_len(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha256 => 32,
        }
    }
}

/// Why RSA did not do what it was asked to. It does not say more: a reason would help who guesses.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum OaepError {
    /// No randomness was to be had.
    Entropy,
    /// Not a key, not a ciphertext of this key, or a message too long for it.
    Refused,
}

impl fmt::Display for OaepError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Entropy => "no randomness was to be had; nothing was done",
            Self::Refused => "RSA-OAEP refused",
        })
    }
}

impl core::error::Error for OaepError {}

impl From<rsa::Error> for OaepError {
    fn from(error: rsa::Error) -> Self {
        match error {
            rsa::Error::Rng => Self::Entropy,
            _ => Self::Refused,
        }
    }
}

/// What a client encrypts with.
pub struct PublicKey(rsa::PublicKey);

impl PublicKey {
    /// Reads a `SubjectPublicKeyInfo` in DER (RFC 5280), as `GetParametersForImport` returns it.
    ///
    /// # Errors
    /// [`OaepError::Refused`] if it is not one of an RSA key.
    pub fn from_der(der: &[u8]) -> Result<Self, OaepError> {
        rsa::PublicKey::from_public_key_der(der).map(Self).map_err(|_| OaepError::Refused)
    }

    /// Encrypts `message`; what comes out is as long as the modulus.
    ///
    /// # Errors
    /// [`OaepError::Refused`] if the message is longer than the modulus less two hashes and two bytes,
    /// [`OaepError::Entropy`].
    pub fn encrypt(&self, hash: Hash, message: &[u8], entropy: &mut dyn Entropy) -> Result<Vec<u8>, OaepError> {
        encrypt(&self.0, hash, message, entropy)
    }
}

fn encrypt(key: &rsa::PublicKey, hash: Hash, message: &[u8], entropy: &mut dyn Entropy) -> Result<Vec<u8>, OaepError> {
    let rng = &mut Draws(entropy);
    Ok(match hash {
        Hash::Sha1 => key.oaep_encrypt_with_rng::<Sha1, _>(rng, message)?,
        Hash::Sha256 => key.oaep_encrypt_with_rng::<Sha256, _>(rng, message)?,
    })
}

/// A key pair; erased when dropped, without Debug, Clone or comparison.
pub struct PrivateKey(rsa::PrivateKey);

impl PrivateKey {
    /// Looks for two primes: tens of milliseconds for 2048 bits, a second and more for 4096.
    pub(super) fn make(bits: usize, entropy: &mut dyn Entropy) -> Result<Self, OaepError> {
        let bits = u32::try_from(bits).map_err(|_| OaepError::Refused)?;
        let [p, q] = primes::pair(bits, EXPONENT, entropy).map_err(|_| OaepError::Entropy)?;
        let key = Self::from_primes(&p, &q)?;
        // A private exponent no longer than a prime would give the key away (FIPS 186-5, section A.1.1).
        if key.0.d().bit_width() > bits / 2 { Ok(key) } else { Err(OaepError::Entropy) }
    }

    /// The key with these primes and the public exponent 65,537: all that there is to a key.
    ///
    /// # Errors
    /// [`OaepError::Refused`] if they do not make a key. Whether they are prime is not looked at.
    pub fn from_primes(p: &[u8], q: &[u8]) -> Result<Self, OaepError> {
        let [p, q] = [number(p)?, number(q)?];
        Ok(Self(rsa::PrivateKey::from_p_q(p, q, BoxedUint::from(EXPONENT))?))
    }

    /// A key that was read: it must have so many bits, two primes of half of them, and the public exponent 65,537; and do what a
    /// key does. Of its primes the larger comes first, so that the same key always has the same form.
    pub(super) fn checked(key: &rsa::PrivateKey, bits: usize) -> Result<Self, OaepError> {
        let mut primes: Vec<_> = key.primes().iter().map(|prime| Zeroizing::new(prime.to_be_bytes())).collect();
        primes.sort_unstable_by(|one, other| other.cmp(one));
        let halves = primes.iter().all(|prime| prime.len().saturating_mul(16) == bits);
        let whole = usize::try_from(key.n().bit_width()) == Ok(bits);
        match primes.as_slice() {
            [p, q] if halves && whole && *key.e() == BoxedUint::from(EXPONENT) => {
                let key = Self::from_primes(p, q)?;
                key.undoes_itself()?;
                Ok(key)
            }
            _ => Err(OaepError::Refused),
        }
    }

    /// Whether the private half undoes what the public half does, as it cannot with primes that are none: the pairwise consistency
    /// test of SP 800-56B, section 6.4.1, on a number that follows from the modulus.
    fn undoes_itself(&self) -> Result<(), OaepError> {
        let digest = Sha256::digest(self.0.n().to_be_bytes());
        let number = BoxedUint::from_be_slice(&digest, self.0.n_bits_precision()).map_err(rsa::Error::from)?;
        let opened = rsa_decrypt_and_check(&self.0, None::<&mut Draws<'_>>, &number)?;
        drop(Zeroizing::new(opened));
        Ok(())
    }

    /// The key as the library has it.
    pub(super) fn library(&self) -> &rsa::PrivateKey {
        &self.0
    }

    /// Encrypts with the public half.
    ///
    /// # Errors
    /// As [`PublicKey::encrypt`].
    pub(super) fn encrypt(&self, hash: Hash, message: &[u8], entropy: &mut dyn Entropy) -> Result<Vec<u8>, OaepError> {
        encrypt(self.0.as_public_key(), hash, message, entropy)
    }

    /// The primes in a row, each as long as half the modulus.
    pub(super) fn primes(&self) -> Zeroizing<Vec<u8>> {
        let primes = self.0.primes().iter().map(|prime| Zeroizing::new(prime.to_be_bytes()));
        // Room for all from the start: a vector that moves would leave a part behind.
        let mut bytes = Zeroizing::new(Vec::with_capacity(self.0.size()));
        primes.for_each(|prime| bytes.extend_from_slice(&prime));
        bytes
    }

    /// How long a ciphertext is, in bytes: as long as the modulus.
    pub fn ciphertext_len(&self) -> usize {
        self.0.size()
    }

    /// The public half as a `SubjectPublicKeyInfo` in DER.
    ///
    /// # Errors
    /// [`OaepError::Refused`] if it cannot be written, which the sizes in use never bring about.
    pub fn public_key_der(&self) -> Result<Vec<u8>, OaepError> {
        let der = self.0.as_public_key().to_public_key_der().map_err(|_| OaepError::Refused)?;
        Ok(der.into_vec())
    }

    /// Decrypts `ciphertext`. The randomness blinds the arithmetic, so that its timing tells nothing.
    ///
    /// # Errors
    /// [`OaepError::Refused`] whatever is wrong with the ciphertext, [`OaepError::Entropy`].
    pub fn decrypt(
        &self,
        hash: Hash,
        ciphertext: &[u8],
        entropy: &mut dyn Entropy,
    ) -> Result<Zeroizing<Vec<u8>>, OaepError> {
        let rng = &mut Draws(entropy);
        let first_byte = self.has_zero_first_byte(ciphertext, rng);
        let message = match hash {
            Hash::Sha1 => self.0.oaep_decrypt_with_rng::<Sha1, _>(rng, ciphertext),
            Hash::Sha256 => self.0.oaep_decrypt_with_rng::<Sha256, _>(rng, ciphertext),
        };
        let message = message.map(Zeroizing::new);
        // Both were tried, whatever came of the first.
        match (first_byte?, message?) {
            (true, message) => Ok(message),
            (false, _) => Err(OaepError::Refused),
        }
    }

    /// Whether the encoded message begins with zero, as it must (RFC 8017, section 7.1.2, step 3g). The library's
    /// decoder (rsa 0.10.0) does not look at that byte, so the RSA operation is done once more for it.
    fn has_zero_first_byte(&self, ciphertext: &[u8], rng: &mut Draws<'_>) -> Result<bool, OaepError> {
        if ciphertext.len() != self.0.size() {
            return Err(OaepError::Refused);
        }
        let number = BoxedUint::from_be_slice(ciphertext, self.0.n_bits_precision()).map_err(rsa::Error::from)?;
        let encoded = Zeroizing::new(rsa_decrypt_and_check(&self.0, Some(rng), &number)?);
        let encoded = Zeroizing::new(encoded.to_be_bytes());
        let first = encoded.len().checked_sub(self.0.size()).and_then(|at| encoded.get(at));
        Ok(first == Some(&0))
    }
}

fn number(bytes: &[u8]) -> Result<BoxedUint, OaepError> {
    let bits = u32::try_from(bytes.len().saturating_mul(8)).map_err(|_| OaepError::Refused)?;
    BoxedUint::from_be_slice(bytes, bits).map_err(|_| OaepError::Refused)
}
