//! What the audit log has of a call: CloudTrail's form, of every operation, and no secret.

use core::time::Duration;
use std::collections::BTreeSet;

use glass_kms::{
    iam,
    operations::{AuditFilter, CallContext, Kms, Operation},
    quota::{Quota, Quotas},
    trace::Recorder,
    types::AccountId,
};
use serde_json::{Value, json};

use crate::{
    support::{
        Answer, STRANGER, ask, ask_as, base64, empty_kms, good, kms, names, read, read_iam, refused, root, stranger,
        text, wait, with, written,
    },
    tour::{Ask, tour},
};

/// The operations that change something, by AWS's documentation of what CloudTrail has of KMS.
const CHANGES: &str = "CancelKeyDeletion ConnectCustomKeyStore CreateAlias CreateCustomKeyStore CreateGrant CreateKey \
    DeleteAlias DeleteCustomKeyStore DeleteImportedKeyMaterial DisableKey DisableKeyRotation DisconnectCustomKeyStore \
    EnableKey EnableKeyRotation ImportKeyMaterial PutKeyPolicy ReplicateKey RetireGrant RevokeGrant RotateKeyOnDemand \
    ScheduleKeyDeletion TagResource UntagResource UpdateAlias UpdateCustomKeyStore UpdateKeyDescription \
    UpdatePrimaryRegion";
pub(crate) const ROOT: &str = "arn:aws:iam::111122223333:root";

pub(crate) fn log(kms: &Kms) -> Vec<Value> {
    filtered(kms, &AuditFilter::default())
}

pub(crate) fn filtered(kms: &Kms, filter: &AuditFilter) -> Vec<Value> {
    kms.audit_log(filter).iter().map(|event| serde_json::to_value(event).expect("JSON")).collect()
}

/// The newest event.
pub(crate) fn last(kms: &Kms) -> Value {
    log(kms).pop().expect("an event")
}

/// An event of a call by the root, but for `with`; ids are taken from the event itself, since they only need to differ.
fn expected(event: &Value, members: Value) -> Value {
    let whole = json!({
        "eventVersion": "1.11",
        "userIdentity": { "type": "Root", "principalId": "111122223333", "arn": ROOT, "accountId": "111122223333" },
        "eventTime": "2026-11-24T00:00:00Z",
        "eventSource": "kms.amazonaws.com",
        "awsRegion": "ap-northeast-1",
        "sourceIPAddress": "127.0.0.1",
        "userAgent": "glass-kms",
        "responseElements": null,
        "requestID": event["requestID"],
        "eventID": event["eventID"],
        "eventType": "AwsApiCall",
        "managementEvent": true,
        "recipientAccountId": "111122223333",
        "eventCategory": "Management",
    });
    with(whole, members)
}

fn resources(arn: &str) -> Value {
    json!([{ "accountId": "111122223333", "type": "AWS::KMS::Key", "ARN": arn }])
}

#[test]
fn a_cryptographic_call_is_logged_as_cloudtrail_does() {
    let mut kms = kms();
    let key = names(&mut kms, "alias/letters");
    let context = json!({ "Department": "IT" });
    let input = json!({ "KeyId": "alias/letters", "KeySpec": "AES_256", "EncryptionContext": context });
    let made = good(&mut kms, "GenerateDataKey", input);
    let event = last(&kms);
    let members = json!({
        "eventName": "GenerateDataKey",
        "requestParameters": { "keyId": "alias/letters", "keySpec": "AES_256", "encryptionContext": context },
        "readOnly": true,
        "resources": resources(&key.arn),
    });
    assert_eq!(event, expected(&event, members));

    let input = json!({ "CiphertextBlob": made["CiphertextBlob"], "EncryptionContext": context });
    good(&mut kms, "Decrypt", input);
    let event = last(&kms);
    let members = json!({
        "eventName": "Decrypt",
        "requestParameters": { "encryptionContext": context },
        "readOnly": true,
        "resources": resources(&key.arn),
    });
    assert_eq!(event, expected(&event, members));
}

#[test]
fn a_change_is_logged_with_the_key_that_it_changed() {
    let mut kms = kms();
    let key = names(&mut kms, "alias/letters");
    good(&mut kms, "DisableKey", json!({ "KeyId": key.id }));
    let event = last(&kms);
    let members = json!({
        "eventName": "DisableKey",
        "requestParameters": { "keyId": key.id },
        "responseElements": { "keyId": key.arn },
        "readOnly": false,
        "resources": resources(&key.arn),
    });
    assert_eq!(event, expected(&event, members));

    good(&mut kms, "ScheduleKeyDeletion", json!({ "KeyId": key.id, "PendingWindowInDays": 7 }));
    let answered = json!({
        "keyId": key.arn, "keyState": "PendingDeletion", "deletionDate": "2026-12-01T00:00:00Z",
        "pendingWindowInDays": 7,
    });
    assert_eq!(last(&kms)["responseElements"], answered);
    assert_eq!(last(&kms)["requestParameters"], json!({ "keyId": key.id, "pendingWindowInDays": 7 }));
}

#[test]
fn a_new_key_is_logged_with_its_metadata() {
    let mut kms = empty_kms();
    let tags = json!([{ "TagKey": "use", "TagValue": "letters" }]);
    let made = good(&mut kms, "CreateKey", json!({ "Description": "Letters", "Tags": tags }));
    let (id, arn) = (text(&made["KeyMetadata"], "KeyId"), text(&made["KeyMetadata"], "Arn"));
    let event = last(&kms);
    let members = json!({
        "eventName": "CreateKey",
        "requestParameters": { "description": "Letters", "tags": [{ "tagKey": "use", "tagValue": "letters" }] },
        "responseElements": { "keyId": arn, "keyMetadata": {
            "aWSAccountId": "111122223333", "keyId": id, "arn": arn, "creationDate": "2026-11-24T00:00:00Z",
            "enabled": true, "description": "Letters", "keyUsage": "ENCRYPT_DECRYPT", "keyState": "Enabled",
            "origin": "AWS_KMS", "keyManager": "CUSTOMER", "customerMasterKeySpec": "SYMMETRIC_DEFAULT",
            "keySpec": "SYMMETRIC_DEFAULT", "encryptionAlgorithms": ["SYMMETRIC_DEFAULT"], "multiRegion": false,
            "currentKeyMaterialId": made["KeyMetadata"]["CurrentKeyMaterialId"],
        } },
        "readOnly": false,
        "resources": resources(&arn),
    });
    assert_eq!(event, expected(&event, members));
}

#[test]
fn a_grant_is_logged_without_its_token() {
    let mut kms = kms();
    let key = names(&mut kms, "alias/letters");
    let subset = json!({ "EncryptionContextSubset": { "to": "Aki" } });
    let input = json!({
        "KeyId": key.id, "GranteePrincipal": STRANGER, "Operations": ["Decrypt"], "Constraints": subset, "Name": "night",
    });
    let made = good(&mut kms, "CreateGrant", input);
    let event = last(&kms);
    let members = json!({
        "eventName": "CreateGrant",
        "requestParameters": {
            "keyId": key.id, "granteePrincipal": STRANGER, "operations": ["Decrypt"],
            "constraints": { "encryptionContextSubset": { "to": "Aki" } }, "name": "night",
        },
        "responseElements": { "keyId": key.arn, "grantId": made["GrantId"] },
        "readOnly": false,
        "resources": resources(&key.arn),
    });
    assert_eq!(event, expected(&event, members));
    good(&mut kms, "RetireGrant", json!({ "GrantToken": made["GrantToken"] }));
    let event = last(&kms);
    assert_eq!(event["requestParameters"], Value::Null);
    assert_eq!(event["responseElements"], json!({ "keyId": key.arn }));
}

#[test]
fn a_refused_call_is_logged_with_its_exception() {
    let mut kms = kms();
    let key = names(&mut kms, "alias/letters");
    let refusal = ask_as(&mut kms, &stranger(), "Decrypt", json!({ "CiphertextBlob": base64("nonsense") }));
    refused(refusal, "InvalidCiphertextException", "");
    let event = last(&kms);
    assert_eq!(event["errorCode"], json!("InvalidCiphertextException"));
    assert_eq!(event.get("errorMessage"), None, "the exception has no message");
    assert_eq!(event.get("resources"), None, "no key was found");
    assert_eq!(event["recipientAccountId"], json!("444455556666"));

    let error = ask_as(&mut kms, &stranger(), "DescribeKey", json!({ "KeyId": key.arn })).expect_err("refused");
    let event = last(&kms);
    // CloudTrail calls this one by another name.
    assert_eq!((error.code(), &event["errorCode"]), ("AccessDeniedException", &json!("AccessDenied")));
    assert_eq!(event["errorMessage"], json!(error.message()));

    ask(&mut kms, "CreateKey", json!({ "KeyUsage": "LOCKING" })).expect_err("a wrong shape");
    assert_eq!(last(&kms)["errorCode"], json!("ValidationException"));
    assert_eq!(last(&kms)["requestParameters"], json!({ "keyUsage": "LOCKING" }));
    assert_eq!(last(&kms)["responseElements"], Value::Null);

    kms.set_quotas(Some(Quotas::new([(Quota::SYMMETRIC.name.to_owned(), 0)].into_iter().collect())));
    ask(&mut kms, "GenerateRandom", json!({ "NumberOfBytes": 8 })).expect_err("throttled");
    assert_eq!(last(&kms)["errorCode"], json!("ThrottlingException"));
}

#[test]
fn a_call_by_nobody_is_in_nobodys_log() {
    let mut kms = kms();
    let before = log(&kms);
    let nobody = CallContext { caller: Some("arn:aws:iam::111122223333:user/nobody"), ..root() };
    ask_as(&mut kms, &nobody, "ListKeys", json!({})).expect_err("there is no such user");
    read("CreateKey", &json!({ "Description": 7 })).expect_err("it cannot even be read");
    assert_eq!(log(&kms), before);
}

#[test]
fn a_call_on_another_accounts_key_stands_in_both_logs() {
    let mut kms = kms();
    let key = names(&mut kms, "alias/letters");
    let to = json!({ "KeyId": key.id, "GranteePrincipal": STRANGER, "Operations": ["DescribeKey", "CreateGrant", "Decrypt"] });
    good(&mut kms, "CreateGrant", to);
    wait(&mut kms, Duration::from_mins(5));
    ask_as(&mut kms, &stranger(), "DescribeKey", json!({ "KeyId": key.arn })).expect("described");
    let events = log(&kms);
    let [callers, owners] = events.last_chunk().expect("two events");
    assert_eq!(callers["recipientAccountId"], json!("444455556666"));
    assert_eq!(owners["recipientAccountId"], json!("111122223333"));
    assert_ne!(callers["eventID"], owners["eventID"]);
    for member in ["requestID", "sharedEventID", "userIdentity", "requestParameters", "resources", "eventTime"] {
        assert_eq!(callers[member], owners[member], "{member}");
        assert!(!callers[member].is_null(), "{member}");
    }
    let of =
        |account: &str| filtered(&kms, &AuditFilter { account: Some(account.to_owned()), ..AuditFilter::default() });
    assert_eq!(of("444455556666"), core::slice::from_ref(callers));
    assert_eq!(of("111122223333").last(), Some(owners));
    assert_eq!(of("111122223333").len(), events.len() - 1);
    // Inside one account there is nothing to share.
    assert_eq!(events.first().and_then(|event| event.get("sharedEventID")), None);
}

#[test]
fn users_and_sessions_are_logged_by_what_iam_knows_of_them() {
    let mut kms = kms();
    let make = |kms: &mut Kms, operation: &str, input: Value| -> Value {
        let request = read_iam(operation, &input);
        let (directory, env) = kms.directory();
        let account = AccountId::parse("111122223333").expect("an account");
        let answer = request.and_then(|request| iam::call(directory, env, account, request)).expect("made");
        serde_json::to_value(answer).expect("JSON")
    };
    let user = make(&mut kms, "CreateUser", json!({ "UserName": "aki", "Path": "/staff/" }));
    let anyone = json!({ "Effect": "Allow", "Principal": { "AWS": ROOT }, "Action": "sts:AssumeRole" });
    let trust = json!({ "Version": "2012-10-17", "Statement": [anyone] }).to_string();
    let role = make(&mut kms, "CreateRole", json!({ "RoleName": "Clerk", "AssumeRolePolicyDocument": trust }));
    let (user_id, role_id) = (text(&user["User"], "UserId"), text(&role["Role"], "RoleId"));
    for (arn, identity) in [
        (
            "arn:aws:iam::111122223333:user/staff/aki",
            json!({
                "type": "IAMUser", "principalId": user_id, "arn": "arn:aws:iam::111122223333:user/staff/aki",
                "accountId": "111122223333", "userName": "aki",
            }),
        ),
        (
            "arn:aws:sts::111122223333:assumed-role/Clerk/night",
            json!({
                "type": "AssumedRole", "principalId": format!("{role_id}:night"),
                "arn": "arn:aws:sts::111122223333:assumed-role/Clerk/night", "accountId": "111122223333",
                "sessionContext": { "sessionIssuer": {
                    "type": "Role", "principalId": role_id, "arn": "arn:aws:iam::111122223333:role/Clerk",
                    "accountId": "111122223333", "userName": "Clerk",
                } },
            }),
        ),
    ] {
        let ip = [("aws:SourceIp".to_owned(), vec!["192.0.2.7".to_owned()])];
        let context = CallContext { caller: Some(arn), condition_keys: &ip, ..root() };
        ask_as(&mut kms, &context, "ListKeys", json!({})).expect_err("no permission");
        let event = last(&kms);
        assert_eq!(event["userIdentity"], identity);
        assert_eq!(event["sourceIPAddress"], json!("192.0.2.7"));
    }
    let by =
        |arn: &str| filtered(&kms, &AuditFilter { principal: Some(arn.to_owned()), ..AuditFilter::default() }).len();
    assert_eq!(by("arn:aws:iam::111122223333:role/Clerk"), 1, "a role stands for its sessions");
    assert_eq!(by("arn:aws:sts::111122223333:assumed-role/Clerk/night"), 1);
    assert_eq!(by("arn:aws:iam::111122223333:role/Other"), 0);
}

/// A KMS on which every operation has succeeded and failed, and everything that went in and came out.
fn walked() -> (Kms, Vec<(&'static str, Value, Answer)>) {
    let mut kms = empty_kms();
    let mut calls = Vec::new();
    tour(|ask: &Ask| {
        let request = read(ask.operation, &ask.input);
        let answer = request.and_then(|request| {
            let response = kms.call(&ask.context(), request, &mut Recorder::off())?;
            Ok(written(&response))
        });
        calls.push((ask.operation, ask.input.clone(), answer.clone()));
        answer
    });
    (kms, calls)
}

#[test]
fn every_call_of_every_operation_is_logged() {
    let (kms, calls) = walked();
    let events = filtered(&kms, &AuditFilter::default());
    let called =
        |event: &&Value| event["eventType"] == "AwsApiCall" && event["userIdentity"].get("invokedBy").is_none();
    let mut events = events.iter().filter(called);
    let changes: BTreeSet<_> = CHANGES.split_whitespace().collect();
    for (operation, input, answer) in &calls {
        let event = events.next().unwrap_or_else(|| panic!("{operation} {input} is not logged"));
        assert_eq!(event["eventName"], json!(operation));
        assert_eq!(event["readOnly"], json!(!changes.contains(operation)), "{operation}");
        let code = answer.as_ref().err().map(|error| match error.code() {
            "AccessDeniedException" => "AccessDenied",
            code => code,
        });
        assert_eq!(event.get("errorCode"), code.map(|code| json!(code)).as_ref(), "{operation} {input}");
        // Of key stores, only the id of a new one is told.
        let of_a_store = operation.ends_with("CustomKeyStore");
        let tells = !of_a_store || *operation == "CreateCustomKeyStore";
        let elements = answer.is_ok() && changes.contains(operation) && tells;
        assert_eq!(event["responseElements"].is_object(), elements, "{operation} {input}");
        if elements && of_a_store {
            assert!(text(&event["responseElements"], "customKeyStoreId").starts_with("cks-"), "{operation}");
        } else if elements {
            assert!(text(&event["responseElements"], "keyId").starts_with("arn:aws:kms:"), "{operation}");
        }
        // A call that reaches into another Region is logged there as well.
        if answer.is_ok() && ["ReplicateKey", "UpdatePrimaryRegion"].contains(operation) {
            let there = events.next().unwrap_or_else(|| panic!("{operation} {input} is not logged there"));
            assert_eq!((&there["requestID"], &there["awsRegion"]), (&event["requestID"], &json!("us-west-2")));
        }
        // A call on another account's key stands in that account's log as well.
        if let Some(shared) = event.get("sharedEventID") {
            assert_eq!(events.next().and_then(|event| event.get("sharedEventID")), Some(shared));
        }
    }
    assert_eq!(events.next(), None);
    let known: BTreeSet<_> = Operation::ALL.iter().map(|operation| operation.name()).collect();
    assert!(changes.is_subset(&known));
}

/// Every text under one of these names, however deep.
fn texts(value: &Value, names: &[&str], found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                match value {
                    Value::String(text) if names.contains(&name.as_str()) => found.push(text.clone()),
                    Value::Array(list) if names.contains(&name.as_str()) => {
                        found.extend(list.iter().filter_map(Value::as_str).map(str::to_owned));
                    }
                    value => texts(value, names, found),
                }
            }
        }
        Value::Array(list) => list.iter().for_each(|value| texts(value, names, found)),
        _ => {}
    }
}

#[test]
fn no_bytes_and_no_tokens_are_in_the_log() {
    let (kms, calls) = walked();
    let mut secret = Vec::new();
    let names = [
        "Plaintext",
        "CiphertextBlob",
        "EncryptedKeyMaterial",
        "ImportToken",
        "PublicKey",
        "GrantToken",
        "GrantTokens",
    ];
    for (_, input, answer) in &calls {
        texts(input, &names, &mut secret);
        texts(answer.as_ref().unwrap_or(&Value::Null), &names, &mut secret);
    }
    // A grant token that is none is told in an error's text like anything else that is wrong; it opens nothing.
    secret.retain(|text| text.len() > 8);
    assert!(secret.len() > 20);
    let events = kms.audit_log(&AuditFilter::default());
    let written = serde_json::to_string(&events).expect("JSON") + &format!("{events:?}");
    for text in secret {
        assert!(!written.contains(&text), "{text}");
    }
    let too_many = json!({ "KeyId": "alias/letters", "GrantTokens": vec!["a token that somebody has"; 11] });
    let mut kms = crate::support::kms();
    ask(&mut kms, "DescribeKey", too_many).expect_err("ten at the most");
    assert!(!last(&kms).to_string().contains("somebody"), "nor in an error's text");
}
