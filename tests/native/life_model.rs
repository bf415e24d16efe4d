//! What becomes of keys, told as simply as possible: a list of keys that is looked through from end to end. Nothing here
//! comes from the engine but the ids, which it draws.

use std::collections::BTreeMap;

const DAY: i64 = 86_400_000;
const TWENTY_MINUTES: i64 = 1_200_000;
/// The alias of the managed key.
pub(crate) const MANAGED: &str = "alias/aws/s3";

/// What an answer must be: in order, or an exception with this name.
pub(crate) type Outcome = Result<(), &'static str>;
/// What happened by itself: when, to which key, what, and which material expired.
pub(crate) type Event = (i64, String, &'static str, Option<String>);

pub(crate) const INVALID_STATE: Outcome = Err("KMSInvalidStateException");
pub(crate) const NOT_FOUND: Outcome = Err("NotFoundException");
pub(crate) const UNSUPPORTED: Outcome = Err("UnsupportedOperationException");
const DENIED: Outcome = Err("AccessDeniedException");

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum State {
    Enabled,
    Disabled,
    PendingImport,
    PendingDeletion,
}

/// Who made a key's material.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Kind {
    Customer,
    Imported,
    Managed,
}

/// Material of a key.
#[derive(Default)]
pub(crate) struct Version {
    /// Its id, once the engine has shown it.
    pub(crate) id: Option<String>,
    /// When it took over, and whether by itself; nothing for the first.
    pub(crate) rotated: Option<(i64, bool)>,
    /// What its owner imported.
    pub(crate) imported: Option<Import>,
}

/// Imported material.
#[derive(Clone, Copy)]
pub(crate) struct Import {
    /// Which of the owner's materials it is.
    pub(crate) material: u8,
    pub(crate) expires: Option<i64>,
    /// Neither expired nor deleted.
    pub(crate) there: bool,
}

pub(crate) struct Key {
    pub(crate) id: String,
    pub(crate) kind: Kind,
    pub(crate) state: State,
    pub(crate) created: i64,
    pub(crate) deletion: Option<i64>,
    /// The days between rotations, and the next.
    pub(crate) schedule: Option<(i64, i64)>,
    pub(crate) versions: Vec<Version>,
    /// The version that seals; none before the first import.
    pub(crate) current: Option<usize>,
    pub(crate) last_usage: Option<(&'static str, i64)>,
    /// Deleted for good.
    pub(crate) gone: bool,
}

/// A name: its key, and when it was made and last pointed to one.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Name {
    pub(crate) key: usize,
    pub(crate) created: i64,
    pub(crate) updated: i64,
}

/// How Decrypt is told the key.
#[derive(Clone, Copy, Debug)]
pub(crate) enum By<'a> {
    Ciphertext,
    Id(usize),
    Alias(&'a str),
}

pub(crate) struct Model {
    pub(crate) now: i64,
    pub(crate) keys: Vec<Key>,
    pub(crate) names: BTreeMap<String, Name>,
    pub(crate) events: Vec<Event>,
}

impl Key {
    fn rotate(&mut self, at: i64, by_itself: bool) {
        self.versions.push(Version { rotated: Some((at, by_itself)), ..Version::default() });
        self.current = Some(self.versions.len() - 1);
    }

    /// Everything until `now`, day after day of its schedule.
    fn live(&mut self, now: i64, events: &mut Vec<Event>) {
        while let (State::Enabled, Some((days, next))) = (self.state, self.schedule)
            && next <= now
        {
            self.rotate(next, true);
            self.schedule = Some((days, next + days * DAY));
            events.push((next, self.id.clone(), "RotateKey", None));
        }
        while let Some((at, id, version)) = self.next_expiry().filter(|(at, ..)| *at <= now.min(self.end())) {
            self.lose(version);
            events.push((at, self.id.clone(), "DeleteExpiredKeyMaterial", id));
        }
        if let Some(at) = self.deletion.filter(|at| !self.gone && *at <= now) {
            self.gone = true;
            events.push((at, self.id.clone(), "DeleteKey", None));
        }
    }

    /// When there is no more of it.
    fn end(&self) -> i64 {
        self.deletion.unwrap_or(i64::MAX)
    }

    /// Only if the key is there, and the caller may change it.
    pub(crate) fn may_change(&self) -> Outcome {
        match self.kind {
            _ if self.gone => NOT_FOUND,
            Kind::Managed => DENIED,
            _ => Ok(()),
        }
    }

    fn usable(&self) -> Outcome {
        match self.state {
            State::Enabled => Ok(()),
            State::Disabled => Err("DisabledException"),
            State::PendingImport | State::PendingDeletion => INVALID_STATE,
        }
    }

    fn automatic(&self) -> Outcome {
        self.may_change()?;
        if self.kind == Kind::Imported { UNSUPPORTED } else { self.usable() }
    }
}

impl Model {
    pub(crate) fn starting(now: i64) -> Self {
        Self { now, keys: Vec::new(), names: BTreeMap::new(), events: Vec::new() }
    }

    pub(crate) fn create(&mut self, id: String, kind: Kind) {
        let has_material = kind != Kind::Imported;
        self.keys.push(Key {
            id,
            kind,
            state: if has_material { State::Enabled } else { State::PendingImport },
            created: self.now,
            deletion: None,
            schedule: (kind == Kind::Managed).then_some((365, self.now + 365 * DAY)),
            versions: if has_material { vec![Version::default()] } else { Vec::new() },
            current: has_material.then_some(0),
            last_usage: None,
            gone: false,
        });
        if kind == Kind::Managed {
            self.point(MANAGED, self.keys.len() - 1);
        }
    }

    pub(crate) fn key(&mut self, key: usize) -> &mut Key {
        self.keys.get_mut(key).expect("a key")
    }

    /// The next thing that happens by itself.
    pub(crate) fn next(&self) -> Option<i64> {
        let keys = self.keys.iter().filter(|key| !key.gone);
        let rotations = keys.clone().filter(|key| key.state == State::Enabled).filter_map(|key| Some(key.schedule?.1));
        let expiries = keys.clone().filter_map(|key| Some(key.next_expiry()?.0));
        rotations.chain(expiries).chain(keys.filter_map(|key| key.deletion)).min()
    }

    pub(crate) fn wait(&mut self, time: i64) {
        self.now += time;
        let mut events = Vec::new();
        for key in &mut self.keys {
            key.live(self.now, &mut events);
        }
        events.sort();
        self.events.extend(events);
        let keys = &self.keys;
        self.names.retain(|_, name| keys.get(name.key).is_some_and(|key| !key.gone));
    }

    pub(crate) fn enable(&mut self, key: usize) -> Outcome {
        let now = self.now;
        let key = self.key(key);
        key.may_change()?;
        if matches!(key.state, State::PendingImport | State::PendingDeletion) {
            return INVALID_STATE;
        }
        key.state = State::Enabled;
        let id = key.id.clone();
        if let Some((days, mut next)) = key.schedule.filter(|(_, next)| *next <= now) {
            key.rotate(now, true);
            while next <= now {
                next += days * DAY;
            }
            key.schedule = Some((days, next));
            self.events.push((now, id, "RotateKey", None));
        }
        Ok(())
    }

    pub(crate) fn disable(&mut self, key: usize) -> Outcome {
        let key = self.key(key);
        key.may_change()?;
        if matches!(key.state, State::PendingImport | State::PendingDeletion) {
            return INVALID_STATE;
        }
        key.state = State::Disabled;
        Ok(())
    }

    pub(crate) fn rotate_every(&mut self, key: usize, days: Option<i64>) -> Outcome {
        let now = self.now;
        let key = self.key(key);
        key.automatic()?;
        let days = days.unwrap_or(365);
        key.schedule = Some((days, now + days * DAY));
        Ok(())
    }

    pub(crate) fn rotate_no_more(&mut self, key: usize) -> Outcome {
        let key = self.key(key);
        key.automatic()?;
        key.schedule = None;
        Ok(())
    }

    pub(crate) fn rotate_now(&mut self, key: usize) -> Outcome {
        let now = self.now;
        let key = self.key(key);
        key.may_change()?;
        key.usable()?;
        if key.versions.iter().filter(|version| matches!(version.rotated, Some((_, false)))).count() == 25 {
            return Err("LimitExceededException");
        }
        if key.schedule.is_some_and(|(_, next)| next - now <= TWENTY_MINUTES) {
            return Err("ConflictException");
        }
        if key.kind == Kind::Imported {
            key.promote(now)?;
        } else {
            key.rotate(now, false);
        }
        let id = key.id.clone();
        self.events.push((now, id, "RotateKey", None));
        Ok(())
    }

    pub(crate) fn schedule_deletion(&mut self, key: usize, days: i64) -> Outcome {
        let now = self.now;
        let key = self.key(key);
        key.may_change()?;
        if key.state == State::PendingDeletion {
            return INVALID_STATE;
        }
        key.state = State::PendingDeletion;
        key.deletion = Some(now + days * DAY);
        Ok(())
    }

    pub(crate) fn cancel_deletion(&mut self, key: usize) -> Outcome {
        let key = self.key(key);
        key.may_change()?;
        if key.state != State::PendingDeletion {
            return INVALID_STATE;
        }
        key.deletion = None;
        key.state = if key.lacks_material() { State::PendingImport } else { State::Disabled };
        Ok(())
    }

    fn point(&mut self, name: &str, key: usize) {
        let created = self.names.get(name).map_or(self.now, |name| name.created);
        self.names.insert(name.to_owned(), Name { key, created, updated: self.now });
    }

    pub(crate) fn create_alias(&mut self, name: &str, key: usize) -> Outcome {
        self.key(key).may_change()?;
        if self.key(key).state == State::PendingDeletion {
            return INVALID_STATE;
        }
        if self.names.contains_key(name) {
            return Err("AlreadyExistsException");
        }
        self.point(name, key);
        Ok(())
    }

    pub(crate) fn update_alias(&mut self, name: &str, key: usize) -> Outcome {
        if self.key(key).gone || !self.names.contains_key(name) {
            return NOT_FOUND;
        }
        self.key(key).may_change()?;
        if self.key(key).state == State::PendingDeletion {
            return INVALID_STATE;
        }
        self.point(name, key);
        Ok(())
    }

    pub(crate) fn delete_alias(&mut self, name: &str) -> Outcome {
        self.names.remove(name).map(drop).ok_or("NotFoundException")
    }

    /// A cryptographic operation, by the service or not; only the service may use the managed key.
    pub(crate) fn use_key(&mut self, key: usize, operation: &'static str, by_service: bool) -> Outcome {
        let now = self.now;
        let key = self.key(key);
        if key.gone {
            return NOT_FOUND;
        }
        if key.kind == Kind::Managed && !by_service {
            return DENIED;
        }
        key.usable()?;
        key.last_usage = Some((operation, now));
        Ok(())
    }

    pub(crate) fn decrypt(&mut self, key: usize, by: By<'_>, by_service: bool) -> Outcome {
        let named = match by {
            By::Ciphertext => Some(key),
            By::Id(named) => Some(named).filter(|named| !self.key(*named).gone),
            By::Alias(name) => self.names.get(name).map(|name| name.key),
        };
        match named {
            None => NOT_FOUND,
            Some(named) if named != key => Err("IncorrectKeyException"),
            Some(_) if self.key(key).gone => DENIED,
            Some(_) => self.use_key(key, "Decrypt", by_service),
        }
    }
}
