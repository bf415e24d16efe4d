//! The keys that AWS services have in every account that uses them.

use std::{cell::Cell, rc::Rc};

use glass_kms::operations::{CallContext, Kms};
use serde_json::{Value, json};

use crate::{
    failures::RunsDry,
    support::{
        DATA, ask, ask_as, base64, bytes, day, days, empty_kms, env, good, in_region, list, names, options, root,
        seeded, stranger, text, wait,
    },
};

/// The condition key of a call that a service makes.
fn via(service: &str) -> Vec<(String, Vec<String>)> {
    vec![("kms:ViaService".to_owned(), vec![service.to_owned()])]
}

fn through(condition_keys: &[(String, Vec<String>)]) -> CallContext<'_> {
    CallContext { condition_keys, ..root() }
}

fn is_empty(kms: &mut Kms) -> bool {
    let keys = good(kms, "ListKeys", json!({}));
    let aliases = good(kms, "ListAliases", json!({}));
    list(&keys, "Keys").is_empty() && list(&aliases, "Aliases").is_empty()
}

#[test]
fn a_managed_key_is_made_when_it_is_first_asked_for() {
    let mut kms = empty_kms();
    assert!(is_empty(&mut kms));
    let described = good(&mut kms, "DescribeKey", json!({ "KeyId": "alias/aws/s3" }));
    let key = &described["KeyMetadata"];
    for (name, value) in [
        ("KeyManager", json!("AWS")),
        ("Origin", json!("AWS_KMS")),
        ("KeyState", json!("Enabled")),
        ("Enabled", json!(true)),
        ("CreationDate", json!(day(0))),
        ("Description", json!("Default key that protects my data in s3 when no other key is defined")),
    ] {
        assert_eq!(key[name], value, "{name}");
    }
    let again =
        good(&mut kms, "DescribeKey", json!({ "KeyId": "arn:aws:kms:ap-northeast-1:111122223333:alias/aws/s3" }));
    assert_eq!(again, described, "it is made once");
    let aliases = good(&mut kms, "ListAliases", json!({}));
    assert_eq!(
        aliases["Aliases"],
        json!([{
            "AliasName": "alias/aws/s3",
            "AliasArn": "arn:aws:kms:ap-northeast-1:111122223333:alias/aws/s3",
            "TargetKeyId": key["KeyId"],
            "CreationDate": day(0),
            "LastUpdatedDate": day(0),
        }])
    );
    let mut ids = vec![text(key, "KeyId")];
    let elsewhere = in_region("eu-west-1");
    for (context, alias) in [(&root(), "alias/aws/ebs"), (&elsewhere, "alias/aws/s3"), (&stranger(), "alias/aws/s3")] {
        let described = ask_as(&mut kms, context, "DescribeKey", json!({ "KeyId": alias })).expect("described");
        ids.push(text(&described["KeyMetadata"], "KeyId"));
    }
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 4, "every service has its own key in every account and Region");
}

#[test]
fn only_services_that_there_are_have_keys() {
    let mut kms = empty_kms();
    for alias in ["alias/aws/nothing", "alias/aws/", "alias/aws/S3", "alias/aws/s3/", "alias/s3"] {
        let answer = ask(&mut kms, "DescribeKey", json!({ "KeyId": alias }));
        assert_eq!(answer.map_err(|error| error.code()), Err("NotFoundException"), "{alias}");
    }
    assert!(is_empty(&mut kms));
}

#[test]
fn a_managed_key_is_used_through_its_service_only() {
    let mut kms = empty_kms();
    let own = via("s3.ap-northeast-1.amazonaws.com");
    let input = json!({ "KeyId": "alias/aws/s3", "Plaintext": base64(DATA) });
    let sealed = ask_as(&mut kms, &through(&own), "Encrypt", input.clone()).expect("S3 encrypts");
    let decrypt = json!({ "CiphertextBlob": sealed["CiphertextBlob"] });
    let opened = ask_as(&mut kms, &through(&own), "Decrypt", decrypt.clone()).expect("S3 decrypts");
    assert_eq!(bytes(&opened, "Plaintext"), DATA);
    for other in [vec![], via("ec2.ap-northeast-1.amazonaws.com"), via("s3.eu-west-1.amazonaws.com")] {
        for (operation, input) in [("Encrypt", &input), ("Decrypt", &decrypt)] {
            let answer = ask_as(&mut kms, &through(&other), operation, input.clone());
            assert_eq!(answer.map_err(|error| error.code()), Err("AccessDeniedException"), "{operation} {other:?}");
        }
    }
    // The service has another name in the condition key than in the alias.
    let disk = json!({ "KeyId": "alias/aws/ebs", "NumberOfBytes": 64 });
    let ec2 = via("ec2.ap-northeast-1.amazonaws.com");
    assert!(ask_as(&mut kms, &through(&ec2), "GenerateDataKeyWithoutPlaintext", disk).is_ok());
}

#[test]
fn a_refused_call_leaves_no_managed_key_behind() {
    let mut kms = empty_kms();
    for (operation, input, code) in [
        ("Encrypt", json!({ "KeyId": "alias/aws/s3", "Plaintext": base64(DATA) }), "AccessDeniedException"),
        ("Decrypt", json!({ "KeyId": "alias/aws/s3", "CiphertextBlob": base64(DATA) }), "InvalidCiphertextException"),
        ("GenerateDataKey", json!({ "KeyId": "alias/aws/s3" }), "ValidationException"),
        ("GetKeyPolicy", json!({ "KeyId": "alias/aws/s3" }), "NotFoundException"),
    ] {
        let answer = ask(&mut kms, operation, input);
        assert_eq!(answer.map_err(|error| error.code()), Err(code), "{operation}");
        assert!(is_empty(&mut kms), "{operation}");
    }
    let s3 = via("s3.ap-northeast-1.amazonaws.com");
    let dry = json!({ "KeyId": "alias/aws/s3", "Plaintext": base64(DATA), "DryRun": true });
    let answer = ask_as(&mut kms, &through(&s3), "Encrypt", dry);
    assert_eq!(answer.map_err(|error| error.code()), Err("DryRunOperationException"));
    assert!(is_empty(&mut kms));
}

#[test]
fn a_call_that_runs_out_of_randomness_leaves_no_managed_key_behind() {
    let left = Rc::new(Cell::new(u32::MAX));
    let mut kms = Kms::new(env(RunsDry { source: seeded("kms"), left: Rc::clone(&left) }), options());
    assert!(is_empty(&mut kms));
    let input =
        json!({ "CiphertextBlob": base64(DATA), "SourceKeyId": "alias/aws/s3", "DestinationKeyId": "alias/aws/ebs" });
    // Each of the two keys takes an id, its material and an initialization vector.
    for draws in 0..6 {
        left.set(draws);
        let answer = ask(&mut kms, "ReEncrypt", input.clone());
        assert_eq!(answer.map_err(|error| error.code()), Err("KMSInternalException"), "{draws} draws");
        assert!(is_empty(&mut kms), "{draws} draws");
    }
    left.set(6);
    assert_eq!(ask(&mut kms, "ReEncrypt", input).map_err(|error| error.code()), Err("InvalidCiphertextException"));
    assert!(is_empty(&mut kms));
}

#[test]
fn nobody_can_change_a_managed_key() {
    let mut kms = empty_kms();
    let key = names(&mut kms, "alias/aws/s3").id;
    let policy = r#"{ "Statement": { "Effect": "Allow", "Principal": "*", "Action": "kms:*", "Resource": "*" } }"#;
    let everything = |kms: &mut Kms| {
        let asked = ["DescribeKey", "GetKeyPolicy", "GetKeyRotationStatus", "ListAliases", "ListKeyRotations"];
        asked.map(|operation| good(kms, operation, json!({ "KeyId": key })))
    };
    let before = everything(&mut kms);
    for (operation, more) in [
        ("CreateAlias", json!({ "AliasName": "alias/mine", "TargetKeyId": key })),
        ("DisableKey", json!({})),
        ("DisableKeyRotation", json!({})),
        ("EnableKey", json!({})),
        ("EnableKeyRotation", json!({ "RotationPeriodInDays": 90 })),
        ("PutKeyPolicy", json!({ "Policy": policy, "BypassPolicyLockoutSafetyCheck": true })),
        ("RotateKeyOnDemand", json!({})),
        ("ScheduleKeyDeletion", json!({})),
        ("TagResource", json!({ "Tags": [{ "TagKey": "a", "TagValue": "b" }] })),
        ("UntagResource", json!({ "TagKeys": ["a"] })),
        ("UpdateKeyDescription", json!({ "Description": "mine" })),
    ] {
        let mut input = json!({ "KeyId": key });
        input.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        let answer = ask(&mut kms, operation, input);
        assert_eq!(answer.map_err(|error| error.code()), Err("AccessDeniedException"), "{operation}");
    }
    let mine = good(&mut kms, "CreateKey", json!({}))["KeyMetadata"]["KeyId"].clone();
    for (operation, input) in [
        ("CreateAlias", json!({ "AliasName": "alias/aws/ebs", "TargetKeyId": mine })),
        ("UpdateAlias", json!({ "AliasName": "alias/aws/s3", "TargetKeyId": mine })),
        ("DeleteAlias", json!({ "AliasName": "alias/aws/s3" })),
    ] {
        let answer = ask(&mut kms, operation, input);
        assert_eq!(answer.map_err(|error| error.code()), Err("NotAuthorizedException"), "{operation}");
    }
    assert_eq!(everything(&mut kms), before);
}

#[test]
fn a_managed_key_is_rotated_every_year() {
    let mut kms = empty_kms();
    wait(&mut kms, days(10));
    let key = names(&mut kms, "alias/aws/s3");
    let status = |kms: &mut Kms| good(kms, "GetKeyRotationStatus", json!({ "KeyId": key.id }));
    let due = |next: f64| -> Value {
        json!({ "KeyId": key.arn, "KeyRotationEnabled": true, "RotationPeriodInDays": 365, "NextRotationDate": next })
    };
    let s3 = via("s3.ap-northeast-1.amazonaws.com");
    let input = json!({ "KeyId": "alias/aws/s3", "Plaintext": base64(DATA) });
    let sealed = ask_as(&mut kms, &through(&s3), "Encrypt", input).expect("S3 encrypts");
    for year in 1..=3 {
        assert_eq!(status(&mut kms), due(day(10 + year * 365)));
        assert_eq!(wait(&mut kms, days(365)), [("RotateKey".to_owned(), key.id.clone())]);
    }
    let input = json!({ "CiphertextBlob": sealed["CiphertextBlob"] });
    let opened = ask_as(&mut kms, &through(&s3), "Decrypt", input).expect("S3 decrypts");
    assert_eq!((bytes(&opened, "Plaintext"), text(&opened, "KeyMaterialId")), (DATA.to_vec(), key.material_id));
    assert_ne!(names(&mut kms, "alias/aws/s3").material_id, text(&opened, "KeyMaterialId"));
}
