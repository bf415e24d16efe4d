//! Encrypt, Decrypt, `ReEncrypt`.

use glass_kms::{operations::Kms, wire::Json};
use serde_json::{Value, json};

use crate::support::{Answer, ask, ask_as, base64, bytes, disable_key, in_region, kms, names, refused, stranger, text};

const INCORRECT_KEY: &str = "The key ID in the request does not identify a CMK that can perform this operation.";
const UNKNOWN_KEY: &str = "The ciphertext refers to a customer master key that does not exist, does not exist in this \
                           region, or you are not allowed to access.";
const WOULD_SUCCEED: &str = "The request would have succeeded, but the DryRun option is set.";

/// Encrypts under `alias/letters`; the ciphertext, in base64.
fn encrypt(kms: &mut Kms, plaintext: impl AsRef<[u8]>, context: &Value) -> String {
    let input = json!({ "KeyId": "alias/letters", "Plaintext": base64(plaintext), "EncryptionContext": context });
    text(&ask(kms, "Encrypt", input).expect("encrypted"), "CiphertextBlob")
}

fn decrypt(kms: &mut Kms, ciphertext: &str, context: &Value) -> Answer {
    ask(kms, "Decrypt", json!({ "CiphertextBlob": ciphertext, "EncryptionContext": context }))
}

#[test]
fn what_was_encrypted_is_decrypted() {
    let mut kms = kms();
    let key = names(&mut kms, "alias/letters");
    let encrypt = json!({ "KeyId": "alias/letters", "Plaintext": base64("hello") });
    let sealed = ask(&mut kms, "Encrypt", encrypt).expect("encrypted");
    assert_eq!(
        sealed,
        json!({
            "CiphertextBlob": sealed["CiphertextBlob"],
            "KeyId": key.arn,
            "EncryptionAlgorithm": "SYMMETRIC_DEFAULT",
        })
    );
    assert_eq!(bytes(&sealed, "CiphertextBlob").len(), 117 + 5);
    let opened = json!({
        "KeyId": key.arn,
        "Plaintext": base64("hello"),
        "EncryptionAlgorithm": "SYMMETRIC_DEFAULT",
        "KeyMaterialId": key.material_id,
    });
    for named in [json!({}), json!({ "KeyId": key.id }), json!({ "EncryptionAlgorithm": "SYMMETRIC_DEFAULT" })] {
        let mut input = named.clone();
        input["CiphertextBlob"] = sealed["CiphertextBlob"].clone();
        assert_eq!(ask(&mut kms, "Decrypt", input).expect("decrypted"), opened, "{named}");
    }
}

#[test]
fn plaintexts_have_1_to_4096_bytes() {
    let mut kms = kms();
    for length in [1, 4095, 4096] {
        let plaintext = vec![7; length];
        let sealed = encrypt(&mut kms, &plaintext, &json!({}));
        let opened = decrypt(&mut kms, &sealed, &json!({})).expect("decrypted");
        assert_eq!(bytes(&opened, "Plaintext"), plaintext);
    }
    for (length, must) in [(0, "greater than or equal to 1"), (4097, "less than or equal to 4096")] {
        refused(
            ask(&mut kms, "Encrypt", json!({ "KeyId": "alias/letters", "Plaintext": base64(vec![7; length]) })),
            "ValidationException",
            &format!(
                "1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member must have \
                 length {must}"
            ),
        );
    }
}

#[test]
fn ciphertexts_have_1_to_6144_bytes() {
    let mut kms = kms();
    for operation in ["Decrypt", "ReEncrypt"] {
        let ask = |kms: &mut Kms, length: usize| {
            let input = json!({ "CiphertextBlob": base64(vec![7; length]), "DestinationKeyId": "alias/receipts" });
            ask(kms, operation, input)
        };
        for (length, must) in [(0, "greater than or equal to 1"), (6145, "less than or equal to 6144")] {
            refused(
                ask(&mut kms, length),
                "ValidationException",
                &format!(
                    "1 validation error detected: Value at 'ciphertextBlob' failed to satisfy constraint: Member must \
                     have length {must}"
                ),
            );
        }
        for length in [1, 116, 117, 149, 6144] {
            refused(ask(&mut kms, length), "InvalidCiphertextException", "");
        }
    }
}

#[test]
fn every_fault_of_a_request_is_named_at_once() {
    let mut kms = kms();
    let tokens = vec!["t"; 11];
    let missing =
        |member: &str| format!("Value null at '{member}' failed to satisfy constraint: Member must not be null");
    let many = "Value at 'grantTokens' failed to satisfy constraint: Member must \
                have length less than or equal to 10";
    let algorithm = |member: &str| {
        format!(
            "Value 'ROT13' at '{member}' failed to satisfy constraint: Member must satisfy enum value set: \
             [SYMMETRIC_DEFAULT, RSAES_OAEP_SHA_1, RSAES_OAEP_SHA_256, SM2PKE]"
        )
    };
    let detected = |faults: &[String]| format!("{} validation errors detected: {}", faults.len(), faults.join("; "));
    refused(
        ask(&mut kms, "Encrypt", json!({ "GrantTokens": tokens, "EncryptionAlgorithm": "ROT13" })),
        "ValidationException",
        &detected(&[missing("keyId"), missing("plaintext"), many.to_owned(), algorithm("encryptionAlgorithm")]),
    );
    refused(
        ask(&mut kms, "Decrypt", json!({ "GrantTokens": tokens, "EncryptionAlgorithm": "ROT13" })),
        "ValidationException",
        &detected(&[missing("ciphertextBlob"), many.to_owned(), algorithm("encryptionAlgorithm")]),
    );
    let algorithms = ["sourceEncryptionAlgorithm", "destinationEncryptionAlgorithm"];
    refused(
        ask(
            &mut kms,
            "ReEncrypt",
            json!({
                "GrantTokens": tokens,
                "SourceEncryptionAlgorithm": "ROT13",
                "DestinationEncryptionAlgorithm": "ROT13",
            }),
        ),
        "ValidationException",
        &detected(&[
            missing("ciphertextBlob"),
            missing("destinationKeyId"),
            algorithm(algorithms[0]),
            algorithm(algorithms[1]),
            many.to_owned(),
        ]),
    );
}

#[test]
fn algorithms_of_other_keys_do_not_fit() {
    let mut kms = kms();
    let sealed = encrypt(&mut kms, "hello", &json!({}));
    for (operation, member) in [
        ("Encrypt", "EncryptionAlgorithm"),
        ("Decrypt", "EncryptionAlgorithm"),
        ("ReEncrypt", "SourceEncryptionAlgorithm"),
        ("ReEncrypt", "DestinationEncryptionAlgorithm"),
    ] {
        for algorithm in ["RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256", "SM2PKE"] {
            let mut input = all_members(operation, &sealed);
            input[member] = json!(algorithm);
            let message = format!("Algorithm {algorithm} is incompatible with key spec SYMMETRIC_DEFAULT.");
            refused(ask(&mut kms, operation, input), "InvalidKeyUsageException", &message);
        }
    }
}

/// A request that goes well.
fn all_members(operation: &str, sealed: &str) -> Value {
    match operation {
        "Encrypt" => json!({ "KeyId": "alias/letters", "Plaintext": base64("hello") }),
        "Decrypt" => json!({ "CiphertextBlob": sealed }),
        _ => json!({ "CiphertextBlob": sealed, "DestinationKeyId": "alias/receipts" }),
    }
}

#[test]
fn options_are_checked_in_every_operation() {
    let mut kms = kms();
    let sealed = encrypt(&mut kms, "hello", &json!({}));
    let no_grant = "The grant token does not belong to any grant.";
    for operation in ["Encrypt", "Decrypt", "ReEncrypt"] {
        let mut with = |member: &str, value: Value| {
            let mut input = all_members(operation, &sealed);
            input[member] = value;
            ask(&mut kms, operation, input)
        };
        refused(with("GrantTokens", json!(["t"])), "InvalidGrantTokenException", no_grant);
        refused(with("DryRun", json!(true)), "DryRunOperationException", WOULD_SUCCEED);
        for (member, value) in [("GrantTokens", json!([])), ("DryRun", json!(false)), ("Unknown", json!(1))] {
            assert!(with(member, value).is_ok(), "{operation} {member}");
        }
    }
    let mut input = all_members("Decrypt", &sealed);
    input["Recipient"] = json!({});
    let message = "glass-kms does not support Recipient yet.";
    refused(ask(&mut kms, "Decrypt", input), "UnsupportedOperationException", message);
}

#[test]
fn a_dry_run_meets_every_gate() {
    let mut kms = kms();
    let key = names(&mut kms, "alias/letters");
    let sealed = encrypt(&mut kms, "hello", &json!({}));
    let dry = json!({ "CiphertextBlob": sealed, "DryRun": true });
    refused(ask_as(&mut kms, &stranger(), "Decrypt", dry.clone()), "AccessDeniedException", UNKNOWN_KEY);
    let named = json!({ "CiphertextBlob": sealed, "DryRun": true, "KeyId": "alias/receipts" });
    refused(ask(&mut kms, "Decrypt", named), "IncorrectKeyException", INCORRECT_KEY);
    disable_key(&mut kms, &key.id);
    refused(ask(&mut kms, "Decrypt", dry), "DisabledException", &format!("{} is disabled.", key.arn));
}

#[test]
fn the_context_must_be_the_same_to_the_letter() {
    let mut kms = kms();
    let context = json!({ "to": "Aki", "城": "東京 🗼", "empty": "" });
    let sealed = encrypt(&mut kms, "hello", &context);
    assert!(decrypt(&mut kms, &sealed, &context).is_ok());
    for wrong in [
        json!({}),
        json!({ "to": "Aki", "城": "東京 🗼" }),
        json!({ "to": "aki", "城": "東京 🗼", "empty": "" }),
        json!({ "To": "Aki", "城": "東京 🗼", "empty": "" }),
        json!({ "to": "Aki", "城": "東京 🗼 ", "empty": "" }),
        json!({ "to": "Aki", "城": "東京 🗼", "empty": "", "more": "" }),
        json!({ "to": "東京 🗼", "城": "Aki", "empty": "" }),
    ] {
        refused(decrypt(&mut kms, &sealed, &wrong), "InvalidCiphertextException", "");
    }
}

#[test]
fn composed_and_decomposed_letters_are_different_contexts() {
    let mut kms = kms();
    let sealed = encrypt(&mut kms, "hello", &json!({ "caf\u{e9}": "" }));
    refused(decrypt(&mut kms, &sealed, &json!({ "cafe\u{301}": "" })), "InvalidCiphertextException", "");
}

#[test]
fn pairs_do_not_run_into_each_other() {
    let mut kms = kms();
    let alike = [
        json!({ "a": "bc" }),
        json!({ "ab": "c" }),
        json!({ "abc": "" }),
        json!({ "": "abc" }),
        json!({ "a": "", "bc": "" }),
        json!({ "a": "b", "c": "" }),
        json!({}),
    ];
    for context in &alike {
        let sealed = encrypt(&mut kms, "hello", context);
        for other in &alike {
            let answer = decrypt(&mut kms, &sealed, other);
            assert_eq!(answer.is_ok(), context == other, "{context} opened with {other}");
        }
    }
}

#[test]
fn the_order_of_the_pairs_does_not_matter() {
    let mut kms = kms();
    let sealed = encrypt(&mut kms, "hello", &json!({ "a": "1", "b": "2", "c": "3" }));
    let request =
        format!("{{\"CiphertextBlob\":\"{sealed}\",\"EncryptionContext\":{{\"c\":\"3\",\"a\":\"1\",\"b\":\"2\"}}}}");
    let json = Json::parse(request.as_bytes()).expect("JSON");
    let request = glass_kms::operations::Request::read(glass_kms::operations::Operation::Decrypt, &json);
    assert!(crate::support::call(&mut kms, request.expect("read")).is_ok());
}

#[test]
fn no_context_is_an_empty_context() {
    let mut kms = kms();
    let sealed = encrypt(&mut kms, "hello", &json!({}));
    for input in [
        json!({ "CiphertextBlob": sealed }),
        json!({ "CiphertextBlob": sealed, "EncryptionContext": null }),
        json!({ "CiphertextBlob": sealed, "EncryptionContext": {} }),
    ] {
        assert!(ask(&mut kms, "Decrypt", input).is_ok());
    }
}

#[test]
fn a_change_of_any_byte_of_a_ciphertext_is_refused() {
    let mut kms = kms();
    let sealed = encrypt(&mut kms, "hello", &json!({ "to": "Aki" }));
    let sealed = bytes(&json!({ "CiphertextBlob": sealed }), "CiphertextBlob");
    for at in 0..sealed.len() {
        for mask in [0x01, 0x80, 0xff] {
            let mut changed = sealed.clone();
            changed[at] ^= mask;
            let error = decrypt(&mut kms, &base64(&changed), &json!({ "to": "Aki" })).expect_err("refused");
            // Another key id may name a key, only not one that is there.
            let is_unknown_key = (5..41).contains(&at) && error.code() == "AccessDeniedException";
            assert!(is_unknown_key || error.code() == "InvalidCiphertextException", "byte {at} ^ {mask}: {error}");
        }
    }
}

#[test]
fn a_ciphertext_cut_short_or_grown_is_refused() {
    let mut kms = kms();
    let sealed = encrypt(&mut kms, "hello", &json!({}));
    let sealed = bytes(&json!({ "CiphertextBlob": sealed }), "CiphertextBlob");
    let grown = [sealed.as_slice(), &[0]].concat();
    for changed in (1..sealed.len()).map(|length| &sealed[..length]).chain([&*grown]) {
        refused(decrypt(&mut kms, &base64(changed), &json!({})), "InvalidCiphertextException", "");
    }
}

#[test]
fn a_ciphertext_does_not_open_under_another_keys_name() {
    let mut kms = kms();
    let other = names(&mut kms, "alias/receipts");
    let sealed = encrypt(&mut kms, "hello", &json!({}));
    let mut forged = bytes(&json!({ "CiphertextBlob": sealed }), "CiphertextBlob");
    forged[5..41].copy_from_slice(other.id.as_bytes());
    refused(decrypt(&mut kms, &base64(&forged), &json!({})), "InvalidCiphertextException", "");
    let theirs =
        ask(&mut kms, "Encrypt", json!({ "KeyId": other.id, "Plaintext": base64("hello") })).expect("encrypted");
    forged[41..73].copy_from_slice(&bytes(&theirs, "CiphertextBlob")[41..73]);
    refused(decrypt(&mut kms, &base64(&forged), &json!({})), "InvalidCiphertextException", "");
}

#[test]
fn a_ciphertext_of_another_region_or_account_is_refused() {
    let mut kms = kms();
    let key = names(&mut kms, "alias/letters");
    let sealed = json!({ "CiphertextBlob": encrypt(&mut kms, "hello", &json!({})) });
    refused(ask_as(&mut kms, &in_region("eu-west-1"), "Decrypt", sealed.clone()), "AccessDeniedException", UNKNOWN_KEY);
    refused(ask_as(&mut kms, &stranger(), "Decrypt", sealed.clone()), "AccessDeniedException", UNKNOWN_KEY);
    let named = json!({ "CiphertextBlob": sealed["CiphertextBlob"], "KeyId": key.arn });
    refused(
        ask_as(&mut kms, &in_region("eu-west-1"), "Decrypt", named),
        "NotFoundException",
        "Invalid arn ap-northeast-1",
    );
    assert!(ask(&mut kms, "Decrypt", sealed).is_ok());
}

#[test]
fn decrypt_refuses_a_key_that_did_not_make_the_ciphertext() {
    let mut kms = kms();
    let sealed = encrypt(&mut kms, "hello", &json!({}));
    let other = names(&mut kms, "alias/receipts");
    for name in [other.id, other.arn, other.alias, other.alias_arn] {
        let named = json!({ "CiphertextBlob": sealed, "KeyId": name });
        refused(ask(&mut kms, "Decrypt", named), "IncorrectKeyException", INCORRECT_KEY);
    }
}
