//! Data keys, and plain randomness.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::support::{Answer, ask, bytes, disable_key, empty_kms, kms, names, refused, text};

const BOTH: [&str; 2] = ["GenerateDataKey", "GenerateDataKeyWithoutPlaintext"];

/// Asks for a data key of `alias/letters` in a world as it was at first.
fn generate(operation: &str, mut input: Value) -> Answer {
    input.as_object_mut().expect("an object").insert("KeyId".to_owned(), json!("alias/letters"));
    ask(&mut kms(), operation, input)
}

#[test]
fn generate_data_key_answers_with_a_key_and_the_same_key_sealed() {
    let mut kms = kms();
    let key = names(&mut kms, "alias/letters");
    let input = json!({ "KeyId": key.alias, "KeySpec": "AES_256", "EncryptionContext": { "to": "Aki" } });
    let answer = ask(&mut kms, "GenerateDataKey", input).expect("a data key");
    assert_eq!(
        answer,
        json!({
            "CiphertextBlob": answer["CiphertextBlob"],
            "Plaintext": answer["Plaintext"],
            "KeyId": key.arn,
            "KeyMaterialId": key.material_id,
        })
    );
    let sealed = bytes(&answer, "CiphertextBlob");
    assert_eq!((bytes(&answer, "Plaintext").len(), sealed.len()), (32, 149));
    assert_eq!(sealed[..5], *b"GKMS\x01");
    assert_eq!(sealed[5..41], *key.id.as_bytes());
    let material_id: String = sealed[41..73].iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
    assert_eq!(material_id, key.material_id);

    let decrypt = json!({ "CiphertextBlob": answer["CiphertextBlob"], "EncryptionContext": { "to": "Aki" } });
    let opened = ask(&mut kms, "Decrypt", decrypt).expect("decrypted");
    assert_eq!(opened["Plaintext"], answer["Plaintext"]);
    let without = json!({ "CiphertextBlob": answer["CiphertextBlob"] });
    refused(ask(&mut kms, "Decrypt", without), "InvalidCiphertextException", "");
}

#[test]
fn without_plaintext_the_answer_is_the_sealed_key_alone() {
    let mut kms = kms();
    let key = names(&mut kms, "alias/letters");
    let input = json!({ "KeyId": key.id, "NumberOfBytes": 24 });
    let answer = ask(&mut kms, "GenerateDataKeyWithoutPlaintext", input).expect("a data key");
    let sealed = &answer["CiphertextBlob"];
    assert_eq!(answer, json!({ "CiphertextBlob": sealed, "KeyId": key.arn, "KeyMaterialId": key.material_id }));
    let opened = ask(&mut kms, "Decrypt", json!({ "CiphertextBlob": sealed })).expect("decrypted");
    assert_eq!(bytes(&opened, "Plaintext").len(), 24);
}

#[test]
fn a_data_key_is_as_long_as_it_was_asked_for() {
    for (size, length) in [
        (json!({ "KeySpec": "AES_256" }), 32),
        (json!({ "KeySpec": "AES_128" }), 16),
        (json!({ "NumberOfBytes": 1 }), 1),
        (json!({ "NumberOfBytes": 32 }), 32),
        (json!({ "NumberOfBytes": 1024 }), 1024),
    ] {
        let answer = generate("GenerateDataKey", size.clone()).expect("a data key");
        assert_eq!(bytes(&answer, "Plaintext").len(), length, "{size}");
        assert_eq!(bytes(&answer, "CiphertextBlob").len(), 117 + length, "{size}");
        let sealed = generate(BOTH[1], size.clone()).expect("a data key");
        assert_eq!(bytes(&sealed, "CiphertextBlob").len(), 117 + length, "{size}");
    }
}

#[test]
fn a_length_is_asked_for_in_one_way_and_one_way_only() {
    for operation in BOTH {
        for size in [json!({}), json!({ "KeySpec": "AES_256", "NumberOfBytes": 32 })] {
            let message = "Please specify either number of bytes or key spec.";
            refused(generate(operation, size), "ValidationException", message);
        }
    }
}

#[test]
fn lengths_have_their_bounds() {
    for operation in [BOTH[0], BOTH[1], "GenerateRandom"] {
        for (length, must) in [
            (0_i64, "greater than or equal to 1"),
            (-1, "greater than or equal to 1"),
            (1025, "less than or equal to 1024"),
            (i64::MAX, "less than or equal to 1024"),
        ] {
            refused(
                generate(operation, json!({ "NumberOfBytes": length })),
                "ValidationException",
                &format!(
                    "1 validation error detected: Value '{length}' at 'numberOfBytes' failed to satisfy constraint: \
                     Member must have value {must}"
                ),
            );
        }
    }
}

#[test]
fn every_fault_of_a_request_is_named_at_once() {
    for operation in BOTH {
        let input = json!({ "KeySpec": "AES_192", "NumberOfBytes": 0, "GrantTokens": vec!["t"; 11] });
        refused(
            ask(&mut kms(), operation, input),
            "ValidationException",
            "4 validation errors detected: Value null at 'keyId' failed to satisfy constraint: Member must not be null; \
             Value 'AES_192' at 'keySpec' failed to satisfy constraint: Member must satisfy enum value set: [AES_256, \
             AES_128]; Value '0' at 'numberOfBytes' failed to satisfy constraint: Member must have value greater than \
             or equal to 1; Value at 'grantTokens' failed to satisfy constraint: \
             Member must have length less than or equal to 10",
        );
    }
}

#[test]
fn no_grant_no_token() {
    for operation in BOTH {
        let with = |tokens: &[&str]| json!({ "NumberOfBytes": 8, "GrantTokens": tokens });
        let message = "The grant token does not belong to any grant.";
        refused(generate(operation, with(&["t"])), "InvalidGrantTokenException", message);
        assert!(generate(operation, with(&[])).is_ok());
    }
}

#[test]
fn enclaves_are_not_supported() {
    for (operation, option, value) in [
        ("GenerateDataKey", "Recipient", json!({ "KeyEncryptionAlgorithm": "RSAES_OAEP_SHA_256" })),
        ("GenerateRandom", "Recipient", json!({})),
    ] {
        let message = format!("glass-kms does not support {option} yet.");
        let mut input = json!({ "NumberOfBytes": 8 });
        input[option] = value;
        refused(generate(operation, input), "UnsupportedOperationException", &message);
    }
}

#[test]
fn a_dry_run_says_what_would_happen() {
    let would_succeed = "The request would have succeeded, but the DryRun option is set.";
    for operation in BOTH {
        let mut kms = kms();
        let id = names(&mut kms, "alias/letters").id;
        let dry = |key: &str| json!({ "KeyId": key, "NumberOfBytes": 8, "DryRun": true });
        refused(ask(&mut kms, operation, dry(&id)), "DryRunOperationException", would_succeed);
        let none = "Alias arn:aws:kms:ap-northeast-1:111122223333:alias/none is not found.";
        refused(ask(&mut kms, operation, dry("alias/none")), "NotFoundException", none);
        disable_key(&mut kms, &id);
        let disabled = format!("arn:aws:kms:ap-northeast-1:111122223333:key/{id} is disabled.");
        refused(ask(&mut kms, operation, dry(&id)), "DisabledException", &disabled);
        assert!(generate(operation, json!({ "NumberOfBytes": 8, "DryRun": false })).is_ok());
    }
}

#[test]
fn no_two_data_keys_and_no_two_ciphertexts_are_alike() {
    let mut kms = kms();
    let mut seen = BTreeSet::new();
    for _ in 0..100 {
        let answer = ask(&mut kms, "GenerateDataKey", json!({ "KeyId": "alias/letters", "KeySpec": "AES_128" }));
        let answer = answer.expect("a data key");
        let sealed = bytes(&answer, "CiphertextBlob");
        let [nonce, iv] = [&sealed[73..89], &sealed[89..101]];
        for part in [bytes(&answer, "Plaintext"), nonce.to_vec(), iv.to_vec(), sealed.clone()] {
            assert!(seen.insert(part));
        }
    }
}

#[test]
fn generate_random_answers_with_bytes_and_nothing_else() {
    let mut kms = empty_kms();
    for length in [1, 2, 1023, 1024] {
        let answer = ask(&mut kms, "GenerateRandom", json!({ "NumberOfBytes": length })).expect("random bytes");
        assert_eq!(answer, json!({ "Plaintext": answer["Plaintext"] }));
        assert_eq!(bytes(&answer, "Plaintext").len(), length);
    }
    let draw = json!({ "NumberOfBytes": 16 });
    let [first, second] = [(); 2].map(|()| ask(&mut kms, "GenerateRandom", draw.clone()).expect("random bytes"));
    assert_ne!(text(&first, "Plaintext"), text(&second, "Plaintext"));
    refused(ask(&mut kms, "GenerateRandom", json!({})), "ValidationException", "NumberOfBytes is required.");
}
