//! Secrets that key pairs share, encapsulate and encrypt.

use glass_kms::{
    hsm::{HsmError, oaep::Hash, pairs::KeyPair},
    types::KeySpec,
};

use crate::{
    pair_vectors::{Given, Key, all_keys},
    support::seeded,
};

fn agrees(spec: KeySpec) -> bool {
    matches!(spec, KeySpec::EccNistP256 | KeySpec::EccNistP384 | KeySpec::EccNistP521)
}

/// The length of a ciphertext of ML-KEM (FIPS 203, table 3).
fn encapsulated_len(spec: KeySpec) -> Option<usize> {
    match spec {
        KeySpec::MlKem512 => Some(768),
        KeySpec::MlKem768 => Some(1088),
        KeySpec::MlKem1024 => Some(1568),
        _ => None,
    }
}

fn modulus_len(spec: KeySpec) -> Option<usize> {
    match spec {
        KeySpec::Rsa2048 => Some(256),
        KeySpec::Rsa3072 => Some(384),
        KeySpec::Rsa4096 => Some(512),
        _ => None,
    }
}

#[test]
fn what_a_key_is_not_for_is_refused() {
    let (keys, entropy) = (all_keys(), &mut seeded("unsuited"));
    for key in &keys {
        let (pair, spec) = (key.pair(), key.spec);
        let unsuited = [
            pair.agree(key.spki()).err().filter(|_| !agrees(spec)),
            pair.encapsulate(entropy).err().filter(|_| encapsulated_len(spec).is_none()),
            pair.decapsulate(&[0; 768]).err().filter(|_| encapsulated_len(spec).is_none()),
            pair.encrypt(Hash::Sha256, b"letters", entropy).err().filter(|_| modulus_len(spec).is_none()),
            pair.decrypt(Hash::Sha256, &[0; 256], entropy).err().filter(|_| modulus_len(spec).is_none()),
        ];
        let able = [
            agrees(spec),
            encapsulated_len(spec).is_some(),
            encapsulated_len(spec).is_some(),
            modulus_len(spec).is_some(),
            modulus_len(spec).is_some(),
        ];
        let expected = able.map(|able| (!able).then_some(HsmError::Unsuited));
        assert_eq!(unsuited, expected, "{}", spec.as_str());
    }
    for spec in ["SYMMETRIC_DEFAULT", "HMAC_224", "HMAC_256", "HMAC_384", "HMAC_512"] {
        let spec = KeySpec::parse(spec).unwrap();
        assert_eq!(KeyPair::from_pkcs8(spec, keys[0].pkcs8()).err(), Some(HsmError::Unsuited));
    }
}

#[test]
fn a_private_key_is_read_as_its_own_spec_only() {
    let keys = all_keys();
    for key in &keys {
        for other in &keys {
            let read = KeyPair::from_pkcs8(other.spec, key.pkcs8());
            let expected = (key.spec != other.spec).then_some(HsmError::ImportedMaterial);
            assert_eq!(read.err(), expected, "{} as {}", key.spec.as_str(), other.spec.as_str());
        }
    }
}

#[test]
fn two_owners_of_keys_on_one_curve_share_a_secret_with_each_other_only() {
    let keys = all_keys();
    let mut shared = 0;
    for own in keys.iter().filter(|key| agrees(key.spec)) {
        for other in &keys {
            let agreed = own.pair().agree(other.spki());
            if own.spec != other.spec {
                assert_eq!(agreed.err(), Some(HsmError::PublicKey), "{}", other.spec.as_str());
                continue;
            }
            let secret = agreed.expect("a secret");
            assert_eq!(*secret, *other.pair().agree(own.spki()).expect("a secret"), "{}", own.spec.as_str());
            let with_itself = own.pair().agree(own.spki()).expect("a secret");
            assert_eq!(secret == with_itself, own.spki() == other.spki(), "{}", own.spec.as_str());
            shared += 1;
        }
    }
    assert_eq!(shared, 3 * 2 * 2);
}

#[test]
fn no_bit_of_another_s_public_key_can_be_flipped() {
    let keys = all_keys();
    let mut refused = 0;
    for key in keys.iter().filter(|key| agrees(key.spec)) {
        let (pair, der) = (key.pair(), key.spki());
        let step = if key.spec == KeySpec::EccNistP256 { 1 } else { 7 };
        for bit in (0..der.len() * 8).step_by(step) {
            let mut flipped = der.to_vec();
            flipped[bit / 8] ^= 0x80 >> (bit % 8);
            assert_eq!(pair.agree(&flipped).err(), Some(HsmError::PublicKey), "{}: bit {bit}", key.spec.as_str());
            refused += 1;
        }
    }
    assert!(refused > 2 * 91 * 8);
}

/// The keys that encapsulate, and how long their ciphertexts are.
fn encapsulating(keys: &[Key]) -> Vec<(&Key, usize)> {
    let found: Vec<_> = keys.iter().filter_map(|key| encapsulated_len(key.spec).map(|length| (key, length))).collect();
    assert_eq!(found.len(), 3);
    found
}

#[test]
fn an_encapsulated_secret_is_found_again_and_another_if_the_ciphertext_was_changed() {
    let (keys, entropy) = (all_keys(), &mut seeded("encapsulate"));
    for (key, length) in encapsulating(&keys) {
        let (pair, name) = (key.pair(), key.spec.as_str());
        let [made, again] = [(); 2].map(|()| pair.encapsulate(entropy).expect("encapsulated"));
        assert_ne!((&*made.secret, &made.ciphertext), (&*again.secret, &again.ciphertext), "{name}");
        assert_eq!((made.secret.len(), made.ciphertext.len()), (32, length), "{name}");
        assert_eq!(pair.decapsulate(&made.ciphertext), Ok(made.secret.clone()), "{name}");
        for bit in (0..length * 8).step_by(211).chain([length * 8 - 1]) {
            let mut flipped = made.ciphertext.clone();
            flipped[bit / 8] ^= 0x80 >> (bit % 8);
            let rejected = pair.decapsulate(&flipped).expect("another secret");
            assert_ne!(rejected, made.secret, "{name}: bit {bit}");
            assert_eq!(Ok(rejected), pair.decapsulate(&flipped), "{name}: bit {bit}");
        }
        assert_eq!(pair.encapsulate(&mut Given(&[7; 31])).err(), Some(HsmError::Entropy), "{name}");
    }
}

#[test]
fn a_ciphertext_of_another_length_is_refused() {
    let keys = all_keys();
    for (key, own) in encapsulating(&keys) {
        let pair = key.pair();
        for length in [0, 1, 32, 767, 768, 769, 1087, 1088, 1089, 1567, 1568, 1569] {
            let expected = (length != own).then_some(HsmError::Ciphertext);
            assert_eq!(pair.decapsulate(&vec![7; length]).err(), expected, "{}: {length}", key.spec.as_str());
        }
    }
}

#[test]
fn rsa_encrypts_up_to_its_length_and_decrypts_what_was_not_changed() {
    let (keys, entropy) = (all_keys(), &mut seeded("encrypt"));
    let mut encrypted = 0;
    for (key, modulus) in keys.iter().filter_map(|key| modulus_len(key.spec).map(|length| (key, length))) {
        let (pair, name) = (key.pair(), key.spec.as_str());
        for hash in [Hash::Sha1, Hash::Sha256] {
            let most = modulus - 2 * hash.digest_len() - 2;
            for length in [0, 1, most] {
                let message = vec![7; length];
                let ciphertext = pair.encrypt(hash, &message, entropy).expect("encrypted");
                assert_eq!(ciphertext.len(), modulus, "{name}");
                assert_eq!(pair.decrypt(hash, &ciphertext, entropy).as_deref(), Ok(&message), "{name}");
                encrypted += 1;
            }
            assert_eq!(pair.encrypt(hash, &vec![7; most + 1], entropy).err(), Some(HsmError::Unsuited), "{name}");
            let mut changed = pair.encrypt(hash, b"letters", entropy).expect("encrypted");
            changed[modulus / 2] ^= 1;
            for ciphertext in [&changed, &changed[1..], &[]] {
                assert_eq!(pair.decrypt(hash, ciphertext, entropy).err(), Some(HsmError::Ciphertext), "{name}");
            }
        }
        assert_eq!(pair.encrypt(Hash::Sha256, b"letters", &mut Given(&[])).err(), Some(HsmError::Entropy), "{name}");
    }
    assert_eq!(encrypted, 18);
}
