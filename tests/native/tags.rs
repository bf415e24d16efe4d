//! Tags: names and values that the owner of a key puts on it.

use glass_kms::operations::Kms;
use serde_json::{Value, json};

use crate::support::{Answer, ask, ask_as, create_key, disable_key, empty_kms, refused, stranger};

const UNKNOWN: &str = "11111111-2222-4333-8444-555555555555";

fn tags(pairs: &[(&str, &str)]) -> Value {
    pairs.iter().map(|(key, value)| json!({ "TagKey": key, "TagValue": value })).collect()
}

fn tag(kms: &mut Kms, key: &str, pairs: &[(&str, &str)]) -> Answer {
    ask(kms, "TagResource", json!({ "KeyId": key, "Tags": tags(pairs) }))
}

fn untag(kms: &mut Kms, key: &str, names: &[&str]) -> Answer {
    ask(kms, "UntagResource", json!({ "KeyId": key, "TagKeys": names }))
}

/// The tags of a key; all of them must be on one page.
#[track_caller]
fn has(kms: &mut Kms, key: &str, expected: &[(&str, &str)]) {
    let page = ask(kms, "ListResourceTags", json!({ "KeyId": key })).expect("a page");
    assert_eq!(page, json!({ "Tags": tags(expected), "Truncated": false }));
}

#[track_caller]
fn invalid(answer: Answer, broken: &str) {
    refused(answer, "ValidationException", &format!("1 validation error detected: Value {broken}"));
}

#[test]
fn a_key_is_tagged_and_untagged() {
    let mut kms = empty_kms();
    let key = create_key(&mut kms, "Letters");
    let arn = format!("arn:aws:kms:ap-northeast-1:111122223333:key/{key}");
    has(&mut kms, &key, &[]);
    assert_eq!(tag(&mut kms, &key, &[("use", "letters"), ("Cost", "12")]).expect("tagged"), json!({}));
    has(&mut kms, &arn, &[("Cost", "12"), ("use", "letters")]);
    tag(&mut kms, &arn, &[("use", ""), ("Use", "case counts")]).expect("tagged");
    has(&mut kms, &key, &[("Cost", "12"), ("Use", "case counts"), ("use", "")]);
    assert_eq!(untag(&mut kms, &key, &["use", "never there", "use"]).expect("untagged"), json!({}));
    untag(&mut kms, &key, &[]).expect("nothing to do");
    tag(&mut kms, &key, &[]).expect("nothing to do");
    has(&mut kms, &key, &[("Cost", "12"), ("Use", "case counts")]);
    let other = create_key(&mut kms, "Receipts");
    has(&mut kms, &other, &[]);
}

#[test]
fn a_key_is_tagged_while_it_is_made() {
    let mut kms = empty_kms();
    let mut make = |pairs: &[(&str, &str)]| {
        let made = ask(&mut kms, "CreateKey", json!({ "Tags": tags(pairs) }))?;
        let id = made.pointer("/KeyMetadata/KeyId").and_then(Value::as_str).expect("an id").to_owned();
        has(&mut kms, &id, pairs);
        Ok(made)
    };
    make(&[("Cost", "12"), ("use", "letters")]).expect("made");
    make(&[]).expect("made");
    refused(make(&[("a", "1"), ("a", "2")]), "TagException", "Duplicate tag keys");
    make(&[("a _.:/=+-@", "é あ\u{3000}１")]).expect("every character that AWS lists");
    for written in ["My & My Team", "a<b>", "tab\t", "line\n", "*"] {
        refused(make(&[("Owner", written)]), "TagException", "Invalid tag");
        refused(make(&[(written, "Owner")]), "TagException", "Invalid tag");
    }
    refused(make(&[("aws:a", "1")]), "TagException", "Tags beginning with aws: are reserved");
    let names: Vec<_> = (0..51).map(|n| format!("tag-{n:02}")).collect();
    let many: Vec<_> = names.iter().map(|name| (name.as_str(), "x")).collect();
    refused(make(&many), "TagException", "Too many tags");
    let least =
        "'' at 'tags.1.member.tagKey' failed to satisfy constraint: Member must have length greater than or equal to 1";
    invalid(make(&[("", "1")]), least);
}

#[test]
fn a_disabled_key_is_tagged_too() {
    let mut kms = empty_kms();
    let key = create_key(&mut kms, "Letters");
    disable_key(&mut kms, &key);
    tag(&mut kms, &key, &[("use", "letters")]).expect("tagged");
    has(&mut kms, &key, &[("use", "letters")]);
    untag(&mut kms, &key, &["use"]).expect("untagged");
}

#[test]
fn a_key_has_50_tags_at_the_most() {
    let mut kms = empty_kms();
    let key = create_key(&mut kms, "Letters");
    let names: Vec<_> = (0..51).map(|n| format!("tag-{n:02}")).collect();
    let all: Vec<_> = names.iter().map(|name| (name.as_str(), "x")).collect();
    refused(tag(&mut kms, &key, &all), "TagException", "Too many tags");
    has(&mut kms, &key, &[]);
    tag(&mut kms, &key, &all[..49]).expect("49");
    refused(tag(&mut kms, &key, &all[49..]), "TagException", "Too many tags");
    tag(&mut kms, &key, &all[..50]).expect("50: only one of them is new");
    refused(tag(&mut kms, &key, &all[50..]), "TagException", "Too many tags");
    tag(&mut kms, &key, &[("tag-00", "a new value")]).expect("still 50");
    untag(&mut kms, &key, &["tag-07"]).expect("untagged");
    tag(&mut kms, &key, &all[50..]).expect("there is room for one");
}

#[test]
fn tags_are_listed_page_by_page() {
    let mut kms = empty_kms();
    let key = create_key(&mut kms, "Letters");
    let names: Vec<_> = (0..23).map(|n| format!("{n:02}: é\u{3042}\u{3000}")).collect();
    let all: Vec<_> = names.iter().map(|name| (name.as_str(), "x")).collect();
    tag(&mut kms, &key, &all).expect("tagged");
    let mut seen = Vec::new();
    let mut marker = Value::Null;
    for length in [10, 10, 3] {
        let page = ask(&mut kms, "ListResourceTags", json!({ "KeyId": key, "Limit": 10, "Marker": marker }));
        let page = page.expect("a page");
        let entries = page["Tags"].as_array().expect("a list").clone();
        assert_eq!((entries.len(), &page["Truncated"]), (length, &json!(length == 10)));
        assert_eq!(page.get("NextMarker").is_some(), length == 10);
        marker = page["NextMarker"].clone();
        seen.extend(entries);
    }
    assert_eq!(Value::from(seen), tags(&all));
    for marker in ["!", "dGFn!", "/w=="] {
        let answer = ask(&mut kms, "ListResourceTags", json!({ "KeyId": key, "Marker": marker }));
        refused(answer, "InvalidMarkerException", "The marker is not one that this listing returned.");
    }
    for (limit, must) in [(0, "greater than or equal to 1"), (51, "less than or equal to 50")] {
        let answer = ask(&mut kms, "ListResourceTags", json!({ "KeyId": key, "Limit": limit }));
        invalid(answer, &format!("'{limit}' at 'limit' failed to satisfy constraint: Member must have value {must}"));
    }
}

#[test]
fn tags_keep_to_the_rules_for_tags() {
    let mut kms = empty_kms();
    let key = create_key(&mut kms, "Letters");
    refused(tag(&mut kms, &key, &[("a", "1"), ("b", "2"), ("a", "1")]), "TagException", "Duplicate tag keys");
    for reserved in ["aws:", "aws:use", "AWS:use"] {
        let message = "Tags beginning with aws: are reserved";
        refused(tag(&mut kms, &key, &[("a", "1"), (reserved, "2")]), "TagException", message);
        refused(untag(&mut kms, &key, &[reserved]), "TagException", message);
    }
    has(&mut kms, &key, &[]);
    let longest = ("é".repeat(128), "é".repeat(256));
    tag(&mut kms, &key, &[(&longest.0, &longest.1), ("aws", "x"), ("my aws:", "x")]).expect("tagged");
}

#[test]
fn tags_have_lengths() {
    let mut kms = empty_kms();
    let key = create_key(&mut kms, "Letters");
    let (name, value) = ("n".repeat(129), "v".repeat(257));
    let least =
        "'' at 'tags.2.member.tagKey' failed to satisfy constraint: Member must have length greater than or equal to 1";
    invalid(tag(&mut kms, &key, &[("a", "1"), ("", "2")]), least);
    let constraint = "failed to satisfy constraint: Member must have length less than or equal to";
    invalid(tag(&mut kms, &key, &[(&name, "1")]), &format!("'{name}' at 'tags.1.member.tagKey' {constraint} 128"));
    invalid(tag(&mut kms, &key, &[("a", &value)]), &format!("'{value}' at 'tags.1.member.tagValue' {constraint} 256"));
    let each = "Member must have length less than or equal to 128, Member must have length greater than or equal to 1";
    let each =
        format!("'[a, {name}]' at 'tagKeys' failed to satisfy constraint: Member must satisfy constraint: [{each}]");
    invalid(untag(&mut kms, &key, &["a", &name]), &each);
    let missing = "failed to satisfy constraint: Member must not be null";
    for (operation, input, member) in [
        ("TagResource", json!({ "KeyId": key }), "tags"),
        ("TagResource", json!({ "Tags": [] }), "keyId"),
        ("TagResource", json!({ "KeyId": key, "Tags": [{ "TagValue": "1" }] }), "tags.1.member.tagKey"),
        ("TagResource", json!({ "KeyId": key, "Tags": [{ "TagKey": "a" }] }), "tags.1.member.tagValue"),
        ("UntagResource", json!({ "KeyId": key }), "tagKeys"),
        ("UntagResource", json!({ "TagKeys": [] }), "keyId"),
        ("ListResourceTags", json!({}), "keyId"),
    ] {
        invalid(ask(&mut kms, operation, input), &format!("null at '{member}' {missing}"));
    }
}

#[test]
fn only_keys_of_the_account_are_tagged() {
    let mut kms = empty_kms();
    let key = create_key(&mut kms, "Letters");
    let arn = format!("arn:aws:kms:ap-northeast-1:111122223333:key/{key}");
    let inputs = |key: &str| {
        [
            ("TagResource", json!({ "KeyId": key, "Tags": tags(&[("a", "1")]) })),
            ("UntagResource", json!({ "KeyId": key, "TagKeys": ["a"] })),
            ("ListResourceTags", json!({ "KeyId": key })),
        ]
    };
    for (operation, input) in inputs(&arn) {
        let error = ask_as(&mut kms, &stranger(), operation, input).expect_err("refused");
        assert_eq!(error.code(), "AccessDeniedException");
    }
    for (operation, input) in inputs(UNKNOWN) {
        let message = format!("Key 'arn:aws:kms:ap-northeast-1:111122223333:key/{UNKNOWN}' does not exist");
        refused(ask(&mut kms, operation, input), "NotFoundException", &message);
    }
    for (operation, input) in inputs("alias/letters") {
        refused(ask(&mut kms, operation, input), "NotFoundException", "Invalid keyId 'alias/letters'");
    }
    for (operation, input) in inputs("arn:aws:kms") {
        let message = "arn:aws:kms is not the ARN of a KMS key or an alias";
        refused(ask(&mut kms, operation, input), "InvalidArnException", message);
    }
    has(&mut kms, &key, &[]);
}
