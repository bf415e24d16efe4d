//! `iam`, as a page calls it.

use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::js::{at, json, kms, method, object, text, thrown, with};

const ALLOW: &str =
    r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"kms:CreateKey","Resource":"*"}}"#;

fn iam(kms: &JsValue, operation: &str, input: &str) -> JsValue {
    method(kms, "iam", vec![operation.into(), json(input)])
}

fn create_key(kms: &JsValue, caller: &str) -> JsValue {
    method(kms, "call", vec!["CreateKey".into(), object(), with(object(), "caller", caller)])
}

#[wasm_bindgen_test]
fn a_user_calls_once_there_is_one_who_may() {
    let kms = kms(r#"{"now": 1795478400}"#);
    let aki = "arn:aws:iam::111122223333:user/aki";
    assert_eq!(text(&create_key(&kms, aki), "error.code"), "UnrecognizedClientException");
    let made = iam(&kms, "CreateUser", r#"{"UserName": "aki", "Tags": [{"Key": "team", "Value": "night"}]}"#);
    assert_eq!(at(&made, "ok"), JsValue::TRUE);
    assert_eq!(text(&made, "output.User.Arn"), aki);
    assert_eq!(at(&made, "output.User.CreateDate").as_f64(), Some(1_795_478_400.0));
    assert_eq!(text(&made, "output.User.Tags.0.Value"), "night");
    let refused = create_key(&kms, aki);
    assert_eq!(text(&refused, "error.code"), "AccessDeniedException");
    assert_eq!(text(&refused, "decision.because"), "no-identity-policy");
    let policy = with(json(r#"{"UserName": "aki", "PolicyName": "keys"}"#), "PolicyDocument", ALLOW);
    assert_eq!(at(&method(&kms, "iam", vec!["PutUserPolicy".into(), policy]), "ok"), JsValue::TRUE);
    assert_eq!(at(&create_key(&kms, aki), "ok"), JsValue::TRUE);
    let got = iam(&kms, "GetUserPolicy", r#"{"UserName": "aki", "PolicyName": "keys"}"#);
    assert_eq!(text(&got, "output.PolicyDocument"), ALLOW);
    assert_eq!(text(&got, "output.UserName"), "aki");
}

#[wasm_bindgen_test]
fn a_failure_is_a_value_with_its_place() {
    let kms = kms("{}");
    iam(&kms, "CreateUser", r#"{"UserName": "aki"}"#);
    for (operation, input, code, status) in [
        ("CreateUser", r#"{"UserName": "AKI"}"#, "EntityAlreadyExists", 409.0),
        ("GetUser", r#"{"UserName": "bea"}"#, "NoSuchEntity", 404.0),
        ("GetUser", r#"{"UserName": 5}"#, "MalformedInput", 400.0),
        ("GetUser", "null", "MalformedInput", 400.0),
        ("Nonsense", "{}", "InvalidAction", 400.0),
    ] {
        let outcome = iam(&kms, operation, input);
        assert_eq!(at(&outcome, "ok"), JsValue::FALSE, "{operation} {input}");
        assert_eq!(text(&outcome, "error.code"), code, "{operation} {input}");
        assert_eq!(at(&outcome, "error.status").as_f64(), Some(status));
        assert!(at(&outcome, "error.at").is_undefined());
    }
    let wrong = with(json(r#"{"UserName": "aki", "PolicyName": "p"}"#), "PolicyDocument", "{\n  \"Statement\": 5\n}");
    let outcome = method(&kms, "iam", vec!["PutUserPolicy".into(), wrong]);
    assert_eq!(text(&outcome, "error.code"), "MalformedPolicyDocument");
    assert_eq!(at(&outcome, "error.at.line").as_f64(), Some(2.0));
    assert_eq!(text(&outcome, "error.at.pointer"), "/Statement");
}

#[wasm_bindgen_test]
fn another_account_has_users_of_its_own() {
    let kms = kms("{}");
    let account = json(r#"{"account": "444455556666"}"#);
    let made = method(&kms, "iam", vec!["CreateUser".into(), json(r#"{"UserName": "noor"}"#), account]);
    assert_eq!(text(&made, "output.User.Arn"), "arn:aws:iam::444455556666:user/noor");
    assert_eq!(text(&iam(&kms, "GetUser", r#"{"UserName": "noor"}"#), "error.code"), "NoSuchEntity");
    let wrong = json(r#"{"account": "noor"}"#);
    assert!(thrown(&kms, "iam", vec!["ListUsers".into(), object(), wrong]).is_string());
}
