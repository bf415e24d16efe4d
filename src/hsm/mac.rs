//! HMAC (FIPS 198-1) with SHA-224, SHA-256, SHA-384 and SHA-512 (FIPS 180-4).

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Sha224, Sha256, Sha384, Sha512};

use crate::types::MacAlgorithm;

/// The MAC of a message. HMAC takes keys of any length, so there is always one.
pub fn make(algorithm: MacAlgorithm, key: &[u8], message: &[u8]) -> Vec<u8> {
    match algorithm {
        MacAlgorithm::HmacSha224 => made::<Hmac<Sha224>>(key, message),
        MacAlgorithm::HmacSha256 => made::<Hmac<Sha256>>(key, message),
        MacAlgorithm::HmacSha384 => made::<Hmac<Sha384>>(key, message),
        MacAlgorithm::HmacSha512 => made::<Hmac<Sha512>>(key, message),
    }
}

/// Whether `mac` is the whole MAC of a message. How long the comparison takes does not tell where they differ.
pub fn verify(algorithm: MacAlgorithm, key: &[u8], message: &[u8], mac: &[u8]) -> bool {
    match algorithm {
        MacAlgorithm::HmacSha224 => verified::<Hmac<Sha224>>(key, message, mac),
        MacAlgorithm::HmacSha256 => verified::<Hmac<Sha256>>(key, message, mac),
        MacAlgorithm::HmacSha384 => verified::<Hmac<Sha384>>(key, message, mac),
        MacAlgorithm::HmacSha512 => verified::<Hmac<Sha512>>(key, message, mac),
    }
}

fn made<M: Mac + KeyInit>(key: &[u8], message: &[u8]) -> Vec<u8> {
    let keyed = <M as KeyInit>::new_from_slice(key);
    keyed.map(|keyed| keyed.chain_update(message).finalize().into_bytes().to_vec()).unwrap_or_default()
}

fn verified<M: Mac + KeyInit>(key: &[u8], message: &[u8], mac: &[u8]) -> bool {
    let keyed = <M as KeyInit>::new_from_slice(key);
    keyed.is_ok_and(|keyed| keyed.chain_update(message).verify_slice(mac).is_ok())
}
