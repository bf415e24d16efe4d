//! What happens by itself as time passes: domain keys and keys are rotated, imported material expires, keys are deleted.

use std::collections::BTreeMap;

use super::{
    audit::{Change, ServiceRecord},
    kms::RegionState,
};
use crate::{
    env::Entropy,
    error::KmsError,
    store::{Due, Rotated, RotationType},
    trace::Recorder,
    types::{KeyId, Region, Timestamp},
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
    regions: &mut BTreeMap<Region, RegionState>,
    entropy: &mut dyn Entropy,
    now: Timestamp,
    done: &mut Vec<ServiceRecord>,
) -> Result<(), KmsError> {
    let mut regions: Vec<_> =
        regions.iter_mut().filter(|(_, state)| next(state).0.has_come(now)).map(Sweep::of).collect();
    let mut result = Ok(());
    while result.is_ok()
        && let Some(first) = regions.iter_mut().min_by_key(|sweep| next(sweep.state).0)
        && let (at, due) = next(first.state)
        && at.has_come(now)
    {
        result = first.step(at, due, entropy, done);
    }
    for Sweep { state, .. } in regions {
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

/// One Region while time passes.
struct Sweep<'a> {
    region: &'a Region,
    state: &'a mut RegionState,
    /// Whether there are key tokens under the active domain key.
    wrapped: bool,
}

impl<'a> Sweep<'a> {
    fn of((region, state): (&'a Region, &'a mut RegionState)) -> Self {
        Self { region, state, wrapped: true }
    }

    fn step(
        &mut self,
        at: Timestamp,
        due: Next,
        entropy: &mut dyn Entropy,
        done: &mut Vec<ServiceRecord>,
    ) -> Result<(), KmsError> {
        let record = match due {
            Next::DomainKey => {
                self.state.hsm.rotate_domain_key(entropy, self.wrapped)?;
                self.wrapped = false;
                None
            }
            Next::Key(key_id) => self.key(at, key_id, entropy)?,
        };
        done.extend(record);
        Ok(())
    }

    fn key(
        &mut self,
        at: Timestamp,
        key_id: KeyId,
        entropy: &mut dyn Entropy,
    ) -> Result<Option<ServiceRecord>, KmsError> {
        let RegionState { hsm, store } = &mut *self.state;
        let Some((key, (_, due))) = store.key(key_id).and_then(|key| Some((key, key.next_due()?))) else {
            return Ok(None);
        };
        let event = |change| Some(ServiceRecord::of_key(key, self.region, at, change));
        Ok(match due {
            Due::Rotation => {
                let (id, token) = hsm.session(entropy, &mut Recorder::off()).create_key(key_id)?;
                let by = RotationType::Automatic;
                let event = event(Change::Rotated { from: key.versions.current(), to: id, by });
                store.change_key(key_id, |key| key.rotate(id, token, Rotated { at, by }));
                self.wrapped = true;
                event
            }
            Due::Expiry(id) => {
                let event = event(Change::Expired(id));
                store.change_key(key_id, |key| key.lose_material(id));
                event
            }
            Due::Deletion => {
                let event = event(Change::Deleted);
                store.remove_key(key_id);
                event
            }
        })
    }
}
