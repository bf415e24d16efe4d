//! The world that tests share: the scenario that the page opens with.

use glass_kms::{
    env::{Entropy, Env, ManualClock, SeededEntropy},
    error::KmsError,
    operations::{
        CallContext, CreateAliasRequest, CreateKeyRequest, CreateKeyResponse, DisableKeyRequest, Kms, Options, Request,
        Response,
    },
    trace::Recorder,
    types::{AccountId, Region, Timestamp},
    wire::describe,
};

/// The seed of the page's first scenario.
pub(crate) const SEED: &str = "glass-kms";
/// 2026-11-24T00:00:00Z.
pub(crate) const NOW: i64 = 1_795_478_400_000;
/// What the page protects at first.
pub(crate) const DATA: &[u8] = b"Dear Aki, the spare key is under the blue pot.";
/// What it is bound to.
pub(crate) const CONTEXT: [(&str, &str); 1] = [("to", "Aki")];

/// The stream of one seed for one purpose, as the bindings make it.
pub(crate) fn seeded(purpose: &str) -> SeededEntropy {
    SeededEntropy::new(&[SEED.as_bytes(), &[0], purpose.as_bytes()].concat())
}

/// A world with a standing clock.
pub(crate) fn env(entropy: impl Entropy + 'static) -> Env {
    Env { clock: Box::new(ManualClock::new(Timestamp::from_millis(NOW))), entropy: Box::new(entropy) }
}

/// The account and Region of every test.
pub(crate) fn options() -> Options {
    Options {
        account: AccountId::parse("111122223333").expect("twelve digits"),
        region: Region::parse("ap-northeast-1").expect("a Region"),
    }
}

/// A caller who says nothing about themselves: the account's root.
pub(crate) fn root() -> CallContext<'static> {
    CallContext { caller: None, region: None, describe }
}

/// A KMS without keys.
pub(crate) fn empty_kms() -> Kms {
    Kms::new(env(seeded("kms")), options())
}

/// A KMS with the page's keys: `alias/letters` and `alias/receipts`.
pub(crate) fn kms() -> Kms {
    let mut kms = empty_kms();
    for (description, alias) in [("Letters", "alias/letters"), ("Receipts", "alias/receipts")] {
        let key_id = create_key(&mut kms, description);
        call(
            &mut kms,
            Request::CreateAlias(CreateAliasRequest {
                alias_name: Some(alias.to_owned()),
                target_key_id: Some(key_id),
            }),
        )
        .expect("the alias is made");
    }
    kms
}

/// Makes a key and returns its id.
pub(crate) fn create_key(kms: &mut Kms, description: &str) -> String {
    let request = CreateKeyRequest { description: Some(description.to_owned()), ..CreateKeyRequest::default() };
    match call(kms, Request::CreateKey(request)) {
        Ok(Response::CreateKey(CreateKeyResponse { key_metadata })) => key_metadata.key_id.to_string(),
        other => panic!("CreateKey answered {other:?}"),
    }
}

/// Disables the key with this id.
pub(crate) fn disable_key(kms: &mut Kms, key_id: &str) {
    call(kms, Request::DisableKey(DisableKeyRequest { key_id: Some(key_id.to_owned()) })).expect("the key is disabled");
}

/// Calls as the account's root, without a trace.
pub(crate) fn call(kms: &mut Kms, request: Request) -> Result<Response, KmsError> {
    kms.call(&root(), request, &mut Recorder::off())
}
