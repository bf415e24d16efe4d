//! All Regions, and one of them beside the others: nearly every call stays in one, and what it changes elsewhere it says.

use super::{Request, target::resolve};
use crate::{
    env::Caller,
    error::KmsError,
    hsm::Hsm,
    store::{KmsKey, Store},
    types::{CustomKeyStoreId, KeyId, Region},
};

/// What one Region has. It is made when the Region is first called.
pub(super) struct RegionState {
    pub(super) hsm: Hsm,
    pub(super) store: Store,
}

/// The Regions that there are, in the order of their names.
#[derive(Default)]
pub(super) struct Regions(Vec<(Region, RegionState)>);

/// All Regions but one.
pub(super) struct Others<'a> {
    before: &'a mut [(Region, RegionState)],
    after: &'a mut [(Region, RegionState)],
}

impl Regions {
    /// Regions that come in the order of their names.
    pub(super) fn new(states: impl Iterator<Item = (Region, RegionState)>) -> Self {
        Self(states.collect())
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&Region, &RegionState)> {
        self.0.iter().map(|(region, state)| (region, state))
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut RegionState> {
        self.0.iter_mut().map(|(_, state)| state)
    }

    /// The place of a Region, which is made if it is not there.
    pub(super) fn place(
        &mut self,
        region: &Region,
        make: impl FnOnce() -> Result<RegionState, KmsError>,
    ) -> Result<usize, KmsError> {
        match self.0.binary_search_by(|(name, _)| name.cmp(region)) {
            Ok(place) => Ok(place),
            Err(place) => {
                self.0.insert(place, (region.clone(), make()?));
                Ok(place)
            }
        }
    }

    /// The custom key stores of the keys that a request is about, one for each such key.
    pub(super) fn key_stores(&self, caller: &Caller, request: &Request) -> Vec<CustomKeyStoreId> {
        let here = self.iter().find(|(region, _)| **region == caller.region).map(|(_, state)| state);
        // Nearly every Region has none.
        let Some(state) = here.filter(|state| !state.store.custom_key_stores.is_empty()) else { return Vec::new() };
        let targets = request.asks().targets();
        let keys = targets.iter().filter_map(|target| resolve(state, caller, target).ok());
        let keys = keys.filter_map(|key| state.store.key(key.key_id));
        keys.filter_map(|key| key.external_key.as_ref()).map(|key| key.store).collect()
    }

    /// The Region in a place, beside all others.
    pub(super) fn split(&mut self, place: usize) -> Option<(&Region, &mut RegionState, Others<'_>)> {
        let (before, rest) = self.0.split_at_mut_checked(place)?;
        let ((region, state), after) = rest.split_first_mut()?;
        Some((region, state, Others { before, after }))
    }
}

impl Others<'_> {
    pub(super) fn get(&self, region: &Region) -> Option<&RegionState> {
        let mut all = self.before.iter().chain(self.after.iter());
        all.find(|(name, _)| name == region).map(|(_, state)| state)
    }

    pub(super) fn get_mut(&mut self, region: &Region) -> Option<&mut RegionState> {
        let mut all = self.before.iter_mut().chain(self.after.iter_mut());
        all.find(|(name, _)| name == region).map(|(_, state)| state)
    }

    /// The key of this id in another Region.
    pub(super) fn key(&self, region: &Region, key_id: KeyId) -> Option<&KmsKey> {
        self.get(region)?.store.key(key_id)
    }

    /// Changes the key of this id in another Region, if it is there.
    pub(super) fn change_key(&mut self, region: &Region, key_id: KeyId, change: impl FnOnce(&mut KmsKey)) {
        if let Some(state) = self.get_mut(region) {
            state.store.change_key(key_id, change);
        }
    }
}
