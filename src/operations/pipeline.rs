//! What every call goes through, top to bottom. Each stage is a gate in the trace.
//!
//! The order decides which error a caller sees. KMS checks shapes before it looks for the key, and permission before
//! the key's state, so that a caller without permission does not learn the state. AWS does not document the latter
//! order; it is a choice of this engine.

use super::{
    Call, Kms, Refusal, Request, Response,
    audit::CallRecord,
    authorization::{Authorization, grants_of_tokens},
    kms::Entered,
    managed_keys, narration,
    regions::RegionState,
    shape, states,
    target::{Resolved, resolve},
};
use crate::{
    env::Caller,
    error::KmsError,
    store::KmsKey,
    trace::{GateId, Recorder},
    types::Region,
};

/// Writes a request as AWS JSON, for the trace.
pub type Describe = fn(&Request) -> Vec<u8>;

/// Who calls and where, as the call says it.
#[derive(Clone, Copy, Debug)]
pub struct CallContext<'a> {
    /// The ARN of the principal; without one, the root of the engine's account.
    pub caller: Option<&'a str>,
    /// The Region; without one, the engine's.
    pub region: Option<&'a str>,
    /// Condition keys that only the world around the engine knows, such as `kms:ViaService` or `aws:SourceIp`, and
    /// their values. What the engine knows itself cannot be given.
    pub condition_keys: &'a [(String, Vec<String>)],
    /// Writes the request for the trace.
    pub describe: Describe,
}

/// A call on its way.
pub(super) struct Job<'a> {
    pub(super) kms: &'a mut Kms,
    pub(super) context: &'a CallContext<'a>,
    pub(super) trace: &'a mut Recorder,
}

pub(super) fn run(job: Job<'_>, request: Request) -> Result<Response, Refusal> {
    let Job { kms, context, trace } = job;
    narration::ask(&request, context.describe, trace);

    let caller = gate(trace, GateId::Caller, kms.caller(context))?;
    let mut record = kms.begin_record(&request, &caller, context);
    let result = of_caller(Job { kms: &mut *kms, context, trace }, &caller, record.as_mut(), request);
    if let Some(record) = &mut record {
        record.end(result.as_ref());
    }
    kms.record(record);
    result
}

/// What follows is written to the audit log, whatever comes of it.
fn of_caller(
    job: Job<'_>,
    caller: &Caller,
    record: Option<&mut CallRecord>,
    request: Request,
) -> Result<Response, Refusal> {
    let Job { kms, context, trace } = job;
    if let Some(within) = kms.within_quota(caller, &request) {
        gate(trace, GateId::Quota, within)?;
    }
    gate(trace, GateId::Request, shape::check(request.asks()).and_then(|()| request.asks().check()))?;

    if let Some(elsewhere) = request.asks().elsewhere() {
        kms.open(&elsewhere.region)?;
    }
    let Entered { state, others, env, directory, delays, log, ids, request: number } = kms.enter(&caller.region)?;
    let mut made = Vec::new();
    let result = managed_keys::make(state, caller, &request, env, &mut made).map_err(Refusal::from).and_then(|()| {
        let entered = Entered { state: &mut *state, others, env, directory, delays, log, ids, request: number };
        in_region(entered, caller, context, (trace, record), request)
    });
    if result.is_err() {
        managed_keys::unmake(state, &made);
    }
    result
}

fn in_region(
    Entered { state, others, env, directory, delays, log, ids, request: number }: Entered<'_>,
    caller: &Caller,
    context: &CallContext<'_>,
    (trace, record): (&mut Recorder, Option<&mut CallRecord>),
    request: Request,
) -> Result<Response, Refusal> {
    let operation = request.operation();
    let spec = operation.spec();
    let now = env.clock.now();
    let identity = directory.identity(&caller.principal);
    state.hsm.introduce(trace);
    let targets = request.asks().targets();
    let keys = targets.iter().map(|target| resolve(state, caller, target)).collect::<Result<Vec<_>, _>>();
    let named = keys.and_then(|keys| Ok((keys, grants_of_tokens(&state.store, request.asks().grant_tokens())?)));
    let elsewhere = request.asks().elsewhere();
    let named = named.and_then(|(keys, tokens)| {
        let found: Vec<_> = keys.iter().filter_map(|key| state.store.key(key.key_id)).collect();
        let reached = elsewhere.as_ref().zip(found.first());
        let related = reached.map(|(there, key)| there.key((key, &caller.region), &others)).transpose()?;
        Ok((found, related.flatten(), keys, tokens))
    });
    let (found, related, keys, tokens) = gate(trace, GateId::Key, named)?;
    narration::introduce(&found, &keys, trace);
    if let Some(record) = record {
        record.about(found.iter().copied());
    }

    let asks = Some(request.asks());
    let condition_keys = context.condition_keys;
    let store = &state.store;
    let authorization =
        Authorization { caller, identity, condition_keys, asks, store, keys: &keys, now, tokens: &tokens };
    let allowed_by = authorization.check(operation, &targets, trace)?;
    if let Some(there) = &elsewhere {
        there.authorize(&authorization, operation, (&others, related), trace)?;
    }

    let check = |key, region: &Region| states::check(spec.origins, spec.states, key, region);
    let works = found.iter().try_for_each(|key| {
        check((key, state.store.state_of(key)), &caller.region)?;
        states::check_relation(spec.relation, key, &caller.region)
    });
    let there = elsewhere.as_ref().zip(related);
    let works = works.and_then(|()| there.map_or(Ok(()), |(there, key)| check((key, key.state), &there.region)));
    gate(trace, GateId::State, works)?;
    let mut uses = found.iter().zip(&keys).enumerate();
    gate(
        trace,
        GateId::Usage,
        uses.try_for_each(|(at, (key, resolved))| check_usage(caller, &request, (key, at), resolved)),
    )?;
    if request.asks().is_dry_run() {
        return Err(KmsError::DryRunOperation.into());
    }

    let RegionState { hsm, store } = state;
    let entropy = env.entropy.as_mut();
    let mut call = Call {
        now,
        caller,
        identity,
        condition_keys,
        directory,
        delays,
        allowed_by,
        hsm,
        store,
        others,
        entropy,
        trace,
        log,
        ids,
        keys: &keys,
    };
    let response = request.run(&mut call)?;
    if spec.usage.is_some() {
        for key in &keys {
            store.note_usage(key.key_id, operation.name(), now, number);
        }
    }
    narration::answer(operation, trace);
    Ok(response)
}

fn gate<T>(trace: &mut Recorder, id: GateId, result: Result<T, KmsError>) -> Result<T, KmsError> {
    trace.gate(id, result.is_ok());
    result
}

fn check_usage(
    caller: &Caller,
    request: &Request,
    (key, index): (&KmsKey, usize),
    resolved: &Resolved,
) -> Result<(), KmsError> {
    if resolved.material_id.is_some_and(|id| key.versions.get(id).is_none()) {
        // The ciphertext names a version that the key never had.
        return Err(KmsError::InvalidCiphertext);
    }
    match request.operation().spec().usage {
        Some(usage) if usage != key.usage => Err(KmsError::InvalidKeyUsage(format!(
            "{} key usage is {} which is not valid for {}.",
            key.arn(&caller.region),
            key.usage.as_str(),
            request.operation().name(),
        ))),
        _ => request.asks().suits(key, index),
    }
}
