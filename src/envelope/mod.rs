//! The client's side of envelope encryption: asks KMS for a data key, encrypts data with it, keeps the encrypted data
//! and the encrypted data key, and erases the key; and back.
//!
//! Each way has two halves, [`Client::begin_encrypt`] and [`Sealing::finish`], [`Client::begin_decrypt`] and
//! [`Opening::finish`], so that what lies between them, the bulk encryption, can be done by something faster than
//! this crate. [`seal`] and [`open`] do it here; the format is the same.

mod error;
pub mod message;
mod opening;
mod sealing;

pub use error::{EnvelopeError, Refused};
pub use opening::Opening;
pub use sealing::Sealing;

use crate::{
    env::Entropy,
    hsm::aes::{self, IV_LEN},
    operations::{CallContext, Kms},
    trace::Excerpt,
    types::{EncryptionContext, Plaintext},
};

/// The length of a data key for AES-256, in bytes.
const DATA_KEY_LEN: usize = aes::KEY_LEN;

/// An application that has data to protect.
pub struct Client<'a> {
    /// The KMS that it calls.
    pub kms: &'a mut Kms,
    /// As whom it calls, and where.
    pub context: CallContext<'a>,
    /// Its own randomness.
    pub entropy: &'a mut dyn Entropy,
}

/// What a client asks KMS about.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// The KMS key. To decrypt it may be left out: the encrypted data key names it.
    pub key_id: Option<String>,
    /// What the data key is bound to.
    pub context: EncryptionContext,
    /// Tokens of grants that are too new to be known everywhere.
    pub grant_tokens: Vec<String>,
}

/// What the client keeps.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Envelope {
    /// The IV that the data was encrypted with.
    pub iv: [u8; IV_LEN],
    /// The data, encrypted: ciphertext, tag.
    pub ciphertext: Vec<u8>,
    /// The data key, encrypted by KMS.
    pub encrypted_data_key: Vec<u8>,
}

/// An envelope as a trace shows it: of the encrypted data, the beginning.
#[derive(Clone, Copy, Debug)]
pub struct Stored<'a> {
    /// The IV that the data was encrypted with.
    pub iv: &'a [u8],
    /// The encrypted data.
    pub ciphertext: Excerpt<'a>,
    /// The data key, encrypted by KMS.
    pub encrypted_data_key: &'a [u8],
}

impl Envelope {
    /// The envelope as a trace shows it.
    pub fn stored(&self) -> Stored<'_> {
        let ciphertext = Excerpt::of(&self.ciphertext);
        Stored { iv: &self.iv, ciphertext, encrypted_data_key: &self.encrypted_data_key }
    }
}

/// Encrypts data with a data key: ciphertext, tag.
///
/// # Errors
/// [`EnvelopeError::DataKey`] if the key is not 32 bytes long, [`EnvelopeError::TooLong`] if AES-GCM cannot take the
/// data.
pub fn seal(data_key: &[u8], iv: &[u8; IV_LEN], data: &[u8]) -> Result<Vec<u8>, EnvelopeError> {
    let key = data_key.try_into().map_err(|_| EnvelopeError::DataKey)?;
    aes::seal(key, iv, &[], data).map_err(|_| EnvelopeError::TooLong)
}

/// Decrypts data with a data key.
///
/// # Errors
/// [`EnvelopeError::DataKey`] if the key is not 32 bytes long, [`EnvelopeError::Tampered`] if the data is not what was
/// encrypted with this key and IV.
pub fn open(data_key: &[u8], iv: &[u8], ciphertext: &[u8]) -> Result<Plaintext, EnvelopeError> {
    let key = data_key.try_into().map_err(|_| EnvelopeError::DataKey)?;
    let iv = iv.try_into().map_err(|_| EnvelopeError::Tampered)?;
    let mut data = aes::open(key, iv, &[], ciphertext).map_err(|_| EnvelopeError::Tampered)?;
    Ok(Plaintext::new(core::mem::take(&mut *data)))
}
