use core::time::Duration;
use std::{collections::BTreeMap, sync::Arc};

use super::audit::{AuditLog, ServiceEvent};
use super::facts::check_condition_keys;
use super::pipeline::{self, CallContext, Job};
use super::{Operation, Refusal, Request, Response, sweep};
use crate::{
    env::{Caller, Env},
    error::KmsError,
    hsm::{Hsm, HsmError},
    quota::{Level, Quota, Quotas},
    store::{Directory, RestoreError, SEALING_KEY_LEN, Snapshot, Store},
    trace::Recorder,
    types::{AccountId, KeyId, Principal, Region, Timestamp, ordered},
};

/// How long a new grant takes to be known everywhere, if nothing else is said. AWS: "usually less than five minutes".
pub const GRANT_DELAY: Duration = Duration::from_mins(5);

/// AWS KMS: all Regions, each with its own HSM, keys and aliases.
pub struct Kms {
    env: Env,
    /// Who and where a call is that does not say.
    home: Arc<Caller>,
    /// The principals, which IAM keeps for all Regions.
    pub(super) directory: Directory,
    /// How long a new grant takes to be known everywhere.
    pub(super) grant_delay: Duration,
    regions: BTreeMap<Region, RegionState>,
    /// None where nobody counts.
    quotas: Option<Quotas>,
    log: AuditLog,
}

/// What one Region has. It is made when the Region is first called.
pub(super) struct RegionState {
    pub(super) hsm: Hsm,
    pub(super) store: Store,
}

/// One Region's state, and what all Regions share.
pub(super) struct Entered<'a> {
    pub(super) state: &'a mut RegionState,
    pub(super) env: &'a mut Env,
    pub(super) directory: &'a Directory,
    pub(super) grant_delay: Duration,
    pub(super) log: &'a mut AuditLog,
}

/// Who and where a call is, if it does not say.
#[derive(Clone, Debug)]
pub struct Options {
    /// The account whose root calls.
    pub account: AccountId,
    /// The Region that is called.
    pub region: Region,
    /// How long a new grant takes to be known everywhere; until then a call must bring its token. AWS says "usually
    /// less than five minutes".
    pub grant_delay: Duration,
}

impl Kms {
    /// A KMS without keys.
    pub fn new(env: Env, options: Options) -> Self {
        Self {
            env,
            home: home(options.account, options.region),
            directory: Directory::default(),
            grant_delay: options.grant_delay,
            regions: BTreeMap::new(),
            quotas: None,
            log: AuditLog::default(),
        }
    }

    /// Carries out one request, taking down what happens if `trace` is on.
    ///
    /// # Errors
    /// A [`Refusal`] with any error of the operation; then nothing has changed.
    pub fn call(
        &mut self,
        context: &CallContext<'_>,
        request: Request,
        trace: &mut Recorder,
    ) -> Result<Response, Refusal> {
        self.catch_up()?;
        pipeline::run(Job { kms: self, context, trace }, request)
    }

    /// The time.
    pub fn now(&self) -> Timestamp {
        self.env.clock.now()
    }

    /// Moves the clock forward, does everything that becomes due on the way, and gives back what that was.
    ///
    /// Of more than 100,000 events only the last are given.
    ///
    /// # Errors
    /// `KMSInternalException` if there is no randomness. Nothing is lost: what is left is done before the next call.
    pub fn advance(&mut self, by: Duration) -> Result<Vec<ServiceEvent>, KmsError> {
        // On a clock that runs by itself, something may have come due before.
        self.catch_up()?;
        let before = self.log.len();
        self.env.clock.advance(by);
        self.catch_up()?;
        Ok(self.log.since(before).cloned().collect())
    }

    /// What KMS did by itself, from the `from`-th event on. The last 100,000 are kept, but no snapshot has them.
    pub fn audit_log(&self, from: usize) -> impl Iterator<Item = &ServiceEvent> {
        self.log.since(from)
    }

    /// Does what has become due.
    fn catch_up(&mut self) -> Result<(), KmsError> {
        sweep::catch_up(&mut self.regions, self.env.entropy.as_mut(), self.env.clock.now(), &mut self.log)
    }

    /// The account of calls that do not say who calls.
    pub fn account(&self) -> AccountId {
        self.home.principal.account()
    }

    /// IAM's side: the principals, and the world to make more of them in.
    pub fn directory(&mut self) -> (&mut Directory, &mut Env) {
        (&mut self.directory, &mut self.env)
    }

    /// Whose credentials have this access key id.
    pub fn principal_of(&self, access_key_id: &str) -> Option<Principal> {
        self.directory.principal_of(access_key_id, self.env.clock.now())
    }

    /// A new id for an answer: a version 4 UUID, or the nil UUID where there is no randomness.
    pub fn request_id(&mut self) -> String {
        let mut random = [0; 16];
        let filled = self.env.entropy.fill(&mut random);
        filled.map_or(KeyId::FIRST, |()| KeyId::from_random(random)).to_string()
    }

    /// Counts calls from now on, with full buckets; or lets everybody call as often as they like, which is how an engine
    /// begins, since it is what tests want. A snapshot has no quotas.
    pub fn set_quotas(&mut self, quotas: Option<Quotas>) {
        self.quotas = quotas;
    }

    /// Counts a call against the quota of the caller's account, if anybody counts.
    pub(super) fn within_quota(&mut self, caller: &Caller, operation: Operation) -> Option<Result<(), KmsError>> {
        let account = caller.principal.account();
        let quotas = self.quotas.as_mut()?;
        let passes = quotas.take(operation.spec().quota, account, &caller.region, self.env.clock.now());
        Some(if passes { Ok(()) } else { Err(KmsError::Throttling) })
    }

    /// How full the bucket is from which a call of `operation` would take: the caller's account, and the Region, are
    /// those of the context. Nothing where nobody counts.
    ///
    /// # Errors
    /// Those of a caller or a Region that is none.
    pub fn quota_level(
        &self,
        context: &CallContext<'_>,
        operation: Operation,
    ) -> Result<Option<(Quota, Level)>, KmsError> {
        let caller = self.caller(context)?;
        let quota = operation.spec().quota;
        let level =
            |quotas: &Quotas| quotas.level(quota, caller.principal.account(), &caller.region, self.env.clock.now());
        Ok(self.quotas.as_ref().map(|quotas| (quota, level(quotas))))
    }

    /// Who calls, and where, from what the call says of it.
    pub(super) fn caller(&self, context: &CallContext<'_>) -> Result<Arc<Caller>, KmsError> {
        check_condition_keys(context.condition_keys)?;
        if context.caller.is_none() && context.region.is_none() {
            return Ok(Arc::clone(&self.home));
        }
        let principal = context.caller.map_or_else(|| Ok(self.home.principal.clone()), Principal::parse)?;
        if !self.directory.has(&principal) {
            return Err(KmsError::UnrecognizedClient(format!(
                "The security token included in the request is invalid: there is no {principal}. \
                 Make it first, with the IAM operations CreateUser or CreateRole."
            )));
        }
        let region = context.region.map_or_else(|| Ok(self.home.region.clone()), Region::parse)?;
        Ok(Arc::new(Caller { principal, region }))
    }

    /// The Region's state, and everything beside it.
    pub(super) fn enter(&mut self, region: &Region) -> Result<Entered<'_>, KmsError> {
        if !self.regions.contains_key(region) {
            let hsm = Hsm::make(self.env.entropy.as_mut(), self.env.clock.now())?;
            self.regions.insert(region.clone(), RegionState { hsm, store: Store::default() });
        }
        let state = self.regions.get_mut(region);
        let state = state.ok_or_else(|| KmsError::KmsInternal(format!("the Region {region} is missing")))?;
        let Self { env, directory, grant_delay, log, .. } = self;
        Ok(Entered { state, env, directory, grant_delay: *grant_delay, log })
    }

    /// Writes everything down, sealed under `sealing_key`.
    ///
    /// # Errors
    /// [`HsmError::Entropy`].
    pub fn snapshot(&mut self, sealing_key: &[u8; SEALING_KEY_LEN]) -> Result<Vec<u8>, HsmError> {
        let stores = ordered(self.regions.iter().map(|(region, state)| (region.clone(), &state.store)));
        let Caller { principal, region } = &*self.home;
        let snapshot = Snapshot {
            account: principal.account(),
            region: region.clone(),
            taken: self.env.clock.now(),
            grant_delay: self.grant_delay,
            directory: &self.directory,
            stores,
        };
        snapshot.seal(self.regions.values().map(|state| &state.hsm), sealing_key, self.env.entropy.as_mut())
    }

    /// The KMS that a snapshot was taken of, in another world.
    ///
    /// # Errors
    /// [`RestoreError`]; nothing is restored then.
    pub fn restore(env: Env, bytes: &[u8], sealing_key: &[u8; SEALING_KEY_LEN]) -> Result<Self, RestoreError> {
        let (snapshot, hsms) = Snapshot::open(bytes, sealing_key)?;
        let states = snapshot.stores.into_iter().zip(hsms);
        let regions = ordered(states.map(|((region, store), hsm)| (region, RegionState { hsm, store })));
        Ok(Self {
            env,
            home: home(snapshot.account, snapshot.region),
            directory: snapshot.directory,
            grant_delay: snapshot.grant_delay,
            regions,
            quotas: None,
            log: AuditLog::default(),
        })
    }
}

fn home(account: AccountId, region: Region) -> Arc<Caller> {
    Arc::new(Caller { principal: Principal::root(account), region })
}
