use core::fmt;

use super::{EncryptedDataKey, Header, MessageError, Reader, Writer};
use crate::{
    envelope::{Client, Wanted},
    error::KmsError,
    operations::{CallContext, DecryptRequest, GenerateDataKeyRequest, GrantTokens, Request, Response},
    trace::Recorder,
    types::{Blob, KeyArn, KeyRef, Plaintext},
};

/// How the messages of every AWS Encryption SDK name AWS KMS.
const PROVIDER: &str = "aws-kms";
/// The length of the data keys that are asked for, in bytes.
const DATA_KEY_LEN: i64 = 32;

/// A message, decrypted.
#[derive(Debug)]
pub struct Opened {
    /// The data.
    pub data: Plaintext,
    /// What stood before it.
    pub header: Header,
}

/// Why a message was not encrypted or decrypted.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Refusal {
    /// KMS refused; of several data keys, the first.
    Kms(KmsError),
    /// The client found something wrong by itself.
    Message(MessageError),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Kms(error) => write!(f, "{}: {}", error.code(), error.message()),
            Self::Message(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for Refusal {}

impl From<MessageError> for Refusal {
    fn from(error: MessageError) -> Self {
        Self::Message(error)
    }
}

impl Client<'_> {
    /// Begins a message: asks KMS for a data key. Answers the header, and what writes the rest.
    ///
    /// # Errors
    /// [`Refusal`] with whatever KMS answered, or why there can be no such message.
    pub fn begin_message(self, wanted: Wanted, frame_length: u32) -> Result<(Writer, Vec<u8>), Refusal> {
        let Self { kms, context, entropy } = self;
        let request = Request::GenerateDataKey(GenerateDataKeyRequest {
            key_id: wanted.key_id,
            encryption_context: (!wanted.context.is_empty()).then(|| wanted.context.clone()),
            number_of_bytes: Some(DATA_KEY_LEN),
            grant_tokens: tokens(wanted.grant_tokens),
            ..GenerateDataKeyRequest::default()
        });
        let issued = match kms.call(&context, request, &mut Recorder::off()) {
            Ok(Response::GenerateDataKey(issued)) => issued,
            Ok(_) => return Err(MessageError::DataKey.into()),
            Err(refusal) => return Err(Refusal::Kms(refusal.error)),
        };
        let data_key = EncryptedDataKey {
            provider: PROVIDER.to_owned(),
            key: issued.key_id.into_bytes(),
            ciphertext: issued.ciphertext_blob.as_slice().to_vec(),
        };
        Ok(Writer::begin(&issued.plaintext, vec![data_key], wanted.context, frame_length, entropy)?)
    }

    /// Encrypts data into a message.
    ///
    /// # Errors
    /// As [`Client::begin_message`].
    pub fn encrypt_message(self, wanted: Wanted, data: &[u8], frame_length: u32) -> Result<Vec<u8>, Refusal> {
        let (mut writer, mut message) = self.begin_message(wanted, frame_length)?;
        message.extend_from_slice(&writer.push(data)?);
        message.extend_from_slice(&writer.finish()?);
        Ok(message)
    }

    /// Has the data key decrypted by KMS, once the header of a message is there.
    ///
    /// `wanted.key_id`, if it is there, is the ARN of the only key that is asked, or of a multi-Region key related to
    /// that; `wanted.context` are pairs that the message must have.
    ///
    /// # Errors
    /// [`Refusal`] with whatever KMS answered, or what is wrong with the message.
    pub fn unlock_message(self, wanted: &Wanted, reader: &mut Reader) -> Result<(), Refusal> {
        let Self { kms, context, .. } = self;
        let only = wanted.key_id.as_deref().map(parse_arn).transpose()?;
        let header = reader.header().ok_or(MessageError::Incomplete)?.clone();
        if wanted.context.iter().any(|(name, value)| header.context.get(name) != Some(value)) {
            return Err(MessageError::Context("the message does not have the pairs that were asked for").into());
        }
        let mut refused = None;
        for data_key in &header.data_keys {
            let Some(arn) = asked(data_key, only.as_ref()) else {
                continue;
            };
            let (region, key_id) = (arn.region.to_string(), arn.to_string());
            let request = Request::Decrypt(DecryptRequest {
                ciphertext_blob: Some(Blob::from(data_key.ciphertext.clone())),
                encryption_context: (!header.context.is_empty()).then(|| header.context.clone()),
                grant_tokens: tokens(wanted.grant_tokens.clone()),
                key_id: Some(key_id.clone()),
                ..DecryptRequest::default()
            });
            let context = CallContext { region: Some(&region), ..context };
            match kms.call(&context, request, &mut Recorder::off()) {
                Ok(Response::Decrypt(answer)) if answer.key_id == key_id => {
                    return Ok(reader.unlock(&answer.plaintext)?);
                }
                Ok(_) => {}
                Err(refusal) => refused = refused.or(Some(refusal.error)),
            }
        }
        Err(refused.map_or(MessageError::NoDataKey.into(), Refusal::Kms))
    }

    /// Decrypts a whole message; of a signed one, after its signature is verified.
    ///
    /// # Errors
    /// As [`Client::unlock_message`], and [`MessageError`] for whatever is wrong with the message.
    pub fn decrypt_message(self, wanted: &Wanted, message: &[u8]) -> Result<Opened, Refusal> {
        let mut reader = Reader::new();
        reader.push(message)?;
        self.unlock_message(wanted, &mut reader)?;
        let data = reader.read()?;
        let header = reader.header().ok_or(MessageError::Incomplete)?.clone();
        reader.finish()?;
        Ok(Opened { data, header })
    }
}

fn tokens(given: Vec<String>) -> Option<GrantTokens> {
    (!given.is_empty()).then_some(GrantTokens(given))
}

fn parse_arn(text: &str) -> Result<KeyArn, Refusal> {
    match KeyRef::parse(text) {
        Ok(KeyRef::Arn(arn)) => Ok(arn),
        _ => Err(Refusal::Kms(KmsError::InvalidArn(format!("{text} is not the ARN of a KMS key")))),
    }
}

/// The key that KMS is asked to decrypt this data key with: its own, or a multi-Region key of which it is a copy.
fn asked(data_key: &EncryptedDataKey, only: Option<&KeyArn>) -> Option<KeyArn> {
    let arn = (data_key.provider == PROVIDER).then(|| str::from_utf8(&data_key.key).ok()).flatten()?;
    let Ok(KeyRef::Arn(arn)) = KeyRef::parse(arn) else {
        return None;
    };
    let Some(only) = only else {
        return Some(arn);
    };
    let related = only.key_id.is_multi_region()
        && only.region.partition() == arn.region.partition()
        && (only.account, only.key_id) == (arn.account, arn.key_id);
    (related || *only == arn).then(|| only.clone())
}
