//! HTTP as JavaScript passes it to `Kms.handle`.

use std::borrow::Cow;

use js_sys::{JsString, Object, Reflect, Uint8Array};
use serde::Serialize;
use wasm_bindgen::{JsCast, JsError, JsValue, prelude::wasm_bindgen};

use super::convert::{DETACHED, is_detached, to_js};
use crate::{
    operations::Kms,
    wire::{self, HttpRequest},
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

// What nearly every request and answer has: kept in JavaScript, since every text that crosses has its price.
// (rustfmt would drop the values: they are wasm-bindgen's syntax, not Rust's.)
#[rustfmt::skip]
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(thread_local_v2, static_string)]
    static POST: JsString = "POST";
    #[wasm_bindgen(thread_local_v2, static_string)]
    static ROOT: JsString = "/";
    #[wasm_bindgen(thread_local_v2, static_string)]
    static CONTENT_TYPE: JsString = "application/x-amz-json-1.1";
}

#[derive(Serialize)]
struct Response<'a> {
    status: u16,
    headers: Headers<'a>,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    body: Uint8Array,
}

#[derive(Serialize)]
struct Headers<'a> {
    #[serde(rename = "content-type", with = "serde_wasm_bindgen::preserve")]
    content_type: JsString,
    #[serde(rename = "x-amzn-requestid")]
    request_id: &'a str,
}

/// A request, read.
pub(super) struct Request {
    method: Cow<'static, str>,
    path: Cow<'static, str>,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Request {
    pub(super) fn read(request: &JsRequest) -> Result<Self, JsError> {
        if !request.is_object() {
            return Err(JsError::new("handle: the request must be an object: { method, path, headers, body }"));
        }
        Ok(Self {
            headers: headers(&request.headers())?,
            method: text("method", &request.method(), &POST.with(JsString::clone), "POST")?,
            path: text("path", &request.path(), &ROOT.with(JsString::clone), "/")?,
            body: body(request.body())?,
        })
    }
}

pub(super) fn handle(kms: &mut Kms, request: &Request) -> Result<JsValue, JsError> {
    let Request { method, path, headers, body } = request;
    let response = wire::handle(kms, &HttpRequest { method, path, headers, body });
    to_js(&Response {
        status: response.status,
        headers: Headers { content_type: CONTENT_TYPE.with(JsString::clone), request_id: &response.request_id },
        body: Uint8Array::from(response.body.as_slice()),
    })
}

/// A text that is nearly always `usual`.
fn text(name: &str, value: &JsValue, usual: &JsValue, usually: &'static str) -> Result<Cow<'static, str>, JsError> {
    if value == usual {
        return Ok(Cow::Borrowed(usually));
    }
    let text = value.as_string().map(Cow::Owned);
    text.ok_or_else(|| JsError::new(&format!("handle: {name} must be a string")))
}

/// The headers that matter; only their values are fetched.
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
    let bytes = bytes.map_err(|_| JsError::new("handle: body must be a string or a Uint8Array"))?;
    if is_detached(&bytes) {
        return Err(JsError::new(&format!("handle: body {DETACHED}")));
    }
    Ok(bytes.to_vec())
}
