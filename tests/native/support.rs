//! The world that tests share: the scenario that the page opens with.

use core::time::Duration;

use base64::{Engine, engine::general_purpose::STANDARD};
use glass_kms::{
    env::{Entropy, Env, ManualClock, SeededEntropy},
    error::KmsError,
    hsm::{oaep::PublicKey, wrapping},
    iam::{self, IamError},
    operations::{
        AuditEvent, AuditFilter, CallContext, CreateAliasRequest, CreateKeyRequest, CreateKeyResponse,
        DisableKeyRequest, GRANT_DELAY, Kms, Operation, Options, Request, Response,
    },
    trace::Recorder,
    types::{AccountId, Region, Timestamp, WrappingAlgorithm},
    wire::{Json, describe, to_json},
};
use serde_json::{Value, json};

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
        grant_delay: GRANT_DELAY,
        // Nobody has to wait for a replica or a key store, save where that is what is tested.
        replication_delay: Duration::ZERO,
        connection_delay: Duration::ZERO,
    }
}

/// A caller who says nothing about themselves: the account's root.
pub(crate) fn root() -> CallContext<'static> {
    CallContext { caller: None, region: None, condition_keys: &[], describe }
}

/// A KMS without keys.
pub(crate) fn empty_kms() -> Kms {
    Kms::new(env(seeded("kms")), options())
}

/// A KMS with the page's keys: `alias/letters` and `alias/receipts`.
pub(crate) fn kms() -> Kms {
    with_keys(&json!({}))
}

/// The same with keys of another kind.
pub(crate) fn with_keys(kind: &Value) -> Kms {
    let mut kms = empty_kms();
    for (description, alias) in [("Letters", "alias/letters"), ("Receipts", "alias/receipts")] {
        let input = with(json!({ "Description": description }), kind.clone());
        let made = ask(&mut kms, "CreateKey", input).expect("a key");
        let key_id = text(&member(&made, "KeyMetadata"), "KeyId");
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
    kms.call(&root(), request, &mut Recorder::off()).map_err(KmsError::from)
}

/// An answer as AWS JSON has it.
pub(crate) type Answer = Result<Value, KmsError>;

/// Reads a request from AWS JSON.
pub(crate) fn read(operation: &str, input: &Value) -> Result<Request, KmsError> {
    let text = input.to_string();
    Request::read(Operation::parse(operation)?, &Json::parse(text.as_bytes())?)
}

/// Reads a request to IAM from JSON.
pub(crate) fn read_iam(operation: &str, input: &Value) -> Result<iam::Request, IamError> {
    let text = input.to_string();
    let input = Json::parse(text.as_bytes()).map_err(|error| IamError::MalformedInput(error.to_string()))?;
    iam::Request::read(operation, &input)
}

/// A response in AWS JSON.
pub(crate) fn written(response: &Response) -> Value {
    let json = to_json(response).expect("a response is JSON");
    serde_json::from_slice(&json).expect("JSON")
}

/// Calls by AWS's names, as the account's root.
pub(crate) fn ask(kms: &mut Kms, operation: &str, input: Value) -> Answer {
    ask_as(kms, &root(), operation, input)
}

/// Calls by AWS's names, as somebody, somewhere.
#[expect(clippy::needless_pass_by_value, reason = "a request reads best where it is made")]
pub(crate) fn ask_as(kms: &mut Kms, context: &CallContext<'_>, operation: &str, input: Value) -> Answer {
    let request = read(operation, &input)?;
    Ok(written(&kms.call(context, request, &mut Recorder::off())?))
}

/// The root of another account.
pub(crate) fn stranger() -> CallContext<'static> {
    CallContext { caller: Some(STRANGER), ..root() }
}

/// The ARN of [`stranger`].
pub(crate) const STRANGER: &str = "arn:aws:iam::444455556666:root";

/// The account's root in a Region.
pub(crate) fn in_region(region: &str) -> CallContext<'_> {
    CallContext { region: Some(region), ..root() }
}

/// The request with one member set.
#[expect(clippy::needless_pass_by_value, reason = "a request reads best where it is made")]
pub(crate) fn with_member(input: Value, member: &str, value: Value) -> Value {
    with(input, json!({ member: value }))
}

/// The answer must be this exception with this message.
#[track_caller]
pub(crate) fn refused(answer: Answer, code: &str, message: &str) {
    match answer {
        Err(error) => assert_eq!((error.code(), error.message()), (code, message)),
        Ok(answer) => panic!("{code} was expected, not {answer}"),
    }
}

/// What a request is told that lacks these members; more than one.
pub(crate) fn nulls(members: &[&str]) -> String {
    let null = |name| format!("Value null at '{name}' failed to satisfy constraint: Member must not be null");
    let nulls: Vec<_> = members.iter().map(null).collect();
    format!("{} validation errors detected: {}", members.len(), nulls.join("; "))
}

/// A member of an answer, which must be there.
#[track_caller]
pub(crate) fn member(answer: &Value, name: &str) -> Value {
    answer.get(name).unwrap_or_else(|| panic!("there is no {name} in {answer}")).clone()
}

/// The same for a text.
#[track_caller]
pub(crate) fn text(answer: &Value, name: &str) -> String {
    member(answer, name).as_str().unwrap_or_else(|| panic!("{name} is no text in {answer}")).to_owned()
}

/// The same for a list.
#[track_caller]
pub(crate) fn list(answer: &Value, name: &str) -> Vec<Value> {
    member(answer, name).as_array().unwrap_or_else(|| panic!("{name} is no list in {answer}")).clone()
}

/// A request with other members, or more of them.
#[expect(clippy::needless_pass_by_value, reason = "a request reads best where it is made")]
pub(crate) fn with(mut input: Value, more: Value) -> Value {
    let more = more.as_object().expect("an object").clone();
    input.as_object_mut().expect("an object").extend(more);
    input
}

/// Bytes as AWS JSON has them.
pub(crate) fn base64(bytes: impl AsRef<[u8]>) -> String {
    STANDARD.encode(bytes)
}

/// The bytes of a member of an answer.
#[track_caller]
pub(crate) fn bytes(answer: &Value, name: &str) -> Vec<u8> {
    STANDARD.decode(text(answer, name)).expect("base64")
}

/// The request that imports `material`, wrapped under the public key that `GetParametersForImport` answered with.
pub(crate) fn importing(parameters: &Value, algorithm: WrappingAlgorithm, material: &[u8]) -> Value {
    let public_key = PublicKey::from_der(&bytes(parameters, "PublicKey")).expect("a public key");
    let wrapped = wrapping::wrap(&public_key, algorithm, material, &mut seeded("owner")).expect("wrapped");
    json!({
        "KeyId": member(parameters, "KeyId"),
        "ImportToken": member(parameters, "ImportToken"),
        "EncryptedKeyMaterial": base64(wrapped),
        "ExpirationModel": "KEY_MATERIAL_DOES_NOT_EXPIRE",
    })
}

/// All that a key is called by.
pub(crate) struct Names {
    pub(crate) id: String,
    pub(crate) arn: String,
    pub(crate) alias: String,
    pub(crate) alias_arn: String,
    pub(crate) material_id: String,
}

/// The names of the key behind an alias.
pub(crate) fn names(kms: &mut Kms, alias: &str) -> Names {
    let answer = ask(kms, "DescribeKey", json!({ "KeyId": alias })).expect("the key is described");
    let key = &member(&answer, "KeyMetadata");
    Names {
        id: text(key, "KeyId"),
        arn: text(key, "Arn"),
        alias: alias.to_owned(),
        alias_arn: format!("arn:aws:kms:ap-northeast-1:111122223333:{alias}"),
        material_id: text(key, "CurrentKeyMaterialId"),
    }
}

/// Calls as the account's root, and is not refused.
#[track_caller]
pub(crate) fn good(kms: &mut Kms, operation: &str, input: Value) -> Value {
    match ask(kms, operation, input) {
        Ok(answer) => answer,
        Err(error) => panic!("{operation}: {error}"),
    }
}

/// So many days.
pub(crate) fn days(days: u32) -> Duration {
    Duration::from_hours(24).saturating_mul(days)
}

/// The smallest step of time.
pub(crate) const MILLISECOND: Duration = Duration::from_millis(1);

/// A time that ends one such step earlier.
pub(crate) fn just_before(time: Duration) -> Duration {
    time.saturating_sub(MILLISECOND)
}

/// The moment so many days after the tests began, in epoch seconds as AWS JSON has them.
pub(crate) fn day(days: u32) -> f64 {
    Timestamp::from_millis(NOW).plus(self::days(days)).as_epoch_seconds()
}

/// Lets time pass, and says what happened: the event's name and the key's id.
#[track_caller]
pub(crate) fn wait(kms: &mut Kms, time: Duration) -> Vec<(String, String)> {
    let events = kms.advance(time).expect("time passes");
    let words = events.iter().map(|event| serde_json::to_value(event).expect("JSON"));
    let key = |event: &Value| Some(text(list(event, "resources").first()?, "ARN").rsplit('/').next()?.to_owned());
    words.map(|event| (text(&event, "eventName"), key(&event).expect("a key ARN"))).collect()
}

/// A ciphertext of [`DATA`].
#[track_caller]
pub(crate) fn sealed(kms: &mut Kms, key_id: &str) -> String {
    text(&good(kms, "Encrypt", json!({ "KeyId": key_id, "Plaintext": base64(DATA) })), "CiphertextBlob")
}

/// What KMS did by itself, as the audit log has it.
pub(crate) fn service_events(kms: &Kms) -> Vec<AuditEvent> {
    let all = kms.audit_log(&AuditFilter::default());
    all.into_iter().filter(|event| event.event_type == "AwsServiceEvent").collect()
}

/// The events must be these: name, time and details, about a key in the Region of every test, and whole as CloudTrail
/// writes them.
#[track_caller]
pub(crate) fn assert_service_events(events: &[AuditEvent], expected: &[(&str, &str, Value)]) {
    let whole = expected.iter().zip(events).map(|((name, time, details), event)| {
        let key = text(details, "keyId");
        json!({
            "eventVersion": "1.11",
            "userIdentity": { "accountId": "111122223333", "invokedBy": "AWS Internal" },
            "eventTime": time,
            "eventSource": "kms.amazonaws.com",
            "eventName": name,
            "awsRegion": "ap-northeast-1",
            "sourceIPAddress": "AWS Internal",
            "userAgent": "AWS Internal",
            "requestParameters": null,
            "responseElements": null,
            "eventID": event.event_id,
            "readOnly": false,
            "resources": [{
                "accountId": "111122223333",
                "type": "AWS::KMS::Key",
                "ARN": format!("arn:aws:kms:ap-northeast-1:111122223333:key/{key}"),
            }],
            "eventType": "AwsServiceEvent",
            "managementEvent": true,
            "recipientAccountId": "111122223333",
            "serviceEventDetails": details,
            "eventCategory": "Management",
        })
    });
    let whole: Vec<_> = whole.collect();
    assert_eq!(events.len(), expected.len());
    assert_eq!(serde_json::to_value(events).expect("JSON"), json!(whole));
}

/// The request for an external key store with a proxy of its own.
pub(crate) fn store_request(name: &str) -> Value {
    json!({
        "CustomKeyStoreName": name,
        "CustomKeyStoreType": "EXTERNAL_KEY_STORE",
        "XksProxyConnectivity": "PUBLIC_ENDPOINT",
        "XksProxyUriEndpoint": format!("https://{name}.example.com"),
        "XksProxyUriPath": "/kms/xks/v1",
        "XksProxyAuthenticationCredential": { "AccessKeyId": ACCESS_KEY_ID, "RawSecretAccessKey": RAW_SECRET },
    })
}

/// What the credential of every proxy is called.
pub(crate) const ACCESS_KEY_ID: &str = "ABCDEFGHIJKLMNOPQRST";
/// Its secret.
pub(crate) const RAW_SECRET: &str = "Moorhens+build/their+nests+among+the+reeds=";

/// Makes an external key store and returns its id.
#[track_caller]
pub(crate) fn key_store(kms: &mut Kms, name: &str) -> String {
    text(&good(kms, "CreateCustomKeyStore", store_request(name)), "CustomKeyStoreId")
}

/// The request for a key in a store.
pub(crate) fn key_request(store: &str, xks_key_id: &str) -> Value {
    json!({ "Origin": "EXTERNAL_KEY_STORE", "CustomKeyStoreId": store, "XksKeyId": xks_key_id })
}

/// Makes a key in a store, which must be connected, and returns its id.
#[track_caller]
pub(crate) fn key_in(kms: &mut Kms, store: &str, xks_key_id: &str) -> String {
    let made = good(kms, "CreateKey", key_request(store, xks_key_id));
    text(&member(&made, "KeyMetadata"), "KeyId")
}
