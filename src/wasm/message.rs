//! Messages of the AWS Encryption SDK.

use serde::{Deserialize, Serialize};
use tsify::{Ts, Tsify};
use wasm_bindgen::{JsError, JsValue, prelude::wasm_bindgen};

use super::{
    Kms,
    convert::{argument, optional, to_js},
    options::{ConditionKeys, EncryptFlowInput},
};
use crate::{
    envelope::{
        Wanted,
        message::{self, FRAME_LENGTH, Opened, Refusal},
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

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome {
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
const FINE: Outcome =
    Outcome { ok: true, message: None, plaintext: None, context: None, suite: None, fields: None, error: None };

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
        let input = argument("encryptMessage", &input)?;
        let wanted = Wanted {
            key_id: Some(input.key_id.clone()),
            context: input.context.clone().unwrap_or_default(),
            grant_tokens: input.grant_tokens.clone().unwrap_or_default(),
        };
        let data = Plaintext::new(input.plaintext.to_vec());
        let mut inner = self.inner()?;
        let keys = ConditionKeys::of(input.condition_keys.as_ref());
        let client = inner.client(input.caller.as_deref(), input.region.as_deref(), keys);
        let written = client.encrypt_message(wanted, data.expose(), frame_length.unwrap_or(FRAME_LENGTH));
        to_js(&match written {
            Ok(message) => Outcome { message: Some(message.into()), ..FINE },
            Err(refusal) => refusal.into(),
        })
    }

    /// Decrypts a message of the AWS Encryption SDK.
    #[wasm_bindgen(js_name = decryptMessage, skip_typescript)]
    pub fn decrypt_message(
        &self,
        message: &[u8],
        options: Option<Ts<DecryptMessageOptions>>,
    ) -> Result<JsValue, JsError> {
        let options = optional("decryptMessage", options.as_ref())?;
        let wanted = Wanted {
            key_id: options.key_id,
            context: options.context.unwrap_or_default(),
            grant_tokens: options.grant_tokens.unwrap_or_default(),
        };
        let mut inner = self.inner()?;
        let keys = ConditionKeys::of(options.condition_keys.as_ref());
        let client = inner.client(options.caller.as_deref(), None, keys);
        to_js(&match client.decrypt_message(&wanted, message) {
            Ok(Opened { data, header }) => Outcome {
                plaintext: Some(data),
                suite: Some(format!("0x{:04X}", header.suite.id())),
                context: Some(header.context),
                ..FINE
            },
            Err(refusal) => refusal.into(),
        })
    }

    /// Where the parts of a message of the AWS Encryption SDK stand. It takes no key.
    #[wasm_bindgen(js_name = readMessage, unchecked_return_type = "MessageLayout")]
    pub fn read_message(message: &[u8]) -> Result<JsValue, JsError> {
        to_js(&match message::fields(message) {
            Ok(fields) => Outcome { fields: Some(fields), ..FINE },
            Err(error) => Refusal::Message(error).into(),
        })
    }
}
