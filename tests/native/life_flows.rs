//! The examples of the page's card about the life of a key, byte for byte: golden traces of a letter that is opened, or
//! not, after all that was done.
//!
//! The page plays the same examples, and a test of the page compares the two.

use core::time::Duration;
use std::collections::BTreeMap;

use glass_kms::{
    envelope::{Envelope, Wanted},
    trace::{Outcome, Trace},
    types::WrappingAlgorithm,
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    flows::{World, golden},
    support::{CONTEXT, NOW, ask, importing, member, root, text, with},
};

const LIVES: &str = include_str!("../data/lives.json");
const ALIAS: &str = "alias/letters";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// What the page imports, in hexadecimal: it grows from the seed.
    material: String,
    lives: Vec<Life>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Life {
    id: String,
    /// What was done, as a link says it.
    acts: String,
    /// Which letter is opened, counted from 1, and whether by the alias.
    letter: String,
    /// How that ends.
    ends: String,
}

#[test]
fn every_example_of_the_page() {
    let file: File = serde_json::from_str(LIVES).expect("the examples of the page");
    for life in &file.lives {
        let mut story = Story::new(unhex(&file.material));
        for act in life.acts.split(',') {
            story.act(act);
        }
        let trace = story.open(&life.letter);
        let ends = match &trace.outcome {
            Outcome::Done { .. } => "ok",
            Outcome::Refused { code, .. } => code,
        };
        assert_eq!(ends, life.ends, "{}", life.id);
        golden(&format!("aws-life-{}", life.id), trace);
    }
}

/// What the page does with a list of actions.
struct Story {
    world: World,
    material: Vec<u8>,
    /// By the page's names.
    keys: BTreeMap<String, String>,
    letters: Vec<Envelope>,
    /// In days.
    passed: u32,
}

impl Story {
    fn new(material: Vec<u8>) -> Self {
        let mut world = World::new();
        let keys = BTreeMap::from([("letters".to_owned(), world.key_id(ALIAS))]);
        Self { world, material, keys, letters: Vec::new(), passed: 0 }
    }

    fn act(&mut self, act: &str) {
        let words: Vec<_> = act.split(':').collect();
        match *words.as_slice() {
            ["write", by] => self.write(by),
            ["wait", time] => self.wait(time),
            ["automatic", days] => {
                self.ask("EnableKeyRotation", "letters", json!({ "RotationPeriodInDays": number(days) }));
            }
            ["rotate"] => self.ask("RotateKeyOnDemand", "letters", json!({})),
            ["create", name] => self.create(name),
            ["alias", to] => {
                let request = json!({ "AliasName": ALIAS, "TargetKeyId": self.key(to) });
                ask(&mut self.world.kms, "UpdateAlias", request).expect("the alias moves");
            }
            ["import", "own", days] => self.import(number(days)),
            ["schedule", name, days] => {
                self.ask("ScheduleKeyDeletion", name, json!({ "PendingWindowInDays": number(days) }));
            }
            _ => panic!("there is no action {act}"),
        }
    }

    fn key(&self, name: &str) -> String {
        self.keys.get(name).expect("the key was made").clone()
    }

    fn ask(&mut self, operation: &str, name: &str, more: Value) {
        let request = with(json!({ "KeyId": self.key(name) }), more);
        ask(&mut self.world.kms, operation, request).expect(operation);
    }

    fn write(&mut self, by: &str) {
        let key = if by == "alias" { ALIAS.to_owned() } else { self.key(by) };
        let (envelope, _) = self.world.encrypt(&key).expect("root may");
        self.letters.push(envelope);
    }

    fn wait(&mut self, time: &str) {
        let days = number(time.strip_suffix('d').expect("days"));
        self.world.kms.advance(Duration::from_hours(24) * days).expect("time passes");
        self.passed += days;
    }

    fn create(&mut self, name: &str) {
        let request = match name {
            "imported" => json!({ "Description": "Imported", "Origin": "EXTERNAL" }),
            _ => json!({ "Description": "Letters" }),
        };
        let made = ask(&mut self.world.kms, "CreateKey", request).expect("a key");
        self.keys.insert(name.to_owned(), text(&member(&made, "KeyMetadata"), "KeyId"));
    }

    fn import(&mut self, days: u32) {
        let algorithm = WrappingAlgorithm::RsaesOaepSha256;
        let request = json!({
            "KeyId": self.key("imported"),
            "WrappingAlgorithm": algorithm.as_str(),
            "WrappingKeySpec": "RSA_2048",
        });
        let parameters = ask(&mut self.world.kms, "GetParametersForImport", request).expect("a wrapping key");
        let valid_to = NOW / 1000 + i64::from(self.passed + days) * 86_400;
        let expires = json!({ "ExpirationModel": "KEY_MATERIAL_EXPIRES", "ValidTo": valid_to });
        let request = with(importing(&parameters, algorithm, &self.material), expires);
        ask(&mut self.world.kms, "ImportKeyMaterial", request).expect("imported");
    }

    fn open(mut self, letter: &str) -> Trace {
        let (number, key_id) = match letter.split_once(':') {
            Some((number, _)) => (number, Some(ALIAS.to_owned())),
            None => (letter, None),
        };
        let index: usize = number.parse().expect("a number");
        let envelope = self.letters.get(index - 1).expect("the letter was written");
        let wanted = Wanted { key_id, context: CONTEXT.into(), ..Wanted::default() };
        match self.world.decrypt_as(root(), envelope, wanted) {
            Ok((_, trace)) => trace,
            Err(refused) => *refused.trace.expect("flows are watched"),
        }
    }
}

fn number(text: &str) -> u32 {
    text.parse().expect("a number")
}

fn unhex(text: &str) -> Vec<u8> {
    let digits = text.as_bytes().chunks(2).map(|pair| core::str::from_utf8(pair).expect("ASCII"));
    digits.map(|pair| u8::from_str_radix(pair, 16).expect("hexadecimal")).collect()
}
