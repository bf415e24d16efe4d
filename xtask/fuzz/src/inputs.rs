//! Texts that may be policies.

use std::{fs, path::Path};

use serde_json::{Value, json};

use crate::random::Random;

/// As long as a key policy may be.
pub(crate) const MOST: usize = 32_768;

/// How an input was made.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Kind {
    Noise,
    Mutant,
    Structured,
    Adversarial,
}

impl Kind {
    pub(crate) const ALL: [Self; 4] = [Self::Noise, Self::Mutant, Self::Structured, Self::Adversarial];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Noise => "random bytes",
            Self::Mutant => "mutated cases",
            Self::Structured => "random policies",
            Self::Adversarial => "adversarial, up to 32 KB",
        }
    }

    /// Long inputs are rare, so that there can be many.
    fn of(random: &mut Random) -> Self {
        match random.below(100) {
            0..25 => Self::Noise,
            25..70 => Self::Mutant,
            70..98 => Self::Structured,
            _ => Self::Adversarial,
        }
    }
}

/// Words of the language, to be put where they do not belong.
const WORDS: &[&str] = &[
    "\"",
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "*",
    "?",
    "${",
    "}",
    "${aws:username}",
    "${*}",
    "null",
    "true",
    "-1",
    "1e999",
    "\\u0000",
    "\\ud800",
    "\u{0}",
    "\u{1f511}",
    "ForAllValues:",
    "ForAnyValue:",
    "IfExists",
    "Not",
    "Allow",
    "Deny",
    "Principal",
    "NotPrincipal",
    "Action",
    "Resource",
    "Condition",
    "StringLike",
    "arn:aws:iam::111122223333:root",
    "111122223333",
    "kms:*",
    "2012-10-17",
    "2008-10-17",
    "0.0.0.0/0",
    "::/0",
    "/33",
];

/// Every policy of the cases, as text.
pub(crate) fn corpus(folder: &Path) -> Result<Vec<String>, String> {
    let mut texts = Vec::new();
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths.iter().filter(|path| path.extension().is_some_and(|end| end == "json")) {
        let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let file: Value = serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
        collect(&file, &mut texts);
    }
    if texts.is_empty() { Err(format!("there is no policy in {}", folder.display())) } else { Ok(texts) }
}

fn collect(value: &Value, texts: &mut Vec<String>) {
    let whole = |statements: &Value| json!({ "Version": "2012-10-17", "Statement": statements });
    for (name, member) in value.as_object().into_iter().flatten() {
        match (name.as_str(), member) {
            ("keyPolicy" | "otherPolicy" | "policy", Value::Array(_)) => texts.push(whole(member).to_string()),
            ("keyPolicy" | "otherPolicy", _) => texts.push(member.to_string()),
            ("policies", Value::Object(policies)) => {
                texts.extend(policies.values().map(|policy| whole(policy).to_string()));
            }
            ("text", Value::Array(lines)) => {
                let lines: Vec<_> = lines.iter().filter_map(Value::as_str).collect();
                texts.push(lines.join("\n"));
            }
            ("allowIf" | "denyIf", _) => texts.push(conditional(member).to_string()),
            _ => collect(member, texts),
        }
    }
    value.as_array().into_iter().flatten().for_each(|element| collect(element, texts));
}

/// A key policy that allows everything under this condition.
pub(crate) fn conditional(condition: &Value) -> Value {
    json!({ "Version": "2012-10-17", "Statement": [
        { "Effect": "Allow", "Principal": "*", "Action": "kms:*", "Resource": "*", "Condition": condition },
    ] })
}

/// Makes one input.
pub(crate) fn input(random: &mut Random, corpus: &[String]) -> (Kind, String) {
    let kind = Kind::of(random);
    let text = match kind {
        Kind::Noise => noise(random),
        Kind::Mutant => mutant(random, corpus),
        Kind::Structured => structured(random).to_string(),
        Kind::Adversarial => crate::growth::FAMILIES
            .get(random.below(crate::growth::FAMILIES.len()))
            .map_or_else(String::new, |family| (family.make)(random.size(MOST)).0),
    };
    (kind, text)
}

fn noise(random: &mut Random) -> String {
    let mut bytes = vec![0; random.size(512)];
    bytes.fill_with(|| u8::try_from(random.below(256)).unwrap_or_default());
    String::from_utf8_lossy(&bytes).into_owned()
}

fn mutant(random: &mut Random, corpus: &[String]) -> String {
    let mut bytes = random.pick(corpus).cloned().unwrap_or_default().into_bytes();
    for _ in 0..random.size(4) {
        let from = random.below(bytes.len() + 1);
        let to = (from + random.size(16)).min(bytes.len());
        let piece = bytes.get(from..to).unwrap_or_default().to_vec();
        let word = random.pick(WORDS).copied().unwrap_or_default().as_bytes().to_vec();
        match random.below(6) {
            0 => drop(bytes.drain(from..to)),
            1 => drop(bytes.splice(from..from, piece)),
            2 => drop(bytes.splice(from..from, word)),
            3 => drop(bytes.splice(from..to, word)),
            4 => {
                let other = random.pick(corpus).cloned().unwrap_or_default().into_bytes();
                let start = random.below(other.len() + 1);
                drop(bytes.splice(from.., other.get(start..).unwrap_or_default().to_vec()));
            }
            _ => {
                let bit = 1_u8 << random.below(8);
                if let Some(byte) = bytes.get_mut(from) {
                    *byte ^= bit;
                }
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
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
    "NumericGreaterThanEquals",
    "DateEquals",
    "DateNotEquals",
    "DateLessThan",
    "DateGreaterThanEquals",
    "Bool",
    "BinaryEquals",
    "IpAddress",
    "NotIpAddress",
    "ArnEquals",
    "ArnLike",
    "ArnNotLike",
    "Null",
];
const KEYS: &[&str] = &[
    "aws:username",
    "aws:PrincipalArn",
    "aws:PrincipalTag/team",
    "aws:EpochTime",
    "aws:CurrentTime",
    "aws:SourceIp",
    "aws:SecureTransport",
    "kms:EncryptionContext:to",
    "kms:EncryptionContextKeys",
    "kms:Nothing",
];
const VALUES: &[&str] = &[
    "aki",
    "*",
    "a*",
    "?ki",
    "${aws:username}",
    "${aws:Nothing}",
    "${aws:Nothing, 'aki'}",
    "${*}",
    "1",
    "1795478400",
    "true",
    "2026-11-24T00:00:00Z",
    "2026-11-24",
    "203.0.113.0/24",
    "::1",
    "arn:aws:iam::*:user/*",
    "QWtp",
    "",
    "Aki",
    "to",
];
const ACTIONS: &[&str] = &["*", "kms:*", "kms:GenerateDataKey", "KMS:generate*", "kms:?ncrypt", "s3:*"];
const RESOURCES: &[&str] = &["*", "arn:aws:kms:*:*:key/*", "arn:aws:kms:*:${aws:PrincipalAccount}:key/1b2c*"];
const PRINCIPALS: &[&str] = &[
    "*",
    "111122223333",
    "arn:aws:iam::444455556666:root",
    "arn:aws:iam::111122223333:user/aki",
    "arn:aws:iam::111122223333:role/courier",
    "arn:aws:sts::111122223333:assumed-role/courier/monday",
];

fn structured(random: &mut Random) -> Value {
    let is_of_key = random.below(2) == 0;
    let statements: Vec<_> = (0..random.size(8)).map(|_| statement(random, is_of_key)).collect();
    match random.below(4) {
        0 => json!({ "Statement": statements }),
        1 => json!({ "Version": "2008-10-17", "Id": "x", "Statement": statements }),
        _ => json!({ "Version": "2012-10-17", "Statement": statements }),
    }
}

fn statement(random: &mut Random, is_of_key: bool) -> Value {
    let effect = if random.below(4) == 0 { "Deny" } else { "Allow" };
    let mut statement = json!({ "Effect": effect });
    let mut put = |random: &mut Random, name: &str, value: Value| {
        let name = if random.below(6) == 0 { format!("Not{name}") } else { name.to_owned() };
        if let Some(members) = statement.as_object_mut() {
            members.insert(name, value);
        }
    };
    if is_of_key {
        let names = one_or_more(random, PRINCIPALS);
        put(random, "Principal", json!({ "AWS": names }));
    }
    let (actions, resources) = (one_or_more(random, ACTIONS), one_or_more(random, RESOURCES));
    put(random, "Action", actions);
    put(random, "Resource", resources);
    let conditions = (0..random.below(4)).map(|_| condition(random)).collect::<serde_json::Map<_, _>>();
    if let Some(members) = statement.as_object_mut() {
        members.insert("Condition".to_owned(), conditions.into());
    }
    statement
}

fn condition(random: &mut Random) -> (String, Value) {
    let prefix = random.pick(&["", "", "", "ForAnyValue:", "ForAllValues:"]).copied().unwrap_or_default();
    let operator = random.pick(OPERATORS).copied().unwrap_or_default();
    let suffix = random.pick(&["", "", "IfExists"]).copied().unwrap_or_default();
    let key = random.pick(KEYS).copied().unwrap_or_default();
    // A value that the operator cannot read makes the whole no policy: mostly, give it what it can.
    let values: &[&str] = match operator {
        _ if random.below(16) == 0 => VALUES,
        "Bool" | "Null" => &["true", "false"],
        "BinaryEquals" => &["QWtp", ""],
        "IpAddress" | "NotIpAddress" => &["203.0.113.0/24", "::1", "0.0.0.0/0"],
        name if name.starts_with("Numeric") => &["1", "1795478400", "-2.5"],
        name if name.starts_with("Date") => &["2026-11-24T00:00:00Z", "2026-11-24", "1795478400"],
        name if name.starts_with("Arn") => {
            &["arn:aws:iam::*:user/*", "*", "arn:aws:iam::111122223333:user/${aws:username}"]
        }
        _ => VALUES,
    };
    let values = one_or_more(random, values);
    (format!("{prefix}{operator}{suffix}"), json!({ key: values }))
}

fn one_or_more(random: &mut Random, from: &[&str]) -> Value {
    match random.below(3) {
        0 => (0..=random.below(3)).filter_map(|_| random.pick(from)).map(|value| json!(value)).collect(),
        _ => json!(random.pick(from)),
    }
}
