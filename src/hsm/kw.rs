//! AES key wrap with padding under a 256-bit key (RFC 5649; KWP in NIST SP 800-38F).

use core::fmt;

use aes_kw::{KeyInit, KwpAes256};
use zeroize::Zeroizing;

use super::aes::KEY_LEN;

/// What wrapping works in: half an AES block, in bytes.
const SEMIBLOCK: usize = 8;

/// Wrapped under another key, damaged, or of a length that a wrapped key cannot have.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct KwError;

impl fmt::Display for KwError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AES key wrap refused: the integrity check fails or the length is impossible")
    }
}

impl core::error::Error for KwError {}

/// Wraps `key`, of at least one byte, under `wrapping_key`.
///
/// # Errors
/// [`KwError`] if `key` is empty or longer than 32 bits can count.
pub fn wrap(wrapping_key: &[u8; KEY_LEN], key: &[u8]) -> Result<Vec<u8>, KwError> {
    if key.is_empty() {
        return Err(KwError);
    }
    let mut wrapped = vec![0; key.len().next_multiple_of(SEMIBLOCK).saturating_add(SEMIBLOCK)];
    KwpAes256::new(wrapping_key.into()).wrap_key(key, &mut wrapped).map_err(|_| KwError)?;
    Ok(wrapped)
}

/// Unwraps what [`wrap`] made.
///
/// # Errors
/// [`KwError`]
pub fn unwrap(wrapping_key: &[u8; KEY_LEN], wrapped: &[u8]) -> Result<Zeroizing<Vec<u8>>, KwError> {
    // The shortest wrapped key is one AES block. The library would take half a block for an empty key, and nothing
    // would have been decrypted to find that out.
    let length = wrapped.len().checked_sub(SEMIBLOCK).filter(|length| *length > 0).ok_or(KwError)?;
    let mut padded = Zeroizing::new(vec![0; length]);
    let key = KwpAes256::new(wrapping_key.into()).unwrap_key(wrapped, &mut padded).map_err(|_| KwError)?.len();
    padded.truncate(key);
    Ok(padded)
}
