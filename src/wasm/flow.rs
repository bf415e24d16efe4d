//! What the flows give back to JavaScript.

use js_sys::{Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsError, JsValue};
use wasm_bindgen_futures::future_to_promise;

use super::convert::to_js;
use crate::trace::Trace;

/// The promise of what a flow gives back. What JavaScript hands over must have been read before: an exception of JavaScript's, as
/// of a getter, would leave the promise pending.
pub(super) fn promise(flow: impl Future<Output = Result<JsValue, JsError>> + 'static) -> Promise {
    future_to_promise(async { Ok(flow.await?) })
}

/// Where a flow comes from, as its outcome says it.
pub(super) struct Origin {
    pub(super) seed: Option<String>,
    /// That of the request to KMS; nothing for the document's, which has none.
    pub(super) request_id: Option<String>,
}

impl Origin {
    pub(super) fn outcome(&self, trace: Option<Trace>) -> Result<FlowOutcome, JsError> {
        let trace = trace.map(|trace| Trace { seed: self.seed.clone(), ..trace });
        FlowOutcome::new(trace.as_ref(), self.request_id.as_deref())
    }
}

/// `{ requestId, trace }`, and whatever a flow that went well adds.
pub(super) struct FlowOutcome(Object);

impl FlowOutcome {
    fn new(trace: Option<&Trace>, request_id: Option<&str>) -> Result<Self, JsError> {
        let mut outcome = Self(Object::new());
        if let Some(id) = request_id {
            outcome = outcome.with("requestId", &id.into())?;
        }
        match trace {
            Some(trace) => outcome.with("trace", &to_js(trace)?),
            None => Ok(outcome),
        }
    }

    /// Adds `{ envelope: { iv, ciphertext, encryptedDataKey } }`.
    pub(super) fn with_envelope(
        self,
        iv: &[u8],
        ciphertext: &Uint8Array,
        encrypted_data_key: &[u8],
    ) -> Result<Self, JsError> {
        let envelope = Self(Object::new()).with("iv", &Uint8Array::from(iv))?.with("ciphertext", ciphertext)?;
        let envelope = envelope.with("encryptedDataKey", &Uint8Array::from(encrypted_data_key))?;
        self.with("envelope", &envelope.0)
    }

    /// Adds `{ plaintext }`.
    pub(super) fn with_plaintext(self, plaintext: Option<&Uint8Array>) -> Result<Self, JsError> {
        match plaintext {
            Some(plaintext) => self.with("plaintext", plaintext),
            None => Ok(self),
        }
    }

    fn with(self, name: &str, value: &JsValue) -> Result<Self, JsError> {
        match Reflect::set(&self.0, &name.into(), value) {
            Ok(true) => Ok(self),
            _ => Err(JsError::new("an object of the engine's own would not take a member")),
        }
    }
}

impl From<FlowOutcome> for JsValue {
    fn from(outcome: FlowOutcome) -> Self {
        outcome.0.into()
    }
}
