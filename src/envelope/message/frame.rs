use super::{
    MessageError,
    cursor::{Cursor, Stop},
};
use crate::hsm::aes::{Cipher, IV_LEN, TAG_LEN};

/// What stands in the place of its number before the number of the last frame.
const LAST: u32 = u32::MAX;
/// The most data that a message without frames holds, in bytes: what AES-GCM can encrypt at once.
const WHOLE_MOST: u64 = (1 << 36) - 32;

/// What a piece of the body is; its authenticated data says so.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Kind {
    Regular,
    Last,
    /// All of the body: the message is not framed.
    Whole,
}

impl Kind {
    fn label(self) -> &'static [u8] {
        match self {
            Self::Regular => b"AWSKMSEncryptionClient Frame",
            Self::Last => b"AWSKMSEncryptionClient Final Frame",
            Self::Whole => b"AWSKMSEncryptionClient Single Block",
        }
    }
}

/// A piece of the body, as it stands in a message.
#[derive(Debug)]
pub(super) struct Piece<'a> {
    pub(super) kind: Kind,
    pub(super) number: u32,
    iv: [u8; IV_LEN],
    sealed: &'a [u8],
}

impl<'a> Piece<'a> {
    /// Reads a frame, or the whole body if `frame_length` is 0.
    pub(super) fn read(cursor: &mut Cursor<'a>, frame_length: u32) -> Result<Self, Stop> {
        if frame_length == 0 {
            return Self::read_whole(cursor);
        }
        let (kind, number) = match cursor.u32("frame-number")? {
            LAST => {
                cursor.say(&"FFFFFFFF");
                (Kind::Last, cursor.u32("last-frame-number")?)
            }
            number => (Kind::Regular, number),
        };
        let iv = cursor.array("frame-iv")?;
        let length = if kind == Kind::Last { cursor.u32("last-frame-length")? } else { frame_length };
        if length > frame_length {
            return Err(MessageError::Malformed("its last frame is longer than a frame").into());
        }
        Self::sealed(cursor, kind, number, iv, length.into())
    }

    fn read_whole(cursor: &mut Cursor<'a>) -> Result<Self, Stop> {
        let iv = cursor.array("body-iv")?;
        let length = cursor.u64("body-length")?;
        if length > WHOLE_MOST {
            return Err(MessageError::Malformed("its body is longer than AES-GCM can encrypt").into());
        }
        Self::sealed(cursor, Kind::Whole, 1, iv, length)
    }

    fn sealed(cursor: &mut Cursor<'a>, kind: Kind, number: u32, iv: [u8; IV_LEN], length: u64) -> Result<Self, Stop> {
        let start = cursor.at();
        let length = usize::try_from(length).map_err(|_| MessageError::Malformed("its body does not fit in memory"))?;
        cursor.bytes(length, "ciphertext")?;
        cursor.bytes(TAG_LEN, "tag")?;
        let sealed = cursor.since(start);
        Ok(Self { kind, number, iv, sealed })
    }

    /// Decrypts the piece, and appends what was in it.
    pub(super) fn open(&self, cipher: &Cipher, message_id: &[u8], to: &mut Vec<u8>) -> Result<(), MessageError> {
        let length = self.sealed.len().saturating_sub(TAG_LEN);
        let aad = aad(message_id, self.kind, self.number, length);
        let opened = cipher.open(&self.iv, &aad, self.sealed).map_err(|_| MessageError::Frame(self.number))?;
        to.extend_from_slice(&opened);
        Ok(())
    }
}

/// Encrypts a frame, and appends it as it stands in a message.
pub(super) fn append(
    cipher: &Cipher,
    message_id: &[u8],
    (kind, number): (Kind, u32),
    data: &[u8],
    to: &mut Vec<u8>,
) -> Result<(), MessageError> {
    // As the specification has it: the number, with zeros before it. No two pieces share one under the same key.
    let mut iv = [0; IV_LEN];
    if let Some(end) = iv.last_chunk_mut() {
        *end = number.to_be_bytes();
    }
    if kind == Kind::Last {
        to.extend_from_slice(&LAST.to_be_bytes());
    }
    to.extend_from_slice(&number.to_be_bytes());
    to.extend_from_slice(&iv);
    if kind == Kind::Last {
        to.extend_from_slice(&u32::try_from(data.len()).map_err(|_| MessageError::TooLong)?.to_be_bytes());
    }
    let start = to.len();
    to.extend_from_slice(data);
    let sealed = cipher.seal_in_place(&iv, &aad(message_id, kind, number, data.len()), to, start);
    sealed.map_err(|_| MessageError::TooLong)
}

fn aad(message_id: &[u8], kind: Kind, number: u32, length: usize) -> Vec<u8> {
    let length = u64::try_from(length).unwrap_or(u64::MAX);
    [message_id, kind.label(), &number.to_be_bytes(), &length.to_be_bytes()].concat()
}
