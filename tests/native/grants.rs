//! Grants: made, listed, used, retired and revoked. Who may do what by which policy is tested with the policies.

use core::time::Duration;
use std::collections::BTreeSet;

use glass_kms::{
    operations::Kms,
    policy::Grant,
    store::{SEALING_KEY_LEN, Snapshot},
    types::{GrantId, KeyId},
};
use serde_json::{Value, json};

use crate::support::{
    Answer, STRANGER, ask, ask_as, create_key, disable_key, empty_kms, env, in_region, member, refused, seeded,
    stranger, text,
};

/// The roots of three more accounts: every account exists.
pub(crate) const AKI: &str = STRANGER;
pub(crate) const BEN: &str = "arn:aws:iam::777788889999:root";
pub(crate) const CHO: &str = "arn:aws:iam::123412341234:root";
const UNKNOWN_KEY: &str = "11111111-2222-4333-8444-555555555555";
/// How long a grant takes to be known everywhere, where nothing else is said.
pub(crate) const DELAY: Duration = Duration::from_mins(5);

pub(crate) fn arn(key: &str) -> String {
    format!("arn:aws:kms:ap-northeast-1:111122223333:key/{key}")
}

/// A KMS with one key, and the key's ARN.
pub(crate) fn with_key() -> (Kms, String) {
    let mut kms = empty_kms();
    let key = create_key(&mut kms, "Letters");
    (kms, arn(&key))
}

/// A request to make a grant, with some members as they are said here.
pub(crate) fn request(key: &str, others: Value) -> Value {
    let mut input = json!({ "KeyId": key, "GranteePrincipal": AKI, "Operations": ["Encrypt", "Decrypt"] });
    set(&mut input, others);
    input
}

/// Sets members of a request; those that are null are taken out.
pub(crate) fn set(input: &mut Value, others: Value) {
    let (Value::Object(all), Value::Object(others)) = (input, others) else { panic!("two objects") };
    all.extend(others);
    all.retain(|_, value| !value.is_null());
}

pub(crate) struct Made {
    pub(crate) id: String,
    pub(crate) token: String,
}

#[track_caller]
pub(crate) fn made(answer: Answer) -> Made {
    let answer = answer.expect("a grant");
    Made { id: text(&answer, "GrantId"), token: text(&answer, "GrantToken") }
}

#[track_caller]
pub(crate) fn create(kms: &mut Kms, key: &str, others: Value) -> Made {
    made(ask(kms, "CreateGrant", request(key, others)))
}

fn grants(page: &Value) -> Vec<Value> {
    member(page, "Grants").as_array().expect("a list").clone()
}

#[track_caller]
pub(crate) fn list(kms: &mut Kms, input: Value) -> Vec<Value> {
    grants(&ask(kms, "ListGrants", input).expect("a page"))
}

/// The ids of the key's grants.
#[track_caller]
fn ids(kms: &mut Kms, key: &str) -> Vec<String> {
    list(kms, json!({ "KeyId": key })).iter().map(|grant| text(grant, "GrantId")).collect()
}

#[track_caller]
fn invalid(answer: Answer, broken: &str) {
    refused(answer, "ValidationException", &format!("1 validation error detected: {broken}"));
}

#[test]
fn a_grant_is_made_and_listed() {
    let (mut kms, key) = with_key();
    kms.advance(Duration::from_millis(1_500)).expect("time passes");
    let constraints = json!({
        "EncryptionContextEquals": { "to": "Aki", "by": "post" },
    });
    let others = json!({
        "RetiringPrincipal": BEN,
        "Operations": ["GenerateDataKey", "Decrypt", "DescribeKey", "Decrypt"],
        "Constraints": constraints,
        "Name": "for/Aki:1_a-b",
        "GrantTokens": [],
        "DryRun": false,
    });
    let grant = create(&mut kms, &key, others);
    assert_eq!((grant.id.len(), grant.token.len()), (64, 44));
    let entry = json!({
        "KeyId": key,
        "GrantId": grant.id,
        "Name": "for/Aki:1_a-b",
        "CreationDate": 1_795_478_401.5,
        "GranteePrincipal": AKI,
        "RetiringPrincipal": BEN,
        "IssuingAccount": "arn:aws:iam::111122223333:root",
        "Operations": ["Decrypt", "GenerateDataKey", "DescribeKey"],
        "Constraints": constraints,
    });
    let page = ask(&mut kms, "ListGrants", json!({ "KeyId": key })).expect("a page");
    assert_eq!(page, json!({ "Grants": [entry], "Truncated": false }));

    let plain = create(&mut kms, &key, json!({ "Constraints": {} }));
    let entry = json!({
        "KeyId": key,
        "GrantId": plain.id,
        "CreationDate": 1_795_478_401.5,
        "GranteePrincipal": AKI,
        "IssuingAccount": "arn:aws:iam::111122223333:root",
        "Operations": ["Decrypt", "Encrypt"],
    });
    assert_eq!(list(&mut kms, json!({ "KeyId": key, "GrantId": plain.id })), [entry]);
}

#[test]
fn a_key_that_is_not_enabled_takes_no_grants_but_gives_them_back() {
    let (mut kms, key) = with_key();
    let (first, second) = (create(&mut kms, &key, json!({})), create(&mut kms, &key, json!({})));
    disable_key(&mut kms, &key);
    let answer = ask(&mut kms, "CreateGrant", request(&key, json!({})));
    refused(answer, "DisabledException", &format!("{key} is disabled."));
    assert_eq!(ids(&mut kms, &key).len(), 2);
    ask(&mut kms, "RevokeGrant", json!({ "KeyId": key, "GrantId": first.id })).expect("revoked");
    ask(&mut kms, "RetireGrant", json!({ "GrantToken": second.token })).expect("retired");
    assert!(ids(&mut kms, &key).is_empty());
}

#[test]
fn the_same_request_with_a_name_makes_one_grant() {
    let (mut kms, key) = with_key();
    let whole = json!({
        "Name": "once",
        "RetiringPrincipal": BEN,
        "Constraints": { "EncryptionContextSubset": { "to": "Aki" } },
    });
    let first = create(&mut kms, &key, whole.clone());
    kms.advance(DELAY).expect("time passes");
    let mut shuffled = whole.clone();
    shuffled["Operations"] = json!(["Decrypt", "Encrypt", "Decrypt"]);
    let again = create(&mut kms, &key, shuffled);
    assert_eq!(first.id, again.id);
    assert_ne!(first.token, again.token, "each answer has a token of its own");
    assert_eq!(list(&mut kms, json!({ "KeyId": key }))[0]["CreationDate"], json!(1_795_478_400.0));
    for (member, value) in [
        ("Name", json!("twice")),
        ("Name", Value::Null),
        ("RetiringPrincipal", json!(CHO)),
        ("RetiringPrincipal", Value::Null),
        ("GranteePrincipal", json!(BEN)),
        ("Operations", json!(["Encrypt"])),
        ("Constraints", json!({ "EncryptionContextEquals": { "to": "Aki" } })),
        ("Constraints", Value::Null),
    ] {
        let mut other = whole.clone();
        other[member] = value;
        assert_ne!(create(&mut kms, &key, other).id, first.id, "{member}");
    }
    let other_key = create_key(&mut kms, "Receipts");
    assert_ne!(create(&mut kms, &other_key, whole.clone()).id, first.id, "another key");
    for token in [first.token, again.token] {
        let input = json!({ "GrantToken": token, "DryRun": true });
        let answer = ask(&mut kms, "RetireGrant", input);
        refused(answer, "DryRunOperationException", "The request would have succeeded, but the DryRun option is set.");
    }
    ask(&mut kms, "RevokeGrant", json!({ "KeyId": key, "GrantId": first.id })).expect("revoked");
    assert_ne!(create(&mut kms, &key, whole).id, first.id, "it is forgotten");
}

#[test]
fn the_same_request_without_a_name_makes_two_grants() {
    let (mut kms, key) = with_key();
    assert_ne!(create(&mut kms, &key, json!({})).id, create(&mut kms, &key, json!({})).id);
    assert_eq!(ids(&mut kms, &key).len(), 2);
}

#[test]
fn principals_must_be_there() {
    let (mut kms, key) = with_key();
    for arn in [
        "arn:aws:iam::111122223333:user/nobody",
        "arn:aws:iam::111122223333:role/nobody",
        "arn:aws:sts::111122223333:assumed-role/nobody/session",
        "arn:aws:iam::111122223333:group/all",
        "arn:aws:iam::1111:root",
        "111122223333",
        "s3.amazonaws.com",
    ] {
        let message = format!("ARN does not refer to a valid principal: {arn}");
        for member in ["GranteePrincipal", "RetiringPrincipal"] {
            let answer = ask(&mut kms, "CreateGrant", request(&key, json!({ member: arn })));
            refused(answer, "InvalidArnException", &message);
        }
    }
    let everyone = "Value '*' at 'granteePrincipal' failed to satisfy constraint: Member must satisfy regular expression \
                    pattern: ^[\\w+=,.@:/-]+$";
    invalid(ask(&mut kms, "CreateGrant", request(&key, json!({ "GranteePrincipal": "*" }))), everyone);
    invalid(ask(&mut kms, "ListGrants", json!({ "KeyId": key, "GranteePrincipal": "*" })), everyone);
    assert!(ids(&mut kms, &key).is_empty());
    let aki = ask(&mut kms, "ListGrants", json!({ "KeyId": key, "GranteePrincipal": "Aki" }));
    assert_eq!(aki.expect_err("refused").code(), "InvalidArnException");
}

#[test]
fn a_grant_names_operations_that_the_key_has() {
    let (mut kms, key) = with_key();
    for (operations, others) in [
        (json!(["Sign"]), "Sign"),
        (json!(["Verify", "Decrypt", "GenerateMac", "VerifyMac"]), "Verify, GenerateMac, VerifyMac"),
        (json!(["GetPublicKey", "DeriveSharedSecret"]), "GetPublicKey, DeriveSharedSecret"),
        (json!(["Encapsulate", "Decapsulate"]), "Encapsulate, Decapsulate"),
    ] {
        let answer = ask(&mut kms, "CreateGrant", request(&key, json!({ "Operations": operations })));
        let message =
            format!("{key} key spec is SYMMETRIC_DEFAULT which is not valid for grant operations [{others}].");
        refused(answer, "ValidationException", &message);
    }
    let all = "Decrypt Encrypt GenerateDataKey GenerateDataKeyWithoutPlaintext ReEncryptFrom ReEncryptTo CreateGrant \
               RetireGrant DescribeKey GenerateDataKeyPair GenerateDataKeyPairWithoutPlaintext";
    let all: Vec<_> = all.split_whitespace().collect();
    create(&mut kms, &key, json!({ "Operations": all }));
    assert_eq!(list(&mut kms, json!({ "KeyId": key }))[0]["Operations"], json!(all));
}

#[test]
fn the_members_of_a_request_have_shapes() {
    let (mut kms, key) = with_key();
    let mut make = |others: Value| ask(&mut kms, "CreateGrant", request(&key, others));
    let unknown = make(json!({ "Operations": ["Decrypt", "decrypt"] })).expect_err("refused");
    let beginning = "1 validation error detected: Value '[Decrypt, decrypt]' at 'operations' failed to satisfy \
                     constraint: Member must satisfy constraint: [Member must satisfy enum value set: [Decrypt, Encrypt, ";
    assert!(unknown.message().starts_with(beginning), "{unknown}");
    let constraint = "failed to satisfy constraint: Member must";
    invalid(
        make(json!({ "Operations": [] })),
        &format!("Value '[]' at 'operations' {constraint} have length greater than or equal to 1"),
    );
    for (member, name) in [("KeyId", "keyId"), ("GranteePrincipal", "granteePrincipal"), ("Operations", "operations")] {
        invalid(make(json!({ member: null })), &format!("Value null at '{name}' {constraint} not be null"));
    }
    let long = "a".repeat(257);
    invalid(
        make(json!({ "Name": long })),
        &format!("Value '{long}' at 'name' {constraint} have length less than or equal to 256"),
    );
    let pattern = "satisfy regular expression pattern: ^[a-zA-Z0-9:/_-]+$";
    for name in ["a b", "é", "a.b", "a\n"] {
        invalid(make(json!({ "Name": name })), &format!("Value '{name}' at 'name' {constraint} {pattern}"));
    }
    let empty = format!(
        "2 validation errors detected: Value '' at 'name' {constraint} have length greater than or equal to 1; Value '' at \
         'name' {constraint} {pattern}"
    );
    refused(make(json!({ "Name": "" })), "ValidationException", &empty);
    for (member, at) in [
        ("EncryptionContextSubset", "constraints.encryptionContextSubset"),
        ("EncryptionContextEquals", "constraints.encryptionContextEquals"),
    ] {
        let pairs = |n: usize| (0..n).map(|n| (n.to_string(), json!("x"))).collect::<serde_json::Map<_, _>>();
        make(json!({ "Constraints": { member: pairs(8) } })).expect("8 pairs");
        invalid(
            make(json!({ "Constraints": { member: pairs(9) } })),
            &format!("Value at '{at}' {constraint} have length less than or equal to 8"),
        );
        make(json!({ "Constraints": { member: { "to": "é".repeat(384) } } })).expect("384 characters");
        invalid(
            make(json!({ "Constraints": { member: { "to": "é".repeat(385) } } })),
            &format!("Value at '{at}.to.member' {constraint} have length less than or equal to 384"),
        );
    }
    for member in ["GranteePrincipal", "RetiringPrincipal"] {
        let long = format!("arn:aws:iam::111122223333:user/{}", "a".repeat(226));
        let error = make(json!({ member: long })).expect_err("refused");
        assert!(error.message().ends_with("Member must have length less than or equal to 256"), "{error}");
    }
    let tokens = make(json!({ "GrantTokens": vec!["x"; 11] })).expect_err("refused");
    assert!(tokens.message().ends_with("Member must have length less than or equal to 10"), "{tokens}");
    invalid(
        make(json!({ "GrantTokens": ["secret", ""] })),
        "Value at 'grantTokens' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less \
         than or equal to 8192, Member must have length greater than or equal to 1]",
    );
}

/// As AWS has answered: <https://github.com/aws/aws-sdk-java/issues/328>, <https://github.com/ansible/ansible/pull/31960>.
#[test]
fn a_grant_has_one_constraint_and_more_than_a_grant_to_give() {
    let (mut kms, key) = with_key();
    let pairs = json!({ "to": "Aki" });
    for equals in [&pairs, &json!({})] {
        let both = json!({ "EncryptionContextSubset": pairs, "EncryptionContextEquals": equals });
        let answer = ask(&mut kms, "CreateGrant", request(&key, json!({ "Constraints": both })));
        refused(answer, "ValidationException", "More than one constraint supplied");
    }
    let only = request(&key, json!({ "Operations": ["CreateGrant", "CreateGrant"] }));
    let message = "Grants must not contain only the CreateGrant operation.";
    refused(ask(&mut kms, "CreateGrant", only), "ValidationException", message);
    create(&mut kms, &key, json!({ "Operations": ["CreateGrant", "Decrypt"] }));
}

#[test]
fn what_services_use_is_not_supported() {
    let (mut kms, key) = with_key();
    let service = "s3.amazonaws.com";
    for (others, option) in [
        (json!({ "GranteePrincipal": null, "GranteeServicePrincipal": service }), "GranteeServicePrincipal"),
        (json!({ "RetiringServicePrincipal": service }), "RetiringServicePrincipal"),
        (json!({ "Constraints": { "SourceArn": "arn:aws:sns:ap-northeast-1:111122223333:letters" } }), "SourceArn"),
    ] {
        let message = format!("glass-kms does not support {option} yet.");
        refused(ask(&mut kms, "CreateGrant", request(&key, others)), "UnsupportedOperationException", &message);
    }
    let answer = ask(&mut kms, "ListRetirableGrants", json!({ "RetiringServicePrincipal": service }));
    refused(answer, "UnsupportedOperationException", "glass-kms does not support RetiringServicePrincipal yet.");
    create(&mut kms, &key, json!({}));
    assert!(list(&mut kms, json!({ "KeyId": key, "GranteeServicePrincipal": service })).is_empty());
}

#[test]
fn keys_are_named_by_id_or_arn() {
    let (mut kms, key) = with_key();
    let grant = create(&mut kms, &key, json!({}));
    let mut failures = Vec::new();
    for name in [UNKNOWN_KEY, "alias/letters", "letters", "arn:aws:kms", "arn:aws:kms:eu-west-1:111122223333:alias/x"] {
        let answers = [
            ask(&mut kms, "CreateGrant", request(name, json!({}))),
            ask(&mut kms, "ListGrants", json!({ "KeyId": name })),
            ask(&mut kms, "RevokeGrant", json!({ "KeyId": name, "GrantId": grant.id })),
            ask(&mut kms, "RetireGrant", json!({ "KeyId": name, "GrantId": grant.id })),
        ];
        let codes = answers.map(|answer| answer.expect_err("refused").code());
        assert!(codes.iter().all(|code| *code == codes[0]), "{name}: {codes:?}");
        failures.push(codes[0]);
    }
    let [unknown, invalid] = ["NotFoundException", "InvalidArnException"];
    assert_eq!(failures, [unknown, unknown, unknown, invalid, unknown]);
    let answer = ask_as(&mut kms, &in_region("eu-west-1"), "ListGrants", json!({ "KeyId": key }));
    refused(answer, "NotFoundException", "Invalid arn ap-northeast-1");
}

#[test]
fn a_dry_run_does_everything_but_the_deed() {
    let (mut kms, key) = with_key();
    let grant = create(&mut kms, &key, json!({ "Name": "once" }));
    let would = "The request would have succeeded, but the DryRun option is set.";
    for (operation, input) in [
        ("CreateGrant", request(&key, json!({ "DryRun": true }))),
        ("CreateGrant", request(&key, json!({ "DryRun": true, "Name": "once" }))),
        ("RevokeGrant", json!({ "KeyId": key, "GrantId": grant.id, "DryRun": true })),
        ("RetireGrant", json!({ "KeyId": key, "GrantId": grant.id, "DryRun": true })),
        ("RetireGrant", json!({ "GrantToken": grant.token, "DryRun": true })),
    ] {
        refused(ask(&mut kms, operation, input), "DryRunOperationException", would);
    }
    assert_eq!(ids(&mut kms, &key), [grant.id]);
    let absent = "0".repeat(64);
    for (operation, input, code) in [
        ("CreateGrant", request(&key, json!({ "DryRun": true, "GranteePrincipal": "Aki" })), "InvalidArnException"),
        ("CreateGrant", request(&key, json!({ "DryRun": true, "Operations": ["Sign"] })), "ValidationException"),
        ("RevokeGrant", json!({ "KeyId": key, "GrantId": absent, "DryRun": true }), "NotFoundException"),
        ("RetireGrant", json!({ "KeyId": key, "GrantId": absent, "DryRun": true }), "NotFoundException"),
        ("RetireGrant", json!({ "GrantToken": "x", "DryRun": true }), "InvalidGrantTokenException"),
    ] {
        assert_eq!(ask(&mut kms, operation, input).expect_err("refused").code(), code);
    }
}

#[test]
fn a_grant_is_revoked_by_its_id() {
    let (mut kms, key) = with_key();
    let other = arn(&create_key(&mut kms, "Receipts"));
    let grant = create(&mut kms, &key, json!({}));
    let missing = format!("Grant ID {} not found", grant.id);
    let input = |key: &str, id: &str| json!({ "KeyId": key, "GrantId": id });
    refused(ask(&mut kms, "RevokeGrant", input(&other, &grant.id)), "NotFoundException", &missing);
    assert_eq!(ask(&mut kms, "RevokeGrant", input(&key, &grant.id)).expect("revoked"), json!({}));
    refused(ask(&mut kms, "RevokeGrant", input(&key, &grant.id)), "NotFoundException", &missing);
    let answer = ask(&mut kms, "RetireGrant", json!({ "GrantToken": grant.token }));
    refused(answer, "InvalidGrantTokenException", "The grant token does not belong to any grant.");
    for id in ["1", &grant.id.to_uppercase().replace(|it: char| it.is_ascii_digit(), "A"), &"g".repeat(64)] {
        let message = format!("'{id}' is not a grant ID, which is 64 hexadecimal digits.");
        for operation in ["RevokeGrant", "RetireGrant", "ListGrants"] {
            refused(ask(&mut kms, operation, input(&key, id)), "InvalidGrantIdException", &message);
        }
    }
    let at = "at 'grantId' failed to satisfy constraint: Member must";
    invalid(ask(&mut kms, "RevokeGrant", json!({ "KeyId": key })), &format!("Value null {at} not be null"));
    for (id, broken) in [(String::new(), "greater than or equal to 1"), ("0".repeat(129), "less than or equal to 128")]
    {
        for operation in ["RevokeGrant", "RetireGrant", "ListGrants"] {
            let answer = ask(&mut kms, operation, input(&key, &id));
            invalid(answer, &format!("Value '{id}' {at} have length {broken}"));
        }
    }
    assert!(list(&mut kms, json!({ "KeyId": key, "GrantId": grant.id })).is_empty());
}

#[test]
fn a_grant_is_retired_by_a_token_or_by_its_key_and_id() {
    let (mut kms, key) = with_key();
    let other = arn(&create_key(&mut kms, "Receipts"));
    let (first, second) = (create(&mut kms, &key, json!({})), create(&mut kms, &key, json!({})));
    assert_eq!(ask(&mut kms, "RetireGrant", json!({ "GrantToken": first.token })).expect("retired"), json!({}));
    assert_eq!(ids(&mut kms, &key), [second.id.as_str()]);
    let input = json!({ "KeyId": other, "GrantId": second.id });
    let message = format!("Grant ID {} not found", second.id);
    refused(ask(&mut kms, "RetireGrant", input), "NotFoundException", &message);
    ask(&mut kms, "RetireGrant", json!({ "KeyId": key, "GrantId": second.id })).expect("retired");
    assert!(ids(&mut kms, &key).is_empty());
    let ways = "Please specify either a grant token, or both a key ARN and a grant ID.";
    for input in [
        json!({}),
        json!({ "KeyId": key }),
        json!({ "GrantId": second.id }),
        json!({ "GrantToken": second.token, "KeyId": key }),
        json!({ "GrantToken": second.token, "GrantId": second.id }),
        json!({ "GrantToken": second.token, "KeyId": key, "GrantId": second.id }),
    ] {
        refused(ask(&mut kms, "RetireGrant", input), "ValidationException", ways);
    }
    for token in ["x", "AAAA", &second.token, &format!("{} ", second.token)] {
        let answer = ask(&mut kms, "RetireGrant", json!({ "GrantToken": token }));
        refused(answer, "InvalidGrantTokenException", "The grant token does not belong to any grant.");
    }
}

#[test]
fn a_key_has_grants_of_its_region_only() {
    let (mut kms, key) = with_key();
    let grant = create(&mut kms, &key, json!({ "RetiringPrincipal": "arn:aws:iam::111122223333:root" }));
    let there = in_region("eu-west-1");
    let answer = ask_as(&mut kms, &there, "RetireGrant", json!({ "GrantToken": grant.token }));
    refused(answer, "InvalidGrantTokenException", "The grant token does not belong to any grant.");
    let mine = json!({ "RetiringPrincipal": "arn:aws:iam::111122223333:root" });
    let page = ask_as(&mut kms, &there, "ListRetirableGrants", mine.clone()).expect("a page");
    assert!(grants(&page).is_empty());
    assert_eq!(grants(&ask(&mut kms, "ListRetirableGrants", mine).expect("a page")).len(), 1);
}

/// Goes through a listing page by page, and checks how long each page is.
#[track_caller]
fn walk(kms: &mut Kms, operation: &str, input: &Value, lengths: &[usize]) -> Vec<Value> {
    let mut input = input.clone();
    let mut seen = Vec::new();
    for (n, length) in (1..).zip(lengths) {
        let page = ask(kms, operation, input.clone()).expect("a page");
        let entries = grants(&page);
        let more = n < lengths.len();
        assert_eq!((entries.len(), member(&page, "Truncated")), (*length, json!(more)));
        let next = page.get("NextMarker").cloned();
        assert_eq!(next.is_some(), more);
        set(&mut input, json!({ "Marker": next }));
        seen.extend(entries);
    }
    seen
}

#[test]
fn grants_are_listed_page_by_page() {
    let (mut kms, key) = with_key();
    let other = arn(&create_key(&mut kms, "Receipts"));
    for n in 0..120 {
        let grantee = if n % 3 == 0 { BEN } else { AKI };
        create(&mut kms, &key, json!({ "GranteePrincipal": grantee, "RetiringPrincipal": CHO }));
    }
    create(&mut kms, &other, json!({}));
    let by_default = walk(&mut kms, "ListGrants", &json!({ "KeyId": key }), &[50, 50, 20]);
    let by_limit = walk(&mut kms, "ListGrants", &json!({ "KeyId": key, "Limit": 100 }), &[100, 20]);
    assert_eq!(by_default, by_limit);
    let ids: BTreeSet<_> = by_default.iter().map(|grant| text(grant, "GrantId")).collect();
    assert_eq!(ids.len(), 120);
    let to_ben =
        walk(&mut kms, "ListGrants", &json!({ "KeyId": key, "GranteePrincipal": BEN, "Limit": 20 }), &[20, 20]);
    let expected: Vec<_> = by_default.iter().filter(|grant| grant["GranteePrincipal"] == BEN).cloned().collect();
    assert_eq!(to_ben, expected);
    assert_eq!(list(&mut kms, json!({ "KeyId": key, "GrantId": text(&to_ben[7], "GrantId") })), to_ben[7..8]);
    let neither = json!({ "KeyId": key, "GrantId": text(&to_ben[7], "GrantId"), "GranteePrincipal": AKI });
    assert!(list(&mut kms, neither).is_empty());

    let page = ask(&mut kms, "ListGrants", json!({ "KeyId": key })).expect("a page");
    let last = text(&page, "NextMarker");
    ask(&mut kms, "RevokeGrant", json!({ "KeyId": key, "GrantId": last })).expect("revoked");
    let next = list(&mut kms, json!({ "KeyId": key, "Marker": last }));
    assert_eq!(next, by_default[50..100], "the marker is good though its grant is gone");
    for marker in ["x", "0", &format!("{last}0")] {
        let answer = ask(&mut kms, "ListGrants", json!({ "KeyId": key, "Marker": marker }));
        refused(answer, "InvalidMarkerException", "The marker is not one that this listing returned.");
        let answer = ask(&mut kms, "ListRetirableGrants", json!({ "RetiringPrincipal": root_arn(), "Marker": marker }));
        refused(answer, "InvalidMarkerException", "The marker is not one that this listing returned.");
    }
    for (limit, must) in [(0, "greater than or equal to 1"), (101, "less than or equal to 100")] {
        let broken = format!("Value '{limit}' at 'limit' failed to satisfy constraint: Member must have value {must}");
        invalid(ask(&mut kms, "ListGrants", json!({ "KeyId": key, "Limit": limit })), &broken);
        let answer = ask(&mut kms, "ListRetirableGrants", json!({ "RetiringPrincipal": root_arn(), "Limit": limit }));
        invalid(answer, &broken);
    }
}

pub(crate) fn root_arn() -> &'static str {
    "arn:aws:iam::111122223333:root"
}

#[test]
fn retirable_grants_are_listed_across_keys() {
    let mut kms = empty_kms();
    let keys = ["Letters", "Receipts", "Diaries"].map(|description| arn(&create_key(&mut kms, description)));
    let theirs = ask_as(&mut kms, &stranger(), "CreateKey", json!({})).expect("a key");
    let theirs = text(&theirs["KeyMetadata"], "Arn");
    for _ in 0..25 {
        for key in &keys {
            create(&mut kms, key, json!({ "RetiringPrincipal": root_arn() }));
        }
        let input = request(&theirs, json!({ "GranteePrincipal": BEN, "RetiringPrincipal": root_arn() }));
        made(ask_as(&mut kms, &stranger(), "CreateGrant", input));
    }
    create(&mut kms, &keys[0], json!({ "RetiringPrincipal": BEN }));
    create(&mut kms, &keys[0], json!({}));
    let mine = json!({ "RetiringPrincipal": root_arn() });
    let seen = walk(&mut kms, "ListRetirableGrants", &mine, &[50, 50]);
    let by_seven = json!({ "RetiringPrincipal": root_arn(), "Limit": 7 });
    let lengths = [vec![7; 14], vec![2]].concat();
    assert_eq!(walk(&mut kms, "ListRetirableGrants", &by_seven, &lengths), seen);
    for key in keys.iter().chain([&theirs]) {
        assert_eq!(seen.iter().filter(|grant| grant["KeyId"] == json!(key)).count(), 25);
    }
    let issuers: BTreeSet<_> = seen.iter().map(|grant| text(grant, "IssuingAccount")).collect();
    assert_eq!(issuers, BTreeSet::from([root_arn().to_owned(), AKI.to_owned()]));
    assert!(seen.iter().all(|grant| grant.get("GrantToken").is_none() && grant["RetiringPrincipal"] == root_arn()));
    ask(&mut kms, "RetireGrant", json!({ "KeyId": seen[0]["KeyId"], "GrantId": seen[0]["GrantId"] })).expect("retired");
    assert_eq!(walk(&mut kms, "ListRetirableGrants", &mine, &[50, 49]), seen[1..]);
    for arn in [AKI, "Aki", "111122223333"] {
        let answer = ask(&mut kms, "ListRetirableGrants", json!({ "RetiringPrincipal": arn }));
        refused(answer, "InvalidArnException", &format!("ARN does not refer to a valid principal: {arn}"));
    }
    let answer = ask(&mut kms, "ListRetirableGrants", json!({}));
    let broken = "Value null at 'retiringPrincipal' failed to satisfy constraint: Member must not be null";
    invalid(answer, broken);
}

/// The same KMS with grants on the key that nobody asked for, `number` in all.
fn with_grants(mut kms: Kms, key: &str, number: u16) -> Kms {
    let sealing_key = [7; SEALING_KEY_LEN];
    let bytes = kms.snapshot(&sealing_key).expect("a snapshot");
    let (mut snapshot, hsms) = Snapshot::open(&bytes, &sealing_key).expect("the same snapshot");
    let store = snapshot.stores.values_mut().next().expect("a Region");
    let key_id = key.rsplit('/').next().and_then(KeyId::parse).expect("a key ARN");
    let there = u16::try_from(store.grants.count(key_id)).expect("a few");
    let one = store.grants.of_key(key_id).next().expect("a grant to copy").clone();
    for n in there..number {
        let mut id = [0; GrantId::LEN];
        id[..2].copy_from_slice(&n.to_be_bytes());
        store.grants.insert(Grant { id: GrantId::from_bytes(id), name: None, ..one.clone() });
    }
    let mut entropy = seeded("snapshot");
    let stores = snapshot.stores.iter().map(|(region, store)| (region.clone(), store)).collect();
    let Snapshot { account, region, taken, grant_delay, replication_delay, connection_delay, ids, directory, .. } =
        &snapshot;
    let changed = Snapshot {
        account: *account,
        region: region.clone(),
        taken: *taken,
        grant_delay: *grant_delay,
        replication_delay: *replication_delay,
        connection_delay: *connection_delay,
        ids: ids.clone(),
        directory,
        stores,
    };
    let bytes = changed.seal(hsms.iter(), &sealing_key, &mut entropy).expect("a snapshot");
    Kms::restore(env(entropy), &bytes, &sealing_key).expect("the KMS")
}

#[test]
fn a_key_has_50_000_grants_at_the_most() {
    let (mut kms, key) = with_key();
    let once = json!({ "Name": "once", "Operations": ["Decrypt"] });
    let named = create(&mut kms, &key, once.clone());
    let mut kms = with_grants(kms, &key, 49_999);
    create(&mut kms, &key, json!({}));
    let full = "The key has 50000 grants, which is the most.";
    for others in [json!({}), json!({ "DryRun": true })] {
        refused(ask(&mut kms, "CreateGrant", request(&key, others)), "LimitExceededException", full);
    }
    let again = create(&mut kms, &key, once);
    assert_eq!(again.id, named.id, "a known grant is not a new one");
    let other = create_key(&mut kms, "Receipts");
    create(&mut kms, &other, json!({}));
    ask(&mut kms, "RetireGrant", json!({ "GrantToken": named.token })).expect("retired");
    create(&mut kms, &key, json!({}));
    refused(ask(&mut kms, "CreateGrant", request(&key, json!({}))), "LimitExceededException", full);
}
