//! AES-256-GCM with a 96-bit IV and a 128-bit tag (NIST SP 800-38D), in software on every target.

use core::fmt;

use aes_gcm::{Aes256Gcm, KeyInit, Tag, aead::AeadInOut};
use zeroize::Zeroizing;

use crate::trace::Field;

/// The length of a key in bytes.
pub const KEY_LEN: usize = 32;
/// The length of an IV in bytes.
pub const IV_LEN: usize = 12;
/// The length of a tag in bytes.
pub const TAG_LEN: usize = 16;

/// The layout of a message that is an IV, a ciphertext and a tag in a row: `total` bytes in all.
pub fn fields(total: usize) -> Vec<Field> {
    let length = total.saturating_sub(IV_LEN + TAG_LEN);
    vec![
        Field::new(0, IV_LEN, "iv"),
        Field::new(IV_LEN, length, "ciphertext"),
        Field::new(IV_LEN.saturating_add(length), TAG_LEN, "tag"),
    ]
}

/// The tag does not match (opening), or the input is longer than GCM allows (sealing).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct AesError;

impl fmt::Display for AesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AES-GCM refused: the tag does not match or the input is too long")
    }
}

impl core::error::Error for AesError {}

/// A key that is ready for use; erased when dropped.
pub struct Cipher(Aes256Gcm);

impl Cipher {
    /// Expands the key.
    pub fn new(key: &[u8; KEY_LEN]) -> Self {
        Self(Aes256Gcm::new(key.into()))
    }

    /// Encrypts what `buffer` holds from `start` on, in place, and appends the tag.
    ///
    /// # Errors
    /// [`AesError`] if the input is longer than GCM allows (64 GiB) or `start` lies outside; the buffer is then
    /// unchanged.
    pub fn seal_in_place(
        &self,
        iv: &[u8; IV_LEN],
        aad: &[u8],
        buffer: &mut Vec<u8>,
        start: usize,
    ) -> Result<(), AesError> {
        let message = buffer.get_mut(start..).ok_or(AesError)?;
        let tag = self.0.encrypt_inout_detached(iv.into(), aad, message.into()).map_err(|_| AesError)?;
        buffer.extend_from_slice(&tag);
        Ok(())
    }

    /// Encrypts `plaintext`: the ciphertext, then the tag.
    ///
    /// # Errors
    /// [`AesError`] if the input is longer than GCM allows.
    pub fn seal(&self, iv: &[u8; IV_LEN], aad: &[u8], plaintext: &[u8]) -> Result<Vec<u8>, AesError> {
        let mut buffer = Vec::with_capacity(plaintext.len().saturating_add(TAG_LEN));
        buffer.extend_from_slice(plaintext);
        self.seal_in_place(iv, aad, &mut buffer, 0)?;
        Ok(buffer)
    }

    /// Decrypts `sealed`, a ciphertext with its tag at the end.
    ///
    /// # Errors
    /// [`AesError`] if key, IV, additional data, ciphertext or tag are not what they were.
    pub fn open(&self, iv: &[u8; IV_LEN], aad: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, AesError> {
        let (message, tag) = sealed.split_last_chunk::<TAG_LEN>().ok_or(AesError)?;
        let mut message = Zeroizing::new(message.to_vec());
        let tag: &Tag = tag.into();
        let opened = self.0.decrypt_inout_detached(iv.into(), aad, message.as_mut_slice().into(), tag);
        opened.map(|()| message).map_err(|_| AesError)
    }
}

/// [`Cipher::seal`] with a key used once.
///
/// # Errors
/// As [`Cipher::seal`].
pub fn seal(key: &[u8; KEY_LEN], iv: &[u8; IV_LEN], aad: &[u8], plaintext: &[u8]) -> Result<Vec<u8>, AesError> {
    Cipher::new(key).seal(iv, aad, plaintext)
}

/// [`Cipher::open`] with a key used once.
///
/// # Errors
/// As [`Cipher::open`].
pub fn open(key: &[u8; KEY_LEN], iv: &[u8; IV_LEN], aad: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, AesError> {
    Cipher::new(key).open(iv, aad, sealed)
}
