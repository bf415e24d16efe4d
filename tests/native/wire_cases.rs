//! Requests as clients send them, and the exact answers: `tests/data/wire`, which `tests/clients` sends over HTTP, too.

use std::{collections::BTreeSet, fs, path::Path};

use glass_kms::{
    operations::{Kms, Operation},
    wire::{HttpRequest, handle},
};
use serde::Deserialize;
use serde_json::json;

use crate::support::{Answer, ask, empty_kms, text};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Case {
    name: String,
    #[serde(default = "post")]
    method: String,
    #[serde(default = "root")]
    path: String,
    /// `X-Amz-Target`, without its prefix.
    operation: Option<String>,
    /// The same, whole.
    target: Option<String>,
    #[serde(default)]
    body: String,
    /// How many spaces follow the body.
    #[serde(default)]
    spaces: usize,
    status: u16,
    answer: String,
}

fn post() -> String {
    "POST".to_owned()
}

fn root() -> String {
    "/".to_owned()
}

/// The keys that the cases speak of, by the words that stand for them.
fn world(kms: &mut Kms) -> Vec<(&'static str, String)> {
    let made = |answer: Answer| {
        let answer = answer.expect("a key");
        ["KeyId", "Arn"].map(|member| text(answer.get("KeyMetadata").expect("metadata"), member))
    };
    let [letters, letters_arn] = made(ask(kms, "CreateKey", json!({})));
    let [disabled, disabled_arn] = made(ask(kms, "CreateKey", json!({})));
    let [deleted, deleted_arn] = made(ask(kms, "CreateKey", json!({})));
    for (operation, input) in [
        ("CreateAlias", json!({ "AliasName": "alias/letters", "TargetKeyId": letters })),
        ("DisableKey", json!({ "KeyId": disabled })),
        ("ScheduleKeyDeletion", json!({ "KeyId": deleted })),
    ] {
        ask(kms, operation, input).expect("done");
    }
    vec![
        ("${letters}", letters),
        ("${letters-arn}", letters_arn),
        ("${disabled}", disabled),
        ("${disabled-arn}", disabled_arn),
        ("${deleted}", deleted),
        ("${deleted-arn}", deleted_arn),
    ]
}

/// Whether an answer is the one that is wanted, in which `…` stands for some words.
fn is_as(answer: &str, wanted: &str) -> bool {
    wanted.split_once('…').map_or(answer == wanted, |(before, after)| {
        let words = answer.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
        words.is_some_and(|words| !words.is_empty())
    })
}

fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/wire");
    let files = fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("an entry").path());
    let mut files: Vec<_> =
        files.filter(|path| path.extension().is_some_and(|extension| extension == "json")).collect();
    files.sort();
    let read = |path| serde_json::from_slice::<Vec<Case>>(&fs::read(path).expect("the file")).expect("cases");
    files.iter().flat_map(read).collect()
}

#[test]
fn every_operation_has_a_case() {
    let named: BTreeSet<_> = cases().into_iter().filter_map(|case| case.operation).collect();
    let all = Operation::ALL.iter().map(|operation| operation.name());
    let missing: Vec<_> = all.filter(|name| !named.contains(*name)).collect();
    assert_eq!(missing, Vec::<&str>::new());
}

#[test]
fn every_request_gets_exactly_its_answer() {
    let cases = cases();
    assert!(cases.len() > 50);
    let mut others = Vec::new();
    for case in cases {
        let mut kms = empty_kms();
        let words = world(&mut kms);
        let filled = |text: &str| words.iter().fold(text.to_owned(), |text, (word, value)| text.replace(word, value));
        let target = case.target.or_else(|| case.operation.map(|operation| format!("TrentService.{operation}")));
        let headers: Vec<_> = target.map(|target| ("X-Amz-Target".to_owned(), target)).into_iter().collect();
        let body = filled(&case.body) + &" ".repeat(case.spaces);
        let http = HttpRequest { method: &case.method, path: &case.path, headers: &headers, body: body.as_bytes() };
        let response = handle(&mut kms, &http);
        let answer = String::from_utf8(response.body.clone()).expect("UTF-8");
        if response.status != case.status || !is_as(&answer, &filled(&case.answer)) {
            others.push(format!("{}: {} {answer}", case.name, response.status));
        }
    }
    assert!(others.is_empty(), "{}", others.join("\n"));
}
