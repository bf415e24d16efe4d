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
    let mut told = Vec::new();
    for field in cursor.into_fields() {
        let blob = message.get(field.offset..).and_then(|rest| rest.get(..field.length)).unwrap_or_default();
        if field.name != "encrypted-data-key" || Ciphertext::parse(blob).is_none() {
            told.push(field);
            continue;
        }
        for mut part in Ciphertext::fields(blob) {
            part.offset = part.offset.saturating_add(field.offset);
            part.name.to_mut().insert_str(0, DATA_KEY);
            told.push(part);
        }
    }
    Ok(told)
}
