use std::cell::{RefCell, RefMut};

use js_sys::{Promise, Uint8Array};
use tsify::Ts;
use wasm_bindgen::{JsError, JsValue, prelude::wasm_bindgen};

use super::{
    bulk,
    convert::{CallOutcome, JsExcerpt, QuotaLevel, argument, bytes, optional, text, to_js},
    flow::{Origin, promise},
    http::{self, JsRequest},
    input::JsInput,
    options::{
        AuditLogOptions, CallOptions, ConditionKeys, DecryptFlowInput, EncryptFlowInput, EnvelopeInput, KmsOptions,
        QuotaOption, duration, entropy,
    },
};
use crate::{
    env::Entropy,
    envelope::{Client, Opening, Refused, Sealing, Stored, Wanted},
    error::KmsError,
    operations::{self, CallContext, Operation, Refusal, Request},
    store::SEALING_KEY_LEN,
    trace::{Flow, Recorder, Subject, Trace, Track},
    types::Region,
    wire::describe,
};

/// AWS KMS: every Region, each with its own HSM, keys and aliases, in memory.
#[wasm_bindgen]
pub struct Kms(RefCell<Inner>);

pub(super) struct Inner {
    pub(super) kms: operations::Kms,
    /// The randomness of the client that the flows play.
    client: Box<dyn Entropy>,
    seed: Option<String>,
}

#[wasm_bindgen]
impl Kms {
    /// A KMS without keys.
    #[wasm_bindgen(constructor)]
    pub fn new(options: Option<Ts<KmsOptions>>) -> Result<Self, JsError> {
        let options = optional("options", options.as_ref())?;
        let mut kms = operations::Kms::new(options.env(KMS)?, options.options()?);
        options.settle(&mut kms);
        let seed = options.seed();
        Ok(Self(RefCell::new(Inner { kms, client: entropy(seed.as_deref(), CLIENT), seed })))
    }

    /// Carries out one operation.
    #[wasm_bindgen(skip_typescript)]
    pub fn call(
        &self,
        operation: JsValue,
        input: JsValue,
        options: Option<Ts<CallOptions>>,
    ) -> Result<JsValue, JsError> {
        let operation = text("call: operation", &operation)?;
        let options = optional("options", options.as_ref())?;
        let watched = options.trace == Some(true);
        let mut recorder = if watched { Recorder::on(Subject::Data) } else { Recorder::off() };
        let context = CallContext {
            caller: options.caller.as_deref(),
            region: options.region.as_deref(),
            condition_keys: ConditionKeys::of(options.condition_keys.as_ref()),
            describe,
        };
        let request = read(&operation, input).map_err(Refusal::from);
        let mut inner = self.inner()?;
        let result = request.and_then(|request| inner.kms.call(&context, request, &mut recorder));
        let refusal = result.as_ref().err().map(|Refusal { error, .. }| (error.code(), error.message()));
        // Unwatched, a call does not so much as ask for the time.
        let watched = watched.then(|| recorder.finish(Track::Aws, Flow::of(&operation), inner.kms.now(), refusal));
        let trace = watched.flatten().map(|trace| inner.sign(trace));
        let request_id = trace.is_some().then(|| inner.kms.request_id());
        to_js(&CallOutcome::new(&result, trace.as_ref(), request_id))
    }

    /// Answers an HTTP request in AWS JSON 1.1.
    #[wasm_bindgen(skip_typescript)]
    pub fn handle(&self, request: &JsRequest) -> Result<JsValue, JsError> {
        let request = http::Request::read(request)?;
        http::handle(&mut self.inner()?.kms, &request)
    }

    /// Protects data: `GenerateDataKey`, then AES-256-GCM at the client.
    #[wasm_bindgen(js_name = encryptFlow, skip_typescript)]
    pub fn encrypt_flow(&self, input: Ts<EncryptFlowInput>) -> Promise {
        let begun = self.begin_encrypt(&input);
        promise(async {
            let (begun, origin, plaintext) = begun?;
            match begun {
                Ok(sealing) => seal(sealing, &plaintext, &origin).await,
                Err(refused) => refuse(refused, &origin),
            }
        })
    }

    /// Recovers data: Decrypt, then AES-256-GCM at the client.
    #[wasm_bindgen(js_name = decryptFlow, skip_typescript)]
    pub fn decrypt_flow(&self, input: Ts<DecryptFlowInput>) -> Promise {
        let begun = self.begin_decrypt(&input);
        promise(async {
            let (begun, origin, envelope) = begun?;
            match begun {
                Ok(opening) => open(opening, &envelope, &origin).await,
                Err(refused) => refuse(refused, &origin),
            }
        })
    }

    /// The names of the Regions in which there is AWS KMS.
    pub fn regions() -> Vec<String> {
        Region::all().map(|region| region.to_string()).collect()
    }

    /// The time, in epoch seconds.
    pub fn now(&self) -> Result<f64, JsError> {
        Ok(self.inner()?.kms.now().as_epoch_seconds())
    }

    /// Moves the clock forward, and gives back what became due on the way.
    #[wasm_bindgen(skip_typescript)]
    pub fn advance(&self, seconds: f64) -> Result<JsValue, JsError> {
        to_js(&self.inner()?.kms.advance(duration(seconds)?).map_err(|error| JsError::new(&error.to_string()))?)
    }

    /// Every call and everything that KMS did by itself, as CloudTrail records it, the oldest first.
    #[wasm_bindgen(js_name = auditLog, skip_typescript)]
    pub fn audit_log(&self, options: Option<Ts<AuditLogOptions>>) -> Result<JsValue, JsError> {
        let options = optional("auditLog", options.as_ref())?;
        to_js(&self.inner()?.kms.audit_log(&options.into()))
    }

    /// How much of a quota is left.
    #[wasm_bindgen(skip_typescript)]
    pub fn quota(&self, operation: JsValue, options: Option<Ts<CallOptions>>) -> Result<JsValue, JsError> {
        let operation = Operation::parse(&text("quota: operation", &operation)?)?;
        let options = optional("options", options.as_ref())?;
        let context = CallContext {
            caller: options.caller.as_deref(),
            region: options.region.as_deref(),
            condition_keys: &[],
            describe,
        };
        let level = self.inner()?.kms.quota_level(&context, operation)?;
        level.map_or(Ok(JsValue::UNDEFINED), |(quota, level)| to_js(&QuotaLevel::of(quota, level)))
    }

    /// Counts calls from now on, with full buckets; or nobody counts.
    #[wasm_bindgen(js_name = setQuotas)]
    pub fn set_quotas(
        &self,
        #[wasm_bindgen(unchecked_param_type = "boolean | Record<string, number>")] quotas: JsValue,
    ) -> Result<(), JsError> {
        let quotas: QuotaOption = serde_wasm_bindgen::from_value(quotas)
            .map_err(|_| JsError::new("setQuotas: true, false, or requests per second by the name of the quota"))?;
        self.inner()?.kms.set_quotas(quotas.quotas());
        Ok(())
    }

    /// Everything, sealed under a key of 32 bytes.
    pub fn snapshot(
        &self,
        #[wasm_bindgen(js_name = sealingKey, unchecked_param_type = "Uint8Array")] sealing_key: JsValue,
    ) -> Result<Vec<u8>, JsError> {
        let sealing_key = sealing("snapshot", sealing_key)?;
        Ok(self.inner()?.kms.snapshot(&sealing_key)?)
    }

    /// The KMS that a snapshot was taken of. `options` say the clock and the seed; account and Region are as they were.
    pub fn restore(
        #[wasm_bindgen(js_name = bytes, unchecked_param_type = "Uint8Array")] snapshot: JsValue,
        #[wasm_bindgen(js_name = sealingKey, unchecked_param_type = "Uint8Array")] sealing_key: JsValue,
        options: Option<Ts<KmsOptions>>,
    ) -> Result<Self, JsError> {
        let bytes = &bytes("restore: bytes", snapshot)?;
        let sealing_key = sealing("restore", sealing_key)?;
        let options = optional("options", options.as_ref())?;
        let mut kms = operations::Kms::restore(options.env(&after(bytes, KMS))?, bytes, &sealing_key)?;
        options.settle(&mut kms);
        let seed = options.seed();
        Ok(Self(RefCell::new(Inner { kms, client: entropy(seed.as_deref(), &after(bytes, CLIENT)), seed })))
    }

    /// Takes a snapshot, and goes on with the randomness of an engine that is restored from it: with one seed and one clock,
    /// both do the same from then on.
    pub fn checkpoint(
        &self,
        #[wasm_bindgen(js_name = sealingKey, unchecked_param_type = "Uint8Array")] sealing_key: JsValue,
    ) -> Result<Vec<u8>, JsError> {
        let sealing_key = sealing("checkpoint", sealing_key)?;
        let mut inner = self.inner()?;
        let bytes = inner.kms.snapshot(&sealing_key)?;
        let seed = inner.seed.clone();
        inner.kms.draw_from(entropy(seed.as_deref(), &after(&bytes, KMS)));
        inner.client = entropy(seed.as_deref(), &after(&bytes, CLIENT));
        Ok(bytes)
    }
}

impl Kms {
    /// The engine. Another call cannot be under way: none of them gives control back while it holds the engine. Nor may one read
    /// anything from JavaScript meanwhile: after an exception there, a getter's for one, it would hold the engine for ever.
    pub(super) fn inner(&self) -> Result<RefMut<'_, Inner>, JsError> {
        self.0.try_borrow_mut().map_err(|_| JsError::new("the engine is busy with another call"))
    }

    fn begin_encrypt(&self, input: &Ts<EncryptFlowInput>) -> Result<Begun<Sealing, Uint8Array>, JsError> {
        let input = argument("encryptFlow", input)?;
        let excerpt = JsExcerpt::of(&input.plaintext);
        let mut inner = self.inner()?;
        let keys = ConditionKeys::of(input.condition_keys.as_ref());
        let client = inner.client(input.caller.as_deref(), input.region.as_deref(), keys);
        let begun = client.begin_encrypt(input.wanted(), excerpt.get());
        Ok((begun, inner.origin(), input.plaintext))
    }

    fn begin_decrypt(&self, input: &Ts<DecryptFlowInput>) -> Result<Begun<Opening, EnvelopeInput>, JsError> {
        let input = argument("decryptFlow", input)?;
        let wanted = Wanted {
            key_id: input.key_id,
            context: input.context.unwrap_or_default(),
            grant_tokens: input.grant_tokens.unwrap_or_default(),
        };
        let EnvelopeInput { iv, ciphertext, encrypted_data_key } = &input.envelope;
        let (iv, ciphertext) = (iv.to_vec(), JsExcerpt::of(ciphertext));
        let encrypted_data_key = encrypted_data_key.to_vec();
        let stored = Stored { iv: &iv, ciphertext: ciphertext.get(), encrypted_data_key: &encrypted_data_key };
        let mut inner = self.inner()?;
        let keys = ConditionKeys::of(input.condition_keys.as_ref());
        let client = inner.client(input.caller.as_deref(), input.region.as_deref(), keys);
        let begun = client.begin_decrypt(wanted, stored);
        Ok((begun, inner.origin(), input.envelope))
    }
}

impl Inner {
    pub(super) fn client<'a>(
        &'a mut self,
        caller: Option<&'a str>,
        region: Option<&'a str>,
        condition_keys: &'a [(String, Vec<String>)],
    ) -> Client<'a> {
        let context = CallContext { caller, region, condition_keys, describe };
        Client { kms: &mut self.kms, context, entropy: self.client.as_mut() }
    }

    /// The origin of a flow whose request to KMS was the last one.
    fn origin(&self) -> Origin {
        Origin { seed: self.seed.clone(), request_id: Some(self.kms.request_id()) }
    }

    /// The trace with the seed that it came from.
    fn sign(&self, trace: Trace) -> Trace {
        Trace { seed: self.seed.clone(), ..trace }
    }
}

/// What randomness is for.
const KMS: &[u8] = b"kms";
const CLIENT: &[u8] = b"client";

/// The same purpose after a snapshot: a seed must not give the bytes again that it gave before. The snapshot's tag tells
/// them apart.
fn after(snapshot: &[u8], purpose: &[u8]) -> Vec<u8> {
    let tag = snapshot.last_chunk::<16>().map(<[u8; 16]>::as_slice).unwrap_or_default();
    [purpose, tag].concat()
}

/// A flow's first half, or why there is none; where the flow comes from; and the data of its second half.
type Begun<T, D> = (Result<T, Refused>, Origin, D);

async fn seal(sealing: Sealing, data: &Uint8Array, origin: &Origin) -> Result<JsValue, JsError> {
    let ciphertext = bulk::seal(sealing.data_key().expose(), sealing.iv(), data).await?;
    let iv = *sealing.iv();
    let (encrypted_data_key, trace) = sealing.finish(JsExcerpt::of(&ciphertext).get());
    Ok(origin.outcome(trace)?.with_envelope(&iv, &ciphertext, &encrypted_data_key)?.into())
}

async fn open(opening: Opening, envelope: &EnvelopeInput, origin: &Origin) -> Result<JsValue, JsError> {
    let data = bulk::open(opening.data_key().expose(), &envelope.iv, &envelope.ciphertext).await.ok();
    let excerpt = data.as_ref().map(JsExcerpt::of);
    match opening.finish(excerpt.as_ref().map(JsExcerpt::get)) {
        Ok(trace) => Ok(origin.outcome(trace)?.with_plaintext(data.as_ref())?.into()),
        Err(refused) => refuse(refused, origin),
    }
}

fn refuse(refused: Refused, origin: &Origin) -> Result<JsValue, JsError> {
    Ok(origin.outcome(refused.trace.map(|trace| *trace))?.into())
}

fn read(operation: &str, input: JsValue) -> Result<Request, KmsError> {
    let operation = Operation::parse(operation)?;
    Request::read(operation, &JsInput::new(input))
}

/// The sealing key that a function takes; `name` is the function's.
fn sealing(name: &str, key: JsValue) -> Result<[u8; SEALING_KEY_LEN], JsError> {
    let key = bytes(&format!("{name}: sealingKey"), key)?;
    let wrong = || JsError::new(&format!("the sealing key has {} bytes; it must have {SEALING_KEY_LEN}", key.len()));
    key.as_slice().try_into().map_err(|_| wrong())
}
