//! Rotation: on a schedule, on demand, and by hand.

use core::time::Duration;

use glass_kms::operations::Kms;
use serde_json::{Value, json};

use crate::support::{
    DATA, MILLISECOND, ask, assert_service_events, base64, bytes, create_key, day, days, disable_key, empty_kms, good,
    just_before, kms, list, member, names, refused, sealed, service_events, text, wait,
};

/// A KMS with one key, which is rotated every so many days.
fn rotating(period: u32) -> (Kms, String) {
    let mut kms = empty_kms();
    let key = create_key(&mut kms, "Letters");
    enable(&mut kms, &key, period);
    (kms, key)
}

fn enable(kms: &mut Kms, key: &str, period: u32) {
    good(kms, "EnableKeyRotation", json!({ "KeyId": key, "RotationPeriodInDays": period }));
}

fn status(kms: &mut Kms, key: &str) -> Value {
    good(kms, "GetKeyRotationStatus", json!({ "KeyId": key }))
}

fn arn(key: &str) -> String {
    format!("arn:aws:kms:ap-northeast-1:111122223333:key/{key}")
}

/// What the status is while the key is rotated by itself.
fn due(key: &str, period: u32, next: f64) -> Value {
    json!({ "KeyId": arn(key), "KeyRotationEnabled": true, "RotationPeriodInDays": period, "NextRotationDate": next })
}

fn off(key: &str) -> Value {
    json!({ "KeyId": arn(key), "KeyRotationEnabled": false })
}

fn current(kms: &mut Kms, key: &str) -> String {
    names(kms, key).material_id
}

/// When and how the key was rotated.
fn rotations(kms: &mut Kms, key: &str) -> Vec<(f64, String)> {
    let answer = good(kms, "ListKeyRotations", json!({ "KeyId": key, "Limit": 1000 }));
    let entry = |entry: &Value| (member(entry, "RotationDate").as_f64().expect("a date"), text(entry, "RotationType"));
    list(&answer, "Rotations").iter().map(entry).collect()
}

fn automatic(day: f64) -> (f64, String) {
    (day, "AUTOMATIC".to_owned())
}

fn on_demand(day: f64) -> (f64, String) {
    (day, "ON_DEMAND".to_owned())
}

fn rotated(key: &str) -> (String, String) {
    ("RotateKey".to_owned(), key.to_owned())
}

#[test]
fn a_key_is_not_rotated_unless_its_owner_says_so() {
    let mut kms = empty_kms();
    let key = create_key(&mut kms, "Letters");
    assert_eq!(status(&mut kms, &key), off(&key));
    assert_eq!(wait(&mut kms, days(4000)), []);
    good(&mut kms, "EnableKeyRotation", json!({ "KeyId": key }));
    assert_eq!(status(&mut kms, &key), due(&key, 365, day(4365)));
}

#[test]
fn the_days_count_from_the_day_on_which_rotation_is_enabled() {
    for period in [90, 365, 2560] {
        let (mut kms, key) = rotating(period);
        let mut materials = vec![current(&mut kms, &key)];
        for round in 1..=3 {
            assert_eq!(status(&mut kms, &key), due(&key, period, day(round * period)));
            assert_eq!(wait(&mut kms, just_before(days(period))), [], "not a millisecond early");
            assert_eq!(Some(&current(&mut kms, &key)), materials.last());
            assert_eq!(wait(&mut kms, MILLISECOND), [rotated(&key)]);
            materials.push(current(&mut kms, &key));
        }
        assert_eq!(rotations(&mut kms, &key), [1, 2, 3].map(|round| automatic(day(round * period))));
        materials.sort();
        materials.dedup();
        assert_eq!(materials.len(), 4, "each is new");
    }
}

#[test]
fn a_period_is_from_90_to_2560_days() {
    let mut kms = empty_kms();
    let key = create_key(&mut kms, "Letters");
    for (period, bound) in
        [(-1, "greater than or equal to 90"), (89, "greater than or equal to 90"), (2561, "less than or equal to 2560")]
    {
        let answer = ask(&mut kms, "EnableKeyRotation", json!({ "KeyId": key, "RotationPeriodInDays": period }));
        let message = format!(
            "1 validation error detected: Value '{period}' at 'rotationPeriodInDays' failed to satisfy constraint: \
             Member must have value {bound}"
        );
        refused(answer, "ValidationException", &message);
    }
    assert_eq!(status(&mut kms, &key), off(&key));
}

#[test]
fn enabling_again_begins_anew_with_the_new_period() {
    let (mut kms, key) = rotating(90);
    wait(&mut kms, days(80));
    enable(&mut kms, &key, 100);
    assert_eq!(status(&mut kms, &key), due(&key, 100, day(180)));
    assert_eq!(wait(&mut kms, just_before(days(100))), []);
    assert_eq!(wait(&mut kms, MILLISECOND), [rotated(&key)]);
    good(&mut kms, "DisableKeyRotation", json!({ "KeyId": key }));
    assert_eq!(status(&mut kms, &key), off(&key));
    assert_eq!(wait(&mut kms, days(99)), [], "it is off");
    enable(&mut kms, &key, 100);
    assert_eq!(status(&mut kms, &key), due(&key, 100, day(379)));
    assert_eq!(wait(&mut kms, just_before(days(100))), [], "the days before do not count");
    assert_eq!(wait(&mut kms, MILLISECOND), [rotated(&key)]);
}

#[test]
fn the_history_comes_in_pages_and_tells_everything() {
    let (mut kms, key) = rotating(90);
    let mut materials = vec![current(&mut kms, &key)];
    let mut dates = Vec::new();
    for round in 1..=12 {
        wait(&mut kms, days(50));
        if round % 4 == 0 {
            good(&mut kms, "RotateKeyOnDemand", json!({ "KeyId": key }));
            materials.push(current(&mut kms, &key));
            dates.push(json!({ "RotationDate": day(round * 90 - 40), "RotationType": "ON_DEMAND" }));
        }
        wait(&mut kms, days(40));
        materials.push(current(&mut kms, &key));
        dates.push(json!({ "RotationDate": day(round * 90), "RotationType": "AUTOMATIC" }));
    }
    let last = materials.last().cloned();
    let entry = |material: &String, rotation: &Value| {
        let state = if Some(material) == last.as_ref() { "CURRENT" } else { "NON_CURRENT" };
        let mut entry = json!({ "KeyId": key, "KeyMaterialId": material, "KeyMaterialState": state });
        let members = entry.as_object_mut().expect("an object");
        members.extend(rotation.as_object().expect("an object").clone());
        entry
    };
    let rotations: Vec<_> = materials[1..].iter().zip(&dates).map(|(material, date)| entry(material, date)).collect();
    assert_eq!(rotations.len(), 15);
    let all: Vec<_> = [entry(&materials[0], &json!({}))].into_iter().chain(rotations.clone()).collect();
    for limit in [1, 4, 5, 15, 16, 1000] {
        for (included, expected) in
            [(None, &rotations), (Some("ROTATIONS_ONLY"), &rotations), (Some("ALL_KEY_MATERIAL"), &all)]
        {
            assert_eq!(&listed(&mut kms, &key, included, limit), expected, "{included:?} by {limit}");
        }
    }
    let first = good(&mut kms, "ListKeyRotations", json!({ "KeyId": key }));
    assert_eq!(first["Rotations"].as_array(), Some(&rotations));
    let wrong = ask(&mut kms, "ListKeyRotations", json!({ "KeyId": key, "Marker": "nothing of this kind" }));
    refused(wrong, "InvalidMarkerException", "The marker is not one that this listing returned.");
}

/// All pages of a listing, each of which must be full but the last.
fn listed(kms: &mut Kms, key: &str, included: Option<&str>, limit: usize) -> Vec<Value> {
    let mut all = Vec::new();
    let mut marker = Value::Null;
    loop {
        let input = json!({ "KeyId": key, "Limit": limit, "Marker": marker, "IncludeKeyMaterial": included });
        let page = good(kms, "ListKeyRotations", input);
        let entries = list(&page, "Rotations");
        let full = entries.len() == limit;
        all.extend(entries);
        let goes_on = member(&page, "Truncated") == json!(true);
        assert_eq!(page.get("NextMarker").is_some(), goes_on);
        if !goes_on {
            return all;
        }
        assert!(full);
        marker = member(&page, "NextMarker");
    }
}

#[test]
fn old_data_opens_with_the_material_that_sealed_it_and_new_data_is_sealed_with_the_new() {
    let (mut kms, key) = rotating(90);
    let mut ciphertexts = Vec::new();
    for round in 0..5 {
        let data_key = good(&mut kms, "GenerateDataKey", json!({ "KeyId": key, "NumberOfBytes": 32 }));
        assert_eq!(text(&data_key, "KeyMaterialId"), current(&mut kms, &key));
        ciphertexts.push((current(&mut kms, &key), sealed(&mut kms, &key)));
        match round % 2 {
            0 => drop(wait(&mut kms, days(90))),
            _ => drop(good(&mut kms, "RotateKeyOnDemand", json!({ "KeyId": key }))),
        }
    }
    for (material, ciphertext) in &ciphertexts {
        for input in [json!({ "CiphertextBlob": ciphertext }), json!({ "CiphertextBlob": ciphertext, "KeyId": key })] {
            let opened = good(&mut kms, "Decrypt", input);
            assert_eq!((bytes(&opened, "Plaintext"), text(&opened, "KeyId")), (DATA.to_vec(), arn(&key)));
            assert_eq!(text(&opened, "KeyMaterialId"), *material);
        }
        let moved = good(&mut kms, "ReEncrypt", json!({ "CiphertextBlob": ciphertext, "DestinationKeyId": key }));
        assert_eq!(text(&moved, "SourceKeyMaterialId"), *material);
        assert_eq!(text(&moved, "DestinationKeyMaterialId"), current(&mut kms, &key));
        let opened = good(&mut kms, "Decrypt", json!({ "CiphertextBlob": moved["CiphertextBlob"] }));
        assert_eq!(text(&opened, "KeyMaterialId"), current(&mut kms, &key));
    }
}

#[test]
fn nothing_of_a_key_changes_but_its_material() {
    let mut kms = kms();
    let key = names(&mut kms, "alias/letters").id;
    enable(&mut kms, &key, 90);
    good(&mut kms, "TagResource", json!({ "KeyId": key, "Tags": [{ "TagKey": "a", "TagValue": "b" }] }));
    let asked = |kms: &mut Kms| {
        let others = ["GetKeyPolicy", "ListAliases", "ListResourceTags", "ListGrants"];
        let others = others.map(|operation| good(kms, operation, json!({ "KeyId": key })));
        let mut described = good(kms, "DescribeKey", json!({ "KeyId": "alias/letters" }));
        let material = described["KeyMetadata"]["CurrentKeyMaterialId"].take();
        (material, described, others)
    };
    let before = asked(&mut kms);
    wait(&mut kms, days(90));
    let after = asked(&mut kms);
    assert_ne!(before.0, after.0);
    assert_eq!((before.1, before.2), (after.1, after.2));
}

#[test]
fn a_key_is_rotated_on_demand_25_times_in_its_life_and_its_schedule_stays() {
    let (mut kms, key) = rotating(90);
    for round in 1..=25 {
        wait(&mut kms, days(1));
        let before = current(&mut kms, &key);
        let answer = good(&mut kms, "RotateKeyOnDemand", json!({ "KeyId": key }));
        assert_eq!(answer, json!({ "KeyId": arn(&key) }));
        assert_ne!(current(&mut kms, &key), before);
        assert_eq!(status(&mut kms, &key), due(&key, 90, day(90)), "after {round}");
    }
    let full = format!(
        "The on-demand rotations limit has been reached for the given keyId. No more on-demand rotations can be \
         performed for this key: {}",
        arn(&key)
    );
    refused(ask(&mut kms, "RotateKeyOnDemand", json!({ "KeyId": key })), "LimitExceededException", &full);
    assert_eq!(wait(&mut kms, days(65)), [rotated(&key)], "the schedule goes on");
    refused(ask(&mut kms, "RotateKeyOnDemand", json!({ "KeyId": key })), "LimitExceededException", &full);
    let expected: Vec<_> = (1..=25).map(|round| on_demand(day(round))).chain([automatic(day(90))]).collect();
    assert_eq!(rotations(&mut kms, &key), expected);
}

#[test]
fn a_key_is_rotated_on_demand_whether_it_has_a_schedule_or_not() {
    let mut kms = empty_kms();
    let key = create_key(&mut kms, "Letters");
    good(&mut kms, "RotateKeyOnDemand", json!({ "KeyId": key }));
    assert_eq!(rotations(&mut kms, &key), [on_demand(day(0))]);
    assert_eq!(status(&mut kms, &key), off(&key));
}

#[test]
fn no_rotation_on_demand_begins_shortly_before_an_automatic_one() {
    let twenty_minutes = Duration::from_mins(20);
    let (mut kms, key) = rotating(90);
    wait(&mut kms, just_before(days(90).saturating_sub(twenty_minutes)));
    good(&mut kms, "RotateKeyOnDemand", json!({ "KeyId": key }));
    for time in [MILLISECOND, just_before(twenty_minutes)] {
        assert_eq!(wait(&mut kms, time), []);
        let message = format!("{} is about to be rotated automatically, within 20 minutes.", arn(&key));
        refused(ask(&mut kms, "RotateKeyOnDemand", json!({ "KeyId": key })), "ConflictException", &message);
    }
    assert_eq!(wait(&mut kms, MILLISECOND), [rotated(&key)]);
    good(&mut kms, "RotateKeyOnDemand", json!({ "KeyId": key }));
}

#[test]
fn a_disabled_key_catches_up_once_when_it_is_enabled() {
    let (mut kms, key) = rotating(90);
    wait(&mut kms, days(100));
    disable_key(&mut kms, &key);
    assert_eq!(wait(&mut kms, days(300)), []);
    assert_eq!(status(&mut kms, &key), due(&key, 90, day(180)), "the status stays");
    let old = current(&mut kms, &key);
    good(&mut kms, "EnableKey", json!({ "KeyId": key }));
    assert_ne!(current(&mut kms, &key), old);
    assert_eq!(rotations(&mut kms, &key), [automatic(day(90)), automatic(day(400))]);
    assert_eq!(status(&mut kms, &key), due(&key, 90, day(450)), "the dates are the old ones");
    good(&mut kms, "EnableKey", json!({ "KeyId": key }));
    assert_eq!(wait(&mut kms, just_before(days(50))), []);
    assert_eq!(wait(&mut kms, MILLISECOND), [rotated(&key)]);
    // A key that is enabled again in time has missed nothing, not even by a millisecond.
    disable_key(&mut kms, &key);
    wait(&mut kms, just_before(days(90)));
    good(&mut kms, "EnableKey", json!({ "KeyId": key }));
    assert_eq!(rotations(&mut kms, &key).len(), 3);
    assert_eq!(wait(&mut kms, MILLISECOND), [rotated(&key)]);
}

#[test]
fn a_key_that_is_pending_deletion_is_not_rotated_and_shows_no_schedule() {
    let (mut kms, key) = rotating(90);
    wait(&mut kms, days(80));
    good(&mut kms, "ScheduleKeyDeletion", json!({ "KeyId": key }));
    assert_eq!(status(&mut kms, &key), off(&key));
    assert_eq!(wait(&mut kms, days(20)), []);
    good(&mut kms, "CancelKeyDeletion", json!({ "KeyId": key }));
    assert_eq!(status(&mut kms, &key), due(&key, 90, day(90)));
    assert_eq!(wait(&mut kms, days(10)), [], "it is disabled");
    good(&mut kms, "EnableKey", json!({ "KeyId": key }));
    assert_eq!(rotations(&mut kms, &key), [automatic(day(110))]);
    assert_eq!(status(&mut kms, &key), due(&key, 90, day(180)));
}

#[test]
fn rotating_by_hand_leads_an_alias_to_another_key_and_has_a_trap() {
    let mut kms = kms();
    let old = names(&mut kms, "alias/letters");
    let ciphertext = sealed(&mut kms, "alias/letters");
    let new = create_key(&mut kms, "Letters from now on");
    good(&mut kms, "UpdateAlias", json!({ "AliasName": "alias/letters", "TargetKeyId": new }));
    let again = sealed(&mut kms, "alias/letters");
    let named = |ciphertext: &str| json!({ "CiphertextBlob": ciphertext, "KeyId": "alias/letters" });
    assert_eq!(text(&good(&mut kms, "Decrypt", named(&again)), "KeyId"), arn(&new));
    let message = "The key ID in the request does not identify a CMK that can perform this operation.";
    refused(ask(&mut kms, "Decrypt", named(&ciphertext)), "IncorrectKeyException", message);
    let opened = good(&mut kms, "Decrypt", json!({ "CiphertextBlob": ciphertext }));
    assert_eq!((bytes(&opened, "Plaintext"), text(&opened, "KeyId")), (DATA.to_vec(), old.arn));
}

#[test]
fn a_rotation_is_an_event_whatever_set_it_off() {
    let (mut kms, key) = rotating(90);
    let mut materials = vec![current(&mut kms, &key)];
    wait(&mut kms, days(90));
    materials.push(current(&mut kms, &key));
    good(&mut kms, "RotateKeyOnDemand", json!({ "KeyId": key }));
    materials.push(current(&mut kms, &key));
    disable_key(&mut kms, &key);
    assert_eq!(wait(&mut kms, days(91)), []);
    good(&mut kms, "EnableKey", json!({ "KeyId": key }));
    materials.push(current(&mut kms, &key));
    let event = |time: &'static str, by: &str, at: usize| {
        let details = json!({
            "keyId": key, "rotationType": by, "keyOrigin": "AWS_KMS",
            "previousKeyMaterialId": materials[at - 1], "currentKeyMaterialId": materials[at],
        });
        ("RotateKey", time, details)
    };
    let expected = [
        event("2027-02-22T00:00:00Z", "AUTOMATIC", 1),
        event("2027-02-22T00:00:00Z", "ON_DEMAND", 2),
        event("2027-05-24T00:00:00Z", "AUTOMATIC", 3),
    ];
    assert_service_events(&service_events(&kms), &expected);
}

#[test]
fn rotation_is_refused_to_everyone_without_permission() {
    let (mut kms, key) = rotating(90);
    let stranger = crate::support::stranger();
    for operation in
        ["EnableKeyRotation", "DisableKeyRotation", "RotateKeyOnDemand", "ListKeyRotations", "GetKeyRotationStatus"]
    {
        let answer = crate::support::ask_as(&mut kms, &stranger, operation, json!({ "KeyId": arn(&key) }));
        assert_eq!(answer.map_err(|error| error.code()), Err("AccessDeniedException"), "{operation}");
        let unknown = ask(&mut kms, operation, json!({ "KeyId": base64("no key") }));
        assert_eq!(unknown.map_err(|error| error.code()), Err("NotFoundException"), "{operation}");
    }
    assert_eq!(status(&mut kms, &key), due(&key, 90, day(90)));
}
