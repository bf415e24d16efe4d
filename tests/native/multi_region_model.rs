//! What becomes of keys in several Regions, told as simply as possible and from AWS's documentation alone: families of
//! related keys, with a place for each Region. Nothing here comes from the engine but the ids, which it draws.

use std::collections::BTreeMap;

use crate::life_model::{By, INVALID_STATE, NOT_FOUND, Outcome, UNSUPPORTED};

const DAY: i64 = 86_400_000;
const TWENTY_MINUTES: i64 = 1_200_000;
/// How long keys are creating or updating.
const DELAY: i64 = 5_000;
const DISABLED: Outcome = Err("DisabledException");
const EXISTS: Outcome = Err("AlreadyExistsException");

/// What happened by itself: when, in which Region, to which key, and what.
pub(crate) type Event = (i64, usize, String, &'static str);

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum State {
    Enabled,
    Disabled,
    /// Until a date.
    PendingDeletion(i64),
    /// With so many days that begin when the last replica is gone.
    PendingReplicaDeletion(i64),
    /// Until then.
    Creating(i64),
    /// Until then.
    Updating(i64),
}

/// One key in one Region, and what is its own.
pub(crate) struct Key {
    pub(crate) state: State,
    pub(crate) created: i64,
    pub(crate) own: Own,
    pub(crate) grants: usize,
    pub(crate) last_usage: Option<(&'static str, i64)>,
}

/// What is said when a key is made, and can be changed later.
#[derive(Clone, Default)]
pub(crate) struct Own {
    pub(crate) description: String,
    pub(crate) tags: BTreeMap<String, String>,
    /// One of a few policies; none is the default.
    pub(crate) policy: Option<u8>,
}

/// Material that a family has in common.
#[derive(Default)]
pub(crate) struct Version {
    /// Its id, once the engine has shown it.
    pub(crate) id: Option<String>,
    /// When it took over, and whether by itself; nothing for the first.
    pub(crate) rotated: Option<(i64, bool)>,
}

/// Related keys, and what they share; or a single-Region key.
pub(crate) struct Family {
    pub(crate) id: String,
    pub(crate) multi_region: bool,
    /// The Region of the primary key.
    pub(crate) primary: usize,
    pub(crate) keys: [Option<Key>; 3],
    pub(crate) versions: Vec<Version>,
    /// The days between rotations, and the next.
    pub(crate) schedule: Option<(i64, i64)>,
}

pub(crate) struct Model {
    pub(crate) now: i64,
    pub(crate) families: Vec<Family>,
    /// Of each Region, the names, and which family's key each points to.
    pub(crate) names: [BTreeMap<String, usize>; 3],
    pub(crate) events: Vec<Event>,
}

impl State {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Enabled => "Enabled",
            Self::Disabled => "Disabled",
            Self::PendingDeletion(_) => "PendingDeletion",
            Self::PendingReplicaDeletion(_) => "PendingReplicaDeletion",
            Self::Creating(_) => "Creating",
            Self::Updating(_) => "Updating",
        }
    }
}

impl Key {
    fn new(state: State, created: i64, own: Own) -> Self {
        Self { state, created, own, grants: 0, last_usage: None }
    }

    /// While it is updating a key can be used as before.
    fn usable(&self) -> Outcome {
        match self.state {
            State::Enabled | State::Updating(_) => Ok(()),
            State::Disabled => DISABLED,
            State::PendingDeletion(_) | State::PendingReplicaDeletion(_) | State::Creating(_) => INVALID_STATE,
        }
    }

    /// Usable, and not updating either.
    fn at_rest(&self) -> Outcome {
        self.usable()?;
        if matches!(self.state, State::Updating(_)) { INVALID_STATE } else { Ok(()) }
    }

    pub(crate) fn is_pending(&self) -> bool {
        matches!(self.state, State::PendingDeletion(_) | State::PendingReplicaDeletion(_))
    }

    /// Descriptions, tags and names can be changed in any state but these.
    fn not_pending(&self) -> Outcome {
        if self.is_pending() { INVALID_STATE } else { Ok(()) }
    }

    /// When its state changes by itself.
    fn due(&self) -> Option<i64> {
        match self.state {
            State::PendingDeletion(at) | State::Creating(at) | State::Updating(at) => Some(at),
            State::Enabled | State::Disabled | State::PendingReplicaDeletion(_) => None,
        }
    }
}

impl Family {
    pub(crate) fn key(&self, region: usize) -> Option<&Key> {
        self.keys.get(region)?.as_ref()
    }

    /// The Regions that have one of the keys.
    pub(crate) fn regions(&self) -> impl Iterator<Item = usize> {
        self.keys.iter().enumerate().filter(|(_, key)| key.is_some()).map(|(region, _)| region)
    }

    /// Whether this is the primary key of a multi-Region key.
    fn leads(&self, region: usize) -> bool {
        self.multi_region && self.primary == region
    }

    /// A replica key is rotated through its primary key only.
    fn rotated_from(&self, region: usize) -> Outcome {
        if self.primary == region { Ok(()) } else { UNSUPPORTED }
    }

    fn rotate(&mut self, at: i64, by_itself: bool) {
        self.versions.push(Version { rotated: Some((at, by_itself)), ..Version::default() });
    }

    /// When it is rotated next: only while its primary key can be used.
    fn next_rotation(&self) -> Option<i64> {
        self.key(self.primary)?.usable().ok()?;
        Some(self.schedule?.1)
    }

    fn next(&self) -> Option<i64> {
        self.keys.iter().flatten().filter_map(Key::due).chain(self.next_rotation()).min()
    }

    /// What happens at this moment.
    fn live(&mut self, now: i64, events: &mut Vec<Event>) {
        if let Some((days, next)) = self.schedule.filter(|_| self.next_rotation().is_some_and(|next| next <= now)) {
            self.rotate(now, true);
            self.schedule = Some((days, next + days * DAY));
            events.push((now, self.primary, self.id.clone(), "RotateKey"));
        }
        for (region, place) in self.keys.iter_mut().enumerate() {
            match place {
                Some(key) if key.due().is_some_and(|due| due <= now) && key.is_pending() => {
                    *place = None;
                    events.push((now, region, self.id.clone(), "DeleteKey"));
                }
                Some(key) if key.due().is_some_and(|due| due <= now) => key.state = State::Enabled,
                _ => {}
            }
        }
        let alone = self.regions().count() == 1;
        if let Some(Some(primary)) = self.keys.get_mut(self.primary)
            && let State::PendingReplicaDeletion(days) = primary.state
            && alone
        {
            primary.state = State::PendingDeletion(now + days * DAY);
        }
    }
}

impl Model {
    pub(crate) fn starting(now: i64) -> Self {
        Self { now, families: Vec::new(), names: Default::default(), events: Vec::new() }
    }

    pub(crate) fn create(&mut self, id: String, region: usize, multi_region: bool, own: &Own) {
        let key = |at| (at == region).then(|| Key::new(State::Enabled, self.now, own.clone()));
        let (keys, versions) = (core::array::from_fn(key), vec![Version::default()]);
        self.families.push(Family { id, multi_region, primary: region, keys, versions, schedule: None });
    }

    pub(crate) fn family(&mut self, family: usize) -> &mut Family {
        self.families.get_mut(family).expect("a family")
    }

    fn key(&mut self, family: usize, region: usize) -> Result<&mut Key, &'static str> {
        self.family(family).keys.get_mut(region).and_then(Option::as_mut).ok_or("NotFoundException")
    }

    /// The name of a key's state, where there is one.
    pub(crate) fn state(&self, family: usize, region: usize) -> &'static str {
        self.families.get(family).and_then(|family| family.key(region)).map_or("ok", |key| key.state.name())
    }

    /// The next thing that happens by itself.
    pub(crate) fn next(&self) -> Option<i64> {
        self.families.iter().filter_map(Family::next).min()
    }

    pub(crate) fn wait(&mut self, time: i64) {
        let end = self.now + time;
        while let Some(at) = self.next().filter(|at| *at <= end) {
            self.families.iter_mut().for_each(|family| family.live(at, &mut self.events));
        }
        self.now = end;
        let families = &self.families;
        for (region, names) in self.names.iter_mut().enumerate() {
            names.retain(|_, family| families.get(*family).is_some_and(|family| family.key(region).is_some()));
        }
    }

    pub(crate) fn replicate(&mut self, family: usize, region: usize, to: usize, own: Own) -> Outcome {
        let now = self.now;
        self.key(family, region)?.at_rest()?;
        let family = self.family(family);
        if !family.leads(region) {
            return UNSUPPORTED;
        }
        match family.keys.get_mut(to) {
            Some(place @ None) => *place = Some(Key::new(State::Creating(now + DELAY), now, own)),
            _ => return EXISTS,
        }
        Ok(())
    }

    pub(crate) fn update_primary(&mut self, family: usize, region: usize, to: usize) -> Outcome {
        let updating = State::Updating(self.now + DELAY);
        let state = self.key(family, region)?.usable();
        if !self.family(family).leads(region) {
            return state.and(UNSUPPORTED);
        }
        // AWS does not say what is wrong with a primary key that is to become what it is already.
        if to == region {
            return UNSUPPORTED;
        }
        // Keys are looked for before their states are looked at.
        let other = self.key(family, to)?.usable();
        state.and(other)?;
        for region in [region, to] {
            self.key(family, region)?.state = updating;
        }
        self.family(family).primary = to;
        Ok(())
    }

    /// What a primary key missed while it was disabled is one rotation.
    pub(crate) fn enable(&mut self, family: usize, region: usize) -> Outcome {
        let now = self.now;
        self.switch(family, region, State::Enabled)?;
        let family = self.family(family);
        if let Some((days, mut next)) = family.schedule.filter(|(_, next)| family.primary == region && *next <= now) {
            family.rotate(now, true);
            while next <= now {
                next += days * DAY;
            }
            family.schedule = Some((days, next));
            let id = family.id.clone();
            self.events.push((now, region, id, "RotateKey"));
        }
        Ok(())
    }

    pub(crate) fn disable(&mut self, family: usize, region: usize) -> Outcome {
        self.switch(family, region, State::Disabled)
    }

    fn switch(&mut self, family: usize, region: usize, state: State) -> Outcome {
        let key = self.key(family, region)?;
        if !matches!(key.state, State::Enabled | State::Disabled) {
            return INVALID_STATE;
        }
        key.state = state;
        Ok(())
    }

    /// Every so many days, or no more.
    pub(crate) fn rotate_every(&mut self, family: usize, region: usize, days: Option<i64>) -> Outcome {
        let now = self.now;
        self.key(family, region)?.usable()?;
        self.family(family).rotated_from(region)?;
        self.family(family).schedule = days.map(|days| (days, now + days * DAY));
        Ok(())
    }

    pub(crate) fn rotate_now(&mut self, family: usize, region: usize) -> Outcome {
        let now = self.now;
        self.key(family, region)?.at_rest()?;
        let family = self.family(family);
        family.rotated_from(region)?;
        if family.versions.iter().filter(|version| matches!(version.rotated, Some((_, false)))).count() == 25 {
            return Err("LimitExceededException");
        }
        if family.schedule.is_some_and(|(_, next)| next - now <= TWENTY_MINUTES) {
            return Err("ConflictException");
        }
        family.rotate(now, false);
        let id = family.id.clone();
        self.events.push((now, region, id, "RotateKey"));
        Ok(())
    }

    pub(crate) fn schedule_deletion(&mut self, family: usize, region: usize, days: i64) -> Outcome {
        let date = self.now + days * DAY;
        let leads = self.key(family, region).is_ok() && self.family(family).regions().count() > 1;
        let leads = leads && self.family(family).primary == region;
        let key = self.key(family, region)?;
        key.not_pending()?;
        if matches!(key.state, State::Updating(_)) {
            return INVALID_STATE;
        }
        key.state = if leads { State::PendingReplicaDeletion(days) } else { State::PendingDeletion(date) };
        Ok(())
    }

    pub(crate) fn cancel_deletion(&mut self, family: usize, region: usize) -> Outcome {
        let key = self.key(family, region)?;
        if !key.is_pending() {
            return INVALID_STATE;
        }
        key.state = State::Disabled;
        Ok(())
    }

    /// Changes what is a key's own, which takes one that is not to be deleted.
    pub(crate) fn change(&mut self, family: usize, region: usize, change: impl FnOnce(&mut Own)) -> Outcome {
        let key = self.key(family, region)?;
        key.not_pending()?;
        change(&mut key.own);
        Ok(())
    }

    /// A policy can be put on any key.
    pub(crate) fn put_policy(&mut self, family: usize, region: usize, policy: u8) -> Outcome {
        self.key(family, region)?.own.policy = Some(policy);
        Ok(())
    }

    pub(crate) fn grant(&mut self, family: usize, region: usize) -> Outcome {
        let key = self.key(family, region)?;
        key.usable()?;
        key.grants += 1;
        Ok(())
    }

    /// Gives a name; `again` moves one.
    pub(crate) fn name(&mut self, family: usize, region: usize, name: &str, again: bool) -> Outcome {
        let there = self.names.get(region).is_some_and(|names| names.contains_key(name));
        let key = self.key(family, region)?;
        if again && !there {
            return NOT_FOUND;
        }
        key.not_pending()?;
        if there && !again {
            return EXISTS;
        }
        if let Some(names) = self.names.get_mut(region) {
            names.insert(name.to_owned(), family);
        }
        Ok(())
    }

    pub(crate) fn forget_name(&mut self, region: usize, name: &str) -> Outcome {
        self.names.get_mut(region).and_then(|names| names.remove(name)).map(drop).ok_or("NotFoundException")
    }

    pub(crate) fn use_key(&mut self, family: usize, region: usize, operation: &'static str) -> Outcome {
        let now = self.now;
        let key = self.key(family, region)?;
        key.usable()?;
        key.last_usage = Some((operation, now));
        Ok(())
    }

    /// Any related key opens what any of them sealed; a key that is not in the Region opens nothing there.
    pub(crate) fn decrypt(&mut self, family: usize, region: usize, by: By<'_>) -> Outcome {
        let named = match by {
            By::Ciphertext => Some(family),
            By::Id(named) => Some(named).filter(|named| self.key(*named, region).is_ok()),
            By::Alias(name) => self.names.get(region).and_then(|names| names.get(name)).copied(),
        };
        match named {
            None => NOT_FOUND,
            Some(named) if named != family => Err("IncorrectKeyException"),
            Some(_) if self.key(family, region).is_err() => Err("AccessDeniedException"),
            Some(_) => self.use_key(family, region, "Decrypt"),
        }
    }
}
