//! Signatures of every key spec with every algorithm that it has.

use std::collections::BTreeMap;

use glass_kms::{
    hsm::{
        HsmError,
        pairs::{Message, verify},
    },
    types::{KeySpec, SigningAlgorithm},
};

use crate::{
    pair_vectors::{Given, Key, all_keys, digest},
    support::seeded,
};

const MESSAGE: &[u8] = b"letters";

/// Every key with every algorithm with which it signs.
fn signers(keys: &[Key]) -> Vec<(&Key, SigningAlgorithm)> {
    let signers: Vec<_> = keys
        .iter()
        .flat_map(|key| key.spec.signing_algorithms().iter().map(move |algorithm| (key, *algorithm)))
        .collect();
    // Three of RSA with six, eight on curves with one, Ed25519 with two, three of ML-DSA with one.
    assert_eq!(signers.len(), 31);
    signers
}

/// The forms in which a message is signed: as it is, and as its digest.
fn forms<'a>(algorithm: SigningAlgorithm, message: &'a [u8], digest: Option<&'a [u8]>) -> Vec<Message<'a>> {
    let raw = (algorithm != SigningAlgorithm::Ed25519PhSha512).then_some(Message::Raw(message));
    raw.into_iter().chain(digest.map(Message::Digest)).collect()
}

/// A signature of `MESSAGE`, and the digest of it.
fn signed(key: &Key, algorithm: SigningAlgorithm) -> (Vec<u8>, Option<Vec<u8>>) {
    let digest = digest(algorithm, MESSAGE);
    let message = forms(algorithm, MESSAGE, digest.as_deref()).remove(0);
    let purpose = format!("{} {}", key.spec.as_str(), algorithm.as_str());
    (key.pair().sign(algorithm, message, &mut seeded(&purpose)).expect("a signature"), digest)
}

#[test]
fn a_message_and_its_digest_have_the_same_signatures() {
    let (keys, entropy) = (all_keys(), &mut seeded("signatures"));
    let mut verified = 0;
    for (key, algorithm) in signers(&keys) {
        let name = algorithm.as_str();
        let [digest, other] = [MESSAGE, b"letterS"].map(|message| digest(algorithm, message));
        for form in forms(algorithm, MESSAGE, digest.as_deref()) {
            let signature = key.pair().sign(algorithm, form, entropy).expect("a signature");
            let is_signed = |message| verify(key.spec, key.spki(), algorithm, message, &signature);
            for message in forms(algorithm, MESSAGE, digest.as_deref()) {
                assert!(is_signed(message), "{name}: {form:?}, verified as {message:?}");
                verified += 1;
            }
            for message in forms(algorithm, b"letterS", other.as_deref()) {
                assert!(!is_signed(message), "{name}: {form:?}, verified as {message:?}");
            }
        }
    }
    // Four for each algorithm with both forms, of which RSA has 18 and the curves 8; one for each of the other five.
    assert_eq!(verified, 4 * (18 + 8) + 5);
}

#[test]
fn a_signature_is_one_key_s_with_one_algorithm() {
    let keys = all_keys();
    for (signer, algorithm) in signers(&keys) {
        let (signature, _) = signed(signer, algorithm);
        for (key, other) in signers(&keys) {
            let digest = digest(other, MESSAGE);
            for message in forms(other, MESSAGE, digest.as_deref()) {
                let is_own = key.spki() == signer.spki() && other == algorithm;
                let verified = verify(key.spec, key.spki(), other, message, &signature);
                assert_eq!(verified, is_own, "{} as {}", algorithm.as_str(), other.as_str());
            }
        }
    }
}

#[test]
fn a_signature_is_refused_with_any_bit_flipped_and_at_any_other_length() {
    let keys = all_keys();
    let mut flips = BTreeMap::new();
    for (key, algorithm) in signers(&keys) {
        let (signature, digest) = signed(key, algorithm);
        let message = forms(algorithm, MESSAGE, digest.as_deref()).remove(0);
        let refused = |what: String, signature: &[u8]| {
            let verified = verify(key.spec, key.spki(), algorithm, message, signature);
            assert!(!verified, "{} {}: {what}", key.spec.as_str(), algorithm.as_str());
        };
        let bits = signature.len() * 8;
        let step = match key.spec {
            KeySpec::EccNistP256 | KeySpec::EccNistEdwards25519 => 1,
            _ => (bits / 64) | 1,
        };
        for bit in (0..bits).step_by(step).chain([bits - 1]) {
            let mut flipped = signature.clone();
            flipped[bit / 8] ^= 0x80 >> (bit % 8);
            refused(format!("bit {bit}"), &flipped);
            *flips.entry(algorithm.as_str()).or_insert(0) += 1;
        }
        for length in [0, 1, signature.len() / 2, signature.len() - 1] {
            refused(format!("{length} bytes"), &signature[..length]);
        }
        refused("a byte more".to_owned(), &[&signature[..], &[0]].concat());
        refused("a byte before".to_owned(), &[&[0], &signature[..]].concat());
    }
    assert_eq!(flips.len(), 12);
    assert!(flips.values().all(|flips| *flips > 64), "{flips:?}");
}

#[test]
fn some_signatures_have_randomness_in_them_and_need_it() {
    let (keys, entropy) = (all_keys(), &mut seeded("twice"));
    for (key, algorithm) in signers(&keys) {
        let name = algorithm.as_str();
        let digest = digest(algorithm, MESSAGE);
        let message = forms(algorithm, MESSAGE, digest.as_deref()).remove(0);
        let pair = key.pair();
        let [one, other] = [(); 2].map(|()| pair.sign(algorithm, message, entropy).expect("a signature"));
        assert_eq!(one == other, name.contains("PKCS1") || name.starts_with("ED25519"), "{name}");
        // RSA is blinded, which needs randomness even where the signature has none.
        let without = pair.sign(algorithm, message, &mut Given(&[]));
        let expected = if name.starts_with("ED25519") { Ok(one) } else { Err(HsmError::Entropy) };
        assert!(without == expected, "{name}: {:?}", without.err());
    }
}

#[test]
fn what_an_algorithm_does_not_sign_is_refused() {
    let (keys, entropy) = (all_keys(), &mut seeded("unsuited"));
    let mut refusals = 0;
    for key in &keys {
        let pair = key.pair();
        let mut refused = |algorithm: SigningAlgorithm, message: Message<'_>, signature: &[u8]| {
            let made = pair.sign(algorithm, message, entropy);
            assert_eq!(made.err(), Some(HsmError::Unsuited), "{}: {message:?}", algorithm.as_str());
            assert!(
                !verify(key.spec, key.spki(), algorithm, message, signature),
                "{}: {message:?}",
                algorithm.as_str()
            );
            refusals += 1;
        };
        for &algorithm in key.spec.signing_algorithms() {
            let (signature, _) = signed(key, algorithm);
            let hash = algorithm.hash().filter(|_| algorithm != SigningAlgorithm::Ed25519PhSha512);
            match (algorithm, hash) {
                (SigningAlgorithm::Ed25519PhSha512, _) => refused(algorithm, Message::Raw(MESSAGE), &signature),
                (_, Some(hash)) => {
                    for length in (0..=66).filter(|length| *length != hash.digest_len()) {
                        refused(algorithm, Message::Digest(&vec![7; length]), &signature);
                    }
                }
                (_, None) => refused(algorithm, Message::Digest(&[7; 64]), &signature),
            }
            for length in [0, 63, 64, 65] {
                if (algorithm, length) != (SigningAlgorithm::MlDsaShake256, 64) {
                    refused(algorithm, Message::ExternalMu(&vec![7; length]), &signature);
                }
            }
        }
        for (_, other) in signers(&keys) {
            if !key.spec.signing_algorithms().contains(&other) {
                let digest = digest(other, MESSAGE);
                for message in forms(other, MESSAGE, digest.as_deref()) {
                    refused(other, message, &[7; 64]);
                }
            }
        }
    }
    assert!(refusals > 2000, "{refusals}");
}

/// The order of a curve.
fn order(spec: KeySpec) -> Option<Vec<u8>> {
    let order = match spec {
        KeySpec::EccNistP256 => "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551".to_owned(),
        KeySpec::EccNistP384 => format!("{}c7634d81f4372ddf581a0db248b0a77aecec196accc52973", "ff".repeat(24)),
        KeySpec::EccNistP521 => {
            let low = "fa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409";
            format!("01{}{low}", "ff".repeat(32))
        }
        KeySpec::EccSecgP256k1 => "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141".to_owned(),
        _ => return None,
    };
    let digits = order.as_bytes().chunks(2).map(|pair| str::from_utf8(pair).expect("digits"));
    Some(digits.map(|pair| u8::from_str_radix(pair, 16).expect("hexadecimal")).collect())
}

/// The DER of the integer `order` less the one that `der` is.
fn mirrored(order: &[u8], der: &[u8]) -> Vec<u8> {
    let digits = der.iter().rev().chain(&[0; 66]);
    let mut borrow = false;
    let mut difference: Vec<u8> = Vec::new();
    for (of, less) in order.iter().rev().zip(digits) {
        let (digit, one) = of.overflowing_sub(*less);
        let (digit, two) = digit.overflowing_sub(u8::from(borrow));
        borrow = one || two;
        difference.insert(0, digit);
    }
    difference.insert(0, 0);
    let zeros = difference.iter().take_while(|digit| **digit == 0).count();
    let first = difference.get(zeros).copied().unwrap_or_default();
    difference.split_off(zeros - usize::from(first >= 0x80))
}

#[test]
fn both_of_the_two_forms_of_an_ecdsa_signature_are_valid() {
    let keys = all_keys();
    let mut halves = BTreeMap::new();
    for (key, algorithm) in signers(&keys) {
        let Some(order) = order(key.spec) else { continue };
        for round in 0..8_u8 {
            let message = [round];
            let purpose = format!("mirror {}", key.spec.as_str());
            let signature = key.pair().sign(algorithm, Message::Raw(&message), &mut seeded(&purpose)).expect("signed");
            // A sequence, long in the case of P-521, of two short integers.
            let start = if signature[1] == 0x81 { 3 } else { 2 };
            let s = start + 2 + usize::from(signature[start + 1]);
            let mirror = mirrored(&order, &signature[s + 2..]);
            let body = [&signature[start..s], &[2, u8::try_from(mirror.len()).unwrap()], &mirror].concat();
            let length = u8::try_from(body.len()).unwrap();
            let head: &[u8] = if length < 0x80 { &[0x30, length] } else { &[0x30, 0x81, length] };
            let other = [head, &body].concat();
            assert_ne!(other, signature);
            for signature in [&signature, &other] {
                assert!(
                    verify(key.spec, key.spki(), algorithm, Message::Raw(&message), signature),
                    "{}",
                    key.spec.as_str()
                );
                assert!(!verify(key.spec, key.spki(), algorithm, Message::Raw(b"other"), signature));
            }
            *halves.entry(key.spec.as_str()).or_insert(0) += 1;
        }
    }
    assert_eq!(halves.into_values().collect::<Vec<_>>(), [16; 4]);
}
