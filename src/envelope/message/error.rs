use core::fmt;

/// Why a message was not written or not read.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum MessageError {
    /// The bytes end before the message does.
    Incomplete,
    /// The bytes go on after the end of the message.
    Trailing,
    /// The bytes are not a message: what is wrong with them.
    Malformed(&'static str),
    /// A message of an algorithm suite that is not built here, or does not exist.
    Suite(u16),
    /// More encrypted data keys than are looked at.
    TooManyDataKeys,
    /// None of its data keys was encrypted by AWS KMS, or by the key that was asked for.
    NoDataKey,
    /// The data key is not 256 bits long.
    DataKey,
    /// The data key is another than the one that the message commits to.
    Commitment,
    /// The header was changed, or the data key is not its own.
    Header,
    /// The frame with this number was changed, left out or moved; the body of a message without frames is number 1.
    Frame(u32),
    /// The signature over the whole message does not fit.
    Signature,
    /// The encryption context cannot be written, or the message has another: why.
    Context(&'static str),
    /// A frame length of 0.
    FrameLength,
    /// More data than a message can hold.
    TooLong,
    /// The client's own source of randomness failed.
    Entropy,
}

impl MessageError {
    /// A name for it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Incomplete => "MessageIncomplete",
            Self::Trailing => "MessageTrailingBytes",
            Self::Malformed(_) => "MessageMalformed",
            Self::Suite(_) => "MessageSuiteUnsupported",
            Self::TooManyDataKeys => "MessageTooManyDataKeys",
            Self::NoDataKey => "MessageNoDataKey",
            Self::DataKey => "MessageDataKeyInvalid",
            Self::Commitment => "MessageCommitmentMismatch",
            Self::Header => "MessageHeaderChanged",
            Self::Frame(_) => "MessageFrameChanged",
            Self::Signature => "MessageSignatureMismatch",
            Self::Context(_) => "MessageContextInvalid",
            Self::FrameLength => "MessageFrameLengthInvalid",
            Self::TooLong => "MessageTooLong",
            Self::Entropy => "EntropyFailed",
        }
    }
}

impl fmt::Display for MessageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Incomplete => "The message is incomplete: its end is missing.",
            Self::Trailing => "There are bytes after the end of the message.",
            Self::Malformed(what) => return write!(f, "This is not a message of the AWS Encryption SDK: {what}."),
            Self::Suite(id) => {
                return write!(f, "Messages of algorithm suite 0x{id:04X} cannot be read: those with AES-256 can.");
            }
            Self::TooManyDataKeys => "The message has too many encrypted data keys.",
            Self::NoDataKey => "No data key of the message was encrypted by AWS KMS with a key that may be asked.",
            Self::DataKey => "The data key is not a key for AES-256.",
            Self::Commitment => "The message commits to another data key than this.",
            Self::Header => "The header of the message was changed: its tag does not match.",
            Self::Frame(number) => {
                return write!(f, "Frame {number} of the message was changed, or is not in its place.");
            }
            Self::Signature => "The signature of the message does not fit: it was changed, or another signed it.",
            Self::Context(why) => return write!(f, "Encryption context: {why}."),
            Self::FrameLength => "A frame must have at least one byte.",
            Self::TooLong => "The data is longer than a message with frames of this length can hold.",
            Self::Entropy => "The client's source of randomness failed; nothing was encrypted.",
        })
    }
}

impl core::error::Error for MessageError {}
