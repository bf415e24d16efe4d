//! Command lines of the AWS CLI, read as requests.

use glass_kms::{
    operations::Operation,
    wire::{Command, OptionKind, command_shapes, read_command, to_json},
};
use proptest::prelude::*;
use serde_json::{Value, json};

fn input(command: &Command) -> Value {
    serde_json::from_slice(&to_json(&command.request).expect("JSON")).expect("JSON")
}

#[track_caller]
fn reads(line: &str, operation: Operation, expected: Value) {
    let command = read_command(line).unwrap_or_else(|error| panic!("{line}: {error}"));
    assert_eq!((command.operation, input(&command)), (operation, expected), "{line}");
}

#[track_caller]
fn refuses(line: &str, message: &str) {
    let error = read_command(line).expect_err(line);
    assert_eq!((error.code(), error.message()), ("ValidationException", message), "{line}");
}

#[test]
fn the_line_of_the_article_is_read_as_it_stands() {
    let line = "aws kms create-grant\\\n--key-id 1234 --grantee-principal arn:aws:iam::111122223333:user/aki\\\n\
        --operation Decrypt --retiring-principal arn:aws:iam::111122223333:role/postman";
    let expected = json!({
        "KeyId": "1234",
        "GranteePrincipal": "arn:aws:iam::111122223333:user/aki",
        "RetiringPrincipal": "arn:aws:iam::111122223333:role/postman",
        "Operations": ["Decrypt"],
    });
    for line in [line.to_owned(), line.replace('\n', "\r\n"), line.replace("\\\n", " \\  \n  "), format!("$ {line}\n")]
    {
        reads(&line, Operation::CreateGrant, expected.clone());
    }
}

#[test]
fn members_are_given_as_what_they_are() {
    let grant = |more: Value| {
        let mut input = json!({ "KeyId": "k" });
        input.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        input
    };
    let to_aki = json!({ "EncryptionContextSubset": { "to": "Aki" } });
    for (options, expected) in [
        ("--operations Decrypt Encrypt", json!({ "Operations": ["Decrypt", "Encrypt"] })),
        (r#"--operations '["Decrypt","Encrypt"]'"#, json!({ "Operations": ["Decrypt", "Encrypt"] })),
        ("--operations '[]'", json!({ "Operations": [] })),
        ("--dry-run", json!({ "DryRun": true })),
        ("--no-dry-run", json!({ "DryRun": false })),
        ("--name=n", json!({ "Name": "n" })),
        ("--name ''", json!({ "Name": "" })),
        (r#"--name "it's"' "so"'\ \'"#, json!({ "Name": "it's \"so\" '" })),
        ("--constraints EncryptionContextSubset={to=Aki}", json!({ "Constraints": to_aki })),
        (r#"--constraints '{"EncryptionContextSubset": {"to": "Aki"}}'"#, json!({ "Constraints": to_aki })),
        (
            "--constraints 'EncryptionContextEquals={to=Aki,a b=\"c,d=e\",f=g\\,h}'",
            json!({ "Constraints": { "EncryptionContextEquals": { "to": "Aki", "a b": "c,d=e", "f": "g,h" } } }),
        ),
        (
            "--constraints EncryptionContextSubset={a=b},EncryptionContextEquals={c=d}",
            json!({ "Constraints": {
                "EncryptionContextSubset": { "a": "b" }, "EncryptionContextEquals": { "c": "d" },
            } }),
        ),
    ] {
        reads(&format!("aws kms create-grant --key-id k {options}"), Operation::CreateGrant, grant(expected));
    }
    reads("aws kms list-keys --limit 5", Operation::ListKeys, json!({ "Limit": 5 }));
    reads("aws kms list-keys", Operation::ListKeys, json!({}));
    for (date, seconds) in [
        ("2026-11-24T00:00:00Z", 1_795_478_400.0),
        ("2026-11-24T09:00:00.5+09:00", 1_795_478_400.5),
        ("2026-11-24", 1_795_478_400.0),
        ("1795478400", 1_795_478_400.0),
    ] {
        reads(
            &format!(
                "aws kms import-key-material --key-id k --import-token AQ== --encrypted-key-material Ag== --valid-to {date}"
            ),
            Operation::ImportKeyMaterial,
            json!({ "KeyId": "k", "ImportToken": "AQ==", "EncryptedKeyMaterial": "Ag==", "ValidTo": seconds }),
        );
    }
    reads(
        "aws kms get-parameters-for-import --key-id k --wrapping-algorithm RSAES_OAEP_SHA_256 --wrapping-key-spec RSA_3072",
        Operation::GetParametersForImport,
        json!({ "KeyId": "k", "WrappingAlgorithm": "RSAES_OAEP_SHA_256", "WrappingKeySpec": "RSA_3072" }),
    );
    reads(
        "aws kms decrypt --ciphertext-blob aGVsbG8= --encryption-context to=Aki,from=Bea",
        Operation::Decrypt,
        json!({ "CiphertextBlob": "aGVsbG8=", "EncryptionContext": { "to": "Aki", "from": "Bea" } }),
    );
    for tags in
        ["TagKey=a,TagValue=b TagKey=c,TagValue=", r#"'[{"TagKey":"a","TagValue":"b"},{"TagKey":"c","TagValue":""}]'"#]
    {
        let expected = json!({ "Tags": [{ "TagKey": "a", "TagValue": "b" }, { "TagKey": "c", "TagValue": "" }] });
        reads(&format!("aws kms create-key --tags {tags}"), Operation::CreateKey, expected);
    }
}

#[test]
fn options_of_the_cli_itself_are_passed_over_save_the_region() {
    for line in [
        "aws --region eu-west-1 kms list-keys --output json --no-cli-pager",
        "aws kms --profile p --region=eu-west-1 list-keys --query 'Keys[].KeyId'",
        "aws kms list-keys --endpoint-url http://localhost --region eu-west-1 --debug",
    ] {
        let command = read_command(line).expect("read");
        assert_eq!((command.region.as_deref(), input(&command)), (Some("eu-west-1"), json!({})), "{line}");
    }
    let command = read_command("aws kms list-keys --output text --query 'Keys[]' --no-cli-pager").expect("read");
    let cli: Vec<_> = command.cli.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(cli, [("--no-cli-pager", ""), ("--output", "text"), ("--query", "Keys[]")]);
    refuses(
        "aws kms list-keys --cli-input-json '{}'",
        "--cli-input-json: it is not understood here; write each member as an option.",
    );
    refuses("aws kms list-keys --region", "--region: it takes one value.");
    refuses("aws kms list-keys --no-cli-pager yes", "--no-cli-pager: it takes no value.");
}

#[test]
fn the_beginning_of_an_option_is_enough_if_it_is_the_only_one() {
    reads("aws kms describe-key --key k", Operation::DescribeKey, json!({ "KeyId": "k" }));
    reads(
        "aws kms create-grant --grantee-p p --nam n",
        Operation::CreateGrant,
        json!({ "GranteePrincipal": "p", "Name": "n" }),
    );
    refuses("aws kms generate-data-key --key k", "'--key' may be any of --key-id, --key-spec.");
}

#[test]
fn what_is_not_understood_says_why() {
    for (line, message) in [
        ("", "The command names no operation: one looks like 'aws kms list-keys'."),
        ("aws kms", "The command names no operation: one looks like 'aws kms list-keys'."),
        ("asw kms list-keys", "A command of the AWS CLI begins with 'aws kms', not with 'asw'."),
        ("aws iam list-users", "Only 'aws kms' is understood here, not 'aws iam'."),
        ("aws kms create-grnt", "'aws kms' has no operation 'create-grnt'. Did you mean create-grant?"),
        ("aws kms CreateGrant --key-id k", "'aws kms' has no operation 'CreateGrant'. Did you mean create-grant?"),
        ("aws kms frobnicate", "'aws kms' has no operation 'frobnicate'."),
        (
            "aws kms create-grant --grante-principle p",
            "create-grant has no option '--grante-principle'. Did you mean --grantee-principal?",
        ),
        ("aws kms list-keys -- x", "list-keys has no option '--'."),
        ("aws kms describe-key k", "'k' stands where an option should, such as --key-id."),
        ("aws --region eu-west-1 kms describe-key k", "'k' stands where an option should, such as --key-id."),
        ("aws kms describe-key --key-id", "--key-id: it takes a value."),
        ("aws kms describe-key --key-id a b", "--key-id: it takes one value; 'b' is one too many."),
        ("aws kms describe-key --key-id a --key-id b", "--key-id stands there twice."),
        ("aws kms describe-key --no-key-id", "--no-key-id: it is not yes or no."),
        ("aws kms list-keys --limit many", "--limit: 'many' is not a whole number."),
        ("aws kms create-grant --dry-run true", "--dry-run: it takes no value; its opposite is --no-dry-run."),
        ("aws kms create-grant --no-dry-run true", "--no-dry-run: it takes no value."),
        ("aws kms create-grant --operations", "--operations: it takes at least one value."),
        (
            "aws kms put-key-policy --policy file://policy.json",
            "--policy: files cannot be read here; write the text itself.",
        ),
        (
            "aws kms import-key-material --key-id k --encrypted-key-material fileb://wrapped.bin",
            "--encrypted-key-material: files cannot be read here; write the text itself.",
        ),
        (
            "aws kms import-key-material --key-id k --valid-to tomorrow",
            "--valid-to: 'tomorrow' is no date such as 2026-11-24T00:00:00Z, nor epoch seconds.",
        ),
        (
            "aws kms decrypt --ciphertext-blob fileb://c",
            "--ciphertext-blob: files cannot be read here; write the text itself.",
        ),
        ("aws kms create-grant --constraints to", "--constraints: After 'to' a '=' with a value was expected."),
        (
            "aws kms create-grant --constraints EncryptionContextSubset={to=Aki",
            "--constraints: A bracket '{' has no end.",
        ),
        (
            "aws kms create-grant --constraints EncryptionContextSubset=to",
            "--constraints: \"to\" stands where names with values should.",
        ),
        (
            "aws kms create-grant --constraints EncryptionContextSubst={to=Aki}",
            "--constraints: there is no 'EncryptionContextSubst' in it. Did you mean EncryptionContextSubset?",
        ),
        ("aws kms create-grant --constraints a=b,a=c", "--constraints: The name 'a' stands there twice."),
        (
            "aws kms decrypt --encryption-context to=Aki,Bea",
            "--encryption-context: [\"Aki\",\"Bea\"] stands where a text should.",
        ),
        ("aws kms describe-key --key-id 'a", "A quotation that begins with ' has no end."),
        ("aws kms describe-key --key-id \"a", "A quotation that begins with \" has no end."),
        (
            "aws kms describe-key --key-id $KEY",
            "The shell would put something else in the place of '$K…'; what that is cannot be known here.",
        ),
        (
            "aws kms describe-key --key-id \"$(x)\"",
            "The shell would put something else in the place of '$(…'; what that is cannot be known here.",
        ),
        ("aws kms list-keys | jq", "'|' has a meaning for the shell: put the word that it stands in into quotes."),
    ] {
        refuses(line, message);
    }
    for line in [
        "aws kms encrypt --plaintext 'not base64'",
        "aws kms create-grant --constraints '{'",
        "aws kms create-grant --operations '[1'",
    ] {
        assert_eq!(read_command(line).expect_err(line).code(), "ValidationException");
    }
}

#[test]
fn what_the_shell_takes_as_it_is_stays_as_it_is() {
    for (word, expected) in [
        ("'a$b`c\\'", "a$b`c\\"),
        ("\"a\\$b\\\\c\\\"d\\e\"", "a$b\\c\"d\\e"),
        ("a$", "a$"),
        ("\"a\\\nb\"", "ab"),
        ("a#b", "a#b"),
        ("a # a remark", "a"),
        ("鍵", "鍵"),
    ] {
        reads(&format!("aws kms describe-key --key-id {word}"), Operation::DescribeKey, json!({ "KeyId": expected }));
    }
}

#[test]
fn bytes_are_base64_unless_the_line_says_that_they_are_raw() {
    for (format, plaintext) in [("", "aGVsbG8="), ("base64", "aGVsbG8="), ("raw-in-base64-out", "hello")] {
        let option = if format.is_empty() { String::new() } else { format!("--cli-binary-format {format}") };
        for line in [
            format!("aws kms encrypt --key-id k --plaintext {plaintext} {option}"),
            format!("aws {option} kms encrypt --key-id k --plaintext {plaintext}"),
        ] {
            reads(&line, Operation::Encrypt, json!({ "KeyId": "k", "Plaintext": "aGVsbG8=" }));
        }
    }
    refuses(
        "aws kms encrypt --plaintext a --cli-binary-format hex",
        "--cli-binary-format: it is base64 or raw-in-base64-out.",
    );
}

#[test]
fn the_shape_of_a_command_is_that_of_its_request() {
    use OptionKind::{Blob, Boolean, List, Map, String, Structure, Timestamp};

    let shapes = command_shapes();
    let options = |name: &str| -> Vec<_> {
        let shape = shapes.iter().find(|shape| shape.name == name).expect(name);
        shape.options.iter().map(|option| (option.name.as_str(), option.member, option.kind)).collect()
    };
    assert_eq!(
        options("create-grant"),
        [
            ("--key-id", "KeyId", String),
            ("--grantee-principal", "GranteePrincipal", String),
            ("--retiring-principal", "RetiringPrincipal", String),
            ("--operations", "Operations", List),
            ("--constraints", "Constraints", Structure),
            ("--grant-tokens", "GrantTokens", List),
            ("--name", "Name", String),
            ("--dry-run", "DryRun", Boolean),
            ("--grantee-service-principal", "GranteeServicePrincipal", String),
            ("--retiring-service-principal", "RetiringServicePrincipal", String),
        ]
    );
    assert!(options("encrypt").contains(&("--plaintext", "Plaintext", Blob)));
    assert!(options("decrypt").contains(&("--encryption-context", "EncryptionContext", Map)));
    assert!(options("list-keys").contains(&("--limit", "Limit", OptionKind::Integer)));
    assert!(options("import-key-material").contains(&("--valid-to", "ValidTo", Timestamp)));
}

#[test]
fn every_command_takes_its_options() {
    let shapes = command_shapes();
    assert_eq!(shapes.len(), Operation::ALL.len());
    for (shape, operation) in shapes.iter().zip(Operation::ALL) {
        assert_eq!(shape.operation, operation.name());
        for option in &shape.options {
            let value = match option.kind {
                OptionKind::Blob => "AQ==",
                OptionKind::Boolean => "",
                OptionKind::Integer | OptionKind::Timestamp => "1",
                OptionKind::List => "'[]'",
                OptionKind::Map | OptionKind::Structure => "'{}'",
                OptionKind::String => "a",
            };
            let command = read_command(&format!("aws kms {} {} {value}", shape.name, option.name)).expect("read");
            let input = input(&command);
            assert_eq!(input.as_object().expect("an object").keys().collect::<Vec<_>>(), [option.member]);
        }
    }
}

proptest! {
    #[test]
    fn no_line_panics(line in "\\PC{0,60}", options in "(--[a-z-]{0,12}[ =]|[a-zA-Z0-9={},\\[\\]'\"\\\\ ]{0,12}){0,8}") {
        let _ = read_command(&line);
        for operation in ["create-grant", "encrypt", "create-key", "list-keys", "decrypt"] {
            let _ = read_command(&format!("aws kms {operation} {options}"));
            let _ = read_command(&format!("aws kms {operation} --constraints {options}"));
            let _ = read_command(&format!("aws kms {operation} --encryption-context {options}"));
        }
    }

    #[test]
    fn a_quoted_word_is_read_back(word in "\\PC{0,30}") {
        prop_assume!(!word.starts_with("--") && !word.starts_with("file"));
        let quoted = format!("'{}'", word.replace('\'', r"'\''"));
        let command = read_command(&format!("aws kms describe-key --key-id {quoted}"));
        prop_assert_eq!(input(&command.expect("read")), json!({ "KeyId": word }));
    }
}
