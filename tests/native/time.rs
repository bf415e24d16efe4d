//! As time passes: it makes no difference in how many steps, everything comes in order, and nothing is lost.

use core::time::Duration;
use std::{cell::Cell, collections::BTreeMap, rc::Rc};

use glass_kms::{
    env::{Clock, Env},
    operations::{AuditEvent, Kms},
    store::SEALING_KEY_LEN,
    trace::{Flow, Recorder, Subject, Track},
    types::Timestamp,
};
use proptest::{collection::vec, prelude::*};
use serde_json::{Value, json};

use crate::{
    failures::RunsDry,
    support::service_events,
    support::{
        Answer, DATA, MILLISECOND, NOW, ask, ask_as, base64, bytes, create_key, day, days, empty_kms, env, good,
        in_region, just_before, list, member, options, read, refused, root, sealed, seeded, text, wait,
    },
};

const SEALING_KEY: [u8; SEALING_KEY_LEN] = [7; SEALING_KEY_LEN];
const REGIONS: [&str; 3] = ["ap-northeast-1", "eu-west-1", "us-east-1"];

/// Something that is done at some time, in one of the Regions, to one of its keys.
#[derive(Clone, Debug)]
struct Plan {
    /// How long nothing is done before it, and in what part of the whole this time passes.
    hours: u32,
    steps: u32,
    region: usize,
    key: usize,
    operation: &'static str,
}

const OPERATIONS: &[&str] = &[
    "CreateKey",
    "CreateKey",
    "CreateAlias",
    "EnableKeyRotation",
    "EnableKeyRotation",
    "RotateKeyOnDemand",
    "DisableKey",
    "EnableKey",
    "ScheduleKeyDeletion",
    "CancelKeyDeletion",
    "Encrypt",
    "Encrypt",
    "DescribeKey",
    "GenerateRandom",
];

fn plans() -> impl Strategy<Value = Vec<Plan>> {
    let plan = (0_u32..600, 1_u32..40, 0_usize..3, any::<usize>(), prop::sample::select(OPERATIONS));
    vec(plan.prop_map(|(hours, steps, region, key, operation)| Plan { hours, steps, region, key, operation }), 1..16)
}

/// A KMS while a plan is carried out.
struct Run {
    kms: Kms,
    keys: BTreeMap<usize, Vec<String>>,
    ciphertexts: Vec<(usize, Value)>,
    /// All that it ever answered.
    answers: Vec<Answer>,
    events: Vec<AuditEvent>,
}

impl Run {
    fn new() -> Self {
        Self {
            kms: empty_kms(),
            keys: BTreeMap::new(),
            ciphertexts: Vec::new(),
            answers: Vec::new(),
            events: Vec::new(),
        }
    }

    /// In steps of whole milliseconds, the last of which is the rest.
    fn wait(&mut self, hours: u32, steps: u32) {
        let whole = u64::from(hours) * 3_600_000;
        let step = whole / u64::from(steps);
        let rest = whole - step * u64::from(steps);
        for time in (0..steps).map(|_| step).chain([rest]) {
            self.events.extend(self.kms.advance(Duration::from_millis(time)).expect("time passes"));
        }
    }

    fn act(&mut self, plan: &Plan) {
        let keys = self.keys.entry(plan.region).or_default();
        let key = keys.get(plan.key % keys.len().max(1)).cloned().unwrap_or_default();
        let alias = format!("alias/{}", plan.key % 5);
        let input = match plan.operation {
            "CreateKey" => json!({}),
            "CreateAlias" => json!({ "AliasName": alias, "TargetKeyId": key }),
            "EnableKeyRotation" => json!({ "KeyId": key, "RotationPeriodInDays": 90 + plan.key % 30 }),
            "ScheduleKeyDeletion" => json!({ "KeyId": key, "PendingWindowInDays": 7 + plan.key % 24 }),
            "Encrypt" => json!({ "KeyId": key, "Plaintext": base64(DATA) }),
            "GenerateRandom" => json!({ "NumberOfBytes": 8 }),
            _ => json!({ "KeyId": key }),
        };
        let answer = self.ask(plan.region, plan.operation, input);
        if plan.operation == "CreateKey" {
            let made = member(answer.as_ref().expect("a key"), "KeyMetadata");
            self.keys.entry(plan.region).or_default().push(text(&made, "KeyId"));
        }
        if let Some(blob) = answer.ok().and_then(|answer| answer.get("CiphertextBlob").cloned()) {
            self.ciphertexts.push((plan.region, blob));
        }
    }

    fn ask(&mut self, region: usize, operation: &str, input: Value) -> Answer {
        let region = REGIONS.get(region).expect("a Region");
        let answer = ask_as(&mut self.kms, &in_region(region), operation, input);
        self.answers.push(answer.clone());
        answer
    }

    /// All that can be known of it.
    fn end(mut self) -> (Vec<Answer>, Vec<AuditEvent>, Vec<u8>) {
        for (region, keys) in self.keys.clone() {
            for key in keys {
                let asked =
                    ["DescribeKey", "GetKeyRotationStatus", "ListKeyRotations", "ListAliases", "GetKeyLastUsage"];
                for operation in asked {
                    self.ask(region, operation, json!({ "KeyId": key })).ok();
                }
            }
        }
        for (region, blob) in self.ciphertexts.clone() {
            self.ask(region, "Decrypt", json!({ "CiphertextBlob": blob })).ok();
        }
        let logged = service_events(&self.kms);
        let by_itself = logged.iter().filter(|event| self.events.contains(event));
        assert!(by_itself.eq(&self.events), "what happened is in the log, in order");
        assert!(logged.is_sorted_by_key(|event| event.event_time));
        let snapshot = self.kms.snapshot(&SEALING_KEY).expect("a snapshot");
        (self.answers, logged, snapshot)
    }
}

/// The answers, the events, and a snapshot: with the same randomness it has the same bytes, tokens, domain keys and all.
fn carry_out(plans: &[Plan], in_one_step: bool) -> (Vec<Answer>, Vec<AuditEvent>, Vec<u8>) {
    let mut run = Run::new();
    for plan in plans {
        run.wait(plan.hours, if in_one_step { 1 } else { plan.steps });
        run.act(plan);
    }
    run.wait(24 * 100, if in_one_step { 1 } else { 121 });
    run.end()
}

proptest! {
    #[test]
    fn it_makes_no_difference_in_how_many_steps_time_passes(plans in plans()) {
        let [at_once, in_steps] = [true, false].map(|in_one_step| carry_out(&plans, in_one_step));
        prop_assert_eq!(at_once.0, in_steps.0);
        prop_assert_eq!(at_once.1, in_steps.1);
        prop_assert!(at_once.2 == in_steps.2, "the snapshots differ");
    }
}

#[test]
fn ten_years_of_thousands_of_keys_come_in_order() {
    let mut kms = empty_kms();
    let mut expected: Vec<(Timestamp, &str, String)> = Vec::new();
    let start = Timestamp::from_millis(NOW);
    for n in 0..2_000 {
        let region = in_region(REGIONS[n as usize % 3]);
        let made = ask_as(&mut kms, &region, "CreateKey", json!({})).expect("a key");
        let key = text(&made["KeyMetadata"], "KeyId");
        let period = 365 * (1 + n % 7);
        let input = json!({ "KeyId": key, "RotationPeriodInDays": period });
        ask_as(&mut kms, &region, "EnableKeyRotation", input).expect("enabled");
        let dates = (1..=3_650 / period).map(|round| start.plus(days(round * period)));
        expected.extend(dates.map(|date| (date, REGIONS[n as usize % 3], key.clone())));
    }
    expected.sort();
    let found = kms.advance(days(3_650)).expect("time passes");
    let found = found.iter().map(|event| (event.event_time, event.aws_region.as_str(), key_of(event)));
    assert_eq!(expected.len(), 6_862);
    assert!(found.eq(expected));
}

/// The token of the key that encrypts, as a trace shows it.
fn token(kms: &mut Kms, key: &str) -> Vec<u8> {
    let mut recorder = Recorder::on(Subject::Data);
    let request = read("Encrypt", &json!({ "KeyId": key, "Plaintext": base64(DATA) })).expect("a request");
    kms.call(&root(), request, &mut recorder).expect("encrypted");
    let trace = recorder.finish(Track::Aws, Flow::of("Encrypt"), kms.now(), None).expect("it was watched");
    let blob = trace.blobs.get("key-token").expect("the token");
    let field = blob.fields.iter().find(|field| field.name == "domain-key-id").expect("the field");
    assert_eq!((field.offset, field.length), (5, 4));
    blob.bytes.as_ref().expect("bytes").as_slice().to_vec()
}

fn domain_key_id(token: &[u8]) -> u32 {
    let id = token.get(5..9).and_then(|id| id.try_into().ok());
    u32::from_be_bytes(id.expect("four bytes"))
}

#[test]
fn the_domain_key_is_replaced_every_day_and_all_tokens_are_wrapped_anew() {
    let mut kms = empty_kms();
    let key = create_key(&mut kms, "Letters");
    let first = token(&mut kms, &key);
    let mut ciphertexts = vec![sealed(&mut kms, &key)];
    for day in 1..=5 {
        let before = token(&mut kms, &key);
        wait(&mut kms, just_before(days(1)));
        assert_eq!(token(&mut kms, &key), before, "not a millisecond early");
        wait(&mut kms, MILLISECOND);
        let after = token(&mut kms, &key);
        assert_eq!(domain_key_id(&after), domain_key_id(&first).wrapping_add(day));
        for part in [9..21, 21..53, 53..69] {
            assert_ne!(after[part.clone()], before[part]);
        }
        let snapshot = kms.snapshot(&SEALING_KEY).expect("a snapshot");
        let clock = Box::new(Standing(Rc::new(Cell::new(kms.now()))));
        let restored = Env { clock, entropy: Box::new(seeded(&day.to_string())) };
        kms = Kms::restore(restored, &snapshot, &SEALING_KEY).expect("restored");
        assert_eq!(token(&mut kms, &key), after);
        good(&mut kms, "RotateKeyOnDemand", json!({ "KeyId": key }));
        ciphertexts.push(sealed(&mut kms, &key));
        for ciphertext in &ciphertexts {
            let opened = good(&mut kms, "Decrypt", json!({ "CiphertextBlob": ciphertext }));
            assert_eq!(bytes(&opened, "Plaintext"), DATA);
        }
    }
}

/// A clock that others move, as the system's does.
struct Standing(Rc<Cell<Timestamp>>);

impl Clock for Standing {
    fn now(&self) -> Timestamp {
        self.0.get()
    }

    fn advance(&mut self, by: Duration) {
        self.0.set(self.0.get().plus(by));
    }
}

#[test]
fn what_has_come_due_is_done_before_a_call() {
    let clock = Rc::new(Cell::new(Timestamp::from_millis(NOW)));
    let by_itself = Env { clock: Box::new(Standing(Rc::clone(&clock))), entropy: Box::new(seeded("kms")) };
    let mut kms = Kms::new(by_itself, options());
    let [short, long] = ["short", "long"].map(|words| create_key(&mut kms, words));
    good(&mut kms, "EnableKeyRotation", json!({ "KeyId": long, "RotationPeriodInDays": 90 }));
    good(&mut kms, "ScheduleKeyDeletion", json!({ "KeyId": short, "PendingWindowInDays": 7 }));
    let old = token(&mut kms, &long);

    clock.set(clock.get().plus(days(7)));
    let answer = ask(&mut kms, "DescribeKey", json!({ "KeyId": short }));
    assert_eq!(answer.map_err(|error| error.code()), Err("NotFoundException"));
    assert_eq!(domain_key_id(&token(&mut kms, &long)), domain_key_id(&old).wrapping_add(7));
    clock.set(clock.get().plus(days(83)));
    let rotations = list(&good(&mut kms, "ListKeyRotations", json!({ "KeyId": long })), "Rotations");
    assert_eq!(rotations.iter().map(|entry| member(entry, "RotationDate")).collect::<Vec<_>>(), [json!(day(90))]);

    // What came due before `advance` is not what it brought about.
    clock.set(clock.get().plus(days(90)));
    assert_eq!(wait(&mut kms, days(90)), [("RotateKey".to_owned(), long.clone())]);
    let times: Vec<_> = service_events(&kms).iter().map(|event| event.event_time.as_epoch_seconds()).collect();
    assert_eq!(times, [7, 90, 180, 270].map(day));
}

/// Two Regions with keys that are rotated and deleted, and a ciphertext, on randomness that can be taken away.
fn two_regions() -> (Kms, Rc<Cell<u32>>, String) {
    let left = Rc::new(Cell::new(u32::MAX));
    let mut kms = Kms::new(env(RunsDry { source: seeded("kms"), left: Rc::clone(&left) }), options());
    for region in [REGIONS[0], REGIONS[1]] {
        for n in 0..3 {
            let made = ask_as(&mut kms, &in_region(region), "CreateKey", json!({})).expect("a key");
            let key = text(&member(&made, "KeyMetadata"), "KeyId");
            let input = json!({ "KeyId": key, "RotationPeriodInDays": 90 + n });
            ask_as(&mut kms, &in_region(region), "EnableKeyRotation", input).expect("enabled");
        }
        let made = ask_as(&mut kms, &in_region(region), "CreateKey", json!({})).expect("a key");
        let input = json!({ "KeyId": text(&member(&made, "KeyMetadata"), "KeyId") });
        ask_as(&mut kms, &in_region(region), "ScheduleKeyDeletion", input).expect("scheduled");
    }
    let keys = list(&good(&mut kms, "ListKeys", json!({})), "Keys");
    let ids = keys.iter().map(|key| text(key, "KeyId"));
    let usable = ids.filter(|id| ask(&mut kms, "DisableKey", json!({ "KeyId": id })).is_ok()).collect::<Vec<_>>();
    for key in &usable {
        good(&mut kms, "EnableKey", json!({ "KeyId": key }));
    }
    let ciphertext = sealed(&mut kms, usable.first().expect("a key"));
    (kms, left, ciphertext)
}

fn key_of(event: &AuditEvent) -> String {
    event.service_event_details.as_ref().expect("details").key_id.to_string()
}

fn logged(kms: &Kms) -> Vec<(Timestamp, String)> {
    service_events(kms).iter().map(|event| (event.event_time, key_of(event))).collect()
}

#[test]
fn when_randomness_runs_dry_half_way_nothing_is_lost() {
    let (mut kms, left, _) = two_regions();
    let before = left.get();
    kms.advance(days(95)).expect("time passes");
    let expected = logged(&kms);
    let needed = before - left.get();
    assert_eq!((expected.len(), needed), (8, 2 * 95 + 6 * 2));
    for draws in (0..170).step_by(13).chain(174..needed) {
        let (mut kms, left, ciphertext) = two_regions();
        left.set(draws);
        let no_randomness = "no randomness was to be had; nothing was done";
        let failed = kms.advance(days(95)).map(drop).expect_err("it runs dry");
        assert_eq!((failed.code(), failed.message()), ("KMSInternalException", no_randomness), "{draws} of {needed}");
        assert_eq!(kms.now(), Timestamp::from_millis(NOW).plus(days(95)), "time does not wait");
        assert!(expected.starts_with(&logged(&kms)));
        refused(ask(&mut kms, "ListKeys", json!({})), "KMSInternalException", no_randomness);
        left.set(u32::MAX);
        let opened = good(&mut kms, "Decrypt", json!({ "CiphertextBlob": ciphertext }));
        assert_eq!(bytes(&opened, "Plaintext"), DATA);
        assert_eq!(logged(&kms), expected, "after {draws} draws");
        assert_eq!(kms.advance(MILLISECOND).expect("time passes"), []);
    }
}

#[test]
fn time_ends_in_the_year_9999() {
    let clock = Rc::new(Cell::new(Timestamp::from_millis(Timestamp::MAX.as_millis() - 1_000 * 86_400_000)));
    let late = Env { clock: Box::new(Standing(Rc::clone(&clock))), entropy: Box::new(seeded("kms")) };
    let mut kms = Kms::new(late, options());
    let [key, other] = ["one", "two"].map(|words| create_key(&mut kms, words));
    for key in [&key, &other] {
        good(&mut kms, "EnableKeyRotation", json!({ "KeyId": key, "RotationPeriodInDays": 90 }));
    }
    let ciphertext = sealed(&mut kms, &key);
    assert_eq!(wait(&mut kms, Duration::MAX).len(), 22, "eleven times 90 days for each");
    assert_eq!(kms.now(), Timestamp::MAX);
    for time in [MILLISECOND, Duration::MAX] {
        assert_eq!(wait(&mut kms, time), []);
    }
    // The next date, and the date of a deletion, lie beyond all dates.
    let answer = good(&mut kms, "ScheduleKeyDeletion", json!({ "KeyId": other }));
    assert_eq!(answer["DeletionDate"], json!(Timestamp::MAX.as_epoch_seconds()));
    for operation in ["DisableKey", "EnableKey", "EnableKeyRotation"] {
        good(&mut kms, operation, json!({ "KeyId": key }));
    }
    assert_eq!(wait(&mut kms, days(1)), []);
    assert!(ask(&mut kms, "DescribeKey", json!({ "KeyId": other })).is_ok());
    let rotations = list(&good(&mut kms, "ListKeyRotations", json!({ "KeyId": key })), "Rotations");
    assert_eq!(rotations.len(), 11);
    let opened = good(&mut kms, "Decrypt", json!({ "CiphertextBlob": ciphertext }));
    assert_eq!(bytes(&opened, "Plaintext"), DATA);
}
