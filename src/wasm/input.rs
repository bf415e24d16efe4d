//! JavaScript values, as requests are read from them.

use std::{cell::RefCell, rc::Rc};

use js_sys::{Array, ArrayBuffer, JsString, Map, Number, Object, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};

use super::convert::{DETACHED, is_detached};
use crate::types::{
    Timestamp,
    input::{Input, Part, part},
};

/// A value in JavaScript, as a request has it.
pub(super) struct JsInput {
    /// The member that it belongs to.
    member: &'static str,
    value: JsValue,
}

#[wasm_bindgen]
extern "C" {
    /// An object with members.
    type Members;
    #[wasm_bindgen(method, structural, indexing_getter)]
    fn get(this: &Members, name: &JsString) -> JsValue;
}

/// The names of a structure's members, in JavaScript.
type Names = Rc<[JsString]>;

thread_local! {
    /// Those of all structures that were read: every text that crosses has its price.
    static NAMES: RefCell<Vec<(&'static [&'static str], Names)>> = const { RefCell::new(Vec::new()) };
}

fn in_javascript(names: &'static [&'static str]) -> Names {
    NAMES.with_borrow_mut(|known| {
        if let Some((_, found)) = known.iter().find(|(other, _)| core::ptr::eq(*other, names)) {
            return Rc::clone(found);
        }
        let made: Names = names.iter().map(|name| JsString::from(*name)).collect();
        known.push((names, Rc::clone(&made)));
        made
    })
}

impl JsInput {
    /// The argument that a request is read from.
    pub(super) fn new(value: JsValue) -> Self {
        Self { member: "The input", value }
    }

    fn child(&self, value: JsValue) -> Self {
        Self { value, ..*self }
    }

    fn or_fault<T>(&self, read: Option<T>, wanted: &str) -> Result<T, String> {
        read.ok_or_else(|| self.fault(wanted))
    }
}

impl Input for JsInput {
    /// What is wrong, without the value: it may be secret.
    fn fault(&self, wanted: &str) -> String {
        let Self { member, value } = self;
        let is = match value.js_typeof().as_string().as_deref() {
            Some("string") => "a text",
            Some("number") => "a number",
            Some("boolean") => "a truth value",
            Some("undefined") => "nothing",
            Some("object") if value.is_null() => "null",
            Some("object") if Array::is_array(value) => "a list",
            _ => "an object",
        };
        format!("{member}: {is} stands where {wanted} should.")
    }

    fn text(&self) -> Result<String, String> {
        self.or_fault(self.value.as_string(), "a text")
    }

    fn truth(&self) -> Result<bool, String> {
        self.or_fault(self.value.as_bool(), "true or false")
    }

    #[expect(clippy::cast_possible_truncation, reason = "a safe integer is one of 53 bits")]
    fn whole(&self) -> Result<i64, String> {
        let number = if Number::is_safe_integer(&self.value) { self.value.as_f64() } else { None };
        let whole = number.map(|number| number as i64).or_else(|| i64::try_from(self.value.clone()).ok());
        self.or_fault(whole, "a whole number")
    }

    fn moment(&self) -> Result<Timestamp, String> {
        let seconds = self.value.as_f64().filter(|seconds| seconds.is_finite());
        self.or_fault(seconds.map(Timestamp::from_epoch_seconds), "a moment in epoch seconds")
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        let buffer = self.value.dyn_ref::<ArrayBuffer>();
        if buffer.is_none() && !self.value.is_instance_of::<Uint8Array>() {
            return Err(self.fault("a Uint8Array"));
        }
        if is_detached(&self.value) {
            return Err(format!("{}: it {DETACHED}.", self.member));
        }
        let bytes = buffer.map(|buffer| Uint8Array::new(buffer));
        Ok(bytes.as_ref().unwrap_or(self.value.unchecked_ref()).to_vec())
    }

    fn list(&self) -> Result<Vec<Part<'_>>, String> {
        let list = self.or_fault(self.value.dyn_ref::<Array>(), "a list")?;
        Ok(list.iter().map(|value| part(self.child(value))).collect())
    }

    fn pairs(&self) -> Result<Vec<(String, String)>, String> {
        let object = self.or_fault(self.value.dyn_ref::<Object>(), "an object")?;
        let entries = if object.is_instance_of::<Map>() { Array::from(object) } else { Object::entries(object) };
        let text = |value| self.child(value).text();
        let pair = |pair: JsValue| {
            let pair = pair.unchecked_into::<Array>();
            Ok((text(pair.get(0))?, text(pair.get(1))?))
        };
        entries.iter().map(pair).collect()
    }

    fn members(&self, names: &'static [&'static str]) -> Result<Vec<Option<Part<'_>>>, String> {
        if !self.value.is_object() || Array::is_array(&self.value) {
            return Err(self.fault("an object"));
        }
        let object: &Members = self.value.unchecked_ref();
        let member = |(member, name): (&&'static str, &JsString)| {
            let value = object.get(name);
            if value.is_null() || value.is_undefined() {
                return None;
            }
            Some(part(Self { member, value }))
        };
        Ok(names.iter().zip(&*in_javascript(names)).map(member).collect())
    }
}
