use std::collections::BTreeMap;

use super::{
    MessageError, Suite,
    cursor::{Cursor, Stop},
    suite::COMMITMENT_LEN,
};
use crate::{
    hsm::aes::{IV_LEN, TAG_LEN},
    types::EncryptionContext,
};

/// Where signed messages keep the key that verifies them, in the encryption context.
pub(super) const PUBLIC_KEY: &str = "aws-crypto-public-key";
/// How names begin that are not for the user's own pairs.
const RESERVED: &str = "aws-crypto-";
/// Each costs a call to KMS in the worst case, so messages from strangers must not have any number of them.
const DATA_KEYS_MOST: u16 = 1_000;

const TYPE: u8 = 0x80;
const NOT_FRAMED: u8 = 1;
const FRAMED: u8 = 2;

/// What stands in the clear, authenticated, before the encrypted data.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Header {
    /// How the message is protected.
    pub suite: Suite,
    /// Random; no other message has it.
    pub message_id: Vec<u8>,
    /// What the data key is bound to, and so all data.
    pub context: EncryptionContext,
    /// The data key, encrypted by one or more KMS keys.
    pub data_keys: Vec<EncryptedDataKey>,
    /// How many bytes of data a frame holds; 0 if the data is not in frames.
    pub frame_length: u32,
    /// What the message says of its data key, if it commits to one.
    pub(super) commitment: Option<[u8; COMMITMENT_LEN]>,
}

/// The data key, encrypted.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct EncryptedDataKey {
    /// By whom: `aws-kms` if by AWS KMS.
    pub provider: String,
    /// With what; of AWS KMS the key's ARN.
    pub key: Vec<u8>,
    /// A ciphertext of that provider; of AWS KMS a `CiphertextBlob`.
    pub ciphertext: Vec<u8>,
}

/// A header as it was read, with where it ends and what authenticates it.
#[derive(Debug)]
pub(super) struct Read {
    pub(super) header: Header,
    /// Where the part ends that the tag protects.
    pub(super) body_end: usize,
    pub(super) iv: [u8; IV_LEN],
    pub(super) tag: [u8; TAG_LEN],
    pub(super) end: usize,
}

/// Reads a header from the beginning of a message.
pub(super) fn read(cursor: &mut Cursor<'_>) -> Result<Read, Stop> {
    let version = cursor.u8("version")?;
    if !(1..=2).contains(&version) {
        return Err(MessageError::Malformed("it begins with neither 1 nor 2").into());
    }
    let is_first = version == 1;
    if is_first && cursor.u8("type")? != TYPE {
        return Err(MessageError::Malformed("its type is not 0x80").into());
    }
    let suite = Suite::parse(cursor.u16("algorithm-suite")?)?;
    cursor.say(&format_args!("0x{:04X}", suite.id()));
    if suite.commits() == is_first {
        return Err(MessageError::Malformed("its algorithm suite belongs to the other version of the format").into());
    }
    let message_id = cursor.bytes(suite.message_id_len(), "message-id")?.to_vec();
    let context = context(cursor)?;
    let data_keys = data_keys(cursor)?;
    let layout = cursor.u8("content-type")?;
    if is_first {
        if cursor.array("reserved")? != [0; 4] {
            return Err(MessageError::Malformed("its reserved bytes are not zero").into());
        }
        if usize::from(cursor.u8("iv-length")?) != IV_LEN {
            return Err(MessageError::Malformed("its initialization vectors have another length than 12").into());
        }
    }
    let frame_length = cursor.u32("frame-length")?;
    if !matches!((layout, frame_length), (NOT_FRAMED, 0) | (FRAMED, 1..)) {
        return Err(MessageError::Malformed("its content type and its frame length contradict each other").into());
    }
    let commitment = suite.commits().then(|| cursor.array("commitment")).transpose()?;
    let body_end = cursor.at();
    let iv = if is_first { cursor.array("header-iv")? } else { [0; IV_LEN] };
    let tag = cursor.array("header-tag")?;
    let header = Header { suite, message_id, context, data_keys, frame_length, commitment };
    Ok(Read { header, body_end, iv, tag, end: cursor.at() })
}

fn context(cursor: &mut Cursor<'_>) -> Result<EncryptionContext, Stop> {
    let wrong = |what| Stop::Wrong(MessageError::Malformed(what));
    let length = cursor.u16("context-length")?;
    if length == 0 {
        return Ok(EncryptionContext::new());
    }
    let end = cursor.at().saturating_add(length.into());
    let count = cursor.u16("context-pairs")?;
    let mut pairs = BTreeMap::new();
    for _ in 0..count {
        let name = cursor.text("name-length", "context-name")?;
        let value = cursor.text("value-length", "context-value")?;
        // AWS writes the names in order; a header that has them otherwise is authentic just as well.
        if pairs.insert(name.to_owned(), value.to_owned()).is_some() {
            return Err(wrong("a name occurs twice in its encryption context"));
        }
    }
    if cursor.at() == end && count > 0 {
        Ok(pairs.into())
    } else {
        Err(wrong("its encryption context has another length"))
    }
}

fn data_keys(cursor: &mut Cursor<'_>) -> Result<Vec<EncryptedDataKey>, Stop> {
    let count = cursor.u16("data-keys")?;
    if count == 0 {
        return Err(MessageError::Malformed("it has no encrypted data key").into());
    }
    if count > DATA_KEYS_MOST {
        return Err(MessageError::TooManyDataKeys.into());
    }
    (0..count)
        .map(|_| {
            let provider = cursor.text("provider-length", "key-provider")?.to_owned();
            let key = cursor.block("key-length", "key-provider-info")?.to_vec();
            if let Ok(name) = str::from_utf8(&key) {
                cursor.say(&name);
            }
            let ciphertext = cursor.block("ciphertext-length", "encrypted-data-key")?.to_vec();
            Ok(EncryptedDataKey { provider, key, ciphertext })
        })
        .collect()
}

impl Header {
    /// The part of a header of version 2 that its tag protects.
    pub(super) fn write(&self) -> Result<Vec<u8>, MessageError> {
        let mut to = vec![2];
        to.extend_from_slice(&self.suite.id().to_be_bytes());
        to.extend_from_slice(&self.message_id);
        append_context(&self.context, &mut to)?;
        let count = u16::try_from(self.data_keys.len()).ok().filter(|count| (1..=DATA_KEYS_MOST).contains(count));
        to.extend_from_slice(&count.ok_or(MessageError::TooManyDataKeys)?.to_be_bytes());
        for EncryptedDataKey { provider, key, ciphertext } in &self.data_keys {
            for part in [provider.as_bytes(), key, ciphertext] {
                append_block(part, &mut to).ok_or(MessageError::Malformed("an encrypted data key is too long"))?;
            }
        }
        to.push(FRAMED);
        to.extend_from_slice(&self.frame_length.to_be_bytes());
        to.extend_from_slice(self.commitment.as_ref().map_or(&[], <[u8; COMMITMENT_LEN]>::as_slice));
        Ok(to)
    }
}

fn append_context(context: &EncryptionContext, to: &mut Vec<u8>) -> Result<(), MessageError> {
    if context.iter().any(|(name, _)| name.starts_with(RESERVED)) {
        return Err(MessageError::Context("names that begin with aws-crypto- are the Encryption SDK's own"));
    }
    let mut pairs = Vec::new();
    if !context.is_empty() {
        let too_long = MessageError::Context("it is longer than a message can hold, 65,535 bytes");
        pairs.extend_from_slice(&u16::try_from(context.len()).map_err(|_| too_long)?.to_be_bytes());
        for text in context.iter().flat_map(|(name, value)| [name, value]) {
            append_block(text.as_bytes(), &mut pairs).ok_or(too_long)?;
        }
    }
    append_block(&pairs, to).ok_or(MessageError::Context("it is longer than a message can hold, 65,535 bytes"))
}

/// The length in two bytes, then the bytes.
fn append_block(bytes: &[u8], to: &mut Vec<u8>) -> Option<()> {
    to.extend_from_slice(&u16::try_from(bytes.len()).ok()?.to_be_bytes());
    to.extend_from_slice(bytes);
    Some(())
}
