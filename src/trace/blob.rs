use core::fmt;
use std::borrow::Cow;

use serde::{Serialize, Serializer};
use sha2::{Digest, Sha256};

use crate::types::Blob;

/// What a blob is for; the page draws each role in a shape of its own.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// A data key in the clear.
    PlaintextDataKey,
    /// A data key sealed under a KMS key: what the client keeps.
    WrappedDataKey,
    /// A KMS key's material in the clear.
    PlaintextKmsKey,
    /// A KMS key's material wrapped for storage.
    WrappedKmsKey,
    /// A key derived for one message.
    DerivedKey,
    /// The key that wraps the KMS keys of a Region.
    DomainKey,
    /// The secret half of the key under which material is imported.
    WrappingKey,
    /// The secret half of the key with which an HSM agrees on another with an HSM of another Region.
    AgreementKey,
    /// A public key.
    PublicKey,
    /// What a client sends back with the material that it imports.
    ImportToken,
    /// A KMS key's material, wrapped by a client.
    WrappedMaterial,
    /// Somebody's data in the clear.
    UserData,
    /// Encrypted data.
    Ciphertext,
    /// What proves a message to those who have the key.
    Mac,
    /// What proves a message to everybody.
    Signature,
    /// A secret that two parties come to.
    SharedSecret,
    /// A request in AWS JSON.
    Json,
}

/// A short name for bytes that are not shown: the first four bytes of their SHA-256, in hexadecimal.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Fingerprint([u8; 4]);

impl Fingerprint {
    /// The fingerprint of `bytes`. It tells two keys apart and says nothing else about them.
    pub fn of(bytes: &[u8]) -> Self {
        let [a, b, c, d, ..]: [u8; 32] = Sha256::digest(bytes).into();
        Self([a, b, c, d])
    }
}

impl Serialize for Fingerprint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{:08x}", u32::from_be_bytes(self.0)))
    }
}

/// A named range of a blob's bytes.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Field {
    /// Where it begins.
    pub offset: usize,
    /// How long it is.
    pub length: usize,
    /// Its name, in kebab case.
    pub name: Cow<'static, str>,
    /// What it says, where that can be put in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

impl Field {
    /// A field with nothing to say.
    pub fn new(offset: usize, length: usize, name: &'static str) -> Self {
        Self { offset, length, name: Cow::Borrowed(name), value: None }
    }

    /// The same field, saying `value`.
    #[must_use]
    pub fn saying(self, value: impl Into<String>) -> Self {
        Self { value: Some(value.into()), ..self }
    }
}

/// Bytes of which a trace shows the beginning: bulk data need not pass through the engine to be drawn.
#[derive(Clone, Copy)]
pub struct Excerpt<'a> {
    /// The first bytes, [`TraceBlob::MOST`] at the most.
    pub first: &'a [u8],
    /// The length of the whole in bytes.
    pub length: usize,
}

/// The length only: it may be somebody's data.
impl fmt::Debug for Excerpt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Excerpt(of {} bytes)", self.length)
    }
}

impl<'a> Excerpt<'a> {
    /// The beginning of `bytes`.
    pub fn of(bytes: &'a [u8]) -> Self {
        Self { first: bytes.get(..TraceBlob::MOST).unwrap_or(bytes), length: bytes.len() }
    }
}

/// Something that a step makes or moves.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct TraceBlob {
    /// Its name within the trace.
    pub id: Cow<'static, str>,
    /// What it is for.
    pub role: Role,
    /// Its length in bytes.
    pub length: usize,
    /// Its bytes (the first [`TraceBlob::MOST`] of them), unless they must not leave the HSM.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<Blob>,
    /// Its fingerprint.
    pub fingerprint: Fingerprint,
    /// Its layout.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Field>,
}

impl TraceBlob {
    /// How many bytes a trace shows of one blob.
    pub const MOST: usize = 1024;

    /// A blob whose bytes may be seen.
    pub fn open(id: impl Into<Cow<'static, str>>, role: Role, bytes: &[u8]) -> Self {
        Self::excerpt(id, role, Excerpt::of(bytes))
    }

    /// A blob of which the beginning may be seen; the fingerprint is that of the beginning.
    pub fn excerpt(id: impl Into<Cow<'static, str>>, role: Role, excerpt: Excerpt<'_>) -> Self {
        let Excerpt { first, length } = excerpt;
        Self { bytes: Some(first.to_vec().into()), ..Self::hidden(id, role, length, Fingerprint::of(first)) }
    }

    /// A blob of which only the length and the fingerprint are known outside the HSM.
    pub fn hidden(id: impl Into<Cow<'static, str>>, role: Role, length: usize, fingerprint: Fingerprint) -> Self {
        Self { id: id.into(), role, length, bytes: None, fingerprint, fields: Vec::new() }
    }

    /// The same of two parts in a row, of which the first is short.
    pub fn excerpt_of_two(
        id: impl Into<Cow<'static, str>>,
        role: Role,
        head: &[u8],
        Excerpt { first, length }: Excerpt<'_>,
    ) -> Self {
        let joined = [head, first].concat();
        let shown = Excerpt { length: head.len().saturating_add(length), ..Excerpt::of(&joined) };
        Self::excerpt(id, role, shown)
    }

    /// The same blob with its layout.
    #[must_use]
    pub fn with_fields(self, fields: Vec<Field>) -> Self {
        Self { fields, ..self }
    }
}
