//! Known answers for key pairs, from NIST, Wycheproof, OpenSSL and others. `tests/data/vectors/README.md` says where they
//! come from, and which of them are to be refused although others may accept them.

use glass_kms::{
    env::{Entropy, EntropyError},
    hsm::{
        HsmError,
        oaep::Hash,
        pairs::{KeyPair, Message, verify},
    },
    types::{KeySpec, SigningAlgorithm},
};
use serde::Deserialize;
use sha2::{Digest, Sha256, Sha384, Sha512};

use crate::{
    support::seeded,
    vectors::{Hex, Verdict, cases},
};

const ECDSA: &str = include_str!("../data/vectors/wycheproof-ecdsa.json");
const ED25519: &str = include_str!("../data/vectors/wycheproof-ed25519.json");
const ED25519PH: &str = include_str!("../data/vectors/ed25519ph.json");
const RSA_PKCS1: &str = include_str!("../data/vectors/wycheproof-rsa-pkcs1.json");
const RSA_PSS: &str = include_str!("../data/vectors/wycheproof-rsa-pss.json");
const ECDH: &str = include_str!("../data/vectors/wycheproof-ecdh.json");
const ML_DSA_VERIFY: &str = include_str!("../data/vectors/wycheproof-ml-dsa-verify.json");
const ML_DSA_SIGN: &str = include_str!("../data/vectors/wycheproof-ml-dsa-sign.json");
const ML_KEM: &str = include_str!("../data/vectors/wycheproof-ml-kem.json");
const ML_KEM_KAT: &str = include_str!("../data/vectors/kat-ml-kem.json");
const NIST_KEY_GEN: &str = include_str!("../data/vectors/nist-ml-key-gen.json");
const NIST_SIG_VER: &str = include_str!("../data/vectors/nist-ml-dsa-sig-ver.json");
const OPENSSL: &str = include_str!("../data/vectors/openssl-key-pairs.json");

/// A key pair, or the public half of one.
#[derive(Deserialize)]
pub(crate) struct Key {
    pub(crate) spec: KeySpec,
    #[serde(rename = "privateKey")]
    pkcs8: Option<Hex<Vec<u8>>>,
    #[serde(rename = "publicKey")]
    spki: Hex<Vec<u8>>,
}

impl Key {
    /// The private half, a `PrivateKeyInfo`.
    pub(crate) fn pkcs8(&self) -> &[u8] {
        self.pkcs8.as_ref().map(|key| key.0.as_slice()).expect("a private key")
    }

    /// The public half, a `SubjectPublicKeyInfo`.
    pub(crate) fn spki(&self) -> &[u8] {
        &self.spki.0
    }

    pub(crate) fn pair(&self) -> KeyPair {
        KeyPair::from_pkcs8(self.spec, self.pkcs8()).expect("a key pair")
    }

    fn algorithm(&self, name: &str) -> SigningAlgorithm {
        let mut algorithms = self.spec.signing_algorithms().iter();
        *algorithms.find(|algorithm| algorithm.as_str() == name).expect("an algorithm of the spec")
    }
}

/// Two key pairs or more of each curve, and one of every other spec.
pub(crate) fn all_keys() -> Vec<Key> {
    let lattices = cases::<Key>(NIST_KEY_GEN).expect("cases").into_iter().step_by(4);
    keys(OPENSSL).into_iter().chain(lattices).collect()
}

fn keys(file: &str) -> Vec<Key> {
    #[derive(Deserialize)]
    struct File {
        keys: Vec<Key>,
    }
    serde_json::from_str::<File>(file).expect("keys").keys
}

/// The digest of a message, if the algorithm signs one. That of Ed25519ph is its caller's business.
pub(crate) fn digest(algorithm: SigningAlgorithm, message: &[u8]) -> Option<Vec<u8>> {
    use glass_kms::types::Hash;
    Some(match algorithm.hash()? {
        Hash::Sha256 => Sha256::digest(message).to_vec(),
        Hash::Sha384 => Sha384::digest(message).to_vec(),
        Hash::Sha512 => Sha512::digest(message).to_vec(),
    })
}

#[derive(Deserialize)]
struct SignatureCase {
    id: String,
    key: usize,
    algorithm: String,
    result: Verdict,
    message: Hex<Vec<u8>>,
    signature: Hex<Vec<u8>>,
}

/// Verifies every signature of a file, of its message and of the digest; how many are valid, and how many are not.
fn verify_all(file: &str) -> [usize; 2] {
    let keys = keys(file);
    let mut tally = [0, 0];
    for case in cases::<SignatureCase>(file).expect("cases") {
        let SignatureCase { id, message: Hex(message), signature: Hex(signature), .. } = &case;
        let key = keys.get(case.key).expect("a key");
        let algorithm = key.algorithm(&case.algorithm);
        let digest = digest(algorithm, message);
        let messages = match &digest {
            _ if algorithm == SigningAlgorithm::Ed25519PhSha512 => vec![Message::Digest(message)],
            Some(digest) => vec![Message::Raw(message), Message::Digest(digest)],
            None => vec![Message::Raw(message)],
        };
        let is_valid = case.result == Verdict::Valid;
        for message in messages {
            assert_eq!(verify(key.spec, key.spki(), algorithm, message, signature), is_valid, "{id}: {message:?}");
        }
        let [valid, invalid] = &mut tally;
        *(if is_valid { valid } else { invalid }) += 1;
    }
    tally
}

#[test]
fn ecdsa_gives_the_answers_of_wycheproof() {
    assert_eq!(verify_all(ECDSA), [195, 484]);
}

#[test]
fn ed25519_gives_the_answers_of_wycheproof() {
    assert_eq!(verify_all(ED25519), [88, 63]);
}

#[test]
fn rsa_gives_the_answers_of_wycheproof() {
    assert_eq!(verify_all(RSA_PKCS1), [28, 231]);
    assert_eq!(verify_all(RSA_PSS), [87, 60]);
}

#[test]
fn ml_dsa_gives_the_answers_of_wycheproof() {
    assert_eq!(verify_all(ML_DSA_VERIFY), [16, 25]);
}

#[test]
fn ed25519ph_hashes_a_digest_again() {
    assert_eq!(verify_all(ED25519PH), [3, 2]);
    let keys = keys(ED25519PH);
    for case in cases::<SignatureCase>(ED25519PH).expect("cases") {
        let pair = keys.get(case.key).expect("a key").pair();
        let message = Message::Digest(&case.message.0);
        let signature = pair.sign(SigningAlgorithm::Ed25519PhSha512, message, &mut Given(&[])).expect("a signature");
        assert_eq!(signature == case.signature.0, case.result == Verdict::Valid, "{}", case.id);
    }
}

#[test]
fn ml_dsa_gives_the_answers_of_nist() {
    #[derive(Deserialize)]
    struct Case {
        id: String,
        key: usize,
        result: Verdict,
        mu: Hex<Vec<u8>>,
        signature: Hex<Vec<u8>>,
    }
    let keys = keys(NIST_SIG_VER);
    let mut tally = [0, 0];
    for Case { id, key, result, mu, signature } in cases(NIST_SIG_VER).expect("cases") {
        let key = keys.get(key).expect("a key");
        let mu = Message::ExternalMu(&mu.0);
        let verified = verify(key.spec, key.spki(), SigningAlgorithm::MlDsaShake256, mu, &signature.0);
        assert_eq!(verified, result == Verdict::Valid, "{id}");
        tally[usize::from(!verified)] += 1;
    }
    assert_eq!(tally, [3, 12]);
}

/// Randomness that is known beforehand, and no more than there is.
pub(crate) struct Given<'a>(pub(crate) &'a [u8]);

impl Entropy for Given<'_> {
    fn fill(&mut self, buffer: &mut [u8]) -> Result<(), EntropyError> {
        let (drawn, rest) = self.0.split_at_checked(buffer.len()).ok_or(EntropyError)?;
        buffer.copy_from_slice(drawn);
        self.0 = rest;
        Ok(())
    }

    fn name(&mut self) -> Result<[u8; 16], EntropyError> {
        Err(EntropyError)
    }
}

#[test]
fn ml_dsa_signs_as_wycheproof_does() {
    #[derive(Deserialize)]
    struct Case {
        id: String,
        key: usize,
        random: Hex<Vec<u8>>,
        message: Option<Hex<Vec<u8>>>,
        mu: Hex<Vec<u8>>,
        signature: Hex<Vec<u8>>,
    }
    let keys = keys(ML_DSA_SIGN);
    let mut signed = 0;
    for Case { id, key, random, message, mu, signature } in cases(ML_DSA_SIGN).expect("cases") {
        let key = keys.get(key).expect("a key");
        let pair = key.pair();
        assert_eq!(pair.public_key().as_deref(), Ok(key.spki()), "{id}");
        let messages = message.iter().map(|message| Message::Raw(&message.0)).chain([Message::ExternalMu(&mu.0)]);
        for message in messages {
            let made = pair.sign(SigningAlgorithm::MlDsaShake256, message, &mut Given(&random.0));
            assert!(made.as_deref() == Ok(&signature.0), "{id}: {message:?}");
            let verified = verify(key.spec, key.spki(), SigningAlgorithm::MlDsaShake256, message, &signature.0);
            assert!(verified, "{id}: {message:?}");
            signed += 1;
        }
    }
    assert_eq!(signed, 27);
}

#[test]
fn seeds_make_the_keys_of_nist() {
    let keys = cases::<Key>(NIST_KEY_GEN).expect("cases");
    assert_eq!(keys.len(), 24);
    for key in keys {
        assert!(key.pair().public_key().as_deref() == Ok(key.spki()), "{}", key.spec.as_str());
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SecretCase {
    id: String,
    spec: KeySpec,
    result: Verdict,
    private_key: Hex<Vec<u8>>,
    public_key: Option<Hex<Vec<u8>>>,
    random: Option<Hex<Vec<u8>>>,
    ciphertext: Option<Hex<Vec<u8>>>,
    secret: Hex<Vec<u8>>,
}

#[test]
fn ecdh_gives_the_answers_of_wycheproof() {
    let mut tally = [0, 0];
    for case in cases::<SecretCase>(ECDH).expect("cases") {
        let pair = KeyPair::from_pkcs8(case.spec, &case.private_key.0).expect("a key pair");
        let agreed = pair.agree(&case.public_key.expect("a public key").0);
        let is_valid = case.result == Verdict::Valid;
        let expected = if is_valid { Ok(&case.secret.0) } else { Err(HsmError::PublicKey) };
        assert_eq!(agreed.as_deref().map_err(|error| *error), expected, "{}", case.id);
        tally[usize::from(!is_valid)] += 1;
    }
    assert_eq!(tally, [81, 126]);
}

#[test]
fn ml_kem_gives_the_answers_of_wycheproof_and_others() {
    for (file, expected) in [(ML_KEM, [21, 12]), (ML_KEM_KAT, [18, 0])] {
        let mut tally = [0, 0];
        for case in cases::<SecretCase>(file).expect("cases") {
            let SecretCase { id, ciphertext, .. } = &case;
            let ciphertext = &ciphertext.as_ref().expect("a ciphertext").0;
            let pair = KeyPair::from_pkcs8(case.spec, &case.private_key.0);
            let decapsulated = pair.as_ref().map_err(|error| *error).and_then(|pair| pair.decapsulate(ciphertext));
            let is_valid = case.result == Verdict::Valid;
            tally[usize::from(!is_valid)] += 1;
            let Ok(secret) = decapsulated else {
                assert!(!is_valid, "{id}");
                continue;
            };
            assert!(is_valid, "{id}");
            assert_eq!(*secret, case.secret.0, "{id}");
            let pair = pair.expect("a key pair");
            assert!(pair.public_key().ok().as_ref() == case.public_key.as_ref().map(|key| &key.0), "{id}");
            if let Some(random) = &case.random {
                let made = pair.encapsulate(&mut Given(&random.0)).expect("encapsulated");
                assert!((&made.ciphertext, &*made.secret) == (ciphertext, &case.secret.0), "{id}");
            }
        }
        assert_eq!(tally, expected);
    }
}

#[test]
fn key_pairs_of_openssl_are_read_and_have_its_public_keys() {
    let keys = keys(OPENSSL);
    assert_eq!(keys.len(), 12);
    for key in keys {
        assert!(key.pair().public_key().as_deref() == Ok(key.spki()), "{}", key.spec.as_str());
    }
}

#[test]
fn private_keys_that_are_not_the_spec_s_are_refused() {
    #[derive(Deserialize)]
    struct File {
        refused: Vec<Refused>,
    }
    #[derive(Deserialize)]
    struct Refused {
        id: String,
        spec: KeySpec,
        #[serde(rename = "privateKey")]
        pkcs8: Hex<Vec<u8>>,
    }
    let refused = serde_json::from_str::<File>(OPENSSL).expect("private keys").refused;
    let read = refused.iter().filter(|key| KeyPair::from_pkcs8(key.spec, &key.pkcs8.0).is_ok());
    let read: Vec<_> = read.map(|key| &key.id).collect();
    assert_eq!((read, refused.len()), (vec![], 14));
}

#[test]
fn signatures_of_openssl_verify_and_those_without_randomness_are_the_same() {
    assert_eq!(verify_all(OPENSSL), [27, 0]);
    let (keys, entropy) = (keys(OPENSSL), &mut seeded("openssl"));
    let mut same = 0;
    for case in cases::<SignatureCase>(OPENSSL).expect("cases") {
        let key = keys.get(case.key).expect("a key");
        let algorithm = key.algorithm(&case.algorithm);
        let signature = key.pair().sign(algorithm, Message::Raw(&case.message.0), entropy).expect("a signature");
        let is_same = signature == case.signature.0;
        assert_eq!(is_same, case.algorithm.contains("PKCS1") || case.algorithm.contains("ED25519"), "{}", case.id);
        same += usize::from(is_same);
    }
    assert_eq!(same, 10);
}

#[test]
fn openssl_comes_to_the_same_secrets() {
    #[derive(Deserialize)]
    struct File {
        agreements: Vec<Agreement>,
    }
    #[derive(Deserialize)]
    struct Agreement {
        own: usize,
        other: usize,
        secret: Hex<Vec<u8>>,
    }
    let keys = keys(OPENSSL);
    let agreements = serde_json::from_str::<File>(OPENSSL).expect("agreements").agreements;
    assert_eq!(agreements.len(), 3);
    for Agreement { own, other, secret } in agreements {
        for (own, other) in [(own, other), (other, own)] {
            let agreed = keys[own].pair().agree(keys[other].spki());
            assert_eq!(agreed.as_deref(), Ok(&secret.0), "{}", keys[own].spec.as_str());
        }
    }
}

#[test]
fn what_openssl_encrypted_is_decrypted() {
    #[derive(Deserialize)]
    struct File {
        ciphertexts: Vec<Encrypted>,
    }
    #[derive(Deserialize)]
    struct Encrypted {
        key: usize,
        algorithm: String,
        message: Hex<Vec<u8>>,
        ciphertext: Hex<Vec<u8>>,
    }
    let (keys, entropy) = (keys(OPENSSL), &mut seeded("openssl"));
    let ciphertexts = serde_json::from_str::<File>(OPENSSL).expect("ciphertexts").ciphertexts;
    assert_eq!(ciphertexts.len(), 6);
    for Encrypted { key, algorithm, message, ciphertext } in ciphertexts {
        let [hash, other] = match algorithm.as_str() {
            "RSAES_OAEP_SHA_1" => [Hash::Sha1, Hash::Sha256],
            _ => [Hash::Sha256, Hash::Sha1],
        };
        let pair = keys[key].pair();
        assert_eq!(pair.decrypt(hash, &ciphertext.0, entropy).as_deref(), Ok(&message.0), "{algorithm}");
        assert_eq!(pair.decrypt(other, &ciphertext.0, entropy).err(), Some(HsmError::Ciphertext), "{algorithm}");
    }
}
