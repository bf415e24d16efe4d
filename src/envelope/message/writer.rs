use zeroize::Zeroizing;

use super::{
    EncryptedDataKey, Header, MessageError, Suite,
    frame::{self, Kind},
};
use crate::{
    env::Entropy,
    hsm::aes::{Cipher, IV_LEN},
    types::{EncryptionContext, Plaintext},
};

/// How many bytes of data a frame holds, unless told: as many as in the AWS Encryption SDK.
pub const FRAME_LENGTH: u32 = 4_096;

/// Writes a message of suite 0x0478 ([`Suite::Committing`]), piece by piece.
///
/// Data is held back until its frame is full.
pub struct Writer {
    cipher: Cipher,
    message_id: Vec<u8>,
    frame_length: usize,
    /// The data of the frame that is not full yet.
    pending: Zeroizing<Vec<u8>>,
    number: u32,
}

impl Writer {
    /// Begins a message: its header, and what writes the rest.
    ///
    /// # Errors
    /// [`MessageError`] if the data key, the context or the frame length will not do.
    pub fn begin(
        data_key: &Plaintext,
        data_keys: Vec<EncryptedDataKey>,
        context: EncryptionContext,
        frame_length: u32,
        entropy: &mut dyn Entropy,
    ) -> Result<(Self, Vec<u8>), MessageError> {
        if frame_length == 0 {
            return Err(MessageError::FrameLength);
        }
        let suite = Suite::Committing;
        let mut message_id = vec![0; suite.message_id_len()];
        entropy.fill(&mut message_id).map_err(|_| MessageError::Entropy)?;
        let keys = suite.keys(data_key.expose(), &message_id)?;
        let header = Header { suite, message_id, context, data_keys, frame_length, commitment: keys.commitment };
        let mut written = header.write()?;
        let tag = keys.cipher.seal(&[0; IV_LEN], &written, &[]).map_err(|_| MessageError::TooLong)?;
        written.extend_from_slice(&tag);
        let writer = Self {
            cipher: keys.cipher,
            message_id: header.message_id,
            frame_length: usize::try_from(frame_length).unwrap_or(usize::MAX),
            pending: Zeroizing::new(Vec::new()),
            number: 1,
        };
        Ok((writer, written))
    }

    /// Takes data, and gives back the frames that are full.
    ///
    /// # Errors
    /// [`MessageError::TooLong`] after 4,294,967,294 frames.
    pub fn push(&mut self, mut data: &[u8]) -> Result<Vec<u8>, MessageError> {
        let mut written = Vec::new();
        // A frame is written when there is more: the last one must not be empty, unless there is no data at all.
        while self.pending.len().saturating_add(data.len()) > self.frame_length {
            let (head, rest) = data.split_at(self.frame_length.saturating_sub(self.pending.len()).min(data.len()));
            if self.pending.is_empty() {
                self.frame(Kind::Regular, head, &mut written)?;
            } else {
                self.hold(head);
                let full = core::mem::take(&mut self.pending);
                self.frame(Kind::Regular, &full, &mut written)?;
            }
            data = rest;
        }
        self.hold(data);
        Ok(written)
    }

    /// The end of the message.
    ///
    /// # Errors
    /// As [`Writer::push`].
    pub fn finish(mut self) -> Result<Vec<u8>, MessageError> {
        let mut written = Vec::new();
        let last = core::mem::take(&mut self.pending);
        self.frame(Kind::Last, &last, &mut written)?;
        Ok(written)
    }

    /// Keeps data for the next frame, in memory that is erased: a vector that grows would leave copies behind.
    fn hold(&mut self, data: &[u8]) {
        let length = self.pending.len().saturating_add(data.len());
        if length > self.pending.capacity() {
            let mut grown = Zeroizing::new(Vec::with_capacity(length.next_power_of_two()));
            grown.extend_from_slice(&self.pending);
            self.pending = grown;
        }
        self.pending.extend_from_slice(data);
    }

    fn frame(&mut self, kind: Kind, data: &[u8], to: &mut Vec<u8>) -> Result<(), MessageError> {
        // The number after the last regular one must be left for the last frame, and is no number of either beyond that.
        let next = self.number.checked_add(1).ok_or(MessageError::TooLong)?;
        frame::append(&self.cipher, &self.message_id, (kind, self.number), data, to)?;
        self.number = next;
        Ok(())
    }
}
