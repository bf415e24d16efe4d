//! What the flows give back to JavaScript.

use js_sys::{Object, Reflect, Uint8Array};
use wasm_bindgen::{JsError, JsValue};

use super::convert::to_js;
use crate::trace::Trace;

/// `{ requestId, trace }`, and whatever a flow that went well adds.
pub(super) struct FlowOutcome(Object);

impl FlowOutcome {
    /// `request_id` is that of the request to KMS; nothing for the document's, which has none.
    pub(super) fn new(trace: Option<&Trace>, request_id: Option<&str>) -> Result<Self, JsError> {
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
