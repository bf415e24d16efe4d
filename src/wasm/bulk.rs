//! The client's bulk encryption: here for short data, by the browser's own WebCrypto for long data, in one format.

use js_sys::{Array, Object, Promise, Reflect, Uint8Array, global};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Crypto, CryptoKey, SubtleCrypto};

use crate::{
    envelope::{self, EnvelopeError},
    hsm::aes::IV_LEN,
};

/// From this length on, in bytes, WebCrypto is worth its detour; and the page stays responsive meanwhile.
const LONG: u32 = 64 * 1024;

/// Encrypts `data`: ciphertext, tag.
pub(super) async fn seal(key: &[u8], iv: &[u8; IV_LEN], data: &Uint8Array) -> Result<Uint8Array, EnvelopeError> {
    let Some(subtle) = subtle(data) else {
        let sealed = envelope::seal(key, iv, &data.to_vec())?;
        return Ok(Uint8Array::from(sealed.as_slice()));
    };
    let iv = Uint8Array::from(iv.as_slice());
    run(&subtle, key, &iv, data, Direction::Encrypt).await.map_err(|_| EnvelopeError::TooLong)
}

/// Decrypts what [`seal`] encrypted.
pub(super) async fn open(key: &[u8], iv: &Uint8Array, sealed: &Uint8Array) -> Result<Uint8Array, EnvelopeError> {
    let Some(subtle) = subtle(sealed) else {
        let data = envelope::open(key, &iv.to_vec(), &sealed.to_vec())?;
        return Ok(Uint8Array::from(data.expose()));
    };
    run(&subtle, key, iv, sealed, Direction::Decrypt).await.map_err(|_| EnvelopeError::Tampered)
}

#[derive(Clone, Copy)]
enum Direction {
    Encrypt,
    Decrypt,
}

async fn run(
    subtle: &SubtleCrypto,
    key: &[u8],
    iv: &Uint8Array,
    data: &Uint8Array,
    direction: Direction,
) -> Result<Uint8Array, JsValue> {
    let bytes = Uint8Array::from(key);
    let imported = import(subtle, &bytes).await;
    // The copy of the key in JavaScript's memory.
    bytes.fill(0, 0, bytes.length());
    let imported = imported?;
    let algorithm = Object::new();
    Reflect::set(&algorithm, &"name".into(), &"AES-GCM".into())?;
    Reflect::set(&algorithm, &"iv".into(), iv)?;
    let promise = match direction {
        Direction::Encrypt => subtle.encrypt_with_object_and_buffer_source(&algorithm, &imported, data)?,
        Direction::Decrypt => subtle.decrypt_with_object_and_buffer_source(&algorithm, &imported, data)?,
    };
    Ok(Uint8Array::new(&settle(promise).await?))
}

async fn import(subtle: &SubtleCrypto, key: &Uint8Array) -> Result<CryptoKey, JsValue> {
    let usages = Array::of2(&"encrypt".into(), &"decrypt".into());
    let promise = subtle.import_key_with_str("raw", key, "AES-GCM", false, &usages)?;
    Ok(settle(promise).await?.unchecked_into())
}

async fn settle(promise: Promise) -> Result<JsValue, JsValue> {
    JsFuture::from(promise).await
}

/// WebCrypto, if the data is long and the page has it: it is missing where a page is not served securely.
fn subtle(data: &Uint8Array) -> Option<SubtleCrypto> {
    if data.length() < LONG {
        return None;
    }
    let crypto = Reflect::get(&global(), &"crypto".into()).ok().filter(JsValue::is_object)?;
    let subtle: JsValue = crypto.unchecked_into::<Crypto>().subtle().into();
    subtle.is_object().then(|| subtle.unchecked_into())
}
