//! Arguments that are none: each is refused in words, and the engine goes on.

use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::js::{
    article_kms, at, bytes, circular, detached, json, kms, method, new_kms, object, promised, settled, text, throwing,
    thrown, with,
};

/// Asserts that a method throws words with `words` in them, and that the engine still takes calls.
fn assert_thrown(kms: &JsValue, name: &str, args: Vec<JsValue>, words: &str) {
    let message = thrown(kms, name, args).as_string().unwrap_or_default();
    assert!(message.contains(words), "{name}: '{message}' does not say '{words}'");
    assert_goes_on(kms);
}

fn assert_goes_on(kms: &JsValue) {
    assert_eq!(at(&method(kms, "call", vec!["ListKeys".into(), object()]), "ok"), JsValue::TRUE);
}

fn new_key(kms: &JsValue) -> JsValue {
    at(&method(kms, "call", vec!["CreateKey".into(), object()]), "output.KeyMetadata.KeyId")
}

fn message_of(error: &JsValue) -> String {
    text(error, "message")
}

#[wasm_bindgen_test]
fn the_engine_is_free_after_an_exception_in_what_it_reads() {
    let kms = kms("{}");
    let own = "from the getter";
    assert_thrown(&kms, "call", vec!["DescribeKey".into(), throwing("KeyId")], own);
    assert_thrown(&kms, "call", vec!["ListKeys".into(), object(), throwing("region")], own);
    assert_thrown(&kms, "iam", vec!["GetUser".into(), throwing("UserName")], own);
    assert_thrown(&kms, "quota", vec!["Encrypt".into(), throwing("caller")], own);
    assert_thrown(&kms, "messageWriter", vec![throwing("plaintext")], own);
    assert_thrown(&kms, "encryptFlow", vec![throwing("plaintext")], own);
    assert_thrown(&kms, "decryptFlow", vec![throwing("envelope")], own);
    assert_thrown(&kms, "handle", vec![throwing("headers")], own);
    for nothing in [JsValue::UNDEFINED, JsValue::NULL] {
        assert_thrown(&kms, "handle", vec![nothing], "handle: the request must be an object");
    }
}

#[wasm_bindgen_test]
fn bytes_that_were_transferred_are_refused() {
    let kms = kms("{}");
    let class = at(&kms, "constructor");
    let refused = "must not be detached";
    let encrypt = || with(with(object(), "KeyId", "alias/letters"), "Plaintext", detached());
    for buffer in [detached(), at(&detached(), "buffer")] {
        let outcome = method(&kms, "call", vec!["Encrypt".into(), with(encrypt(), "Plaintext", buffer)]);
        assert_eq!(text(&outcome, "error.code"), "SerializationException");
        assert!(text(&outcome, "error.message").starts_with("Plaintext: it must not be detached"));
    }
    let request = json(r#"{"method": "POST", "path": "/", "headers": {}}"#);
    assert_thrown(&kms, "handle", vec![with(request, "body", detached())], refused);
    assert_thrown(&kms, "snapshot", vec![detached()], refused);
    assert_thrown(&kms, "decryptMessage", vec![detached()], refused);
    assert_thrown(&kms, "encryptMessage", vec![with(with(object(), "keyId", "k"), "plaintext", detached())], refused);
    assert!(thrown(&class, "readMessage", vec![detached()]).is_string());
    let empty = Uint8Array::new_with_length(0);
    let outcome = method(&kms, "decryptMessage", vec![empty.into()]);
    assert_eq!(text(&outcome, "error.code"), "MessageIncomplete", "what is merely empty is not refused");
}

#[wasm_bindgen_test]
async fn a_flow_with_bytes_that_were_transferred_is_rejected() {
    let (kms, article) = (kms("{}"), article_kms("{}"));
    let to_encrypt = with(with(object(), "keyId", new_key(&kms)), "plaintext", detached());
    let envelope = with(with(object(), "iv", detached()), "ciphertext", detached());
    let to_decrypt = with(object(), "envelope", with(envelope, "encryptedDataKey", detached()));
    for engine in [&kms, &article] {
        for (name, input) in [("encryptFlow", &to_encrypt), ("decryptFlow", &to_decrypt)] {
            let error = promised(engine, name, input.clone()).await.expect_err("the bytes are gone");
            assert!(message_of(&error).contains("must not be detached"), "{name}: {error:?}");
        }
    }
    assert_goes_on(&kms);
}

/// Data is what it was when the flow was called for, be it long enough for WebCrypto or not.
#[wasm_bindgen_test]
async fn a_flow_takes_the_bytes_as_they_are() {
    let kms = kms("{}");
    for given in [vec![0; 10], vec![0; 100_000]] {
        let data = Uint8Array::from(given.as_slice());
        let input = with(with(object(), "keyId", new_key(&kms)), "plaintext", data.clone());
        let encrypting: Promise = method(&kms, "encryptFlow", vec![input]).unchecked_into();
        data.fill(7, 0, data.length());
        let encrypted = JsFuture::from(encrypting).await.expect("a flow that goes well");
        let input = with(object(), "envelope", at(&encrypted, "envelope"));
        assert!(bytes(&settled(&kms, "decryptFlow", input).await, "plaintext") == given);
    }
}

#[wasm_bindgen_test]
fn a_value_that_contains_itself_is_refused() {
    let kms = kms("{}");
    for (member, words) in [
        ("quotas", "requests per second by the name of the quota"),
        ("now", "expected epoch seconds or 'system'"),
        ("seed", "expected a string"),
    ] {
        let error = new_kms(&with(object(), member, circular())).expect_err("it is no option");
        assert!(message_of(&error).contains(words), "{member}: {error:?}");
    }
    assert_thrown(&kms, "setQuotas", vec![circular()], "setQuotas: true, false, or requests per second");
    let words = "expected the value of a condition key, a string, or a list of them";
    let options = with(object(), "conditionKeys", circular());
    assert_thrown(&kms, "call", vec!["ListKeys".into(), object(), options.clone()], words);
    assert_thrown(&kms, "quota", vec!["ListKeys".into(), options], words);
}

#[wasm_bindgen_test]
fn what_is_of_one_kind_or_another_may_be_of_each() {
    for options in [
        r#"{"now": 5, "quotas": true}"#,
        r#"{"now": 5.5, "quotas": false}"#,
        r#"{"now": "system", "quotas": {"CreateKey": 1}}"#,
    ] {
        assert_goes_on(&kms(options));
    }
    let wrong = new_kms(&json(r#"{"now": "noon"}"#)).expect_err("that is no time");
    assert_eq!(message_of(&wrong), "now: 'noon' is neither epoch seconds nor 'system'");
    let keys = json(r#"{"conditionKeys": {"aws:SourceIp": "10.0.0.1", "aws:PrincipalOrgPaths": ["a", "b"]}}"#);
    assert_eq!(at(&method(&kms("{}"), "call", vec!["ListKeys".into(), object(), keys]), "ok"), JsValue::TRUE);
}

#[wasm_bindgen_test]
fn only_a_uint8array_is_bytes() {
    let kms = kms("{}");
    let class = at(&kms, "constructor");
    let input = with(with(object(), "keyId", new_key(&kms)), "plaintext", Uint8Array::new_with_length(1));
    let writer = method(&kms, "messageWriter", vec![input]);
    let reader = method(&kms, "messageReader", vec![]);
    let text = "a text of as many characters: 32";
    for wrong in [text.into(), Array::new_with_length(32).into(), 32.into(), JsValue::UNDEFINED] {
        assert_thrown(&kms, "snapshot", vec![wrong.clone()], "snapshot: sealingKey must be a Uint8Array");
        assert_thrown(&kms, "checkpoint", vec![wrong.clone()], "checkpoint: sealingKey must be a Uint8Array");
        assert_thrown(&kms, "decryptMessage", vec![wrong.clone()], "message must be a Uint8Array");
        assert_thrown(&kms, "decryptPiece", vec![reader.clone(), wrong.clone()], "bytes must be a Uint8Array");
        for (object, name) in [(&writer, "push"), (&class, "restore"), (&class, "readMessage")] {
            let message = thrown(object, name, vec![wrong.clone()]).as_string().unwrap_or_default();
            assert!(message.contains("must be a Uint8Array"), "{name}: {message}");
        }
    }
    assert_eq!(at(&method(&writer, "finish", vec![]), "ok"), JsValue::TRUE, "what was refused changed nothing");
}

#[wasm_bindgen_test]
fn only_a_string_is_a_text() {
    let kms = kms("{}");
    for wrong in [123.into(), object(), JsValue::UNDEFINED] {
        for name in ["call", "iam", "quota"] {
            let words = format!("{name}: operation must be a string");
            assert_thrown(&kms, name, vec![wrong.clone(), object()], &words);
        }
        let class = at(&kms, "constructor");
        let message = thrown(&class, "readCommand", vec![wrong]).as_string().unwrap_or_default();
        assert!(message.contains("readCommand: text must be a string"), "{message}");
    }
}
