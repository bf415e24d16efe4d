//! The page's scenarios about permissions, byte for byte: golden traces of who may use a key, and why.
//!
//! The page sets the same worlds up from the same file, in the same order, and a test of the page compares the two.

use core::time::Duration;

use glass_kms::{
    envelope::Wanted,
    iam,
    operations::CallContext,
    trace::{Gate, Outcome, Trace},
    types::{AccountId, Because, Decision, Effect, EncryptionContext},
};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::{
    flows::{World, golden},
    support::{CONTEXT, ask_as, read_iam, root},
};

const ACCOUNT: &str = "111122223333";
const SCENARIOS: &str = include_str!("../../www/src/access/scenarios.json");

/// What each scenario is there to show.
const EXPECTED: &[(&str, Because)] = &[
    ("by-key-policy", Because::KeyPolicy),
    ("by-iam", Because::IamDelegation),
    ("by-grant", Because::Grant),
    ("no-permission", Because::NoIdentityPolicy),
    ("explicit-deny", Because::ExplicitDeny),
    ("wrong-context", Because::NoIdentityPolicy),
    ("other-account-one-side", Because::NoIdentityPolicy),
    ("grant-constraint-met", Because::Grant),
    ("grant-constraint-not-met", Because::NoIdentityPolicy),
    ("before-consistency", Because::NoIdentityPolicy),
    ("with-token", Because::Grant),
    ("retired", Because::NoIdentityPolicy),
    ("revoked", Because::NoIdentityPolicy),
];

#[derive(Deserialize)]
struct File {
    people: Vec<Person>,
    scenarios: Vec<Scenario>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Person {
    account: Option<String>,
    user: Option<String>,
    role: Option<String>,
    /// The session that the page lets somebody call by: it needs no making.
    #[serde(rename = "session")]
    _session: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Scenario {
    id: String,
    flow: String,
    act_as: String,
    key_policy: Option<Vec<String>>,
    #[serde(default)]
    identity_policies: Map<String, Value>,
    #[serde(default)]
    grants: Vec<Map<String, Value>>,
    context: Option<EncryptionContext>,
    #[serde(default)]
    advance: u64,
}

#[test]
fn every_scenario_of_the_page() {
    let file: File = serde_json::from_str(SCENARIOS).expect("the scenarios of the page");
    let ids: Vec<_> = file.scenarios.iter().map(|scenario| scenario.id.as_str()).collect();
    assert_eq!(ids, EXPECTED.iter().map(|(id, _)| *id).collect::<Vec<_>>());
    for (scenario, (id, because)) in file.scenarios.iter().zip(EXPECTED) {
        let trace = play(&file.people, scenario);
        let decision = decision(&trace);
        assert_eq!(decision.because, *because, "{id}");
        assert_eq!(matches!(trace.outcome, Outcome::Done { .. }), decision.effect == Effect::Allow, "{id}");
        golden(&format!("aws-access-{id}"), trace);
    }
}

fn decision(trace: &Trace) -> &Decision {
    let mut gates = trace.steps.iter().flat_map(|step| &step.gates);
    gates.find_map(|Gate { decision, .. }| decision.as_ref()).expect("authorization was asked")
}

/// Sets the world of a scenario up, and lets its flow run.
fn play(people: &[Person], scenario: &Scenario) -> Trace {
    let mut world = World::new();
    let key_id = world.key_id("alias/letters");
    for person in people {
        make(&mut world, person);
    }
    put_policies(&mut world, &key_id, scenario);
    let grant_tokens = make_grants(&mut world, &key_id, &scenario.grants);
    world.kms.advance(Duration::from_secs(scenario.advance)).expect("time passes");
    let context = scenario.context.clone().unwrap_or_else(|| CONTEXT.into());
    let wanted = Wanted { key_id: None, context, grant_tokens };
    let actor = CallContext { caller: Some(&scenario.act_as), ..root() };
    let flow = match scenario.flow.as_str() {
        "encrypt" => {
            let wanted = Wanted { key_id: Some("alias/letters".to_owned()), ..wanted };
            world.encrypt_as(actor, wanted).map(|(_, trace)| trace)
        }
        "decrypt" => {
            let (envelope, _) = world.encrypt("alias/letters").expect("root may");
            world.decrypt_as(actor, &envelope, wanted).map(|(_, trace)| trace)
        }
        other => panic!("there is no flow {other}"),
    };
    flow.unwrap_or_else(|refused| *refused.trace.expect("flows are watched"))
}

fn make(world: &mut World, person: &Person) {
    let account = person.account.as_deref().unwrap_or(ACCOUNT);
    match (&person.user, &person.role) {
        (Some(user), None) => ask_iam(world, account, "CreateUser", json!({ "UserName": user })),
        (None, Some(role)) => {
            let trust = json!({
                "Version": "2012-10-17",
                "Statement": [{
                    "Effect": "Allow",
                    "Principal": { "AWS": format!("arn:aws:iam::{account}:root") },
                    "Action": "sts:AssumeRole",
                }],
            });
            let request = json!({ "RoleName": role, "AssumeRolePolicyDocument": trust.to_string() });
            ask_iam(world, account, "CreateRole", request);
        }
        _ => panic!("a person is a user or a role"),
    }
}

fn put_policies(world: &mut World, key_id: &str, scenario: &Scenario) {
    if let Some(lines) = &scenario.key_policy {
        let request = json!({
            "KeyId": key_id,
            "PolicyName": "default",
            "Policy": lines.join("\n"),
            "BypassPolicyLockoutSafetyCheck": true,
        });
        ask_as(&mut world.kms, &root(), "PutKeyPolicy", request).expect("a key policy");
    }
    for (arn, policies) in &scenario.identity_policies {
        let account = arn.split(':').nth(4).expect("an ARN");
        let (kind, name) = arn.rsplit(':').next().and_then(|path| path.split_once('/')).expect("a user or a role");
        let kind = if kind == "user" { "User" } else { "Role" };
        for (policy, lines) in policies.as_object().expect("policies by name") {
            let lines: Vec<String> = serde_json::from_value(lines.clone()).expect("lines");
            let whose = format!("{kind}Name");
            let request = json!({ whose: name, "PolicyName": policy, "PolicyDocument": lines.join("\n") });
            ask_iam(world, account, &format!("Put{kind}Policy"), request);
        }
    }
}

/// Makes the grants, then ends those that have ended; the tokens are those that the caller brings.
fn make_grants(world: &mut World, key_id: &str, plans: &[Map<String, Value>]) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut made = Vec::new();
    for plan in plans {
        let mut request = plan.clone();
        let brings_token = request.remove("bringsToken") == Some(Value::Bool(true));
        let then = request.remove("then");
        let retired_by = request.remove("retiredBy").or_else(|| request.get("RetiringPrincipal").cloned());
        request.insert("KeyId".to_owned(), key_id.into());
        let grant = ask_as(&mut world.kms, &root(), "CreateGrant", request.into()).expect("a grant");
        if brings_token {
            tokens.push(text(&grant, "GrantToken"));
        }
        made.push((text(&grant, "GrantId"), then, retired_by));
    }
    let key_arn = format!("arn:aws:kms:ap-northeast-1:{ACCOUNT}:key/{key_id}");
    for (grant_id, then, by) in made {
        let request = json!({ "KeyId": key_arn, "GrantId": grant_id });
        let (operation, caller) = match then.as_ref().and_then(Value::as_str) {
            None => continue,
            Some("retired") => ("RetireGrant", by.as_ref().and_then(Value::as_str)),
            Some("revoked") => ("RevokeGrant", None),
            Some(other) => panic!("a grant is not {other}"),
        };
        ask_as(&mut world.kms, &CallContext { caller, ..root() }, operation, request).expect("the grant ends");
    }
    tokens
}

fn text(answer: &Value, member: &str) -> String {
    answer.get(member).and_then(Value::as_str).expect(member).to_owned()
}

#[expect(clippy::needless_pass_by_value, reason = "a request reads best where it is made")]
fn ask_iam(world: &mut World, account: &str, operation: &str, input: Value) {
    let request = read_iam(operation, &input).expect("a request");
    let (directory, env) = world.kms.directory();
    let account = AccountId::parse(account).expect("an account");
    iam::call(directory, env, account, request).expect("IAM does it");
}
