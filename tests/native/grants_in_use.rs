//! What grants allow: to whom, from when on, with which encryption context, and what they can pass on.

use core::time::Duration;

use glass_kms::operations::{CallContext, Kms, Options};
use serde_json::{Value, json};

use crate::{
    grants::{AKI, BEN, CHO, DELAY, arn, create, list, made, request, root_arn, set, with_key},
    support::{Answer, ask, ask_as, base64, bytes, create_key, env, options, refused, root, seeded},
};

fn caller(arn: &str) -> CallContext<'_> {
    CallContext { caller: Some(arn), ..root() }
}

fn encrypt(kms: &mut Kms, who: &str, key: &str, others: Value) -> Answer {
    let mut input = json!({ "KeyId": key, "Plaintext": base64("hello") });
    set(&mut input, others);
    ask_as(kms, &caller(who), "Encrypt", input)
}

#[track_caller]
fn denied(answer: Answer) {
    assert_eq!(answer.expect_err("refused").code(), "AccessDeniedException");
}

#[test]
fn a_new_grant_works_at_once_with_its_token_and_later_without() {
    let (mut kms, key) = with_key();
    denied(encrypt(&mut kms, AKI, &key, json!({})));
    let first = create(&mut kms, &key, json!({ "Name": "once" }));
    let again = create(&mut kms, &key, json!({ "Name": "once" }));
    denied(encrypt(&mut kms, AKI, &key, json!({})));
    for token in [&first.token, &again.token] {
        encrypt(&mut kms, AKI, &key, json!({ "GrantTokens": [token] })).expect("allowed");
        denied(encrypt(&mut kms, BEN, &key, json!({ "GrantTokens": [token] })));
    }
    let answer = encrypt(&mut kms, AKI, &key, json!({ "GrantTokens": ["x"] }));
    refused(answer, "InvalidGrantTokenException", "The grant token does not belong to any grant.");
    kms.advance(DELAY.saturating_sub(Duration::from_millis(1))).expect("time passes");
    denied(encrypt(&mut kms, AKI, &key, json!({})));
    kms.advance(Duration::from_millis(1)).expect("time passes");
    encrypt(&mut kms, AKI, &key, json!({})).expect("known everywhere");
    denied(encrypt(&mut kms, BEN, &key, json!({})));
    let input = json!({ "KeyId": key, "NumberOfBytes": 32 });
    denied(ask_as(&mut kms, &caller(AKI), "GenerateDataKey", input));
}

#[test]
fn without_a_delay_a_new_grant_works_at_once() {
    let mut kms = Kms::new(env(seeded("kms")), Options { grant_delay: Duration::ZERO, ..options() });
    let key = arn(&create_key(&mut kms, "Letters"));
    create(&mut kms, &key, json!({}));
    encrypt(&mut kms, AKI, &key, json!({})).expect("known everywhere");
}

#[test]
fn a_grant_that_is_taken_back_works_no_longer() {
    let (mut kms, key) = with_key();
    for operation in ["RevokeGrant", "RetireGrant"] {
        let grant = create(&mut kms, &key, json!({}));
        kms.advance(DELAY).expect("time passes");
        encrypt(&mut kms, AKI, &key, json!({})).expect("allowed");
        ask(&mut kms, operation, json!({ "KeyId": key, "GrantId": grant.id })).expect("taken back");
        denied(encrypt(&mut kms, AKI, &key, json!({})));
        let answer = encrypt(&mut kms, AKI, &key, json!({ "GrantTokens": [grant.token] }));
        assert_eq!(answer.expect_err("refused").code(), "InvalidGrantTokenException");
    }
}

#[test]
fn constraints_are_kept() {
    let (mut kms, key) = with_key();
    let with = |pairs: Value| json!({ "EncryptionContext": pairs });
    let both = json!({ "to": "Aki", "by": "post" });
    for (constraint, admitted, refused) in [
        (
            "EncryptionContextEquals",
            vec![both.clone()],
            vec![
                json!({ "to": "Aki" }),
                json!({}),
                json!({ "to": "Aki", "by": "Post" }),
                json!({ "to": "Aki", "by": "post", "on": "Monday" }),
            ],
        ),
        (
            "EncryptionContextSubset",
            vec![both.clone(), json!({ "to": "Aki", "by": "post", "on": "Monday" })],
            vec![json!({ "to": "Aki" }), json!({}), json!({ "TO": "Aki", "by": "post" })],
        ),
    ] {
        let operations = ["Encrypt", "Decrypt", "DescribeKey"];
        let others = json!({ "Constraints": { constraint: both }, "Operations": operations });
        let grant = create(&mut kms, &key, others);
        kms.advance(DELAY).expect("time passes");
        for pairs in admitted {
            let sealed = encrypt(&mut kms, AKI, &key, with(pairs.clone())).expect("admitted");
            let input = json!({ "CiphertextBlob": sealed["CiphertextBlob"], "EncryptionContext": pairs });
            let opened = ask_as(&mut kms, &caller(AKI), "Decrypt", input).expect("admitted");
            assert_eq!(bytes(&opened, "Plaintext"), b"hello");
        }
        for pairs in refused {
            denied(encrypt(&mut kms, AKI, &key, with(pairs)));
        }
        denied(encrypt(&mut kms, AKI, &key, json!({})));
        ask_as(&mut kms, &caller(AKI), "DescribeKey", json!({ "KeyId": key })).expect("it has no context");
        ask(&mut kms, "RevokeGrant", json!({ "KeyId": key, "GrantId": grant.id })).expect("revoked");
    }
}

#[test]
fn a_grant_made_by_a_grant_gives_no_more() {
    let (mut kms, key) = with_key();
    let subset = json!({ "EncryptionContextSubset": { "to": "Aki" } });
    let others = json!({ "Operations": ["CreateGrant", "Decrypt", "Encrypt"], "Constraints": subset });
    create(&mut kms, &key, others);
    kms.advance(DELAY).expect("time passes");
    let narrower = json!({ "EncryptionContextSubset": { "to": "Aki", "by": "post" } });
    let exact = json!({ "EncryptionContextEquals": { "to": "Aki", "by": "post" } });
    for (operations, constraints) in [
        (json!(["Decrypt"]), &subset),
        (json!(["Decrypt", "Encrypt", "CreateGrant"]), &subset),
        (json!(["Encrypt"]), &narrower),
        (json!(["Encrypt"]), &exact),
    ] {
        let others = json!({ "GranteePrincipal": BEN, "Operations": operations, "Constraints": constraints });
        let grant = made(ask_as(&mut kms, &caller(AKI), "CreateGrant", request(&key, others)));
        let entry = &list(&mut kms, json!({ "KeyId": key, "GrantId": grant.id }))[0];
        assert_eq!(entry["IssuingAccount"], json!(AKI));
    }
    let context = json!({ "EncryptionContext": { "to": "Aki", "by": "post" } });
    kms.advance(DELAY).expect("time passes");
    encrypt(&mut kms, BEN, &key, context).expect("allowed");

    let refusal = |reason: &str| {
        format!(
            "User: {AKI} is not authorized to perform: kms:CreateGrant on resource: {key} because the grant that \
             allows the kms:CreateGrant action {reason}"
        )
    };
    let others = json!({ "GranteePrincipal": BEN, "Operations": ["DescribeKey", "Decrypt"], "Constraints": subset });
    let answer = ask_as(&mut kms, &caller(AKI), "CreateGrant", request(&key, others));
    refused(answer, "AccessDeniedException", &refusal("does not itself allow [DescribeKey]"));
    for wider in [
        json!({}),
        json!({ "EncryptionContextSubset": {} }),
        json!({ "EncryptionContextSubset": { "to": "Ben" } }),
        json!({ "EncryptionContextEquals": { "by": "post" } }),
    ] {
        let others = json!({ "GranteePrincipal": BEN, "Operations": ["Decrypt"], "Constraints": wider });
        denied(ask_as(&mut kms, &caller(AKI), "CreateGrant", request(&key, others)));
    }
    let by_policy = json!({ "GranteePrincipal": BEN, "Operations": ["DescribeKey"] });
    create(&mut kms, &key, by_policy);
}

#[test]
fn an_exact_constraint_is_passed_on_as_it_is() {
    let (mut kms, key) = with_key();
    let exact = json!({ "EncryptionContextEquals": { "to": "Aki" } });
    create(&mut kms, &key, json!({ "Operations": ["CreateGrant", "Decrypt"], "Constraints": exact }));
    kms.advance(DELAY).expect("time passes");
    let mut pass_on = |constraints: Value| {
        let others = json!({ "GranteePrincipal": BEN, "Operations": ["Decrypt"], "Constraints": constraints });
        ask_as(&mut kms, &caller(AKI), "CreateGrant", request(&key, others))
    };
    pass_on(exact).expect("as strict");
    denied(pass_on(json!({ "EncryptionContextSubset": { "to": "Aki" } })));
    denied(pass_on(json!({ "EncryptionContextEquals": { "to": "Aki", "by": "post" } })));
    denied(pass_on(Value::Null));
}

#[test]
fn a_grant_is_retired_by_those_whom_it_names() {
    let (mut kms, key) = with_key();
    let mut retire = |who: &str, others: Value| {
        let grant = create(&mut kms, &key, others);
        let by_id = json!({ "KeyId": key, "GrantId": grant.id, "DryRun": true });
        let would = ask_as(&mut kms, &caller(who), "RetireGrant", by_id).expect_err("refused or dry").code();
        let done = ask_as(&mut kms, &caller(who), "RetireGrant", json!({ "GrantToken": grant.token }));
        assert_eq!(would == "DryRunOperationException", done.is_ok());
        done
    };
    retire(root_arn(), json!({})).expect("the account that made it");
    retire(BEN, json!({ "RetiringPrincipal": BEN })).expect("the retiring principal");
    retire(AKI, json!({ "Operations": ["Decrypt", "RetireGrant"] })).expect("the grantee, whom it allows to");
    denied(retire(AKI, json!({ "RetiringPrincipal": BEN })));
    denied(retire(CHO, json!({ "RetiringPrincipal": BEN })));
    denied(retire(BEN, json!({})));
}

/// The better of two grants counts: one that is too narrow does not spoil the other.
#[test]
fn a_grant_is_passed_on_by_the_grant_that_allows_it() {
    let (mut kms, key) = with_key();
    let to = |name: &str| json!({ "EncryptionContextSubset": { "to": name } });
    let tokens = ["Aki", "Ben"].map(|name| {
        let others = json!({ "Operations": ["CreateGrant", "Decrypt"], "Constraints": to(name) });
        create(&mut kms, &key, others).token
    });
    let mut passes_on = |name: &str, tokens: &[String], later: Duration| {
        kms.advance(later).expect("time passes");
        let others = json!({
            "GranteePrincipal": BEN,
            "Operations": ["Decrypt"],
            "Constraints": to(name),
            "GrantTokens": tokens,
        });
        ask_as(&mut kms, &caller(AKI), "CreateGrant", request(&key, others)).is_ok()
    };
    let [aki, ben] = ["Aki", "Ben"]
        .map(|name| [&tokens[..1], &tokens[1..], &tokens].map(|some| passes_on(name, some, Duration::ZERO)));
    assert_eq!((aki, ben), ([true, false, true], [false, true, true]), "by the grants whose tokens the call brings");
    let all = [("Aki", DELAY), ("Ben", Duration::ZERO), ("Cho", Duration::ZERO)];
    assert_eq!(all.map(|(name, later)| passes_on(name, &[], later)), [true, true, false]);
}

/// A policy can say which grants may be made.
#[test]
fn policies_know_what_a_grant_would_give() {
    let fine = json!({
        "RetiringPrincipal": CHO,
        "Operations": ["Decrypt"],
        "Constraints": { "EncryptionContextSubset": { "to": "Aki" } },
    });
    for (condition, spoiled) in [
        (json!({ "StringEquals": { "kms:GranteePrincipal": AKI } }), json!({ "GranteePrincipal": BEN })),
        (json!({ "StringEquals": { "kms:RetiringPrincipal": CHO } }), json!({ "RetiringPrincipal": null })),
        (
            json!({ "ForAllValues:StringEquals": { "kms:GrantOperations": ["Decrypt", "Encrypt"] } }),
            json!({ "Operations": ["Decrypt", "DescribeKey"] }),
        ),
        (
            json!({ "StringEquals": { "kms:GrantConstraintType": "EncryptionContextSubset" } }),
            json!({ "Constraints": { "EncryptionContextEquals": { "to": "Aki" } } }),
        ),
        (
            json!({ "StringEquals": { "kms:EncryptionContext:to": "Aki" } }),
            json!({ "Constraints": { "EncryptionContextSubset": { "to": "Ben" } } }),
        ),
    ] {
        let (mut kms, key) = with_key();
        let statement = |principal: &str, action: &str, condition: &Value| {
            json!({
                "Effect": "Allow",
                "Principal": { "AWS": principal },
                "Action": action,
                "Resource": "*",
                "Condition": condition,
            })
        };
        let policy = json!({ "Version": "2012-10-17", "Statement": [
            statement(root_arn(), "kms:PutKeyPolicy", &json!({})),
            statement(BEN, "kms:CreateGrant", &condition),
        ] });
        let input = json!({ "KeyId": key, "Policy": policy.to_string() });
        ask(&mut kms, "PutKeyPolicy", input).expect("a new policy");
        let mut input = request(&key, fine.clone());
        made(ask_as(&mut kms, &caller(BEN), "CreateGrant", input.clone()));
        set(&mut input, spoiled);
        denied(ask_as(&mut kms, &caller(BEN), "CreateGrant", input));
    }
}
