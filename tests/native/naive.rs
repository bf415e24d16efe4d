//! Who may use a key, decided a second time: slowly, from the JSON, by code that shares nothing with `glass_kms::policy`
//! and is written to be obviously right.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// What is asked, in plain values.
#[derive(Clone, Debug)]
pub(crate) struct Question {
    /// The caller's ARN and, for a session, its role's.
    pub(crate) arns: Vec<String>,
    pub(crate) account: String,
    pub(crate) is_root: bool,
    pub(crate) identity_policies: Vec<Value>,
    pub(crate) action: String,
    pub(crate) resource: String,
    /// The key, where it is about one.
    pub(crate) key: Option<Key>,
    /// By the names of condition keys, in lower case.
    pub(crate) facts: BTreeMap<String, Vec<String>>,
}

#[derive(Clone, Debug)]
pub(crate) struct Key {
    pub(crate) account: String,
    pub(crate) policy: Value,
    pub(crate) cross_account: bool,
    pub(crate) grants: Vec<NaiveGrant>,
    pub(crate) context: Option<BTreeMap<String, String>>,
}

#[derive(Clone, Debug)]
pub(crate) struct NaiveGrant {
    pub(crate) grantee: String,
    pub(crate) operations: BTreeSet<String>,
    pub(crate) equals: Option<BTreeMap<String, String>>,
    pub(crate) subset: Option<BTreeMap<String, String>>,
    /// Whether it is known everywhere, or the request brings its token.
    pub(crate) is_known: bool,
}

/// The effect, and the rule that it follows from.
pub(crate) fn decide(question: &Question) -> (&'static str, &'static str) {
    let heard = |policy: &Value, effect: &str| {
        let statements = list(policy.get("Statement"));
        let variables = policy.get("Version").and_then(Value::as_str) == Some("2012-10-17");
        let speaking =
            statements.iter().filter(|statement| statement.get("Effect").and_then(Value::as_str) == Some(effect));
        speaking.filter_map(|statement| applies(statement, question, variables)).collect::<Vec<_>>()
    };
    let identity = |effect: &str| question.identity_policies.iter().any(|policy| !heard(policy, effect).is_empty());
    let iam_allows = question.is_root || identity("Allow");

    let Some(key) = &question.key else {
        return match (identity("Deny"), question.is_root, iam_allows) {
            (true, _, _) => ("explicit-deny", "explicit-deny"),
            (_, true, _) => ("allow", "account-root"),
            (_, _, true) => ("allow", "identity-policy"),
            _ => ("implicit-deny", "no-identity-policy"),
        };
    };
    if identity("Deny") || !heard(&key.policy, "Deny").is_empty() {
        return ("explicit-deny", "explicit-deny");
    }
    let at_home = question.account == key.account;
    if !at_home && !key.cross_account {
        return ("implicit-deny", "other-account");
    }
    let from_key = heard(&key.policy, "Allow");
    let from_grants: Vec<Link> = key.grants.iter().filter_map(|grant| grants(grant, question, key)).collect();
    if at_home && from_key.contains(&Link::Itself) {
        return ("allow", "key-policy");
    }
    if at_home && from_key.contains(&Link::Account) && iam_allows {
        return ("allow", "iam-delegation");
    }
    if !at_home && !from_key.is_empty() && iam_allows {
        return ("allow", "both-accounts");
    }
    if from_grants.contains(&Link::Itself) {
        return ("allow", "grant");
    }
    if from_grants.contains(&Link::Account) && iam_allows {
        return ("allow", "grant-and-identity");
    }
    let nothing = from_key.is_empty() && from_grants.is_empty();
    ("implicit-deny", if nothing { "no-key-policy" } else { "no-identity-policy" })
}

/// How a statement or grant reaches the caller.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Link {
    Itself,
    Account,
}

fn applies(statement: &Value, question: &Question, variables: bool) -> Option<Link> {
    let facts = &question.facts;
    let about = |positive: &str, negative: &str, given: &str, variables: bool| {
        let is_like = |pattern: &Value| {
            let pattern = pattern.as_str().expect("a text");
            let (pattern, given) = if positive == "Action" {
                (pattern.to_lowercase(), given.to_lowercase())
            } else {
                (pattern.to_owned(), given.to_owned())
            };
            tokens(&pattern, true, variables, facts).is_some_and(|tokens| like(&tokens, &letters(&given)))
        };
        match (statement.get(positive), statement.get(negative)) {
            (Some(patterns), _) => list(Some(patterns)).iter().any(is_like),
            (_, Some(patterns)) => !list(Some(patterns)).iter().any(is_like),
            _ => false,
        }
    };
    let link = match (statement.get("Principal"), statement.get("NotPrincipal")) {
        (Some(principal), _) => named(principal, question)?,
        (_, Some(others)) => {
            let links = question.arns.iter().cloned().chain([format!("arn:aws:iam::{}:root", question.account)]);
            let others = names(others);
            let listed: Vec<bool> =
                links.map(|link| others.contains(&link) || others.contains(&"*".to_owned())).collect();
            let denies = statement.get("Effect").and_then(Value::as_str) == Some("Deny");
            let exempt = if denies { !listed.contains(&false) } else { listed.contains(&true) };
            if exempt {
                return None;
            }
            Link::Itself
        }
        _ => Link::Itself,
    };
    let fits = about("Action", "NotAction", &question.action, false)
        && about("Resource", "NotResource", &question.resource, variables);
    let conditions = statement.get("Condition").and_then(Value::as_object).into_iter().flatten();
    let mut each = conditions.flat_map(|(operator, keys)| {
        keys.as_object().into_iter().flatten().map(move |(key, wanted)| (operator, key, wanted))
    });
    (fits && each.all(|(operator, key, wanted)| holds(operator, key, &list(Some(wanted)), facts, variables)))
        .then_some(link)
}

/// The names in a principal element; an account is always written as its root.
fn names(principal: &Value) -> Vec<String> {
    let all = principal.as_object().map_or_else(|| list(Some(principal)), |kinds| list(kinds.get("AWS")));
    let name = |name: &Value| name.as_str().expect("a text").to_owned();
    all.iter()
        .map(name)
        .map(|name| if name.len() == 12 && !name.contains(':') { format!("arn:aws:iam::{name}:root") } else { name })
        .collect()
}

fn named(principal: &Value, question: &Question) -> Option<Link> {
    let names = names(principal);
    if names.iter().any(|name| name == "*" || question.arns.contains(name)) {
        return Some(Link::Itself);
    }
    names.contains(&format!("arn:aws:iam::{}:root", question.account)).then_some(Link::Account)
}

fn grants(grant: &NaiveGrant, question: &Question, key: &Key) -> Option<Link> {
    let operation = question.action.trim_start_matches("kms:");
    let unconstrained = ["DescribeKey", "RetireGrant", "GetPublicKey"].contains(&operation);
    let fits = |wanted: &Option<BTreeMap<String, String>>, exactly: bool| match (wanted, &key.context) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(wanted), Some(given)) => {
            wanted.iter().all(|(name, value)| given.get(name) == Some(value))
                && (!exactly || wanted.len() == given.len())
        }
    };
    let fits = unconstrained || (fits(&grant.equals, true) && fits(&grant.subset, false));
    if !fits || !grant.is_known || !grant.operations.contains(operation) {
        return None;
    }
    if question.arns.contains(&grant.grantee) {
        return Some(Link::Itself);
    }
    (grant.grantee == format!("arn:aws:iam::{}:root", question.account)).then_some(Link::Account)
}

fn list(value: Option<&Value>) -> Vec<Value> {
    match value {
        None => Vec::new(),
        Some(Value::Array(values)) => values.clone(),
        Some(one) => vec![one.clone()],
    }
}

fn holds(operator: &str, key: &str, wanted: &[Value], facts: &BTreeMap<String, Vec<String>>, variables: bool) -> bool {
    let wanted: Vec<String> =
        wanted.iter().map(|value| value.as_str().map_or(value.to_string(), str::to_owned)).collect();
    let given = facts.get(&key.to_lowercase());
    if operator == "Null" {
        return wanted.iter().any(|wanted| (wanted == "true") == given.is_none());
    }
    let (any, all) = (operator.starts_with("ForAnyValue:"), operator.starts_with("ForAllValues:"));
    let bare = operator.trim_start_matches("ForAnyValue:").trim_start_matches("ForAllValues:");
    let if_exists = bare.ends_with("IfExists");
    let bare = bare.trim_end_matches("IfExists");
    let negated = bare.contains("Not");
    let positive = bare.replace("Not", "");
    let Some(given) = given else { return if_exists || all || (negated && !any) };
    let is_met = |given: &String| {
        let is_one = wanted.iter().any(|wanted| compares(&positive, given, wanted, facts, variables));
        is_one != negated
    };
    // Without a prefix a key is meant to have one value. Where it has several, a negated operator speaks of each.
    if all || (negated && !any) { given.iter().all(is_met) } else { given.iter().any(is_met) }
}

fn compares(operator: &str, given: &str, wanted: &str, facts: &BTreeMap<String, Vec<String>>, variables: bool) -> bool {
    let is_like = |pattern: &str, text: &str, wildcards: bool| {
        tokens(pattern, wildcards, variables, facts).is_some_and(|tokens| like(&tokens, &letters(text)))
    };
    if let Some(order) = operator.strip_prefix("Numeric") {
        return ordered(order, given.parse::<f64>().ok(), wanted.parse::<f64>().ok());
    }
    if let Some(order) = operator.strip_prefix("Date") {
        return ordered(order, seconds(given), seconds(wanted));
    }
    match operator {
        "StringEquals" => is_like(wanted, given, false),
        "StringEqualsIgnoreCase" => {
            let lower = |token: Token| match token {
                Token::Letter(letter) => Token::Letter(letter.to_ascii_lowercase()),
                other => other,
            };
            let pattern = tokens(wanted, false, variables, facts);
            let pattern: Option<Vec<Token>> = pattern.map(|tokens| tokens.into_iter().map(lower).collect());
            pattern.is_some_and(|pattern| like(&pattern, &letters(&given.to_ascii_lowercase())))
        }
        "StringLike" => is_like(wanted, given, true),
        "ArnEquals" | "ArnLike" => {
            let (wanted, given): (Vec<_>, Vec<_>) = (wanted.splitn(6, ':').collect(), given.splitn(6, ':').collect());
            wanted.len() == given.len() && wanted.iter().zip(given).all(|(wanted, given)| is_like(wanted, given, true))
        }
        "Bool" => given.to_lowercase() == wanted.to_lowercase(),
        "BinaryEquals" => given == wanted,
        "IpAddress" => {
            let (network, length) = wanted.split_once('/').unwrap_or((wanted, "32"));
            let length: usize = length.parse().expect("a number");
            match (bits(given), bits(network)) {
                (Some(given), Some(network)) => given.get(..length) == network.get(..length),
                _ => false,
            }
        }
        other => panic!("{other} is no operator"),
    }
}

fn ordered(order: &str, given: Option<f64>, wanted: Option<f64>) -> bool {
    let (Some(given), Some(wanted)) = (given, wanted) else { return false };
    match order {
        "LessThan" => given < wanted,
        "LessThanEquals" => given <= wanted,
        "GreaterThan" => given > wanted,
        "GreaterThanEquals" => given >= wanted,
        _ => (given - wanted).abs() < f64::EPSILON,
    }
}

/// The few dates that are asked about.
fn seconds(date: &str) -> Option<f64> {
    match date {
        "1970-01-01T00:00:01Z" | "1" => Some(1.0),
        "1970-01-01" | "1970-01-01T00:00:00Z" | "0" => Some(0.0),
        "1970-01-01T09:00:02+09:00" | "2" => Some(2.0),
        _ => None,
    }
}

/// An IPv4 address as 32 letters, each 0 or 1.
fn bits(address: &str) -> Option<String> {
    let bytes = address.split('.').map(|byte| byte.parse::<u8>().ok()).collect::<Option<Vec<_>>>()?;
    (bytes.len() == 4).then(|| bytes.iter().map(|byte| format!("{byte:08b}")).collect::<Vec<_>>().concat())
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Token {
    Letter(char),
    One,
    Any,
}

fn letters(text: &str) -> Vec<char> {
    text.chars().collect()
}

/// The letters and wildcards of a pattern, with the values of its variables; `None` if one has none.
fn tokens(
    pattern: &str,
    wildcards: bool,
    variables: bool,
    facts: &BTreeMap<String, Vec<String>>,
) -> Option<Vec<Token>> {
    let Some(first) = pattern.chars().next() else { return Some(Vec::new()) };
    if let Some((inside, after)) =
        pattern.strip_prefix("${").filter(|_| variables).and_then(|rest| rest.split_once('}'))
    {
        let (key, default) = inside.split_once(", ").map_or((inside, None), |(key, default)| (key, Some(default)));
        let value = match inside {
            "*" | "?" | "$" => inside.to_owned(),
            _ => match (facts.get(&key.to_lowercase()), default) {
                (Some(values), _) if values.len() == 1 => values.concat(),
                (_, Some(default)) => default.trim_matches('\'').to_owned(),
                _ => return None,
            },
        };
        let rest = tokens(after, wildcards, variables, facts)?;
        return Some(value.chars().map(Token::Letter).chain(rest).collect());
    }
    let token = match first {
        '*' if wildcards => Token::Any,
        '?' if wildcards => Token::One,
        letter => Token::Letter(letter),
    };
    let rest = tokens(pattern.get(first.len_utf8()..)?, wildcards, variables, facts)?;
    Some([token].into_iter().chain(rest).collect())
}

/// The definition of wildcards: a star is nothing, or a letter and a star.
fn like(pattern: &[Token], text: &[char]) -> bool {
    match (pattern.split_first(), text.split_first()) {
        (None, _) => text.is_empty(),
        (Some((Token::Any, rest)), None) => like(rest, text),
        (Some((Token::Any, rest)), Some((_, after))) => like(rest, text) || like(pattern, after),
        (Some(_), None) => false,
        (Some((Token::One, rest)), Some((_, after))) => like(rest, after),
        (Some((Token::Letter(letter), rest)), Some((first, after))) => letter == first && like(rest, after),
    }
}

#[test]
fn the_naive_wildcards_are_right() {
    let is = |pattern: &str, text: &str| {
        like(&tokens(pattern, true, false, &BTreeMap::new()).expect("no variables"), &letters(text))
    };
    for (pattern, text) in [("", ""), ("*", ""), ("*", "abc"), ("a*c", "abbc"), ("a?c", "abc"), ("*a*b", "aabab")] {
        assert!(is(pattern, text), "{pattern} {text}");
    }
    for (pattern, text) in [("", "a"), ("?", ""), ("a*c", "abcd"), ("a?c", "ac"), ("*a*b", "ba")] {
        assert!(!is(pattern, text), "{pattern} {text}");
    }
}
