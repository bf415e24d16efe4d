//! HTTP as JavaScript passes it to `Kms.handle`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize, Serializer};
use wasm_bindgen::{JsError, JsValue};

use super::convert::to_js;
use crate::{
    operations::Kms,
    wire::{self, HttpRequest},
};

#[derive(Deserialize)]
struct Input {
    method: String,
    path: String,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    body: Option<Body>,
}

/// A string or bytes.
#[derive(Deserialize)]
#[serde(untagged)]
enum Body {
    Text(String),
    Bytes(#[serde(with = "serde_wasm_bindgen::preserve")] js_sys::Uint8Array),
}

#[derive(Serialize)]
struct Output<'a> {
    status: u16,
    headers: BTreeMap<&'static str, String>,
    #[serde(serialize_with = "bytes")]
    body: &'a [u8],
}

fn bytes<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bytes(bytes)
}

pub(super) fn handle(kms: &mut Kms, request: JsValue) -> Result<JsValue, JsError> {
    let input: Input =
        serde_wasm_bindgen::from_value(request).map_err(|error| JsError::new(&format!("handle: {error}")))?;
    let headers: Vec<_> = input.headers.into_iter().collect();
    let body = match input.body {
        None => Vec::new(),
        Some(Body::Text(text)) => text.into_bytes(),
        Some(Body::Bytes(bytes)) => bytes.to_vec(),
    };
    let http = HttpRequest { method: &input.method, path: &input.path, headers: &headers, body: &body };
    let response = wire::handle(kms, &http);
    to_js(&Output { status: response.status, headers: response.headers.into_iter().collect(), body: &response.body })
}
