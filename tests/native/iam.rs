//! Users, roles, access keys and sessions, as IAM and STS make them.

use core::time::Duration;
use std::collections::BTreeMap;

use glass_kms::{
    env::{Entropy, EntropyError, Env},
    iam::{self, IamError, OPERATIONS, Request},
    operations::Kms,
    store::Directory,
    types::{AccountId, Principal},
};
use proptest::{collection::vec, prelude::*};
use serde_json::{Value, json};

use crate::support::{env, member, read_iam, seeded, text};

/// An account's administrator, and what there is to administer.
struct Iam {
    directory: Directory,
    env: Env,
    account: AccountId,
}

type Outcome = Result<Value, IamError>;

/// An identity policy.
pub(crate) const ALLOW: &str =
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"kms:Decrypt","Resource":"*"}]}"#;
/// Who may assume a role: whoever the account lets.
pub(crate) const TRUST: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow",
    "Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"sts:AssumeRole"}]}"#;
const ACCOUNT: &str = "111122223333";
const OTHER: &str = "444455556666";
/// The time of every test, in epoch seconds.
const SECONDS: f64 = 1_795_478_400.0;

impl Iam {
    fn new() -> Self {
        let account = AccountId::parse(ACCOUNT).expect("twelve digits");
        Self { directory: Directory::default(), env: env(seeded("iam")), account }
    }

    fn ask(&mut self, operation: &str, input: Value) -> Outcome {
        ask(&mut self.directory, &mut self.env, self.account, operation, input)
    }

    #[track_caller]
    fn must(&mut self, operation: &str, input: Value) -> Value {
        self.ask(operation, input).unwrap_or_else(|error| panic!("{operation}: {error}"))
    }

    fn with(users: &[&str], roles: &[&str]) -> Self {
        let mut iam = Self::new();
        for user in users {
            iam.must("CreateUser", json!({ "UserName": user }));
        }
        for role in roles {
            iam.must("CreateRole", json!({ "RoleName": role, "AssumeRolePolicyDocument": TRUST }));
        }
        iam
    }

    fn has(&self, arn: &str) -> bool {
        self.directory.has(&principal(arn))
    }

    fn caller(&self, access_key_id: &str) -> Option<String> {
        let caller = self.directory.principal_of(access_key_id, self.env.clock.now());
        caller.map(|principal| principal.arn().to_owned())
    }
}

#[expect(clippy::needless_pass_by_value, reason = "a request reads best where it is made")]
fn ask(directory: &mut Directory, env: &mut Env, account: AccountId, operation: &str, input: Value) -> Outcome {
    let request = read_iam(operation, &input)?;
    let answer = iam::call(directory, env, account, request)?;
    Ok(serde_json::to_value(&answer).expect("JSON"))
}

/// What the administrator of the account of a KMS asks for, and gets.
#[track_caller]
pub(crate) fn administer(kms: &mut Kms, operation: &str, input: Value) -> Value {
    let account = kms.account();
    let (directory, env) = kms.directory();
    ask(directory, env, account, operation, input).unwrap_or_else(|error| panic!("{operation}: {error}"))
}

/// `input` with one more member.
fn with(mut input: Value, name: &str, value: &str) -> Value {
    input.as_object_mut().expect("an object").insert(name.to_owned(), json!(value));
    input
}

fn principal(arn: &str) -> Principal {
    Principal::parse(arn).expect("an ARN")
}

#[track_caller]
fn refused(outcome: Outcome, code: &str, status: u16, message: &str) {
    let error = outcome.expect_err("refused");
    assert_eq!((error.code(), error.status(), error.message()), (code, status, message));
    assert_eq!(error.to_string(), format!("{code}: {message}"));
}

/// What users and roles have in common is tested once, for both.
struct Family {
    word: &'static str,
    title: &'static str,
    id: &'static str,
}

const FAMILIES: [Family; 2] =
    [Family { word: "user", title: "User", id: "AIDA" }, Family { word: "role", title: "Role", id: "AROA" }];

impl Family {
    /// `Create?` for a user.
    fn op(&self, pattern: &str) -> String {
        pattern.replace('?', self.title)
    }

    /// The name, and more.
    fn named(&self, name: &str, more: Value) -> Value {
        with(more, &format!("{}Name", self.title), name)
    }

    fn create(&self, iam: &mut Iam, name: &str, more: Value) -> Outcome {
        let mut input = self.named(name, more);
        if self.word == "role" {
            input = with(input, "AssumeRolePolicyDocument", TRUST);
        }
        iam.ask(&self.op("Create?"), input)
    }

    #[track_caller]
    fn created(&self, iam: &mut Iam, name: &str, more: Value) -> Value {
        member(&self.create(iam, name, more).expect("created"), self.title)
    }

    fn missing(&self, name: &str) -> String {
        format!("The {} with name {name} cannot be found.", self.word)
    }
}

#[test]
fn a_member_is_made_found_and_deleted() {
    for family in FAMILIES {
        let mut iam = Iam::new();
        let made = family.created(
            &mut iam,
            "Aki",
            json!({ "Path": "/letters/night/", "Tags": [{ "Key": "team", "Value": "" }] }),
        );
        let arn = format!("arn:aws:iam::{ACCOUNT}:{}/letters/night/Aki", family.word);
        assert_eq!(made["Arn"], json!(arn));
        assert_eq!(made["Path"], json!("/letters/night/"));
        assert_eq!(made["CreateDate"], json!(SECONDS));
        assert_eq!(made["Tags"], json!([{ "Key": "team", "Value": "" }]));
        let id = text(&made, &family.op("?Id"));
        assert!(id.len() == 21 && id.starts_with(family.id), "{id}");
        assert!(id.chars().all(|c| c.is_ascii_uppercase() || ('2'..='7').contains(&c)), "{id}");
        let got = iam.must(&family.op("Get?"), family.named("aki", json!({})));
        assert_eq!(got, json!({ family.title: made }), "in lower case, too");
        assert!(iam.has(&arn));
        for other in ["/Aki", "/letters/night/aki", "/letters/Aki"] {
            assert!(!iam.has(&format!("arn:aws:iam::{ACCOUNT}:{}{other}", family.word)), "{other}");
        }
        assert!(!iam.has(&arn.replace(ACCOUNT, OTHER)));
        assert_eq!(iam.must(&family.op("Delete?"), family.named("Aki", json!({}))), json!({}));
        assert!(!iam.has(&arn));
        assert_eq!(iam.directory, Directory::default());
    }
}

#[test]
fn names_are_unique_without_regard_to_case_and_path() {
    for family in FAMILIES {
        let mut iam = Iam::new();
        family.created(&mut iam, "Aki", json!({}));
        for (name, path) in [("Aki", "/"), ("aki", "/"), ("AKI", "/letters/")] {
            let message = format!("{} with name {name} already exists.", family.title);
            refused(family.create(&mut iam, name, json!({ "Path": path })), "EntityAlreadyExists", 409, &message);
        }
        iam.account = AccountId::parse(OTHER).expect("twelve digits");
        family.created(&mut iam, "Aki", json!({}));
    }
    let mut both = Iam::with(&["aki"], &["aki"]);
    let [user, role] =
        ["GetUser", "GetRole"].map(|operation| both.ask(operation, json!({ "UserName": "aki", "RoleName": "aki" })));
    assert_ne!(user, role);
}

#[test]
fn who_is_not_there_cannot_be_found() {
    for family in FAMILIES {
        let mut iam = Iam::new();
        for (operation, more) in [
            ("Get?", json!({})),
            ("Delete?", json!({})),
            ("Tag?", json!({ "Tags": [] })),
            ("Untag?", json!({ "TagKeys": [] })),
            ("List?Tags", json!({})),
            ("Put?Policy", json!({ "PolicyName": "p", "PolicyDocument": ALLOW })),
            ("Get?Policy", json!({ "PolicyName": "p" })),
            ("List?Policies", json!({})),
            ("Delete?Policy", json!({ "PolicyName": "p" })),
        ] {
            let outcome = iam.ask(&family.op(operation), family.named("bea", more));
            refused(outcome, "NoSuchEntity", 404, &family.missing("bea"));
        }
    }
}

#[test]
fn names_and_paths_have_their_shapes() {
    for family in FAMILIES {
        let member = format!("{}Name", family.word);
        for (name, message) in [
            (String::new(), "Member must have length greater than or equal to 1"),
            ("a".repeat(65), "Member must have length less than or equal to 64"),
        ] {
            let expected =
                format!("1 validation error detected: Value at '{member}' failed to satisfy constraint: {message}");
            refused(family.create(&mut Iam::new(), &name, json!({})), "ValidationError", 400, &expected);
        }
        for name in ["a b", "a/b", "ä", "a*", "a:b"] {
            let expected = format!(
                "The specified value for {member} is invalid. It must contain only alphanumeric characters and/or \
                 the following: +=,.@_-"
            );
            refused(family.create(&mut Iam::new(), name, json!({})), "ValidationError", 400, &expected);
        }
        for path in ["letters/", "/letters", "letters", "/a b/", "//", "/a//b/", "/*/", "/ä/"] {
            let error = family.create(&mut Iam::new(), "aki", json!({ "Path": path })).expect_err("refused");
            assert!(error.message().starts_with("The specified value for path is invalid."), "{path}: {error}");
        }
        family.created(&mut Iam::new(), &"a_+=,.@-9".repeat(7), json!({ "Path": "/a/!b~/" }));
        let missing = Iam::new().ask(&family.op("Delete?"), json!({}));
        let message = format!(
            "1 validation error detected: Value null at '{member}' failed to satisfy constraint: Member must not be null"
        );
        refused(missing, "ValidationError", 400, &message);
        let boundary = family.create(&mut Iam::new(), "aki", json!({ "PermissionsBoundary": "arn" }));
        refused(boundary, "InvalidInput", 400, "glass-kms does not support PermissionsBoundary yet.");
    }
}

#[test]
fn a_user_must_be_named() {
    let mut iam = Iam::with(&["aki"], &[]);
    for operation in ["GetUser", "CreateAccessKey", "ListAccessKeys"] {
        let message = "Must specify userName when calling with non-User credentials";
        refused(iam.ask(operation, json!({})), "ValidationError", 400, message);
    }
}

#[test]
fn an_operation_and_its_members_have_names_and_types() {
    let message = "'createUser' is not an operation of IAM that glass-kms has";
    refused(Iam::new().ask("createUser", json!({})), "InvalidAction", 400, message);
    for input in [json!(null), json!("aki"), json!({ "UserName": 1 }), json!({ "UserName": "aki", "Tags": [{}] })] {
        let error = Iam::new().ask("CreateUser", input).expect_err("refused");
        assert_eq!((error.code(), error.status(), error.at()), ("MalformedInput", 400, None));
    }
    assert_eq!(OPERATIONS.len(), 27);
    for operation in OPERATIONS {
        let error = Iam::new().ask(operation, json!([1])).expect_err("no list of members");
        assert_ne!(error.code(), "InvalidAction");
    }
}

#[test]
fn the_types_for_typescript_are_those_of_the_operations() {
    let shapes = include_str!("../../src/wasm/shapes.d.ts");
    let (_, from) = shapes.split_once("export interface IamOperations {\n").expect("the interface is there");
    let (inside, _) = from.split_once("\n}\n").expect("the interface ends");
    let members = inside.lines().filter_map(|line| line.strip_prefix("  ")?.split_once(':'));
    let names: Vec<_> = members.map(|(name, _)| name).filter(|name| !name.starts_with([' ', '}'])).collect();
    assert_eq!(names, OPERATIONS);
}

#[test]
fn members_are_listed_by_name_page_by_page() {
    for family in FAMILIES {
        let mut iam = Iam::new();
        for (name, path) in [("Cem", "/b/"), ("aki", "/"), ("Bea", "/b/c/"), ("dan", "/bc/")] {
            family.created(&mut iam, name, json!({ "Path": path, "Tags": [{ "Key": "a", "Value": "b" }] }));
        }
        let list = family.op("List?s");
        let names = |page: &Value| -> Vec<String> {
            let entries = page[family.op("?s")].as_array().expect("a list").clone();
            assert!(entries.iter().all(|entry| entry.get("Tags").is_none()), "as IAM, without tags");
            entries.iter().map(|entry| text(entry, &family.op("?Name"))).collect()
        };
        let all = iam.must(&list, json!({}));
        assert_eq!(
            (names(&all), &all["IsTruncated"]),
            (["aki", "Bea", "Cem", "dan"].map(String::from).to_vec(), &json!(false))
        );
        assert!(all.get("Marker").is_none());
        for (prefix, expected) in [("/b/", vec!["Bea", "Cem"]), ("/b", vec!["Bea", "Cem", "dan"]), ("/c", vec![])] {
            assert_eq!(names(&iam.must(&list, json!({ "PathPrefix": prefix }))), expected);
        }
        let mut seen = Vec::new();
        let mut input = json!({ "MaxItems": 1, "PathPrefix": "/b" });
        loop {
            let page = iam.must(&list, input.clone());
            seen.extend(names(&page));
            assert_eq!(page["IsTruncated"].as_bool(), Some(page.get("Marker").is_some()));
            match page.get("Marker") {
                Some(marker) => input["Marker"] = marker.clone(),
                None => break,
            }
        }
        assert_eq!(seen, ["Bea", "Cem", "dan"]);
        for (input, part) in [
            (
                json!({ "MaxItems": 0 }),
                "'maxItems' failed to satisfy constraint: Member must have value greater than or equal to 1",
            ),
            (json!({ "MaxItems": 1001 }), "Member must have value less than or equal to 1000"),
            (json!({ "Marker": "" }), "Value at 'marker' failed"),
            (json!({ "PathPrefix": "b" }), "It must begin with the / character."),
        ] {
            let error = iam.ask(&list, input).expect_err("refused");
            assert_eq!(error.code(), "ValidationError");
            assert!(error.message().contains(part), "{error}");
        }
    }
}

#[test]
fn tags_are_put_replaced_and_taken_away() {
    for family in FAMILIES {
        let mut iam = Iam::new();
        family.created(&mut iam, "aki", json!({ "Tags": [{ "Key": "Team", "Value": "night" }] }));
        let mut tags = |operation: &str, more: Value| iam.ask(&family.op(operation), family.named("aki", more));
        let new = json!([{ "Key": "team", "Value": "day" }, { "Key": "郵便", "Value": "a b_.:/=+-@" }]);
        assert_eq!(tags("Tag?", json!({ "Tags": new })), Ok(json!({})));
        assert_eq!(tags("List?Tags", json!({})), Ok(json!({ "Tags": new, "IsTruncated": false })));
        let page = tags("List?Tags", json!({ "MaxItems": 1 })).expect("a page");
        assert_eq!(page, json!({ "Tags": [new[0]], "IsTruncated": true, "Marker": "team" }));
        let page = tags("List?Tags", json!({ "Marker": "team" })).expect("a page");
        assert_eq!(page, json!({ "Tags": [new[1]], "IsTruncated": false }));
        assert_eq!(tags("Untag?", json!({ "TagKeys": ["TEAM", "other"] })), Ok(json!({})));
        assert_eq!(tags("List?Tags", json!({})), Ok(json!({ "Tags": [new[1]], "IsTruncated": false })));

        let tag = |key: &str, value: &str| json!({ "Tags": [{ "Key": key, "Value": value }] });
        let twice = json!({ "Tags": [{ "Key": "a", "Value": "" }, { "Key": "A", "Value": "" }] });
        let message = "Duplicate tag keys found. Please note that Tag keys are case insensitive.";
        refused(tags("Tag?", twice), "InvalidInput", 400, message);
        let message = "Tag keys that begin with aws: are reserved for AWS.";
        refused(tags("Tag?", tag("AWS:a", "")), "InvalidInput", 400, message);
        assert_eq!(tags("Tag?", tag("a*", "")).map_err(|error| error.code()), Err("InvalidInput"));
        for wrong in [tag("", ""), tag(&"a".repeat(129), ""), tag("a", &"b".repeat(257)), json!({})] {
            assert_eq!(tags("Tag?", wrong).map_err(|error| error.code()), Err("ValidationError"));
        }
        for wrong in [json!({}), json!({ "TagKeys": [""] })] {
            assert_eq!(tags("Untag?", wrong).map_err(|error| error.code()), Err("ValidationError"));
        }
        let many = |count: usize| -> Value {
            (0..count).map(|n| json!({ "Key": format!("k{n}"), "Value": "" })).collect::<Vec<_>>().into()
        };
        assert_eq!(tags("Tag?", json!({ "Tags": many(49) })), Ok(json!({})));
        let message = "The number of tags has reached the maximum limit.";
        refused(tags("Tag?", tag("one more", "")), "LimitExceeded", 409, message);
        assert_eq!(tags("Tag?", tag("K7", "replaced")), Ok(json!({})));
        assert!(family.create(&mut Iam::new(), "bea", json!({ "Tags": many(51) })).is_err());
    }
}

#[test]
fn policies_are_put_read_and_deleted() {
    for family in FAMILIES {
        let mut iam = Iam::new();
        family.created(&mut iam, "Aki", json!({}));
        let mut ask = |operation: &str, more: Value| iam.ask(&family.op(operation), family.named("aki", more));
        for name in ["b", "a"] {
            assert_eq!(ask("Put?Policy", json!({ "PolicyName": name, "PolicyDocument": ALLOW })), Ok(json!({})));
        }
        let got = ask("Get?Policy", json!({ "PolicyName": "a" })).expect("there");
        assert_eq!(got, family.named("Aki", json!({ "PolicyName": "a", "PolicyDocument": ALLOW })));
        let listed = json!({ "PolicyNames": ["a", "b"], "IsTruncated": false });
        assert_eq!(ask("List?Policies", json!({})), Ok(listed));
        let page = json!({ "PolicyNames": ["a"], "IsTruncated": true, "Marker": "a" });
        assert_eq!(ask("List?Policies", json!({ "MaxItems": 1 })), Ok(page));
        let message = "Cannot delete entity, must delete policies first.";
        refused(ask("Delete?", json!({})), "DeleteConflict", 409, message);
        assert_eq!(ask("Delete?Policy", json!({ "PolicyName": "a" })), Ok(json!({})));
        for operation in ["Get?Policy", "Delete?Policy"] {
            let message = format!("The {} policy with name a cannot be found.", family.word);
            refused(ask(operation, json!({ "PolicyName": "a" })), "NoSuchEntity", 404, &message);
        }
        let denying = ALLOW.replace("Allow", "Deny");
        assert_eq!(ask("Put?Policy", json!({ "PolicyName": "b", "PolicyDocument": denying })), Ok(json!({})));
        let got = ask("Get?Policy", json!({ "PolicyName": "b" })).expect("there");
        assert_eq!(got["PolicyDocument"], json!(denying));
        assert_eq!(ask("Delete?Policy", json!({ "PolicyName": "b" })), Ok(json!({})));
        assert_eq!(ask("Delete?", json!({})), Ok(json!({})));
    }
}

#[test]
fn what_is_no_policy_is_refused_with_its_place() {
    for family in FAMILIES {
        let mut iam = Iam::new();
        family.created(&mut iam, "aki", json!({}));
        let mut put = |name: &str, document: &str| {
            iam.ask(
                &family.op("Put?Policy"),
                family.named("aki", json!({ "PolicyName": name, "PolicyDocument": document })),
            )
        };
        for document in ["{", "[]", "{}", "Decrypt", &ALLOW.replace("Allow", "Perhaps")] {
            let error = put("p", document).expect_err("refused");
            assert_eq!((error.code(), error.status()), ("MalformedPolicyDocument", 400), "{document}");
            let at = error.at().expect("a place").to_string();
            assert!(error.message().ends_with(&format!(" ({at})")), "{error}");
        }
        for (name, document) in [("", ALLOW), ("a b", ALLOW), (&"p".repeat(129), ALLOW), ("p", "")] {
            assert_eq!(put(name, document).map_err(|error| error.code()), Err("ValidationError"));
        }
    }
}

#[test]
fn policies_have_room_without_white_space() {
    for (family, most) in FAMILIES.iter().zip([2048, 10_240]) {
        let mut iam = Iam::new();
        family.created(&mut iam, "Aki", json!({}));
        let mut put = |name: &str, document: String| {
            iam.ask(
                &family.op("Put?Policy"),
                family.named("Aki", json!({ "PolicyName": name, "PolicyDocument": document })),
            )
        };
        let of_size = |size: usize| ALLOW.replace("Decrypt", &"x".repeat(size + "Decrypt".len() - ALLOW.len()));
        assert_eq!(of_size(most).len(), most);
        assert_eq!(put("a", of_size(most)), Ok(json!({})));
        assert_eq!(put("a", format!("{}{}", of_size(most), " \n".repeat(1000))), Ok(json!({})));
        let message = format!("Maximum policy size of {most} bytes exceeded for {} Aki", family.word);
        refused(put("a", of_size(most + 1)), "LimitExceeded", 409, &message);
        refused(put("b", ALLOW.to_owned()), "LimitExceeded", 409, &message);
    }
}

#[test]
fn a_role_says_who_may_assume_it() {
    let mut iam = Iam::new();
    let postman = |more: Value| FAMILIES[1].named("postman", more);
    let input = json!({ "AssumeRolePolicyDocument": TRUST, "Description": "At night", "MaxSessionDuration": 7200 });
    let made = iam.must("CreateRole", postman(input))["Role"].clone();
    assert_eq!(made["AssumeRolePolicyDocument"], json!(TRUST));
    assert_eq!((&made["Description"], &made["MaxSessionDuration"]), (&json!("At night"), &json!(7200)));
    for (more, code) in [
        (json!({}), "ValidationError"),
        (json!({ "AssumeRolePolicyDocument": "" }), "ValidationError"),
        (json!({ "AssumeRolePolicyDocument": "{" }), "MalformedPolicyDocument"),
        (json!({ "AssumeRolePolicyDocument": TRUST, "MaxSessionDuration": 3599 }), "ValidationError"),
        (json!({ "AssumeRolePolicyDocument": TRUST, "MaxSessionDuration": 43_201 }), "ValidationError"),
        (json!({ "AssumeRolePolicyDocument": TRUST, "Description": "a".repeat(1001) }), "ValidationError"),
    ] {
        assert_eq!(Iam::new().ask("CreateRole", postman(more)).map_err(|error| error.code()), Err(code));
    }
}

#[test]
fn an_access_key_speaks_for_its_user() {
    let mut iam = Iam::with(&["Aki", "bea"], &[]);
    let made = iam.must("CreateAccessKey", json!({ "UserName": "aki" }))["AccessKey"].clone();
    let id = text(&made, "AccessKeyId");
    assert!(id.len() == 20 && id.starts_with("AKIA"), "{id}");
    assert_eq!(text(&made, "SecretAccessKey").len(), 40);
    assert_eq!((&made["UserName"], &made["Status"]), (&json!("Aki"), &json!("Active")));
    assert_eq!(iam.caller(&id).as_deref(), Some("arn:aws:iam::111122223333:user/Aki"));
    assert_eq!(iam.caller("AKIDEXAMPLE"), None);

    let second = iam.must("CreateAccessKey", json!({ "UserName": "Aki" }))["AccessKey"].clone();
    let message = "Cannot exceed quota for AccessKeysPerUser: 2";
    refused(iam.ask("CreateAccessKey", json!({ "UserName": "Aki" })), "LimitExceeded", 409, message);
    let listed = iam.must("ListAccessKeys", json!({ "UserName": "Aki" }));
    let metadata = |key: &Value| {
        let mut key = key.clone();
        key.as_object_mut().expect("an object").remove("SecretAccessKey");
        key
    };
    assert_eq!(listed, json!({ "AccessKeyMetadata": [metadata(&made), metadata(&second)], "IsTruncated": false }));
    let page = iam.must("ListAccessKeys", json!({ "UserName": "Aki", "MaxItems": 1 }));
    assert_eq!(page["Marker"], json!(id));
    let page = iam.must("ListAccessKeys", json!({ "UserName": "Aki", "Marker": id }));
    assert_eq!(page["AccessKeyMetadata"], json!([metadata(&second)]));

    let update = |iam: &mut Iam, status: &str| {
        iam.ask("UpdateAccessKey", json!({ "UserName": "Aki", "AccessKeyId": id, "Status": status }))
    };
    assert_eq!(update(&mut iam, "Inactive"), Ok(json!({})));
    assert_eq!(iam.caller(&id), None);
    assert_eq!(iam.must("ListAccessKeys", json!({ "UserName": "Aki" }))["AccessKeyMetadata"][0]["Status"], "Inactive");
    assert_eq!(update(&mut iam, "Active"), Ok(json!({})));
    assert!(iam.caller(&id).is_some());
    let message = "1 validation error detected: Value 'active' at 'status' failed to satisfy constraint: Member must \
        satisfy enum value set: [Active, Inactive]";
    refused(update(&mut iam, "active"), "ValidationError", 400, message);

    let message = "Cannot delete entity, must delete access keys first.";
    refused(iam.ask("DeleteUser", json!({ "UserName": "Aki" })), "DeleteConflict", 409, message);
    let message = format!("The Access Key with id {id} cannot be found.");
    for operation in ["UpdateAccessKey", "DeleteAccessKey"] {
        let of_another = json!({ "UserName": "bea", "AccessKeyId": id, "Status": "Active" });
        refused(iam.ask(operation, of_another), "NoSuchEntity", 404, &message);
    }
    let short = iam.ask("DeleteAccessKey", json!({ "UserName": "Aki", "AccessKeyId": "AKIA" }));
    assert_eq!(short.map_err(|error| error.code()), Err("ValidationError"));
    for key in [&made, &second] {
        let input = json!({ "UserName": "Aki", "AccessKeyId": key["AccessKeyId"] });
        assert_eq!(iam.ask("DeleteAccessKey", input.clone()), Ok(json!({})));
        assert_eq!(iam.ask("DeleteAccessKey", input).map_err(|error| error.code()), Err("NoSuchEntity"));
    }
    assert_eq!(iam.caller(&id), None);
    assert!(iam.directory.access_key(&id).is_some(), "it is remembered, so that it is nobody else's");
    assert_eq!(iam.ask("DeleteUser", json!({ "UserName": "Aki" })), Ok(json!({})));
    for operation in ["CreateAccessKey", "ListAccessKeys"] {
        refused(iam.ask(operation, json!({ "UserName": "Aki" })), "NoSuchEntity", 404, &FAMILIES[0].missing("Aki"));
    }
}

fn assume(iam: &mut Iam, role: &str, more: Value) -> Outcome {
    iam.ask("AssumeRole", with(more, "RoleArn", &format!("arn:aws:iam::{ACCOUNT}:role/{role}")))
}

#[test]
fn a_session_speaks_for_its_role_until_it_ends() {
    let mut iam = Iam::with(&[], &["Postman"]);
    let made = assume(&mut iam, "Postman", json!({ "RoleSessionName": "tuesday" })).expect("a session");
    let (credentials, user) = (&made["Credentials"], &made["AssumedRoleUser"]);
    let id = text(credentials, "AccessKeyId");
    assert!(id.len() == 20 && id.starts_with("ASIA"), "{id}");
    assert_eq!(text(credentials, "SecretAccessKey").len(), 40);
    assert_eq!(text(credentials, "SessionToken").len(), 160);
    assert_eq!(credentials["Expiration"], json!(SECONDS + 3600.0));
    let arn = "arn:aws:sts::111122223333:assumed-role/Postman/tuesday";
    let role = iam.must("GetRole", json!({ "RoleName": "Postman" }))["Role"].clone();
    assert_eq!(user, &json!({ "Arn": arn, "AssumedRoleId": format!("{}:tuesday", text(&role, "RoleId")) }));
    assert_eq!(iam.caller(&id).as_deref(), Some(arn));
    let identity = iam.directory.identity(&principal(arn)).expect("the role's");
    assert_eq!(identity.principal.arn(), "arn:aws:iam::111122223333:role/Postman");
    for nobody in [
        "arn:aws:sts::111122223333:assumed-role/postman/tuesday",
        "arn:aws:sts::111122223333:assumed-role/Postwoman/tuesday",
        "arn:aws:sts::444455556666:assumed-role/Postman/tuesday",
        "arn:aws-cn:sts::111122223333:assumed-role/Postman/tuesday",
        "arn:aws:sts::111122223333:federated-user/Postman",
        "arn:aws:iam::111122223333:user/Postman",
    ] {
        assert!(!iam.has(nobody), "{nobody}");
    }
    iam.env.clock.advance(Duration::from_millis(3_599_999));
    assert!(iam.caller(&id).is_some());
    iam.env.clock.advance(Duration::from_millis(1));
    assert_eq!(iam.caller(&id), None);
}

#[test]
fn a_role_with_a_path_is_assumed_by_its_whole_arn() {
    let mut iam = Iam::new();
    FAMILIES[1].created(&mut iam, "Postman", json!({ "Path": "/night/" }));
    let made = assume(&mut iam, "night/Postman", json!({ "RoleSessionName": "s1" })).expect("a session");
    assert_eq!(made["AssumedRoleUser"]["Arn"], "arn:aws:sts::111122223333:assumed-role/Postman/s1");
    let message = "The role arn:aws:iam::111122223333:role/Postman cannot be found.";
    refused(assume(&mut iam, "Postman", json!({ "RoleSessionName": "s1" })), "NoSuchEntity", 404, message);
}

#[test]
fn a_session_has_its_shape_and_its_limits() {
    let mut iam = Iam::with(&["aki"], &["short"]);
    iam.must(
        "CreateRole",
        json!({ "RoleName": "long", "AssumeRolePolicyDocument": TRUST, "MaxSessionDuration": 43_200 }),
    );
    let seconds = |seconds: i32| json!({ "RoleSessionName": "night", "DurationSeconds": seconds });
    for (role, duration) in [("short", 900), ("short", 3600), ("long", 43_200)] {
        let made = assume(&mut iam, role, seconds(duration)).expect("a session");
        assert_eq!(made["Credentials"]["Expiration"], json!(SECONDS + f64::from(duration)));
    }
    let message = "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.";
    refused(assume(&mut iam, "short", seconds(3601)), "ValidationError", 400, message);
    for more in [
        seconds(899),
        seconds(43_201),
        json!({}),
        json!({ "RoleSessionName": "a" }),
        json!({ "RoleSessionName": "a b" }),
        json!({ "RoleSessionName": "a".repeat(65) }),
    ] {
        assert_eq!(assume(&mut iam, "long", more).map_err(|error| error.code()), Err("ValidationError"));
    }
    for (option, value) in [
        ("Policy", json!(ALLOW)),
        ("PolicyArns", json!([{ "arn": "arn:aws:iam::aws:policy/ReadOnlyAccess" }])),
        ("Tags", json!([])),
        ("SourceIdentity", json!("aki")),
    ] {
        let error =
            assume(&mut iam, "long", json!({ "RoleSessionName": "night", option: value })).expect_err("refused");
        assert_eq!(error.code(), "InvalidInput");
    }
    for arn in ["arn:aws:iam::111122223333:user/aki", "arn:aws:iam::111122223333:root", "a role in some account"] {
        let outcome = iam.ask("AssumeRole", json!({ "RoleArn": arn, "RoleSessionName": "night" }));
        refused(outcome, "ValidationError", 400, &format!("{arn} is invalid"));
    }
}

#[test]
fn who_gets_a_name_again_does_not_get_the_keys() {
    let mut iam = Iam::with(&[], &["postman"]);
    let made = assume(&mut iam, "postman", json!({ "RoleSessionName": "night" })).expect("a session");
    let id = text(&made["Credentials"], "AccessKeyId");
    assert!(iam.caller(&id).is_some());
    iam.must("DeleteRole", json!({ "RoleName": "postman" }));
    assert_eq!(iam.caller(&id), None);
    assert!(!iam.has("arn:aws:sts::111122223333:assumed-role/postman/night"));
    iam.must("CreateRole", json!({ "RoleName": "postman", "AssumeRolePolicyDocument": TRUST }));
    assert!(iam.has("arn:aws:sts::111122223333:assumed-role/postman/night"));
    assert_eq!(iam.caller(&id), None, "it is another role of the same name");
}

#[test]
fn secrets_are_not_printed_and_not_kept() {
    let mut iam = Iam::with(&["aki"], &["postman"]);
    let key = iam::CreateAccessKeyRequest { user_name: Some("aki".to_owned()) };
    let made = iam::call(&mut iam.directory, &mut iam.env, iam.account, Request::CreateAccessKey(key)).expect("made");
    let iam::Response::CreateAccessKey(response) = &made else { panic!("{made:?}") };
    let secret = response.access_key.secret_access_key.expose();
    assert_eq!(secret.len(), 40);
    assert!(!format!("{made:?}").contains(secret), "{made:?}");
    assert!(!format!("{:?}", iam.directory).contains(secret));
}

/// Randomness that fails after so many draws.
struct Failing(usize);

impl Entropy for Failing {
    fn fill(&mut self, buffer: &mut [u8]) -> Result<(), EntropyError> {
        self.0 = self.0.checked_sub(1).ok_or(EntropyError)?;
        buffer.fill(7);
        Ok(())
    }
}

#[test]
fn without_randomness_nothing_changes() {
    let attempts = [
        ("CreateUser", json!({ "UserName": "bea" }), 1),
        ("CreateRole", json!({ "RoleName": "bea", "AssumeRolePolicyDocument": TRUST }), 1),
        ("CreateAccessKey", json!({ "UserName": "aki" }), 2),
        ("AssumeRole", json!({ "RoleArn": "arn:aws:iam::111122223333:role/postman", "RoleSessionName": "night" }), 3),
    ];
    for (operation, input, draws) in attempts {
        for enough in 0..draws {
            let (mut iam, untouched) = (Iam::with(&["aki"], &["postman"]), Iam::with(&["aki"], &["postman"]));
            iam.env.entropy = Box::new(Failing(enough));
            let error = iam.ask(operation, input.clone()).expect_err("no randomness");
            assert_eq!((error.code(), error.status()), ("ServiceFailure", 500));
            assert_eq!(iam.directory, untouched.directory, "{operation} after {enough} draws");
        }
    }
}

/// What a naive administrator writes down of a user.
#[derive(Default)]
struct Noted {
    policies: Vec<&'static str>,
    keys: Vec<String>,
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_directory_agrees_with_a_list_of_names(steps in vec((0..7_u8, 0..3_usize, 0..2_usize), 0..80)) {
        let mut iam = Iam::new();
        let mut noted: BTreeMap<&str, Noted> = BTreeMap::new();
        for (step, name, which) in steps {
            let name = ["aki", "bea", "cem"][name];
            let policy = ["p", "q"][which];
            let mut input = json!({ "UserName": name, "PolicyName": policy });
            let (operation, expected) = match (step, noted.get_mut(name)) {
                (0, None) => {
                    noted.insert(name, Noted::default());
                    ("CreateUser", None)
                }
                (0, Some(_)) => ("CreateUser", Some("EntityAlreadyExists")),
                (step, None) => {
                    input["PolicyDocument"] = json!(ALLOW);
                    input["AccessKeyId"] = json!("AKIA2222222222222222");
                    let operations = ["DeleteUser", "PutUserPolicy", "DeleteUserPolicy", "CreateAccessKey", "DeleteAccessKey", "GetUser"];
                    (operations[usize::from(step) - 1], Some("NoSuchEntity"))
                }
                (1, Some(user)) if user.policies.is_empty() && user.keys.is_empty() => {
                    noted.remove(name);
                    ("DeleteUser", None)
                }
                (1, Some(_)) => ("DeleteUser", Some("DeleteConflict")),
                (2, Some(user)) => {
                    user.policies.retain(|other| *other != policy);
                    user.policies.push(policy);
                    input["PolicyDocument"] = json!(ALLOW);
                    ("PutUserPolicy", None)
                }
                (3, Some(user)) => {
                    let before = user.policies.len();
                    user.policies.retain(|other| *other != policy);
                    ("DeleteUserPolicy", (user.policies.len() == before).then_some("NoSuchEntity"))
                }
                (4, Some(user)) => ("CreateAccessKey", (user.keys.len() == 2).then_some("LimitExceeded")),
                (5, Some(user)) => {
                    let key = user.keys.pop();
                    input["AccessKeyId"] = json!(key.clone().unwrap_or("AKIA2222222222222222".to_owned()));
                    ("DeleteAccessKey", key.is_none().then_some("NoSuchEntity"))
                }
                _ => ("GetUser", None),
            };
            let outcome = iam.ask(operation, input);
            prop_assert_eq!(outcome.as_ref().err().map(IamError::code), expected, "{}", operation);
            if let (Ok(made), "CreateAccessKey", Some(user)) = (&outcome, operation, noted.get_mut(name)) {
                user.keys.push(text(&made["AccessKey"], "AccessKeyId"));
            }
        }
        for name in ["aki", "bea", "cem"] {
            let arn = format!("arn:aws:iam::{ACCOUNT}:user/{name}");
            prop_assert_eq!(iam.has(&arn), noted.contains_key(name));
            for key in noted.get(name).iter().flat_map(|user| &user.keys) {
                prop_assert_eq!(iam.caller(key), Some(arn.clone()));
            }
        }
        let listed = iam.must("ListUsers", json!({}))["Users"].as_array().expect("a list").len();
        prop_assert_eq!(listed, noted.len());
    }

    #[test]
    fn no_request_panics(operation in 0..OPERATIONS.len(), text in "\\PC{0,20}", number in any::<i64>()) {
        let mut iam = Iam::with(&["aki"], &["postman"]);
        let input = json!({
            "UserName": text, "RoleName": text, "Path": text, "PathPrefix": text, "Marker": text, "MaxItems": number,
            "PolicyName": text, "PolicyDocument": text, "AssumeRolePolicyDocument": text, "AccessKeyId": text,
            "Status": text, "RoleArn": text, "RoleSessionName": text, "DurationSeconds": number, "TagKeys": [text],
            "Tags": [{ "Key": text, "Value": text }], "Description": text,
        });
        let _ = iam.ask(OPERATIONS[operation], input);
    }
}
