//! Multi-Region keys: made, replicated, described, used and deleted, and what their primary key is for.

use glass_kms::{
    operations::{AuditFilter, Kms, Options, REPLICATION_DELAY},
    trace::{Flow, Recorder, Subject, Trace, Track},
    types::Region,
};
use serde_json::{Value, json};

use crate::flows::golden;
use crate::iam::administer;
use crate::support::{
    Answer, DATA, MILLISECOND, ask, ask_as, base64, bytes, day, days, empty_kms, env, good, in_region, just_before,
    list, member, options, read, refused, seeded, text, wait, with,
};

pub(crate) const HOME: &str = "ap-northeast-1";
pub(crate) const AWAY: &str = "us-west-2";
const THIRD: &str = "eu-west-1";

fn arn(region: &str, key: &str) -> String {
    format!("arn:aws:kms:{region}:111122223333:key/{key}")
}

/// Calls in a Region, and is not refused.
#[track_caller]
fn good_in(kms: &mut Kms, region: &str, operation: &str, input: Value) -> Value {
    match ask_as(kms, &in_region(region), operation, input) {
        Ok(answer) => answer,
        Err(error) => panic!("{operation} in {region}: {error}"),
    }
}

/// A KMS in which replicas take their time.
fn slow() -> Kms {
    Kms::new(env(seeded("kms")), Options { replication_delay: REPLICATION_DELAY, ..options() })
}

/// A multi-Region key of the home Region.
fn primary(kms: &mut Kms) -> String {
    let made = good(kms, "CreateKey", json!({ "MultiRegion": true, "Description": "Letters" }));
    text(&member(&made, "KeyMetadata"), "KeyId")
}

/// One with a replica.
fn pair(kms: &mut Kms) -> String {
    let key = primary(kms);
    good(kms, "ReplicateKey", json!({ "KeyId": key, "ReplicaRegion": AWAY }));
    key
}

fn described(kms: &mut Kms, region: &str, key: &str) -> Value {
    member(&good_in(kms, region, "DescribeKey", json!({ "KeyId": key })), "KeyMetadata")
}

fn state(kms: &mut Kms, region: &str, key: &str) -> String {
    text(&described(kms, region, key), "KeyState")
}

fn sealed_in(kms: &mut Kms, region: &str, key: &str) -> Value {
    good_in(kms, region, "Encrypt", json!({ "KeyId": key, "Plaintext": base64(DATA) }))
}

fn open_in(kms: &mut Kms, region: &str, sealed: &Value) -> Answer {
    ask_as(kms, &in_region(region), "Decrypt", json!({ "CiphertextBlob": text(sealed, "CiphertextBlob") }))
}

fn materials(kms: &mut Kms, region: &str, key: &str) -> Vec<Value> {
    let input = json!({ "KeyId": key, "IncludeKeyMaterial": "ALL_KEY_MATERIAL" });
    list(&good_in(kms, region, "ListKeyRotations", input), "Rotations")
}

#[test]
fn a_multi_region_key_is_known_by_its_id_and_says_what_it_is() {
    let mut kms = empty_kms();
    let key = primary(&mut kms);
    assert!(key.starts_with("mrk-") && key.len() == 36, "{key}");
    let metadata = described(&mut kms, HOME, &key);
    assert_eq!(metadata["MultiRegion"], true);
    let primary_key = json!({ "Arn": arn(HOME, &key), "Region": HOME });
    let expected = json!({ "MultiRegionKeyType": "PRIMARY", "PrimaryKey": primary_key, "ReplicaKeys": [] });
    assert_eq!(metadata["MultiRegionConfiguration"], expected);
    let single = good(&mut kms, "CreateKey", json!({ "MultiRegion": false }));
    assert_eq!(member(&single, "KeyMetadata")["MultiRegion"], false);
    assert!(member(&single, "KeyMetadata").get("MultiRegionConfiguration").is_none());
}

#[test]
fn a_replica_is_answered_while_it_is_creating() {
    let mut kms = slow();
    let key = primary(&mut kms);
    let input = json!({
        "KeyId": arn(HOME, &key), "ReplicaRegion": AWAY, "Description": "Copies",
        "Tags": [{ "TagKey": "use", "TagValue": "letters" }],
    });
    let answer = good(&mut kms, "ReplicateKey", input);
    let replica = member(&answer, "ReplicaKeyMetadata");
    let expected = json!({
        "AWSAccountId": "111122223333",
        "Arn": arn(AWAY, &key),
        "CreationDate": day(0),
        "CustomerMasterKeySpec": "SYMMETRIC_DEFAULT",
        "Description": "Copies",
        "Enabled": false,
        "EncryptionAlgorithms": ["SYMMETRIC_DEFAULT"],
        "KeyId": key,
        "KeyManager": "CUSTOMER",
        "KeySpec": "SYMMETRIC_DEFAULT",
        "KeyState": "Creating",
        "KeyUsage": "ENCRYPT_DECRYPT",
        "MultiRegion": true,
        "MultiRegionConfiguration": {
            "MultiRegionKeyType": "REPLICA",
            "PrimaryKey": { "Arn": arn(HOME, &key), "Region": HOME },
            "ReplicaKeys": [{ "Arn": arn(AWAY, &key), "Region": AWAY }],
        },
        "Origin": "AWS_KMS",
    });
    assert_eq!(replica, expected);
    assert!(text(&answer, "ReplicaPolicy").contains("Enable IAM User Permissions"));
    assert_eq!(answer["ReplicaTags"], json!([{ "TagKey": "use", "TagValue": "letters" }]));

    let sealed = sealed_in(&mut kms, HOME, &key);
    let creating = format!("{} is creating.", arn(AWAY, &key));
    refused(open_in(&mut kms, AWAY, &sealed), "KMSInvalidStateException", &creating);
    wait(&mut kms, just_before(REPLICATION_DELAY));
    assert_eq!(state(&mut kms, AWAY, &key), "Creating");
    wait(&mut kms, MILLISECOND);
    assert_eq!(state(&mut kms, AWAY, &key), "Enabled");
    assert_eq!(bytes(&open_in(&mut kms, AWAY, &sealed).expect("opened"), "Plaintext"), DATA);
    let other = described(&mut kms, HOME, &key);
    assert_eq!(other["MultiRegionConfiguration"]["ReplicaKeys"], expected["MultiRegionConfiguration"]["ReplicaKeys"]);
    assert_eq!(other["CurrentKeyMaterialId"], described(&mut kms, AWAY, &key)["CurrentKeyMaterialId"]);
}

#[test]
fn what_one_region_seals_the_other_opens_and_no_third() {
    let mut kms = empty_kms();
    let key = pair(&mut kms);
    for (here, there) in [(HOME, AWAY), (AWAY, HOME)] {
        let sealed = sealed_in(&mut kms, here, &key);
        let opened = open_in(&mut kms, there, &sealed).expect("opened");
        assert_eq!(bytes(&opened, "Plaintext"), DATA);
        assert_eq!(opened["KeyId"], json!(arn(there, &key)));
        let unknown = "The ciphertext refers to a customer master key that does not exist, does not exist in this region, \
                       or you are not allowed to access.";
        refused(open_in(&mut kms, THIRD, &sealed), "AccessDeniedException", unknown);
    }
    // Another multi-Region key is another key, in every Region.
    let other = pair(&mut kms);
    let sealed = sealed_in(&mut kms, HOME, &key);
    let input = json!({ "CiphertextBlob": text(&sealed, "CiphertextBlob"), "KeyId": other });
    assert_eq!(
        ask_as(&mut kms, &in_region(AWAY), "Decrypt", input).expect_err("refused").code(),
        "IncorrectKeyException"
    );
}

#[test]
fn an_ordinary_key_stays_in_its_region() {
    let mut kms = empty_kms();
    let made = good(&mut kms, "CreateKey", json!({}));
    let key = text(&member(&made, "KeyMetadata"), "KeyId");
    let sealed = sealed_in(&mut kms, HOME, &key);
    assert_eq!(open_in(&mut kms, AWAY, &sealed).expect_err("refused").code(), "AccessDeniedException");
    let by_arn = json!({ "KeyId": arn(HOME, &key) });
    refused(
        ask_as(&mut kms, &in_region(AWAY), "DescribeKey", by_arn),
        "NotFoundException",
        "Invalid arn ap-northeast-1",
    );
    let by_id = json!({ "KeyId": key });
    let missing = format!("Key '{}' does not exist", arn(AWAY, &key));
    refused(ask_as(&mut kms, &in_region(AWAY), "DescribeKey", by_id), "NotFoundException", &missing);
    let not_primary = format!("{} is not a multi-region primary key.", arn(HOME, &key));
    for (operation, input) in [
        ("ReplicateKey", json!({ "KeyId": key, "ReplicaRegion": AWAY })),
        ("UpdatePrimaryRegion", json!({ "KeyId": key, "PrimaryRegion": AWAY })),
    ] {
        refused(ask(&mut kms, operation, input), "UnsupportedOperationException", &not_primary);
    }
}

#[test]
fn a_key_is_replicated_once_to_a_region_and_only_from_its_primary_key() {
    let mut kms = empty_kms();
    let key = pair(&mut kms);
    let to = |region: &str| json!({ "KeyId": key, "ReplicaRegion": region });
    for (here, region, code, message) in [
        (HOME, AWAY, "AlreadyExistsException", format!("{} already exists", arn(AWAY, &key))),
        (HOME, HOME, "AlreadyExistsException", format!("{} already exists", arn(HOME, &key))),
        (
            HOME,
            "cn-north-1",
            "UnsupportedOperationException",
            "cn-north-1 is not in the partition aws, and a key stays in its own.".to_owned(),
        ),
        (HOME, "us-moon-1", "UnsupportedOperationException", "There is no AWS KMS in a Region us-moon-1.".to_owned()),
        (
            AWAY,
            THIRD,
            "UnsupportedOperationException",
            format!("{} is not a multi-region primary key.", arn(AWAY, &key)),
        ),
    ] {
        refused(ask_as(&mut kms, &in_region(here), "ReplicateKey", to(region)), code, &message);
    }
    // Even while it waits to be deleted, the replica is in the way of another.
    good_in(&mut kms, AWAY, "ScheduleKeyDeletion", json!({ "KeyId": key, "PendingWindowInDays": 7 }));
    assert_eq!(ask(&mut kms, "ReplicateKey", to(AWAY)).expect_err("refused").code(), "AlreadyExistsException");
    wait(&mut kms, days(7));
    good(&mut kms, "ReplicateKey", to(AWAY));
}

#[test]
fn every_shape_of_a_request_is_checked() {
    let mut kms = empty_kms();
    let key = primary(&mut kms);
    let pattern = "failed to satisfy constraint: Member must satisfy regular expression pattern: ^([a-z]+-){2,3}\\d+$";
    for (operation, name) in [("ReplicateKey", "replicaRegion"), ("UpdatePrimaryRegion", "primaryRegion")] {
        let member = if name == "replicaRegion" { "ReplicaRegion" } else { "PrimaryRegion" };
        refused(
            ask(&mut kms, operation, json!({ "KeyId": key })),
            "ValidationException",
            &format!(
                "1 validation error detected: Value null at '{name}' failed to satisfy constraint: Member must not be null"
            ),
        );
        refused(
            ask(&mut kms, operation, json!({ "KeyId": key, member: "Oregon" })),
            "ValidationException",
            &format!("1 validation error detected: Value 'Oregon' at '{name}' {pattern}"),
        );
    }
    let alias = json!({ "KeyId": "alias/letters", "ReplicaRegion": AWAY });
    refused(ask(&mut kms, "ReplicateKey", alias), "NotFoundException", "Invalid keyId 'alias/letters'");
    let policy = json!({ "KeyId": key, "ReplicaRegion": AWAY, "Policy": "{}" });
    assert_eq!(ask(&mut kms, "ReplicateKey", policy).expect_err("refused").code(), "MalformedPolicyDocumentException");
    let tags = json!([{ "TagKey": "aws:use", "TagValue": "" }]);
    let tagged = json!({ "KeyId": key, "ReplicaRegion": AWAY, "Tags": tags });
    assert_eq!(ask(&mut kms, "ReplicateKey", tagged).expect_err("refused").code(), "TagException");
    let missing = format!("Key '{}' does not exist", arn(AWAY, &key));
    refused(ask_as(&mut kms, &in_region(AWAY), "DescribeKey", json!({ "KeyId": key })), "NotFoundException", &missing);
}

#[test]
fn rotation_is_shared_and_goes_through_the_primary_key() {
    let mut kms = empty_kms();
    let key = pair(&mut kms);
    let old = sealed_in(&mut kms, AWAY, &key);
    let not_primary = format!("{} is not a multi-region primary key.", arn(AWAY, &key));
    for operation in ["EnableKeyRotation", "DisableKeyRotation", "RotateKeyOnDemand"] {
        let answer = ask_as(&mut kms, &in_region(AWAY), operation, json!({ "KeyId": key }));
        refused(answer, "UnsupportedOperationException", &not_primary);
    }
    good(&mut kms, "EnableKeyRotation", json!({ "KeyId": key, "RotationPeriodInDays": 90 }));
    good(&mut kms, "RotateKeyOnDemand", json!({ "KeyId": key }));
    wait(&mut kms, days(90));
    for region in [HOME, AWAY] {
        let status = good_in(&mut kms, region, "GetKeyRotationStatus", json!({ "KeyId": key }));
        let expected = json!({
            "KeyId": arn(region, &key), "KeyRotationEnabled": true, "NextRotationDate": day(180),
            "RotationPeriodInDays": 90,
        });
        assert_eq!(status, expected);
    }
    let history = materials(&mut kms, HOME, &key);
    assert_eq!(history.len(), 3);
    assert_eq!(history, materials(&mut kms, AWAY, &key));
    let new = sealed_in(&mut kms, AWAY, &key);
    for sealed in [&old, &new] {
        assert_eq!(bytes(&open_in(&mut kms, HOME, sealed).expect("opened"), "Plaintext"), DATA);
    }
    good(&mut kms, "DisableKeyRotation", json!({ "KeyId": key }));
    let status = good_in(&mut kms, AWAY, "GetKeyRotationStatus", json!({ "KeyId": key }));
    assert_eq!(status["KeyRotationEnabled"], false);
    // A replica that comes later has all versions.
    good(&mut kms, "ReplicateKey", json!({ "KeyId": key, "ReplicaRegion": THIRD }));
    assert_eq!(materials(&mut kms, THIRD, &key), history);
    assert_eq!(bytes(&open_in(&mut kms, THIRD, &old).expect("opened"), "Plaintext"), DATA);
}

#[test]
fn another_region_becomes_the_primary_one() {
    let mut kms = slow();
    let key = pair(&mut kms);
    good(&mut kms, "ReplicateKey", json!({ "KeyId": key, "ReplicaRegion": THIRD }));
    let to_away = json!({ "KeyId": key, "PrimaryRegion": AWAY });
    let creating = format!("{} is creating.", arn(AWAY, &key));
    refused(ask(&mut kms, "UpdatePrimaryRegion", to_away.clone()), "KMSInvalidStateException", &creating);
    wait(&mut kms, REPLICATION_DELAY);
    assert_eq!(good(&mut kms, "UpdatePrimaryRegion", to_away.clone()), json!({}));
    for region in [HOME, AWAY] {
        assert_eq!(state(&mut kms, region, &key), "Updating");
        let sealed = sealed_in(&mut kms, region, &key);
        assert!(open_in(&mut kms, THIRD, &sealed).is_ok(), "cryptography goes on");
        let updating = format!("{} is updating.", arn(region, &key));
        let answer = ask_as(&mut kms, &in_region(region), "DisableKey", json!({ "KeyId": key }));
        refused(answer, "KMSInvalidStateException", &updating);
    }
    assert_eq!(state(&mut kms, THIRD, &key), "Enabled");
    wait(&mut kms, REPLICATION_DELAY);
    for (region, kind) in [(HOME, "REPLICA"), (AWAY, "PRIMARY"), (THIRD, "REPLICA")] {
        let metadata = described(&mut kms, region, &key);
        assert_eq!(metadata["KeyState"], "Enabled");
        let replicas = [HOME, THIRD].map(|region| json!({ "Arn": arn(region, &key), "Region": region }));
        let expected = json!({
            "MultiRegionKeyType": kind,
            "PrimaryKey": { "Arn": arn(AWAY, &key), "Region": AWAY },
            "ReplicaKeys": replicas,
        });
        assert_eq!(metadata["MultiRegionConfiguration"], expected, "{region}");
    }
    let not_primary = format!("{} is not a multi-region primary key.", arn(HOME, &key));
    refused(ask(&mut kms, "UpdatePrimaryRegion", to_away), "UnsupportedOperationException", &not_primary);
    good_in(&mut kms, AWAY, "RotateKeyOnDemand", json!({ "KeyId": key }));
    assert_eq!(materials(&mut kms, HOME, &key).len(), 2);
    for (region, code, message) in [
        (
            AWAY,
            "UnsupportedOperationException",
            format!("{} is the multi-region primary key already.", arn(AWAY, &key)),
        ),
        ("eu-west-2", "NotFoundException", format!("Key '{}' does not exist", arn("eu-west-2", &key))),
    ] {
        let input = json!({ "KeyId": key, "PrimaryRegion": region });
        refused(ask_as(&mut kms, &in_region(AWAY), "UpdatePrimaryRegion", input), code, &message);
    }
}

#[test]
fn both_keys_must_be_enabled_to_change_places() {
    for (off, place) in [(HOME, "the primary key"), (AWAY, "the replica")] {
        let mut kms = empty_kms();
        let key = pair(&mut kms);
        good_in(&mut kms, off, "DisableKey", json!({ "KeyId": key }));
        let input = json!({ "KeyId": key, "PrimaryRegion": AWAY });
        let disabled = format!("{} is disabled.", arn(off, &key));
        refused(ask(&mut kms, "UpdatePrimaryRegion", input), "DisabledException", &disabled);
        let kind = described(&mut kms, HOME, &key)["MultiRegionConfiguration"]["MultiRegionKeyType"].clone();
        assert_eq!(kind, "PRIMARY", "{place} was disabled, and nothing changed");
    }
}

#[test]
fn a_primary_key_is_deleted_after_its_last_replica() {
    let mut kms = empty_kms();
    let key = pair(&mut kms);
    good(&mut kms, "ReplicateKey", json!({ "KeyId": key, "ReplicaRegion": THIRD }));
    let answer = good(&mut kms, "ScheduleKeyDeletion", json!({ "KeyId": key, "PendingWindowInDays": 8 }));
    let expected = json!({ "KeyId": arn(HOME, &key), "KeyState": "PendingReplicaDeletion", "PendingWindowInDays": 8 });
    assert_eq!(answer, expected);
    let metadata = described(&mut kms, HOME, &key);
    assert_eq!(
        (&metadata["KeyState"], &metadata["PendingDeletionWindowInDays"]),
        (&json!("PendingReplicaDeletion"), &json!(8))
    );
    assert!(metadata.get("DeletionDate").is_none());
    let pending = format!("{} is pending replica deletion.", arn(HOME, &key));
    let encrypt = json!({ "KeyId": key, "Plaintext": base64(DATA) });
    refused(ask(&mut kms, "Encrypt", encrypt), "KMSInvalidStateException", &pending);
    // It can last for ever; and the replicas work on.
    wait(&mut kms, days(1000));
    sealed_in(&mut kms, AWAY, &key);
    let replica = good_in(&mut kms, AWAY, "ScheduleKeyDeletion", json!({ "KeyId": key, "PendingWindowInDays": 7 }));
    assert_eq!(replica["DeletionDate"], json!(day(1007)));
    good_in(&mut kms, THIRD, "ScheduleKeyDeletion", json!({ "KeyId": key, "PendingWindowInDays": 10 }));
    assert_eq!(wait(&mut kms, days(9)), [("DeleteKey".to_owned(), key.clone())]);
    assert_eq!(state(&mut kms, HOME, &key), "PendingReplicaDeletion");
    let replicas = described(&mut kms, HOME, &key)["MultiRegionConfiguration"]["ReplicaKeys"].clone();
    assert_eq!(replicas, json!([{ "Arn": arn(THIRD, &key), "Region": THIRD }]));
    wait(&mut kms, days(1));
    let metadata = described(&mut kms, HOME, &key);
    assert_eq!((&metadata["KeyState"], &metadata["DeletionDate"]), (&json!("PendingDeletion"), &json!(day(1018))));
    assert!(metadata.get("PendingDeletionWindowInDays").is_none());
    assert_eq!(wait(&mut kms, days(8)), [("DeleteKey".to_owned(), key.clone())]);
    assert_eq!(ask(&mut kms, "DescribeKey", json!({ "KeyId": key })).expect_err("gone").code(), "NotFoundException");
}

#[test]
fn a_deletion_that_waits_for_replicas_can_be_cancelled() {
    let mut kms = empty_kms();
    let key = pair(&mut kms);
    good(&mut kms, "ScheduleKeyDeletion", json!({ "KeyId": key }));
    good(&mut kms, "CancelKeyDeletion", json!({ "KeyId": key }));
    let metadata = described(&mut kms, HOME, &key);
    assert_eq!(metadata["KeyState"], "Disabled");
    assert!(metadata.get("PendingDeletionWindowInDays").is_none());
    good_in(&mut kms, AWAY, "ScheduleKeyDeletion", json!({ "KeyId": key, "PendingWindowInDays": 7 }));
    wait(&mut kms, days(8));
    assert_eq!(state(&mut kms, HOME, &key), "Disabled", "the last replica is gone, and nothing begins by itself");
}

#[test]
fn what_is_not_shared_stays_in_its_region() {
    let mut kms = empty_kms();
    let key = pair(&mut kms);
    let before = [HOME, AWAY].map(|region| described(&mut kms, region, &key));
    assert_eq!(before[1]["Description"], "", "the words about the primary key are not the replica's");
    good(&mut kms, "CreateAlias", json!({ "AliasName": "alias/letters", "TargetKeyId": key }));
    good(&mut kms, "TagResource", json!({ "KeyId": key, "Tags": [{ "TagKey": "a", "TagValue": "b" }] }));
    good(&mut kms, "DisableKey", json!({ "KeyId": key }));
    let alias = json!({ "KeyId": "alias/letters" });
    assert_eq!(ask_as(&mut kms, &in_region(AWAY), "DescribeKey", alias).expect_err("none").code(), "NotFoundException");
    assert_eq!(good_in(&mut kms, AWAY, "ListResourceTags", json!({ "KeyId": key }))["Tags"], json!([]));
    assert_eq!(described(&mut kms, AWAY, &key), before[1]);
    let sealed = sealed_in(&mut kms, AWAY, &key);
    let disabled = format!("{} is disabled.", arn(HOME, &key));
    refused(open_in(&mut kms, HOME, &sealed), "DisabledException", &disabled);
}

#[test]
fn both_regions_write_it_down() {
    let mut kms = empty_kms();
    let key = pair(&mut kms);
    good(&mut kms, "RotateKeyOnDemand", json!({ "KeyId": key }));
    good(&mut kms, "UpdatePrimaryRegion", json!({ "KeyId": key, "PrimaryRegion": AWAY }));
    let events = |filter: AuditFilter| {
        let events = kms.audit_log(&filter).into_iter().map(|event| serde_json::to_value(event).expect("JSON"));
        events.map(|event| (text(&event, "eventName"), text(&event, "awsRegion"), event)).collect::<Vec<_>>()
    };
    let names = |events: &[(String, String, Value)]| {
        events.iter().map(|(name, region, _)| format!("{name} {region}")).collect::<Vec<_>>()
    };
    let all = events(AuditFilter::default());
    let expected = [
        "CreateKey ap-northeast-1",
        "ReplicateKey ap-northeast-1",
        "CreateKey us-west-2",
        "RotateKey ap-northeast-1",
        "SynchronizeMultiRegionKey ap-northeast-1",
        "RotateKeyOnDemand ap-northeast-1",
        "SynchronizeMultiRegionKey ap-northeast-1",
        "UpdatePrimaryRegion ap-northeast-1",
        "UpdatePrimaryRegion us-west-2",
    ];
    assert_eq!(names(&all), expected);
    let there = events(AuditFilter { region: Some(AWAY.to_owned()), ..AuditFilter::default() });
    assert_eq!(names(&there), ["CreateKey us-west-2", "UpdatePrimaryRegion us-west-2"]);
    let made = events(AuditFilter { operation: Some("CreateKey".to_owned()), ..AuditFilter::default() });
    assert_eq!(names(&made), ["CreateKey ap-northeast-1", "CreateKey us-west-2"]);
    let of_replica = events(AuditFilter { key: Some(arn(AWAY, &key)), ..AuditFilter::default() });
    assert_eq!(names(&of_replica), ["CreateKey us-west-2", "UpdatePrimaryRegion us-west-2"]);
    let [_, (.., replicated), (.., created), _, (.., synchronized), ..] = all.as_slice() else { panic!("{all:?}") };
    assert_eq!(replicated["requestParameters"]["replicaRegion"], AWAY);
    let metadata = &replicated["responseElements"]["replicaKeyMetadata"];
    assert_eq!((&metadata["keyState"], &metadata["multiRegion"]), (&json!("Creating"), &json!(true)));
    assert_eq!(metadata["multiRegionConfiguration"]["multiRegionKeyType"], "REPLICA");
    assert_eq!(created["responseElements"]["keyId"], json!(arn(AWAY, &key)));
    assert_eq!(created["requestID"], replicated["requestID"]);
    assert_ne!(created["eventID"], replicated["eventID"]);
    assert_eq!(synchronized["userIdentity"], json!({ "accountId": "111122223333", "invokedBy": "AWS Internal" }));
    assert_eq!(synchronized["eventType"], "AwsApiCall");
    assert_eq!(synchronized["responseElements"], json!({ "keyId": arn(HOME, &key) }));
}

/// A call that is watched.
pub(crate) fn watched(kms: &mut Kms, operation: &str, input: &Value) -> Trace {
    let mut recorder = Recorder::on(Subject::Data);
    let request = read(operation, input).expect("a request");
    let answer = kms.call(&in_region(HOME), request, &mut recorder);
    let refusal = answer.as_ref().err().map(|refusal| (refusal.error.code(), refusal.error.message()));
    recorder.finish(Track::Aws, Flow::of(operation), kms.now(), refusal).expect("it was on")
}

#[test]
fn the_trace_shows_the_material_only_inside_an_hsm_or_wrapped() {
    let mut kms = empty_kms();
    let key = primary(&mut kms);
    good(&mut kms, "RotateKeyOnDemand", json!({ "KeyId": key }));
    let trace = watched(&mut kms, "ReplicateKey", &json!({ "KeyId": key, "ReplicaRegion": AWAY }));
    let trace = serde_json::to_value(&trace).expect("JSON");
    assert_eq!(trace["outcome"], json!({ "ok": true }));
    let steps: Vec<_> = list(&trace, "steps")
        .iter()
        .map(|step| [text(step, "id"), text(step, "from"), text(step, "to")].join(" "))
        .collect();
    let expected = [
        "request client host",
        "make-agreement-key@us-west-2 hsm@us-west-2 hsm@us-west-2",
        "send-offer@us-west-2 hsm@us-west-2 host",
        "load-token@us-west-2 key-store host",
        "send-to-hsm@us-west-2 host hsm",
        "open-token@us-west-2 hsm hsm",
        "wrap-for-region@us-west-2 hsm hsm",
        "leave-hsm@us-west-2 hsm host",
        "send-parcel@us-west-2 host hsm@us-west-2",
        "open-parcel@us-west-2 hsm@us-west-2 hsm@us-west-2",
        "wrap-key@us-west-2 hsm@us-west-2 hsm@us-west-2",
        "store-token@us-west-2 hsm@us-west-2 key-store@us-west-2",
        "answer host client",
    ];
    assert_eq!(steps, expected);
    let clear: Vec<_> = trace["blobs"]
        .as_object()
        .expect("blobs")
        .values()
        .filter(|blob| blob["role"] == "plaintext-kms-key")
        .collect();
    assert_eq!(clear.len(), 2, "two versions");
    for blob in clear {
        assert!(blob.get("bytes").is_none());
        for step in list(&trace, "steps") {
            assert!(!list(&step, "moves").contains(&blob["id"]), "it is on no edge");
            for (holder, held) in step["holds"].as_object().expect("holders") {
                let held = held.as_array().expect("ids").contains(&blob["id"]);
                assert!(!held || holder.starts_with("hsm"), "{holder} has {}", blob["id"]);
            }
        }
    }
    let last = list(&trace, "steps").pop().expect("a step");
    assert_eq!(last["holds"]["key-store@us-west-2"], json!(["key-token@us-west-2", "key-token-2@us-west-2"]));
    assert_eq!(last["holds"]["hsm@us-west-2"], json!(["domain-key@us-west-2"]));
    assert_eq!(last["holds"]["hsm"], json!(["domain-key"]));
}

#[test]
fn a_replication_is_what_was_recorded() {
    let mut kms = empty_kms();
    let key = primary(&mut kms);
    golden("regions/replicate-key", watched(&mut kms, "ReplicateKey", &json!({ "KeyId": key, "ReplicaRegion": AWAY })));
    golden("regions/rotate-key-on-demand", watched(&mut kms, "RotateKeyOnDemand", &json!({ "KeyId": key })));
}

#[test]
fn aws_has_these_regions() {
    let names: Vec<_> = Region::all().map(|region| region.to_string()).collect();
    assert!(names.is_sorted() && names.len() == 38);
    assert!(Region::all().all(|region| region.exists() && Region::parse(region.as_str()).is_ok()));
    assert!(!Region::parse("us-moon-1").expect("well formed").exists());
    let beside = Region::all().filter(|region| region.partition() != "aws").map(|region| region.to_string());
    assert_eq!(beside.collect::<Vec<_>>(), ["cn-north-1", "cn-northwest-1", "us-gov-east-1", "us-gov-west-1"]);
}

#[test]
fn it_takes_permission_in_both_regions() {
    let mut kms = empty_kms();
    let key = pair(&mut kms);
    let user = "arn:aws:iam::111122223333:user/aki";
    administer(&mut kms, "CreateUser", json!({ "UserName": "aki" }));
    let may = |kms: &mut Kms, statements: Value| {
        let document = json!({ "Version": "2012-10-17", "Statement": statements }).to_string();
        administer(kms, "PutUserPolicy", json!({ "UserName": "aki", "PolicyName": "p", "PolicyDocument": document }));
    };
    let context = |region: &'static str| glass_kms::operations::CallContext { caller: Some(user), ..in_region(region) };
    let replicate = json!({ "KeyId": key, "ReplicaRegion": THIRD });
    let denied = |action: &str, on: &str| {
        format!(
            "User: {user} is not authorized to perform: {action} on resource: {on} because no identity-based policy \
             allows the {action} action"
        )
    };
    let here = json!({ "Effect": "Allow", "Action": "kms:ReplicateKey", "Resource": arn(HOME, &key),
        "Condition": { "StringEquals": { "kms:ReplicaRegion": THIRD, "kms:MultiRegionKeyType": "PRIMARY" } } });
    may(&mut kms, json!([{ "Effect": "Allow", "Action": "kms:CreateKey", "Resource": "*" }]));
    let answer = ask_as(&mut kms, &context(HOME), "ReplicateKey", replicate.clone());
    refused(answer, "AccessDeniedException", &denied("kms:ReplicateKey", &arn(HOME, &key)));
    // To make keys in the Region of the primary key is not to make them in that of the replica.
    let only = |region: &str| {
        json!({ "Effect": "Allow", "Action": "kms:CreateKey", "Resource": "*",
        "Condition": { "StringEquals": { "aws:RequestedRegion": region } } })
    };
    may(&mut kms, json!([here, only(HOME)]));
    let answer = ask_as(&mut kms, &context(HOME), "ReplicateKey", replicate.clone());
    refused(answer, "AccessDeniedException", &denied("kms:CreateKey", "*"));
    may(&mut kms, json!([here, only(THIRD)]));
    let tagged = with(replicate.clone(), json!({ "Tags": [{ "TagKey": "a", "TagValue": "b" }] }));
    let answer = ask_as(&mut kms, &context(HOME), "ReplicateKey", tagged);
    refused(answer, "AccessDeniedException", &denied("kms:TagResource", "*"));
    assert!(ask_as(&mut kms, &context(HOME), "ReplicateKey", replicate).is_ok());

    let update = json!({ "KeyId": key, "PrimaryRegion": THIRD });
    let change = |region: &str| {
        json!({ "Effect": "Allow", "Action": "kms:UpdatePrimaryRegion", "Resource": arn(region, &key),
        "Condition": { "StringEquals": { "kms:PrimaryRegion": THIRD } } })
    };
    may(&mut kms, json!([change(HOME)]));
    let answer = ask_as(&mut kms, &context(HOME), "UpdatePrimaryRegion", update.clone());
    refused(answer, "AccessDeniedException", &denied("kms:UpdatePrimaryRegion", &arn(THIRD, &key)));
    may(&mut kms, json!([change(HOME), change(THIRD)]));
    assert_eq!(ask_as(&mut kms, &context(HOME), "UpdatePrimaryRegion", update), Ok(json!({})));
}
