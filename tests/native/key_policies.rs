//! Key policies: put, read, listed; which texts are refused, and where they are wrong.

use glass_kms::{
    error::KmsError,
    iam,
    operations::{CallContext, Kms},
    trace::Recorder,
    types::{Because, Effect, Element, Source, Verdict},
};
use serde_json::{Value, json};

use crate::support::{
    STRANGER, ask, ask_as, base64, empty_kms, in_region, kms, names, read, read_iam, refused, root, stranger, text,
};

/// What KMS itself writes for a key whose maker brings no policy.
const DEFAULT: &str = r#"{
  "Version" : "2012-10-17",
  "Id" : "key-default-1",
  "Statement" : [ {
    "Sid" : "Enable IAM User Permissions",
    "Effect" : "Allow",
    "Principal" : {
      "AWS" : "arn:aws:iam::111122223333:root"
    },
    "Action" : "kms:*",
    "Resource" : "*"
  } ]
}"#;

const AKI: &str = "arn:aws:iam::111122223333:user/aki";

/// A call as the user Aki.
fn aki() -> CallContext<'static> {
    CallContext { caller: Some(AKI), ..root() }
}

/// IAM makes Aki, who may do what the policy says.
fn make_aki(kms: &mut Kms, policy: Option<&Value>) {
    administer(kms, "CreateUser", &json!({ "UserName": "aki" }));
    if let Some(policy) = policy {
        let document = policy.to_string();
        let input = json!({ "UserName": "aki", "PolicyName": "letters", "PolicyDocument": document });
        administer(kms, "PutUserPolicy", &input);
    }
}

pub(crate) fn administer(kms: &mut Kms, operation: &str, input: &Value) {
    let account = kms.account();
    let request = read_iam(operation, input).expect("a request to IAM");
    let (directory, env) = kms.directory();
    iam::call(directory, env, account, request).expect("IAM does it");
}

/// A policy that allows Aki everything, and says nothing of the account.
fn for_aki() -> Value {
    json!({
        "Version": "2012-10-17",
        "Statement": [{ "Effect": "Allow", "Principal": { "AWS": AKI }, "Action": "kms:*", "Resource": "*" }],
    })
}

fn put(kms: &mut Kms, context: &CallContext<'_>, policy: &str, bypass: bool) -> Result<Value, KmsError> {
    let key = names(kms, "alias/letters").id;
    let input = json!({ "KeyId": key, "Policy": policy, "BypassPolicyLockoutSafetyCheck": bypass });
    ask_as(kms, context, "PutKeyPolicy", input)
}

fn get(kms: &mut Kms) -> String {
    let key = names(kms, "alias/letters").id;
    text(&ask(kms, "GetKeyPolicy", json!({ "KeyId": key })).expect("a policy"), "Policy")
}

#[test]
fn a_key_without_a_policy_gets_that_of_kms() {
    let mut kms = kms();
    let key = names(&mut kms, "alias/letters").id;
    for input in [json!({ "KeyId": key }), json!({ "KeyId": key, "PolicyName": "default" })] {
        let answer = ask(&mut kms, "GetKeyPolicy", input).expect("a policy");
        assert_eq!(answer, json!({ "Policy": DEFAULT, "PolicyName": "default" }));
    }
    let names = ask(&mut kms, "ListKeyPolicies", json!({ "KeyId": key }));
    assert_eq!(names, Ok(json!({ "PolicyNames": ["default"], "Truncated": false })));
}

#[test]
fn the_default_policy_names_the_account_that_made_the_key() {
    let mut kms = empty_kms();
    let made = ask_as(&mut kms, &stranger(), "CreateKey", json!({})).expect("a key");
    let key = text(made.get("KeyMetadata").expect("metadata"), "KeyId");
    let policy = ask_as(&mut kms, &stranger(), "GetKeyPolicy", json!({ "KeyId": key })).expect("a policy");
    assert_eq!(text(&policy, "Policy"), DEFAULT.replace("111122223333", "444455556666"));
}

#[test]
fn a_policy_is_kept_as_it_was_written() {
    let mut kms = kms();
    let written = DEFAULT.replace("Enable IAM User Permissions", "As I like it").replace(" : ", ":\t");
    put(&mut kms, &root(), &written, false).expect("it is put");
    assert_eq!(get(&mut kms), written);
}

#[test]
fn the_other_names_of_policies_are_refused() {
    let mut kms = kms();
    let key = names(&mut kms, "alias/letters").id;
    let input = json!({ "KeyId": key, "Policy": DEFAULT, "PolicyName": "AWS_RAM" });
    let message = "The AWS_RAM policy can only be managed by the RAM service";
    refused(ask(&mut kms, "PutKeyPolicy", input), "ValidationException", message);
    for (operation, name) in [("GetKeyPolicy", "AWS_RAM"), ("GetKeyPolicy", "mine"), ("PutKeyPolicy", "mine")] {
        let input = json!({ "KeyId": key, "Policy": DEFAULT, "PolicyName": name });
        let message = format!("No such policy exists: {name}. A key has one policy, default.");
        refused(ask(&mut kms, operation, input), "NotFoundException", &message);
    }
}

#[test]
fn what_is_wrong_with_a_policy_is_said_with_its_place() {
    let statement = |inside: &str| format!("{{\n  \"Statement\": [\n    {{ {inside} }}\n  ]\n}}");
    let allow = "\"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"kms:*\", \"Resource\": \"*\"";
    for (policy, pointer, line, column, words) in [
        ("{".to_owned(), "", 1, 1, "This is not JSON: EOF while parsing an object."),
        ("{}".to_owned(), "", 1, 1, "The policy has no Statement."),
        ("{ \"Statement\": [] }".to_owned(), "/Statement", 1, 16, "The policy must have at least one statement."),
        (
            "{ \"Version\": \"2026-11-24\", \"Statement\": [] }".to_owned(),
            "/Version",
            1,
            14,
            "The Version must be 2012-10-17 or 2008-10-17.",
        ),
        (statement(""), "/Statement/0", 3, 5, "The statement has no Effect: Allow or Deny."),
        (
            statement("\"Effect\": \"allow\""),
            "/Statement/0/Effect",
            3,
            17,
            "The Effect must be Allow or Deny, not \"allow\".",
        ),
        (
            statement("\"Effect\": \"Allow\", \"Effect\": \"Deny\""),
            "/Statement/0/Effect",
            3,
            36,
            "\"Effect\" stands here twice.",
        ),
        (
            statement("\"Effect\": \"Allow\", \"Actions\": \"kms:*\""),
            "/Statement/0/Actions",
            3,
            37,
            "A statement has no element \"Actions\".",
        ),
        (
            statement(&format!("{allow}, \"Condition\": {{ \"StringIs\": {{ \"aws:username\": \"aki\" }} }}")),
            "/Statement/0/Condition/StringIs",
            3,
            107,
            "\"StringIs\" is not a condition operator, such as StringEquals.",
        ),
    ] {
        let mut kms = kms();
        let error = put(&mut kms, &root(), &policy, false).expect_err("it is no policy");
        assert_eq!(error.code(), "MalformedPolicyDocumentException");
        let at = error.place().unwrap_or_else(|| panic!("{policy} is wrong somewhere"));
        assert_eq!((at.pointer.as_str(), at.line, at.column), (pointer, line, column), "{policy}");
        assert_eq!(error.message(), format!("{words} ({at})"));
        assert_eq!(get(&mut kms), DEFAULT, "nothing has changed");
    }
}

#[test]
fn principals_must_exist() {
    let mut kms = kms();
    let policy = serde_json::to_string_pretty(&for_aki()).expect("JSON");
    let message = format!(
        "Policy contains a statement with one or more invalid principals: there is no {AKI}. Make it first, with the IAM \
         operations CreateUser or CreateRole. (/Statement/0/Principal/AWS, line 7, column 16)"
    );
    refused(put(&mut kms, &root(), &policy, true), "MalformedPolicyDocumentException", &message);
    make_aki(&mut kms, None);
    assert_eq!(put(&mut kms, &root(), &policy, true), Ok(json!({})));
}

#[test]
fn nobody_locks_themselves_out_unasked() {
    let mut kms = kms();
    make_aki(&mut kms, None);
    let policy = for_aki().to_string();
    let message = "The new key policy will not allow you to update the key policy in the future.";
    refused(put(&mut kms, &root(), &policy, false), "MalformedPolicyDocumentException", message);
    assert_eq!(get(&mut kms), DEFAULT);
    put(&mut kms, &root(), &policy, true).expect("the check is bypassed");
    let key = names_as(&mut kms, &aki());
    let denied = format!(
        "User: arn:aws:iam::111122223333:root is not authorized to perform: kms:GetKeyPolicy on resource: {key} because \
         no resource-based policy allows the kms:GetKeyPolicy action"
    );
    refused(ask(&mut kms, "GetKeyPolicy", json!({ "KeyId": key })), "AccessDeniedException", &denied);
    let input = json!({ "KeyId": key, "Policy": DEFAULT });
    refused(ask_as(&mut kms, &aki(), "PutKeyPolicy", input.clone()), "MalformedPolicyDocumentException", message);
    // With a policy of IAM that lets Aki put it again, the default policy is no lockout.
    let all =
        json!({ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "kms:*", "Resource": "*" } });
    let policy = json!({ "UserName": "aki", "PolicyName": "all", "PolicyDocument": all.to_string() });
    administer(&mut kms, "PutUserPolicy", &policy);
    assert_eq!(ask_as(&mut kms, &aki(), "PutKeyPolicy", input), Ok(json!({})));
}

fn names_as(kms: &mut Kms, context: &CallContext<'_>) -> String {
    let answer = ask_as(kms, context, "DescribeKey", json!({ "KeyId": "alias/letters" })).expect("described");
    text(answer.get("KeyMetadata").expect("metadata"), "Arn")
}

#[test]
fn a_key_can_be_made_with_its_policy() {
    let mut kms = empty_kms();
    make_aki(&mut kms, None);
    let message = "The new key policy will not allow you to update the key policy in the future.";
    let input = json!({ "Policy": for_aki().to_string() });
    refused(ask(&mut kms, "CreateKey", input.clone()), "MalformedPolicyDocumentException", message);
    assert_eq!(ask(&mut kms, "ListKeys", json!({})), Ok(json!({ "Keys": [], "Truncated": false })));
    let mut input = input;
    input.as_object_mut().expect("an object").insert("BypassPolicyLockoutSafetyCheck".to_owned(), json!(true));
    let made = ask(&mut kms, "CreateKey", input).expect("a key");
    let key = text(made.get("KeyMetadata").expect("metadata"), "KeyId");
    let policy = ask_as(&mut kms, &aki(), "GetKeyPolicy", json!({ "KeyId": key })).expect("a policy");
    assert_eq!(text(&policy, "Policy"), for_aki().to_string());
}

#[test]
fn a_policy_has_32_768_bytes_at_the_most() {
    let mut kms = kms();
    let filled = |length: usize| format!("{DEFAULT}{}", " ".repeat(length - DEFAULT.len()));
    assert_eq!(put(&mut kms, &root(), &filled(32_768), false), Ok(json!({})));
    let message = "The policy has 32769 bytes; a key policy has 32768 at the most.";
    refused(put(&mut kms, &root(), &filled(32_769), false), "LimitExceededException", message);
    let error = put(&mut kms, &root(), &filled(131_073), false).expect_err("too long");
    assert_eq!(error.code(), "ValidationException");
    assert!(error.message().ends_with("Member must have length less than or equal to 131072"));
}

#[test]
fn a_policy_has_the_characters_that_aws_allows() {
    let policy = |sid: &str| DEFAULT.replace("Enable IAM User Permissions", sid);
    assert_eq!(put(&mut kms(), &root(), &policy("Zugriff für Émile"), false), Ok(json!({})));
    let japanese = policy("鍵");
    let message = format!(
        "1 validation error detected: Value '{japanese}' at 'policy' failed to satisfy constraint: Member must satisfy \
         regular expression pattern: [\\u0009\\u000A\\u000D\\u0020-\\u00FF]+"
    );
    refused(put(&mut kms(), &root(), &japanese, false), "ValidationException", &message);
}

#[test]
fn a_refusal_says_why() {
    let mut kms = kms();
    make_aki(&mut kms, None);
    for mut recorder in [Recorder::off(), Recorder::on(glass_kms::trace::Subject::Data)] {
        let input = json!({ "KeyId": "alias/letters", "Plaintext": base64("hello") });
        let request = read("Encrypt", &input).expect("a request");
        let refusal = kms.call(&aki(), request, &mut recorder).expect_err("refused");
        let decision = refusal.decision.expect("a decision");
        assert_eq!((decision.effect, decision.because), (Effect::ImplicitDeny, Because::NoIdentityPolicy));
        assert_eq!((decision.principal.as_str(), decision.action.as_str()), (AKI, "kms:Encrypt"));
        assert_eq!(decision.considered.len(), 1);
        let considered = decision.considered.first().expect("the one statement of the default policy");
        assert_eq!(considered.statement.source, Source::KeyPolicy);
        assert_eq!(considered.verdict, Verdict::Delegates);
    }
}

#[test]
fn the_first_element_that_did_not_match_is_named() {
    let mut kms = kms();
    let only_decrypt = json!({
        "Version": "2012-10-17",
        "Statement": { "Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*" },
    });
    make_aki(&mut kms, Some(&only_decrypt));
    let request =
        read("Encrypt", &json!({ "KeyId": "alias/letters", "Plaintext": base64("hello") })).expect("a request");
    let refusal = kms.call(&aki(), request, &mut Recorder::off()).expect_err("refused");
    let decision = refusal.decision.expect("a decision");
    let Some(Verdict::NotMatched(mismatch)) = decision.considered.last().map(|considered| &considered.verdict) else {
        panic!("{decision:?}");
    };
    assert_eq!(mismatch.element, Element::Action);
    assert_eq!((mismatch.wanted.as_str(), mismatch.given.as_str()), ("kms:Decrypt", "kms:Encrypt"));
    assert_eq!(mismatch.pointer, "/Statement/Action");
}

#[test]
fn who_does_not_exist_does_not_call() {
    let message = format!(
        "The security token included in the request is invalid: there is no {AKI}. Make it first, with the IAM operations \
         CreateUser or CreateRole."
    );
    refused(ask_as(&mut kms(), &aki(), "ListKeys", json!({})), "UnrecognizedClientException", &message);
    let mut kms = kms();
    make_aki(&mut kms, None);
    let message = format!(
        "User: {AKI} is not authorized to perform: kms:ListKeys on resource: * because no identity-based policy allows \
         the kms:ListKeys action"
    );
    refused(ask_as(&mut kms, &aki(), "ListKeys", json!({})), "AccessDeniedException", &message);
}

#[test]
fn what_the_engine_knows_cannot_be_given() {
    for (key, fault) in [
        ("aws:PrincipalArn", "is known from the request itself and cannot be given"),
        ("KMS:EncryptionContext:to", "is known from the request itself and cannot be given"),
        ("aws:ResourceTag/team", "is known from the request itself and cannot be given"),
        ("s3:prefix", "is not a condition key: they begin with aws: or kms:"),
    ] {
        let given = [(key.to_owned(), vec!["x".to_owned()])];
        let context = CallContext { condition_keys: &given, ..root() };
        let message = format!("The condition key '{key}' {fault}.");
        refused(ask_as(&mut kms(), &context, "ListKeys", json!({})), "ValidationException", &message);
    }
    let given = [("kms:ViaService".to_owned(), Vec::new())];
    let context = CallContext { condition_keys: &given, ..root() };
    let message = "The condition key 'kms:ViaService' has no value.";
    refused(ask_as(&mut kms(), &context, "ListKeys", json!({})), "ValidationException", message);
}

#[test]
fn policies_of_one_region_and_account_are_not_those_of_another() {
    let mut kms = kms();
    let key = names(&mut kms, "alias/letters");
    let answer = ask_as(&mut kms, &in_region("eu-west-1"), "GetKeyPolicy", json!({ "KeyId": key.arn }));
    refused(answer, "NotFoundException", "Invalid arn ap-northeast-1");
    let denied = format!(
        "User: {STRANGER} is not authorized to perform: kms:GetKeyPolicy on resource: {} because no resource-based policy \
         allows the kms:GetKeyPolicy action",
        key.arn
    );
    let answer = ask_as(&mut kms, &stranger(), "GetKeyPolicy", json!({ "KeyId": key.arn }));
    refused(answer, "AccessDeniedException", &denied);
}

#[test]
fn a_decision_lists_a_hundred_grants_and_counts_the_rest() {
    for (grants, omitted) in [(100, 0), (101, 1), (103, 3)] {
        let mut kms = kms();
        make_aki(&mut kms, None);
        let key = names(&mut kms, "alias/letters").id;
        for _ in 0..grants {
            let input = json!({ "KeyId": key, "GranteePrincipal": STRANGER, "Operations": ["Encrypt"] });
            ask(&mut kms, "CreateGrant", input).expect("a grant");
        }
        let input = json!({ "KeyId": key, "Plaintext": base64("hello") });
        let request = read("Encrypt", &input).expect("a request");
        let refusal = kms.call(&aki(), request, &mut Recorder::off()).expect_err("refused");
        let decision = refusal.decision.expect("a decision");
        let listed = decision.considered.iter().filter(|considered| considered.statement.source == Source::Grant);
        assert_eq!((listed.count(), decision.omitted_grants), (grants - omitted, omitted));
    }
}
