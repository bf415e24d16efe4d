//! Keys: made, described, listed, switched on and off.

use core::time::Duration;

use glass_kms::operations::CallContext;
use serde_json::{Value, json};

use crate::support::{
    ask, ask_as, create_key, empty_kms, in_region, kms, member, names, refused, root, stranger, text,
};

#[test]
fn create_key_answers_with_all_that_there_is_to_know() {
    let mut kms = empty_kms();
    let made = ask(&mut kms, "CreateKey", json!({ "Description": "Letters — 手紙" })).expect("a key");
    let metadata = &made["KeyMetadata"];
    let (id, material_id) = (text(metadata, "KeyId"), text(metadata, "CurrentKeyMaterialId"));
    assert_eq!(
        made,
        json!({ "KeyMetadata": {
            "AWSAccountId": "111122223333",
            "KeyId": id,
            "Arn": format!("arn:aws:kms:ap-northeast-1:111122223333:key/{id}"),
            "CreationDate": 1_795_478_400.0,
            "Enabled": true,
            "Description": "Letters — 手紙",
            "KeyUsage": "ENCRYPT_DECRYPT",
            "KeyState": "Enabled",
            "Origin": "AWS_KMS",
            "KeyManager": "CUSTOMER",
            "CustomerMasterKeySpec": "SYMMETRIC_DEFAULT",
            "KeySpec": "SYMMETRIC_DEFAULT",
            "EncryptionAlgorithms": ["SYMMETRIC_DEFAULT"],
            "MultiRegion": false,
            "CurrentKeyMaterialId": material_id,
        } })
    );
    assert!(is_uuid(&id), "{id}");
    let is_hex = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
    assert!(material_id.len() == 64 && material_id.chars().all(is_hex), "{material_id}");
    assert_eq!(ask(&mut kms, "DescribeKey", json!({ "KeyId": id })).expect("described"), made);
}

/// A version 4 UUID in lower case.
fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.char_indices().all(|(at, c)| match at {
            8 | 13 | 18 | 23 => c == '-',
            14 => c == '4',
            19 => "89ab".contains(c),
            _ => "0123456789abcdef".contains(c),
        })
}

#[test]
fn a_key_has_an_arn_in_the_partition_of_its_region() {
    for (region, partition) in [("eu-west-1", "aws"), ("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov")] {
        let mut kms = empty_kms();
        let made = ask_as(&mut kms, &in_region(region), "CreateKey", json!({})).expect("a key");
        let key = &made["KeyMetadata"];
        let expected = format!("arn:{partition}:kms:{region}:111122223333:key/{}", text(key, "KeyId"));
        assert_eq!(text(key, "Arn"), expected);
        assert!(ask_as(&mut kms, &in_region(region), "DescribeKey", json!({ "KeyId": expected })).is_ok());
    }
}

#[test]
fn create_key_takes_its_defaults_spelled_out() {
    for input in [
        json!({}),
        json!({ "KeySpec": "SYMMETRIC_DEFAULT" }),
        json!({ "CustomerMasterKeySpec": "SYMMETRIC_DEFAULT" }),
        json!({ "KeySpec": "SYMMETRIC_DEFAULT", "CustomerMasterKeySpec": "SYMMETRIC_DEFAULT" }),
        json!({ "KeyUsage": "ENCRYPT_DECRYPT", "Origin": "AWS_KMS", "MultiRegion": false, "Tags": [] }),
        json!({ "BypassPolicyLockoutSafetyCheck": true }),
        json!({ "Description": "d".repeat(8192) }),
        json!({ "Description": null }),
    ] {
        assert!(ask(&mut empty_kms(), "CreateKey", input.clone()).is_ok(), "{input}");
    }
}

#[test]
fn create_key_refuses_what_does_not_go_together() {
    for (input, message) in [
        (
            json!({ "KeySpec": "SYMMETRIC_DEFAULT", "CustomerMasterKeySpec": "RSA_2048" }),
            "You cannot specify KeySpec and CustomerMasterKeySpec in the same request with different values.",
        ),
        (
            json!({ "KeySpec": "RSA_2048" }),
            "You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.",
        ),
        (
            json!({ "CustomerMasterKeySpec": "HMAC_256" }),
            "You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.",
        ),
        (json!({ "KeyUsage": "SIGN_VERIFY" }), "KeyUsage SIGN_VERIFY is not compatible with KeySpec SYMMETRIC_DEFAULT"),
        (
            json!({ "KeySpec": "HMAC_256", "KeyUsage": "ENCRYPT_DECRYPT" }),
            "KeyUsage ENCRYPT_DECRYPT is not compatible with KeySpec HMAC_256",
        ),
        (
            json!({ "KeySpec": "RSA_2048", "KeyUsage": "KEY_AGREEMENT" }),
            "KeyUsage KEY_AGREEMENT is not compatible with KeySpec RSA_2048",
        ),
        (
            json!({ "KeySpec": "ECC_SECG_P256K1", "KeyUsage": "KEY_AGREEMENT" }),
            "KeyUsage KEY_AGREEMENT is not compatible with KeySpec ECC_SECG_P256K1",
        ),
        (
            json!({ "KeySpec": "ECC_NIST_P256", "KeyUsage": "ENCRYPT_DECRYPT" }),
            "KeyUsage ENCRYPT_DECRYPT is not compatible with KeySpec ECC_NIST_P256",
        ),
        (
            json!({ "KeySpec": "ML_DSA_65", "KeyUsage": "ENCRYPT_DECRYPT" }),
            "KeyUsage ENCRYPT_DECRYPT is not compatible with KeySpec ML_DSA_65",
        ),
    ] {
        refused(ask(&mut empty_kms(), "CreateKey", input), "ValidationException", message);
    }
}

#[test]
fn create_key_says_what_is_not_supported() {
    for (input, option) in [
        (json!({ "KeySpec": "SM2", "KeyUsage": "SIGN_VERIFY" }), "KeySpec SM2"),
        (json!({ "CustomerMasterKeySpec": "SM2", "KeyUsage": "ENCRYPT_DECRYPT" }), "KeySpec SM2"),
        (json!({ "Origin": "AWS_CLOUDHSM" }), "Origin AWS_CLOUDHSM"),
    ] {
        let mut kms = empty_kms();
        let message = format!("glass-kms does not support {option} yet.");
        refused(ask(&mut kms, "CreateKey", input), "UnsupportedOperationException", &message);
        let keys = ask(&mut kms, "ListKeys", json!({})).expect("a list");
        assert_eq!(keys, json!({ "Keys": [], "Truncated": false }), "nothing was made");
    }
}

#[test]
fn every_fault_of_a_request_is_named_at_once() {
    let long = "é".repeat(8193);
    let input = json!({ "Description": long, "KeySpec": "AES", "KeyUsage": "ALL", "Origin": "HERE" });
    refused(
        ask(&mut empty_kms(), "CreateKey", input),
        "ValidationException",
        &format!(
            "4 validation errors detected: Value '{long}' at 'description' failed to satisfy constraint: Member must \
             have length less than or equal to 8192; Value 'AES' at 'keySpec' failed to satisfy constraint: Member must \
             satisfy enum value set: [RSA_2048, RSA_3072, RSA_4096, ECC_NIST_P256, ECC_NIST_P384, ECC_NIST_P521, \
             ECC_SECG_P256K1, SYMMETRIC_DEFAULT, HMAC_224, HMAC_256, HMAC_384, HMAC_512, SM2, ML_DSA_44, ML_DSA_65, \
             ML_DSA_87, ECC_NIST_EDWARDS25519, ML_KEM_512, ML_KEM_768, ML_KEM_1024]; Value 'ALL' at 'keyUsage' failed \
             to satisfy constraint: Member must satisfy enum value set: [SIGN_VERIFY, ENCRYPT_DECRYPT, \
             GENERATE_VERIFY_MAC, KEY_AGREEMENT, ENCAPSULATE_DECAPSULATE]; Value 'HERE' at 'origin' failed to satisfy \
             constraint: Member must satisfy enum value set: [AWS_KMS, EXTERNAL, AWS_CLOUDHSM, EXTERNAL_KEY_STORE]"
        ),
    );
}

#[test]
fn a_key_is_switched_off_and_on_as_often_as_one_likes() {
    let mut kms = kms();
    let id = names(&mut kms, "alias/letters").id;
    for (operation, state) in [
        ("DisableKey", "Disabled"),
        ("DisableKey", "Disabled"),
        ("EnableKey", "Enabled"),
        ("EnableKey", "Enabled"),
        ("DisableKey", "Disabled"),
    ] {
        assert_eq!(ask(&mut kms, operation, json!({ "KeyId": id })).expect("done"), json!({}));
        let described = ask(&mut kms, "DescribeKey", json!({ "KeyId": id })).expect("described");
        let key = &described["KeyMetadata"];
        assert_eq!((&key["KeyState"], &key["Enabled"]), (&json!(state), &json!(state == "Enabled")));
    }
    let other = ask(&mut kms, "DescribeKey", json!({ "KeyId": "alias/receipts" })).expect("described");
    assert_eq!(other["KeyMetadata"]["KeyState"], "Enabled", "the other key was left alone");
}

#[test]
fn a_description_is_replaced() {
    let mut kms = kms();
    let before = ask(&mut kms, "DescribeKey", json!({ "KeyId": "alias/letters" })).expect("described");
    let id = text(&before["KeyMetadata"], "KeyId");
    for words in ["Cards", "", &"漢".repeat(8192)] {
        let input = json!({ "KeyId": id, "Description": words });
        assert_eq!(ask(&mut kms, "UpdateKeyDescription", input).expect("done"), json!({}));
        let mut expected = before.clone();
        expected["KeyMetadata"]["Description"] = json!(words);
        assert_eq!(ask(&mut kms, "DescribeKey", json!({ "KeyId": id })).expect("described"), expected);
    }
    let long = "漢".repeat(8193);
    refused(
        ask(&mut kms, "UpdateKeyDescription", json!({ "KeyId": id, "Description": long })),
        "ValidationException",
        &format!(
            "1 validation error detected: Value '{long}' at 'description' failed to satisfy constraint: Member must \
             have length less than or equal to 8192"
        ),
    );
    refused(
        ask(&mut kms, "UpdateKeyDescription", json!({})),
        "ValidationException",
        "2 validation errors detected: Value null at 'keyId' failed to satisfy constraint: Member must not be null; \
         Value null at 'description' failed to satisfy constraint: Member must not be null",
    );
}

/// All keys, page by page.
fn pages(kms: &mut glass_kms::operations::Kms, limit: i64) -> Vec<Value> {
    let mut pages = Vec::new();
    let mut input = json!({ "Limit": limit });
    loop {
        let page = ask(kms, "ListKeys", input).expect("a page");
        pages.push(page.clone());
        assert_eq!(member(&page, "Truncated"), json!(page.get("NextMarker").is_some()));
        match page.get("NextMarker") {
            Some(marker) => input = json!({ "Limit": limit, "Marker": marker }),
            None => return pages,
        }
    }
}

#[test]
fn keys_are_listed_page_by_page() {
    let mut kms = empty_kms();
    let mut ids: Vec<String> = (0..7).map(|_| create_key(&mut kms, "")).collect();
    ids.sort();
    let expected: Vec<Value> = ids
        .iter()
        .map(|id| json!({ "KeyId": id, "KeyArn": format!("arn:aws:kms:ap-northeast-1:111122223333:key/{id}") }))
        .collect();
    for (limit, count) in [(1, 7), (2, 4), (3, 3), (6, 2), (7, 1), (8, 1), (1000, 1)] {
        let pages = pages(&mut kms, limit);
        assert_eq!(pages.len(), count, "with {limit} on a page");
        let keys: Vec<Value> = pages.iter().flat_map(|page| page["Keys"].as_array().expect("a list").clone()).collect();
        assert_eq!(keys, expected);
    }
}

#[test]
fn a_page_has_100_keys_by_default() {
    let mut kms = empty_kms();
    let ids: Vec<String> = (0..100).map(|_| create_key(&mut kms, "")).collect();
    let first = ask(&mut kms, "ListKeys", json!({})).expect("a page");
    assert_eq!(first["Keys"].as_array().map(Vec::len), Some(100));
    assert_eq!((&first["Truncated"], first.get("NextMarker")), (&json!(false), None));
    create_key(&mut kms, "");
    let first = ask(&mut kms, "ListKeys", json!({})).expect("a page");
    assert_eq!(first["Keys"].as_array().map(Vec::len), Some(100));
    let rest = ask(&mut kms, "ListKeys", json!({ "Marker": first["NextMarker"] })).expect("a page");
    assert_eq!(rest["Keys"].as_array().map(Vec::len), Some(101 - ids.len()));
}

#[test]
fn a_listing_goes_on_where_it_was_though_keys_were_made_meanwhile() {
    let mut kms = empty_kms();
    (0..6).for_each(|_| drop(create_key(&mut kms, "")));
    let first = ask(&mut kms, "ListKeys", json!({ "Limit": 3 })).expect("a page");
    let old: Vec<Value> = pages(&mut kms, 1000).concat_keys();
    (0..20).for_each(|_| drop(create_key(&mut kms, "")));
    let rest = ask(&mut kms, "ListKeys", json!({ "Marker": first["NextMarker"] })).expect("a page");
    let listed = [first, rest].to_vec().concat_keys();
    assert!(old.iter().all(|key| listed.iter().filter(|other| *other == key).count() == 1), "each key once");
}

/// The keys of all pages.
trait ConcatKeys {
    fn concat_keys(&self) -> Vec<Value>;
}

impl ConcatKeys for Vec<Value> {
    fn concat_keys(&self) -> Vec<Value> {
        self.iter().flat_map(|page| member(page, "Keys").as_array().expect("a list").clone()).collect()
    }
}

#[test]
fn a_listing_shows_the_keys_of_its_region_only() {
    let mut kms = kms();
    let elsewhere = ask_as(&mut kms, &in_region("eu-west-1"), "ListKeys", json!({})).expect("a page");
    assert_eq!(elsewhere, json!({ "Keys": [], "Truncated": false }));
}

#[test]
fn limits_and_markers_have_their_bounds() {
    let mut kms = kms();
    let constraint = |what: &str, must: &str| {
        format!("1 validation error detected: Value {what} failed to satisfy constraint: Member must have {must}")
    };
    for (limit, must) in [
        (0_i64, "value greater than or equal to 1"),
        (-1, "value greater than or equal to 1"),
        (1001, "value less than or equal to 1000"),
        (i64::MAX, "value less than or equal to 1000"),
    ] {
        let message = constraint(&format!("'{limit}' at 'limit'"), must);
        refused(ask(&mut kms, "ListKeys", json!({ "Limit": limit })), "ValidationException", &message);
    }
    let long = "m".repeat(1025);
    for (marker, must) in
        [("", "length greater than or equal to 1"), (long.as_str(), "length less than or equal to 1024")]
    {
        let message = constraint(&format!("'{marker}' at 'marker'"), must);
        refused(ask(&mut kms, "ListKeys", json!({ "Marker": marker })), "ValidationException", &message);
    }
    for marker in ["x", "alias/letters", &"m".repeat(1024)] {
        let message = "The marker is not one that this listing returned.";
        refused(ask(&mut kms, "ListKeys", json!({ "Marker": marker })), "InvalidMarkerException", message);
    }
}

#[test]
fn describe_key_takes_no_token_of_a_grant_that_does_not_exist() {
    let mut kms = kms();
    let with = |tokens: Vec<&str>| json!({ "KeyId": "alias/letters", "GrantTokens": tokens });
    assert!(ask(&mut kms, "DescribeKey", with(vec![])).is_ok());
    let unknown = "The grant token does not belong to any grant.";
    for count in [1, 10] {
        refused(ask(&mut kms, "DescribeKey", with(vec!["t"; count])), "InvalidGrantTokenException", unknown);
    }
    refused(
        ask(&mut kms, "DescribeKey", with(vec!["t"; 11])),
        "ValidationException",
        "1 validation error detected: Value at 'grantTokens' failed to satisfy \
         constraint: Member must have length less than or equal to 10",
    );
}

#[test]
fn an_account_has_100_000_keys_in_a_region_at_the_most() {
    let mut kms = empty_kms();
    // The cheapest keys there are: without material.
    let input = || json!({ "Origin": "EXTERNAL" });
    let last = (0..100_000).map(|_| ask(&mut kms, "CreateKey", input()).expect("a key")).last().expect("keys");
    let message = "The account has 100000 KMS keys in this Region, which is the most.";
    refused(ask(&mut kms, "CreateKey", input()), "LimitExceededException", message);
    assert!(ask_as(&mut kms, &in_region("eu-west-1"), "CreateKey", input()).is_ok(), "another Region");
    assert!(ask_as(&mut kms, &stranger(), "CreateKey", input()).is_ok(), "another account");
    let via = [("kms:ViaService".to_owned(), vec!["s3.ap-northeast-1.amazonaws.com".to_owned()])];
    let context = CallContext { condition_keys: &via, ..root() };
    let managed = json!({ "KeyId": "alias/aws/s3", "KeySpec": "AES_256" });
    assert!(ask_as(&mut kms, &context, "GenerateDataKey", managed).is_ok(), "a key of a service does not count");
    // A key counts until it is gone.
    let key = text(&last["KeyMetadata"], "KeyId");
    ask(&mut kms, "ScheduleKeyDeletion", json!({ "KeyId": key, "PendingWindowInDays": 7 })).expect("scheduled");
    refused(ask(&mut kms, "CreateKey", input()), "LimitExceededException", message);
    kms.advance(Duration::from_hours(7 * 24)).expect("time passes");
    assert!(ask(&mut kms, "CreateKey", input()).is_ok());
    refused(ask(&mut kms, "CreateKey", input()), "LimitExceededException", message);
}
