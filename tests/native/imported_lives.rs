//! Lives of keys whose material their owner imports, beside the model. Each import makes a wrapping key, so these are fewer
//! lives, and longer ones.

use std::collections::{BTreeMap, BTreeSet};

use glass_kms::{
    hsm::{oaep::PublicKey, wrapping},
    operations::{
        DeleteImportedKeyMaterialRequest, GetParametersForImportRequest, ImportKeyMaterialRequest, Request, Response,
    },
    types::{Blob, Timestamp, WrappingAlgorithm},
};
use proptest::{collection::vec, prelude::*, strategy::ValueTree, test_runner::TestRunner};

use crate::{
    import_model::{Token, Wish},
    life_model::Kind,
    lives::{CASES, Life, Met, cases},
    support::seeded,
};

/// There is one such life for so many others.
const RARER: u32 = 100;
const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// As in the other lives, and how something is imported.
type Act = (usize, u8, u8, Manner);
const ACTS: [&str; 28] = [
    "CreateKey",
    "GetParametersForImport",
    "ImportKeyMaterial",
    "ImportKeyMaterial",
    "ImportKeyMaterial",
    "ImportKeyMaterial",
    "ImportAndRotate",
    "RotateUpTo26Times",
    "DeleteImportedKeyMaterial",
    "DeleteImportedKeyMaterial",
    "RotateKeyOnDemand",
    "EnableKey",
    "EnableKey",
    "DisableKey",
    "EnableKeyRotation",
    "DisableKeyRotation",
    "ScheduleKeyDeletion",
    "CancelKeyDeletion",
    "CancelKeyDeletion",
    "Encrypt",
    "Encrypt",
    "Encrypt",
    "Decrypt",
    "Decrypt",
    "UseManagedKey",
    "Wait",
    "WaitForTheNext",
    "WaitForTheNext",
];

/// How something is imported.
#[derive(Clone, Copy, Debug)]
struct Manner {
    /// One of a few materials, so that the same ones come again.
    material: u8,
    algorithm: usize,
    /// An older token instead of a new one.
    token: Option<usize>,
    new: Option<bool>,
    /// How long until the material expires, in milliseconds.
    lasts: Option<i64>,
    /// That the id of a version is given, or of none.
    id: Option<usize>,
}

fn manners() -> impl Strategy<Value = Manner> {
    let lasts = prop_oneof![
        6 => Just(None),
        6 => prop_oneof![Just(HOUR), Just(DAY), Just(7 * DAY), Just(8 * DAY), 1..30 * DAY].prop_map(Some),
        1 => prop_oneof![Just(365 * DAY), Just(365 * DAY + 1), Just(0), Just(-DAY)].prop_map(Some),
    ];
    let token = prop_oneof![4 => Just(None), 1 => (0..16_usize).prop_map(Some)];
    let new = prop_oneof![3 => Just(None), 3 => Just(Some(true)), 1 => Just(Some(false))];
    let id = prop_oneof![4 => Just(None), 1 => (0..5_usize).prop_map(Some)];
    (0..4_u8, 0..WrappingAlgorithm::BUILT.len(), token, new, lasts, id)
        .prop_map(|(material, algorithm, token, new, lasts, id)| Manner { material, algorithm, token, new, lasts, id })
}

fn lives() -> impl Strategy<Value = Vec<Act>> {
    vec((0..ACTS.len(), any::<u8>(), any::<u8>(), manners()), 10..40)
}

/// Who makes the material.
struct Owner {
    life: Life,
    prepared: Vec<Prepared>,
}

/// All that one import takes.
struct Prepared {
    token: Token,
    import_token: Blob,
    wrapped: Blob,
}

impl Owner {
    fn act(&mut self, (act, a, b, manner): Act) {
        let act = ACTS.get(act).copied().expect("an act");
        let at = usize::from(a) % self.life.model.keys.len();
        match act {
            "CreateKey" if self.life.model.keys.len() < 3 => {
                self.life.create(if b < 64 { Kind::Customer } else { Kind::Imported });
            }
            "CreateKey" => {}
            "GetParametersForImport" => drop(self.prepare(at, manner)),
            "ImportKeyMaterial" => self.import(at, manner),
            "ImportAndRotate" => self.import_and_rotate(a, manner.material, manner),
            // Most lives have not the patience to get to the end.
            "RotateUpTo26Times" => {
                let times = if b < 32 { 26 } else { 2 };
                (0..times).for_each(|material| self.import_and_rotate(a, 100 + material, manner));
            }
            "DeleteImportedKeyMaterial" => self.delete(at, manner.id),
            other => self.life.act(other, a, b),
        }
    }

    /// Gets a wrapping key and wraps material; where that is refused there is nothing.
    fn prepare(&mut self, at: usize, manner: Manner) -> Option<usize> {
        let algorithm = WrappingAlgorithm::BUILT.get(manner.algorithm).copied().expect("an algorithm");
        let request = GetParametersForImportRequest {
            key_id: self.key_id(at),
            wrapping_algorithm: Some(algorithm.as_str().to_owned()),
            wrapping_key_spec: Some("RSA_2048".to_owned()),
        };
        let found = self.life.call(Request::GetParametersForImport(request), false);
        let wanted = self.life.model.prepare(at);
        self.life.came_of("GetParametersForImport", &found, wanted);
        let Ok(Response::GetParametersForImport(parameters)) = found else { return None };
        let valid_to = self.life.model.now + DAY;
        assert_eq!(parameters.parameters_valid_to.as_millis(), valid_to);
        let public_key = PublicKey::from_der(parameters.public_key.as_slice()).expect("a public key");
        let wrapped = wrapping::wrap(&public_key, algorithm, &[manner.material; 32], &mut seeded("owner"));
        self.prepared.push(Prepared {
            token: Token { key: at, material: manner.material, valid_to, used: false },
            import_token: parameters.import_token,
            wrapped: wrapped.expect("wrapped").into(),
        });
        self.prepared.len().checked_sub(1)
    }

    fn key_id(&self, at: usize) -> Option<String> {
        self.life.model.keys.get(at).map(|key| key.id.clone())
    }

    /// The id of a version, or one that no version has.
    fn material_id(&self, at: usize, version: usize) -> String {
        let version = self.life.model.keys.get(at).and_then(|key| key.versions.get(version));
        version.and_then(|version| version.id.clone()).unwrap_or_else(|| "0".repeat(64))
    }

    fn import(&mut self, at: usize, manner: Manner) {
        let older = manner.token.and_then(|token| token.checked_rem(self.prepared.len()));
        let Some(place) = older.or_else(|| self.prepare(at, manner)) else { return self.import_in_vain(at) };
        let Some(prepared) = self.prepared.get(place) else { return };
        // A token that is both another key's and an old one is refused as one or the other.
        let is_old = self.life.model.now > prepared.token.valid_to;
        self.import_with(if is_old { prepared.token.key } else { at }, place, manner);
    }

    /// With any token at all, for a key that gives none.
    fn import_in_vain(&mut self, at: usize) {
        let manner = Manner { material: 0, algorithm: 0, token: None, new: None, lasts: None, id: None };
        if !self.prepared.is_empty() {
            self.import_with(at, 0, manner);
        }
    }

    fn import_with(&mut self, at: usize, place: usize, manner: Manner) {
        let expires = manner.lasts.map(|lasts| self.life.model.now + lasts);
        let wish = Wish { new: manner.new, id: manner.id.map(|version| self.material_id(at, version)), expires };
        let key_id = self.key_id(at);
        let Some(prepared) = self.prepared.get_mut(place) else { return };
        let model = if expires.is_some() { "KEY_MATERIAL_EXPIRES" } else { "KEY_MATERIAL_DOES_NOT_EXPIRE" };
        let kind = wish.new.map(|new| if new { "NEW_KEY_MATERIAL" } else { "EXISTING_KEY_MATERIAL" });
        let request = ImportKeyMaterialRequest {
            key_id,
            import_token: Some(prepared.import_token.clone()),
            encrypted_key_material: Some(prepared.wrapped.clone()),
            valid_to: expires.map(Timestamp::from_millis),
            expiration_model: Some(model.to_owned()),
            import_type: kind.map(str::to_owned),
            key_material_description: None,
            key_material_id: wish.id.clone(),
        };
        let wanted = self.life.model.import(at, &mut prepared.token, &wish);
        let found = self.life.call(Request::ImportKeyMaterial(request), false);
        self.life.came_of("ImportKeyMaterial", &found, wanted);
    }

    fn import_and_rotate(&mut self, key: u8, material: u8, manner: Manner) {
        let at = usize::from(key) % self.life.model.keys.len();
        self.import(at, Manner { material, token: None, new: Some(true), id: None, ..manner });
        self.life.act("RotateKeyOnDemand", key, 0);
    }

    fn delete(&mut self, at: usize, version: Option<usize>) {
        let key_material_id = version.map(|version| self.material_id(at, version));
        let wanted = self.life.model.delete_material(at, key_material_id.as_deref());
        let request = DeleteImportedKeyMaterialRequest { key_id: self.key_id(at), key_material_id };
        let found = self.life.call(Request::DeleteImportedKeyMaterial(request), false);
        self.life.came_of("DeleteImportedKeyMaterial", &found, wanted);
    }
}

fn live(acts: Vec<Act>) -> Met {
    let mut owner = Owner { life: Life::begin(Kind::Imported), prepared: Vec::new() };
    for act in acts {
        owner.act(act);
        owner.life.agree();
    }
    owner.life.end()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases() / RARER, ..ProptestConfig::default() })]

    #[test]
    fn every_life_of_imported_material_goes_as_in_the_model(acts in lives()) {
        live(acts);
    }
}

/// What can come of each act.
const KINDS: &str = "
    CancelKeyDeletion AccessDenied KMSInvalidState NotFound ok
    Decrypt AccessDenied Disabled IncorrectKey KMSInvalidState NotFound ok
    DeleteImportedKeyMaterial AccessDenied NotFound UnsupportedOperation ok
    DisableKey AccessDenied KMSInvalidState NotFound ok
    DisableKeyRotation AccessDenied NotFound UnsupportedOperation ok
    EnableKey AccessDenied KMSInvalidState NotFound ok
    EnableKeyRotation AccessDenied NotFound UnsupportedOperation ok
    Encrypt AccessDenied Disabled KMSInvalidState NotFound ok
    GetParametersForImport KMSInvalidState NotFound UnsupportedOperation ok
    ImportKeyMaterial AccessDenied ExpiredImportToken IncorrectKeyMaterial InvalidImportToken \
        KMSInvalidState NotFound UnsupportedOperation Validation ok
    RotateKeyOnDemand AccessDenied Disabled KMSInvalidState LimitExceeded NotFound ok
    ScheduleKeyDeletion AccessDenied KMSInvalidState NotFound ok";

#[test]
fn the_lives_of_imported_material_are_of_every_kind() {
    let mut runner = TestRunner::deterministic();
    let mut met: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for _ in 0..CASES / RARER {
        let acts = lives().new_tree(&mut runner).expect("a life").current();
        for (act, outcome) in live(acts) {
            met.entry(act).or_default().insert(outcome.trim_end_matches("Exception"));
        }
    }
    let met = met.into_iter().map(|(act, outcomes)| [act].into_iter().chain(outcomes).collect::<Vec<_>>().join(" "));
    assert_eq!(met.collect::<Vec<_>>(), KINDS.trim().lines().map(str::trim).collect::<Vec<_>>());
}
