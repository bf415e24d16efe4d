//! HTTP as JavaScript passes it to `Kms.handle`.

use js_sys::{Object, Reflect, Uint8Array};
use serde::{Serialize, Serializer, ser::SerializeMap};
use wasm_bindgen::{JsCast, JsError, JsValue, prelude::wasm_bindgen};

use super::convert::to_js;
use crate::{
    operations::Kms,
    wire::{self, HttpRequest, HttpResponse},
};

#[wasm_bindgen]
extern "C" {
    /// `HttpRequest` of `shapes.d.ts`.
    #[wasm_bindgen(typescript_type = "HttpRequest")]
    pub type JsRequest;
    #[wasm_bindgen(method, getter)]
    fn method(this: &JsRequest) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn path(this: &JsRequest) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn headers(this: &JsRequest) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn body(this: &JsRequest) -> JsValue;
}

struct Response(HttpResponse);

impl Serialize for Response {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry("status", &self.0.status)?;
        map.serialize_entry("headers", &Headers(&self.0.headers))?;
        map.serialize_entry("body", &Bytes(&self.0.body))?;
        map.end()
    }
}

struct Headers<'a>(&'a [(&'static str, String)]);

impl Serialize for Headers<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

struct Bytes<'a>(&'a [u8]);

impl Serialize for Bytes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(self.0)
    }
}

pub(super) fn handle(kms: &mut Kms, request: &JsRequest) -> Result<JsValue, JsError> {
    let headers = headers(&request.headers())?;
    let text = |name: &str, value: JsValue| {
        value.as_string().ok_or_else(|| JsError::new(&format!("handle: {name} must be a string")))
    };
    let (method, path) = (text("method", request.method())?, text("path", request.path())?);
    let body = body(request.body())?;
    let http = HttpRequest { method: &method, path: &path, headers: &headers, body: &body };
    to_js(&Response(wire::handle(kms, &http)))
}

/// The headers that matter. Only their values are fetched from JavaScript: every text that crosses has its price.
fn headers(headers: &JsValue) -> Result<Vec<(String, String)>, JsError> {
    let Some(headers) = headers.dyn_ref::<Object>() else {
        return Ok(Vec::new());
    };
    let mut found = Vec::new();
    for key in Object::keys(headers) {
        let Some(name) = key.as_string().filter(|name| wire::reads_header(name)) else { continue };
        let value = Reflect::get(headers, &key).ok().and_then(|value| value.as_string());
        let value = value.ok_or_else(|| JsError::new(&format!("handle: the header {name} must be a string")))?;
        found.push((name, value));
    }
    Ok(found)
}

/// A string, bytes, or nothing.
fn body(body: JsValue) -> Result<Vec<u8>, JsError> {
    if body.is_null() || body.is_undefined() {
        return Ok(Vec::new());
    }
    if let Some(text) = body.as_string() {
        return Ok(text.into_bytes());
    }
    let bytes = body.dyn_into::<Uint8Array>();
    bytes.map(|bytes| bytes.to_vec()).map_err(|_| JsError::new("handle: body must be a string or a Uint8Array"))
}
