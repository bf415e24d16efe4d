//! What becomes of imported material, told as simply as the rest of a key's life.

use crate::life_model::{INVALID_STATE, Import, Key, Kind, Model, NOT_FOUND, Outcome, State, UNSUPPORTED, Version};

const DAY: i64 = 86_400_000;
const INCORRECT: Outcome = Err("IncorrectKeyMaterialException");
const VALIDATION: Outcome = Err("ValidationException");
const INVALID_TOKEN: Outcome = Err("InvalidImportTokenException");
const EXPIRED_TOKEN: Outcome = Err("ExpiredImportTokenException");

/// An import token, and the material that was wrapped for it.
#[derive(Clone, Copy)]
pub(crate) struct Token {
    pub(crate) key: usize,
    pub(crate) material: u8,
    pub(crate) valid_to: i64,
    pub(crate) used: bool,
}

/// What a request for an import says besides.
#[derive(Clone)]
pub(crate) struct Wish {
    /// Whether the material is new, if that is said.
    pub(crate) new: Option<bool>,
    /// The id that it must have.
    pub(crate) id: Option<String>,
    pub(crate) expires: Option<i64>,
}

impl Key {
    /// What came after the current version has not taken over yet.
    pub(crate) fn waiting(&self) -> Option<usize> {
        let last = self.versions.len().checked_sub(1)?;
        self.current.filter(|current| *current < last).map(|_| last)
    }

    pub(crate) fn lacks_material(&self) -> bool {
        let gone = |version: &Version| version.imported.is_some_and(|imported| !imported.there);
        self.current.is_none() || self.versions.iter().any(gone)
    }

    /// When, under what name, and which version expires next.
    pub(crate) fn next_expiry(&self) -> Option<(i64, Option<String>, usize)> {
        let there = self.versions.iter().enumerate().filter(|(_, version)| version.imported.is_some_and(|it| it.there));
        there.filter_map(|(at, version)| Some((version.imported?.expires?, version.id.clone(), at))).min()
    }

    /// Whether the key must be expected to go out of use, in AWS's words, and when; nothing if it lacks material.
    pub(crate) fn expiration(&self) -> (Option<&'static str>, Option<i64>) {
        if self.kind != Kind::Imported || self.lacks_material() {
            return (None, None);
        }
        let for_good = self.versions.iter().take(self.current.map_or(0, |current| current + 1));
        let date = for_good.filter_map(|version| version.imported?.expires).min();
        (Some(if date.is_some() { "KEY_MATERIAL_EXPIRES" } else { "KEY_MATERIAL_DOES_NOT_EXPIRE" }), date)
    }

    pub(crate) fn lose(&mut self, version: usize) {
        if self.waiting() == Some(version) {
            self.versions.pop();
            return;
        }
        if let Some(imported) = self.versions.get_mut(version).and_then(|version| version.imported.as_mut()) {
            imported.there = false;
        }
        if self.state != State::PendingDeletion {
            self.state = State::PendingImport;
        }
    }

    /// What waits takes over.
    pub(crate) fn promote(&mut self, now: i64) -> Outcome {
        let Some(waiting) = self.waiting() else { return INVALID_STATE };
        if let Some(version) = self.versions.get_mut(waiting) {
            version.rotated = Some((now, false));
        }
        self.current = Some(waiting);
        Ok(())
    }

    fn is_imported(&self) -> Outcome {
        match self.kind {
            _ if self.gone => NOT_FOUND,
            Kind::Imported => Ok(()),
            Kind::Customer | Kind::Managed => UNSUPPORTED,
        }
    }

    /// Whether material may come, and as which version.
    fn place(&self, material: u8, wish: &Wish) -> Result<usize, &'static str> {
        let known = self.versions.iter().position(|version| version.imported.is_some_and(|it| it.material == material));
        let other = |version: &Version| wish.id.is_some() && wish.id != version.id;
        let refused = match (wish.new.unwrap_or(self.versions.is_empty()), known) {
            (true, Some(_)) | (false, None) => INCORRECT,
            (true, None) if self.waiting().is_some() => INVALID_STATE,
            // No life knows the id of what was never imported.
            (true, None) if wish.id.is_some() => INCORRECT,
            (true, None) => return Ok(self.versions.len()),
            (false, Some(at)) if self.versions.get(at).is_some_and(other) => INCORRECT,
            (false, Some(at)) => return Ok(at),
        };
        refused.map(|()| 0)
    }

    fn take(&mut self, at: usize, import: Import) {
        if at == self.versions.len() {
            self.versions.push(Version::default());
        }
        if let Some(version) = self.versions.get_mut(at) {
            version.imported = Some(import);
        }
        self.current = self.current.or(Some(0));
        if self.state == State::PendingImport && !self.lacks_material() {
            self.state = State::Enabled;
        }
    }
}

impl Model {
    /// Of a managed key too whoever may get anything may ask for this.
    pub(crate) fn prepare(&mut self, key: usize) -> Outcome {
        let key = self.key(key);
        key.is_imported()?;
        if key.state == State::PendingDeletion { INVALID_STATE } else { Ok(()) }
    }

    /// The token is used up if nothing is wrong.
    pub(crate) fn import(&mut self, key: usize, token: &mut Token, wish: &Wish) -> Outcome {
        if wish.new == Some(true) && wish.id.is_some() {
            return VALIDATION;
        }
        self.key(key).may_change()?;
        self.prepare(key)?;
        let now = self.now;
        if wish.expires.is_some_and(|at| at <= now || at > now + 365 * DAY) {
            return VALIDATION;
        }
        if token.key != key {
            return INVALID_TOKEN;
        }
        if now > token.valid_to {
            return EXPIRED_TOKEN;
        }
        if token.used {
            return INVALID_TOKEN;
        }
        let key = self.key(key);
        let at = key.place(token.material, wish)?;
        key.take(at, Import { material: token.material, expires: wish.expires, there: true });
        token.used = true;
        Ok(())
    }

    /// Which material goes is said by its id, or it is the current one.
    pub(crate) fn delete_material(&mut self, key: usize, id: Option<&str>) -> Outcome {
        let key = self.key(key);
        key.may_change()?;
        key.is_imported()?;
        let named = |id| key.versions.iter().position(|version| version.id.as_deref() == Some(id));
        match (id, id.map_or(key.current, named)) {
            (Some(_), None) => return NOT_FOUND,
            (_, Some(version)) => key.lose(version),
            (None, None) => {}
        }
        Ok(())
    }
}
