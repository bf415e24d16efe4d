//! How key material travels to the HSM: each of AWS's wrapping algorithms, both ways.
//!
//! <https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys-get-public-key-and-token.html>

use zeroize::Zeroizing;

use super::{
    aes::KEY_LEN,
    kw,
    oaep::{Hash, OaepError, PrivateKey, PublicKey},
};
use crate::{env::Entropy, trace::Field, types::WrappingAlgorithm};

/// The parts of an algorithm: the hash of its RSA-OAEP, and whether that carries a one-time AES key.
fn parts(algorithm: WrappingAlgorithm) -> (Hash, bool) {
    match algorithm {
        WrappingAlgorithm::RsaesOaepSha1 => (Hash::Sha1, false),
        WrappingAlgorithm::RsaesOaepSha256 => (Hash::Sha256, false),
        WrappingAlgorithm::RsaAesKeyWrapSha1 => (Hash::Sha1, true),
        WrappingAlgorithm::RsaAesKeyWrapSha256 => (Hash::Sha256, true),
    }
}

/// Wraps `material`, as a client does before it calls `ImportKeyMaterial`.
///
/// # Errors
/// [`OaepError::Refused`] if the material is too long for the algorithm, or empty; [`OaepError::Entropy`].
pub fn wrap(
    key: &PublicKey,
    algorithm: WrappingAlgorithm,
    material: &[u8],
    entropy: &mut dyn Entropy,
) -> Result<Vec<u8>, OaepError> {
    let (hash, with_aes) = parts(algorithm);
    if !with_aes {
        return key.encrypt(hash, material, entropy);
    }
    let mut one_time = Zeroizing::new([0; KEY_LEN]);
    entropy.fill(one_time.as_mut_slice()).map_err(|_| OaepError::Entropy)?;
    let mut wrapped = key.encrypt(hash, one_time.as_slice(), entropy)?;
    wrapped.extend(kw::wrap(&one_time, material).map_err(|_| OaepError::Refused)?);
    Ok(wrapped)
}

/// Unwraps what [`wrap`] made with the public half of `key`.
///
/// # Errors
/// [`OaepError::Refused`] whatever is wrong, in whichever layer; [`OaepError::Entropy`].
pub fn unwrap(
    key: &PrivateKey,
    algorithm: WrappingAlgorithm,
    wrapped: &[u8],
    entropy: &mut dyn Entropy,
) -> Result<Zeroizing<Vec<u8>>, OaepError> {
    let (hash, with_aes) = parts(algorithm);
    if !with_aes {
        return key.decrypt(hash, wrapped, entropy);
    }
    let (sealed, wrapped) = wrapped.split_at_checked(key.ciphertext_len()).ok_or(OaepError::Refused)?;
    let decrypted = key.decrypt(hash, sealed, entropy);
    let one_time = decrypted.as_ref().ok().and_then(|bytes| <&[u8; KEY_LEN]>::try_from(bytes.as_slice()).ok());
    // The second layer is tried even if the first did not open: how long it takes does not tell which one failed.
    let material = kw::unwrap(one_time.unwrap_or(&[0; KEY_LEN]), wrapped);
    match (one_time.is_some(), material) {
        (true, Ok(material)) => Ok(material),
        _ => Err(decrypted.err().unwrap_or(OaepError::Refused)),
    }
}

/// The layout of `length` bytes of wrapped material, for the inspector.
pub(super) fn fields(key: &PrivateKey, algorithm: WrappingAlgorithm, length: usize) -> Vec<Field> {
    let first = key.ciphertext_len();
    match parts(algorithm) {
        (_, true) if length > first => {
            vec![
                Field::new(0, first, "wrapped-aes-key"),
                Field::new(first, length.saturating_sub(first), "wrapped-key-material"),
            ]
        }
        _ => vec![Field::new(0, length, "wrapped-key-material")],
    }
}
