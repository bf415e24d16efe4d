use core::time::Duration;
use std::{collections::BTreeMap, sync::Arc};

use super::pipeline::{self, CallContext, Job};
use super::{Request, Response};
use crate::{
    env::{Caller, Env},
    error::KmsError,
    hsm::{Hsm, HsmError},
    store::{RestoreError, SEALING_KEY_LEN, Snapshot, Store},
    trace::Recorder,
    types::{AccountId, KeyId, Principal, Region, Timestamp},
};

/// AWS KMS: all Regions, each with its own HSM, keys and aliases.
pub struct Kms {
    env: Env,
    /// Who and where a call is that does not say.
    home: Arc<Caller>,
    regions: BTreeMap<Region, RegionState>,
}

/// What one Region has. It is made when the Region is first called.
pub(super) struct RegionState {
    pub(super) hsm: Hsm,
    pub(super) store: Store,
}

/// Who and where a call is, if it does not say.
#[derive(Clone, Debug)]
pub struct Options {
    /// The account whose root calls.
    pub account: AccountId,
    /// The Region that is called.
    pub region: Region,
}

impl Kms {
    /// A KMS without keys.
    pub fn new(env: Env, options: Options) -> Self {
        Self { env, home: home(options.account, options.region), regions: BTreeMap::new() }
    }

    /// Carries out one request, taking down what happens if `trace` is on.
    ///
    /// # Errors
    /// Any [`KmsError`] of the operation; then nothing has changed.
    pub fn call(
        &mut self,
        context: &CallContext<'_>,
        request: Request,
        trace: &mut Recorder,
    ) -> Result<Response, KmsError> {
        pipeline::run(Job { kms: self, context, trace }, request)
    }

    /// The time.
    pub fn now(&self) -> Timestamp {
        self.env.clock.now()
    }

    /// Moves the clock forward.
    pub fn advance(&mut self, by: Duration) {
        self.env.clock.advance(by);
    }

    /// A new id for an answer: a version 4 UUID, or the nil UUID where there is no randomness.
    pub fn request_id(&mut self) -> String {
        let mut random = [0; 16];
        let filled = self.env.entropy.fill(&mut random);
        filled.map_or(KeyId::FIRST, |()| KeyId::from_random(random)).to_string()
    }

    /// Who calls, and where, from what the call says of it.
    pub(super) fn caller(&self, context: &CallContext<'_>) -> Result<Arc<Caller>, KmsError> {
        if context.caller.is_none() && context.region.is_none() {
            return Ok(Arc::clone(&self.home));
        }
        let principal = context.caller.map_or_else(|| Ok(self.home.principal.clone()), Principal::parse)?;
        let region = context.region.map_or_else(|| Ok(self.home.region.clone()), Region::parse)?;
        Ok(Arc::new(Caller { principal, region }))
    }

    /// The Region's state, and the world beside it.
    pub(super) fn enter(&mut self, region: &Region) -> Result<(&mut RegionState, &mut Env), KmsError> {
        if !self.regions.contains_key(region) {
            let hsm = Hsm::make(self.env.entropy.as_mut())?;
            self.regions.insert(region.clone(), RegionState { hsm, store: Store::default() });
        }
        let state = self.regions.get_mut(region);
        let state = state.ok_or_else(|| KmsError::KmsInternal(format!("the Region {region} is missing")))?;
        Ok((state, &mut self.env))
    }

    /// Writes everything down, sealed under `sealing_key`.
    ///
    /// # Errors
    /// [`HsmError::Entropy`].
    pub fn snapshot(&mut self, sealing_key: &[u8; SEALING_KEY_LEN]) -> Result<Vec<u8>, HsmError> {
        let stores = self.regions.iter().map(|(region, state)| (region.clone(), &state.store)).collect();
        let Caller { principal, region } = &*self.home;
        let snapshot =
            Snapshot { account: principal.account(), region: region.clone(), taken: self.env.clock.now(), stores };
        snapshot.seal(self.regions.values().map(|state| &state.hsm), sealing_key, self.env.entropy.as_mut())
    }

    /// The KMS that a snapshot was taken of, in another world.
    ///
    /// # Errors
    /// [`RestoreError`]; nothing is restored then.
    pub fn restore(env: Env, bytes: &[u8], sealing_key: &[u8; SEALING_KEY_LEN]) -> Result<Self, RestoreError> {
        let (snapshot, hsms) = Snapshot::open(bytes, sealing_key)?;
        let states = snapshot.stores.into_iter().zip(hsms);
        let regions = states.map(|((region, store), hsm)| (region, RegionState { hsm, store })).collect();
        Ok(Self { env, home: home(snapshot.account, snapshot.region), regions })
    }
}

fn home(account: AccountId, region: Region) -> Arc<Caller> {
    Arc::new(Caller { principal: Principal::root(account), region })
}
