//! Messages of the AWS Encryption SDK.

use serde::{Deserialize, Serialize};
use tsify::{Ts, Tsify};
use wasm_bindgen::{JsError, JsValue, prelude::wasm_bindgen};

use super::{
    Kms,
    convert::{bytes, to_js},
    message_stream::MessageReader,
    options::{ConditionKeys, EncryptFlowInput},
};
use crate::{
    envelope::{
        Wanted,
        message::{self, Header, Refusal},
    },
    trace::Field,
    types::{Blob, EncryptionContext, Plaintext},
};

/// What `Kms.decryptMessage` takes besides the message.
#[derive(Debug, Default, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct DecryptMessageOptions {
    /// The ARN of the only key that may be asked, or of a multi-Region key related to it; by default any that the message
    /// names.
    #[tsify(optional)]
    key_id: Option<String>,
    /// Pairs that the message must have.
    #[tsify(optional, type = "Record<string, string>")]
    context: Option<EncryptionContext>,
    /// The ARN of the principal; by default the root of the engine's account.
    #[tsify(optional)]
    caller: Option<String>,
    /// Tokens of grants that are too new to be known everywhere.
    #[tsify(optional)]
    grant_tokens: Option<Vec<String>>,
    /// Condition keys that only the world around the engine knows.
    #[tsify(optional, type = "Record<string, string | string[]>")]
    condition_keys: Option<ConditionKeys>,
}

impl DecryptMessageOptions {
    /// What is wanted of a message, and who asks, and what is known of the world around.
    pub(super) fn split(self) -> (Wanted, Option<String>, Option<ConditionKeys>) {
        let wanted = Wanted {
            key_id: self.key_id,
            context: self.context.unwrap_or_default(),
            grant_tokens: self.grant_tokens.unwrap_or_default(),
        };
        (wanted, self.caller, self.condition_keys)
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Outcome {
    ok: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Blob>,
    #[serde(skip_serializing_if = "Option::is_none")]
    plaintext: Option<Plaintext>,
    #[serde(skip_serializing_if = "Option::is_none")]
    context: Option<EncryptionContext>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suite: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fields: Option<Vec<Field>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Failure>,
}

#[derive(Serialize)]
struct Failure {
    code: &'static str,
    message: String,
}

/// Nothing yet, and nothing that went wrong.
pub(super) const FINE: Outcome =
    Outcome { ok: true, message: None, plaintext: None, context: None, suite: None, fields: None, error: None };

impl Outcome {
    pub(super) fn written(message: Vec<u8>) -> Self {
        Self { message: Some(message.into()), ..FINE }
    }

    pub(super) fn with(self, plaintext: Plaintext) -> Self {
        Self { plaintext: Some(plaintext), ..self }
    }

    /// What the header of a message says.
    pub(super) fn of(header: &Header) -> Self {
        Self { suite: Some(format!("0x{:04X}", header.suite.id())), context: Some(header.context.clone()), ..FINE }
    }
}

impl From<Refusal> for Outcome {
    fn from(refusal: Refusal) -> Self {
        let (code, message) = match refusal {
            Refusal::Kms(error) => (error.code(), error.message().to_owned()),
            Refusal::Message(error) => (error.code(), error.to_string()),
        };
        Self { ok: false, error: Some(Failure { code, message }), ..FINE }
    }
}

#[wasm_bindgen]
impl Kms {
    /// Encrypts data into a message of the AWS Encryption SDK.
    #[wasm_bindgen(js_name = encryptMessage, skip_typescript)]
    pub fn encrypt_message(
        &self,
        input: Ts<EncryptFlowInput>,
        #[wasm_bindgen(js_name = frameLength)] frame_length: Option<u32>,
    ) -> Result<JsValue, JsError> {
        self.begin_message("encryptMessage", &input, frame_length)?.finish()
    }

    /// Decrypts a message of the AWS Encryption SDK.
    #[wasm_bindgen(js_name = decryptMessage, skip_typescript)]
    pub fn decrypt_message(
        &self,
        message: JsValue,
        options: Option<Ts<DecryptMessageOptions>>,
    ) -> Result<JsValue, JsError> {
        let message = bytes("decryptMessage: message", message)?;
        let mut reader = MessageReader::begin("decryptMessage", options.as_ref())?;
        to_js(&reader.whole(&mut *self.inner()?, &message).unwrap_or_else(Outcome::from))
    }

    /// Where the parts of a message of the AWS Encryption SDK stand. It takes no key.
    #[wasm_bindgen(js_name = readMessage, unchecked_return_type = "MessageLayout")]
    pub fn read_message(
        #[wasm_bindgen(unchecked_param_type = "Uint8Array")] message: JsValue,
    ) -> Result<JsValue, JsError> {
        to_js(&match message::fields(&bytes("readMessage: message", message)?) {
            Ok(fields) => Outcome { fields: Some(fields), ..FINE },
            Err(error) => Refusal::Message(error).into(),
        })
    }
}
