use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    hsm::KeyToken,
    types::{KeyMaterialId, Timestamp, ordered},
};

/// What made a version the current one.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum RotationType {
    /// The key's schedule.
    #[serde(rename = "AUTOMATIC")]
    Automatic,
    /// `RotateKeyOnDemand`.
    #[serde(rename = "ON_DEMAND")]
    OnDemand,
}

/// When and by what a version became the current one.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Rotated {
    /// When.
    pub at: Timestamp,
    /// By what.
    pub by: RotationType,
}

/// What the owner of imported material said of it.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Imported {
    /// The owner's words.
    pub description: Option<String>,
    /// When it expires, if it does.
    pub expires: Option<Timestamp>,
}

/// One version of a key's material: what AWS calls a backing key.
#[derive(Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Version {
    /// The wrapped material; none where imported material expired or was deleted.
    pub token: Option<KeyToken>,
    /// How it became the current one; the first one was so from the beginning.
    pub rotated: Option<Rotated>,
    /// What is known of it if it was imported.
    pub imported: Option<Imported>,
}

/// All versions of a key's material. Of imported ones the material can go, and the version stays; only one that waits for
/// a rotation goes whole: AWS calls it "not permanently associated with the KMS key".
#[derive(Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Versions {
    by_id: BTreeMap<KeyMaterialId, Version>,
    /// In the order in which they came.
    order: Vec<KeyMaterialId>,
    current: Option<KeyMaterialId>,
    /// Imported, and waiting for a rotation to become the current one.
    pending: Option<KeyMaterialId>,
    /// When material was last rotated automatically.
    last_automatic: Option<Timestamp>,
    on_demand: usize,
}

impl Versions {
    /// The versions of a new key, of which there is one.
    pub fn starting_with(id: KeyMaterialId, token: KeyToken) -> Self {
        let mut versions = Self::default();
        versions.add(id, token, None);
        versions.current = Some(id);
        versions
    }

    /// The version that seals new data; none where nothing was ever imported.
    pub fn current(&self) -> Option<KeyMaterialId> {
        self.current
    }

    /// The imported version that waits for a rotation.
    pub fn pending(&self) -> Option<KeyMaterialId> {
        self.pending
    }

    /// One version.
    pub fn get(&self, id: KeyMaterialId) -> Option<&Version> {
        self.by_id.get(&id)
    }

    /// All of them, from the oldest to the newest.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (KeyMaterialId, &Version)> {
        self.order.iter().filter_map(|id| Some((*id, self.by_id.get(id)?)))
    }

    /// All tokens, to be wrapped anew.
    pub fn tokens_mut(&mut self) -> impl Iterator<Item = (KeyMaterialId, &mut KeyToken)> {
        self.by_id.iter_mut().filter_map(|(id, version)| Some((*id, version.token.as_mut()?)))
    }

    /// Whether the material of every version is there, save for one that waits for a rotation. A key that lacks some of it
    /// is pending import.
    pub fn complete(&self) -> bool {
        let mut in_use = self.by_id.iter().filter(|(id, _)| self.pending != Some(**id));
        self.current.is_some() && in_use.all(|(_, version)| version.token.is_some())
    }

    /// Whether the material that waits for a rotation is there.
    pub fn pending_is_there(&self) -> bool {
        self.pending.and_then(|id| self.get(id)).is_some_and(|version| version.token.is_some())
    }

    /// The same versions without their imported material, as a replica key begins.
    #[must_use]
    pub fn without_material(&self) -> Self {
        let bare = |version: &Version| Version { token: None, rotated: version.rotated, imported: None };
        self.copied(|_, version| Some(bare(version)))
    }

    /// The same versions under other tokens, as a replica key has them. A version without a token is left out.
    #[must_use]
    pub fn with_tokens(&self, mut tokens: BTreeMap<KeyMaterialId, KeyToken>) -> Self {
        self.copied(|id, version| {
            Some(Version { token: Some(tokens.remove(&id)?), rotated: version.rotated, imported: None })
        })
    }

    fn copied(&self, mut copy: impl FnMut(KeyMaterialId, &Version) -> Option<Version>) -> Self {
        let by_id = ordered(self.by_id.iter().filter_map(|(id, version)| Some((*id, copy(*id, version)?))));
        let Self { ref order, current, pending, last_automatic, on_demand, .. } = *self;
        Self { by_id, order: order.clone(), current, pending, last_automatic, on_demand }
    }

    /// When the schedule last rotated the key.
    pub fn last_automatic(&self) -> Option<Timestamp> {
        self.last_automatic
    }

    /// How many times the key was rotated on demand.
    pub fn on_demand(&self) -> usize {
        self.on_demand
    }

    /// New material takes over.
    pub fn rotate(&mut self, id: KeyMaterialId, token: KeyToken, rotated: Rotated) {
        self.add(id, token, None);
        self.make_current(id, rotated);
    }

    /// The version that waits for it takes over.
    pub fn promote(&mut self, rotated: Rotated) {
        if let Some(id) = self.pending.take() {
            self.make_current(id, rotated);
        }
    }

    /// Adds imported material that is new to the key: the first is the current one at once, any other waits for a
    /// rotation.
    pub fn import(&mut self, id: KeyMaterialId, token: KeyToken, imported: Imported) {
        self.add(id, token, Some(imported));
        match self.current {
            None => self.current = Some(id),
            Some(_) => self.pending = Some(id),
        }
    }

    /// Puts the material of a known version (back) in its place.
    pub fn import_again(&mut self, id: KeyMaterialId, token: KeyToken, imported: Imported) {
        if let Some(version) = self.by_id.get_mut(&id) {
            version.token = Some(token);
            version.imported = Some(imported);
        }
    }

    /// Takes the material of a version away. The version stays known.
    pub fn forget(&mut self, id: KeyMaterialId) {
        if let Some(version) = self.by_id.get_mut(&id) {
            version.token = None;
        }
    }

    /// Material that waits for a rotation was imported into the primary key: a replica's own is yet to come.
    pub fn announce(&mut self, id: KeyMaterialId) {
        if self.get(id).is_none() {
            self.insert(id, Version { token: None, rotated: None, imported: None });
            self.pending = Some(id);
        }
    }

    /// What waits for a rotation goes, as if it had never come.
    pub fn withdraw_pending(&mut self) {
        if let Some(id) = self.pending.take() {
            self.by_id.remove(&id);
            self.order.retain(|other| *other != id);
        }
    }

    /// All imported material that expires, and when.
    pub fn expiries(&self) -> impl Iterator<Item = (Timestamp, KeyMaterialId)> {
        let present = self.by_id.iter().filter(|(_, version)| version.token.is_some());
        present.filter_map(|(id, version)| Some((version.imported.as_ref()?.expires?, *id)))
    }

    fn add(&mut self, id: KeyMaterialId, token: KeyToken, imported: Option<Imported>) {
        self.insert(id, Version { token: Some(token), rotated: None, imported });
    }

    fn insert(&mut self, id: KeyMaterialId, version: Version) {
        if self.by_id.insert(id, version).is_none() {
            self.order.push(id);
        }
    }

    fn make_current(&mut self, id: KeyMaterialId, rotated: Rotated) {
        if let Some(version) = self.by_id.get_mut(&id) {
            version.rotated = Some(rotated);
            self.current = Some(id);
            match rotated.by {
                RotationType::Automatic => self.last_automatic = Some(rotated.at),
                RotationType::OnDemand => self.on_demand = self.on_demand.saturating_add(1),
            }
        }
    }
}
