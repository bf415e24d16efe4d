//! What every call goes through, top to bottom. Each stage is a gate in the trace.
//!
//! The order decides which error a caller sees. KMS checks shapes before it looks for the key, and permission before
//! the key's state, so that a caller without permission does not learn the state. AWS does not document the latter
//! order; it is a choice of this engine.

use super::{
    Call, Kms, Request, Response, States, Target,
    kms::RegionState,
    narration,
    target::{NO_SUCH_CIPHERTEXT_KEY, Named, resolve},
};
use crate::{
    env::Caller,
    error::KmsError,
    policy,
    store::KmsKey,
    trace::{GateId, Recorder},
    types::{AccountId, KeyArn, KeyState},
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
    /// Writes the request for the trace.
    pub describe: Describe,
}

/// A call on its way.
pub(super) struct Job<'a> {
    pub(super) kms: &'a mut Kms,
    pub(super) context: &'a CallContext<'a>,
    pub(super) trace: &'a mut Recorder,
}

pub(super) fn run(job: Job<'_>, request: Request) -> Result<Response, KmsError> {
    let Job { kms, context, trace } = job;
    let operation = request.operation();
    narration::ask(&request, context.describe, trace);

    let caller = gate(trace, GateId::Caller, kms.caller(context))?;
    gate(trace, GateId::Request, request.asks().check())?;

    let (state, env) = kms.enter(&caller.region)?;
    state.hsm.introduce(trace);
    let targets = request.asks().targets();
    let keys = targets.iter().map(|target| resolve(state, &caller, target)).collect::<Result<Vec<_>, _>>();
    let keys = gate(trace, GateId::Key, keys)?;
    let found: Vec<_> = keys.iter().filter_map(|key| state.store.key(key.key_id)).collect();
    narration::introduce(&found, &keys, trace);

    let mut permissions = targets.iter().zip(&found);
    permissions.try_for_each(|(target, key)| authorize(&caller, target, key, trace))?;
    if targets.is_empty() {
        trace.authorization(&policy::authorize(&caller.principal, caller.principal.account()));
    }
    let spec = operation.spec();
    gate(trace, GateId::State, found.iter().try_for_each(|key| check_state(&caller, spec.states, key)))?;
    gate(trace, GateId::Usage, found.iter().try_for_each(|key| check_usage(&caller, &request, key)))?;
    if request.asks().is_dry_run() {
        return Err(KmsError::DryRunOperation);
    }

    let now = env.clock.now();
    let RegionState { hsm, store } = state;
    let mut call = Call { now, caller: &caller, hsm, store, entropy: env.entropy.as_mut(), trace, keys: &keys };
    let response = request.run(&mut call)?;
    narration::answer(operation, trace);
    Ok(response)
}

fn gate<T>(trace: &mut Recorder, id: GateId, result: Result<T, KmsError>) -> Result<T, KmsError> {
    trace.gate(id, result.is_ok());
    result
}

fn authorize(caller: &Caller, target: &Target<'_>, key: &KmsKey, trace: &mut Recorder) -> Result<(), KmsError> {
    let decision = policy::authorize(&caller.principal, key.account);
    trace.authorization(&decision);
    if decision.is_allowed() {
        return Ok(());
    }
    Err(KmsError::AccessDenied(match target.named {
        Named::Ciphertext(_, None) => NO_SUCH_CIPHERTEXT_KEY.to_owned(),
        _ => format!(
            "User: {} is not authorized to perform: {permission} on resource: {} because no resource-based policy \
             allows the {permission} action",
            caller.principal,
            arn(caller, key.account, key),
            permission = target.permission,
        ),
    }))
}

fn check_state(caller: &Caller, allowed: States, key: &KmsKey) -> Result<(), KmsError> {
    match (allowed, key.state) {
        (States::Any, _) | (States::Enabled, KeyState::Enabled) => Ok(()),
        (States::Enabled, KeyState::Disabled) => {
            Err(KmsError::Disabled(format!("{} is disabled.", arn(caller, key.account, key))))
        }
    }
}

fn check_usage(caller: &Caller, request: &Request, key: &KmsKey) -> Result<(), KmsError> {
    match request.operation().spec().usage {
        Some(usage) if usage != key.usage => Err(KmsError::InvalidKeyUsage(format!(
            "{} key usage is {} which is not valid for {}.",
            arn(caller, key.account, key),
            key.usage.as_str(),
            request.operation().name(),
        ))),
        _ => Ok(()),
    }
}

fn arn(caller: &Caller, account: AccountId, key: &KmsKey) -> KeyArn {
    KeyArn { region: caller.region.clone(), account, key_id: key.key_id }
}
