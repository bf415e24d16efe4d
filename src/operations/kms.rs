use core::time::Duration;
use std::sync::Arc;

use super::audit::{AuditEvent, AuditFilter, AuditLog, CallRecord, Entry};
use super::facts::check_condition_keys;
use super::pipeline::{self, CallContext, Job};
use super::regions::{Others, RegionState, Regions};
use super::{Operation, Refusal, Request, Response, sweep};
use crate::{
    env::{Caller, Entropy, Env},
    error::KmsError,
    hsm::{Hsm, HsmError},
    quota::{Charge, Level, Quota, Quotas},
    store::{Directory, IdOf, RequestIds, RestoreError, SEALING_KEY_LEN, Snapshot, Store},
    trace::Recorder,
    types::{AccountId, Principal, Region, Timestamp},
};

/// How long a new grant takes to be known everywhere, if nothing else is said. AWS: "usually less than five minutes".
pub const GRANT_DELAY: Duration = Duration::from_mins(5);

/// How long a replica key is creating, and two keys are updating when the primary key changes, if nothing else is said.
/// AWS: "for a few more seconds".
pub const REPLICATION_DELAY: Duration = Duration::from_secs(5);

/// How long a custom key store takes to be connected, and to be disconnected, if nothing else is said. AWS: "approximately five
/// minutes".
pub const CONNECTION_DELAY: Duration = Duration::from_mins(5);

/// AWS KMS: all Regions, each with its own HSM, keys and aliases.
pub struct Kms {
    env: Env,
    /// Who and where a call is that does not say.
    home: Arc<Caller>,
    /// The principals, which IAM keeps for all Regions.
    pub(super) directory: Directory,
    /// How long a new grant takes to be known everywhere.
    pub(super) grant_delay: Duration,
    /// How long a multi-Region key is creating or updating.
    pub(super) replication_delay: Duration,
    /// How long a custom key store is connecting or disconnecting.
    pub(super) connection_delay: Duration,
    regions: Regions,
    /// None where nobody counts.
    quotas: Option<Quotas>,
    log: AuditLog,
    ids: RequestIds,
    /// The number of the last request.
    request: u64,
}

/// One Region's state, and what all Regions share.
pub(super) struct Entered<'a> {
    pub(super) state: &'a mut RegionState,
    pub(super) others: Others<'a>,
    pub(super) env: &'a mut Env,
    pub(super) directory: &'a Directory,
    pub(super) delays: Delays,
    pub(super) log: &'a mut AuditLog,
    pub(super) ids: &'a mut RequestIds,
    /// The number of the request that is under way.
    pub(super) request: u64,
}

/// How long AWS takes for what it does not do at once.
#[derive(Clone, Copy)]
pub(super) struct Delays {
    /// Until a new grant is known everywhere.
    pub(super) grant: Duration,
    /// While a multi-Region key is creating or updating.
    pub(super) replication: Duration,
    /// While a custom key store is connecting or disconnecting.
    pub(super) connection: Duration,
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
    /// How long a replica key is creating, and two keys are updating when the primary key changes. AWS says "a few
    /// seconds".
    pub replication_delay: Duration,
    /// How long a custom key store is connecting or disconnecting. AWS says "approximately five minutes".
    pub connection_delay: Duration,
}

impl Kms {
    /// A KMS without keys.
    pub fn new(mut env: Env, options: Options) -> Self {
        // Without randomness the ids are no worse, only the same as those of any other engine without it.
        let ids = RequestIds::new(env.entropy.name().unwrap_or_default());
        Self {
            env,
            home: home(options.account, options.region),
            directory: Directory::default(),
            grant_delay: options.grant_delay,
            replication_delay: options.replication_delay,
            connection_delay: options.connection_delay,
            regions: Regions::default(),
            quotas: None,
            log: AuditLog::default(),
            ids,
            request: 0,
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
        self.turn_to_next_request();
        self.catch_up()?;
        pipeline::run(Job { kms: self, context, trace }, request)
    }

    /// A request that is carried out, or could not even be read, has a number from now on.
    pub fn turn_to_next_request(&mut self) {
        self.request = self.ids.take();
    }

    /// The id of the last request: a version 4 UUID. The audit log has the same.
    pub fn request_id(&self) -> String {
        self.ids.id(IdOf::Request, self.request)
    }

    /// The time.
    pub fn now(&self) -> Timestamp {
        self.env.clock.now()
    }

    /// Moves the clock forward, does everything that becomes due on the way, and gives back what that was.
    ///
    /// # Errors
    /// `KMSInternalException` if there is no randomness. Nothing is lost: what is left is done before the next call.
    pub fn advance(&mut self, by: Duration) -> Result<Vec<AuditEvent>, KmsError> {
        // On a clock that runs by itself, something may have come due before.
        self.catch_up()?;
        self.env.clock.advance(by);
        let done = self.catch_up()?;
        Ok(done.iter().flat_map(|entry| entry.events(&self.ids)).collect())
    }

    /// Every call and everything that KMS did by itself, as far as it is wanted and still kept; the oldest first. No
    /// snapshot has it.
    pub fn audit_log(&self, filter: &AuditFilter) -> Vec<AuditEvent> {
        self.log.read(filter, &self.ids)
    }

    /// How many entries the audit log keeps from now on, 10,000 if nobody says; of more, the oldest are dropped.
    pub fn keep_in_audit_log(&mut self, most: usize) {
        self.log.keep(most);
    }

    /// Does what has become due, and writes it down.
    fn catch_up(&mut self) -> Result<Vec<Entry>, KmsError> {
        let mut done = Vec::new();
        let result = sweep::catch_up(&mut self.regions, self.env.entropy.as_mut(), self.env.clock.now(), &mut done);
        // What was done before the randomness ran out has been done.
        let entries: Vec<_> = done.into_iter().map(|record| Entry::service(self.ids.take(), record)).collect();
        entries.iter().cloned().for_each(|entry| self.log.add(entry));
        result.map(|()| entries)
    }

    /// Begins to take down a call, unless nothing is kept.
    pub(super) fn begin_record(
        &self,
        request: &Request,
        caller: &Arc<Caller>,
        context: &CallContext<'_>,
    ) -> Option<CallRecord> {
        let identity = self.directory.identity(&caller.principal);
        self.log.is_kept().then(|| CallRecord::begin(request, caller, identity, context, self.env.clock.now()))
    }

    /// Writes a call down.
    pub(super) fn record(&mut self, record: Option<CallRecord>) {
        if let Some(record) = record {
            self.log.add(Entry::call(self.request, record));
        }
    }

    /// Draws from another source of randomness from now on.
    pub fn draw_from(&mut self, entropy: Box<dyn Entropy>) {
        self.env.entropy = entropy;
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

    /// Counts calls from now on, with full buckets; or lets everybody call as often as they like, which is how an engine
    /// begins, since it is what tests want. A snapshot has no quotas.
    pub fn set_quotas(&mut self, quotas: Option<Quotas>) {
        self.quotas = quotas;
    }

    /// Counts a call against the quota of the caller's account, or of the custom key stores of its keys, if anybody counts.
    pub(super) fn within_quota(&mut self, caller: &Caller, request: &Request) -> Option<Result<(), KmsError>> {
        let account = caller.principal.account();
        let quotas = self.quotas.as_mut()?;
        let quota = request.asks().quota().unwrap_or(request.operation().spec().quota);
        let here = Charge { quota, region: &caller.region, requests: 1 };
        let elsewhere = request.asks().elsewhere();
        let there = elsewhere.as_ref().map(|elsewhere| Charge {
            quota: elsewhere.counts_as.spec().quota,
            region: &elsewhere.region,
            requests: elsewhere.requests,
        });
        let now = self.env.clock.now();
        let mut stores = if quota == Quota::SYMMETRIC { self.regions.key_stores(caller, request) } else { Vec::new() };
        // What only keys in custom key stores are used for does not count against the quota of the account.
        let in_stores_only = !stores.is_empty() && stores.len() == request.asks().targets().len();
        stores.dedup();
        let passes = (in_stores_only || quotas.take(here, there, account, now))
            && quotas.take_of_stores(&stores, &caller.region, now);
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
        let place = self.open(region)?;
        let Self { env, directory, regions, log, ids, request, .. } = self;
        let delays =
            Delays { grant: self.grant_delay, replication: self.replication_delay, connection: self.connection_delay };
        let missing = || KmsError::KmsInternal(format!("the Region {region} is missing"));
        let (_, state, others) = regions.split(place).ok_or_else(missing)?;
        Ok(Entered { state, others, env, directory, delays, log, ids, request: *request })
    }

    /// The place of a Region, which is made when it is first needed.
    pub(super) fn open(&mut self, region: &Region) -> Result<usize, KmsError> {
        let Self { env, regions, .. } = self;
        regions.place(region, || {
            let hsm = Hsm::make(env.entropy.as_mut(), env.clock.now())?;
            Ok(RegionState { hsm, store: Store::default() })
        })
    }

    /// Writes everything down, sealed under `sealing_key`.
    ///
    /// # Errors
    /// [`HsmError::Entropy`].
    pub fn snapshot(&mut self, sealing_key: &[u8; SEALING_KEY_LEN]) -> Result<Vec<u8>, HsmError> {
        let stores = self.regions.iter().map(|(region, state)| (region.clone(), &state.store)).collect();
        let Caller { principal, region } = &*self.home;
        let snapshot = Snapshot {
            account: principal.account(),
            region: region.clone(),
            taken: self.env.clock.now(),
            grant_delay: self.grant_delay,
            replication_delay: self.replication_delay,
            connection_delay: self.connection_delay,
            ids: self.ids.clone(),
            directory: &self.directory,
            stores,
        };
        snapshot.seal(self.regions.iter().map(|(_, state)| &state.hsm), sealing_key, self.env.entropy.as_mut())
    }

    /// The KMS that a snapshot was taken of, in another world. Its audit log begins anew.
    ///
    /// # Errors
    /// [`RestoreError`]; nothing is restored then.
    pub fn restore(env: Env, bytes: &[u8], sealing_key: &[u8; SEALING_KEY_LEN]) -> Result<Self, RestoreError> {
        let (snapshot, hsms) = Snapshot::open(bytes, sealing_key)?;
        let states = snapshot.stores.into_iter().zip(hsms);
        // The stores of a snapshot are in order.
        let regions = Regions::new(states.map(|((region, store), hsm)| (region, RegionState { hsm, store })));
        Ok(Self {
            env,
            home: home(snapshot.account, snapshot.region),
            directory: snapshot.directory,
            grant_delay: snapshot.grant_delay,
            replication_delay: snapshot.replication_delay,
            connection_delay: snapshot.connection_delay,
            regions,
            quotas: None,
            log: AuditLog::default(),
            ids: snapshot.ids,
            request: 0,
        })
    }
}

fn home(account: AccountId, region: Region) -> Arc<Caller> {
    Arc::new(Caller { principal: Principal::root(account), region })
}
