//! Deletion: waiting, changing one's mind, and what is gone at the end.

use glass_kms::operations::{CallContext, Kms};
use serde_json::{Value, json};

use crate::support::{
    DATA, MILLISECOND, STRANGER, ask, ask_as, assert_service_events, bytes, create_key, day, days, good, in_region,
    just_before, kms, list, member, names, refused, root, sealed, text, wait,
};

fn arn(key: &str) -> String {
    format!("arn:aws:kms:ap-northeast-1:111122223333:key/{key}")
}

fn metadata(kms: &mut Kms, key: &str) -> Value {
    member(&good(kms, "DescribeKey", json!({ "KeyId": key })), "KeyMetadata")
}

fn schedule(kms: &mut Kms, key: &str, window: u32) -> Value {
    good(kms, "ScheduleKeyDeletion", json!({ "KeyId": key, "PendingWindowInDays": window }))
}

fn deleted(key: &str) -> (String, String) {
    ("DeleteKey".to_owned(), key.to_owned())
}

#[test]
fn a_key_waits_as_long_as_its_owner_says_and_no_longer() {
    for (input, window) in [
        (json!({ "PendingWindowInDays": 7 }), 7),
        (json!({ "PendingWindowInDays": 8 }), 8),
        (json!({ "PendingWindowInDays": 30 }), 30),
        (json!({}), 30),
    ] {
        let mut kms = kms();
        let key = names(&mut kms, "alias/letters").id;
        wait(&mut kms, days(3));
        let mut request = json!({ "KeyId": key });
        request.as_object_mut().expect("an object").extend(input.as_object().expect("an object").clone());
        let answer = good(&mut kms, "ScheduleKeyDeletion", request);
        let date = day(3 + window);
        let expected = json!({
            "KeyId": arn(&key), "DeletionDate": date, "KeyState": "PendingDeletion", "PendingWindowInDays": window,
        });
        assert_eq!(answer, expected);
        assert_eq!(wait(&mut kms, just_before(days(window))), []);
        let key_metadata = metadata(&mut kms, &key);
        assert_eq!(
            (text(&key_metadata, "KeyState"), &key_metadata["DeletionDate"], &key_metadata["Enabled"]),
            ("PendingDeletion".to_owned(), &json!(date), &json!(false))
        );
        assert_eq!(wait(&mut kms, MILLISECOND), [deleted(&key)]);
        assert_eq!(wait(&mut kms, days(4000)), []);
    }
}

#[test]
fn a_key_waits_from_7_to_30_days() {
    let mut kms = kms();
    let key = names(&mut kms, "alias/letters").id;
    for (window, bound) in [
        (-7, "greater than or equal to 7"),
        (0, "greater than or equal to 7"),
        (6, "greater than or equal to 7"),
        (31, "less than or equal to 30"),
    ] {
        let answer = ask(&mut kms, "ScheduleKeyDeletion", json!({ "KeyId": key, "PendingWindowInDays": window }));
        let message = format!(
            "1 validation error detected: Value '{window}' at 'pendingWindowInDays' failed to satisfy constraint: \
             Member must have value {bound}"
        );
        refused(answer, "ValidationException", &message);
    }
    let before = metadata(&mut kms, &key);
    assert_eq!(text(&before, "KeyState"), "Enabled");
    assert_eq!(before.get("DeletionDate"), None);
}

#[test]
fn whoever_changes_their_mind_has_a_disabled_key() {
    let mut kms = kms();
    let key = names(&mut kms, "alias/letters").id;
    let ciphertext = sealed(&mut kms, &key);
    let before = metadata(&mut kms, &key);
    schedule(&mut kms, &key, 7);
    let pending = format!("{} is pending deletion.", arn(&key));
    for (operation, input) in [
        ("Encrypt", json!({ "KeyId": "alias/letters", "Plaintext": "aGVsbG8=" })),
        ("Decrypt", json!({ "CiphertextBlob": ciphertext })),
        ("ScheduleKeyDeletion", json!({ "KeyId": key })),
        ("EnableKey", json!({ "KeyId": key })),
    ] {
        refused(ask(&mut kms, operation, input), "KMSInvalidStateException", &pending);
    }
    wait(&mut kms, just_before(days(7)));
    let answer = good(&mut kms, "CancelKeyDeletion", json!({ "KeyId": key }));
    assert_eq!(answer, json!({ "KeyId": arn(&key) }));
    let mut disabled = before.clone();
    disabled["KeyState"] = json!("Disabled");
    disabled["Enabled"] = json!(false);
    assert_eq!(metadata(&mut kms, &key), disabled);
    let not_pending = format!("{} is not pending deletion.", arn(&key));
    refused(ask(&mut kms, "CancelKeyDeletion", json!({ "KeyId": key })), "KMSInvalidStateException", &not_pending);
    assert_eq!(wait(&mut kms, days(100)), [], "the old date means nothing now");
    good(&mut kms, "EnableKey", json!({ "KeyId": key }));
    assert_eq!(metadata(&mut kms, &key), before);
    let opened = good(&mut kms, "Decrypt", json!({ "CiphertextBlob": ciphertext, "KeyId": "alias/letters" }));
    assert_eq!(bytes(&opened, "Plaintext"), DATA);
}

#[test]
fn a_deletion_that_is_scheduled_again_begins_again() {
    let mut kms = kms();
    let key = names(&mut kms, "alias/letters").id;
    schedule(&mut kms, &key, 30);
    wait(&mut kms, days(20));
    good(&mut kms, "CancelKeyDeletion", json!({ "KeyId": key }));
    schedule(&mut kms, &key, 7);
    assert_eq!(metadata(&mut kms, &key)["DeletionDate"], json!(day(27)));
    assert_eq!(wait(&mut kms, days(7)), [deleted(&key)]);
    assert_eq!(wait(&mut kms, days(30)), []);
}

#[test]
fn with_a_key_goes_all_that_was_about_it() {
    let mut kms = kms();
    let (key, other) = (names(&mut kms, "alias/letters").id, names(&mut kms, "alias/receipts").id);
    good(&mut kms, "CreateAlias", json!({ "AliasName": "alias/second", "TargetKeyId": key }));
    let grant = json!({ "KeyId": key, "GranteePrincipal": STRANGER, "RetiringPrincipal": ROOT,
        "Operations": ["Decrypt", "DescribeKey"] });
    let grant = good(&mut kms, "CreateGrant", grant);
    let token = text(&grant, "GrantToken");
    let ciphertext = sealed(&mut kms, "alias/letters");
    let by_grantee = json!({ "CiphertextBlob": ciphertext, "GrantTokens": [token] });
    assert!(ask_as(&mut kms, &grantee(), "Decrypt", by_grantee.clone()).is_ok());
    schedule(&mut kms, &key, 7);
    assert_eq!(list(&good(&mut kms, "ListAliases", json!({ "KeyId": key })), "Aliases").len(), 2);
    assert_eq!(list(&good(&mut kms, "ListGrants", json!({ "KeyId": key })), "Grants").len(), 1);
    assert_eq!(wait(&mut kms, days(7)), [deleted(&key)]);

    let gone = format!("Key '{}' does not exist", arn(&key));
    for operation in ["DescribeKey", "CancelKeyDeletion", "EnableKey", "ListGrants", "ListAliases", "GetKeyPolicy"] {
        for name in [&key, &arn(&key)] {
            refused(ask(&mut kms, operation, json!({ "KeyId": name })), "NotFoundException", &gone);
        }
    }
    let alias = "Alias arn:aws:kms:ap-northeast-1:111122223333:alias/letters is not found.";
    refused(ask(&mut kms, "DescribeKey", json!({ "KeyId": "alias/letters" })), "NotFoundException", alias);
    let by_name = json!({ "CiphertextBlob": ciphertext, "KeyId": key });
    refused(ask(&mut kms, "Decrypt", by_name), "NotFoundException", &gone);
    let unknown = "The ciphertext refers to a customer master key that does not exist, does not exist in this region, \
                   or you are not allowed to access.";
    refused(ask(&mut kms, "Decrypt", json!({ "CiphertextBlob": ciphertext })), "AccessDeniedException", unknown);
    let no_grant = "The grant token does not belong to any grant.";
    refused(ask(&mut kms, "RetireGrant", json!({ "GrantToken": token })), "InvalidGrantTokenException", no_grant);
    let answer = ask_as(&mut kms, &grantee(), "Decrypt", by_grantee);
    assert!(answer.is_err(), "{answer:?}");
    let retirable = good(&mut kms, "ListRetirableGrants", json!({ "RetiringPrincipal": ROOT }));
    assert!(list(&retirable, "Grants").is_empty());

    let aliases = list(&good(&mut kms, "ListAliases", json!({})), "Aliases");
    assert_eq!(aliases.iter().map(|alias| text(alias, "TargetKeyId")).collect::<Vec<_>>(), [other.as_str()]);
    let keys = list(&good(&mut kms, "ListKeys", json!({})), "Keys");
    assert_eq!(keys.iter().map(|key| text(key, "KeyId")).collect::<Vec<_>>(), [other]);
    let new = create_key(&mut kms, "Letters again");
    good(&mut kms, "CreateAlias", json!({ "AliasName": "alias/letters", "TargetKeyId": new }));
    assert_eq!(names(&mut kms, "alias/letters").id, new, "the name can be used again");
}

const ROOT: &str = "arn:aws:iam::111122223333:root";

fn grantee() -> CallContext<'static> {
    CallContext { caller: Some(STRANGER), ..root() }
}

#[test]
fn the_end_of_a_key_is_an_event() {
    let mut kms = kms();
    let key = names(&mut kms, "alias/letters").id;
    wait(&mut kms, core::time::Duration::from_millis(1_234));
    schedule(&mut kms, &key, 7);
    let events = kms.advance(days(8)).expect("time passes");
    let details = json!({ "keyId": key, "keyOrigin": "AWS_KMS" });
    assert_service_events(&events, &[("DeleteKey", "2026-12-01T00:00:01.234Z", details)]);
}

#[test]
fn a_key_that_waits_for_material_can_be_deleted_and_goes_on_waiting_if_not() {
    let mut kms = kms();
    let key = text(&member(&good(&mut kms, "CreateKey", json!({ "Origin": "EXTERNAL" })), "KeyMetadata"), "KeyId");
    schedule(&mut kms, &key, 7);
    good(&mut kms, "CancelKeyDeletion", json!({ "KeyId": key }));
    assert_eq!(text(&metadata(&mut kms, &key), "KeyState"), "PendingImport");
    schedule(&mut kms, &key, 7);
    assert_eq!(wait(&mut kms, days(7)), [deleted(&key)]);
}

#[test]
fn regions_and_keys_are_deleted_in_order() {
    let mut kms = kms();
    let mut expected = Vec::new();
    for (region, window) in
        [("eu-west-1", 9), ("us-east-1", 8), ("ap-northeast-1", 8), ("eu-west-1", 8), ("us-east-1", 7)]
    {
        let made = ask_as(&mut kms, &in_region(region), "CreateKey", json!({})).expect("a key");
        let key = text(&made["KeyMetadata"], "KeyId");
        let input = json!({ "KeyId": key, "PendingWindowInDays": window });
        ask_as(&mut kms, &in_region(region), "ScheduleKeyDeletion", input).expect("scheduled");
        expected.push((window, region, key));
    }
    expected.sort();
    let expected: Vec<_> = expected.iter().map(|(.., key)| deleted(key)).collect();
    assert_eq!(wait(&mut kms, days(30)), expected);
}
