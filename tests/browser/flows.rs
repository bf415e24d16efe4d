//! Both flows of both tellings, with the browser's randomness, and bulk data through WebCrypto.

use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::js::{article_kms, at, bytes, json, kms, method, object, settled, steps, text, with};

const LETTER: &[u8] = b"Dear Aki, the spare key is under the blue pot.";

fn kms_with_alias(options: &str) -> JsValue {
    let kms = kms(options);
    let made = method(&kms, "call", vec!["CreateKey".into(), json("{}")]);
    let alias = json(r#"{"AliasName": "alias/letters"}"#);
    let alias = with(alias, "TargetKeyId", at(&made, "output.KeyMetadata.KeyId"));
    assert_eq!(at(&method(&kms, "call", vec!["CreateAlias".into(), alias]), "ok"), JsValue::TRUE);
    kms
}

fn to_encrypt(plaintext: &[u8]) -> JsValue {
    let input = json(r#"{"keyId": "alias/letters", "context": {"to": "Aki"}}"#);
    with(input, "plaintext", Uint8Array::from(plaintext))
}

fn to_decrypt(encrypted: &JsValue, context: &str) -> JsValue {
    with(with(object(), "envelope", at(encrypted, "envelope")), "context", json(context))
}

#[wasm_bindgen_test]
async fn aws_protects_and_recovers() {
    let kms = kms_with_alias("{}");
    let encrypted = settled(&kms, "encryptFlow", to_encrypt(LETTER)).await;
    assert_eq!(steps(&encrypted).len(), 12);
    assert_eq!(bytes(&encrypted, "trace.blobs.data.bytes"), LETTER);
    assert!(at(&encrypted, "trace.blobs.kms-key.bytes").is_undefined(), "a KMS key's bytes stay in the HSM");
    let decrypted = settled(&kms, "decryptFlow", to_decrypt(&encrypted, r#"{"to": "Aki"}"#)).await;
    assert_eq!(steps(&decrypted).len(), 11);
    assert_eq!(bytes(&decrypted, "plaintext"), LETTER);
}

#[wasm_bindgen_test]
async fn aws_refuses_another_context() {
    let kms = kms_with_alias("{}");
    let encrypted = settled(&kms, "encryptFlow", to_encrypt(LETTER)).await;
    let refused = settled(&kms, "decryptFlow", to_decrypt(&encrypted, r#"{"to": "Bea"}"#)).await;
    assert!(at(&refused, "plaintext").is_undefined());
    assert_eq!(text(&refused, "trace.outcome.gate"), "crypto");
    assert_eq!(steps(&refused).last().map(String::as_str), Some("open-data-key"));
}

#[wasm_bindgen_test]
async fn the_document_protects_and_recovers() {
    let kms = article_kms("{}");
    let input = with(object(), "plaintext", Uint8Array::from(LETTER));
    let encrypted = settled(&kms, "encryptFlow", input).await;
    assert_eq!(steps(&encrypted).len(), 9);
    let input = with(object(), "envelope", at(&encrypted, "envelope"));
    let decrypted = settled(&kms, "decryptFlow", input).await;
    assert_eq!(steps(&decrypted).len(), 7);
    assert_eq!(bytes(&decrypted, "plaintext"), LETTER);
    assert_eq!(bytes(&decrypted, "trace.blobs.cmk.bytes").len(), 32, "the document's CMK is there for all to see");
}

#[wasm_bindgen_test]
async fn the_document_refuses_a_flipped_bit() {
    let kms = article_kms("{}");
    let input = with(object(), "plaintext", Uint8Array::from(LETTER));
    let encrypted = settled(&kms, "encryptFlow", input).await;
    let key = Uint8Array::from(bytes(&encrypted, "envelope.encryptedDataKey").as_slice());
    key.set_index(20, key.get_index(20) ^ 1);
    let envelope = with(at(&encrypted, "envelope"), "encryptedDataKey", key);
    let refused = settled(&kms, "decryptFlow", with(object(), "envelope", envelope)).await;
    assert_eq!(text(&refused, "trace.outcome.code"), "InvalidCiphertextException");
    assert_eq!(at(&refused, "trace.outcome.step").as_f64(), Some(6.0));
}

/// Data on both sides of the length from which WebCrypto does the work: one format, whoever does it.
#[wasm_bindgen_test]
async fn bulk_data_goes_through_web_crypto_in_the_same_format() {
    let kms = kms_with_alias("{}");
    for length in [0, 1, 65_535, 65_536, 1_000_000] {
        let data: Vec<u8> = (0..length).map(|n: u32| n.to_le_bytes()[0]).collect();
        let encrypted = settled(&kms, "encryptFlow", to_encrypt(&data)).await;
        let ciphertext = bytes(&encrypted, "envelope.ciphertext");
        let iv = bytes(&encrypted, "envelope.iv");
        assert_eq!(ciphertext.len(), data.len() + 16);

        // What WebCrypto encrypted, this crate opens, and the other way round.
        let data_key = bytes(&encrypted, "trace.blobs.data-key.bytes");
        let opened = glass_kms::envelope::open(&data_key, &iv, &ciphertext).expect("the same format");
        assert!(opened.expose() == data.as_slice(), "{length} bytes");
        let iv = iv.first_chunk().expect("an IV has 12 bytes");
        let sealed = glass_kms::envelope::seal(&data_key, iv, &data).expect("short enough");
        assert!(sealed == ciphertext, "{length} bytes");

        let decrypted = settled(&kms, "decryptFlow", to_decrypt(&encrypted, r#"{"to": "Aki"}"#)).await;
        assert!(bytes(&decrypted, "plaintext") == data, "{length} bytes");
        assert_eq!(at(&decrypted, "trace.blobs.data.length").as_f64(), Some(f64::from(length)));
    }
}

#[wasm_bindgen_test]
async fn changed_bulk_data_is_refused_at_the_client() {
    let kms = kms_with_alias("{}");
    let encrypted = settled(&kms, "encryptFlow", to_encrypt(&vec![1; 100_000])).await;
    let ciphertext = Uint8Array::from(bytes(&encrypted, "envelope.ciphertext").as_slice());
    ciphertext.set_index(50_000, ciphertext.get_index(50_000) ^ 128);
    with(at(&encrypted, "envelope"), "ciphertext", ciphertext);
    let refused = settled(&kms, "decryptFlow", to_decrypt(&encrypted, r#"{"to": "Aki"}"#)).await;
    assert_eq!(steps(&refused).last().map(String::as_str), Some("decrypt-data"));
    assert_eq!(text(&refused, "trace.outcome.gate"), "crypto");
}

#[wasm_bindgen_test]
async fn a_flow_says_as_whom_and_where_it_calls() {
    let kms = kms_with_alias("{}");
    let stranger = with(to_encrypt(LETTER), "caller", "arn:aws:iam::999999999999:root");
    let refused = settled(&kms, "encryptFlow", stranger).await;
    assert_eq!(text(&refused, "trace.outcome.code"), "NotFoundException", "the alias is the other account's");
    let elsewhere = with(to_encrypt(LETTER), "region", "eu-west-1");
    let refused = settled(&kms, "encryptFlow", elsewhere).await;
    assert!(text(&refused, "trace.outcome.message").contains("eu-west-1"));
}
