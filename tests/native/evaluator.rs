//! Policies that nobody thought of: the engine's evaluator must decide as the naive one does.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use glass_kms::{
    policy::{
        self, Constraints, Facts, Grant, GrantAsk, GrantOperation, GrantSource, Identity, KeyResource, Policy,
        PolicyKind, Query, Requester, Resource,
    },
    types::{AccountId, Decision, EncryptionContext, GrantId, KeyArn, KeyId, Principal, Region, Timestamp},
};
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use serde_json::{Value, json};

use crate::{
    naive::{Key, NaiveGrant, Question, decide},
    scenes::{KEY_ID, Pairs, Scene, SceneGrant, scenes},
};

const HOME: &str = "111122223333";
/// How many scenes an ordinary run looks at; PROPTEST_CASES asks for more.
const CASES: u32 = 2_000;
const NOW: i64 = 1_000;

struct SceneFacts(BTreeMap<String, Vec<String>>);

impl Facts for SceneFacts {
    fn values(&self, key: &str) -> Option<Vec<Cow<'_, str>>> {
        let values = self.0.get(&key.to_ascii_lowercase())?;
        Some(values.iter().map(|value| Cow::from(value.as_str())).collect())
    }
}

struct SceneGrants(Vec<Grant>);

impl GrantSource for SceneGrants {
    fn find(
        &self,
        arns: &[&str],
        operation: GrantOperation,
        _: Option<&EncryptionContext>,
        admits: &mut dyn FnMut(&Grant) -> bool,
    ) -> Option<&Grant> {
        let fits = |grant: &&Grant| arns.contains(&grant.grantee.arn()) && grant.operations.contains(&operation);
        self.0.iter().filter(fits).find(|grant| admits(grant))
    }

    fn all(&self) -> Box<dyn Iterator<Item = &Grant> + '_> {
        Box::new(self.0.iter())
    }
}

impl Scene {
    fn principal(&self) -> Principal {
        Principal::parse(self.caller).expect("a principal")
    }

    fn facts(&self) -> BTreeMap<String, Vec<String>> {
        let account = ("aws:principalaccount", vec![self.principal().account().to_string()]);
        let own = |values: &Vec<&str>| values.iter().map(|value| (*value).to_owned()).collect();
        let given = self.facts.iter().map(|(key, values)| (*key, own(values)));
        given.chain([account]).map(|(key, values)| (key.to_owned(), values)).collect()
    }

    fn question(&self) -> Question {
        let principal = self.principal();
        let role = principal.session_name().map(|_| format!("arn:aws:iam::{}:role/r", principal.account()));
        let key = Key {
            account: HOME.to_owned(),
            policy: self.key_policy.clone(),
            cross_account: self.cross_account,
            grants: self.grants.iter().map(SceneGrant::naive).collect(),
            context: self.context.clone(),
        };
        Question {
            arns: [self.caller.to_owned()].into_iter().chain(role).collect(),
            account: principal.account().to_string(),
            is_root: principal.is_root(),
            identity_policies: if principal.is_root() { Vec::new() } else { self.identity_policies.clone() },
            action: self.action.to_owned(),
            resource: if self.keyless { "*".to_owned() } else { arn().to_string() },
            key: (!self.keyless).then_some(key),
            facts: self.facts(),
        }
    }

    /// The engine's answer, and the same with its reasons.
    fn ask(&self) -> (policy::Ruling, Decision) {
        let principal = self.principal();
        let identity = (!principal.is_root()).then(|| self.identity(&principal));
        let key_policy = Policy::parse(PolicyKind::Key, &self.key_policy.to_string()).expect("a policy");
        let grants: Vec<_> = (0_u8..).zip(&self.grants).map(|(at, grant)| grant.made(at)).collect();
        let tokens: Vec<_> =
            grants.iter().zip(&self.grants).filter(|(_, scene)| scene.has_token).map(|(grant, _)| grant.id).collect();
        let grants = SceneGrants(grants);
        let context = self.context.as_ref().map(encryption_context);
        let arn = arn();
        let key = KeyResource {
            arn: &arn,
            policy: &key_policy,
            cross_account: self.cross_account,
            grants: &grants,
            ask: GrantAsk {
                context: context.as_ref(),
                tokens: &tokens,
                now: Timestamp::from_millis(NOW),
                retires: None,
            },
        };
        let query = Query {
            requester: Requester { principal: &principal, identity: identity.as_ref() },
            action: self.action,
            resource: if self.keyless { Resource::Anything } else { Resource::Key(key) },
            facts: &SceneFacts(self.facts()),
        };
        (policy::rule(&query), policy::explain(&query))
    }

    fn identity(&self, principal: &Principal) -> Identity {
        let owner = match principal.session_name() {
            Some(_) => Principal::parse(&format!("arn:aws:iam::{}:role/r", principal.account())).expect("a role"),
            None => principal.clone(),
        };
        let parse = |policy: &Value| Policy::parse(PolicyKind::Identity, &policy.to_string()).expect("a policy");
        let policies = (0..).zip(&self.identity_policies).map(|(at, policy): (u32, _)| (at.to_string(), parse(policy)));
        Identity { principal: owner, unique_id: String::new(), tags: BTreeMap::new(), policies: policies.collect() }
    }
}

impl SceneGrant {
    fn naive(&self) -> NaiveGrant {
        NaiveGrant {
            grantee: self.grantee.to_owned(),
            operations: self.operations.iter().map(|&operation| operation.to_owned()).collect(),
            equals: self.equals.clone(),
            subset: self.subset.clone(),
            is_known: self.is_old || self.has_token,
        }
    }

    fn made(&self, at: u8) -> Grant {
        let operations = self.operations.iter().map(|name| GrantOperation::parse(name).expect("an operation"));
        Grant {
            id: GrantId::from_bytes([at; GrantId::LEN]),
            key_id: KeyId::parse(KEY_ID).expect("a key id"),
            grantee: Principal::parse(self.grantee).expect("a principal"),
            retiring: None,
            operations: operations.collect(),
            constraints: Constraints {
                equals: self.equals.as_ref().map(encryption_context),
                subset: self.subset.as_ref().map(encryption_context),
            },
            name: None,
            issuing_account: AccountId::parse(HOME).expect("an account"),
            created: Timestamp::from_millis(0),
            effective: Timestamp::from_millis(if self.is_old { NOW } else { NOW + 1 }),
        }
    }
}

fn encryption_context(pairs: &Pairs) -> EncryptionContext {
    serde_json::from_value(json!(pairs)).expect("a context")
}

fn arn() -> KeyArn {
    KeyArn {
        region: Region::parse("ap-northeast-1").expect("a Region"),
        account: AccountId::parse(HOME).expect("an account"),
        key_id: KeyId::parse(KEY_ID).expect("a key id"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(CASES), ..ProptestConfig::default() })]

    #[test]
    fn the_engine_decides_as_the_naive_evaluator_does(scene in scenes()) {
        let (ruling, decision) = scene.ask();
        let decision = serde_json::to_value(&decision).expect("JSON");
        let found = |member: &str| decision.get(member).and_then(Value::as_str).expect("a text").to_owned();
        let wanted = decide(&scene.question());
        let (effect, because) = (found("effect"), found("because"));
        prop_assert_eq!((effect.as_str(), because.as_str()), wanted, "{}", decision);
        // The short way and the long way are one.
        prop_assert_eq!(json!(ruling.effect), json!(effect));
        prop_assert_eq!(json!(ruling.because), json!(because));
        let reasons = decision.get("determinedBy").and_then(Value::as_array).expect("a list");
        let by_grant = matches!(wanted.1, "grant" | "grant-and-identity");
        prop_assert_eq!(ruling.grant.is_some(), by_grant);
        // Whatever is allowed or denied is so by something, save for what a root needs no permission for.
        prop_assert_eq!(reasons.is_empty(), wanted.0 == "implicit-deny" || wanted.1 == "account-root");
    }
}

/// A test that always sees the same answer proves nothing: every rule must be met with, and often.
#[test]
fn the_scenes_are_of_every_kind() {
    let mut runner = TestRunner::deterministic();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for _ in 0..CASES {
        let scene = scenes().new_tree(&mut runner).expect("a scene").current();
        let (_, because) = decide(&scene.question());
        *seen.entry(because).or_default() += 1;
    }
    let rules = [
        "key-policy",
        "iam-delegation",
        "both-accounts",
        "grant",
        "grant-and-identity",
        "identity-policy",
        "account-root",
        "explicit-deny",
        "no-key-policy",
        "no-identity-policy",
        "other-account",
    ];
    assert_eq!(seen.keys().copied().collect::<BTreeSet<_>>(), BTreeSet::from(rules));
    assert!(seen.values().all(|&count| count >= 10), "{seen:?}");
}
