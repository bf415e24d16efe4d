//! What happens by itself as time passes: domain keys and keys are rotated, imported material expires, keys are deleted.

use super::{
    audit::{Change, ServiceRecord},
    regions::{RegionState, Regions},
    synchronization::Everywhere,
};
use crate::{
    env::Entropy,
    error::KmsError,
    store::{Due, KmsKey, Rotated, RotationType},
    trace::Recorder,
    types::{KeyId, Timestamp},
};

/// What a Region does next, in the order in which it does what is due at the same time.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Next {
    DomainKey,
    Key(KeyId),
}

/// Does everything that is due until `now`, in the order of time: first of the earliest Region by name, then the domain
/// key before keys, then the smallest key id. So it makes no difference in how many steps time passes. What the owner of a
/// key may know of is added to `done`.
///
/// # Errors
/// `KMSInternalException` if there is no randomness; then what is not done yet is still due.
pub(super) fn catch_up(
    regions: &mut Regions,
    entropy: &mut dyn Entropy,
    now: Timestamp,
    done: &mut Vec<ServiceRecord>,
) -> Result<(), KmsError> {
    regions.iter_mut().for_each(|state| state.store.custom_key_stores.settle(now));
    // Nearly every call ends here.
    if !regions.iter().any(|(_, state)| next(state).0.has_come(now)) {
        return Ok(());
    }
    let wrapped = regions.iter().map(|_| true).collect();
    let mut sweep = Sweep { regions, wrapped, entropy, done };
    let mut result = Ok(());
    while result.is_ok()
        && let Some((place, at, due)) = sweep.first()
        && at.has_come(now)
    {
        result = sweep.step(place, at, due);
    }
    for state in regions.iter_mut() {
        result = result.and(rewrap(state));
    }
    result
}

fn next(state: &RegionState) -> (Timestamp, Next) {
    let domain_key = (state.hsm.next_rotation(), Next::DomainKey);
    state.store.first_due().map_or(domain_key, |(at, key_id)| domain_key.min((at, Next::Key(key_id))))
}

/// Wraps all tokens under the domain key that is active now. Once for all days that have passed: no one sees the tokens
/// of the days between.
fn rewrap(state: &mut RegionState) -> Result<(), KmsError> {
    if !state.hsm.has_old_tokens() {
        return Ok(());
    }
    for (key_id, material_id, token) in state.store.tokens_mut() {
        state.hsm.rewrap(token, (key_id, material_id))?;
    }
    state.hsm.settle();
    Ok(())
}

/// All Regions while time passes.
struct Sweep<'a> {
    regions: &'a mut Regions,
    /// Whether there are key tokens under the active domain key, by Region.
    wrapped: Vec<bool>,
    entropy: &'a mut dyn Entropy,
    done: &'a mut Vec<ServiceRecord>,
}

impl Sweep<'_> {
    /// What is due first, and where.
    fn first(&self) -> Option<(usize, Timestamp, Next)> {
        let due = self.regions.iter().enumerate().map(|(place, (_, state))| {
            let (at, next) = next(state);
            (place, at, next)
        });
        due.min_by_key(|(_, at, _)| *at)
    }

    fn step(&mut self, place: usize, at: Timestamp, due: Next) -> Result<(), KmsError> {
        match due {
            Next::DomainKey => {
                let Some((_, state, _)) = self.regions.split(place) else { return Ok(()) };
                let Some(wrapped) = self.wrapped.get_mut(place) else { return Ok(()) };
                state.hsm.rotate_domain_key(self.entropy, *wrapped)?;
                *wrapped = false;
                Ok(())
            }
            Next::Key(key_id) => self.key(place, at, key_id),
        }
    }

    fn key(&mut self, place: usize, at: Timestamp, key_id: KeyId) -> Result<(), KmsError> {
        let Some((here, state, mut others)) = self.regions.split(place) else { return Ok(()) };
        let RegionState { hsm, store } = state;
        let Some((key, (_, due))) = store.key(key_id).and_then(|key| Some((key, key.next_due()?))) else {
            return Ok(());
        };
        let event = |key: &KmsKey, change| ServiceRecord::of_key(key, here, at, change);
        match due {
            Due::Settled => {
                store.change_key(key_id, KmsKey::settle);
            }
            Due::Rotation => {
                let made = Everywhere::make(hsm, (here, key), &others, self.entropy, &mut Recorder::off())?;
                let by = RotationType::Automatic;
                let rotated = Rotated { at, by };
                self.done.push(event(key, Change::Rotated { from: key.versions.current(), to: made.id, by }));
                let synchronized = key.has_replicas().then(|| event(key, Change::Synchronized));
                self.done.extend(synchronized);
                made.take_over(key_id, rotated, &mut others, |id, token| {
                    store.change_key(key_id, |key| key.rotate(id, token, rotated));
                });
                self.wrapped.fill(true);
            }
            Due::Expiry(id) => {
                self.done.push(event(key, Change::Expired(id)));
                let withdrawn = key.is_primary() && key.versions.pending() == Some(id);
                let related: Vec<_> = key.related(here).filter(|_| withdrawn).cloned().collect();
                store.change_key(key_id, |key| key.lose_material(id));
                for region in related {
                    others.change_key(&region, key_id, |key| key.versions.withdraw_pending());
                }
            }
            Due::Deletion => {
                self.done.push(event(key, Change::Deleted));
                let related: Vec<_> = key.related(here).cloned().collect();
                store.remove_key(key_id);
                for region in related {
                    others.change_key(&region, key_id, |key| key.lose_replica(here, at));
                }
            }
        }
        Ok(())
    }
}
