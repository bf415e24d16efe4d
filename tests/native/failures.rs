//! When the world fails: no randomness, or a token in the wrong place. Nothing is done then, and nothing panics.

use std::{cell::Cell, rc::Rc};

use glass_kms::{
    article::ArticleKms,
    env::{Entropy, EntropyError, SeededEntropy},
    envelope::{Client, EnvelopeError, Wanted},
    hsm::{Ciphertext, Encryption, Hsm, HsmError, KeyToken, TokenRef},
    operations::Kms,
    trace::{Excerpt, Recorder},
    types::{EncryptionContext, KeyId, KeyMaterialId, KeySpec, Timestamp},
    wire::{HttpRequest, handle},
};
use serde_json::json;

use crate::support::{NOW, ask, ask_as, base64, empty_kms, env, in_region, kms, options, refused, root, seeded, text};

const NO_RANDOMNESS: &str = "no randomness was to be had; nothing was done";

/// Randomness that runs dry when the number of draws is used up.
pub(crate) struct RunsDry {
    pub(crate) source: SeededEntropy,
    pub(crate) left: Rc<Cell<u32>>,
}

impl Entropy for RunsDry {
    fn fill(&mut self, buffer: &mut [u8]) -> Result<(), EntropyError> {
        let left = self.left.get().checked_sub(1).ok_or(EntropyError)?;
        self.left.set(left);
        self.source.fill(buffer)
    }
}

/// A KMS with a key behind `alias/letters`, whose randomness is used up.
fn dry() -> (Kms, Rc<Cell<u32>>) {
    let left = Rc::new(Cell::new(u32::MAX));
    let mut kms = Kms::new(env(RunsDry { source: seeded("kms"), left: Rc::clone(&left) }), options());
    let made = ask(&mut kms, "CreateKey", json!({})).expect("a key");
    let id = made.pointer("/KeyMetadata/KeyId").expect("an id").clone();
    ask(&mut kms, "CreateAlias", json!({ "AliasName": "alias/letters", "TargetKeyId": id })).expect("an alias");
    left.set(0);
    (kms, left)
}

#[test]
fn without_randomness_nothing_is_made() {
    let (mut kms, left) = dry();
    let before = ask(&mut kms, "ListKeys", json!({})).expect("a list");
    let new_key = ["the system's source of randomness failed; nothing was done", NO_RANDOMNESS, NO_RANDOMNESS];
    for (operation, input, messages) in [
        ("CreateKey", json!({}), new_key.as_slice()),
        ("GenerateRandom", json!({ "NumberOfBytes": 8 }), &[NO_RANDOMNESS]),
        ("Encrypt", json!({ "KeyId": "alias/letters", "Plaintext": base64("hello") }), &[NO_RANDOMNESS; 2]),
        ("GenerateDataKey", json!({ "KeyId": "alias/letters", "NumberOfBytes": 8 }), &[NO_RANDOMNESS; 3]),
    ] {
        for (draws, message) in (0..).zip(messages) {
            left.set(draws);
            refused(ask(&mut kms, operation, input.clone()), "KMSInternalException", message);
        }
        left.set(u32::try_from(messages.len()).expect("a few"));
        assert!(operation == "CreateKey" || ask(&mut kms, operation, input).is_ok(), "{operation} needs no more draws");
    }
    assert_eq!(ask(&mut kms, "ListKeys", json!({})).expect("a list"), before);
    left.set(0);
    assert_eq!(kms.snapshot(&[0; 32]).err(), Some(HsmError::Entropy));
}

#[test]
fn keys_in_two_regions_are_changed_together_or_not_at_all() {
    let left = Rc::new(Cell::new(u32::MAX));
    let mut kms = Kms::new(env(RunsDry { source: seeded("kms"), left: Rc::clone(&left) }), options());
    let made = ask(&mut kms, "CreateKey", json!({ "MultiRegion": true })).expect("a key");
    let key = text(&made["KeyMetadata"], "KeyId");
    let there = in_region("us-west-2");
    // The Region begins; what follows is about the replica alone.
    ask_as(&mut kms, &there, "ListKeys", json!({})).expect("a list");
    for (operation, input) in [
        ("ReplicateKey", json!({ "KeyId": key, "ReplicaRegion": "us-west-2" })),
        ("RotateKeyOnDemand", json!({ "KeyId": key })),
    ] {
        let look = |kms: &mut Kms| {
            let about = json!({ "KeyId": key, "IncludeKeyMaterial": "ALL_KEY_MATERIAL" });
            [root(), there]
                .map(|at| ["DescribeKey", "ListKeyRotations"].map(|name| ask_as(kms, &at, name, about.clone())))
        };
        let before = look(&mut kms);
        let mut refusals = 0;
        for enough in 0.. {
            left.set(enough);
            match ask(&mut kms, operation, input.clone()) {
                Ok(_) => break,
                Err(error) => assert_eq!(error.message(), NO_RANDOMNESS),
            }
            refusals += 1;
            assert_eq!(look(&mut kms), before, "{operation} after {enough} draws");
        }
        assert!(refusals >= 3, "{operation} draws several times");
        assert_ne!(look(&mut kms), before);
    }
}

#[test]
fn a_region_cannot_begin_without_randomness() {
    for draws in [0, 1] {
        let left = Rc::new(Cell::new(draws));
        let mut kms = Kms::new(env(RunsDry { source: seeded("kms"), left: Rc::clone(&left) }), options());
        refused(ask(&mut kms, "ListKeys", json!({})), "KMSInternalException", NO_RANDOMNESS);
        left.set(2);
        assert!(ask(&mut kms, "ListKeys", json!({})).is_ok(), "it begins once there is some");
    }
}

#[test]
fn an_answer_without_randomness_has_an_id_all_the_same() {
    let (mut kms, _) = dry();
    let headers = [("X-Amz-Target".to_owned(), "TrentService.GenerateRandom".to_owned())];
    let http = HttpRequest { method: "POST", path: "/", headers: &headers, body: b"{\"NumberOfBytes\":1}" };
    let response = handle(&mut kms, &http);
    assert_eq!(response.status, 500);
    let body: serde_json::Value = serde_json::from_slice(&response.body).expect("JSON");
    assert_eq!(body, json!({ "__type": "KMSInternalException", "message": NO_RANDOMNESS }));
    assert_ne!(response.request_id, handle(&mut kms, &http).request_id);
}

#[test]
fn a_client_without_randomness_encrypts_nothing() {
    let mut kms = kms();
    let mut entropy = RunsDry { source: seeded("client"), left: Rc::default() };
    let client = Client { kms: &mut kms, context: root(), entropy: &mut entropy };
    let wanted = Wanted { key_id: Some("alias/letters".to_owned()), ..Wanted::default() };
    let refused = client.begin_encrypt(wanted, Excerpt::of(b"hello")).expect_err("refused");
    assert_eq!((&refused.error, refused.error.code()), (&EnvelopeError::Entropy, "KMSInternalException"));
}

#[test]
fn the_documents_kms_fails_without_randomness() {
    // The HSM's key, the CMK, its IV; then the CDK, its IV, and the IV of the data.
    for draws in 0..3 {
        let left = Rc::new(Cell::new(draws));
        assert!(ArticleKms::new(env(RunsDry { source: seeded("article"), left })).is_err(), "{draws} draws");
    }
    for draws in 3..6 {
        let left = Rc::new(Cell::new(draws));
        let mut kms =
            ArticleKms::new(env(RunsDry { source: seeded("article"), left })).expect("three draws are enough");
        assert!(kms.begin_encrypt(Excerpt::of(b"hello")).is_err(), "{draws} draws");
    }
    let mut kms =
        ArticleKms::new(env(RunsDry { source: seeded("article"), left: Rc::new(Cell::new(6)) })).expect("made");
    assert!(kms.begin_encrypt(Excerpt::of(b"hello")).is_ok(), "six draws are enough");
}

/// A module and the token of a key that it made.
fn module(seed: &str) -> (Hsm, KeyId, KeyMaterialId, KeyToken) {
    let mut entropy = seeded(seed);
    let hsm = Hsm::make(&mut entropy, Timestamp::from_millis(NOW)).expect("seeded entropy does not fail");
    let key_id = KeyId::from_random([7; 16]);
    let (material_id, token) =
        hsm.session(&mut entropy, &mut Recorder::off()).create_key(key_id, KeySpec::SymmetricDefault).expect("a key");
    (hsm, key_id, material_id, token)
}

#[test]
fn a_token_opens_in_its_own_module_and_under_its_own_names_only() {
    let (hsm, key_id, material_id, token) = module("one");
    let (other_hsm, .., other_material_id, other_token) = module("two");
    let other_id = KeyId::from_random([8; 16]);
    let encrypt = |hsm: &Hsm, key: TokenRef<'_>| {
        let (mut entropy, mut recorder) = (seeded("session"), Recorder::off());
        hsm.session(&mut entropy, &mut recorder).encrypt(
            key,
            b"hello",
            Encryption::Symmetric(&EncryptionContext::default()),
        )
    };
    let right = TokenRef { key_id, material_id, token: &token, external: None };
    assert!(encrypt(&hsm, right).is_ok());
    for (hsm, wrong) in [
        (&other_hsm, right),
        (&hsm, TokenRef { key_id: other_id, ..right }),
        (&hsm, TokenRef { material_id: other_material_id, ..right }),
        (&hsm, TokenRef { token: &other_token, ..right }),
    ] {
        assert_eq!(encrypt(hsm, wrong), Err(HsmError::Token));
    }
}

#[test]
fn a_token_says_what_it_is_made_of() {
    let (.., token) = module("one");
    let fields: Vec<_> =
        token.fields().into_iter().map(|field| (field.offset, field.length, field.name.into_owned())).collect();
    let expected = [
        (0, 4, "magic"),
        (4, 1, "version"),
        (5, 4, "domain-key-id"),
        (9, 12, "iv"),
        (21, 32, "ciphertext"),
        (53, 16, "tag"),
    ];
    assert_eq!(fields, expected.map(|(offset, length, name)| (offset, length, name.to_owned())));
    assert_eq!(token.as_slice().len(), 69);
    assert_eq!(format!("{token:?}"), "KeyToken(69 bytes)");
}

#[test]
fn a_ciphertext_says_what_it_is_made_of() {
    let mut kms = kms();
    let issued = ask(&mut kms, "GenerateDataKey", json!({ "KeyId": "alias/letters", "KeySpec": "AES_256" }));
    let issued = issued.expect("a data key");
    let blob = crate::support::bytes(&issued, "CiphertextBlob");
    let fields: Vec<_> = Ciphertext::fields(&blob)
        .into_iter()
        .map(|field| (field.offset, field.length, field.name.into_owned(), field.value.unwrap_or_default()))
        .collect();
    let key_id = text(&issued, "KeyId").rsplit('/').next().expect("an id").to_owned();
    let expected = [
        (0, 4, "magic", "GKMS"),
        (4, 1, "version", "1"),
        (5, 36, "key-id", key_id.as_str()),
        (41, 32, "key-material-id", ""),
        (73, 16, "nonce", ""),
        (89, 12, "iv", ""),
        (101, 32, "ciphertext", ""),
        (133, 16, "tag", ""),
    ];
    assert_eq!(
        fields,
        expected.map(|(offset, length, name, value)| (offset, length, name.to_owned(), value.to_owned()))
    );
    assert_eq!(Ciphertext::parse(&blob).expect("a ciphertext").key_id.to_string(), key_id);
}

#[test]
fn the_same_seed_makes_the_same_world() {
    let lives = [(); 2].map(|()| {
        let mut kms = empty_kms();
        let made = ask(&mut kms, "CreateKey", json!({})).expect("a key");
        let drawn = ask(&mut kms, "GenerateRandom", json!({ "NumberOfBytes": 64 })).expect("random bytes");
        (made, drawn)
    });
    let [first, second] = &lives;
    assert_eq!(first, second);
}
