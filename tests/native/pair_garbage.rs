//! What is no key, no signature and no ciphertext: it is refused, and never a panic.

use glass_kms::{
    env::Entropy,
    hsm::{
        HsmError,
        oaep::Hash,
        pairs::{KeyPair, Message, verify},
    },
    types::{KeyKind, KeySpec, SigningAlgorithm},
};

use crate::{
    pair_vectors::{Key, all_keys, digest},
    support::seeded,
};

/// One key of every spec.
fn keys() -> Vec<Key> {
    let mut keys = all_keys();
    keys.dedup_by_key(|key| key.spec);
    assert_eq!(keys.len(), 14);
    keys
}

/// Does with a key that was read all that there is to do.
fn use_all(spec: KeySpec, pair: &KeyPair, other: &[u8]) {
    let entropy = &mut seeded("use");
    let public_key = pair.public_key().expect("a public key");
    for &algorithm in spec.signing_algorithms() {
        let digest = digest(algorithm, other);
        let message = match &digest {
            Some(digest) => Message::Digest(digest),
            None => Message::Raw(other),
        };
        if let Ok(signature) = pair.sign(algorithm, message, entropy) {
            verify(spec, &public_key, algorithm, message, &signature);
        }
    }
    drop(pair.agree(other));
    drop(pair.decapsulate(other));
    drop(pair.decrypt(Hash::Sha256, other, entropy));
    if let Ok(made) = pair.encapsulate(entropy) {
        assert_eq!(pair.decapsulate(&made.ciphertext), Ok(made.secret));
    }
}

#[test]
fn a_private_key_that_was_cut_is_refused() {
    for key in keys() {
        let der = key.pkcs8();
        // All lengths, of which the long keys have too many.
        for length in (0..der.len()).step_by(1 + der.len() / 200).chain([der.len() - 1]) {
            let read = KeyPair::from_pkcs8(key.spec, &der[..length]);
            assert_eq!(read.err(), Some(HsmError::ImportedMaterial), "{}: {length} bytes", key.spec.as_str());
        }
        let longer = [der, &[0]].concat();
        let read = KeyPair::from_pkcs8(key.spec, &longer);
        assert_eq!(read.err(), Some(HsmError::ImportedMaterial), "{}: a byte more", key.spec.as_str());
    }
}

#[test]
fn a_private_key_with_a_flipped_bit_is_no_key_or_a_sound_one() {
    let mut read = 0;
    for key in keys() {
        let (der, name) = (key.pkcs8(), key.spec.as_str());
        for bit in (0..der.len() * 8).step_by((der.len() * 8 / 100) | 1) {
            let mut flipped = der.to_vec();
            flipped[bit / 8] ^= 0x80 >> (bit % 8);
            let pair = match KeyPair::from_pkcs8(key.spec, &flipped) {
                Ok(pair) => pair,
                Err(error) => {
                    assert_eq!(error, HsmError::ImportedMaterial, "{name}: bit {bit}");
                    continue;
                }
            };
            if matches!(key.spec.kind(), KeyKind::Rsa(_)) {
                // What follows from the primes is computed anew, whatever is said of it.
                assert!(pair.public_key().as_deref() == Ok(key.spki()), "{name}: bit {bit}");
            } else {
                // A seed is a key whatever it is. The other curves' private keys have their public keys with them.
                assert!(!name.starts_with("ECC") || name.ends_with("25519"), "{name}: bit {bit}");
                use_all(key.spec, &pair, key.spki());
            }
            read += 1;
        }
    }
    assert!(read > 200, "{read}");
}

#[test]
fn a_damaged_public_key_verifies_nothing() {
    let entropy = &mut seeded("damaged");
    for key in keys() {
        let der = key.spki();
        for &algorithm in key.spec.signing_algorithms() {
            let digest = digest(algorithm, b"letters");
            let message = match &digest {
                Some(digest) => Message::Digest(digest),
                None => Message::Raw(b"letters"),
            };
            let signature = key.pair().sign(algorithm, message, entropy).expect("a signature");
            let verified = |der: &[u8]| verify(key.spec, der, algorithm, message, &signature);
            assert!(verified(der));
            for length in (0..der.len()).step_by(1 + der.len() / 100) {
                assert!(!verified(&der[..length]), "{}: {length} bytes", algorithm.as_str());
            }
            for bit in (0..der.len() * 8).step_by((der.len() * 8 / 150) | 1) {
                let mut flipped = der.to_vec();
                flipped[bit / 8] ^= 0x80 >> (bit % 8);
                assert!(!verified(&flipped), "{} {}: bit {bit}", key.spec.as_str(), algorithm.as_str());
            }
        }
    }
}

#[test]
fn arbitrary_bytes_are_nothing() {
    let (keys, entropy) = (keys(), &mut seeded("garbage"));
    let mut bytes = vec![0; 6000];
    for round in 0..200_usize {
        entropy.fill(&mut bytes).expect("bytes");
        // Short ones mostly, of which some begin as a sequence does whose length is right.
        let length = if round % 10 == 0 { round * 30 } else { round };
        let garbage = &mut bytes[..length];
        if round % 3 == 0
            && let Ok(rest) = u8::try_from(length.saturating_sub(2))
            && let [tag, size, ..] = garbage
        {
            (*tag, *size) = (0x30, rest);
        }
        for key in &keys {
            let name = key.spec.as_str();
            assert_eq!(KeyPair::from_pkcs8(key.spec, garbage).err(), Some(HsmError::ImportedMaterial), "{name}");
            for &algorithm in key.spec.signing_algorithms() {
                let message = match algorithm {
                    SigningAlgorithm::Ed25519PhSha512 => Message::Digest(garbage),
                    _ => Message::Raw(garbage),
                };
                assert!(!verify(key.spec, key.spki(), algorithm, message, garbage), "{name}");
                assert!(!verify(key.spec, garbage, algorithm, message, garbage), "{name}");
                assert!(!verify(key.spec, key.spki(), algorithm, Message::ExternalMu(garbage), garbage), "{name}");
            }
        }
    }
}

#[test]
fn arbitrary_bytes_share_nothing() {
    let (keys, entropy) = (keys(), &mut seeded("garbage"));
    let pairs: Vec<_> = keys.iter().map(|key| (key.spec, key.pair())).collect();
    for length in (0..400).chain([767, 768, 1087, 1088, 1567, 1568]) {
        let mut garbage = vec![0; length];
        entropy.fill(&mut garbage).expect("bytes");
        for (spec, pair) in &pairs {
            let is_long_enough = match spec {
                KeySpec::MlKem512 => length == 768,
                KeySpec::MlKem768 => length == 1088,
                KeySpec::MlKem1024 => length == 1568,
                _ => false,
            };
            assert!(pair.agree(&garbage).is_err(), "{}: {length}", spec.as_str());
            assert_eq!(pair.decapsulate(&garbage).is_ok(), is_long_enough, "{}: {length}", spec.as_str());
            assert!(pair.decrypt(Hash::Sha256, &garbage, entropy).is_err(), "{}: {length}", spec.as_str());
        }
    }
}
