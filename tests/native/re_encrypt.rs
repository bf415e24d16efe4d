//! `ReEncrypt`: from one key to another, without the plaintext leaving.

use glass_kms::operations::Kms;
use serde_json::{Value, json};

use crate::support::{ask, ask_as, base64, bytes, create_key, disable_key, kms, names, refused, stranger, text};

const INCORRECT_KEY: &str = "The key ID in the request does not identify a CMK that can perform this operation.";

/// A ciphertext of `alias/letters` for Aki, in base64.
fn letter(kms: &mut Kms) -> String {
    let context = json!({ "to": "Aki" });
    let input = json!({ "KeyId": "alias/letters", "Plaintext": base64("hello"), "EncryptionContext": context });
    text(&ask(kms, "Encrypt", input).expect("encrypted"), "CiphertextBlob")
}

/// A request to move it under another key, for Bea.
fn request(ciphertext: &str, destination: &str) -> Value {
    json!({
        "CiphertextBlob": ciphertext,
        "SourceEncryptionContext": { "to": "Aki" },
        "DestinationKeyId": destination,
        "DestinationEncryptionContext": { "to": "Bea" },
    })
}

#[test]
fn a_ciphertext_moves_to_another_key_and_another_context() {
    let mut kms = kms();
    let (letters, receipts) = (names(&mut kms, "alias/letters"), names(&mut kms, "alias/receipts"));
    let sealed = letter(&mut kms);
    let moved = ask(&mut kms, "ReEncrypt", request(&sealed, "alias/receipts")).expect("moved");
    assert_eq!(
        moved,
        json!({
            "CiphertextBlob": moved["CiphertextBlob"],
            "SourceKeyId": letters.arn,
            "KeyId": receipts.arn,
            "SourceEncryptionAlgorithm": "SYMMETRIC_DEFAULT",
            "DestinationEncryptionAlgorithm": "SYMMETRIC_DEFAULT",
            "SourceKeyMaterialId": letters.material_id,
            "DestinationKeyMaterialId": receipts.material_id,
        })
    );
    let open = |context: Value| json!({ "CiphertextBlob": moved["CiphertextBlob"], "EncryptionContext": context });
    let opened = ask(&mut kms, "Decrypt", open(json!({ "to": "Bea" }))).expect("decrypted");
    assert_eq!((bytes(&opened, "Plaintext"), text(&opened, "KeyId")), (b"hello".to_vec(), receipts.arn));
    refused(ask(&mut kms, "Decrypt", open(json!({ "to": "Aki" }))), "InvalidCiphertextException", "");
    let old = json!({ "CiphertextBlob": sealed, "EncryptionContext": { "to": "Aki" } });
    assert!(ask(&mut kms, "Decrypt", old).is_ok(), "the old ciphertext is as good as before");
}

#[test]
fn a_ciphertext_may_stay_under_its_key() {
    let mut kms = kms();
    let key = names(&mut kms, "alias/letters");
    let sealed = letter(&mut kms);
    let moved = ask(&mut kms, "ReEncrypt", request(&sealed, "alias/letters")).expect("sealed anew");
    assert_eq!((text(&moved, "SourceKeyId"), text(&moved, "KeyId")), (key.arn.clone(), key.arn));
    assert_ne!(text(&moved, "CiphertextBlob"), sealed);
    let open = json!({ "CiphertextBlob": moved["CiphertextBlob"], "EncryptionContext": { "to": "Bea" } });
    assert_eq!(bytes(&ask(&mut kms, "Decrypt", open).expect("decrypted"), "Plaintext"), b"hello");
}

#[test]
fn the_source_key_may_be_named_and_must_then_be_the_right_one() {
    let mut kms = kms();
    let sealed = letter(&mut kms);
    let mut input = request(&sealed, "alias/receipts");
    for (name, is_right) in [("alias/letters", true), ("alias/receipts", false)] {
        let key = names(&mut kms, name);
        for name in [key.id, key.arn, key.alias, key.alias_arn] {
            input["SourceKeyId"] = json!(name);
            let answer = ask(&mut kms, "ReEncrypt", input.clone());
            if is_right {
                assert!(answer.is_ok(), "{name}");
            } else {
                refused(answer, "IncorrectKeyException", INCORRECT_KEY);
            }
        }
    }
}

#[test]
fn what_is_not_authentic_is_not_sealed_again() {
    let mut kms = kms();
    let sealed = letter(&mut kms);
    let mut wrong_context = request(&sealed, "alias/receipts");
    wrong_context["SourceEncryptionContext"] = json!({ "to": "Bea" });
    refused(ask(&mut kms, "ReEncrypt", wrong_context), "InvalidCiphertextException", "");
    let mut changed = bytes(&json!({ "CiphertextBlob": sealed }), "CiphertextBlob");
    let last = changed.len() - 1;
    changed[last] ^= 1;
    let changed = request(&base64(changed), "alias/receipts");
    refused(ask(&mut kms, "ReEncrypt", changed), "InvalidCiphertextException", "");
}

#[test]
fn both_keys_must_be_enabled() {
    for disabled in ["alias/letters", "alias/receipts"] {
        let mut kms = kms();
        let sealed = letter(&mut kms);
        let key = names(&mut kms, disabled);
        disable_key(&mut kms, &key.id);
        let answer = ask(&mut kms, "ReEncrypt", request(&sealed, "alias/receipts"));
        refused(answer, "DisabledException", &format!("{} is disabled.", key.arn));
    }
}

#[test]
fn both_keys_must_be_the_callers_to_use() {
    let mut kms = kms();
    let sealed = letter(&mut kms);
    let made = ask_as(&mut kms, &stranger(), "CreateKey", json!({})).expect("a key");
    let theirs = text(&made["KeyMetadata"], "Arn");
    refused(
        ask_as(&mut kms, &stranger(), "ReEncrypt", request(&sealed, &theirs)),
        "AccessDeniedException",
        "The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are \
         not allowed to access.",
    );
    refused(
        ask(&mut kms, "ReEncrypt", request(&sealed, &theirs)),
        "AccessDeniedException",
        &format!(
            "User: arn:aws:iam::111122223333:root is not authorized to perform: kms:ReEncryptTo on resource: {theirs} \
             because no resource-based policy allows the kms:ReEncryptTo action"
        ),
    );
}

#[test]
fn a_data_key_goes_on_as_the_same_data_key() {
    let mut kms = kms();
    let other = create_key(&mut kms, "Archive");
    let input = json!({ "KeyId": "alias/letters", "KeySpec": "AES_256", "EncryptionContext": { "to": "Aki" } });
    let issued = ask(&mut kms, "GenerateDataKey", input).expect("a data key");
    let sealed = text(&issued, "CiphertextBlob");
    let moved = ask(&mut kms, "ReEncrypt", request(&sealed, &other)).expect("moved");
    let open = json!({ "CiphertextBlob": moved["CiphertextBlob"], "EncryptionContext": { "to": "Bea" } });
    assert_eq!(ask(&mut kms, "Decrypt", open).expect("decrypted")["Plaintext"], issued["Plaintext"]);
}
