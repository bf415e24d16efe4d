//! Messages of the AWS Encryption SDK, piece by piece.

use tsify::Ts;
use wasm_bindgen::{JsError, JsValue, prelude::wasm_bindgen};

use super::{
    Kms,
    convert::{argument, bytes, optional, to_js},
    kms::Inner,
    message::{DecryptMessageOptions, FINE, Outcome},
    options::{ConditionKeys, EncryptFlowInput},
};
use crate::{
    envelope::{
        Wanted,
        message::{FRAME_LENGTH, MessageError, Reader, Refusal, Writer},
    },
    types::Plaintext,
};

/// A message that is being encrypted.
#[wasm_bindgen]
pub struct MessageWriter {
    /// None after the end, or after something went wrong.
    writer: Option<Writer>,
    /// What was written and not given out yet, or why nothing could be.
    pending: Result<Vec<u8>, Refusal>,
}

/// A message that is being decrypted.
#[wasm_bindgen]
#[derive(Debug)]
pub struct MessageReader {
    reader: Reader,
    wanted: Wanted,
    caller: Option<String>,
    condition_keys: Option<ConditionKeys>,
    is_open: bool,
}

#[wasm_bindgen]
impl Kms {
    /// Begins to encrypt a message; what KMS answers, the first piece says.
    #[wasm_bindgen(js_name = messageWriter, skip_typescript)]
    pub fn message_writer(
        &self,
        input: Ts<EncryptFlowInput>,
        #[wasm_bindgen(js_name = frameLength)] frame_length: Option<u32>,
    ) -> Result<MessageWriter, JsError> {
        self.begin_message("messageWriter", &input, frame_length)
    }

    /// Begins to decrypt a message.
    #[wasm_bindgen(js_name = messageReader, skip_typescript)]
    pub fn message_reader(&self, options: Option<Ts<DecryptMessageOptions>>) -> Result<MessageReader, JsError> {
        MessageReader::begin("messageReader", options.as_ref())
    }

    /// Decrypts the next piece of a message; once its header is whole, KMS is asked for its data key.
    #[wasm_bindgen(js_name = decryptPiece, skip_typescript)]
    pub fn decrypt_piece(&self, reader: &mut MessageReader, piece: JsValue) -> Result<JsValue, JsError> {
        let piece = bytes("decryptPiece: bytes", piece)?;
        let mut inner = self.inner()?;
        to_js(&reader.read_on(&mut inner, &piece).unwrap_or_else(Outcome::from))
    }
}

impl Kms {
    /// Begins a message with the data of the input; `name` is that of the function that was called.
    pub(super) fn begin_message(
        &self,
        name: &str,
        input: &Ts<EncryptFlowInput>,
        frame_length: Option<u32>,
    ) -> Result<MessageWriter, JsError> {
        let input = argument(name, input)?;
        let data = Plaintext::new(input.plaintext.to_vec());
        let mut inner = self.inner()?;
        let keys = ConditionKeys::of(input.condition_keys.as_ref());
        let client = inner.client(input.caller.as_deref(), input.region.as_deref(), keys);
        let begun = client.begin_message(input.wanted(), frame_length.unwrap_or(FRAME_LENGTH));
        let begun = begun.and_then(|(mut writer, mut written)| {
            written.extend_from_slice(&writer.push(data.expose())?);
            Ok((writer, written))
        });
        Ok(match begun {
            Ok((writer, written)) => MessageWriter { writer: Some(writer), pending: Ok(written) },
            Err(refusal) => MessageWriter { writer: None, pending: Err(refusal) },
        })
    }
}

impl MessageReader {
    pub(super) fn begin(name: &str, options: Option<&Ts<DecryptMessageOptions>>) -> Result<Self, JsError> {
        let (wanted, caller, condition_keys) = optional(name, options)?.split();
        Ok(Self { reader: Reader::new(), wanted, caller, condition_keys, is_open: false })
    }

    /// A whole message; of a signed one, after its signature is verified.
    pub(super) fn whole(&mut self, inner: &mut Inner, message: &[u8]) -> Result<Outcome, Refusal> {
        let outcome = self.read_on(inner, message)?;
        self.reader.finish()?;
        Ok(outcome)
    }

    fn read_on(&mut self, inner: &mut Inner, bytes: &[u8]) -> Result<Outcome, Refusal> {
        let Self { reader, wanted, caller, condition_keys, is_open } = self;
        let mut outcome = FINE;
        reader.push(bytes)?;
        if !*is_open {
            let Some(header) = reader.header() else {
                return Ok(outcome);
            };
            outcome = Outcome::of(header);
            let keys = ConditionKeys::of(condition_keys.as_ref());
            let client = inner.client(caller.as_deref(), None, keys);
            client.unlock_message(wanted, reader)?;
            *is_open = true;
        }
        Ok(outcome.with(reader.read()?))
    }
}

#[wasm_bindgen]
impl MessageWriter {
    /// Takes data; answers what is written by now.
    #[wasm_bindgen(skip_typescript)]
    pub fn push(&mut self, data: JsValue) -> Result<JsValue, JsError> {
        let data = bytes("push: data", data)?;
        let written = self.writer.as_mut().map(|writer| writer.push(&data));
        self.give(written)
    }

    /// The end of the message.
    #[wasm_bindgen(skip_typescript)]
    pub fn finish(&mut self) -> Result<JsValue, JsError> {
        let written = self.writer.take().map(Writer::finish);
        self.give(written)
    }
}

impl MessageWriter {
    /// What was written by now; or, once, why nothing more will be.
    fn give(&mut self, written: Option<Result<Vec<u8>, MessageError>>) -> Result<JsValue, JsError> {
        let given = match (core::mem::replace(&mut self.pending, Ok(Vec::new())), written) {
            (Ok(mut pending), Some(Ok(written))) => {
                pending.extend_from_slice(&written);
                Outcome::written(pending)
            }
            (Ok(_), Some(Err(error))) => {
                self.writer = None;
                Refusal::from(error).into()
            }
            (Err(refusal), _) => refusal.into(),
            (Ok(_), None) => return Err(JsError::new("the message has ended")),
        };
        to_js(&given)
    }
}

#[wasm_bindgen]
impl MessageReader {
    /// The end of the message: only now is it known to be whole, and to be signed if it must be.
    #[wasm_bindgen(skip_typescript)]
    pub fn finish(&mut self) -> Result<JsValue, JsError> {
        to_js(&self.reader.finish().map_or_else(|error| Refusal::from(error).into(), |()| FINE))
    }
}
