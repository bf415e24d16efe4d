//! Messages of the AWS Encryption SDK.

use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::js::{at, bytes, json, kms, method, text, with};

fn message(kms: &JsValue, key_id: &str, data: &[u8]) -> JsValue {
    let input = with(json(r#"{"context": {"to": "Aki"}}"#), "plaintext", Uint8Array::from(data));
    method(kms, "encryptMessage", vec![with(input, "keyId", key_id), 16.into()])
}

#[wasm_bindgen_test]
fn a_message_opens_again_and_says_what_it_is() {
    let kms = kms("{}");
    let key_id = text(&method(&kms, "call", vec!["CreateKey".into(), json("{}")]), "output.KeyMetadata.KeyId");
    let written = message(&kms, &key_id, b"Dear Aki, the spare key is under the blue pot.");
    let file = at(&written, "message");

    let opened = method(&kms, "decryptMessage", vec![file.clone(), json(r#"{"context": {"to": "Aki"}}"#)]);
    assert_eq!(bytes(&opened, "plaintext"), b"Dear Aki, the spare key is under the blue pot.");
    assert_eq!((text(&opened, "suite"), text(&opened, "context.to")), ("0x0478".to_owned(), "Aki".to_owned()));

    let constructor = at(&kms, "constructor");
    let layout = method(&constructor, "readMessage", vec![file]);
    assert_eq!(text(&layout, "fields.1.name"), "algorithm-suite");
    assert_eq!(text(&layout, "fields.1.value"), "0x0478");
}

#[wasm_bindgen_test]
fn what_is_wrong_has_a_name() {
    let kms = kms("{}");
    let refused = message(&kms, "alias/none", b"data");
    assert_eq!(text(&refused, "error.code"), "NotFoundException");
    let opened = method(&kms, "decryptMessage", vec![Uint8Array::from(&[2, 4, 0x78][..]).into()]);
    assert_eq!(text(&opened, "error.code"), "MessageIncomplete");
    assert_eq!(at(&opened, "ok"), JsValue::FALSE);
}
