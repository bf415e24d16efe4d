//! What is true of every trace, whatever the operation and however it ended.

use std::{collections::BTreeMap, fs};

use glass_kms::{
    error::KmsError,
    operations::Kms,
    trace::{Flow, GateId, Kind, Outcome, Recorder, Role, Subject, Trace, TraceBlob, Track},
};
use serde_json::{Value, json};

use crate::{
    support::{Answer, ask_as, disable_key, empty_kms, kms, names, read, root, written},
    tour::{Ask, tour},
};

/// The call, watched, as `Kms.call` with `trace` does it.
fn watch(kms: &mut Kms, ask: &Ask) -> (Answer, Trace) {
    let mut recorder = Recorder::on(Subject::Data);
    let request = read(ask.operation, &ask.input).expect("the walk's requests can be read");
    let result = kms.call(&ask.context(), request, &mut recorder).map_err(KmsError::from);
    let refusal = result.as_ref().err().map(|error| (error.code(), error.message()));
    let trace = recorder.finish(Track::Aws, Flow::of(ask.operation), kms.now(), refusal).expect("it was watched");
    (result.map(|response| written(&response)), trace)
}

/// The traces of the whole walk, with the answers.
fn traces() -> Vec<(String, Answer, Trace)> {
    let mut kms = empty_kms();
    let mut traces = Vec::new();
    tour(|ask| {
        let (answer, trace) = watch(&mut kms, ask);
        traces.push((format!("{} {}", ask.operation, ask.input), answer.clone(), trace));
        answer
    });
    traces
}

#[test]
fn watching_changes_nothing() {
    let (mut watched, mut alone) = (empty_kms(), empty_kms());
    tour(|ask| {
        let (answer, _) = watch(&mut watched, ask);
        let unwatched = ask_as(&mut alone, &ask.context(), ask.operation, ask.input.clone());
        assert_eq!(answer, unwatched, "{}", ask.operation);
        answer
    });
    let [watched, alone] = [&mut watched, &mut alone].map(|kms| kms.snapshot(&[1; 32]).expect("a snapshot"));
    assert_eq!(watched, alone);
}

#[test]
fn steps_are_numbered_from_1_and_named_once() {
    for (name, _, trace) in traces() {
        assert!(!trace.steps.is_empty(), "{name}");
        let mut ids = BTreeMap::new();
        for (step, n) in trace.steps.iter().zip(1..) {
            assert_eq!(step.n, n, "{name}");
            assert_eq!(ids.insert(&step.id, n), None, "{name}: two steps are called {}", step.id);
            let flow = serde_json::to_value(&trace.flow).expect("a text");
            let words = step.id.split('@').next().expect("a name, and perhaps a Region");
            assert_eq!(step.text.key, format!("aws.{}.{words}", flow.as_str().expect("a text")), "{name}");
            assert!(step.differs.as_ref().is_none_or(|differs| *differs == step.text.key), "{name}");
        }
        assert_eq!((trace.v, trace.clock.as_str(), &trace.seed), (1, "2026-11-24T00:00:00Z", &None), "{name}");
    }
}

/// Every trace of the walk, and the recorded ones of the flows, as the page reads them.
fn as_the_page_reads_them() -> Vec<(String, Value)> {
    let walk = traces().into_iter().map(|(name, _, trace)| (name, serde_json::to_value(&trace).expect("JSON")));
    let folders = ["", "/regions"].map(|folder| format!("{}/tests/data/traces{folder}", env!("CARGO_MANIFEST_DIR")));
    let entries = folders.iter().flat_map(|folder| fs::read_dir(folder).expect("a readable folder"));
    let files = entries.map(|entry| entry.expect("a readable folder").path()).filter(|path| path.is_file());
    let recorded = files.map(|path| {
        let trace = fs::read_to_string(&path).expect("a readable file");
        (path.display().to_string(), serde_json::from_str(&trace).expect("JSON"))
    });
    let recorded: Vec<_> = recorded.collect();
    assert!(recorded.len() >= 11, "only {} were recorded", recorded.len());
    walk.chain(recorded).collect()
}

/// The names in a list, or in all lists of who holds what.
fn ids(value: &Value) -> Vec<&str> {
    match value {
        Value::Array(ids) => ids.iter().filter_map(Value::as_str).collect(),
        Value::Object(holdings) => holdings.values().flat_map(ids).collect(),
        _ => panic!("{value} is no list of blobs"),
    }
}

/// What an actor holds.
fn held<'a>(holdings: &'a Value, actor: &Value) -> Vec<&'a str> {
    holdings.get(actor.as_str().expect("an actor")).map(ids).unwrap_or_default()
}

#[test]
fn nothing_comes_from_nowhere() {
    for (name, trace) in as_the_page_reads_them() {
        let mut before = &trace["holds"];
        for step in trace["steps"].as_array().expect("a list") {
            let (from, to, holds) = (&step["from"], &step["to"], &step["holds"]);
            let at = format!("{name}: {}", step["id"]);
            for id in ids(&step["moves"]) {
                // The client writes requests, and the HSM can hand over what it has just made.
                let is_new = !ids(before).contains(&id) && (from == "hsm" || step["id"] == "request");
                assert!(is_new || held(before, from).contains(&id), "{at}: {from} sends {id} and does not have it");
                assert!(held(holds, to).contains(&id), "{at}: {id} does not arrive");
                assert!(from != to, "{at}: {id} moves on the spot");
            }
            for actor in holds.as_object().expect("holdings").keys().map(|actor| json!(actor)) {
                for id in held(holds, &actor) {
                    let came = *to == actor;
                    assert!(came || held(before, &actor).contains(&id), "{at}: {actor} has {id} all of a sudden");
                }
            }
            before = holds;
        }
    }
}

#[test]
fn every_blob_that_is_named_is_there() {
    for (name, trace) in as_the_page_reads_them() {
        let blobs = trace["blobs"].as_object().expect("blobs");
        let mut named = ids(&trace["holds"]);
        for step in trace["steps"].as_array().expect("a list") {
            named.extend(ids(&step["moves"]));
            named.extend(ids(&step["holds"]));
        }
        for id in &named {
            assert!(blobs.contains_key(*id), "{name}: {id}");
        }
        for (id, blob) in blobs {
            assert_eq!(blob["id"], json!(id), "{name}");
            assert!(named.contains(&id.as_str()), "{name}: nobody ever has {id}");
        }
    }
}

#[test]
fn nobody_keeps_what_they_should_not() {
    use glass_kms::trace::Actor::{Client, Host, Hsm};
    for (name, answer, trace) in traces().into_iter().filter(|(_, answer, _)| answer.is_ok()) {
        let last = trace.steps.last().expect("a step");
        assert_eq!(last.holds.get(&Host), None, "{name}: the host keeps nothing");
        let kept = last.holds.get(&Hsm).map(Vec::as_slice).unwrap_or_default();
        assert_eq!(kept, ["domain-key"], "{name}: the HSM keeps its own key only");
        assert!(last.from == Host && last.to == Client && last.kind == Kind::Response, "{name}: {answer:?}");
    }
}

/// How long the material of KMS keys is, that of the walk.
const LENGTHS: &[usize] = &[28, 32, 48, 64, 66, 256];

#[test]
fn keys_of_the_hsm_are_never_shown() {
    let mut hidden = 0;
    for (name, _, trace) in traces() {
        for blob in trace.blobs.values() {
            if matches!(blob.role, Role::PlaintextKmsKey | Role::DerivedKey | Role::DomainKey) {
                let lengths: &[usize] = if blob.role == Role::PlaintextKmsKey { LENGTHS } else { &[32] };
                assert!(blob.bytes.is_none() && lengths.contains(&blob.length), "{name}: {}", blob.id);
                hidden += 1;
            } else if let Some(bytes) = &blob.bytes {
                assert_eq!(bytes.len(), blob.length.min(1024), "{name}: {}", blob.id);
            }
            let mut end = 0;
            for field in &blob.fields {
                assert_eq!(field.offset, end, "{name}: {} {}", blob.id, field.name);
                end += field.length;
            }
            assert!(blob.fields.is_empty() || end == blob.length, "{name}: {}", blob.id);
        }
    }
    assert!(hidden > 50);
}

#[test]
fn what_comes_back_is_what_was_answered() {
    let compared = traces().into_iter().filter_map(|(name, answer, trace)| {
        let answer = answer.ok()?;
        let last = trace.steps.last()?;
        for id in &last.moves {
            let blob = trace.blobs.get(id)?;
            let member = match (blob.role, id.as_ref()) {
                (_, "private-key") => "PrivateKeyPlaintext",
                (_, "wrapped-private-key") => "PrivateKeyCiphertextBlob",
                (_, "encapsulated-secret") => "SharedSecretCiphertextBlob",
                (Role::PlaintextDataKey | Role::UserData, _) => "Plaintext",
                (Role::PublicKey, _) => "PublicKey",
                (Role::Mac, _) => "Mac",
                (Role::Signature, _) => "Signature",
                (Role::SharedSecret, _) => "SharedSecret",
                (Role::ImportToken, _) => "ImportToken",
                _ => "CiphertextBlob",
            };
            let answered = crate::support::bytes(&answer, member);
            let shown = blob.bytes.as_ref().map(glass_kms::types::Blob::as_slice);
            assert_eq!(shown, answered.get(..answered.len().min(TraceBlob::MOST)), "{name}: {id}");
        }
        Some(last.moves.len())
    });
    let expected = "GenerateDataKey and GetParametersForImport bring two, four others one each, Encrypt and ReEncrypt twice, \
         GenerateMac one for each spec; GetPublicKey and Sign one for each of seven specs, GetPublicKey and \
         DeriveSharedSecret for three, Encapsulate two and Decapsulate one for three; RSA three; the data key pairs \
         of three specs three and two each; with the key in a key store, three operations one each, ReEncrypt twice";
    assert_eq!(compared.sum::<usize>(), 14 + 14 + 6 + 9 + 3 + 15 + 5, "{expected}");
}

#[test]
fn gates_come_in_their_order_and_the_last_one_refuses() {
    let order = [
        GateId::Caller,
        GateId::Request,
        GateId::Key,
        GateId::Authorization,
        GateId::State,
        GateId::Usage,
        GateId::Crypto,
    ];
    let mut refusals = 0;
    for (name, answer, trace) in traces() {
        let gates: Vec<_> = trace.steps.iter().flat_map(|step| &step.gates).collect();
        let places: Vec<_> = gates.iter().map(|gate| order.iter().position(|id| *id == gate.id)).collect();
        assert!(places.is_sorted() && places.first() == Some(&Some(0)), "{name}: {places:?}");
        for gate in &gates {
            assert_eq!(gate.decision.is_some(), gate.id == GateId::Authorization, "{name}: {:?}", gate.id);
            assert!(gate.decision.as_ref().is_none_or(|decision| decision.is_allowed() == gate.pass), "{name}");
        }
        let failed = gates.iter().position(|gate| !gate.pass);
        match (answer, &trace.outcome) {
            (Ok(_), Outcome::Done { ok: true }) => assert_eq!(failed, None, "{name}"),
            (Err(error), Outcome::Refused { ok: false, code, message, gate, step }) => {
                assert_eq!((error.code(), error.message()), (code.as_str(), message.as_str()), "{name}");
                assert_eq!(*step, trace.steps.len(), "{name}");
                assert_eq!(*gate, failed.and_then(|at| gates.get(at)).map(|gate| gate.id), "{name}");
                assert!(failed.is_none_or(|at| at + 1 == gates.len()), "{name}: nothing comes after a refusal");
                let by_no_gate = [
                    "DryRunOperationException",
                    "AlreadyExistsException",
                    "InvalidMarkerException",
                    "MalformedPolicyDocumentException",
                ];
                // What key stores refuse, the operations find out.
                let by_a_store = ["CustomKeyStore", "Xks"].iter().any(|begin| code.starts_with(begin));
                let by_no_gate = by_no_gate.contains(&code.as_str()) || by_a_store;
                assert_eq!(failed.is_none(), by_no_gate, "{name}: {code}");
                refusals += 1;
            }
            (answer, outcome) => panic!("{name}: {answer:?} and yet {outcome:?}"),
        }
    }
    assert!(refusals > 20);
}

#[test]
fn each_gate_refuses_what_it_is_for() {
    let id = names(&mut kms(), "alias/letters").id;
    let ask = |kms: &mut Kms, input: Value, caller: Option<&str>| {
        let mut recorder = Recorder::on(Subject::Data);
        let request = read("GenerateDataKey", &input).expect("read");
        let context = glass_kms::operations::CallContext { caller, ..root() };
        let error = kms.call(&context, request, &mut recorder).expect_err("refused").error;
        let refusal = Some((error.code(), error.message()));
        recorder.finish(Track::Aws, Flow::of("GenerateDataKey"), kms.now(), refusal).expect("watched").outcome
    };
    let input = |key: &str| json!({ "KeyId": key, "KeySpec": "AES_256" });
    let mut off = kms();
    disable_key(&mut off, &id);
    let arn = format!("arn:aws:kms:ap-northeast-1:111122223333:key/{id}");
    let stranger = Some(crate::support::STRANGER);
    for (outcome, expected) in [
        (ask(&mut kms(), input(&id), Some("nobody")), GateId::Caller),
        (ask(&mut kms(), json!({}), None), GateId::Request),
        (ask(&mut kms(), input("alias/none"), None), GateId::Key),
        (ask(&mut kms(), input(&arn), stranger), GateId::Authorization),
        (ask(&mut off, input(&id), None), GateId::State),
        // Permission is asked for before the state, which is nobody else's business.
        (ask(&mut off, input(&arn), stranger), GateId::Authorization),
    ] {
        assert!(matches!(outcome, Outcome::Refused { gate: Some(gate), .. } if gate == expected), "{outcome:?}");
    }
}
