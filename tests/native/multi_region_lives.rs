//! Lives of keys in three Regions, beside the model. Handing material to another Region takes the HSMs a while, so these are
//! fewer lives, and longer ones.

use core::time::Duration;
use std::{collections::BTreeSet, iter::repeat_n};

use glass_kms::{
    error::KmsError,
    operations::{AuditEvent, Kms, Options, REPLICATION_DELAY},
    store::SEALING_KEY_LEN,
};
use proptest::{collection::vec, prelude::*, sample::select, strategy::ValueTree, test_runner::TestRunner};
use serde_json::{Value, json};

use crate::{
    life_model::Outcome,
    lives::{Counter, Met, cases},
    multi_region_acts::{described, own, region_name},
    multi_region_checks::{Done, Picture},
    multi_region_model::Model,
    support::{Answer, NOW, ask_as, env, in_region, options, service_events, with},
};

/// There is one such life for so many others.
const RARER: u32 = 300;
pub(crate) const REGIONS: [&str; 3] = ["ap-northeast-1", "eu-west-1", "us-east-1"];
const DAY: i64 = 86_400_000;
const TWENTY_MINUTES: i64 = 1_200_000;
const WAITS: [i64; 8] = [1, 2_500, 3_600_000, 7 * DAY, 15 * DAY, 30 * DAY, 100 * DAY, 1_000 * DAY];
const SEALING_KEY: [u8; SEALING_KEY_LEN] = [7; SEALING_KEY_LEN];

/// What is done, to which family, in which Region (or, three times as often, in that of its primary key), and a number that
/// says how.
type Act = (&'static str, usize, usize, u8);
/// With how often each is done.
const ACTS: [(usize, &str); 26] = [
    (2, "CreateKey"),
    (4, "ReplicateKey"),
    (2, "SettleAndMove"),
    (2, "UpdatePrimaryRegion"),
    (2, "EnableKey"),
    (2, "DisableKey"),
    (2, "EnableKeyRotation"),
    (1, "DisableKeyRotation"),
    (2, "RotateKeyOnDemand"),
    (2, "Rotate26Times"),
    (2, "ScheduleKeyDeletion"),
    (2, "CancelKeyDeletion"),
    (2, "Encrypt"),
    (3, "Decrypt"),
    (3, "PutKeyPolicy"),
    (1, "UpdateKeyDescription"),
    (2, "TagResource"),
    (1, "UntagResource"),
    (1, "CreateGrant"),
    (1, "CreateAlias"),
    (3, "UpdateAlias"),
    (1, "DeleteAlias"),
    (1, "Oversleep"),
    (4, "Settle"),
    (2, "Wait"),
    (2, "WaitForTheNext"),
];

fn lives() -> impl Strategy<Value = Vec<Act>> {
    let acts: Vec<_> = ACTS.into_iter().flat_map(|(times, act)| repeat_n(act, times)).collect();
    vec((select(acts), 0..6_usize, 0..6_usize, any::<u8>()), 10..40)
}

/// The engine beside its model.
pub(crate) struct Life {
    kms: Kms,
    pub(crate) model: Model,
    /// What was sealed, by which family and with which version.
    pub(crate) ciphertexts: Vec<(Value, usize, usize)>,
    /// In how many steps time passes.
    steps: u32,
    /// Whether all is looked at after whatever happens.
    watched: bool,
    /// What was there when it was looked at last.
    pub(crate) before: Picture,
    answers: Vec<Answer>,
    events: Vec<AuditEvent>,
    met: Met,
}

impl Life {
    fn begin(steps: u32, watched: bool) -> Self {
        let options = Options { replication_delay: REPLICATION_DELAY, ..options() };
        let mut life = Self {
            kms: Kms::new(env(Counter::default()), options),
            model: Model::starting(NOW),
            ciphertexts: Vec::new(),
            steps,
            watched,
            before: Picture::new(),
            answers: Vec::new(),
            events: Vec::new(),
            met: BTreeSet::new(),
        };
        life.happened(None);
        life.create(0, 1);
        life.operate("ReplicateKey", 0, 0, 64);
        (0..2).for_each(|region| life.operate("CreateAlias", 0, region, 1));
        life.encrypt(0, 0);
        life
    }

    pub(crate) fn ask(&mut self, region: usize, operation: &str, input: Value) -> Answer {
        ask_as(&mut self.kms, &in_region(region_name(region)), operation, input)
    }

    fn create(&mut self, region: usize, how: u8) {
        let multi_region = !how.is_multiple_of(4);
        let own = own(how);
        let input = with(described(&own), json!({ "MultiRegion": multi_region }));
        let made = self.ask(region, "CreateKey", input).expect("a key");
        let id = made.pointer("/KeyMetadata/KeyId").and_then(Value::as_str).expect("an id");
        self.model.create(id.to_owned(), region, multi_region, &own);
        self.happened(Some(&Done { act: "CreateKey", region, id: id.to_owned(), to: region, refused: false }));
    }

    fn happened(&mut self, done: Option<&Done>) {
        if self.watched {
            self.look(done);
        }
    }

    /// Does one thing, in both worlds.
    fn act(&mut self, (act, family, region, how): Act) {
        let family = family % self.model.families.len();
        let region = if region < REGIONS.len() { region } else { self.model.family(family).primary };
        match act {
            "CreateKey" if self.model.families.len() < 3 => self.create(region, how),
            "CreateKey" => {}
            "Settle" => self.wait(5_000),
            "Wait" => self.wait(*WAITS.get(usize::from(how) % WAITS.len()).expect("a time")),
            "WaitForTheNext" => self.wait_for_the_next(family, region, how),
            "Oversleep" => self.oversleep(family, region, how),
            "Rotate26Times" => self.rotate_26_times(family, region, how),
            "SettleAndMove" => {
                self.wait(5_000);
                self.operate("UpdatePrimaryRegion", family, region, how);
            }
            "Encrypt" => self.encrypt(family, region),
            "Decrypt" => self.decrypt(region, how),
            _ => self.operate(act, family, region, how),
        }
    }

    pub(crate) fn came_of(&mut self, done: &Done, state: &'static str, found: Answer, wanted: Outcome) {
        assert_eq!(found.as_ref().map(drop).map_err(KmsError::code), wanted, "{}: {found:?}", done.act);
        self.answers.push(found);
        self.met.insert((done.act, wanted.err().unwrap_or(state)));
        self.happened(Some(done));
    }

    /// In steps of whole milliseconds, the last of which is the rest.
    fn wait(&mut self, milliseconds: i64) {
        self.model.wait(milliseconds);
        let whole = Duration::from_millis(u64::try_from(milliseconds).expect("time passes forward"));
        let step = Duration::from_millis(u64::try_from(whole.as_millis()).expect("short") / u64::from(self.steps));
        let rest = whole.saturating_sub(step * self.steps);
        for time in (0..self.steps).map(|_| step).chain([rest]) {
            self.events.extend(self.kms.advance(time).expect("time passes"));
        }
        self.happened(None);
    }

    /// To the very moment; or just before it, to do something that then is still under way; or as near as a rotation on
    /// demand may come, and tries that.
    fn wait_for_the_next(&mut self, family: usize, region: usize, how: u8) {
        let Some(time) = self.model.next().map(|next| next - self.model.now) else { return };
        let (before, then) = match how % 6 {
            0 => (0, None),
            1 | 2 => (1, Some("UpdatePrimaryRegion")),
            3 => (1, Some("ReplicateKey")),
            4 => (TWENTY_MINUTES, Some("RotateKeyOnDemand")),
            _ => (TWENTY_MINUTES + 1, Some("RotateKeyOnDemand")),
        };
        // The dates that are years away take too long for so many lives.
        if time > 400 * DAY {
            return;
        }
        self.wait((time - before).max(0));
        if let Some(act) = then {
            self.operate(act, family, region, how);
        }
        if before == 1 {
            self.wait(1);
        }
    }

    /// A key is disabled for up to twice the time from one rotation to the next, and more; and enabled again, most often
    /// after its related keys.
    fn oversleep(&mut self, family: usize, region: usize, days: u8) {
        self.operate("EnableKeyRotation", family, region, 0);
        self.operate("DisableKey", family, region, 0);
        self.wait(i64::from(days) * DAY);
        (0..REGIONS.len()).rev().for_each(|region| self.operate("EnableKey", family, region, 0));
    }

    /// Without replicas, to which all that material would have to be handed.
    fn rotate_26_times(&mut self, family: usize, region: usize, how: u8) {
        if how < 128 && self.model.family(family).regions().count() == 1 {
            (0..26).for_each(|_| self.operate("RotateKeyOnDemand", family, region, 0));
        }
    }
}

fn live(acts: Vec<Act>, steps: u32, watched: bool) -> Life {
    let mut life = Life::begin(steps, watched);
    for act in acts {
        life.act(act);
    }
    life.end();
    life
}

impl Life {
    /// What is asked at the end, whoever watched: everything once more, and what KMS did by itself.
    fn end(&mut self) {
        self.look(None);
        let mut wanted = self.model.events.clone();
        let logged = service_events(&self.kms);
        assert!(logged.is_sorted_by_key(|event| event.event_time));
        let told = logged.into_iter().filter(|event| event.event_name != "SynchronizeMultiRegionKey");
        let told = told.map(|event| {
            let region = REGIONS.iter().position(|region| *region == event.aws_region.as_str()).expect("a Region");
            let key = event.service_event_details.expect("details").key_id.to_string();
            (event.event_time.as_millis(), region, key, event.event_name.to_owned())
        });
        let mut told: Vec<_> = told.collect();
        told.sort();
        wanted.sort();
        let wanted = wanted.into_iter().map(|(at, region, id, name)| (at, region, id, name.to_owned()));
        assert_eq!(told, wanted.collect::<Vec<_>>());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases() / RARER, ..ProptestConfig::default() })]

    #[test]
    fn every_life_in_several_regions_goes_as_in_the_model(acts in lives()) {
        live(acts, 1, true);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases() / RARER / 2, ..ProptestConfig::default() })]

    #[test]
    fn it_makes_no_difference_to_them_in_how_many_steps_time_passes(acts in lives(), steps in 2..40_u32) {
        let [at_once, in_steps] = [1, steps].map(|steps| live(acts.clone(), steps, false));
        prop_assert_eq!(&at_once.answers, &in_steps.answers);
        prop_assert_eq!(&at_once.events, &in_steps.events);
        let [at_once, in_steps] = [at_once, in_steps].map(|mut life| life.kms.snapshot(&SEALING_KEY).expect("a snapshot"));
        prop_assert!(at_once == in_steps, "the snapshots differ");
    }
}

/// In which states each act succeeds, and by which exceptions it is refused.
const KINDS: &str = "
    CancelKeyDeletion: PendingDeletion PendingReplicaDeletion; KMSInvalidState NotFound
    CreateAlias: Creating Disabled Enabled Updating; AlreadyExists KMSInvalidState NotFound
    CreateGrant: Enabled Updating; Disabled KMSInvalidState NotFound
    Decrypt: Enabled Updating; AccessDenied Disabled IncorrectKey KMSInvalidState NotFound
    DeleteAlias: any; NotFound
    DisableKey: Disabled Enabled; KMSInvalidState NotFound
    DisableKeyRotation: Enabled Updating; Disabled KMSInvalidState NotFound UnsupportedOperation
    EnableKey: Disabled Enabled; KMSInvalidState NotFound
    EnableKeyRotation: Enabled Updating; Disabled KMSInvalidState NotFound UnsupportedOperation
    Encrypt: Enabled Updating; Disabled KMSInvalidState NotFound
    PutKeyPolicy: Creating Disabled Enabled PendingDeletion PendingReplicaDeletion Updating; NotFound
    ReplicateKey: Enabled; AlreadyExists Disabled KMSInvalidState NotFound UnsupportedOperation
    RotateKeyOnDemand: Enabled; Conflict Disabled KMSInvalidState LimitExceeded NotFound UnsupportedOperation
    ScheduleKeyDeletion: Creating Disabled Enabled; KMSInvalidState NotFound
    TagResource: Creating Disabled Enabled Updating; KMSInvalidState NotFound
    UntagResource: Creating Disabled Enabled Updating; KMSInvalidState NotFound
    UpdateAlias: Creating Disabled Enabled Updating; KMSInvalidState NotFound
    UpdateKeyDescription: Creating Disabled Enabled Updating; KMSInvalidState NotFound
    UpdatePrimaryRegion: Enabled Updating; Disabled KMSInvalidState NotFound UnsupportedOperation";

/// A test that always sees the same proves nothing: everything that can come of an act must come of it.
#[test]
fn the_lives_in_several_regions_are_of_every_kind() {
    let wanted: Vec<_> = KINDS.trim().lines().map(str::trim).collect();
    let (mut runner, mut met, mut found) = (TestRunner::deterministic(), Met::new(), Vec::new());
    for _ in 0..150 {
        let acts = lives().new_tree(&mut runner).expect("a life").current();
        met.extend(live(acts, 1, false).met);
        found = kinds(&met);
        if found == wanted {
            break;
        }
    }
    assert_eq!(found, wanted);
}

/// What was met, act by act.
fn kinds(met: &Met) -> Vec<String> {
    let acts: BTreeSet<_> = met.iter().map(|(act, _)| *act).collect();
    let lines = acts.into_iter().map(|act| {
        let outcomes = met.iter().filter(|(of, _)| *of == act).map(|(_, outcome)| *outcome);
        let (refused, states): (Vec<_>, Vec<_>) = outcomes.partition(|outcome| outcome.ends_with("Exception"));
        let refused: Vec<_> = refused.into_iter().map(|code| code.trim_end_matches("Exception")).collect();
        format!("{act}: {}; {}", states.join(" "), refused.join(" "))
    });
    lines.collect()
}
