//! The message format of the AWS Encryption SDK: what an encrypted file is, with everything that it takes to decrypt it
//! ([AWS Encryption SDK Developer Guide, "AWS Encryption SDK message format reference"](
//! https://docs.aws.amazon.com/encryption-sdk/latest/developer-guide/message-format.html), and its public specification).
//!
//! ```text
//! header  suite · message id · encryption context · encrypted data keys · frame length · commitment · tag
//! body    frame 1 · frame 2 · … · last frame, each: number · IV · ciphertext · tag
//! footer  signature over all that, in signed suites only
//! ```
//!
//! Written are messages of suite 0x0478, in frames. Read are those of every suite with AES-256, framed or not.

mod client;
mod cursor;
mod error;
mod fields;
mod frame;
mod header;
mod reader;
mod suite;
mod writer;

pub use client::{Opened, Refusal};
pub use error::MessageError;
pub use fields::fields;
pub use header::{EncryptedDataKey, Header};
pub use reader::Reader;
pub use suite::Suite;
pub use writer::{FRAME_LENGTH, Writer};
