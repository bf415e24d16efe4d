//! How imported material is wrapped: known answers for its two layers, and material that OpenSSL wrapped.

use glass_kms::{
    hsm::{
        kw,
        oaep::{Hash, OaepError, PrivateKey, PublicKey},
        wrapping,
    },
    types::WrappingAlgorithm,
};
use serde::Deserialize;

use crate::{
    support::seeded,
    vectors::{Hex, Verdict, cases},
};

const NIST_KWP: &str = include_str!("../data/vectors/nist-aes-256-kwp.json");
const WYCHEPROOF_KWP: &str = include_str!("../data/vectors/wycheproof-aes-256-kwp.json");
const WYCHEPROOF_SHA_1: &str = include_str!("../data/vectors/wycheproof-rsa-oaep-sha-1.json");
const WYCHEPROOF_SHA_256: &str = include_str!("../data/vectors/wycheproof-rsa-oaep-sha-256.json");
const OPENSSL: &str = include_str!("../data/vectors/openssl-wrapped-material.json");

#[derive(Deserialize)]
struct KwpCase {
    id: String,
    result: Verdict,
    key: Hex<[u8; 32]>,
    message: Option<Hex<Vec<u8>>>,
    wrapped: Hex<Vec<u8>>,
}

#[derive(Deserialize)]
struct OaepCase {
    id: String,
    bits: usize,
    result: Verdict,
    label: String,
    message: Hex<Vec<u8>>,
    ciphertext: Hex<Vec<u8>>,
}

#[derive(Deserialize)]
struct OpensslCase {
    id: String,
    bits: usize,
    algorithm: String,
    material: Hex<Vec<u8>>,
    wrapped: Hex<Vec<u8>>,
}

#[derive(Deserialize)]
struct Key {
    bits: usize,
    p: Hex<Vec<u8>>,
    q: Hex<Vec<u8>>,
    #[serde(rename = "publicKey")]
    spki: Option<Hex<Vec<u8>>>,
}

fn keys(file: &str) -> Vec<Key> {
    #[derive(Deserialize)]
    struct File {
        keys: Vec<Key>,
    }
    serde_json::from_str::<File>(file).expect("keys").keys
}

/// The private keys of a file, by their sizes.
fn private_keys(file: &str) -> Vec<(usize, PrivateKey)> {
    let key = |key: Key| (key.bits, PrivateKey::from_primes(&key.p.0, &key.q.0).expect("a key"));
    keys(file).into_iter().map(key).collect()
}

fn of_size(keys: &[(usize, PrivateKey)], bits: usize) -> &PrivateKey {
    keys.iter().find(|(size, _)| *size == bits).map(|(_, key)| key).expect("a key of this size")
}

fn public_key(key: &PrivateKey) -> PublicKey {
    PublicKey::from_der(&key.public_key_der().expect("DER")).expect("a public key")
}

/// RFC 5649, section 6. Its keys have 192 bits, which the HSM never uses: this is the library underneath.
#[test]
fn key_wrap_is_that_of_rfc_5649() {
    use aes_kw::{KeyInit, KwpAes192};

    let key = 0x5840_df6e_29b0_2af1_ab49_3b70_5bf1_6ea1_u128.to_be_bytes();
    let key = [key.as_slice(), &0xae83_38f4_dcc1_76a8_u64.to_be_bytes()].concat();
    let key = KwpAes192::new_from_slice(&key).expect("192 bits");
    let bytes = |text: &str| -> Vec<u8> {
        let digits = text.as_bytes().chunks(2).map(|pair| str::from_utf8(pair).expect("digits"));
        digits.map(|pair| u8::from_str_radix(pair, 16).expect("hexadecimal")).collect()
    };
    for (plain, wrapped) in [
        (
            "c37b7e6492584340bed12207808941155068f738",
            "138bdeaa9b8fa7fc61f97742e72248ee5ae6ae5360d1ae6a5f54f373fa543b6a",
        ),
        ("466f7250617369", "afbeb0f07dfbf5419200f2ccb50bb24f"),
    ] {
        let (plain, wrapped) = (bytes(plain), bytes(wrapped));
        let mut buffer = vec![0; wrapped.len()];
        assert_eq!(key.wrap_key(&plain, &mut buffer).expect("wrapped"), wrapped);
        let mut buffer = vec![0; wrapped.len() - 8];
        assert_eq!(key.unwrap_key(&wrapped, &mut buffer).expect("unwrapped"), plain);
    }
}

#[test]
fn key_wrap_gives_the_answers_of_nist_and_wycheproof() {
    for (file, expected) in [(NIST_KWP, [153, 17]), (WYCHEPROOF_KWP, [25, 69])] {
        let mut tally = [0, 0];
        for KwpCase { id, result, key, message, wrapped } in cases(file).expect("cases") {
            let unwrapped = kw::unwrap(&key.0, &wrapped.0).ok();
            if result == Verdict::Valid {
                let message = message.expect("a valid case has a message").0;
                assert_eq!(unwrapped.as_ref().map(|key| key.as_slice()), Some(&message[..]), "{id}: unwrap");
                assert_eq!(kw::wrap(&key.0, &message).as_deref(), Ok(&wrapped.0[..]), "{id}: wrap");
                tally[0] += 1;
            } else {
                assert_eq!(unwrapped, None, "{id}");
                tally[1] += 1;
            }
        }
        assert_eq!(tally, expected);
    }
}

#[test]
fn key_wrap_refuses_every_flipped_bit_and_every_other_length() {
    let (key, material) = ([7; 32], [9; 33]);
    let wrapped = kw::wrap(&key, &material).expect("wrapped");
    assert_eq!(wrapped.len(), 48);
    for bit in 0..wrapped.len() * 8 {
        let mut damaged = wrapped.clone();
        damaged[bit / 8] ^= 1 << (bit % 8);
        assert!(kw::unwrap(&key, &damaged).is_err(), "bit {bit}");
    }
    for length in 0..wrapped.len() {
        assert!(kw::unwrap(&key, &wrapped[..length]).is_err(), "the first {length} bytes");
    }
    assert!(kw::unwrap(&key, &[&wrapped[..], &[0; 8]].concat()).is_err());
    assert!(kw::unwrap(&[8; 32], &wrapped).is_err());
}

#[test]
fn key_wrap_knows_no_empty_key() {
    assert!(kw::wrap(&[7; 32], &[]).is_err());
    // What the checks of RFC 5649 would let pass if half a block were a wrapped key: its constant, and length 0.
    assert!(kw::unwrap(&[7; 32], &[0xA6, 0x59, 0x59, 0xA6, 0, 0, 0, 0]).is_err());
}

#[test]
fn oaep_gives_the_answers_of_wycheproof() {
    let entropy = &mut seeded("oaep");
    for (file, hash, expected) in
        [(WYCHEPROOF_SHA_1, Hash::Sha1, [10, 26]), (WYCHEPROOF_SHA_256, Hash::Sha256, [30, 81])]
    {
        let keys = private_keys(file);
        let mut tally = [0, 0];
        for case in cases::<OaepCase>(file).expect("cases") {
            let decrypted = of_size(&keys, case.bits).decrypt(hash, &case.ciphertext.0, entropy);
            // The engine knows no labels, so a message with one is no message of its.
            if case.result == Verdict::Valid && case.label.is_empty() {
                assert_eq!(decrypted.as_deref(), Ok(&case.message.0), "{}", case.id);
                tally[0] += 1;
            } else {
                assert_eq!(decrypted.err(), Some(OaepError::Refused), "{}", case.id);
                tally[1] += 1;
            }
        }
        assert_eq!(tally, expected);
    }
}

#[test]
fn oaep_takes_messages_up_to_its_length_and_opens_under_its_own_hash_only() {
    let keys = private_keys(WYCHEPROOF_SHA_1);
    let (key, entropy) = (of_size(&keys, 2048), &mut seeded("oaep"));
    let public = public_key(key);
    assert_eq!(key.ciphertext_len(), 256);
    for (hash, other, most) in [(Hash::Sha1, Hash::Sha256, 256 - 42), (Hash::Sha256, Hash::Sha1, 256 - 66)] {
        for length in [0, 1, 32, most] {
            let message = vec![5; length];
            let sealed = public.encrypt(hash, &message, entropy).expect("encrypted");
            assert_eq!(sealed.len(), 256);
            assert_eq!(key.decrypt(hash, &sealed, entropy).as_deref(), Ok(&message), "{hash:?} {length}");
            assert_eq!(key.decrypt(other, &sealed, entropy).err(), Some(OaepError::Refused), "{hash:?} {length}");
        }
        let too_long = public.encrypt(hash, &vec![5; most + 1], entropy);
        assert_eq!(too_long.err(), Some(OaepError::Refused));
    }
}

#[test]
fn what_is_no_key_is_refused() {
    assert!(PublicKey::from_der(b"").is_err());
    let der = keys(OPENSSL).remove(0).spki.expect("DER").0;
    assert!(PublicKey::from_der(&der).is_ok());
    assert!(PublicKey::from_der(&der[1..]).is_err());
    assert!(PublicKey::from_der(&[&der[..], &[0]].concat()).is_err());
    for (p, q) in [(&[][..], &[][..]), (&[0; 128], &[0; 128]), (&[1; 128], &[1; 128]), (&[1; 128], &[2; 128])] {
        assert!(PrivateKey::from_primes(p, q).is_err());
    }
}

#[test]
fn material_that_openssl_wrapped_unwraps() {
    let (keys, entropy) = (private_keys(OPENSSL), &mut seeded("openssl"));
    for Key { bits, spki, .. } in self::keys(OPENSSL) {
        let der = of_size(&keys, bits).public_key_der();
        assert_eq!(der.ok(), spki.map(|der| der.0), "{bits} bits: the same SubjectPublicKeyInfo");
    }
    let cases = cases::<OpensslCase>(OPENSSL).expect("cases");
    assert_eq!(cases.len(), 12);
    for case in cases {
        let key = of_size(&keys, case.bits);
        for algorithm in WrappingAlgorithm::BUILT {
            let unwrapped = wrapping::unwrap(key, algorithm, &case.wrapped.0, entropy);
            if algorithm.as_str() == case.algorithm {
                assert_eq!(unwrapped.as_deref(), Ok(&case.material.0), "{}", case.id);
            } else {
                assert_eq!(unwrapped.err(), Some(OaepError::Refused), "{} as {}", case.id, algorithm.as_str());
            }
        }
    }
}

#[test]
fn material_goes_there_and_back_with_every_algorithm_and_size() {
    let (keys, entropy) = (private_keys(OPENSSL), &mut seeded("there and back"));
    for (bits, key) in &keys {
        for algorithm in WrappingAlgorithm::BUILT {
            let wrapped = wrapping::wrap(&public_key(key), algorithm, &[3; 32], entropy).expect("wrapped");
            let more = if algorithm.as_str().contains("KEY_WRAP") { 40 } else { 0 };
            assert_eq!(wrapped.len(), bits / 8 + more, "{bits} {}", algorithm.as_str());
            let unwrapped = wrapping::unwrap(key, algorithm, &wrapped, entropy);
            assert_eq!(unwrapped.expect("unwrapped").as_slice(), [3; 32], "{bits} {}", algorithm.as_str());
        }
    }
}

#[test]
fn wrapped_material_is_refused_for_one_reason_wherever_it_is_damaged() {
    let (keys, entropy) = (private_keys(OPENSSL), &mut seeded("damage"));
    let key = of_size(&keys, 2048);
    for algorithm in WrappingAlgorithm::BUILT {
        let wrapped = wrapping::wrap(&public_key(key), algorithm, &[3; 32], entropy).expect("wrapped");
        let mut refused = |what: &str, wrapped: &[u8]| {
            let unwrapped = wrapping::unwrap(key, algorithm, wrapped, entropy);
            assert_eq!(unwrapped.err(), Some(OaepError::Refused), "{}: {what}", algorithm.as_str());
        };
        for at in (0..wrapped.len()).step_by(31).chain([255, wrapped.len() - 1]) {
            let mut damaged = wrapped.clone();
            damaged[at] ^= 1;
            refused(&format!("byte {at}"), &damaged);
        }
        for length in [0, 1, 128, 255, 256, wrapped.len() - 8, wrapped.len() - 1] {
            if length < wrapped.len() {
                refused(&format!("{length} bytes"), &wrapped[..length]);
            }
        }
        refused("a byte more", &[&wrapped[..], &[0]].concat());
        refused("eight bytes more", &[&wrapped[..], &[0; 8]].concat());
    }
}

#[test]
fn a_one_time_key_that_does_not_open_is_not_a_key_of_zeros() {
    let (keys, entropy) = (private_keys(OPENSSL), &mut seeded("zeros"));
    let key = of_size(&keys, 2048);
    let material = kw::wrap(&[0; 32], &[3; 32]).expect("wrapped");
    let algorithm = WrappingAlgorithm::RsaAesKeyWrapSha256;
    let shorter = public_key(key).encrypt(Hash::Sha256, &[0; 16], entropy).expect("encrypted");
    for sealed in [vec![1; 256], shorter] {
        let unwrapped = wrapping::unwrap(key, algorithm, &[&sealed[..], &material].concat(), entropy);
        assert_eq!(unwrapped.err(), Some(OaepError::Refused));
    }
    let right = public_key(key).encrypt(Hash::Sha256, &[0; 32], entropy).expect("encrypted");
    assert!(wrapping::unwrap(key, algorithm, &[&right[..], &material].concat(), entropy).is_ok());
}

#[test]
fn algorithms_and_specs_have_the_names_of_aws() {
    use glass_kms::types::WrappingKeySpec;
    for algorithm in WrappingAlgorithm::BUILT {
        assert!(WrappingAlgorithm::ALL.contains(&algorithm.as_str()));
        assert_eq!(WrappingAlgorithm::parse(algorithm.as_str()), Some(algorithm));
    }
    for spec in WrappingKeySpec::BUILT {
        assert!(WrappingKeySpec::ALL.contains(&spec.as_str()));
        assert_eq!(WrappingKeySpec::parse(spec.as_str()), Some(spec));
        assert_eq!(spec.as_str(), format!("RSA_{}", spec.bits()));
    }
    for other in ["RSAES_PKCS1_V1_5", "SM2PKE", "SM2", "rsa_2048", ""] {
        assert_eq!((WrappingAlgorithm::parse(other), WrappingKeySpec::parse(other)), (None, None), "{other}");
    }
}
