//! AWS JSON 1.1, as a client sees it.

use std::collections::BTreeSet;

use glass_kms::{
    operations::{Kms, Response},
    wire::{HttpRequest, HttpResponse, handle},
};
use serde_json::{Value, json};

use crate::{
    iam::{ALLOW, TRUST, administer},
    support::{base64, call, empty_kms, kms, member, read, text, written},
    tour::tour,
};

/// A request with these headers and this body.
fn send(kms: &mut Kms, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> HttpResponse {
    let headers: Vec<_> = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    handle(kms, &HttpRequest { method: "POST", path: "/", headers: &headers, body: body.as_ref() })
}

/// A request for an operation, without credentials.
fn post(kms: &mut Kms, operation: &str, body: impl AsRef<[u8]>) -> HttpResponse {
    send(kms, &[("X-Amz-Target", &format!("TrentService.{operation}"))], body)
}

/// A request for the caller's new key, signed by somebody for some Region; the key's ARN.
fn arn_of_new_key(authorization: &str) -> String {
    let headers = [("x-amz-target", "TrentService.CreateKey"), ("authorization", authorization)];
    let response = send(&mut empty_kms(), &headers, "{}");
    assert_eq!(response.status, 200, "{authorization}: {}", body(&response));
    text(&member(&body(&response), "KeyMetadata"), "Arn")
}

fn body(response: &HttpResponse) -> Value {
    serde_json::from_slice(&response.body).expect("the body is JSON")
}

fn header<'a>(response: &'a HttpResponse, name: &str) -> &'a str {
    let found = response.headers().into_iter().find(|(given, _)| *given == name);
    found.map(|(_, value)| value).expect("the header is there")
}

#[track_caller]
fn refused(response: &HttpResponse, code: &str, message: &str) {
    assert_eq!(response.status, 400);
    assert_eq!(body(response), json!({ "__type": code, message_member(code): message }));
}

/// How an exception's message is called.
fn message_member(code: &str) -> &'static str {
    if code == "AccessDeniedException" { "Message" } else { "message" }
}

/// The same, for a message that somebody else words.
#[track_caller]
fn unreadable(response: &HttpResponse) {
    assert_eq!((response.status, text(&body(response), "__type")), (400, "SerializationException".to_owned()));
    assert!(!text(&body(response), "message").is_empty());
    assert_eq!(body(response).as_object().map(serde_json::Map::len), Some(2));
}

#[test]
fn an_answer_is_json_with_the_headers_of_aws() {
    let mut kms = kms();
    let response = post(&mut kms, "ListKeys", "{}");
    assert_eq!(response.status, 200);
    assert_eq!(header(&response, "content-type"), "application/x-amz-json-1.1");
    let mut names: Vec<_> = response.headers().iter().map(|(name, _)| name.to_lowercase()).collect();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), response.headers().len(), "each header once");
    let refusal = post(&mut kms, "DescribeKey", "{}");
    assert_eq!(header(&refusal, "content-type"), "application/x-amz-json-1.1");
}

#[test]
fn every_answer_has_a_request_id_of_its_own() {
    let mut kms = kms();
    let mut seen = BTreeSet::new();
    for operation in ["ListKeys", "ListKeys", "DescribeKey", "Sign", "Nonsense"] {
        let response = post(&mut kms, operation, "{}");
        let id = header(&response, "x-amzn-requestid").to_owned();
        assert!(id.len() == 36 && id.chars().all(|c| c == '-' || c.is_ascii_hexdigit()), "{id}");
        assert_eq!((id.chars().nth(14), id.matches('-').count()), (Some('4'), 4), "a version 4 UUID: {id}");
        assert!(seen.insert(id));
    }
}

#[test]
fn header_names_have_any_case() {
    for name in ["X-Amz-Target", "x-amz-target", "X-AMZ-TARGET"] {
        assert_eq!(send(&mut kms(), &[(name, "TrentService.ListKeys")], "{}").status, 200);
    }
    assert_eq!(send(&mut kms(), &[("x-amz-target", " TrentService.ListKeys ")], "{}").status, 200);
}

#[test]
fn a_target_must_be_an_operation_of_kms() {
    let mut kms = kms();
    refused(
        &send(&mut kms, &[("Content-Type", "application/x-amz-json-1.1")], "{}"),
        "UnknownOperationException",
        "the header X-Amz-Target is missing; it names the operation",
    );
    for target in ["", "ListKeys", "DynamoDB_20120810.ListTables", "trentservice.ListKeys"] {
        refused(
            &send(&mut kms, &[("X-Amz-Target", target)], "{}"),
            "UnknownOperationException",
            &format!("'{target}' is not a target of AWS KMS: TrentService.<operation>"),
        );
    }
    for operation in ["", "listkeys", "ListKey", "ListKeys2", "ListTables"] {
        refused(
            &post(&mut kms, operation, "{}"),
            "UnknownOperationException",
            &format!("'{operation}' is not an operation of AWS KMS"),
        );
    }
}

#[test]
fn there_is_one_method_and_one_path() {
    let headers = [("X-Amz-Target".to_owned(), "TrentService.ListKeys".to_owned())];
    let send = |method, path| handle(&mut kms(), &HttpRequest { method, path, headers: &headers, body: b"{}" });
    for (method, path) in [("POST", "/"), ("post", "/"), ("POST", "/?x=1")] {
        assert_eq!(send(method, path).status, 200);
    }
    for (method, path) in [("GET", "/"), ("POST", "/keys"), ("POST", ""), ("PUT", "/")] {
        let message = format!("AWS JSON 1.1 knows only POST /, not {method} {path}");
        refused(&send(method, path), "UnknownOperationException", &message);
    }
}

#[test]
fn nothing_stands_for_an_empty_object() {
    for sent in ["", " ", "\r\n\t ", "{}", " { } \n"] {
        let response = post(&mut kms(), "ListKeys", sent);
        assert_eq!(response.status, 200, "{sent:?}");
        assert_eq!(body(&response)["Keys"].as_array().map(Vec::len), Some(2));
    }
}

#[test]
fn a_body_is_one_json_object() {
    for sent in ["[]", "null", "1", "\"{}\"", "true", "x", "\u{feff}{}"] {
        let message = "The body must be one JSON object.";
        refused(&post(&mut kms(), "ListKeys", sent), "SerializationException", message);
    }
    for sent in [
        "{",
        "{\"Limit\"",
        "{\"Limit\":",
        "{\"Limit\":1",
        "{\"Limit\":1,}",
        "{Limit:1}",
        "{\"Limit\":01}",
        "{}x",
        "{}{}",
        "{} null",
        "{'Limit':1}",
        "{\"Limit\":1,\"Limit\":1}",
        "{\"Limit\":NaN}",
    ] {
        unreadable(&post(&mut kms(), "ListKeys", sent));
    }
    unreadable(&post(&mut kms(), "ListKeys", b"{\"Marker\":\"\xff\"}"));
    unreadable(&post(&mut kms(), "ListKeys", "{\"X\":".to_owned() + &"[".repeat(100_000)));
}

#[test]
fn members_have_their_types() {
    for (operation, sent) in [
        ("ListKeys", json!({ "Limit": "1" })),
        ("ListKeys", json!({ "Limit": 1.5 })),
        ("ListKeys", json!({ "Limit": true })),
        ("ListKeys", json!({ "Limit": [1] })),
        ("ListKeys", json!({ "Limit": 1e30 })),
        ("ListKeys", json!({ "Limit": u64::MAX })),
        ("ListKeys", json!({ "Marker": 1 })),
        ("DescribeKey", json!({ "KeyId": ["alias/letters"] })),
        ("DescribeKey", json!({ "KeyId": "alias/letters", "GrantTokens": "t" })),
        ("DescribeKey", json!({ "KeyId": "alias/letters", "GrantTokens": [1] })),
        ("Encrypt", json!({ "KeyId": "alias/letters", "Plaintext": [104] })),
        ("Encrypt", json!({ "KeyId": "alias/letters", "Plaintext": 104 })),
        ("Encrypt", json!({ "KeyId": "alias/letters", "Plaintext": "aGk=", "EncryptionContext": [] })),
        ("Encrypt", json!({ "KeyId": "alias/letters", "Plaintext": "aGk=", "EncryptionContext": { "a": 1 } })),
        ("Encrypt", json!({ "KeyId": "alias/letters", "Plaintext": "aGk=", "EncryptionContext": { "a": null } })),
        ("Encrypt", json!({ "KeyId": "alias/letters", "Plaintext": "aGk=", "DryRun": "true" })),
        ("CreateKey", json!({ "MultiRegion": 0 })),
        ("CreateKey", json!({ "Tags": [1] })),
    ] {
        unreadable(&post(&mut kms(), operation, sent.to_string()));
    }
}

#[test]
fn bytes_are_base64_with_padding() {
    for plaintext in ["aGk", "aGk==", "aG k=", "aGk=\n", "a-_=", "!", "=", "aGl=", "ü"] {
        let sent = json!({ "KeyId": "alias/letters", "Plaintext": plaintext });
        unreadable(&post(&mut kms(), "Encrypt", sent.to_string()));
    }
    for plaintext in ["aGk=", "+/+/", "aG\\u006b=", "YQ\\u003d\\u003d", "YWI\\/"] {
        let sent = format!("{{\"KeyId\":\"alias/letters\",\"Plaintext\":\"{plaintext}\"}}");
        assert_eq!(post(&mut kms(), "Encrypt", sent).status, 200, "{plaintext}");
    }
}

#[test]
fn unknown_members_and_nulls_are_passed_over() {
    for sent in [
        json!({ "Limit": 1, "Owners": "ALL", "Deep": { "er": [[[{}]]] } }),
        json!({ "Limit": 1, "Marker": null }),
        json!({ "Limit": 1, "limit": "not this one" }),
    ] {
        let response = post(&mut kms(), "ListKeys", sent.to_string());
        assert_eq!(body(&response)["Keys"].as_array().map(Vec::len), Some(1), "{sent}");
    }
}

#[test]
fn the_region_is_in_the_credential() {
    let in_scope = |region: &str| {
        format!(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261124/{region}/kms/aws4_request, SignedHeaders=host, Signature=0"
        )
    };
    for (region, partition) in [("eu-west-1", "aws"), ("cn-north-1", "aws-cn")] {
        let arn = arn_of_new_key(&in_scope(region));
        assert!(arn.starts_with(&format!("arn:{partition}:kms:{region}:111122223333:key/")), "{arn}");
    }
    let tight =
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261124/eu-west-1/kms/aws4_request,SignedHeaders=host,Signature=0";
    assert!(arn_of_new_key(tight).contains(":eu-west-1:"));
    for none in ["", "Bearer x", "AWS4-HMAC-SHA256 Credential=", "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE"] {
        assert!(arn_of_new_key(none).starts_with("arn:aws:kms:ap-northeast-1:111122223333:key/"), "{none}");
    }
    let headers = [("X-Amz-Target", "TrentService.ListKeys"), ("Authorization", &in_scope("tokyo"))];
    refused(
        &send(&mut kms(), &headers, "{}"),
        "ValidationException",
        "'tokyo' is not the name of a Region; one looks like ap-northeast-1",
    );
}

#[test]
fn the_caller_is_in_the_credential() {
    let by =
        |id: &str| format!("AWS4-HMAC-SHA256 Credential={id}/20261124/ap-northeast-1/kms/aws4_request, Signature=0");
    for (id, account) in [
        ("444455556666", "444455556666"),
        ("000000000000", "000000000000"),
        ("AKIDEXAMPLE", "111122223333"),
        ("44445555666", "111122223333"),
        ("4444555566667", "111122223333"),
        ("44445555666a", "111122223333"),
        ("", "111122223333"),
    ] {
        assert!(arn_of_new_key(&by(id)).contains(&format!(":{account}:key/")), "{id}");
    }
}

/// Asks for random bytes, which takes an identity policy and no key, with an access key.
fn send_with(kms: &mut Kms, access_key_id: &str) -> HttpResponse {
    let authorization = format!("AWS4-HMAC-SHA256 Credential={access_key_id}/20261124/eu-west-1/kms/aws4_request, x");
    let headers = [("X-Amz-Target", "TrentService.GenerateRandom"), ("Authorization", authorization.as_str())];
    send(kms, &headers, "{\"NumberOfBytes\":3}")
}

/// Lets somebody have random bytes.
fn allow_random(kms: &mut Kms, operation: &str, member: &str, name: &str) {
    let policy = ALLOW.replace("kms:Decrypt", "kms:GenerateRandom");
    administer(kms, operation, json!({ member: name, "PolicyName": "random", "PolicyDocument": policy }));
}

#[test]
fn an_access_key_calls_as_its_user() {
    let mut kms = kms();
    administer(&mut kms, "CreateUser", json!({ "UserName": "aki", "Path": "/night/" }));
    let made = administer(&mut kms, "CreateAccessKey", json!({ "UserName": "aki" }));
    let id = text(&made["AccessKey"], "AccessKeyId");
    let message = "User: arn:aws:iam::111122223333:user/night/aki is not authorized to perform: kms:GenerateRandom on \
        resource: * because no identity-based policy allows the kms:GenerateRandom action";
    refused(&send_with(&mut kms, &id), "AccessDeniedException", message);
    allow_random(&mut kms, "PutUserPolicy", "UserName", "aki");
    assert_eq!(send_with(&mut kms, &id).status, 200);

    let key = |more: Value| {
        let mut input = json!({ "UserName": "aki", "AccessKeyId": id });
        input.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        input
    };
    let invalid = "The security token included in the request is invalid.";
    administer(&mut kms, "UpdateAccessKey", key(json!({ "Status": "Inactive" })));
    refused(&send_with(&mut kms, &id), "UnrecognizedClientException", invalid);
    administer(&mut kms, "UpdateAccessKey", key(json!({ "Status": "Active" })));
    assert_eq!(send_with(&mut kms, &id).status, 200);
    administer(&mut kms, "DeleteAccessKey", key(json!({})));
    refused(&send_with(&mut kms, &id), "UnrecognizedClientException", invalid);
    assert_eq!(send_with(&mut kms, "AKIAIOSFODNN7EXAMPLE").status, 200, "a stranger's key is the root's");
}

#[test]
fn an_access_key_calls_as_its_session_until_that_ends() {
    let mut kms = kms();
    let role = administer(&mut kms, "CreateRole", json!({ "RoleName": "postman", "AssumeRolePolicyDocument": TRUST }));
    let session = json!({ "RoleArn": role["Role"]["Arn"], "RoleSessionName": "night", "DurationSeconds": 900 });
    let made = administer(&mut kms, "AssumeRole", session.clone());
    let id = text(&made["Credentials"], "AccessKeyId");
    let message = "User: arn:aws:sts::111122223333:assumed-role/postman/night is not authorized to perform: \
        kms:GenerateRandom on resource: * because no identity-based policy allows the kms:GenerateRandom action";
    refused(&send_with(&mut kms, &id), "AccessDeniedException", message);
    allow_random(&mut kms, "PutRolePolicy", "RoleName", "postman");
    assert_eq!(send_with(&mut kms, &id).status, 200);
    kms.advance(core::time::Duration::from_mins(15)).expect("time passes");
    let message = "The security token included in the request is expired.";
    refused(&send_with(&mut kms, &id), "UnrecognizedClientException", message);

    let made = administer(&mut kms, "AssumeRole", session);
    let id = text(&made["Credentials"], "AccessKeyId");
    administer(&mut kms, "DeleteRolePolicy", json!({ "RoleName": "postman", "PolicyName": "random" }));
    administer(&mut kms, "DeleteRole", json!({ "RoleName": "postman" }));
    let message = "The security token included in the request is invalid.";
    refused(&send_with(&mut kms, &id), "UnrecognizedClientException", message);
}

#[test]
fn an_exception_without_a_message_has_no_member_for_it() {
    let mut kms = kms();
    for (operation, sent, code) in [
        ("Decrypt", json!({ "CiphertextBlob": base64([1; 149]) }), "InvalidCiphertextException"),
        ("DeleteAlias", json!({ "AliasName": "alias/aws/s3" }), "NotAuthorizedException"),
    ] {
        let response = post(&mut kms, operation, sent.to_string());
        assert_eq!((response.status, body(&response)), (400, json!({ "__type": code })));
        assert_eq!(response.body, format!("{{\"__type\":\"{code}\"}}").into_bytes());
    }
}

#[test]
fn moments_are_numbers_of_seconds() {
    let mut kms = kms();
    kms.advance(core::time::Duration::from_millis(191)).expect("time passes");
    let response = post(&mut kms, "CreateKey", "{}");
    let json = String::from_utf8(response.body).expect("UTF-8");
    assert!(json.contains("\"CreationDate\":1795478400.191,"), "{json}");
}

#[test]
fn the_wire_and_a_typed_call_give_the_same_answers() {
    let (mut by_wire, mut typed) = (empty_kms(), empty_kms());
    let mut calls = 0;
    tour(|ask| {
        let context = ask.context();
        let account = context.caller.map_or("AKIDEXAMPLE", |_| "444455556666");
        let region = context.region.unwrap_or("ap-northeast-1");
        let authorization = format!("Credential={account}/20261124/{region}/kms/aws4_request");
        let target = format!("TrentService.{}", ask.operation);
        let headers = [("X-Amz-Target", target.as_str()), ("Authorization", &authorization)];
        let response = send(&mut by_wire, &headers, ask.input.to_string());
        let answer = crate::support::ask_as(&mut typed, &context, ask.operation, ask.input.clone());
        // The wire draws an id for its answer from the same randomness.
        assert_eq!(typed.request_id(), header(&response, "x-amzn-requestid"));
        match &answer {
            Ok(answer) => assert_eq!((200, answer), (response.status, &body(&response))),
            Err(error) => assert_eq!(
                (error.status(), json!(error.code()), error.message()),
                (
                    response.status,
                    body(&response)["__type"].clone(),
                    body(&response).get(message_member(error.code())).and_then(Value::as_str).unwrap_or_default()
                )
            ),
        }
        assert!(!has_null(&body(&response)), "{}", body(&response));
        calls += 1;
        answer
    });
    assert!(calls > 40);
}

fn has_null(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(values) => values.iter().any(has_null),
        Value::Object(members) => members.values().any(has_null),
        _ => false,
    }
}

#[test]
fn a_response_serializes_as_the_wire_has_it() {
    let mut kms = kms();
    let request = read("GenerateRandom", &json!({ "NumberOfBytes": 3 })).expect("read");
    let response = call(&mut kms, request).expect("random bytes");
    let Response::GenerateRandom(random) = &response else { panic!("{response:?}") };
    let expected = json!({ "Plaintext": base64(random.plaintext.expose()) });
    assert_eq!(written(&response), expected);
}
