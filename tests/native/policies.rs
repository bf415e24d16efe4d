//! Who may use a key: the cases of `tests/data/policies`, each through the whole engine.

use std::{collections::BTreeSet, fs, path::PathBuf};

use glass_kms::{
    error::KmsError,
    policy::{Policy, PolicyKind},
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    policy_world::{Case, Outcome, document, fill, run, was_denied},
    support::{Answer, ask, create_key, empty_kms},
};

/// Fewer than these, and somebody has lost some.
const CASES: usize = 540;
const MALFORMED_CASES: usize = 60;
/// What is said where a ciphertext alone names the key, so that nobody learns whether there is such a key.
const NO_KEY: &str = "The ciphertext refers to a customer master key that does not exist, does not exist in this \
     region, or you are not allowed to access.";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File<C> {
    #[expect(dead_code, reason = "it is for the reader of the file")]
    about: String,
    cases: Vec<C>,
}

/// Every file of cases but the malformed ones, by name.
fn files() -> Vec<(String, Value)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/policies");
    let paths = fs::read_dir(folder).expect("a readable folder").map(|entry| entry.expect("a readable folder").path());
    let mut paths: Vec<PathBuf> = paths.filter(|path| path.extension().is_some_and(|end| end == "json")).collect();
    paths.sort();
    let read = |path: PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).expect("a readable file");
        (name.clone(), serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}")))
    };
    paths.into_iter().map(read).collect()
}

fn cases() -> Vec<(String, Case)> {
    let files = files().into_iter().filter(|(name, _)| name != "malformed.json");
    let read = |(name, file): (String, Value)| {
        let file: File<Case> = serde_json::from_value(file).unwrap_or_else(|error| panic!("{name}: {error}"));
        file.cases.into_iter().map(move |case| (format!("{name}: {}", case.name), case)).collect::<Vec<_>>()
    };
    files.flat_map(read).collect()
}

#[test]
fn every_case_is_decided_as_it_says_and_for_its_reasons() {
    let cases = cases();
    let failures: Vec<_> =
        cases.iter().filter_map(|(name, case)| check(case).err().map(|why| format!("{name}\n    {why}"))).collect();
    assert!(failures.is_empty(), "{} of {} cases:\n{}", failures.len(), cases.len(), failures.join("\n"));
    assert!(cases.len() >= CASES, "only {} cases", cases.len());
    let names: BTreeSet<_> = cases.iter().map(|(name, _)| name).collect();
    assert_eq!(names.len(), cases.len(), "a name stands for one case");
}

/// What a case expects, written out.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Expected {
    effect: String,
    because: Option<String>,
    action: Option<String>,
    resource: Option<String>,
    determined_by: Option<Vec<String>>,
    considered: Option<Vec<String>>,
    /// What the refused client is told, where it is not what the decision says.
    message: Option<String>,
    /// The exception of a call that was allowed and then failed.
    fails: Option<String>,
}

fn expected(case: &Case, names: &[(String, String)]) -> Expected {
    let by_condition = case.allow_if.is_some() || case.deny_if.is_some();
    let short = match case.expect.as_str() {
        Some("deny") if case.allow_if.is_some() => json!({
            "effect": "implicit-deny", "because": "no-key-policy", "determinedBy": [],
            "considered": ["key-policy /Statement/0 not-matched condition"],
        }),
        Some("allow") if by_condition => {
            json!({ "effect": "allow", "because": "key-policy", "determinedBy": ["key-policy /Statement/0"] })
        }
        Some("explicit-deny") if case.deny_if.is_some() => json!({
            "effect": "explicit-deny", "because": "explicit-deny", "determinedBy": ["key-policy /Statement/1"],
            "considered": ["key-policy /Statement/0 matched", "key-policy /Statement/1 matched"],
        }),
        Some(effect) => json!({ "effect": effect }),
        None => case.expect.clone(),
    };
    serde_json::from_value(fill(&short, names)).unwrap_or_else(|error| panic!("{}: {error}", case.name))
}

fn check(case: &Case) -> Result<(), String> {
    let (watched, alone) = (run(case, true)?, run(case, false)?);
    if watched.result != alone.result {
        return Err(format!("watched: {:?}; alone: {:?}", watched.result, alone.result));
    }
    let expected = expected(case, &watched.names);
    let is_it = |decision: &&Value| {
        let has = |member: &str, wanted: &Option<String>| {
            wanted.as_ref().is_none_or(|wanted| decision.get(member).and_then(Value::as_str) == Some(wanted))
        };
        has("action", &expected.action) && has("resource", &expected.resource)
    };
    let decision = watched
        .decisions
        .iter()
        .find(is_it)
        .ok_or_else(|| format!("no such decision, but {:?} with {:?}", watched.decisions, watched.result))?;
    compare(decision, &expected, &watched.names)?;
    if expected.effect == "allow" {
        return went_on(&watched, &expected);
    }
    if alone.decisions.first() != Some(decision) || watched.decisions.last() != Some(decision) {
        return Err(format!("the refusal has another decision: {:?}", alone.decisions));
    }
    let wanted = expected
        .message
        .unwrap_or_else(|| if case.names_no_key(decision) { NO_KEY.to_owned() } else { denial(decision) });
    match &watched.result {
        Err(refusal) if was_denied(&watched.result) && refusal.error.message() == wanted => Ok(()),
        other => Err(format!("wanted: {wanted}; got: {other:?}")),
    }
}

fn went_on(outcome: &Outcome, expected: &Expected) -> Result<(), String> {
    let code = outcome.result.as_ref().err().map(|refusal| refusal.error.code());
    if code == expected.fails.as_deref() { Ok(()) } else { Err(format!("allowed, and then {:?}", outcome.result)) }
}

fn compare(decision: &Value, expected: &Expected, names: &[(String, String)]) -> Result<(), String> {
    let member = |name: &str| decision.get(name).and_then(Value::as_str).unwrap_or_default();
    let list = |name: &str| decision.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
    let because = expected.because.as_deref().unwrap_or_else(|| member("because"));
    if (member("effect"), member("because")) != (expected.effect.as_str(), because) {
        return Err(format!(
            "{} because {}, not {} because {because}\n    {decision}",
            member("effect"),
            member("because"),
            expected.effect
        ));
    }
    let resource = member("resource");
    let determined: Vec<_> =
        list("determinedBy").iter().map(|statement| in_words(statement, resource, names)).collect();
    let considered: Vec<_> = list("considered")
        .iter()
        .map(|considered| {
            let statement = considered.get("statement").unwrap_or(&Value::Null);
            in_words(statement, resource, names).map(|words| format!("{words} {}", verdict(considered)))
        })
        .collect();
    agree("determinedBy", expected.determined_by.as_deref(), &determined, |words, wanted| words == wanted)?;
    agree("considered", expected.considered.as_deref(), &considered, |words, wanted| {
        words.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    })
}

/// Two lists agree if each line does, in its form with the `Sid` or without.
fn agree(
    what: &str,
    wanted: Option<&[String]>,
    found: &[[String; 2]],
    is: impl Fn(&str, &str) -> bool,
) -> Result<(), String> {
    let Some(wanted) = wanted else { return Ok(()) };
    let agree = wanted.len() == found.len()
        && wanted.iter().zip(found).all(|(wanted, forms)| forms.iter().any(|words| is(words, wanted)));
    if agree { Ok(()) } else { Err(format!("{what}: wanted {wanted:#?}, found {found:#?}")) }
}

/// A statement or grant in words, without its `Sid` and with it.
fn in_words(statement: &Value, resource: &str, names: &[(String, String)]) -> [String; 2] {
    let member = |name: &str| statement.get(name).and_then(Value::as_str).unwrap_or_default();
    let document = member("document");
    let source = match member("source") {
        "key-policy" if document == resource => "key-policy".to_owned(),
        "identity-policy" => {
            let short = document.strip_prefix("arn:aws:iam::").unwrap_or(document);
            format!("identity-policy {}", short.strip_prefix("111122223333:").unwrap_or(short))
        }
        "grant" => {
            let name = names.iter().find(|(name, id)| name.starts_with("${grant ") && id == document);
            name.map_or("grant ?", |(name, _)| name.trim_start_matches("${").trim_end_matches('}')).to_owned()
        }
        other => format!("{other} {document}"),
    };
    let plain = [source.as_str(), member("pointer")].join(" ").trim_end().to_owned();
    let with_sid = format!("{plain} ({})", member("sid"));
    [plain, with_sid]
}

fn verdict(considered: &Value) -> String {
    let member = |name: &str| considered.get(name).and_then(Value::as_str).unwrap_or_default();
    if member("verdict") != "not-matched" {
        return member("verdict").to_owned();
    }
    let given = if member("given").is_empty() { "(nothing)" } else { member("given") };
    let place = format!("{} {}", member("element"), member("pointer"));
    format!("not-matched {} wanted {} given {given}", place.trim_end(), member("wanted"))
}

/// The refusal that the decision implies, in AWS's words.
fn denial(decision: &Value) -> String {
    let member = |name: &str| decision.get(name).and_then(Value::as_str).unwrap_or_default();
    let source = decision.pointer("/determinedBy/0/source").and_then(Value::as_str);
    let action = member("action");
    let why = match (member("because"), source) {
        ("explicit-deny", Some("identity-policy")) => "with an explicit deny in an identity-based policy".to_owned(),
        ("explicit-deny", _) => "with an explicit deny in a resource-based policy".to_owned(),
        ("no-identity-policy", _) => format!("because no identity-based policy allows the {action} action"),
        _ => format!("because no resource-based policy allows the {action} action"),
    };
    format!(
        "User: {} is not authorized to perform: {action} on resource: {} {why}",
        member("principal"),
        member("resource")
    )
}

#[test]
fn policies_are_equal_if_kind_and_text_are() {
    let text = |sid: &str| {
        let statement = json!({ "Sid": sid, "Effect": "Allow", "NotPrincipal": "*", "Action": "*", "Resource": "*" });
        json!({ "Statement": statement }).to_string()
    };
    let read = |sid| Policy::parse(PolicyKind::Key, &text(sid)).expect("a policy");
    assert_eq!(read("a"), read("a"));
    assert_ne!(read("a"), read("b"));
    let same = r#"{ "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*" } }"#;
    let own = Policy::parse(PolicyKind::Identity, same).expect("a policy");
    assert_ne!(own, read("a"));
    assert_eq!(own, own.clone());
}

/// A text that is no policy, and what is said about it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Malformed {
    name: String,
    /// `identity` for a policy of a user; a key policy otherwise.
    kind: Option<String>,
    /// Line by line.
    text: Option<Vec<String>>,
    /// Instead of the text, where the place does not matter: the statements.
    policy: Option<Value>,
    expect: Place,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Place {
    message: String,
    pointer: String,
    line: Option<usize>,
    column: Option<usize>,
}

#[test]
fn a_text_that_is_no_policy_is_refused_and_says_where() {
    let (_, file) = files().into_iter().find(|(name, _)| name == "malformed.json").expect("there is such a file");
    let File::<Malformed> { cases, .. } = serde_json::from_value(file).expect("cases");
    let failures: Vec<_> =
        cases.iter().filter_map(|case| malformed(case).err().map(|why| format!("{}\n    {why}", case.name))).collect();
    assert!(failures.is_empty(), "{} of {} cases:\n{}", failures.len(), cases.len(), failures.join("\n"));
    assert!(cases.len() >= MALFORMED_CASES, "only {} cases", cases.len());
}

fn malformed(case: &Malformed) -> Result<(), String> {
    let kind = if case.kind.as_deref() == Some("identity") { PolicyKind::Identity } else { PolicyKind::Key };
    let text = case.text.as_ref().map(|lines| lines.join("\n"));
    let text = text.unwrap_or_else(|| document(case.policy.as_ref().expect("a text or a policy")).to_string());
    let Err(error) = Policy::parse(kind, &text) else { return Err("it was taken for a policy".to_owned()) };
    let wanted = &case.expect;
    let place = (error.at.pointer.as_str(), error.at.line, error.at.column);
    let wanted_place =
        (wanted.pointer.as_str(), wanted.line.unwrap_or(error.at.line), wanted.column.unwrap_or(error.at.column));
    if (error.message.as_str(), place) != (wanted.message.as_str(), wanted_place) {
        return Err(format!("wanted {wanted:?}, found {error:?}"));
    }
    if kind == PolicyKind::Identity { Ok(()) } else { put(&text, &error.message, &error.at.to_string()) }
}

/// The same through the engine: PutKeyPolicy refuses it, and changes nothing.
fn put(text: &str, message: &str, place: &str) -> Result<(), String> {
    let mut kms = empty_kms();
    let key_id = create_key(&mut kms, "Letters");
    let get = json!({ "KeyId": key_id });
    let before = ask(&mut kms, "GetKeyPolicy", get.clone());
    let answer: Answer = ask(&mut kms, "PutKeyPolicy", json!({ "KeyId": key_id, "Policy": text }));
    let said = match &answer {
        Err(KmsError::MalformedPolicyDocument { message: said, at: Some(at) }) => {
            said.contains(message) && said.contains(place) && at.to_string() == place
        }
        _ => false,
    };
    if said && before == ask(&mut kms, "GetKeyPolicy", get) { Ok(()) } else { Err(format!("PutKeyPolicy: {answer:?}")) }
}

const OPERATORS: &[&str] = &[
    "StringEquals",
    "StringNotEquals",
    "StringEqualsIgnoreCase",
    "StringNotEqualsIgnoreCase",
    "StringLike",
    "StringNotLike",
    "NumericEquals",
    "NumericNotEquals",
    "NumericLessThan",
    "NumericLessThanEquals",
    "NumericGreaterThan",
    "NumericGreaterThanEquals",
    "DateEquals",
    "DateNotEquals",
    "DateLessThan",
    "DateLessThanEquals",
    "DateGreaterThan",
    "DateGreaterThanEquals",
    "Bool",
    "BinaryEquals",
    "IpAddress",
    "NotIpAddress",
    "ArnEquals",
    "ArnLike",
    "ArnNotEquals",
    "ArnNotLike",
];

const CONDITION_KEYS: &[&str] = &[
    "aws:CurrentTime",
    "aws:EpochTime",
    "aws:MultiFactorAuthPresent",
    "aws:PrincipalAccount",
    "aws:PrincipalArn",
    "aws:PrincipalTag/",
    "aws:PrincipalType",
    "aws:RequestTag/",
    "aws:RequestedRegion",
    "aws:ResourceAccount",
    "aws:ResourceTag/",
    "aws:SecureTransport",
    "aws:SourceIp",
    "aws:SourceVpce",
    "aws:TagKeys",
    "aws:userid",
    "aws:username",
    "kms:BypassPolicyLockoutSafetyCheck",
    "kms:CallerAccount",
    "kms:EncryptionAlgorithm",
    "kms:EncryptionContext:",
    "kms:EncryptionContextKeys",
    "kms:GrantConstraintType",
    "kms:GrantIsForAWSResource",
    "kms:GrantOperations",
    "kms:GranteePrincipal",
    "kms:KeyOrigin",
    "kms:KeySpec",
    "kms:KeyUsage",
    "kms:MultiRegion",
    "kms:PolicyName",
    "kms:ReEncryptOnSameKey",
    "kms:RequestAlias",
    "kms:ResourceAliases",
    "kms:RetiringPrincipal",
    "kms:ViaService",
];

/// Every operator and every condition key, met and not met, in some case or other.
#[test]
fn every_operator_and_every_condition_key_has_its_cases() {
    let mut named: BTreeSet<(String, bool)> = BTreeSet::new();
    for (_, case) in cases() {
        let mut words = BTreeSet::new();
        let whole = [&case.allow_if, &case.deny_if].into_iter().flatten();
        whole.for_each(|condition| conditions(condition, &mut words));
        case.documents().iter().for_each(|document| find_conditions(document, &mut words));
        let effect = case.expect.get("effect").unwrap_or(&case.expect);
        named.extend(words.into_iter().map(|word| (word, *effect == json!("allow"))));
    }
    let operators = OPERATORS.iter().flat_map(|name| [(*name).to_owned(), format!("{name}IfExists")]);
    let sets = [
        "ForAnyValue:StringEquals",
        "ForAllValues:StringEquals",
        "ForAnyValue:StringNotEquals",
        "ForAllValues:StringNotEquals",
        "Null",
    ]
    .map(str::to_owned);
    let wanted = operators.chain(sets).chain(CONDITION_KEYS.iter().map(|key| (*key).to_owned()));
    let missing: Vec<_> = wanted
        .flat_map(|word| [(word.clone(), true), (word, false)])
        .filter(|wanted| {
            // With IfExists an operator is itself; that it can fail is shown once for each kind.
            !(named.contains(wanted) || (wanted.0.ends_with("IfExists") && !wanted.1))
        })
        .collect();
    assert!(missing.is_empty(), "no case for {missing:?}");
}

fn find_conditions(value: &Value, words: &mut BTreeSet<String>) {
    let members = value.as_object().into_iter().flatten();
    for (name, member) in members {
        if name == "Condition" { conditions(member, words) } else { find_conditions(member, words) }
    }
    value.as_array().into_iter().flatten().for_each(|element| find_conditions(element, words));
}

fn conditions(condition: &Value, words: &mut BTreeSet<String>) {
    for (operator, keys) in condition.as_object().into_iter().flatten() {
        words.insert(operator.clone());
        for key in keys.as_object().into_iter().flatten().map(|(key, _)| key) {
            let end = key.find('/').or_else(|| key.match_indices(':').nth(1).map(|(at, _)| at));
            words.insert(end.map_or(key.as_str(), |end| key.get(..=end).unwrap_or_default()).to_owned());
        }
    }
}
