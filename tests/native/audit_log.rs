//! The audit log as a whole: its order, its length, its filters, its ids.

use std::collections::BTreeSet;

use glass_kms::{
    operations::{AuditEvent, AuditFilter, Kms},
    wire::{HttpRequest, handle},
};
use serde_json::{Value, json};

use crate::{
    audit::{ROOT, filtered, last, log},
    support::{ask, ask_as, base64, days, empty_kms, env, good, in_region, kms, names, options, seeded, text, wait},
};

fn names_of(events: &[Value]) -> Vec<String> {
    events.iter().map(|event| text(event, "eventName")).collect()
}

#[test]
fn calls_and_what_they_bring_about_stand_in_order() {
    let mut kms = empty_kms();
    let key = text(&good(&mut kms, "CreateKey", json!({}))["KeyMetadata"], "KeyId");
    good(&mut kms, "EnableKeyRotation", json!({ "KeyId": key, "RotationPeriodInDays": 90 }));
    wait(&mut kms, days(100));
    good(&mut kms, "RotateKeyOnDemand", json!({ "KeyId": key }));
    good(&mut kms, "ScheduleKeyDeletion", json!({ "KeyId": key }));
    wait(&mut kms, days(30));
    let order = [
        "CreateKey",
        "EnableKeyRotation",
        "RotateKey",
        "RotateKey",
        "RotateKeyOnDemand",
        "ScheduleKeyDeletion",
        "DeleteKey",
    ];
    assert_eq!(names_of(&log(&kms)), order);
    let ids: BTreeSet<_> = log(&kms).iter().map(|event| text(event, "eventID")).collect();
    assert_eq!(ids.len(), order.len());
}

#[test]
fn the_oldest_entries_are_dropped() {
    let mut kms = empty_kms();
    kms.keep_in_audit_log(3);
    let random = |kms: &mut Kms, n: u32| drop(good(kms, "GenerateRandom", json!({ "NumberOfBytes": n })));
    let lengths = |kms: &Kms, filter: &AuditFilter| -> Vec<u64> {
        let of = |event: &Value| event["requestParameters"]["numberOfBytes"].as_u64();
        filtered(kms, filter).iter().filter_map(of).collect()
    };
    (1..=5).for_each(|n| random(&mut kms, n));
    assert_eq!(lengths(&kms, &AuditFilter::default()), [3, 4, 5]);
    for (from, expected) in
        [(0, vec![3, 4, 5]), (2, vec![3, 4, 5]), (3, vec![4, 5]), (4, vec![5]), (5, vec![]), (99, vec![])]
    {
        assert_eq!(lengths(&kms, &AuditFilter { from, ..AuditFilter::default() }), expected, "from {from}");
    }
    assert_eq!(lengths(&kms, &AuditFilter { limit: Some(2), ..AuditFilter::default() }), [4, 5], "the newest");
    kms.keep_in_audit_log(1);
    assert_eq!(lengths(&kms, &AuditFilter { from: 4, ..AuditFilter::default() }), [5]);
    kms.keep_in_audit_log(0);
    random(&mut kms, 6);
    assert_eq!(log(&kms), Vec::<Value>::new());
    kms.keep_in_audit_log(10);
    random(&mut kms, 7);
    assert_eq!(
        lengths(&kms, &AuditFilter { from: 5, ..AuditFilter::default() }),
        [7],
        "what is not kept does not count"
    );
}

type Fits<'a> = &'a dyn Fn(&AuditEvent) -> bool;

#[test]
fn events_are_found_by_what_they_tell() {
    let mut kms = kms();
    let key = names(&mut kms, "alias/letters");
    ask_as(&mut kms, &in_region("eu-west-1"), "ListKeys", json!({})).expect("listed");
    ask(&mut kms, "Decrypt", json!({ "CiphertextBlob": base64("nonsense") })).expect_err("nonsense");
    good(&mut kms, "Encrypt", json!({ "KeyId": key.id, "Plaintext": base64("hello") }));
    let all = kms.audit_log(&AuditFilter::default());
    let is: [(AuditFilter, Fits<'_>); 7] = [
        (AuditFilter { operation: Some("Decrypt".to_owned()), ..AuditFilter::default() }, &|event| {
            event.event_name == "Decrypt"
        }),
        (AuditFilter { succeeded: Some(true), ..AuditFilter::default() }, &|event| event.error_code.is_none()),
        (AuditFilter { succeeded: Some(false), ..AuditFilter::default() }, &|event| event.error_code.is_some()),
        (AuditFilter { region: Some("eu-west-1".to_owned()), ..AuditFilter::default() }, &|event| {
            event.aws_region.as_str() == "eu-west-1"
        }),
        (AuditFilter { key: Some(key.id.clone()), ..AuditFilter::default() }, &|event| {
            event.resources.iter().any(|resource| resource.arn.to_string() == key.arn)
        }),
        (AuditFilter { key: Some(key.arn.clone()), ..AuditFilter::default() }, &|event| {
            event.resources.iter().any(|resource| resource.arn.to_string() == key.arn)
        }),
        (AuditFilter { principal: Some(ROOT.to_owned()), ..AuditFilter::default() }, &|event| {
            event.user_identity.arn.is_some()
        }),
    ];
    for (filter, fits) in is {
        let expected: Vec<_> = all.iter().filter(|event| fits(event)).cloned().collect();
        assert_eq!(kms.audit_log(&filter), expected, "{filter:?}");
        assert!(!expected.is_empty(), "{filter:?}");
    }
    let none = AuditFilter { key: Some("alias/letters".to_owned()), ..AuditFilter::default() };
    assert_eq!(kms.audit_log(&none), [], "a key is found by its id or ARN");
}

#[test]
fn the_ids_in_an_answer_are_those_in_the_log() {
    let mut kms = kms();
    let headers = [("X-Amz-Target".to_owned(), "TrentService.Encrypt".to_owned())];
    let body = json!({ "KeyId": "alias/letters", "Plaintext": base64("hello") }).to_string();
    let http = HttpRequest { method: "POST", path: "/", headers: &headers, body: body.as_bytes() };
    let answered = handle(&mut kms, &http);
    let event = last(&kms);
    assert_eq!(event["requestID"], json!(answered.request_id));
    let key = names(&mut kms, "alias/letters").id;
    let usage = good(&mut kms, "GetKeyLastUsage", json!({ "KeyId": key }))["KeyLastUsage"].clone();
    assert_eq!(
        usage,
        json!({
            "Operation": "Encrypt", "Timestamp": 1_795_478_400.0,
            "CloudTrailEventId": event["eventID"], "KmsRequestId": event["requestID"],
        })
    );
    // Also of requests that could not be read, of refused ones, and of an engine that was restored.
    let mut ids = vec![answered.request_id];
    ids.push(handle(&mut kms, &HttpRequest { body: b"{", ..http }).request_id);
    ids.push(handle(&mut kms, &HttpRequest { body: b"{}", ..http }).request_id);
    let snapshot = kms.snapshot(&[7; 32]).expect("a snapshot");
    let mut restored = Kms::restore(env(seeded("restored")), &snapshot, &[7; 32]).expect("restored");
    assert_eq!(good(&mut restored, "GetKeyLastUsage", json!({ "KeyId": key }))["KeyLastUsage"], usage);
    ids.push(handle(&mut restored, &http).request_id);
    ids.push(handle(&mut Kms::new(env(seeded("another")), options()), &http).request_id);
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{ids:?}");
    assert!(ids.iter().all(|id| id.len() == 36 && id.as_bytes()[14] == b'4'), "{ids:?}");
}

#[test]
fn looking_changes_nothing() {
    let answers = |looks: bool| {
        let mut kms = kms();
        if !looks {
            kms.keep_in_audit_log(0);
        }
        let mut answers = Vec::new();
        for n in 1..20 {
            answers.push(good(&mut kms, "GenerateRandom", json!({ "NumberOfBytes": n })));
            if looks {
                drop(log(&kms));
            }
        }
        (answers, kms.snapshot(&[1; 32]).expect("a snapshot"))
    };
    assert_eq!(answers(true), answers(false));
}
