//! Policies, grants and requests that nobody thought of, over alphabets so small that things often match.

use std::collections::BTreeMap;

use proptest::{
    collection::{btree_set, vec},
    option,
    prelude::*,
    sample::select,
};
use serde_json::{Map, Value, json};

const ACTIONS: &[&str] = &["kms:Encrypt", "kms:Decrypt", "kms:DescribeKey", "kms:DisableKey"];

pub(crate) type Pairs = BTreeMap<String, String>;

/// Everything that one decision depends on.
#[derive(Clone, Debug)]
pub(crate) struct Scene {
    pub(crate) caller: &'static str,
    pub(crate) key_policy: Value,
    pub(crate) identity_policies: Vec<Value>,
    pub(crate) grants: Vec<SceneGrant>,
    pub(crate) action: &'static str,
    pub(crate) keyless: bool,
    pub(crate) cross_account: bool,
    pub(crate) facts: Vec<(&'static str, Vec<&'static str>)>,
    pub(crate) context: Option<Pairs>,
}

#[derive(Clone, Debug)]
pub(crate) struct SceneGrant {
    pub(crate) grantee: &'static str,
    pub(crate) operations: Vec<&'static str>,
    pub(crate) equals: Option<Pairs>,
    pub(crate) subset: Option<Pairs>,
    pub(crate) is_old: bool,
    pub(crate) has_token: bool,
}

/// Roots need no identity policy, so that most rules are about the others.
const CALLERS: &[&str] = &[
    "arn:aws:iam::111122223333:root",
    "arn:aws:iam::111122223333:user/u",
    "arn:aws:iam::111122223333:user/u",
    "arn:aws:sts::111122223333:assumed-role/r/s",
    "arn:aws:sts::111122223333:assumed-role/r/s",
    "arn:aws:iam::444455556666:root",
    "arn:aws:iam::444455556666:user/u",
    "arn:aws:sts::444455556666:assumed-role/r/s",
];
const NAMED: &[&str] = &[
    "111122223333",
    "111122223333",
    "arn:aws:iam::111122223333:root",
    "arn:aws:iam::111122223333:root",
    "arn:aws:iam::111122223333:user/u",
    "arn:aws:iam::111122223333:role/r",
    "arn:aws:sts::111122223333:assumed-role/r/s",
    "444455556666",
    "arn:aws:iam::444455556666:user/u",
    "arn:aws:iam::444455556666:role/r",
    "*",
];
const GRANTEES: &[&str] = &[
    "arn:aws:iam::111122223333:root",
    "arn:aws:iam::111122223333:root",
    "arn:aws:iam::111122223333:user/u",
    "arn:aws:iam::111122223333:role/r",
    "arn:aws:sts::111122223333:assumed-role/r/s",
    "arn:aws:iam::444455556666:root",
    "arn:aws:iam::444455556666:user/u",
];
const PATTERNS: &[&str] = &[
    "*",
    "*",
    "kms:*",
    "kms:*",
    "KMS:*",
    "*",
    "kms:*",
    "kms:Encrypt",
    "KMS:decrypt",
    "kms:*crypt",
    "kms:D*",
    "k?s:*",
    "s3:*",
    "kms:D*Key",
    "*:*e*",
    "kms:E*t*t",
];
pub(crate) const KEY_ID: &str = "1b2c3d4e-0000-4000-8000-000000000001";
const RESOURCES: &[&str] = &[
    "*",
    "*",
    "*",
    "*",
    "arn:aws:kms:ap-northeast-1:111122223333:key/1b2c3d4e-0000-4000-8000-000000000001",
    "arn:aws:kms:ap-northeast-1:111122223333:key/1b2c3d4e-0000-4000-8000-000000000002",
    "arn:aws:kms:*:111122223333:key/*",
    "arn:aws:kms:*:444455556666:*",
    "arn:*:key/1b2c3d4e*1",
    "arn:aws:kms:*:${aws:PrincipalAccount}:key/*",
];
/// The condition keys by the type of their values, and all the values that there are.
const TEXTS: &[&str] = &["", "a", "A", "ab", "aba", "b", "*"];
const TEXT_PATTERNS: &[&str] = &[
    "",
    "a",
    "A",
    "ab",
    "a*",
    "*a",
    "*b*",
    "?",
    "a?a",
    "**",
    "${kms:Text}",
    "${kms:Text, 'a'}",
    "${*}",
    "b${KMS:text}*",
    "${kms:Texts}",
];
const NUMBERS: &[&str] = &["0", "1", "1.0", "-1", "2.5"];
const DATES: &[&str] = &["1970-01-01T00:00:01Z", "1", "1970-01-01", "0", "1970-01-01T09:00:02+09:00", "2"];
const TRUTHS: &[&str] = &["true", "false"];
const ADDRESSES: &[&str] = &["10.0.0.1", "10.0.0.130", "10.1.0.1"];
const NETWORKS: &[&str] = &["10.0.0.0/24", "10.0.0.128/25", "0.0.0.0/0", "10.0.0.1", "10.0.0.0/15"];
const ARNS: &[&str] = &["arn:aws:s3:::a", "arn:aws:iam::1:user/u", "arn:aws:logs:x:1:a:b"];
const ARN_PATTERNS: &[&str] =
    &["arn:aws:s3:::*", "arn:*:*:*:*:*", "arn:aws:iam::?:user/u", "arn:aws:logs:x:1:*", "arn:aws:*:*:*:a"];
const BYTES: &[&str] = &["QQ==", "Qg=="];

const OPERATORS: &[(&str, &str, &[&str])] = &[
    ("StringEquals", "Text", TEXT_PATTERNS),
    ("StringNotEquals", "Text", TEXT_PATTERNS),
    ("StringEqualsIgnoreCase", "Text", TEXT_PATTERNS),
    ("StringNotEqualsIgnoreCase", "Text", TEXT_PATTERNS),
    ("StringLike", "Text", TEXT_PATTERNS),
    ("StringNotLike", "Text", TEXT_PATTERNS),
    ("StringLike", "Texts", TEXT_PATTERNS),
    ("StringNotEquals", "Texts", TEXT_PATTERNS),
    ("NumericEquals", "Number", NUMBERS),
    ("NumericNotEquals", "Number", NUMBERS),
    ("NumericLessThan", "Number", NUMBERS),
    ("NumericLessThanEquals", "Number", NUMBERS),
    ("NumericGreaterThan", "Number", NUMBERS),
    ("NumericGreaterThanEquals", "Number", NUMBERS),
    ("NumericNotEquals", "Text", NUMBERS),
    ("DateEquals", "Date", DATES),
    ("DateNotEquals", "Date", DATES),
    ("DateLessThan", "Date", DATES),
    ("DateLessThanEquals", "Date", DATES),
    ("DateGreaterThan", "Date", DATES),
    ("DateGreaterThanEquals", "Date", DATES),
    ("Bool", "Truth", TRUTHS),
    ("BinaryEquals", "Bytes", BYTES),
    ("IpAddress", "Address", NETWORKS),
    ("NotIpAddress", "Address", NETWORKS),
    ("IpAddress", "Text", NETWORKS),
    ("ArnEquals", "Arn", ARN_PATTERNS),
    ("ArnNotEquals", "Arn", ARN_PATTERNS),
    ("ArnLike", "Arn", ARN_PATTERNS),
    ("ArnNotLike", "Arn", ARN_PATTERNS),
];

fn one_or_more(from: &'static [&'static str]) -> impl Strategy<Value = Value> {
    prop_oneof![select(from).prop_map(|one| json!(one)), vec(select(from), 1..3).prop_map(|several| json!(several)),]
}

fn conditions() -> impl Strategy<Value = Value> {
    let compare = (
        select(&["", "", "", "ForAnyValue:", "ForAllValues:"][..]),
        select(OPERATORS),
        select(&["", "", "IfExists"][..]),
    );
    let compare = compare.prop_flat_map(|(prefix, (operator, key, values), suffix)| {
        one_or_more(values)
            .prop_map(move |wanted| (format!("{prefix}{operator}{suffix}"), format!("kms:{key}"), wanted))
    });
    let null = (select(&["kms:Text", "KMS:texts", "kms:Number"][..]), select(TRUTHS))
        .prop_map(|(key, wanted)| ("Null".to_owned(), key.to_owned(), json!(wanted)));
    vec(prop_oneof![8 => compare, 1 => null], 0..3).prop_map(|conditions| {
        let mut all = Map::new();
        for (operator, key, wanted) in conditions {
            let keys = all.entry(operator).or_insert_with(|| json!({}));
            keys.as_object_mut().expect("an object").insert(key, wanted);
        }
        Value::Object(all)
    })
}

/// `Action` or `NotAction` and the like, the positive form more often; or, where it may be missing, neither.
fn element(name: &'static str, values: BoxedStrategy<Value>, optional: bool) -> BoxedStrategy<Vec<(String, Value)>> {
    let named = (prop_oneof![7 => Just(name.to_owned()), 1 => Just(format!("Not{name}"))], values);
    let named = named.prop_map(|member| vec![member]);
    if optional { prop_oneof![12 => named, 1 => Just(Vec::new())].boxed() } else { named.boxed() }
}

fn statement(of_key: bool) -> impl Strategy<Value = Value> {
    let principal = if of_key {
        let names = prop_oneof![one_or_more(NAMED).prop_map(|names| json!({ "AWS": names })), Just(json!("*"))];
        element("Principal", names.boxed(), false)
    } else {
        Just(Vec::new()).boxed()
    };
    let action = element("Action", one_or_more(PATTERNS).boxed(), of_key);
    let resource = element("Resource", one_or_more(RESOURCES).boxed(), of_key);
    let effect = prop_oneof![7 => Just("Allow"), 1 => Just("Deny")];
    (effect, principal, action, resource, option::weighted(0.3, conditions())).prop_map(
        |(effect, who, what, on, condition)| {
            let members = who.into_iter().chain(what).chain(on).chain([("Effect".to_owned(), json!(effect))]);
            members.chain(condition.map(|condition| ("Condition".to_owned(), condition))).collect::<Map<_, _>>().into()
        },
    )
}

fn policies(of_key: bool) -> impl Strategy<Value = Value> {
    let version = prop_oneof![4 => Just(Some("2012-10-17")), 1 => Just(Some("2008-10-17")), 1 => Just(None)];
    (version, vec(statement(of_key), 1..4)).prop_map(|(version, statements)| {
        let mut policy = json!({ "Statement": statements });
        let members = policy.as_object_mut().expect("an object");
        members.extend(version.map(|version| ("Version".to_owned(), json!(version))));
        policy
    })
}

fn pairs() -> impl Strategy<Value = Pairs> {
    let names = || select(&["a", "b"][..]);
    vec((names(), names()), 0..3)
        .prop_map(|pairs| pairs.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
}

fn grants() -> impl Strategy<Value = SceneGrant> {
    let operations = btree_set(select(&["Encrypt", "Decrypt", "DescribeKey"][..]), 1..3);
    let constraint = || prop_oneof![2 => Just(None), 1 => pairs().prop_map(Some)];
    (select(GRANTEES), operations, constraint(), constraint(), any::<bool>(), any::<bool>()).prop_map(
        |(grantee, operations, equals, subset, is_old, has_token)| SceneGrant {
            grantee,
            operations: operations.into_iter().collect(),
            equals,
            subset,
            is_old,
            has_token,
        },
    )
}

/// Which facts there are, and which values they have.
fn facts() -> impl Strategy<Value = Vec<(&'static str, Vec<&'static str>)>> {
    let fact = |name: &'static str, values: &'static [&'static str]| {
        option::of(select(values)).prop_map(move |value| value.map(|value| (name, vec![value])))
    };
    let single = (
        fact("kms:text", TEXTS),
        fact("kms:number", NUMBERS),
        fact("kms:date", DATES),
        fact("kms:truth", TRUTHS),
        fact("kms:bytes", BYTES),
        fact("kms:address", ADDRESSES),
        fact("kms:arn", ARNS),
    );
    (single, option::of(vec(select(TEXTS), 1..4))).prop_map(
        |((text, number, date, truth, bytes, address, arn), texts)| {
            let several = texts.map(|texts| ("kms:texts", texts));
            [text, number, date, truth, bytes, address, arn, several].into_iter().flatten().collect()
        },
    )
}

pub(crate) fn scenes() -> impl Strategy<Value = Scene> {
    let request = (select(ACTIONS), prop::bool::weighted(0.1), prop::bool::weighted(0.9), facts(), option::of(pairs()));
    let permissions = (policies(true), vec(policies(false), 0..3), vec(grants(), 0..4));
    (select(CALLERS), permissions, request).prop_map(|(caller, (key_policy, identity_policies, grants), request)| {
        let (action, keyless, cross_account, facts, context) = request;
        Scene { caller, key_policy, identity_policies, grants, action, keyless, cross_account, facts, context }
    })
}
