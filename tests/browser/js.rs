//! JavaScript as the tests write it.

use glass_kms::wasm::{ArticleKms, Kms};
use js_sys::{JSON, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen(inline_js = r#"
export function method(object, name, args) { return object[name](...args); }
export function thrown(object, name, args) { try { object[name](...args); } catch (error) { return String(error); } }
export function construct(like, options) { return new like.constructor(options); }
export function circular() { const value = {}; value.self = value; return value; }
export function throwing(name) { return { get [name]() { throw new Error('from the getter'); } }; }
export function detached() {
    const bytes = new Uint8Array(32);
    structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
    return bytes;
}
"#)]
extern "C" {
    /// Calls a method by its JavaScript name, as a page does.
    pub(crate) fn method(object: &JsValue, name: &str, args: Vec<JsValue>) -> JsValue;
    /// What a method throws, or `undefined`.
    pub(crate) fn thrown(object: &JsValue, name: &str, args: Vec<JsValue>) -> JsValue;
    #[wasm_bindgen(catch)]
    fn construct(like: &JsValue, options: &JsValue) -> Result<JsValue, JsValue>;
    /// An object that contains itself.
    pub(crate) fn circular() -> JsValue;
    /// An object whose member of this name throws when it is read.
    pub(crate) fn throwing(name: &str) -> JsValue;
    /// A Uint8Array whose buffer was transferred.
    pub(crate) fn detached() -> JsValue;
}

/// The value of a JSON text.
pub(crate) fn json(text: &str) -> JsValue {
    JSON::parse(text).expect("the test's JSON is JSON")
}

/// `new Kms(options)`.
pub(crate) fn kms(options: &str) -> JsValue {
    new_kms(&json(options)).expect("the options are right")
}

/// `new Kms(options)`, or what that throws.
pub(crate) fn new_kms(options: &JsValue) -> Result<JsValue, JsValue> {
    construct(&JsValue::from(Kms::new(None).expect("a KMS without options")), options)
}

/// `new ArticleKms(options)`.
pub(crate) fn article_kms(options: &str) -> JsValue {
    let any = JsValue::from(ArticleKms::new(None).expect("a KMS without options"));
    construct(&any, &json(options)).expect("the options are right")
}

/// The member at a path such as `output.KeyMetadata.KeyId`.
pub(crate) fn at(value: &JsValue, path: &str) -> JsValue {
    path.split('.').fold(value.clone(), |value, name| Reflect::get(&value, &name.into()).unwrap_or(JsValue::UNDEFINED))
}

/// The text at a path.
pub(crate) fn text(value: &JsValue, path: &str) -> String {
    let found = at(value, path);
    found.as_string().unwrap_or_else(|| panic!("{path} is {found:?}, not a text"))
}

/// The bytes at a path.
pub(crate) fn bytes(value: &JsValue, path: &str) -> Vec<u8> {
    let found = at(value, path);
    found.dyn_into::<Uint8Array>().unwrap_or_else(|found| panic!("{path} is {found:?}, not bytes")).to_vec()
}

/// `object` with one more member.
pub(crate) fn with(object: JsValue, name: &str, value: impl Into<JsValue>) -> JsValue {
    Reflect::set(&object, &name.into(), &value.into()).expect("objects take members");
    object
}

/// An empty object.
pub(crate) fn object() -> JsValue {
    Object::new().into()
}

/// Waits for the promise that a method returns.
pub(crate) async fn settled(object: &JsValue, name: &str, input: JsValue) -> JsValue {
    promised(object, name, input).await.expect("flows do not throw")
}

/// Waits for the promise that a method returns, or for why it is rejected.
pub(crate) async fn promised(object: &JsValue, name: &str, input: JsValue) -> Result<JsValue, JsValue> {
    let promise: Promise = method(object, name, vec![input]).unchecked_into();
    JsFuture::from(promise).await
}

/// The ids of a trace's steps.
pub(crate) fn steps(outcome: &JsValue) -> Vec<String> {
    let steps: js_sys::Array = at(outcome, "trace.steps").unchecked_into();
    steps.iter().map(|step| text(&step, "id")).collect()
}
