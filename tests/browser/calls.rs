//! `call`, `handle`, the clock, snapshots.

use js_sys::{Date, Uint8Array};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::js::{at, bytes, json, kms, method, text, thrown, with};

fn call(kms: &JsValue, operation: &str, input: JsValue) -> JsValue {
    method(kms, "call", vec![operation.into(), input])
}

fn new_key(kms: &JsValue) -> String {
    text(&call(kms, "CreateKey", json("{}")), "output.KeyMetadata.KeyId")
}

#[wasm_bindgen_test]
fn the_browsers_randomness_makes_keys_that_differ() {
    let (first, second) = (kms("{}"), kms("{}"));
    assert_ne!(new_key(&first), new_key(&second));
    let random = |kms| bytes(&call(kms, "GenerateRandom", json(r#"{"NumberOfBytes": 32}"#)), "output.Plaintext");
    assert_ne!(random(&first), random(&first));
    assert_ne!(random(&first), vec![0; 32]);
}

#[wasm_bindgen_test]
fn a_seed_makes_the_same_keys_again() {
    let options = r#"{"seed": "s", "now": 1795478400}"#;
    assert_eq!(new_key(&kms(options)), new_key(&kms(options)));
}

#[wasm_bindgen_test]
fn the_clock_is_the_browsers_unless_it_is_set() {
    let now = method(&kms("{}"), "now", vec![]).as_f64().expect("a number");
    #[expect(clippy::disallowed_methods, reason = "the test compares the engine's clock with the browser's")]
    let browser = Date::now() / 1000.0;
    assert!((browser - now).abs() < 5.0);

    let set = kms(r#"{"now": 1000}"#);
    method(&set, "advance", vec![86400.5.into()]);
    assert_eq!(method(&set, "now", vec![]).as_f64(), Some(87400.5));
    assert!(thrown(&set, "advance", vec![(-1).into()]).is_string());
    assert!(thrown(&set, "advance", vec![f64::NAN.into()]).is_string());
}

#[wasm_bindgen_test]
fn a_call_takes_and_gives_plain_objects() {
    let kms = kms("{}");
    let key_id = new_key(&kms);
    let input = with(json("{}"), "KeyId", key_id.as_str());
    let input = with(input, "Plaintext", Uint8Array::from(b"hello".as_slice()));
    let encrypted = call(&kms, "Encrypt", with(input, "EncryptionContext", json(r#"{"to": "Aki"}"#)));
    assert_eq!(at(&encrypted, "ok"), JsValue::TRUE);
    assert!(text(&encrypted, "output.KeyId").ends_with(&key_id));
    let input = with(json("{}"), "CiphertextBlob", at(&encrypted, "output.CiphertextBlob"));
    let decrypted = call(&kms, "Decrypt", with(input, "EncryptionContext", json(r#"{"to": "Aki"}"#)));
    assert_eq!(bytes(&decrypted, "output.Plaintext"), b"hello");
}

#[wasm_bindgen_test]
fn a_failure_is_a_value() {
    let kms = kms("{}");
    for (operation, input, code) in [
        ("Nonsense", "{}", "UnknownOperationException"),
        ("Sign", "{}", "ValidationException"),
        ("DescribeKey", "{}", "ValidationException"),
        ("DescribeKey", r#"{"KeyId": 5}"#, "SerializationException"),
        ("DescribeKey", "null", "SerializationException"),
        ("DescribeKey", r#"{"KeyId": "alias/none"}"#, "NotFoundException"),
        ("Encrypt", r#"{"KeyId": "alias/none", "Plaintext": "aGVsbG8="}"#, "SerializationException"),
    ] {
        let outcome = call(&kms, operation, json(input));
        assert_eq!(at(&outcome, "ok"), JsValue::FALSE, "{operation} {input}");
        assert_eq!(text(&outcome, "error.code"), code, "{operation} {input}");
        assert_eq!(at(&outcome, "error.status").as_f64(), Some(400.0));
    }
}

#[wasm_bindgen_test]
fn a_refused_caller_gets_the_decision() {
    let kms = kms("{}");
    let outcome = call(&kms, "CreateKey", json("{}"));
    let input = with(json("{}"), "KeyId", text(&outcome, "output.KeyMetadata.Arn"));
    let stranger = json(r#"{"caller": "arn:aws:iam::999999999999:root", "trace": true}"#);
    let outcome = method(&kms, "call", vec!["DescribeKey".into(), input, stranger]);
    assert_eq!(text(&outcome, "error.code"), "AccessDeniedException");
    assert_eq!(text(&outcome, "decision.effect"), "implicit-deny");
    assert_eq!(text(&outcome, "trace.outcome.gate"), "authorization");
}

#[wasm_bindgen_test]
fn a_command_line_is_read_as_a_call() {
    let kms = kms("{}");
    let class = at(&kms, "constructor");
    let line = "aws kms encrypt --key-id alias/letters --plaintext aGVsbG8= --region eu-west-1";
    let read = method(&class, "readCommand", vec![line.into()]);
    assert_eq!((at(&read, "ok"), text(&read, "operation")), (JsValue::TRUE, "Encrypt".to_owned()));
    assert_eq!(bytes(&read, "input.Plaintext"), b"hello");
    assert_eq!(text(&read, "input.KeyId"), "alias/letters");
    assert_eq!(text(&read, "region"), "eu-west-1");
    let read = method(&class, "readCommand", vec!["aws kms list-keys --output json".into()]);
    assert_eq!(text(&at(&read, "cli"), "--output"), "json");
    let unread = method(&class, "readCommand", vec!["aws kms encrpt".into()]);
    assert_eq!(at(&unread, "ok"), JsValue::FALSE);
    assert_eq!(text(&unread, "error.message"), "'aws kms' has no operation 'encrpt'. Did you mean encrypt?");
}

#[wasm_bindgen_test]
fn every_command_is_described() {
    let class = at(&kms("{}"), "constructor");
    let shapes = method(&class, "commands", vec![]);
    let create_grant = at(&shapes, "4");
    assert_eq!(
        (text(&create_grant, "operation"), text(&create_grant, "name")),
        ("CreateGrant".to_owned(), "create-grant".to_owned())
    );
    let operations = at(&create_grant, "options.3");
    assert_eq!(
        (text(&operations, "name"), text(&operations, "member"), text(&operations, "kind")),
        ("--operations".to_owned(), "Operations".to_owned(), "list".to_owned())
    );
}

#[wasm_bindgen_test]
fn handle_speaks_aws_json() {
    let kms = kms("{}");
    for body in [JsValue::from("{}"), Uint8Array::from(b"{}".as_slice()).into(), JsValue::UNDEFINED] {
        let request = json(r#"{"method": "POST", "path": "/", "headers": {"x-aMz-Target": "TrentService.CreateKey"}}"#);
        let response = method(&kms, "handle", vec![with(request, "body", body)]);
        assert_eq!(at(&response, "status").as_f64(), Some(200.0));
        let headers = at(&response, "headers");
        assert_eq!(text(&headers, "content-type"), "application/x-amz-json-1.1");
        let answer = String::from_utf8(bytes(&response, "body")).expect("JSON is UTF-8");
        assert_eq!(text(&json(&answer), "KeyMetadata.KeyState"), "Enabled");
    }
}

#[wasm_bindgen_test]
fn a_snapshot_restores_into_another_engine() {
    let kms = kms("{}");
    let key_id = new_key(&kms);
    let input = with(json(r#"{"KeySpec": "AES_256"}"#), "KeyId", key_id);
    let issued = call(&kms, "GenerateDataKey", input);
    let sealing_key = Uint8Array::from([7; 32].as_slice());
    let snapshot = method(&kms, "snapshot", vec![sealing_key.clone().into()]);

    let class = at(&kms, "constructor");
    let restored = method(&class, "restore", vec![snapshot.clone(), sealing_key.into()]);
    let input = with(json("{}"), "CiphertextBlob", at(&issued, "output.CiphertextBlob"));
    let opened = call(&restored, "Decrypt", input);
    assert_eq!(bytes(&opened, "output.Plaintext"), bytes(&issued, "output.Plaintext"));

    let other_key = Uint8Array::from([8; 32].as_slice());
    let message = thrown(&class, "restore", vec![snapshot.clone(), other_key.into()]);
    assert!(message.as_string().expect("thrown").contains("sealed under another key"));
    assert!(thrown(&class, "restore", vec![snapshot, Uint8Array::new_with_length(5).into()]).is_string());
}

#[wasm_bindgen_test]
fn the_audit_log_is_what_cloudtrail_would_write() {
    let kms = kms(r#"{"now": 1795478400}"#);
    let key_id = new_key(&kms);
    let input = with(json(r#"{"KeySpec": "AES_256"}"#), "KeyId", key_id.as_str());
    let made = method(&kms, "call", vec!["GenerateDataKey".into(), input, json(r#"{"trace": true}"#)]);
    let event = at(&method(&kms, "auditLog", vec![json(r#"{"operation": "GenerateDataKey"}"#)]), "0");
    assert_eq!(text(&event, "eventName"), "GenerateDataKey");
    assert_eq!(text(&event, "eventTime"), "2026-11-24T00:00:00Z");
    assert_eq!(text(&event, "userIdentity.type"), "Root");
    assert_eq!(text(&event, "requestParameters.keyId"), key_id);
    assert_eq!(at(&event, "responseElements"), JsValue::NULL, "null, as CloudTrail writes it, and not left out");
    assert_eq!(text(&event, "requestID"), text(&made, "requestId"), "the trace of a call is found from its event");
    assert_eq!(at(&event, "readOnly"), JsValue::TRUE);

    call(&kms, "Decrypt", with(json("{}"), "CiphertextBlob", Uint8Array::new_with_length(5)));
    let failed = method(&kms, "auditLog", vec![json(r#"{"outcome": "failure"}"#)]);
    assert_eq!(at(&failed, "length").as_f64(), Some(1.0));
    assert_eq!(text(&failed, "0.errorCode"), "InvalidCiphertextException");
    assert_eq!(at(&method(&kms, "auditLog", vec![json(r#"{"limit": 2}"#)]), "length").as_f64(), Some(2.0));
    assert!(thrown(&kms, "auditLog", vec![json(r#"{"outcome": "perhaps"}"#)]).is_string());
}

#[wasm_bindgen_test]
fn a_quota_tells_what_is_left_of_it() {
    let kms = kms(r#"{"now": 1795478400, "region": "ap-northeast-1"}"#);
    let quota = |kms: &JsValue, operation: &str| method(kms, "quota", vec![operation.into()]);
    assert_eq!(quota(&kms, "Decrypt"), JsValue::UNDEFINED, "nobody counts");
    method(&kms, "setQuotas", vec![JsValue::TRUE]);
    assert_eq!(at(&quota(&kms, "Decrypt"), "rate").as_f64(), Some(20_000.0));
    call(&kms, "GenerateRandom", json(r#"{"NumberOfBytes": 1}"#));
    assert_eq!(at(&quota(&kms, "Decrypt"), "available").as_f64(), Some(19_999.0));
    assert_eq!(text(&quota(&kms, "Decrypt"), "name"), "Cryptographic operations (symmetric)");
    method(&kms, "setQuotas", vec![json(r#"{"CreateKey": 1}"#)]);
    new_key(&kms);
    let refused = call(&kms, "CreateKey", json("{}"));
    assert_eq!(text(&refused, "error.code"), "ThrottlingException");
    method(&kms, "advance", vec![1.into()]);
    new_key(&kms);
    assert!(thrown(&kms, "setQuotas", vec!["many".into()]).is_string());
    assert!(thrown(&kms, "quota", vec!["Nonsense".into()]).is_string());
}

#[wasm_bindgen_test]
fn an_engine_goes_on_from_a_checkpoint_as_one_that_is_restored_from_it() {
    let options = r#"{"seed": "s", "now": 1795478400}"#;
    let engine = kms(options);
    new_key(&engine);
    let sealing_key = Uint8Array::from([7; 32].as_slice());
    let class = at(&engine, "constructor");
    let checkpoint = method(&engine, "checkpoint", vec![sealing_key.clone().into()]);
    let restored = method(&class, "restore", vec![checkpoint, sealing_key.clone().into(), json(options)]);
    assert_eq!(new_key(&engine), new_key(&restored));
    // A snapshot alone leaves the engine's randomness as it is.
    let snapshot = method(&engine, "snapshot", vec![sealing_key.clone().into()]);
    let restored = method(&class, "restore", vec![snapshot, sealing_key.into(), json(options)]);
    assert_ne!(new_key(&engine), new_key(&restored));
}
