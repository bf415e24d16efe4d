//! One policy case: the world that it describes, its call, and the decision in words.

use core::time::Duration;
use std::collections::BTreeMap;

use glass_kms::{
    env::{Env, ManualClock},
    error::KmsError,
    iam,
    operations::{CallContext, Kms, Refusal},
    trace::{Flow, Recorder, Subject, Track},
    types::{AccountId, Timestamp},
    wire::describe,
};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::support::{NOW, ask, options, read, read_iam, seeded, text, written};

/// The account of everybody who is in no other.
const HOME: &str = "111122223333";
/// How old a grant is unless its case says otherwise, in seconds: old enough to be known everywhere.
const OLD: u64 = 3_600;

/// A case as it is written; `tests/data/policies/README.md` describes it.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Case {
    pub(crate) name: String,
    people: Option<Vec<Person>>,
    pub(crate) key_policy: Option<Value>,
    pub(crate) allow_if: Option<Value>,
    pub(crate) deny_if: Option<Value>,
    other_policy: Option<Value>,
    #[serde(default)]
    key_tags: BTreeMap<String, String>,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    grants: Vec<GrantSpec>,
    clock: Option<String>,
    #[serde(rename = "as")]
    caller: Option<String>,
    #[serde(default)]
    call: CallSpec,
    pub(crate) expect: Value,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Person {
    user: Option<String>,
    role: Option<String>,
    account: Option<String>,
    path: Option<String>,
    #[serde(default)]
    tags: BTreeMap<String, String>,
    #[serde(default)]
    policies: BTreeMap<String, Value>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct GrantSpec {
    grantee: String,
    operations: Vec<String>,
    constraints: Option<Value>,
    retiring: Option<String>,
    name: Option<String>,
    age: Option<u64>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct CallSpec {
    operation: Option<String>,
    #[serde(default)]
    input: Map<String, Value>,
    #[serde(default)]
    condition_keys: BTreeMap<String, Value>,
    region: Option<String>,
}

/// What came of a case's call.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) result: Result<Value, Refusal>,
    /// Every decision of the trace, or without a trace that of the refusal.
    pub(crate) decisions: Vec<Value>,
    /// What the names of the case stand for.
    pub(crate) names: Vec<(String, String)>,
}

/// Runs a case in a world of its own.
///
/// # Errors
/// What in the world could not be made.
pub(crate) fn run(case: &Case, watched: bool) -> Result<Outcome, String> {
    let mut world = World::new(case);
    world.people(case.people.as_deref())?;
    world.keys(case)?;
    world.grants(&case.grants)?;
    world.policies(case)?;
    world.call(case, watched)
}

/// A whole policy: a list of statements is one of the current version.
pub(crate) fn document(policy: &Value) -> Value {
    if policy.is_array() { json!({ "Version": "2012-10-17", "Statement": policy }) } else { policy.clone() }
}

struct World {
    kms: Kms,
    /// What stands for what, as in `${key}`.
    names: Vec<(String, String)>,
}

impl World {
    fn new(case: &Case) -> Self {
        let now = case
            .clock
            .as_ref()
            .map_or(NOW, |clock| Timestamp::parse_millis(clock).expect("a clock such as 2026-11-24T00:00:00Z"));
        let start = Timestamp::from_millis(now.saturating_sub_unsigned(OLD.saturating_mul(1_000)));
        let env = Env { clock: Box::new(ManualClock::new(start)), entropy: Box::new(seeded("kms")) };
        Self { kms: Kms::new(env, options()), names: Vec::new() }
    }

    fn people(&mut self, people: Option<&[Person]>) -> Result<(), String> {
        let aki = Person {
            user: Some("aki".to_owned()),
            role: None,
            account: None,
            path: None,
            tags: BTreeMap::new(),
            policies: BTreeMap::new(),
        };
        people.unwrap_or(&[aki]).iter().try_for_each(|person| self.create(person))
    }

    fn create(&mut self, person: &Person) -> Result<(), String> {
        let (kind, name) = match (&person.user, &person.role) {
            (Some(user), None) => ("User", user),
            (None, Some(role)) => ("Role", role),
            _ => panic!("a person is a user or a role"),
        };
        let tags: Vec<_> = person.tags.iter().map(|(key, value)| json!({ "Key": key, "Value": value })).collect();
        let mut input =
            json!({ format!("{kind}Name"): name, "Path": person.path.as_deref().unwrap_or("/"), "Tags": tags });
        if kind == "Role" {
            let trust = json!({ "Version": "2012-10-17", "Statement": [
                { "Effect": "Allow", "Principal": { "AWS": HOME }, "Action": "sts:AssumeRole" },
            ] });
            input
                .as_object_mut()
                .expect("an object")
                .insert("AssumeRolePolicyDocument".into(), json!(trust.to_string()));
        }
        self.iam(person, &format!("Create{kind}"), &input)
    }

    fn iam(&mut self, person: &Person, operation: &str, input: &Value) -> Result<(), String> {
        let account = AccountId::parse(person.account.as_deref().unwrap_or(HOME)).expect("an account");
        let request = read_iam(operation, input);
        let (directory, env) = self.kms.directory();
        let answer = request.and_then(|request| iam::call(directory, env, account, request));
        answer.map(drop).map_err(|error| format!("{operation} {input}: {error:?}"))
    }

    fn keys(&mut self, case: &Case) -> Result<(), String> {
        let tags = case.key_tags.iter().map(|(key, value)| json!({ "TagKey": key, "TagValue": value }));
        let key = self.must("CreateKey", &json!({ "Tags": tags.collect::<Vec<_>>() }))?;
        let other = self.must("CreateKey", &json!({}))?;
        for (name, answer) in [("key", key), ("other", other)] {
            let metadata = answer.get("KeyMetadata").expect("metadata");
            self.names.push((format!("${{{name}}}"), text(metadata, "Arn")));
            self.names.push((format!("${{{name}-id}}"), text(metadata, "KeyId")));
        }
        for alias in &case.aliases {
            self.must("CreateAlias", &json!({ "AliasName": alias, "TargetKeyId": "${key}" }))?;
        }
        let contexts = ["EncryptionContext", "SourceEncryptionContext"];
        let context = contexts.iter().find_map(|name| case.call.input.get(*name)).cloned().unwrap_or(json!({}));
        let made =
            self.must("Encrypt", &json!({ "KeyId": "${key}", "Plaintext": "QWtp", "EncryptionContext": context }))?;
        self.names.push(("${ciphertext}".to_owned(), text(&made, "CiphertextBlob")));
        Ok(())
    }

    /// Makes the grants, the oldest first, and arrives at the time of the call.
    fn grants(&mut self, grants: &[GrantSpec]) -> Result<(), String> {
        let mut ordered: Vec<_> = grants.iter().enumerate().collect();
        ordered.sort_by_key(|(_, grant)| core::cmp::Reverse(grant.age.unwrap_or(OLD)));
        let mut left = OLD;
        for (at, grant) in ordered {
            let age = grant.age.unwrap_or(OLD);
            self.kms.advance(Duration::from_secs(left.saturating_sub(age))).expect("time passes");
            left = age;
            let mut input = json!({
                "KeyId": "${key}", "GranteePrincipal": grant.grantee, "Operations": grant.operations,
            });
            let members = input.as_object_mut().expect("an object");
            members.extend(grant.constraints.clone().map(|constraints| ("Constraints".to_owned(), constraints)));
            members.extend(grant.retiring.clone().map(|arn| ("RetiringPrincipal".to_owned(), json!(arn))));
            members.extend(grant.name.clone().map(|name| ("Name".to_owned(), json!(name))));
            let made = self.must("CreateGrant", &input)?;
            self.names.push((format!("${{grant {at}}}"), text(&made, "GrantId")));
            self.names.push((format!("${{token {at}}}"), text(&made, "GrantToken")));
        }
        self.kms.advance(Duration::from_secs(left)).expect("time passes");
        Ok(())
    }

    /// Puts the policies in place, last of all: they may lock everybody out.
    fn policies(&mut self, case: &Case) -> Result<(), String> {
        for person in case.people.iter().flatten() {
            let (kind, name) = if person.user.is_some() { ("User", &person.user) } else { ("Role", &person.role) };
            for (policy, statements) in &person.policies {
                let text = self.filled(&document(statements)).to_string();
                let input = json!({ format!("{kind}Name"): name, "PolicyName": policy, "PolicyDocument": text });
                self.iam(person, &format!("Put{kind}Policy"), &input)?;
            }
        }
        // Whoever's own policy is replaced may not be able to replace another's.
        for (key, policy) in [("${other}", &case.other_policy), ("${key}", &case.whole_key_policy())] {
            let Some(policy) = policy else { continue };
            let policy = self.filled(&document(policy)).to_string();
            self.must(
                "PutKeyPolicy",
                &json!({
                    "KeyId": key, "Policy": policy, "BypassPolicyLockoutSafetyCheck": true,
                }),
            )?;
        }
        Ok(())
    }

    fn call(&mut self, case: &Case, watched: bool) -> Result<Outcome, String> {
        let operation = case.operation();
        let input = self.filled(&Value::Object(case.input()));
        let caller = principal(case.caller.as_deref().unwrap_or("user/aki"));
        let condition_keys: Vec<_> = case
            .call
            .condition_keys
            .iter()
            .map(|(key, value)| {
                let values = value.as_array().map_or_else(|| vec![value], |values| values.iter().collect());
                (key.clone(), values.iter().map(|value| value.as_str().expect("a text").to_owned()).collect())
            })
            .collect();
        let context = CallContext {
            caller: Some(&caller),
            region: case.call.region.as_deref(),
            describe,
            condition_keys: &condition_keys,
        };
        let request = read(operation, &input).map_err(|error| format!("{operation}: {error:?}"))?;
        let mut recorder = if watched { Recorder::on(Subject::Data) } else { Recorder::off() };
        let result = self.kms.call(&context, request, &mut recorder);
        let refusal = result.as_ref().err().map(|refusal| (refusal.error.code(), refusal.error.message()));
        let trace = recorder.finish(Track::Aws, Flow::of(operation), self.kms.now(), refusal);
        let decisions = match (trace, &result) {
            (Some(trace), _) => {
                let gates = trace.steps.iter().flat_map(|step| &step.gates);
                gates.filter_map(|gate| gate.decision.as_ref().map(value)).collect()
            }
            (None, Err(refusal)) => refusal.decision.iter().map(|decision| value(decision.as_ref())).collect(),
            (None, Ok(_)) => Vec::new(),
        };
        Ok(Outcome { result: result.map(|response| written(&response)), decisions, names: self.names.clone() })
    }

    /// Calls as the account's root: this must succeed.
    fn must(&mut self, operation: &str, input: &Value) -> Result<Value, String> {
        let input = self.filled(input);
        ask(&mut self.kms, operation, input).map_err(|error| format!("{operation}: {error:?}"))
    }

    /// The same with what the names stand for.
    fn filled(&self, value: &Value) -> Value {
        fill(value, &self.names)
    }
}

/// Puts what the names stand for in their place.
pub(crate) fn fill(value: &Value, names: &[(String, String)]) -> Value {
    match value {
        Value::String(text) => {
            json!(names.iter().fold(text.clone(), |text, (name, meaning)| text.replace(name.as_str(), meaning)))
        }
        Value::Array(values) => values.iter().map(|value| fill(value, names)).collect(),
        Value::Object(members) => members.iter().map(|(name, value)| (name.clone(), fill(value, names))).collect(),
        other => other.clone(),
    }
}

/// The ARN that a short form such as `role/courier/monday` or `444455556666:user/noor` stands for.
fn principal(short: &str) -> String {
    let (account, name) = short.split_once(':').unwrap_or((HOME, short));
    match name.strip_prefix("role/") {
        Some(session) => format!("arn:aws:sts::{account}:assumed-role/{session}"),
        None => format!("arn:aws:iam::{account}:{name}"),
    }
}

fn value(decision: &impl serde::Serialize) -> Value {
    serde_json::to_value(decision).expect("a decision is JSON")
}

impl Case {
    pub(crate) fn operation(&self) -> &str {
        self.call.operation.as_deref().unwrap_or("Encrypt")
    }

    /// Whether a decision is about a key that the case names by a ciphertext only.
    pub(crate) fn names_no_key(&self, decision: &Value) -> bool {
        let named = match decision.get("action").and_then(Value::as_str) {
            Some("kms:Decrypt") => "KeyId",
            Some("kms:ReEncryptFrom") => "SourceKeyId",
            _ => return false,
        };
        !self.call.input.contains_key(named)
    }

    /// The request: what the case says, and what the operation cannot do without.
    fn input(&self) -> Map<String, Value> {
        let key = || json!({ "KeyId": "${key}" });
        let mut input = match self.operation() {
            "Encrypt" => json!({ "KeyId": "${key}", "Plaintext": "QWtp" }),
            "GenerateDataKey" | "GenerateDataKeyWithoutPlaintext" => json!({ "KeyId": "${key}", "KeySpec": "AES_256" }),
            "Decrypt" | "ReEncrypt" => json!({ "CiphertextBlob": "${ciphertext}" }),
            "CreateKey"
            | "CreateAlias"
            | "UpdateAlias"
            | "DeleteAlias"
            | "GenerateRandom"
            | "ListAliases"
            | "ListKeys"
            | "ListRetirableGrants" => json!({}),
            _ => key(),
        };
        let members = input.as_object_mut().expect("an object");
        members.extend(self.call.input.clone());
        members.clone()
    }

    /// All policies of the case as they are written.
    pub(crate) fn documents(&self) -> Vec<Value> {
        let people = self.people.iter().flatten().flat_map(|person| person.policies.values());
        people.chain(&self.key_policy).chain(&self.other_policy).cloned().collect()
    }

    /// `allowIf` and `denyIf` are short for a key policy about one user.
    fn whole_key_policy(&self) -> Option<Value> {
        let statement = |effect: &str, condition: Option<&Value>| {
            let mut statement = json!({
                "Effect": effect, "Principal": { "AWS": principal("user/aki") }, "Action": "kms:*", "Resource": "*",
            });
            let members = statement.as_object_mut().expect("an object");
            members.extend(condition.map(|condition| ("Condition".to_owned(), condition.clone())));
            statement
        };
        match (&self.key_policy, &self.allow_if, &self.deny_if) {
            (None, Some(condition), None) => Some(json!([statement("Allow", Some(condition))])),
            (None, None, Some(condition)) => {
                Some(json!([statement("Allow", None), statement("Deny", Some(condition))]))
            }
            (policy, None, None) => policy.clone(),
            _ => panic!("{}: a case has one key policy", self.name),
        }
    }
}

/// Whether the call ended at authorization.
pub(crate) fn was_denied(result: &Result<Value, Refusal>) -> bool {
    matches!(result, Err(Refusal { error: KmsError::AccessDenied(_), .. }))
}
