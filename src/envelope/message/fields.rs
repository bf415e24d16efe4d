use std::borrow::Cow;

use super::{
    MessageError,
    cursor::{Cursor, Stop},
    frame::{Kind, Piece},
    header,
};
use crate::{hsm::Ciphertext, trace::Field};

/// How many regular frames are told part by part. All others are one part, however many they are.
const FRAMES_TOLD: usize = 8;
/// What the parts of a `CiphertextBlob` of this engine are called in a message: `data-key/nonce`.
const DATA_KEY: &str = "data-key/";

/// The layout of a message: where each part of header, frames and footer stands, and what it says. It takes no key.
///
/// A data key that was encrypted by this engine is told part by part too; another, whose layout is not known, as one.
///
/// # Errors
/// [`MessageError`] if this is not a whole message.
pub fn fields(message: &[u8]) -> Result<Vec<Field>, MessageError> {
    walk(message).map_err(|stop| match stop {
        Stop::Short(_) => MessageError::Incomplete,
        Stop::Wrong(error) => error,
    })
}

fn walk(message: &[u8]) -> Result<Vec<Field>, Stop> {
    let mut cursor = Cursor::with_fields(message);
    let header = header::read(&mut cursor)?.header;
    let mut frames = 0_usize;
    loop {
        let start = cursor.at();
        if Piece::read(&mut cursor, header.frame_length)?.kind != Kind::Regular {
            break;
        }
        if frames >= FRAMES_TOLD {
            cursor.merge(start, "frames");
            cursor.say(&frames.saturating_sub(FRAMES_TOLD).saturating_add(1));
        }
        frames = frames.saturating_add(1);
    }
    if header.suite.is_signed() {
        cursor.block("signature-length", "signature")?;
    }
    if cursor.at() != message.len() {
        return Err(MessageError::Trailing.into());
    }
    Ok(cursor.into_fields().into_iter().flat_map(|field| data_key(message, field)).collect())
}

/// An encrypted data key as the parts of its `CiphertextBlob`, if it is one of this engine's; any other part as it is.
fn data_key(message: &[u8], field: Field) -> Vec<Field> {
    let Field { offset, length, .. } = field;
    let blob = message.get(offset..offset.saturating_add(length)).unwrap_or_default();
    if field.name != "encrypted-data-key" || Ciphertext::parse(blob).is_none() {
        return vec![field];
    }
    let mut parts = Ciphertext::fields(blob);
    for part in &mut parts {
        part.offset = part.offset.saturating_add(offset);
        part.name = Cow::Owned([DATA_KEY, &part.name].concat());
    }
    parts
}
