use super::{
    MessageError,
    cursor::{Cursor, Stop},
    frame::{Kind, Piece},
    header,
};
use crate::trace::Field;

/// The layout of a message: where each part of header, frames and footer stands, and what it says. It takes no key.
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
    while Piece::read(&mut cursor, header.frame_length)?.kind == Kind::Regular {}
    if header.suite.is_signed() {
        cursor.block("signature-length", "signature")?;
    }
    if cursor.at() != message.len() {
        return Err(MessageError::Trailing.into());
    }
    Ok(cursor.into_fields())
}
