//! Command lines of the AWS CLI.

use serde::Serialize;
use wasm_bindgen::{JsError, JsValue, prelude::wasm_bindgen};

use super::{
    convert::{Failure, text, to_js},
    kms::Kms,
};
use crate::{operations::Request, types::Sorted, wire};

#[wasm_bindgen]
impl Kms {
    /// Reads a command line such as `aws kms create-grant --key-id …` as the operation and the input for `call`.
    #[wasm_bindgen(js_name = readCommand, unchecked_return_type = "CommandOutcome")]
    pub fn read_command(
        #[wasm_bindgen(js_name = text, unchecked_param_type = "string")] line: JsValue,
    ) -> Result<JsValue, JsError> {
        match wire::read_command(&text("readCommand: text", &line)?) {
            Ok(command) => to_js(&Read {
                ok: true,
                operation: command.operation.name(),
                input: &command.request,
                region: command.region.as_deref(),
                cli: &command.cli,
            }),
            Err(error) => to_js(&Unread { ok: false, error: (&error).into() }),
        }
    }

    /// All commands that `readCommand` reads, and their options.
    #[wasm_bindgen(unchecked_return_type = "CommandShape[]")]
    pub fn commands() -> Result<JsValue, JsError> {
        to_js(&wire::command_shapes())
    }
}

#[derive(Serialize)]
struct Read<'a> {
    ok: bool,
    operation: &'a str,
    input: &'a Request,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<&'a str>,
    cli: &'a Sorted<&'static str, String>,
}

#[derive(Serialize)]
struct Unread<'a> {
    ok: bool,
    error: Failure<'a>,
}
