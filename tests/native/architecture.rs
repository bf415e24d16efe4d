//! The folder list is the architecture: imports point down, and some things are at home in one folder only.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The layers, bottom up. A module may use those in lower rows; not the others in its own row.
const LAYERS: &[&[&str]] = &[
    &["error", "types"],
    &["env", "trace"],
    &["hsm", "policy", "quota"],
    &["store"],
    &["operations", "iam"],
    &["wire", "envelope", "article"],
    &["wasm"],
];

/// The two that know each other: every type's parser can fail, and failures are made of words only.
const FOUNDATION: usize = 0;

/// Names, and the only places (folders or files) in which they may stand.
const AT_HOME: &[(&[&str], &[&str])] = &[
    (&["wasm_bindgen", "wasm_bindgen_futures", "web_sys", "serde_wasm_bindgen", "tsify"], &["wasm/"]),
    (&["js_sys"], &["wasm/", "env/clock.rs"]),
    (&["aes_gcm", "sha1"], &["hsm/"]),
    (&["aes_kw"], &["hsm/kw.rs"]),
    (&["rsa"], &["hsm/oaep.rs", "hsm/pairs/", "hsm/rng.rs"]),
    (&["k256", "p256", "p521", "ed25519_dalek", "ml_dsa", "ml_kem"], &["hsm/pairs/"]),
    (&["pkcs8", "sec1"], &["hsm/"]),
    (&["p384"], &["envelope/message/reader.rs", "hsm/domain.rs", "hsm/pairs/", "hsm/replication.rs"]),
    (&["crypto_bigint", "crypto_primes"], &["hsm/primes.rs"]),
    (&["hmac"], &["hsm/kdf.rs", "hsm/mac.rs"]),
    (&["hkdf"], &["envelope/message/suite.rs"]),
    (&["chacha20"], &["env/entropy.rs"]),
    (&["serde_json"], &["wire/", "policy/", "wasm/"]),
    (&["getrandom", "SystemTime"], &["env/"]),
    (&["KeyMaterial"], &["hsm/"]),
    (&["unsafe"], &[]),
];

/// The files whose verbs record what they do.
const RECORDING: &[&str] = &[
    "trace/recorder.rs",
    "hsm/replication.rs",
    "hsm/session.rs",
    "hsm/asymmetric.rs",
    "hsm/commands.rs",
    "hsm/domain.rs",
    "hsm/external.rs",
    "hsm/import.rs",
    "operations/pipeline.rs",
    "operations/narration.rs",
    "envelope/sealing.rs",
    "envelope/opening.rs",
    "article/client.rs",
    "article/host.rs",
    "article/hsm.rs",
    "article/store.rs",
];

/// No file is longer.
const LINES_MOST: usize = 450;

#[test]
fn the_sources_keep_to_the_architecture() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&root, &mut files);
    assert!(files.len() > 50, "only {} files were found", files.len());
    let mut faults = Vec::new();
    for file in &files {
        let path = file.strip_prefix(&root).expect("below src").to_string_lossy().replace('\\', "/");
        faults.extend(check(&path, &fs::read_to_string(file).expect("a readable file")));
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn every_folder_has_its_layer() {
    let lib = include_str!("../../src/lib.rs");
    let modules: Vec<&str> = lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    let mut listed = LAYERS.concat();
    assert!(modules.iter().all(|module| listed.contains(module)), "{modules:?}");
    listed.retain(|module| !modules.contains(module));
    assert!(listed.is_empty(), "in the layers and not in lib.rs: {listed:?}");
}

#[test]
fn the_check_finds_what_it_is_for() {
    for (path, text, fault) in [
        ("hsm/session.rs", "use crate::store::Store;", "hsm/session.rs:1: imports store"),
        ("hsm/session.rs", "\nuse crate::{\n    env::Entropy,\n    policy,\n};", "hsm/session.rs:4: imports policy"),
        ("hsm/session.rs", "use crate::{types::{KeyId, operations}, wire};", "hsm/session.rs:1: imports wire"),
        ("hsm/session.rs", "fn f() { crate::operations::Kms::new() }", "hsm/session.rs:1: imports operations"),
        ("hsm/session.rs", "use super::super::store;", "hsm/session.rs:1: imports store"),
        ("hsm/mod.rs", "use super::{types, store};", "hsm/mod.rs:1: imports store"),
        ("env/mod.rs", "use crate::trace::Event;", "env/mod.rs:1: imports trace"),
        ("types/arn.rs", "use crate::env::Env;", "types/arn.rs:1: imports env"),
        ("article/mod.rs", "use crate::envelope;", "article/mod.rs:1: imports envelope"),
        ("iam/mod.rs", "use crate::operations::Kms;", "iam/mod.rs:1: imports operations"),
        ("types/arn.rs", "use crate::news::Paper;", "types/arn.rs:1: imports news, which has no layer"),
        ("types/arn.rs", "use glass_kms::wire;", "types/arn.rs:1: names its own crate from outside"),
        ("wire/mod.rs", "use wasm_bindgen::JsValue;", "wire/mod.rs:1: wasm_bindgen is not at home here"),
        ("env/entropy.rs", "js_sys::Math::random()", "env/entropy.rs:1: js_sys is not at home here"),
        ("article/hsm.rs", "use aes_gcm::Aes256Gcm;", "article/hsm.rs:1: aes_gcm is not at home here"),
        ("hsm/domain.rs", "use rsa::PublicKey;", "hsm/domain.rs:1: rsa is not at home here"),
        ("wasm/kms.rs", "aes_kw::KwpAes256::new(x)", "wasm/kms.rs:1: aes_kw is not at home here"),
        ("trace/blob.rs", "use sha1::Sha1;", "trace/blob.rs:1: sha1 is not at home here"),
        ("store/mod.rs", "serde_json::to_vec(x)", "store/mod.rs:1: serde_json is not at home here"),
        ("hsm/domain.rs", "getrandom::fill(x)", "hsm/domain.rs:1: getrandom is not at home here"),
        ("trace/mod.rs", "std::time::SystemTime::now()", "trace/mod.rs:1: SystemTime is not at home here"),
        ("store/keys.rs", "fn f(key: KeyMaterial) {}", "store/keys.rs:1: KeyMaterial is not at home here"),
        ("env/clock.rs", "unsafe { f() }", "env/clock.rs:1: unsafe is not at home here"),
        ("operations/crypto.rs", "call.trace\n    .record(|| [])", "operations/crypto.rs:2: records"),
    ] {
        assert_eq!(check(path, text), [fault.to_owned()], "{text}");
    }
    let long = "\n".repeat(LINES_MOST + 1);
    assert_eq!(check("types/arn.rs", &long), ["types/arn.rs:451: the file is longer than 450 lines"]);
}

#[test]
fn the_check_lets_pass_what_it_should() {
    for (path, text) in [
        ("operations/kms.rs", "use crate::{store::Store, hsm::{Hsm, aes}, env};\nuse super::pipeline;"),
        ("error.rs", "use crate::types::KeyId;"),
        ("types/arn.rs", "use crate::error::KmsError; use super::KeyId;"),
        ("hsm/session.rs", "// use crate::store;\n/* unsafe */ \"crate::wire\"; '\"'; b'\"'; r#\"unsafe\"#; // \""),
        ("hsm/session.rs", "fn f<'a>(x: &'a str) { trace.record(|| []) }"),
        ("hsm/session.rs", "/// `crate::wire` reads this, with unsafe_code forbidden"),
        ("wasm/kms.rs", "use crate::{wire, operations, article}; use js_sys::Array;"),
        ("env/clock.rs", "js_sys::Date::now()"),
    ] {
        assert_eq!(check(path, text), [""; 0], "{text}");
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("a readable folder").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// What is wrong with the file at `path`, counted from `src/`.
fn check(path: &str, text: &str) -> Vec<String> {
    let tokens = tokens(text);
    let mut faults = Vec::new();
    let mut fault = |line: usize, what: String| faults.push(format!("{path}:{line}: {what}"));
    for (line, name) in imports(path, &tokens) {
        match (layer(&own_module(path)), layer(&name)) {
            (_, None) => fault(line, format!("imports {name}, which has no layer")),
            (Some(own), Some(other))
                if own < other || (own == other && own != FOUNDATION && own_module(path) != name) =>
            {
                fault(line, format!("imports {name}"));
            }
            _ => {}
        }
    }
    for (at, (line, token)) in tokens.iter().enumerate() {
        let homes = AT_HOME.iter().find(|(names, _)| names.contains(&token.as_str()));
        if homes.is_some_and(|(_, homes)| !homes.iter().any(|home| path.starts_with(home))) {
            fault(*line, format!("{token} is not at home here"));
        }
        if token == "glass_kms" {
            fault(*line, "names its own crate from outside".to_owned());
        }
        let before = at.checked_sub(1).and_then(|before| tokens.get(before));
        let is_method = before.is_some_and(|(_, dot)| dot == ".");
        if token == "record" && is_method && !RECORDING.contains(&path) {
            fault(*line, "records".to_owned());
        }
    }
    let lines = text.lines().count();
    if lines > LINES_MOST {
        fault(lines, format!("the file is longer than {LINES_MOST} lines"));
    }
    faults
}

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|row| row.contains(&module))
}

/// The module at the top that a file belongs to.
fn own_module(path: &str) -> String {
    path.split('/').next().unwrap_or_default().trim_end_matches(".rs").to_owned()
}

/// The modules at the top that a file names, by `crate::` or by climbing up with `super::`.
fn imports(path: &str, tokens: &[(usize, String)]) -> Vec<(usize, String)> {
    let inner = path.trim_end_matches(".rs").trim_end_matches("/mod").trim_end_matches("lib");
    let depth = inner.split('/').filter(|part| !part.is_empty()).count();
    let token = |at: usize| tokens.get(at).map_or("", |(_, token)| token.as_str());
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let mut climbed = match token(at) {
            "crate" => depth,
            "super" => 1,
            _ => 0,
        };
        at += 1;
        if climbed == 0 {
            continue;
        }
        while token(at) == "::" && token(at + 1) == "super" {
            climbed += 1;
            at += 2;
        }
        if climbed >= depth && token(at) == "::" {
            heads(tokens.get(at + 1..).unwrap_or_default(), &mut found);
        }
    }
    found
}

/// The first names of what follows: one path, or a group of them.
fn heads(tokens: &[(usize, String)], found: &mut Vec<(usize, String)>) {
    let Some((_, first)) = tokens.first() else { return };
    if first != "{" {
        found.extend(tokens.first().cloned());
        return;
    }
    let mut depth = 0_usize;
    let mut is_head = true;
    for (line, token) in tokens {
        match token.as_str() {
            "{" => depth += 1,
            "}" if depth == 1 => return,
            "}" => depth -= 1,
            "," if depth == 1 => is_head = true,
            name if depth == 1 && is_head => {
                found.push((*line, name.to_owned()));
                is_head = false;
            }
            _ => {}
        }
    }
}

/// Names and signs with their lines; no comments, no text.
fn tokens(text: &str) -> Vec<(usize, String)> {
    let mut rest = text;
    let mut tokens = Vec::new();
    while let Some(first) = rest.chars().next() {
        let line = 1 + text.len().checked_sub(rest.len()).map_or(0, |read| lines(text, read));
        let length = skipped(rest).unwrap_or_else(|| {
            let is_name = |c: char| c.is_alphanumeric() || c == '_';
            let name = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
            let length = if rest.starts_with("::") { 2 } else { name.max(first.len_utf8()) };
            tokens.extend(rest.get(..length).map(|token| (line, token.to_owned())));
            length
        });
        rest = rest.get(length..).unwrap_or_default();
    }
    tokens
}

fn lines(text: &str, read: usize) -> usize {
    text.as_bytes().iter().take(read).filter(|byte| **byte == b'\n').count()
}

/// The length of the space, comment, text or lifetime that `rest` begins with.
fn skipped(rest: &str) -> Option<usize> {
    let up_to = |end: &str, from: usize| {
        let found = rest.get(from..).and_then(|rest| rest.find(end));
        found.map_or(rest.len(), |at| at + from + end.len())
    };
    let space = rest.len() - rest.trim_start().len();
    match rest.as_bytes() {
        _ if space > 0 => Some(space),
        [b'/', b'/', ..] => Some(up_to("\n", 0)),
        [b'/', b'*', ..] => Some(up_to("*/", 2)),
        [b'r', b'#', b'"', ..] => Some(up_to("\"#", 3)),
        [b'r', b'"', ..] => Some(up_to("\"", 2)),
        [b'"', inside @ ..] => Some(1 + quoted(inside, b'"')),
        [b'\'', b'\\', ..] => Some(up_to("'", 3)),
        [b'\'', _, b'\'', ..] => Some(3),
        [b'\'', ..] => Some(1),
        [b'b', b'"', inside @ ..] => Some(2 + quoted(inside, b'"')),
        [b'b', b'\'', b'\\', ..] => Some(up_to("'", 4)),
        [b'b', b'\'', _, b'\'', ..] => Some(4),
        _ => None,
    }
}

/// The length of a text up to its closing quote.
fn quoted(inside: &[u8], quote: u8) -> usize {
    let mut escaped = false;
    let end = inside.iter().position(|byte| {
        let closes = *byte == quote && !escaped;
        escaped = *byte == b'\\' && !escaped;
        closes
    });
    end.map_or(inside.len(), |end| end + 1)
}
