//! From serde's data model to JavaScript's and back.

use js_sys::{ArrayBuffer, Uint8Array};
use serde::{Serialize, de::DeserializeOwned};
use serde_wasm_bindgen::Serializer;
use tsify::{Ts, Tsify};
use wasm_bindgen::{JsCast, JsError, JsValue, prelude::wasm_bindgen};

use crate::{
    error::KmsError,
    iam::IamError,
    operations::{Refusal, Response},
    quota::{Level, Quota},
    trace::{Excerpt, Trace, TraceBlob},
    types::{Decision, Place},
};

/// Plain objects, bytes as `Uint8Array`, absent members left out; what is written as nothing is null.
const SERIALIZER: Serializer = Serializer::new().serialize_maps_as_objects(true).serialize_missing_as_null(true);

/// The value as JavaScript has it.
pub(super) fn to_js(value: &impl Serialize) -> Result<JsValue, JsError> {
    value.serialize(&SERIALIZER).map_err(|error| JsError::new(&error.to_string()))
}

/// An argument as Rust has it. A wrong one is a misuse of the binding, and an exception.
pub(super) fn argument<T: Tsify + DeserializeOwned>(name: &str, value: &Ts<T>) -> Result<T, JsError> {
    let value = value.js_value();
    serde_wasm_bindgen::from_value(value).map_err(|error| JsError::new(&format!("{name}: {error}")))
}

/// An argument that may be left out.
pub(super) fn optional<T: Tsify + DeserializeOwned + Default>(name: &str, value: Option<&Ts<T>>) -> Result<T, JsError> {
    value.map_or_else(|| Ok(T::default()), |value| argument(name, value))
}

#[wasm_bindgen]
extern "C" {
    /// A Uint8Array or an ArrayBuffer.
    type Bytes;
    #[wasm_bindgen(method, getter, js_name = byteLength)]
    fn byte_length(this: &Bytes) -> f64;
    #[wasm_bindgen(method, catch)]
    fn slice(this: &Bytes) -> Result<JsValue, JsValue>;
}

/// What is wrong with bytes that are gone.
pub(super) const DETACHED: &str = "must not be detached: pass a copy, or pass it before its buffer is transferred";

/// Whether the buffer of a Uint8Array, or an ArrayBuffer, was transferred, and its bytes with it.
pub(super) fn is_detached(bytes: &JsValue) -> bool {
    let bytes: &Bytes = bytes.unchecked_ref();
    // It has no length then. Nor has what is merely empty, but that can be copied.
    bytes.byte_length() == 0.0 && bytes.slice().is_err()
}

/// The Uint8Array that a value is, or what is wrong with it.
pub(super) fn uint8_array(value: JsValue) -> Result<Uint8Array, &'static str> {
    // A proxy of a Uint8Array is an instance too, but no view: whoever reads its bytes gets an exception.
    let is_view = ArrayBuffer::is_view(&value);
    let bytes = value.dyn_into::<Uint8Array>().ok().filter(|_| is_view).ok_or("must be a Uint8Array")?;
    if is_detached(&bytes) { Err(DETACHED) } else { Ok(bytes) }
}

/// An argument that is bytes. wasm-bindgen would take whatever has a length, and read zeros where it has no bytes.
pub(super) fn bytes(name: &str, value: JsValue) -> Result<Vec<u8>, JsError> {
    let bytes = uint8_array(value).map_err(|wrong| JsError::new(&format!("{name} {wrong}")))?;
    Ok(bytes.to_vec())
}

/// An argument that is a text. wasm-bindgen would read whatever is none out of bounds.
pub(super) fn text(name: &str, value: &JsValue) -> Result<String, JsError> {
    value.as_string().ok_or_else(|| JsError::new(&format!("{name} must be a string")))
}

/// The answer of `Kms.call`.
#[derive(Serialize)]
pub(super) struct CallOutcome<'a> {
    ok: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    output: Option<&'a Response>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Failure<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    decision: Option<&'a Decision>,
    #[serde(skip_serializing_if = "Option::is_none")]
    trace: Option<&'a Trace>,
    #[serde(rename = "requestId", skip_serializing_if = "Option::is_none")]
    request_id: Option<String>,
}

/// The answer of `Kms.quota`.
#[derive(Serialize)]
pub(super) struct QuotaLevel {
    name: &'static str,
    rate: u32,
    available: f64,
}

impl QuotaLevel {
    pub(super) fn of(quota: Quota, level: Level) -> Self {
        Self { name: quota.name, rate: level.per_second, available: level.available }
    }
}

/// Why something was refused, at any of the doors.
#[derive(Serialize)]
pub(super) struct Failure<'a> {
    code: &'a str,
    message: &'a str,
    status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<&'a Place>,
}

impl<'a> From<&'a KmsError> for Failure<'a> {
    fn from(error: &'a KmsError) -> Self {
        Self { code: error.code(), message: error.message(), status: error.status(), at: error.place() }
    }
}

impl<'a> From<&'a IamError> for Failure<'a> {
    fn from(error: &'a IamError) -> Self {
        Self { code: error.code(), message: error.message(), status: error.status(), at: error.at() }
    }
}

impl<'a> CallOutcome<'a> {
    pub(super) fn new(
        result: &'a Result<Response, Refusal>,
        trace: Option<&'a Trace>,
        request_id: Option<String>,
    ) -> Self {
        let refusal = result.as_ref().err();
        let error = refusal.map(|Refusal { error, .. }| error.into());
        let decision = refusal.and_then(|refusal| refusal.decision.as_deref());
        Self { ok: result.is_ok(), output: result.as_ref().ok(), error, decision, trace, request_id }
    }
}

/// An excerpt of bytes that stay in JavaScript.
pub(super) struct JsExcerpt {
    first: Vec<u8>,
    length: usize,
}

impl JsExcerpt {
    pub(super) fn of(bytes: &Uint8Array) -> Self {
        let most = u32::try_from(TraceBlob::MOST).unwrap_or(u32::MAX);
        let first = bytes.slice(0, most.min(bytes.length())).to_vec();
        Self { first, length: usize::try_from(bytes.length()).unwrap_or(usize::MAX) }
    }

    pub(super) fn get(&self) -> Excerpt<'_> {
        Excerpt { first: &self.first, length: self.length }
    }
}
