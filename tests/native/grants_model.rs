//! The store of grants against a naive one: a list that is looked through from end to end.

use std::collections::{BTreeMap, BTreeSet};

use glass_kms::{
    policy::{Constraints, Grant, GrantOperation},
    store::{GrantToken, Grants},
    types::{AccountId, EncryptionContext, GrantId, KeyId, Principal, Timestamp},
};
use proptest::{collection::vec, prelude::*, sample::select};

const OPERATIONS: &[GrantOperation] = &[
    GrantOperation::Decrypt,
    GrantOperation::Encrypt,
    GrantOperation::DescribeKey,
    GrantOperation::CreateGrant,
    GrantOperation::RetireGrant,
];

fn key_id(n: u8) -> KeyId {
    KeyId::from_random([n; 16])
}

fn grant_id(n: u8) -> GrantId {
    GrantId::from_bytes([n; 32])
}

fn root(n: u8) -> Principal {
    Principal::root(AccountId::parse(&format!("{n:012}")).expect("twelve digits"))
}

fn token(n: u8) -> GrantToken {
    GrantToken::from_bytes([n; 32])
}

fn contexts() -> impl Strategy<Value = EncryptionContext> {
    let pairs = vec((select(&["to", "from", "by"][..]), select(&["Aki", "Ben"][..])), 0..4);
    pairs.prop_map(|pairs| {
        let pairs: BTreeMap<_, _> = pairs.into_iter().collect();
        let json = serde_json::to_string(&pairs).expect("JSON");
        serde_json::from_str(&json).expect("a context")
    })
}

fn grants() -> impl Strategy<Value = Grant> {
    let constraints = (prop::option::of(contexts()), prop::option::of(contexts()));
    let constraints = constraints.prop_map(|(equals, subset)| Constraints { equals, subset });
    let operations = vec(select(OPERATIONS), 1..4);
    let principals = (0_u8..3, prop::option::of(0_u8..3));
    let names = prop::option::of(select(&["one", "two"][..]));
    (0_u8..12, 0_u8..2, principals, operations, constraints, names).prop_map(
        |(id, key, (grantee, retiring), operations, constraints, name)| Grant {
            id: grant_id(id),
            key_id: key_id(key),
            grantee: root(grantee),
            retiring: retiring.map(root),
            operations: operations.into_iter().collect::<BTreeSet<_>>(),
            constraints,
            name: name.map(str::to_owned),
            issuing_account: root(9).account(),
            created: Timestamp::default(),
            effective: Timestamp::default(),
        },
    )
}

#[derive(Clone, Debug)]
enum Act {
    Create(Box<Grant>),
    Token(u8, u8, u8),
    Remove(u8, u8),
    RemoveKey(u8),
}

fn acts() -> impl Strategy<Value = Act> {
    prop_oneof![
        6 => grants().prop_map(|grant| Act::Create(Box::new(grant))),
        3 => (0_u8..2, 0_u8..12, any::<u8>()).prop_map(|(key, id, token)| Act::Token(key, id, token)),
        3 => (0_u8..2, 0_u8..12).prop_map(|(key, id)| Act::Remove(key, id)),
        1 => (0_u8..2).prop_map(Act::RemoveKey),
    ]
}

/// The naive store.
#[derive(Default)]
struct Model {
    grants: Vec<Grant>,
    tokens: Vec<(GrantToken, KeyId, GrantId)>,
}

impl Model {
    fn has(&self, key: KeyId, id: GrantId) -> bool {
        self.grants.iter().any(|grant| grant.key_id == key && grant.id == id)
    }

    fn retain(&mut self, keep: impl Fn(KeyId, GrantId) -> bool) {
        self.grants.retain(|grant| keep(grant.key_id, grant.id));
        self.tokens.retain(|(_, key, id)| keep(*key, *id));
    }

    fn of_key(&self, key: KeyId) -> Vec<&Grant> {
        let mut grants: Vec<_> = self.grants.iter().filter(|grant| grant.key_id == key).collect();
        grants.sort_by_key(|grant| grant.id);
        grants
    }
}

fn carry_out(act: Act, store: &mut Grants, model: &mut Model) {
    match act {
        // Ids and tokens are random: they do not come twice.
        Act::Create(grant) => {
            if !model.has(grant.key_id, grant.id) {
                store.insert((*grant).clone());
                model.grants.push(*grant);
            }
        }
        Act::Token(key, id, n) => {
            let (key, id, token) = (key_id(key), grant_id(id), token(n));
            if model.tokens.iter().all(|(known, ..)| *known != token) {
                store.add_token(key, &id, token);
                if model.has(key, id) {
                    model.tokens.push((token, key, id));
                }
            }
        }
        Act::Remove(key, id) => {
            let (key, id) = (key_id(key), grant_id(id));
            let known = model.grants.iter().find(|grant| grant.key_id == key && grant.id == id);
            assert_eq!(store.remove(key, &id).as_ref(), known);
            model.retain(|other_key, other| (other_key, other) != (key, id));
        }
        Act::RemoveKey(key) => {
            store.remove_key(key_id(key));
            model.retain(|other, _| other != key_id(key));
        }
    }
}

/// Whether a grant allows this, by the rules that the policy has for grants.
fn admits(grant: &Grant, operation: GrantOperation, context: Option<&EncryptionContext>) -> bool {
    let constrained = operation.is_constrained() && !grant.constraints.is_empty();
    !constrained || context.is_some_and(|context| grant.constraints.admit(context))
}

fn agree(store: &Grants, model: &Model, context: &EncryptionContext) {
    for key in (0..2).map(key_id) {
        let listed = model.of_key(key);
        assert!(store.of_key(key).eq(listed.iter().copied()));
        assert_eq!(store.count(key), listed.len());
        assert_eq!(store.is_empty_for(key), listed.is_empty());
        for after in (0..12).map(grant_id) {
            assert!(store.of_key_after(key, Some(after)).eq(listed.iter().copied().filter(|grant| grant.id > after)));
            assert_eq!(store.get(key, &after), listed.iter().copied().find(|grant| grant.id == after));
        }
        for name in ["one", "two", "three"] {
            let named = listed.iter().copied().filter(|grant| grant.name.as_deref() == Some(name));
            assert!(store.named(key, name).eq(named));
        }
        for operation in OPERATIONS {
            for grantee in (0..3).map(root) {
                for context in [None, Some(context)] {
                    found(store, &listed, key, &grantee, *operation, context);
                }
            }
        }
    }
    for retiring in (0..3).map(root) {
        let mut listed: Vec<_> =
            model.grants.iter().filter(|grant| grant.retiring.as_ref() == Some(&retiring)).collect();
        listed.sort_by_key(|grant| (grant.key_id, grant.id));
        assert!(store.retirable_after(&retiring, None).eq(listed.iter().copied()));
        if let Some((first, rest)) = listed.split_first() {
            assert!(store.retirable_after(&retiring, Some((first.key_id, first.id))).eq(rest.iter().copied()));
        }
    }
    for (token, key, id) in &model.tokens {
        assert_eq!(store.by_token(&token.to_string()).map(|grant| (grant.key_id, grant.id)), Some((*key, *id)));
    }
    let tokens = (0..=u8::MAX).map(token).filter(|token| store.by_token(&token.to_string()).is_some());
    assert_eq!(tokens.count(), model.tokens.len(), "no token outlives its grant");
}

/// The index finds a grant where looking through all of them does; and shows no grant that is not to be seen.
fn found(
    store: &Grants,
    listed: &[&Grant],
    key: KeyId,
    grantee: &Principal,
    operation: GrantOperation,
    context: Option<&EncryptionContext>,
) {
    let fits = |grant: &&&Grant| grant.grantee == *grantee && grant.operations.contains(&operation);
    let scanned = listed.iter().filter(fits).any(|grant| admits(grant, operation, context));
    let mut shown = Vec::new();
    let found = store.find(key, &["nobody", grantee.arn()], operation, context, &mut |grant| {
        shown.push(grant.id);
        admits(grant, operation, context)
    });
    assert_eq!(found.is_some(), scanned, "{operation:?} by {grantee} with {context:?}");
    if let Some(found) = found {
        assert!(fits(&&found) && admits(found, operation, context) && shown.last() == Some(&found.id));
    }
    let unfit: Vec<_> = shown.iter().filter(|id| !listed.iter().filter(fits).any(|grant| grant.id == **id)).collect();
    assert!(unfit.is_empty(), "{unfit:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_store_of_grants_is_a_list_of_grants(acts in vec(acts(), 0..40), context in contexts()) {
        let (mut store, mut model) = (Grants::default(), Model::default());
        for act in acts {
            carry_out(act, &mut store, &mut model);
        }
        agree(&store, &model, &context);
        let bytes = postcard::to_allocvec(&store).expect("bytes");
        let again: Grants = postcard::from_bytes(&bytes).expect("the same grants");
        prop_assert_eq!(&again, &store);
        agree(&again, &model, &context);

        let mut otherwise = Grants::default();
        for grant in model.grants.iter().rev() {
            otherwise.insert(grant.clone());
        }
        for (token, key, id) in &model.tokens {
            otherwise.add_token(*key, id, *token);
        }
        prop_assert_eq!(postcard::to_allocvec(&otherwise).expect("bytes"), bytes, "equal grants, equal bytes");
    }
}

/// However many grants there are, the index shows the caller's own, and of them only those that may fit.
#[test]
fn one_grant_of_very_many_is_found_without_looking_at_the_others() {
    let mut store = Grants::default();
    let account = root(9).account();
    for n in 0_u16..5_000 {
        let mut id = [0; 32];
        id[..2].copy_from_slice(&n.to_be_bytes());
        let recipient = n.to_string();
        store.insert(Grant {
            id: GrantId::from_bytes(id),
            key_id: key_id(0),
            grantee: root(1),
            retiring: None,
            operations: [GrantOperation::Decrypt].into(),
            constraints: Constraints { equals: None, subset: Some([("to", recipient.as_str())].into()) },
            name: None,
            issuing_account: account,
            created: Timestamp::default(),
            effective: Timestamp::default(),
        });
    }
    assert_eq!(store.count(key_id(0)), 5_000);
    let mut shown = 0;
    let context = [("by", "Ben"), ("to", "4999")].into();
    let found = store.find(key_id(0), &[root(1).arn()], GrantOperation::Decrypt, Some(&context), &mut |_| {
        shown += 1;
        true
    });
    let recipient = found.and_then(|grant| grant.constraints.subset.as_ref()?.get("to"));
    assert_eq!((recipient, shown), (Some("4999"), 1));
    for (arn, context) in [(root(2), context), (root(1), [("to", "5000")].into())] {
        let found = store.find(key_id(0), &[arn.arn()], GrantOperation::Decrypt, Some(&context), &mut |_| {
            panic!("this grant is not to be looked at")
        });
        assert_eq!(found, None);
    }
}
