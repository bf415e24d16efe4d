//! HMAC keys: `GenerateMac`, `VerifyMac`, and what else can be done with such a key.

use glass_kms::{
    hsm::mac,
    operations::{CallContext, Kms},
    trace::{Flow, Recorder, Subject, Track},
    types::{MacAlgorithm, WrappingAlgorithm},
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    audit,
    support::{
        Answer, STRANGER, ask, ask_as, base64, bytes, create_key, empty_kms, good, importing, in_region, member, read,
        refused, root, stranger, text, with, with_keys,
    },
    vectors::{Hex, Verdict, cases},
};

const WYCHEPROOF: &str = include_str!("../data/vectors/wycheproof-hmac.json");
/// Each spec, its algorithm, and how long its material and its MACs are.
const SPECS: [(&str, &str, usize); 4] = [
    ("HMAC_224", "HMAC_SHA_224", 28),
    ("HMAC_256", "HMAC_SHA_256", 32),
    ("HMAC_384", "HMAC_SHA_384", 48),
    ("HMAC_512", "HMAC_SHA_512", 64),
];

#[derive(Deserialize)]
struct Case {
    id: String,
    algorithm: String,
    result: Verdict,
    key: Hex<Vec<u8>>,
    message: Hex<Vec<u8>>,
    mac: Hex<Vec<u8>>,
}

fn algorithm(name: &str) -> MacAlgorithm {
    let all = [MacAlgorithm::HmacSha224, MacAlgorithm::HmacSha256, MacAlgorithm::HmacSha384, MacAlgorithm::HmacSha512];
    all.into_iter().find(|algorithm| algorithm.as_str() == name).expect("an algorithm")
}

#[test]
fn hmac_gives_the_answers_of_wycheproof() {
    let (mut valid, mut invalid) = (0, 0);
    for case in cases::<Case>(WYCHEPROOF).expect("cases") {
        let Case { id, result, key: Hex(key), message: Hex(message), mac: Hex(mac), .. } = &case;
        let algorithm = algorithm(&case.algorithm);
        let is_valid = *result == Verdict::Valid;
        assert_eq!(mac::verify(algorithm, key, message, mac), is_valid, "{id}");
        assert_eq!(mac::make(algorithm, key, message) == *mac, is_valid, "{id}");
        *(if is_valid { &mut valid } else { &mut invalid }) += 1;
    }
    assert_eq!((valid, invalid), (132, 216));
}

fn hmac_key(spec: &str) -> Value {
    json!({ "KeySpec": spec, "KeyUsage": "GENERATE_VERIFY_MAC" })
}

/// Makes an HMAC key, and returns its metadata.
fn make(kms: &mut Kms, spec: &str) -> Value {
    member(&good(kms, "CreateKey", hmac_key(spec)), "KeyMetadata")
}

fn message(key: &str, algorithm: &str) -> Value {
    json!({ "KeyId": key, "MacAlgorithm": algorithm, "Message": base64("letters") })
}

/// HMAC keys of 256 bits, and the ARN of the first.
fn world() -> (Kms, String) {
    let mut kms = with_keys(&hmac_key("HMAC_256"));
    let arn = arn_of(&mut kms, "alias/letters");
    (kms, arn)
}

fn arn_of(kms: &mut Kms, alias: &str) -> String {
    text(&member(&good(kms, "DescribeKey", json!({ "KeyId": alias })), "KeyMetadata"), "Arn")
}

#[test]
fn every_spec_makes_and_verifies_macs_with_its_own_algorithm_only() {
    for (spec, own, length) in SPECS {
        let mut kms = empty_kms();
        let made = make(&mut kms, spec);
        let arn = text(&made, "Arn");
        assert_eq!((text(&made, "KeySpec"), text(&made, "CustomerMasterKeySpec")), (spec.to_owned(), spec.to_owned()));
        assert_eq!(text(&made, "KeyUsage"), "GENERATE_VERIFY_MAC");
        assert_eq!(member(&made, "MacAlgorithms"), json!([own]));
        for absent in ["EncryptionAlgorithms", "CurrentKeyMaterialId"] {
            assert_eq!(made.get(absent), None, "{spec}: {absent}");
        }
        for (_, other, _) in SPECS {
            let answer = ask(&mut kms, "GenerateMac", message(&arn, other));
            if other != own {
                let wrong = format!("Algorithm {other} is incompatible with key spec {spec}.");
                refused(answer, "InvalidKeyUsageException", &wrong);
                let verified = with(message(&arn, other), json!({ "Mac": base64([0; 32]) }));
                refused(ask(&mut kms, "VerifyMac", verified), "InvalidKeyUsageException", &wrong);
                continue;
            }
            let answer = answer.expect("a MAC");
            let mac = bytes(&answer, "Mac");
            assert_eq!(mac.len(), length, "{spec}");
            assert_eq!(answer, json!({ "Mac": base64(&mac), "MacAlgorithm": own, "KeyId": arn }));
            let again = good(&mut kms, "GenerateMac", message(&arn, own));
            assert_eq!(bytes(&again, "Mac"), mac, "a MAC has no randomness");
            let verified = good(&mut kms, "VerifyMac", with(message(&arn, own), json!({ "Mac": base64(&mac) })));
            assert_eq!(verified, json!({ "KeyId": arn, "MacValid": true, "MacAlgorithm": own }));
        }
    }
}

#[test]
fn a_mac_is_verified_whole() {
    let (mut kms, key) = world();
    let proven = message(&key, "HMAC_SHA_256");
    let mac = bytes(&good(&mut kms, "GenerateMac", proven.clone()), "Mac");
    let other = arn_of(&mut kms, "alias/receipts");
    let mut wrong: Vec<Value> = (0..256)
        .map(|bit: usize| {
            let mut flipped = mac.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            json!({ "Mac": base64(flipped) })
        })
        .collect();
    wrong.extend((1..32).map(|length| json!({ "Mac": base64(&mac[..length]) })));
    wrong.push(json!({ "Mac": base64([&mac[..], &[0]].concat()) }));
    wrong.push(json!({ "Mac": base64(&mac), "Message": base64("letter") }));
    wrong.push(json!({ "Mac": base64(&mac), "KeyId": other }));
    for wrong in wrong {
        let answer = ask(&mut kms, "VerifyMac", with(proven.clone(), wrong));
        refused(answer, "KMSInvalidMacException", "");
    }
}

#[test]
fn every_fault_of_a_request_is_named() {
    let (mut kms, key) = world();
    let required = "Value null at 'message' failed to satisfy constraint: Member must not be null; Value null at 'keyId' \
                    failed to satisfy constraint: Member must not be null; Value null at 'macAlgorithm' failed to satisfy \
                    constraint: Member must not be null";
    let lacks = |count: usize, more: &str| format!("{count} validation errors detected: {required}{more}");
    refused(ask(&mut kms, "GenerateMac", json!({})), "ValidationException", &lacks(3, ""));
    let mac = "; Value null at 'mac' failed to satisfy constraint: Member must not be null";
    refused(ask(&mut kms, "VerifyMac", json!({})), "ValidationException", &lacks(4, mac));
    let one = |what: &str| format!("1 validation error detected: {what}");
    let too = |member: &str, most: usize| {
        one(&format!(
            "Value at '{member}' failed to satisfy constraint: Member must have length less than or equal to {most}"
        ))
    };
    let right = message(&key, "HMAC_SHA_256");
    let long = with(right.clone(), json!({ "Message": base64([0; 4097]) }));
    refused(ask(&mut kms, "GenerateMac", long), "ValidationException", &too("message", 4096));
    let most = with(right.clone(), json!({ "Message": base64([0; 4096]) }));
    good(&mut kms, "GenerateMac", most);
    let long = with(right.clone(), json!({ "Mac": base64([0; 6145]) }));
    refused(ask(&mut kms, "VerifyMac", long), "ValidationException", &too("mac", 6144));
    let unknown = with(right, json!({ "MacAlgorithm": "HMAC_SHA_1" }));
    let set = "[HMAC_SHA_224, HMAC_SHA_256, HMAC_SHA_384, HMAC_SHA_512]";
    let wrong = format!(
        "Value 'HMAC_SHA_1' at 'macAlgorithm' failed to satisfy constraint: Member must satisfy enum value set: {set}"
    );
    refused(ask(&mut kms, "GenerateMac", unknown), "ValidationException", &one(&wrong));
}

#[test]
fn a_key_does_only_what_it_is_for() {
    let (mut kms, hmac) = world();
    let symmetric = create_key(&mut kms, "symmetric");
    let arn = hmac.rsplit_once('/').map(|(before, _)| format!("{before}/{symmetric}")).expect("an ARN");
    let mac = with(message(&symmetric, "HMAC_SHA_256"), json!({ "Mac": base64([0; 32]) }));
    for (operation, input, usage, of) in [
        ("GenerateMac", message(&symmetric, "HMAC_SHA_256"), "ENCRYPT_DECRYPT", &arn),
        ("VerifyMac", mac, "ENCRYPT_DECRYPT", &arn),
        ("Encrypt", json!({ "KeyId": hmac, "Plaintext": base64("hello") }), "GENERATE_VERIFY_MAC", &hmac),
        ("GenerateDataKey", json!({ "KeyId": hmac, "KeySpec": "AES_256" }), "GENERATE_VERIFY_MAC", &hmac),
    ] {
        let refusal = format!("{of} key usage is {usage} which is not valid for {operation}.");
        refused(ask(&mut kms, operation, input), "InvalidKeyUsageException", &refusal);
    }
    for operation in
        ["EnableKeyRotation", "DisableKeyRotation", "RotateKeyOnDemand", "GetKeyRotationStatus", "ListKeyRotations"]
    {
        let answer = ask(&mut kms, operation, json!({ "KeyId": hmac }));
        refused(answer, "UnsupportedOperationException", "");
    }
}

#[test]
fn an_alias_stays_with_keys_of_one_kind() {
    let (mut kms, _) = world();
    let (symmetric, hmac) = (create_key(&mut kms, "symmetric"), text(&make(&mut kms, "HMAC_512"), "KeyId"));
    let to = |key: &str| json!({ "AliasName": "alias/letters", "TargetKeyId": key });
    let mixed = "The current and the new target key of an alias must be of the same type and have the same KeyUsage.";
    refused(ask(&mut kms, "UpdateAlias", to(&symmetric)), "ValidationException", mixed);
    good(&mut kms, "UpdateAlias", to(&hmac));
    let made = good(&mut kms, "GenerateMac", message("alias/letters", "HMAC_SHA_512"));
    assert!(text(&made, "KeyId").ends_with(&hmac));
}

#[test]
fn grants_and_policies_allow_it() {
    let (mut kms, key) = world();
    let to = |operations: Value| json!({ "KeyId": key, "GranteePrincipal": STRANGER, "Operations": operations });
    let refusal = |what: &str| format!("{key} key spec is HMAC_256 which is not valid for {what}.");
    let answer = ask(&mut kms, "CreateGrant", to(json!(["GenerateMac", "Encrypt"])));
    refused(answer, "ValidationException", &refusal("grant operations [Encrypt]"));
    let constrained =
        with(to(json!(["GenerateMac"])), json!({ "Constraints": { "EncryptionContextSubset": { "a": "b" } } }));
    refused(ask(&mut kms, "CreateGrant", constrained), "ValidationException", &refusal("grant constraints"));
    let granted = good(&mut kms, "CreateGrant", to(json!(["GenerateMac", "DescribeKey"])));
    let token = json!({ "GrantTokens": [text(&granted, "GrantToken")] });
    let made = ask_as(&mut kms, &stranger(), "GenerateMac", with(message(&key, "HMAC_SHA_256"), token.clone()));
    let mac = text(&made.expect("granted"), "Mac");
    let verified = with(with(message(&key, "HMAC_SHA_256"), json!({ "Mac": mac })), token);
    let answer = ask_as(&mut kms, &stranger(), "VerifyMac", verified);
    assert_eq!(answer.expect_err("not granted").code(), "AccessDeniedException");

    let policy = |algorithm: &str| {
        json!({ "Statement": [
            { "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "kms:*", "Resource": "*" },
            { "Effect": "Deny", "Principal": "*", "Action": "kms:GenerateMac", "Resource": "*",
              "Condition": { "StringEquals": { "kms:MacAlgorithm": algorithm } } },
        ] })
    };
    for (algorithm, is_allowed) in [("HMAC_SHA_256", false), ("HMAC_SHA_512", true)] {
        good(&mut kms, "PutKeyPolicy", json!({ "KeyId": key, "Policy": policy(algorithm).to_string() }));
        let answer = ask(&mut kms, "GenerateMac", message(&key, "HMAC_SHA_256"));
        assert_eq!(answer.is_ok(), is_allowed, "{algorithm}");
    }
    let keys = [("kms:MacAlgorithm".to_owned(), vec!["HMAC_SHA_512".to_owned()])];
    let liar = CallContext { condition_keys: &keys, ..root() };
    let own = "The condition key 'kms:MacAlgorithm' is known from the request itself and cannot be given.";
    refused(ask_as(&mut kms, &liar, "ListKeys", json!({})), "ValidationException", own);
}

fn import(kms: &mut Kms, key: &str, material: &[u8]) -> Answer {
    let input = json!({ "KeyId": key, "WrappingAlgorithm": "RSA_AES_KEY_WRAP_SHA_256", "WrappingKeySpec": "RSA_2048" });
    let parameters = good(kms, "GetParametersForImport", input);
    ask(kms, "ImportKeyMaterial", importing(&parameters, WrappingAlgorithm::RsaAesKeyWrapSha256, material))
}

#[test]
fn imported_material_is_as_long_as_the_spec_says_and_stays_the_same() {
    let mut kms = empty_kms();
    let input = with(hmac_key("HMAC_384"), json!({ "Origin": "EXTERNAL" }));
    let key = text(&member(&good(&mut kms, "CreateKey", input), "KeyMetadata"), "Arn");
    let answer = ask(&mut kms, "GenerateMac", message(&key, "HMAC_SHA_384"));
    refused(answer, "KMSInvalidStateException", &format!("{key} is pending import."));
    for length in [32, 47, 49, 64] {
        refused(import(&mut kms, &key, &vec![7; length]), "InvalidCiphertextException", "");
    }
    import(&mut kms, &key, &[7; 48]).expect("imported");
    let made = good(&mut kms, "GenerateMac", message(&key, "HMAC_SHA_384"));
    assert_eq!(bytes(&made, "Mac"), mac::make(MacAlgorithm::HmacSha384, &[7; 48], b"letters"));
    let other = format!("The key material is not the same that was imported before into the KMS key {key}.");
    refused(import(&mut kms, &key, &[8; 48]), "IncorrectKeyMaterialException", &other);
    good(&mut kms, "DeleteImportedKeyMaterial", json!({ "KeyId": key }));
    import(&mut kms, &key, &[7; 48]).expect("imported again");
    let again = good(&mut kms, "GenerateMac", message(&key, "HMAC_SHA_384"));
    assert_eq!(again, made);
}

#[test]
fn a_mac_is_verified_in_another_region() {
    for (spec, algorithm, _) in SPECS {
        let mut kms = empty_kms();
        let input = with(hmac_key(spec), json!({ "MultiRegion": true }));
        let key = text(&member(&good(&mut kms, "CreateKey", input), "KeyMetadata"), "KeyId");
        good(&mut kms, "ReplicateKey", json!({ "KeyId": key, "ReplicaRegion": "eu-west-1" }));
        let made = good(&mut kms, "GenerateMac", message(&key, algorithm));
        let proven = with(message(&key, algorithm), json!({ "Mac": text(&made, "Mac") }));
        let answer = ask_as(&mut kms, &in_region("eu-west-1"), "VerifyMac", proven).expect("verified");
        assert!(text(&answer, "KeyId").starts_with("arn:aws:kms:eu-west-1:"));
    }
}

#[test]
fn it_is_logged_without_message_and_mac_and_counts_as_a_use() {
    let (mut kms, key) = world();
    let made = good(&mut kms, "GenerateMac", message(&key, "HMAC_SHA_256"));
    let event = audit::last(&kms);
    assert_eq!(event["requestParameters"], json!({ "keyId": key, "macAlgorithm": "HMAC_SHA_256" }));
    assert_eq!((&event["eventName"], &event["readOnly"]), (&json!("GenerateMac"), &json!(true)));
    assert_eq!(event["responseElements"], Value::Null);
    good(&mut kms, "VerifyMac", with(message(&key, "HMAC_SHA_256"), json!({ "Mac": text(&made, "Mac") })));
    assert_eq!(audit::last(&kms)["requestParameters"], json!({ "keyId": key, "macAlgorithm": "HMAC_SHA_256" }));
    let used = good(&mut kms, "GetKeyLastUsage", json!({ "KeyId": key }));
    assert_eq!(used["KeyLastUsage"]["Operation"], json!("VerifyMac"));
    make(&mut kms, "HMAC_512");
    let metadata = audit::last(&kms)["responseElements"]["keyMetadata"].clone();
    assert_eq!((&metadata["keySpec"], &metadata["macAlgorithms"]), (&json!("HMAC_512"), &json!(["HMAC_SHA_512"])));
    assert_eq!(metadata.get("encryptionAlgorithms"), None);
}

#[test]
fn its_trace_shows_message_and_mac_but_not_the_key() {
    let (mut kms, key) = world();
    let mut traced = |operation: &str, input: &Value| {
        let mut recorder = Recorder::on(Subject::Data);
        kms.call(&root(), read(operation, input).expect("a request"), &mut recorder).expect("an answer");
        recorder.finish(Track::Aws, Flow::of(operation), kms.now(), None).expect("a trace")
    };
    let made = traced("GenerateMac", &message(&key, "HMAC_SHA_256"));
    let steps: Vec<_> = made.steps.iter().map(|step| step.id.to_string()).collect();
    assert_eq!(steps, ["request", "load-token", "send-to-hsm", "open-token", "make-mac", "leave-hsm", "return-mac"]);
    let mac = made.blobs.get("mac").and_then(|blob| blob.bytes.as_ref()).expect("the MAC is shown");
    assert!(made.blobs.get("kms-key").is_some_and(|blob| blob.bytes.is_none() && blob.length == 32));
    let proven = with(message(&key, "HMAC_SHA_256"), json!({ "Mac": base64(mac.as_slice()) }));
    let verified = traced("VerifyMac", &proven);
    let steps: Vec<_> = verified.steps.iter().map(|step| step.id.to_string()).collect();
    assert_eq!(steps, ["request", "load-token", "send-to-hsm", "open-token", "verify-mac", "leave-hsm", "answer"]);
}
