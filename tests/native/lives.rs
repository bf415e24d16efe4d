//! Lives that nobody thought of: whatever is done to keys, in whatever order, the engine must agree with the model.

use core::time::Duration;
use std::collections::{BTreeMap, BTreeSet};

use glass_kms::{
    env::{Entropy, EntropyError},
    error::KmsError,
    hsm::primes::ROUNDS,
    operations::{
        CallContext, CancelKeyDeletionRequest, CreateAliasRequest, CreateKeyRequest, DecryptRequest,
        DeleteAliasRequest, DescribeKeyRequest, DisableKeyRequest, DisableKeyRotationRequest, EnableKeyRequest,
        EnableKeyRotationRequest, EncryptRequest, Kms, Request, Response, RotateKeyOnDemandRequest,
        ScheduleKeyDeletionRequest, UpdateAliasRequest,
    },
    trace::Recorder,
    types::Blob,
};
use proptest::{collection::vec, prelude::*, strategy::ValueTree, test_runner::TestRunner};

use crate::{
    life_model::{By, Kind, MANAGED, Model, Outcome},
    support::{DATA, NOW, days, env, just_before, options, root},
};

/// How many lives an ordinary run looks at; PROPTEST_CASES asks for more.
pub(crate) const CASES: u32 = 10_000;
const ALIASES: [&str; 2] = ["alias/one", "alias/two"];

/// Something that is done, and two numbers that say to what and how. What is there twice is done more often.
type Act = (usize, u8, u8);
const ACTS: [&str; 29] = [
    "CreateKey",
    "EnableKey",
    "EnableKey",
    "DisableKey",
    "EnableKeyRotation",
    "EnableKeyRotation",
    "EnableKeyRotation",
    "DisableKeyRotation",
    "RotateKeyOnDemand",
    "RotateKeyOnDemand",
    "Rotate26Times",
    "ScheduleKeyDeletion",
    "ScheduleKeyDeletion",
    "CancelKeyDeletion",
    "CreateAlias",
    "CreateAlias",
    "UpdateAlias",
    "UpdateAlias",
    "DeleteAlias",
    "Encrypt",
    "Encrypt",
    "Decrypt",
    "Decrypt",
    "Decrypt",
    "UseManagedKey",
    "Oversleep",
    "Wait",
    "WaitForTheNext",
    "WaitForTheNext",
];

fn lives() -> impl Strategy<Value = Vec<Act>> {
    vec((0..ACTS.len(), any::<u8>(), any::<u8>()), 1..11)
}

/// Bytes that differ, and no more: drawing good ones would take most of the time.
#[derive(Default)]
pub(crate) struct Counter {
    count: u64,
    of_prime_len: usize,
}

/// So many bytes are drawn for nothing but the two primes of a wrapping key of 2048 bits and what each is tested with.
const PRIME_LEN: usize = 128;

impl Counter {
    fn differ(&mut self, buffer: &mut [u8]) {
        self.count = self.count.wrapping_add(0x9e37_79b9_7f4a_7c15);
        for chunk in buffer.chunks_mut(8) {
            chunk.iter_mut().zip(self.count.to_le_bytes()).for_each(|(byte, random)| *byte = random);
        }
    }

    /// One of two primes in turn, so that the search for a prime ends where it begins: 2^1024 - 105 and
    /// 3 * 2^1022 + 1037. Between them come as many bases as each is tested with, all below it.
    fn prime(&mut self, buffer: &mut [u8]) {
        let (primes, bases) = (self.of_prime_len / (1 + ROUNDS), self.of_prime_len % (1 + ROUNDS));
        self.of_prime_len += 1;
        if bases > 0 {
            self.differ(buffer);
            buffer.iter_mut().take(1).for_each(|first| *first &= 0x7f);
            return;
        }
        let (first, rest, last) =
            if primes.is_multiple_of(2) { (0xff, 0xff, [0x97, 0xff]) } else { (0xc0, 0, [0x0d, 0x04]) };
        buffer.fill(rest);
        buffer.iter_mut().rev().zip(last).for_each(|(byte, given)| *byte = given);
        buffer.iter_mut().take(1).for_each(|byte| *byte = first);
    }
}

impl Entropy for Counter {
    fn fill(&mut self, buffer: &mut [u8]) -> Result<(), EntropyError> {
        if buffer.len() == PRIME_LEN {
            self.prime(buffer);
        } else {
            self.differ(buffer);
        }
        Ok(())
    }
}

/// The engine beside its model.
pub(crate) struct Life {
    pub(crate) kms: Kms,
    pub(crate) model: Model,
    ciphertexts: Vec<(Blob, usize, usize)>,
    via: Vec<(String, Vec<String>)>,
    pub(crate) met: Met,
}

/// Every act with what came of it.
pub(crate) type Met = BTreeSet<(&'static str, &'static str)>;

/// The answer of an operation that must not be refused.
macro_rules! answer {
    ($life:expr, $operation:ident, $request:expr) => {
        match $life.call(Request::$operation($request), false) {
            Ok(Response::$operation(answer)) => answer,
            other => panic!("{other:?}"),
        }
    };
}
pub(crate) use answer;

impl Life {
    pub(crate) fn begin(kind: Kind) -> Self {
        let mut life = Self {
            kms: Kms::new(env(Counter::default()), options()),
            model: Model::starting(NOW),
            ciphertexts: Vec::new(),
            via: vec![("kms:ViaService".to_owned(), vec!["s3.ap-northeast-1.amazonaws.com".to_owned()])],
            met: BTreeSet::new(),
        };
        life.create(kind);
        life
    }

    pub(crate) fn call(&mut self, request: Request, by_service: bool) -> Result<Response, KmsError> {
        let condition_keys = if by_service { self.via.as_slice() } else { &[] };
        let context = CallContext { condition_keys, ..root() };
        self.kms.call(&context, request, &mut Recorder::off()).map_err(KmsError::from)
    }

    pub(crate) fn create(&mut self, kind: Kind) {
        let id = if kind == Kind::Managed {
            let request = DescribeKeyRequest { key_id: Some(MANAGED.to_owned()), grant_tokens: None };
            let described = answer!(self, DescribeKey, request);
            described.key_metadata.key_id
        } else {
            let origin = if kind == Kind::Imported { "EXTERNAL" } else { "AWS_KMS" };
            let request = CreateKeyRequest { origin: Some(origin.to_owned()), ..CreateKeyRequest::default() };
            let made = answer!(self, CreateKey, request);
            made.key_metadata.key_id
        };
        self.model.create(id.to_string(), kind);
    }

    /// Does one thing, in both worlds.
    pub(crate) fn act(&mut self, act: &'static str, a: u8, b: u8) {
        let at = usize::from(a) % self.model.keys.len();
        let key_id = || Some(self.model.keys.get(at).expect("a key").id.clone());
        let alias = ALIASES.get(usize::from(b) % 2).copied().expect("an alias");
        let alias_name = Some(alias.to_owned());
        let days = |choices: [i64; 4]| choices.get(usize::from(b) % 5).copied();
        let (request, wanted) = match act {
            "CreateKey" if self.model.keys.len() < 3 => {
                return self.create(if b < 64 { Kind::Imported } else { Kind::Customer });
            }
            "UseManagedKey" if !self.model.names.contains_key(MANAGED) => return self.create(Kind::Managed),
            "Rotate26Times" if b < 32 => return (0..26).for_each(|_| self.act("RotateKeyOnDemand", a, b)),
            "CreateKey" | "UseManagedKey" | "Rotate26Times" => return,
            "Oversleep" => return self.oversleep(a, b),
            "Wait" => return self.wait(u64::from(b) * if a < 128 { 60_000 } else { 86_400_000 }),
            "WaitForTheNext" => return self.wait_for_the_next(a, b),
            "Encrypt" => return self.encrypt(at, b < 128),
            "Decrypt" => return self.decrypt(a, b),
            "EnableKey" => (Request::EnableKey(EnableKeyRequest { key_id: key_id() }), self.model.enable(at)),
            "DisableKey" => (Request::DisableKey(DisableKeyRequest { key_id: key_id() }), self.model.disable(at)),
            "EnableKeyRotation" => {
                let rotation_period_in_days = days([90, 91, 180, 2560]);
                let request = EnableKeyRotationRequest { key_id: key_id(), rotation_period_in_days };
                (Request::EnableKeyRotation(request), self.model.rotate_every(at, rotation_period_in_days))
            }
            "DisableKeyRotation" => {
                let request = DisableKeyRotationRequest { key_id: key_id() };
                (Request::DisableKeyRotation(request), self.model.rotate_no_more(at))
            }
            "RotateKeyOnDemand" => {
                let request = RotateKeyOnDemandRequest { key_id: key_id() };
                (Request::RotateKeyOnDemand(request), self.model.rotate_now(at))
            }
            "ScheduleKeyDeletion" => {
                let pending_window_in_days = days([7, 8, 15, 30]);
                let request = ScheduleKeyDeletionRequest { key_id: key_id(), pending_window_in_days };
                let wanted = self.model.schedule_deletion(at, pending_window_in_days.unwrap_or(30));
                (Request::ScheduleKeyDeletion(request), wanted)
            }
            "CancelKeyDeletion" => {
                let request = CancelKeyDeletionRequest { key_id: key_id() };
                (Request::CancelKeyDeletion(request), self.model.cancel_deletion(at))
            }
            "CreateAlias" => {
                let request = CreateAliasRequest { alias_name, target_key_id: key_id() };
                (Request::CreateAlias(request), self.model.create_alias(alias, at))
            }
            "UpdateAlias" => {
                let request = UpdateAliasRequest { alias_name, target_key_id: key_id() };
                (Request::UpdateAlias(request), self.model.update_alias(alias, at))
            }
            "DeleteAlias" => (Request::DeleteAlias(DeleteAliasRequest { alias_name }), self.model.delete_alias(alias)),
            other => panic!("{other} is not known"),
        };
        let found = self.call(request, false);
        self.came_of(act, &found, wanted);
    }

    pub(crate) fn came_of(&mut self, act: &'static str, found: &Result<Response, KmsError>, wanted: Outcome) {
        assert_eq!(found.as_ref().map(drop).map_err(KmsError::code), wanted, "{act}: {found:?}");
        self.met.insert((act, wanted.err().unwrap_or("ok")));
    }

    fn wait(&mut self, milliseconds: u64) {
        self.kms.advance(Duration::from_millis(milliseconds)).expect("time passes");
        self.model.wait(i64::try_from(milliseconds).expect("a short time"));
    }

    /// A key is disabled for up to twice the time from one rotation to the next, and more.
    fn oversleep(&mut self, key: u8, days: u8) {
        self.act("EnableKeyRotation", key, 0);
        self.act("DisableKey", key, 0);
        self.wait(u64::from(days) * 86_400_000);
        self.act("EnableKey", key, 0);
    }

    /// To the very moment, or just before it, or as near as a rotation on demand may come; and tries that.
    fn wait_for_the_next(&mut self, how: u8, key: u8) {
        let twenty_minutes = Duration::from_mins(20);
        let before = [Duration::ZERO, just_before(twenty_minutes), twenty_minutes, Duration::from_millis(1_200_001)];
        let before = before.get(usize::from(how) % 4).expect("a time");
        let Some(next) = self.model.next() else { return };
        let time = Duration::from_millis(u64::try_from(next - self.model.now).expect("it is yet to come"));
        // The dates that are years away take too long for so many lives.
        if time <= days(400) {
            self.wait(u64::try_from(time.saturating_sub(*before).as_millis()).expect("a short time"));
            self.act("RotateKeyOnDemand", key, 0);
        }
    }

    fn encrypt(&mut self, at: usize, by_service: bool) {
        let key_id = Some(self.model.keys.get(at).expect("a key").id.clone());
        let plaintext = Some(Blob::from(DATA.to_vec()));
        let request = EncryptRequest { key_id, plaintext, ..EncryptRequest::default() };
        let found = self.call(Request::Encrypt(request), by_service);
        let wanted = self.model.use_key(at, "Encrypt", by_service);
        if let Ok(Response::Encrypt(sealed)) = &found {
            let version = self.model.keys.get(at).and_then(|key| key.current).expect("material");
            self.ciphertexts.push((sealed.ciphertext_blob.clone(), at, version));
        }
        self.came_of("Encrypt", &found, wanted);
    }

    fn decrypt(&mut self, a: u8, b: u8) {
        let count = self.ciphertexts.len().max(1);
        let Some((blob, at, version)) = self.ciphertexts.get(usize::from(a) % count).cloned() else { return };
        let named = usize::from(b >> 2) % self.model.keys.len();
        let alias = ALIASES.get(usize::from(b >> 2) % 2).expect("an alias");
        let (by, key_id) = match b % 4 {
            0 | 1 => (By::Ciphertext, None),
            2 => (By::Id(named), self.model.keys.get(named).map(|key| key.id.clone())),
            _ => (By::Alias(alias), Some((*alias).to_owned())),
        };
        let by_service = a < 128;
        let request = DecryptRequest { ciphertext_blob: Some(blob), key_id, ..DecryptRequest::default() };
        let found = self.call(Request::Decrypt(request), by_service);
        let wanted = self.model.decrypt(at, by, by_service);
        if let Ok(Response::Decrypt(opened)) = &found {
            let used =
                self.model.keys.get(at).and_then(|key| key.versions.get(version)).and_then(|used| used.id.clone());
            assert_eq!(opened.key_material_id.map(|id| id.to_string()), used);
            assert_eq!(opened.plaintext.expose(), DATA);
        }
        self.came_of("Decrypt", &found, wanted);
    }
}

fn live(acts: Vec<Act>) -> Met {
    let mut life = Life::begin(Kind::Customer);
    for (act, a, b) in acts {
        life.act(ACTS.get(act).copied().expect("an act"), a, b);
        life.agree();
    }
    life.end()
}

pub(crate) fn cases() -> u32 {
    ProptestConfig::default().cases.max(CASES)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn every_life_goes_as_in_the_model(acts in lives()) {
        live(acts);
    }
}

/// What can come of each act.
const KINDS: &str = "
    CancelKeyDeletion AccessDenied KMSInvalidState NotFound ok
    CreateAlias AccessDenied AlreadyExists KMSInvalidState NotFound ok
    Decrypt AccessDenied Disabled IncorrectKey KMSInvalidState NotFound ok
    DeleteAlias NotFound ok
    DisableKey AccessDenied KMSInvalidState NotFound ok
    DisableKeyRotation AccessDenied Disabled KMSInvalidState NotFound UnsupportedOperation ok
    EnableKey AccessDenied KMSInvalidState NotFound ok
    EnableKeyRotation AccessDenied Disabled KMSInvalidState NotFound UnsupportedOperation ok
    Encrypt AccessDenied Disabled KMSInvalidState NotFound ok
    RotateKeyOnDemand AccessDenied Conflict Disabled KMSInvalidState LimitExceeded NotFound ok
    ScheduleKeyDeletion AccessDenied KMSInvalidState NotFound ok
    UpdateAlias AccessDenied KMSInvalidState NotFound ok";

/// A test that always sees the same proves nothing: everything that can come of an act must come of it.
#[test]
fn the_lives_are_of_every_kind() {
    let mut runner = TestRunner::deterministic();
    let mut met: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for _ in 0..CASES / 5 {
        let acts = lives().new_tree(&mut runner).expect("a life").current();
        for (act, outcome) in live(acts) {
            met.entry(act).or_default().insert(outcome.trim_end_matches("Exception"));
        }
    }
    let met = met.into_iter().map(|(act, outcomes)| [act].into_iter().chain(outcomes).collect::<Vec<_>>().join(" "));
    assert_eq!(met.collect::<Vec<_>>(), KINDS.trim().lines().map(str::trim).collect::<Vec<_>>());
}
