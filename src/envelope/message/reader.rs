use base64::{Engine, prelude::BASE64_STANDARD};
use p384::ecdsa::{Signature, VerifyingKey, signature::hazmat::PrehashVerifier};
use sha2::{Digest, Sha384};
use subtle::ConstantTimeEq;

use super::{
    Header, MessageError,
    cursor::{Cursor, Stop},
    frame::{Kind, Piece},
    header::{self, PUBLIC_KEY},
};
use crate::{hsm::aes::Cipher, types::Plaintext};

/// Reads a message piece by piece.
///
/// ```text
/// push … until header() is there → unlock() with its data key → read(), push … → finish()
/// ```
///
/// Every frame is authenticated before its data is given out. Of a signed message only [`Reader::finish`] says whether
/// all of it is authentic.
#[derive(Debug, Default)]
pub struct Reader {
    /// What was pushed and not read yet.
    buffer: Vec<u8>,
    /// How many bytes it takes to get on.
    needed: usize,
    state: State,
}

#[derive(Debug, Default)]
enum State {
    /// The header is not whole.
    #[default]
    Begun,
    /// The header is there, the data key is not.
    Locked(Box<header::Read>),
    Open(Box<Open>),
    Ended,
}

struct Open {
    header: Header,
    cipher: Cipher,
    /// The number that the next frame must have.
    number: u32,
    /// The last frame has been read.
    body_ended: bool,
    signed: Option<Signed>,
}

/// Everything before the signature, hashed, and whose it must be.
struct Signed {
    hash: Sha384,
    key: VerifyingKey,
}

impl core::fmt::Debug for Open {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Open").field("header", &self.header).field("number", &self.number).finish_non_exhaustive()
    }
}

impl Reader {
    /// A reader of one message.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes more of the message.
    ///
    /// # Errors
    /// [`MessageError`] if the header is not one.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), MessageError> {
        self.buffer.extend_from_slice(bytes);
        if !matches!(self.state, State::Begun) || self.buffer.len() < self.needed {
            return Ok(());
        }
        match header::read(&mut Cursor::new(&self.buffer, 0)) {
            Ok(read) => {
                self.needed = 0;
                self.state = State::Locked(Box::new(read));
                Ok(())
            }
            Err(Stop::Short(needed)) => {
                self.needed = needed;
                Ok(())
            }
            Err(Stop::Wrong(error)) => Err(error),
        }
    }

    /// The header, once it is there.
    pub fn header(&self) -> Option<&Header> {
        match &self.state {
            State::Begun | State::Ended => None,
            State::Locked(read) => Some(&read.header),
            State::Open(open) => Some(&open.header),
        }
    }

    /// Takes the data key, and checks that it is the message's, and the header as it was written.
    ///
    /// # Errors
    /// [`MessageError::Incomplete`] if the header is not there yet; [`MessageError::Commitment`],
    /// [`MessageError::Header`], [`MessageError::DataKey`] or [`MessageError::Context`].
    pub fn unlock(&mut self, data_key: &Plaintext) -> Result<(), MessageError> {
        let State::Locked(read) = &self.state else {
            return Err(MessageError::Incomplete);
        };
        let keys = read.header.suite.keys(data_key.expose(), &read.header.message_id)?;
        if let (Some(derived), Some(claimed)) = (&keys.commitment, &read.header.commitment)
            && !bool::from(derived.ct_eq(claimed))
        {
            return Err(MessageError::Commitment);
        }
        let body = self.buffer.get(..read.body_end).unwrap_or_default();
        keys.cipher.open(&read.iv, body, &read.tag).map_err(|_| MessageError::Header)?;
        let signed = signed(&read.header)?;
        let end = read.end;
        let open = Open { header: read.header.clone(), cipher: keys.cipher, number: 1, body_ended: false, signed };
        self.state = State::Open(Box::new(open));
        self.consume(end);
        Ok(())
    }

    /// The data of all frames that are there.
    ///
    /// # Errors
    /// [`MessageError::Frame`] if one is not authentic or not in its place, [`MessageError::Malformed`] if it is none,
    /// [`MessageError::Incomplete`] before [`Reader::unlock`].
    pub fn read(&mut self) -> Result<Plaintext, MessageError> {
        let State::Open(open) = &mut self.state else {
            return Err(MessageError::Incomplete);
        };
        let mut data = Vec::new();
        let mut at = 0;
        if self.buffer.len() >= self.needed {
            // No more than this comes out, so the vector does not grow and leaves no copies.
            data.reserve_exact(self.buffer.len());
            while !open.body_ended {
                match open.piece(&self.buffer, at, &mut data) {
                    Ok(end) => (at, self.needed) = (end, 0),
                    Err(Stop::Short(needed)) => {
                        self.needed = needed.saturating_sub(at);
                        break;
                    }
                    Err(Stop::Wrong(error)) => {
                        drop(Plaintext::new(data)); // erases it
                        return Err(error);
                    }
                }
            }
        }
        self.consume(at);
        Ok(Plaintext::new(data))
    }

    /// The end of the message: nothing may be missing, and nothing be left.
    ///
    /// # Errors
    /// [`MessageError::Incomplete`], [`MessageError::Trailing`], [`MessageError::Signature`]. What was read before must
    /// not be trusted then.
    pub fn finish(&mut self) -> Result<(), MessageError> {
        let State::Open(open) = &mut self.state else {
            return Err(MessageError::Incomplete);
        };
        if !open.body_ended {
            return Err(MessageError::Incomplete);
        }
        let mut cursor = Cursor::new(&self.buffer, 0);
        if let Some(signed) = open.signed.take() {
            let signature = match cursor.block("signature-length", "signature") {
                Ok(signature) => Signature::from_der(signature).map_err(|_| MessageError::Signature)?,
                Err(Stop::Short(_)) => return Err(MessageError::Incomplete),
                Err(Stop::Wrong(error)) => return Err(error),
            };
            let verified = signed.key.verify_prehash(&signed.hash.finalize(), &signature);
            verified.map_err(|_| MessageError::Signature)?;
        }
        if cursor.at() != self.buffer.len() {
            return Err(MessageError::Trailing);
        }
        self.state = State::Ended;
        Ok(())
    }

    /// What was read is done with, but for its part in the signature.
    fn consume(&mut self, length: usize) {
        let read = self.buffer.drain(..length.min(self.buffer.len()));
        if let State::Open(open) = &mut self.state
            && let Some(signed) = &mut open.signed
        {
            signed.hash.update(read.as_slice());
        }
    }
}

impl Open {
    /// Decrypts the piece of the body that begins at `at`; answers where it ends.
    fn piece(&mut self, buffer: &[u8], at: usize, to: &mut Vec<u8>) -> Result<usize, Stop> {
        let mut cursor = Cursor::new(buffer, at);
        let piece = Piece::read(&mut cursor, self.header.frame_length)?;
        if piece.number != self.number {
            return Err(MessageError::Frame(self.number).into());
        }
        piece.open(&self.cipher, &self.header.message_id, to)?;
        self.body_ended = piece.kind != Kind::Regular;
        self.number = self.number.saturating_add(1);
        Ok(cursor.at())
    }
}

/// Whose signature a message must have, if it must have one.
fn signed(header: &Header) -> Result<Option<Signed>, MessageError> {
    match (header.suite.is_signed(), header.context.get(PUBLIC_KEY)) {
        (false, None) => Ok(None),
        // Somebody has cut off a signature, and changed the suite.
        (false, Some(_)) => Err(MessageError::Context("it has a key for a signature, and the message has none")),
        (true, None) => Err(MessageError::Context("the key that verifies the message's signature is missing")),
        (true, Some(key)) => {
            let wrong = MessageError::Context("the key that verifies the message's signature is none");
            let key = BASE64_STANDARD.decode(key).map_err(|_| wrong)?;
            let key = VerifyingKey::from_sec1_bytes(&key).map_err(|_| wrong)?;
            Ok(Some(Signed { hash: Sha384::new(), key }))
        }
    }
}
