//! Aliases: names that point to keys and can be pointed to others.

use core::time::Duration;

use glass_kms::operations::Kms;
use serde_json::{Value, json};

use crate::support::{
    Answer, ask, ask_as, base64, bytes, create_key, disable_key, in_region, kms, member, names, refused, stranger, text,
};

fn create(kms: &mut Kms, alias: &str, key: &str) -> Answer {
    ask(kms, "CreateAlias", json!({ "AliasName": alias, "TargetKeyId": key }))
}

fn update(kms: &mut Kms, alias: &str, key: &str) -> Answer {
    ask(kms, "UpdateAlias", json!({ "AliasName": alias, "TargetKeyId": key }))
}

fn delete(kms: &mut Kms, alias: &str) -> Answer {
    ask(kms, "DeleteAlias", json!({ "AliasName": alias }))
}

/// The names in a listing.
fn listed(kms: &mut Kms, input: Value) -> Vec<String> {
    let page = ask(kms, "ListAliases", input).expect("a page");
    member(&page, "Aliases").as_array().expect("a list").iter().map(|alias| text(alias, "AliasName")).collect()
}

/// The id of the key that an alias points to.
fn target(kms: &mut Kms, alias: &str) -> String {
    names(kms, alias).id
}

#[test]
fn an_alias_is_made_moved_and_deleted() {
    let mut kms = kms();
    let (letters, receipts) = (target(&mut kms, "alias/letters"), target(&mut kms, "alias/receipts"));
    assert_eq!(create(&mut kms, "alias/post", &letters).expect("made"), json!({}));
    kms.advance(Duration::from_millis(90_500)).expect("time passes");
    assert_eq!(update(&mut kms, "alias/post", &receipts).expect("moved"), json!({}));
    let entry = |name: &str, key: &str, updated: f64| {
        json!({
            "AliasName": name,
            "AliasArn": format!("arn:aws:kms:ap-northeast-1:111122223333:{name}"),
            "TargetKeyId": key,
            "CreationDate": 1_795_478_400.0,
            "LastUpdatedDate": updated,
        })
    };
    let page = ask(&mut kms, "ListAliases", json!({})).expect("a page");
    let expected = [
        entry("alias/letters", &letters, 1_795_478_400.0),
        entry("alias/post", &receipts, 1_795_478_490.5),
        entry("alias/receipts", &receipts, 1_795_478_400.0),
    ];
    assert_eq!(page, json!({ "Aliases": expected, "Truncated": false }));

    assert_eq!(delete(&mut kms, "alias/post").expect("deleted"), json!({}));
    let gone = "Alias arn:aws:kms:ap-northeast-1:111122223333:alias/post is not found.";
    for answer in [
        delete(&mut kms, "alias/post"),
        update(&mut kms, "alias/post", &letters),
        ask(&mut kms, "DescribeKey", json!({ "KeyId": "alias/post" })),
    ] {
        refused(answer, "NotFoundException", gone);
    }
    assert_eq!(listed(&mut kms, json!({})), ["alias/letters", "alias/receipts"]);
    assert!(ask(&mut kms, "DescribeKey", json!({ "KeyId": receipts })).is_ok(), "its key is still there");
    create(&mut kms, "alias/post", &letters).expect("the name is free again");
}

#[test]
fn a_name_is_given_once_in_an_account_and_a_region() {
    let mut kms = kms();
    let receipts = target(&mut kms, "alias/receipts");
    refused(
        create(&mut kms, "alias/letters", &receipts),
        "AlreadyExistsException",
        "An alias with the name arn:aws:kms:ap-northeast-1:111122223333:alias/letters already exists",
    );
    create(&mut kms, "alias/Letters", &receipts).expect("case counts");
    for context in [in_region("eu-west-1"), stranger()] {
        let made = ask_as(&mut kms, &context, "CreateKey", json!({})).expect("a key");
        let key = text(&made["KeyMetadata"], "KeyId");
        let input = json!({ "AliasName": "alias/letters", "TargetKeyId": key });
        ask_as(&mut kms, &context, "CreateAlias", input).expect("the name is free there");
        let page = ask_as(&mut kms, &context, "ListAliases", json!({})).expect("a page");
        assert_eq!(page["Aliases"].as_array().map(Vec::len), Some(1));
    }
}

#[test]
fn names_that_begin_otherwise_are_refused() {
    let mut kms = kms();
    let key = target(&mut kms, "alias/letters");
    let message = "Alias must start with the prefix \"alias/\". Please see \
                   https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html";
    let arn = "arn:aws:kms:ap-northeast-1:111122223333:alias/letters";
    for name in ["letters", "Alias/letters", "alias", arn] {
        refused(create(&mut kms, name, &key), "ValidationException", message);
        refused(update(&mut kms, name, &key), "ValidationException", message);
        refused(delete(&mut kms, name), "ValidationException", message);
    }
}

#[test]
fn names_with_other_characters_are_refused() {
    let mut kms = kms();
    let key = target(&mut kms, "alias/letters");
    for name in [" alias/letters", "alias/a b", "alias/a.b", "alias/é", "alias/a\n", "alias/*"] {
        let message = format!(
            "1 validation error detected: Value '{name}' at 'aliasName' failed to satisfy constraint: Member must satisfy \
             regular expression pattern: ^[a-zA-Z0-9:/_-]+$"
        );
        refused(create(&mut kms, name, &key), "ValidationException", &message);
        refused(update(&mut kms, name, &key), "ValidationException", &message);
        refused(delete(&mut kms, name), "ValidationException", &message);
    }
    for name in ["alias/", "alias/a:b"] {
        let message = format!("{name} contains invalid characters for an alias: use letters, digits, /, _ and -");
        refused(create(&mut kms, name, &key), "InvalidAliasNameException", &message);
        refused(update(&mut kms, name, &key), "InvalidAliasNameException", &message);
        refused(delete(&mut kms, name), "InvalidAliasNameException", &message);
    }
    for name in ["alias/a/b_c-D9", "alias//", "alias/alias/x", &format!("alias/{}", "a".repeat(250))] {
        create(&mut kms, name, &key).expect("a good name");
        assert_eq!(target(&mut kms, name), key);
    }
}

#[test]
fn names_have_1_to_256_characters() {
    let mut kms = kms();
    let key = target(&mut kms, "alias/letters");
    let long = format!("alias/{}", "a".repeat(251));
    let constraint = "at 'aliasName' failed to satisfy constraint: Member must";
    let empty = format!(
        "2 validation errors detected: Value '' {constraint} have length greater than or equal to 1; Value '' {constraint} \
         satisfy regular expression pattern: ^[a-zA-Z0-9:/_-]+$"
    );
    let too_long =
        format!("1 validation error detected: Value '{long}' {constraint} have length less than or equal to 256");
    for (name, message) in [("", empty), (long.as_str(), too_long)] {
        refused(create(&mut kms, name, &key), "ValidationException", &message);
        refused(update(&mut kms, name, &key), "ValidationException", &message);
        refused(delete(&mut kms, name), "ValidationException", &message);
    }
    let missing = "2 validation errors detected: Value null at 'aliasName' failed to satisfy constraint: Member must \
                   not be null; Value null at 'targetKeyId' failed to satisfy constraint: Member must not be null";
    refused(ask(&mut kms, "CreateAlias", json!({})), "ValidationException", missing);
    refused(ask(&mut kms, "UpdateAlias", json!({})), "ValidationException", missing);
}

#[test]
fn names_of_aws_are_refused_without_a_word() {
    let mut kms = kms();
    let key = target(&mut kms, "alias/letters");
    for name in ["alias/aws/ebs", "alias/aws/"] {
        refused(create(&mut kms, name, &key), "NotAuthorizedException", "");
        refused(update(&mut kms, name, &key), "NotAuthorizedException", "");
        refused(delete(&mut kms, name), "NotAuthorizedException", "");
    }
    create(&mut kms, "alias/aws", &key).expect("not one of AWS's");
    create(&mut kms, "alias/awsome", &key).expect("not one of AWS's");
}

#[test]
fn a_key_has_50_aliases_at_the_most() {
    let mut kms = kms();
    let (letters, receipts) = (target(&mut kms, "alias/letters"), target(&mut kms, "alias/receipts"));
    for n in 1..50 {
        create(&mut kms, &format!("alias/letters-{n}"), &letters).expect("up to 50");
    }
    let full = "The key has 50 aliases, which is the most.";
    refused(create(&mut kms, "alias/one-more", &letters), "LimitExceededException", full);
    refused(update(&mut kms, "alias/receipts", &letters), "LimitExceededException", full);
    assert_eq!(target(&mut kms, "alias/receipts"), receipts, "a refused update changes nothing");
    update(&mut kms, "alias/letters-1", &letters).expect("it points there already");
    create(&mut kms, "alias/elsewhere", &receipts).expect("the other key has room");
    delete(&mut kms, "alias/letters-1").expect("deleted");
    update(&mut kms, "alias/receipts", &letters).expect("there is room for one");
    refused(create(&mut kms, "alias/one-more", &letters), "LimitExceededException", full);
    update(&mut kms, "alias/letters-2", &receipts).expect("moved away");
    create(&mut kms, "alias/one-more", &letters).expect("there is room for one");
}

#[test]
fn a_disabled_key_takes_aliases() {
    let mut kms = kms();
    let key = target(&mut kms, "alias/letters");
    disable_key(&mut kms, &key);
    create(&mut kms, "alias/off", &key).expect("made");
    update(&mut kms, "alias/receipts", &key).expect("moved");
    delete(&mut kms, "alias/off").expect("deleted");
}

#[test]
fn a_moved_alias_no_longer_names_the_key_of_old_ciphertexts() {
    let mut kms = kms();
    let (old, new) = (target(&mut kms, "alias/letters"), create_key(&mut kms, "New letters"));
    let encrypt = json!({ "KeyId": "alias/letters", "Plaintext": base64("hello") });
    let sealed = ask(&mut kms, "Encrypt", encrypt.clone()).expect("encrypted");
    update(&mut kms, "alias/letters", &new).expect("moved");

    let by_alias = json!({ "CiphertextBlob": sealed["CiphertextBlob"], "KeyId": "alias/letters" });
    let wrong = "The key ID in the request does not identify a CMK that can perform this operation.";
    refused(ask(&mut kms, "Decrypt", by_alias.clone()), "IncorrectKeyException", wrong);
    let opened = ask(&mut kms, "Decrypt", json!({ "CiphertextBlob": sealed["CiphertextBlob"] })).expect("decrypted");
    assert_eq!(bytes(&opened, "Plaintext"), b"hello");
    assert!(text(&opened, "KeyId").ends_with(&old));
    let newly = ask(&mut kms, "Encrypt", encrypt).expect("encrypted");
    assert!(text(&newly, "KeyId").ends_with(&new), "the alias names the new key from now on");

    update(&mut kms, "alias/letters", &old).expect("moved back");
    assert!(ask(&mut kms, "Decrypt", by_alias).is_ok());
}

#[test]
fn aliases_are_listed_by_key_and_page_by_page() {
    let mut kms = kms();
    let (letters, receipts) = (target(&mut kms, "alias/letters"), target(&mut kms, "alias/receipts"));
    for n in 0..5 {
        create(&mut kms, &format!("alias/letters-{n}"), &letters).expect("made");
        create(&mut kms, &format!("alias/archive-{n}"), &receipts).expect("made");
    }
    let all = listed(&mut kms, json!({}));
    assert!(all.len() == 12 && all.is_sorted());
    let of_letters: Vec<_> = all.iter().filter(|name| name.starts_with("alias/letters")).cloned().collect();
    for (filter, expected) in [(json!({}), &all), (json!({ "KeyId": letters }), &of_letters)] {
        for limit in [1, 2, 5, 6, 12, 100] {
            let mut input = filter.clone();
            input["Limit"] = json!(limit);
            let mut found = Vec::new();
            loop {
                let page = ask(&mut kms, "ListAliases", input.clone()).expect("a page");
                found.extend(listed(&mut kms, input.clone()));
                assert_eq!(page["Truncated"], json!(page.get("NextMarker").is_some()));
                let Some(marker) = page.get("NextMarker") else { break };
                assert_eq!(page["Aliases"].as_array().map(Vec::len), Some(limit));
                input["Marker"] = marker.clone();
            }
            assert_eq!(&found, expected, "with {limit} on a page");
        }
    }
    let unnamed = create_key(&mut kms, "");
    assert_eq!(listed(&mut kms, json!({ "KeyId": unnamed })), [""; 0]);
}

#[test]
fn a_page_has_50_aliases_by_default() {
    let mut kms = kms();
    for n in 0..49 {
        let key = create_key(&mut kms, "");
        create(&mut kms, &format!("alias/n-{n:02}"), &key).expect("made");
    }
    let page = ask(&mut kms, "ListAliases", json!({})).expect("a page");
    assert_eq!((page["Aliases"].as_array().map(Vec::len), &page["Truncated"]), (Some(50), &json!(true)));
    assert_eq!(listed(&mut kms, json!({ "Marker": page["NextMarker"] })), ["alias/receipts"]);
}

#[test]
fn a_listing_goes_on_though_the_alias_that_it_stopped_at_is_gone() {
    let mut kms = kms();
    let key = target(&mut kms, "alias/letters");
    for name in ["alias/a", "alias/b", "alias/c", "alias/d"] {
        create(&mut kms, name, &key).expect("made");
    }
    let page = ask(&mut kms, "ListAliases", json!({ "Limit": 2 })).expect("a page");
    delete(&mut kms, "alias/b").expect("deleted");
    delete(&mut kms, "alias/c").expect("deleted");
    create(&mut kms, "alias/aa", &key).expect("made");
    let rest = listed(&mut kms, json!({ "Marker": page["NextMarker"] }));
    assert_eq!(rest, ["alias/d", "alias/letters", "alias/receipts"]);
}

#[test]
fn limits_and_markers_have_their_bounds() {
    let mut kms = kms();
    for (limit, must) in [(0, "value greater than or equal to 1"), (101, "value less than or equal to 100")] {
        refused(
            ask(&mut kms, "ListAliases", json!({ "Limit": limit })),
            "ValidationException",
            &format!(
                "1 validation error detected: Value '{limit}' at 'limit' failed to satisfy constraint: Member must \
                 have {must}"
            ),
        );
    }
    for marker in ["x", "alias/", "alias/a b", "12345678-1234-4321-8765-123456789012"] {
        refused(
            ask(&mut kms, "ListAliases", json!({ "Marker": marker })),
            "InvalidMarkerException",
            "The marker is not one that this listing returned.",
        );
    }
}
