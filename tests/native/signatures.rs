//! Asymmetric keys: their metadata, `GetPublicKey`, Sign and Verify.

use glass_kms::{
    hsm::pairs::{Message, verify},
    operations::{CallContext, Kms},
    trace::{Flow, Recorder, Subject, Track},
    types::{KeySpec, SigningAlgorithm},
};
use serde_json::{Value, json};

use crate::support::{
    STRANGER, ask, ask_as, base64, bytes, empty_kms, good, in_region, member, nulls, read, refused, root, stranger,
    text, with,
};

/// Each spec of key pairs, save the two larger ones of RSA, and the algorithms that it signs with. RSA_4096 has a test of its own.
const SIGNING: [(&str, &[&str]); 9] = [
    ("RSA_2048", RSA),
    ("ECC_NIST_P256", &["ECDSA_SHA_256"]),
    ("ECC_NIST_P384", &["ECDSA_SHA_384"]),
    ("ECC_NIST_P521", &["ECDSA_SHA_512"]),
    ("ECC_SECG_P256K1", &["ECDSA_SHA_256"]),
    ("ECC_NIST_EDWARDS25519", &["ED25519_SHA_512", "ED25519_PH_SHA_512"]),
    ("ML_DSA_44", &["ML_DSA_SHAKE_256"]),
    ("ML_DSA_65", &["ML_DSA_SHAKE_256"]),
    ("ML_DSA_87", &["ML_DSA_SHAKE_256"]),
];
const RSA: &[&str] = &[
    "RSASSA_PKCS1_V1_5_SHA_256",
    "RSASSA_PKCS1_V1_5_SHA_384",
    "RSASSA_PKCS1_V1_5_SHA_512",
    "RSASSA_PSS_SHA_256",
    "RSASSA_PSS_SHA_384",
    "RSASSA_PSS_SHA_512",
];

/// A message in the form that an algorithm takes: all but one take it as it is.
fn raw(algorithm: &str) -> Value {
    match algorithm {
        "ED25519_PH_SHA_512" => json!({ "Message": base64([7; 64]), "MessageType": "DIGEST" }),
        _ => json!({ "Message": base64("letters") }),
    }
}

/// Makes a key, and returns its metadata.
fn make(kms: &mut Kms, spec: &str, usage: &str) -> Value {
    member(&good(kms, "CreateKey", json!({ "KeySpec": spec, "KeyUsage": usage })), "KeyMetadata")
}

fn signing_key(kms: &mut Kms, spec: &str) -> String {
    text(&make(kms, spec, "SIGN_VERIFY"), "Arn")
}

fn to_sign(key: &str, algorithm: &str) -> Value {
    with(json!({ "KeyId": key, "SigningAlgorithm": algorithm }), raw(algorithm))
}

fn flipped(bytes: &[u8], bit: usize) -> Vec<u8> {
    let mut flipped = bytes.to_vec();
    *flipped.get_mut(bit / 8).expect("a byte") ^= 1 << (bit % 8);
    flipped
}

#[test]
fn metadata_and_the_public_key_say_what_a_key_can_do() {
    let mut kms = empty_kms();
    let kinds = [
        ("RSA_2048", "ENCRYPT_DECRYPT", "EncryptionAlgorithms", json!(["RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256"])),
        ("RSA_2048", "SIGN_VERIFY", "SigningAlgorithms", json!(RSA)),
        ("ECC_NIST_P384", "SIGN_VERIFY", "SigningAlgorithms", json!(["ECDSA_SHA_384"])),
        ("ECC_NIST_P384", "KEY_AGREEMENT", "KeyAgreementAlgorithms", json!(["ECDH"])),
        ("ML_KEM_768", "ENCAPSULATE_DECAPSULATE", "EncapsulationAlgorithms", json!(["ML_KEM"])),
    ];
    for (spec, usage, member_of_it, algorithms) in kinds {
        let made = make(&mut kms, spec, usage);
        let public = good(&mut kms, "GetPublicKey", json!({ "KeyId": text(&made, "KeyId") }));
        assert_eq!(text(&public, "KeyId"), text(&made, "Arn"));
        for described in [&made, &public] {
            assert_eq!(text(described, "KeySpec"), spec);
            assert_eq!(text(described, "CustomerMasterKeySpec"), spec);
            assert_eq!(text(described, "KeyUsage"), usage);
            for name in [
                "EncryptionAlgorithms",
                "SigningAlgorithms",
                "KeyAgreementAlgorithms",
                "EncapsulationAlgorithms",
                "MacAlgorithms",
            ] {
                let wanted = (name == member_of_it).then_some(&algorithms);
                assert_eq!(described.get(name), wanted, "{spec} {usage} {name}");
            }
        }
        assert_eq!(made.get("CurrentKeyMaterialId"), None);
        assert_eq!(public.get("KeyMaterialId"), None);
    }
}

#[test]
fn a_public_key_is_always_the_same_and_only_key_pairs_have_one() {
    let mut kms = empty_kms();
    let key = signing_key(&mut kms, "ECC_NIST_P256");
    let first = good(&mut kms, "GetPublicKey", json!({ "KeyId": key }));
    assert_eq!(good(&mut kms, "GetPublicKey", json!({ "KeyId": key })), first);
    let used = good(&mut kms, "GetKeyLastUsage", json!({ "KeyId": key }));
    assert_eq!(used["KeyLastUsage"], json!({}), "it is no cryptographic operation");

    for (spec, usage) in [("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT"), ("HMAC_256", "GENERATE_VERIFY_MAC")] {
        let id = text(&make(&mut kms, spec, usage), "KeyId");
        let message = format!("{id} key spec is {spec} which is not valid for GetPublicKey.");
        refused(ask(&mut kms, "GetPublicKey", json!({ "KeyId": id })), "UnsupportedOperationException", &message);
    }
    let null =
        "1 validation error detected: Value null at 'keyId' failed to satisfy constraint: Member must not be null";
    refused(ask(&mut kms, "GetPublicKey", json!({})), "ValidationException", null);
}

#[test]
fn every_spec_signs_with_its_own_algorithms_only() {
    let mut kms = empty_kms();
    for (spec, own) in SIGNING {
        let key = signing_key(&mut kms, spec);
        let public = bytes(&good(&mut kms, "GetPublicKey", json!({ "KeyId": key })), "PublicKey");
        for algorithm in SigningAlgorithm::ALL.iter().copied() {
            let request = to_sign(&key, algorithm);
            let answer = ask(&mut kms, "Sign", request.clone());
            if !own.contains(&algorithm) {
                let wrong = format!("Algorithm {algorithm} is incompatible with key spec {spec}.");
                refused(answer, "InvalidKeyUsageException", &wrong);
                let verify = with(request, json!({ "Signature": base64([1; 64]) }));
                refused(ask(&mut kms, "Verify", verify), "InvalidKeyUsageException", &wrong);
                continue;
            }
            let answer = answer.expect("a signature");
            let signature = bytes(&answer, "Signature");
            let wanted = json!({ "KeyId": key, "Signature": base64(&signature), "SigningAlgorithm": algorithm });
            assert_eq!(answer, wanted);
            let proven = with(request.clone(), json!({ "Signature": base64(&signature) }));
            let valid = json!({ "KeyId": key, "SignatureValid": true, "SigningAlgorithm": algorithm });
            assert_eq!(good(&mut kms, "Verify", proven), valid);

            // Outside of KMS, by its public key alone.
            let parsed = KeySpec::parse(spec).expect("a spec");
            let by = parsed.signing_algorithms().iter().find(|by| by.as_str() == algorithm).expect("an algorithm");
            let message = bytes(&request, "Message");
            let message = if algorithm.contains("_PH_") { Message::Digest(&message) } else { Message::Raw(&message) };
            assert!(verify(parsed, &public, *by, message, &signature), "{spec} {algorithm}");

            for bit in [0, 8 * signature.len() / 2, 8 * signature.len() - 1] {
                let wrong = with(request.clone(), json!({ "Signature": base64(flipped(&signature, bit)) }));
                refused(ask(&mut kms, "Verify", wrong), "KMSInvalidSignatureException", "");
            }
            let other = if algorithm.contains("_PH_") { base64([8; 64]) } else { base64("lettres") };
            let wrong = with(request, json!({ "Message": other, "Signature": base64(&signature) }));
            refused(ask(&mut kms, "Verify", wrong), "KMSInvalidSignatureException", "");
        }
    }
}

#[test]
fn the_largest_rsa_keys_sign_too() {
    let mut kms = empty_kms();
    for (spec, length) in [("RSA_3072", 384), ("RSA_4096", 512)] {
        let key = signing_key(&mut kms, spec);
        let request = to_sign(&key, "RSASSA_PSS_SHA_512");
        let signature = bytes(&good(&mut kms, "Sign", request.clone()), "Signature");
        assert_eq!(signature.len(), length);
        good(&mut kms, "Verify", with(request, json!({ "Signature": base64(signature) })));
    }
}

#[test]
fn a_digest_stands_for_its_message() {
    use sha2::Digest;
    let digests = [
        sha2::Sha256::digest("letters").to_vec(),
        sha2::Sha384::digest("letters").to_vec(),
        sha2::Sha512::digest("letters").to_vec(),
    ];
    let mut kms = empty_kms();
    for (spec, own) in SIGNING.into_iter().filter(|(spec, _)| spec.starts_with("RSA") || spec.starts_with("ECC_NIST_P"))
    {
        let key = signing_key(&mut kms, spec);
        for algorithm in own.iter().copied() {
            let length = match algorithm.rsplit('_').next() {
                Some("256") => 32,
                Some("384") => 48,
                _ => 64,
            };
            for digest in &digests {
                let given = json!({ "Message": base64(digest), "MessageType": "DIGEST" });
                let answer = ask(&mut kms, "Sign", with(to_sign(&key, algorithm), given.clone()));
                if digest.len() != length {
                    let wrong = format!("Digest is invalid length for algorithm {algorithm}.");
                    refused(answer, "ValidationException", &wrong);
                    continue;
                }
                // Which of the two was signed does not show.
                let signature = json!({ "Signature": member(&answer.expect("a signature"), "Signature") });
                good(&mut kms, "Verify", with(to_sign(&key, algorithm), signature));
                let by_message = good(&mut kms, "Sign", to_sign(&key, algorithm));
                let signature = json!({ "Signature": member(&by_message, "Signature") });
                good(&mut kms, "Verify", with(with(to_sign(&key, algorithm), given), signature));
            }
        }
    }
}

#[test]
fn ml_dsa_signs_what_is_made_of_a_message_outside() {
    let mut kms = empty_kms();
    let key = signing_key(&mut kms, "ML_DSA_44");
    let mu = json!({ "Message": base64([5; 64]), "MessageType": "EXTERNAL_MU" });
    let signature = good(&mut kms, "Sign", with(to_sign(&key, "ML_DSA_SHAKE_256"), mu.clone()));
    let signature = json!({ "Signature": member(&signature, "Signature") });
    good(&mut kms, "Verify", with(with(to_sign(&key, "ML_DSA_SHAKE_256"), mu), signature.clone()));
    // As a message, the same 64 bytes are another one.
    let raw = with(json!({ "Message": base64([5; 64]) }), signature);
    refused(ask(&mut kms, "Verify", with(to_sign(&key, "ML_DSA_SHAKE_256"), raw)), "KMSInvalidSignatureException", "");
    let short = json!({ "Message": base64([5; 63]), "MessageType": "EXTERNAL_MU" });
    let message = "Message must have 64 bytes if MessageType is EXTERNAL_MU.";
    refused(ask(&mut kms, "Sign", with(to_sign(&key, "ML_DSA_SHAKE_256"), short)), "ValidationException", message);
}

#[test]
fn a_message_type_is_for_some_algorithms() {
    let mut kms = empty_kms();
    let refusals = [
        ("ECC_NIST_EDWARDS25519", "ED25519_SHA_512", "DIGEST"),
        ("ECC_NIST_EDWARDS25519", "ED25519_PH_SHA_512", "RAW"),
        ("ECC_NIST_EDWARDS25519", "ED25519_PH_SHA_512", "EXTERNAL_MU"),
        ("ML_DSA_44", "ML_DSA_SHAKE_256", "DIGEST"),
        ("ECC_NIST_P256", "ECDSA_SHA_256", "EXTERNAL_MU"),
    ];
    for (spec, algorithm, kind) in refusals {
        let key = signing_key(&mut kms, spec);
        let given = json!({ "Message": base64([1; 64]), "MessageType": kind });
        let message = format!("Message type {kind} is incompatible with algorithm {algorithm}.");
        let request = with(to_sign(&key, algorithm), given);
        refused(ask(&mut kms, "Sign", request.clone()), "ValidationException", &message);
        let verify = with(request, json!({ "Signature": base64([1; 64]) }));
        refused(ask(&mut kms, "Verify", verify), "ValidationException", &message);
    }
}

#[test]
fn members_have_their_shapes() {
    let mut kms = empty_kms();
    let key = signing_key(&mut kms, "ECC_NIST_P256");
    for (operation, members) in [
        ("Sign", &["keyId", "message", "signingAlgorithm"][..]),
        ("Verify", &["keyId", "message", "signature", "signingAlgorithm"]),
    ] {
        refused(ask(&mut kms, operation, json!({})), "ValidationException", &nulls(members));
    }

    let long = with(to_sign(&key, "ECDSA_SHA_256"), json!({ "Message": base64([0; 4097]) }));
    let message = "1 validation error detected: Value at 'message' failed to satisfy constraint: Member must have length \
                   less than or equal to 4096";
    refused(ask(&mut kms, "Sign", long), "ValidationException", message);
    let unknown = with(to_sign(&key, "ECDSA_SHA_256"), json!({ "MessageType": "HASH" }));
    let message = "1 validation error detected: Value 'HASH' at 'messageType' failed to satisfy constraint: Member must \
                   satisfy enum value set: [RAW, DIGEST, EXTERNAL_MU]";
    refused(ask(&mut kms, "Sign", unknown), "ValidationException", message);
    let longest = with(to_sign(&key, "ECDSA_SHA_256"), json!({ "Message": base64([0; 4096]) }));
    good(&mut kms, "Sign", longest);
    let long = with(to_sign(&key, "ECDSA_SHA_256"), json!({ "Signature": base64([0; 6145]) }));
    let message = "1 validation error detected: Value at 'signature' failed to satisfy constraint: Member must have length \
                   less than or equal to 6144";
    refused(ask(&mut kms, "Verify", long), "ValidationException", message);
}

#[test]
fn only_keys_that_are_for_it_sign() {
    let mut kms = empty_kms();
    let others = [
        ("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT"),
        ("RSA_2048", "ENCRYPT_DECRYPT"),
        ("ECC_NIST_P256", "KEY_AGREEMENT"),
        ("ML_KEM_512", "ENCAPSULATE_DECAPSULATE"),
    ];
    for (spec, usage) in others {
        let key = text(&make(&mut kms, spec, usage), "Arn");
        for operation in ["Sign", "Verify"] {
            let request = with(to_sign(&key, "ECDSA_SHA_256"), json!({ "Signature": base64([1; 64]) }));
            let message = format!("{key} key usage is {usage} which is not valid for {operation}.");
            refused(ask(&mut kms, operation, request), "InvalidKeyUsageException", &message);
        }
    }
    let key = signing_key(&mut kms, "RSA_2048");
    let message = format!("{key} key usage is SIGN_VERIFY which is not valid for Encrypt.");
    let request = json!({ "KeyId": key, "Plaintext": base64("hello"), "EncryptionAlgorithm": "RSAES_OAEP_SHA_256" });
    refused(ask(&mut kms, "Encrypt", request), "InvalidKeyUsageException", &message);
}

#[test]
fn a_dry_run_signs_nothing_and_verifies_all_the_same() {
    let mut kms = empty_kms();
    let key = signing_key(&mut kms, "ECC_NIST_P256");
    let would = "The request would have succeeded, but the DryRun option is set.";
    let request = to_sign(&key, "ECDSA_SHA_256");
    let dry = json!({ "DryRun": true });
    refused(ask(&mut kms, "Sign", with(request.clone(), dry.clone())), "DryRunOperationException", would);
    let signature = json!({ "Signature": member(&good(&mut kms, "Sign", request.clone()), "Signature") });
    let verify = with(with(request.clone(), signature), dry.clone());
    refused(ask(&mut kms, "Verify", verify), "DryRunOperationException", would);
    let wrong = with(with(request, json!({ "Signature": base64([1; 64]) })), dry);
    refused(ask(&mut kms, "Verify", wrong), "KMSInvalidSignatureException", "");
}

#[test]
fn policies_and_grants_can_ask_for_the_algorithm_and_the_type() {
    let mut kms = empty_kms();
    let key = signing_key(&mut kms, "ECC_NIST_P256");
    let policy = json!({ "Version": "2012-10-17", "Statement": [
        { "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "kms:*", "Resource": "*" },
        { "Effect": "Deny", "Principal": "*", "Action": "kms:Sign", "Resource": "*",
          "Condition": { "StringEquals": { "kms:MessageType": "RAW", "kms:SigningAlgorithm": "ECDSA_SHA_256" } } },
    ] });
    good(&mut kms, "PutKeyPolicy", json!({ "KeyId": key, "Policy": policy.to_string() }));
    let error = ask(&mut kms, "Sign", to_sign(&key, "ECDSA_SHA_256")).expect_err("denied");
    assert_eq!(error.code(), "AccessDeniedException");
    let digest = json!({ "Message": base64([1; 32]), "MessageType": "DIGEST" });
    good(&mut kms, "Sign", with(to_sign(&key, "ECDSA_SHA_256"), digest));

    let grant = json!({ "KeyId": key, "GranteePrincipal": STRANGER, "Operations": ["Verify", "GetPublicKey"] });
    let token = text(&good(&mut kms, "CreateGrant", grant), "GrantToken");
    let by_grant = json!({ "KeyId": key, "GrantTokens": [token] });
    ask_as(&mut kms, &stranger(), "GetPublicKey", by_grant.clone()).expect("granted");
    let sign = with(to_sign(&key, "ECDSA_SHA_256"), by_grant);
    assert_eq!(ask_as(&mut kms, &stranger(), "Sign", sign).expect_err("not granted").code(), "AccessDeniedException");

    let unfit = json!({ "KeyId": key, "GranteePrincipal": STRANGER, "Operations": ["Encrypt", "GenerateDataKey"] });
    let message =
        format!("{key} key spec is ECC_NIST_P256 which is not valid for grant operations [Encrypt, GenerateDataKey].");
    refused(ask(&mut kms, "CreateGrant", unfit), "ValidationException", &message);
}

#[test]
fn a_signature_of_one_region_is_verified_in_another() {
    let mut kms = empty_kms();
    let input = json!({ "KeySpec": "ECC_NIST_EDWARDS25519", "KeyUsage": "SIGN_VERIFY", "MultiRegion": true });
    let key = text(&member(&good(&mut kms, "CreateKey", input), "KeyMetadata"), "KeyId");
    good(&mut kms, "ReplicateKey", json!({ "KeyId": key, "ReplicaRegion": "us-east-1" }));
    let request = to_sign(&key, "ED25519_SHA_512");
    let signature = json!({ "Signature": member(&good(&mut kms, "Sign", request.clone()), "Signature") });
    let there = in_region("us-east-1");
    let answer = ask_as(&mut kms, &there, "Verify", with(request, signature)).expect("verified");
    assert!(text(&answer, "KeyId").contains(":us-east-1:"));
    let [here, there] = [root(), there].map(|at: CallContext<'_>| {
        member(&ask_as(&mut kms, &at, "GetPublicKey", json!({ "KeyId": key })).expect("a public key"), "PublicKey")
    });
    assert_eq!(here, there);
}

#[test]
fn the_trace_shows_the_signature_and_hides_the_key() {
    let mut kms = empty_kms();
    let key = signing_key(&mut kms, "ECC_NIST_P256");
    let mut steps = |operation: &str, input: &Value| {
        let mut recorder = Recorder::on(Subject::Data);
        let request = read(operation, input).expect("a request");
        kms.call(&root(), request, &mut recorder).expect("it works");
        let trace = recorder.finish(Track::Aws, Flow::of(operation), kms.now(), None).expect("a trace");
        for (id, blob) in &trace.blobs {
            assert_eq!(blob.bytes.is_none(), ["kms-key", "domain-key"].contains(&id.as_ref()), "{operation}: {id}");
        }
        let steps = trace.steps.iter().map(|step| step.id.to_string());
        steps.collect::<Vec<_>>()
    };
    let request = to_sign(&key, "ECDSA_SHA_256");
    let wanted = ["request", "load-token", "send-to-hsm", "open-token", "sign", "leave-hsm", "return-signature"];
    assert_eq!(steps("Sign", &request), wanted);
    let wanted =
        ["request", "load-token", "send-to-hsm", "open-token", "find-public-key", "leave-hsm", "return-public-key"];
    assert_eq!(steps("GetPublicKey", &json!({ "KeyId": key })), wanted);
}
