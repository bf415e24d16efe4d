//! JSON with base64 for bytes.

use std::io;

use base64::{Engine, engine::general_purpose::STANDARD};
use serde::Serialize;
use serde_json::{Deserializer, Serializer, Value, ser::Formatter};

use crate::{
    error::KmsError,
    operations::{Operation, Request},
};

/// Reads the request for `operation` from a body: one JSON object, or nothing at all, which stands for `{}`.
pub(super) fn read(operation: Operation, body: &[u8]) -> Result<Request, KmsError> {
    let body = match body.iter().find(|byte| !byte.is_ascii_whitespace()) {
        None => b"{}",
        Some(b'{') => body,
        Some(_) => return Err(KmsError::Serialization("The body must be one JSON object.".to_owned())),
    };
    let mut json = Deserializer::from_slice(body);
    let request = Request::read(operation, &mut json)?;
    json.end().map_err(|error| KmsError::Serialization(error.to_string()))?;
    Ok(request)
}

/// Writes a value as AWS JSON: blobs in base64.
///
/// # Errors
/// `KMSInternalException` if the value cannot be written as JSON.
pub fn to_json(value: &impl Serialize) -> Result<Vec<u8>, KmsError> {
    let mut json = Vec::with_capacity(512);
    let written = value.serialize(&mut Serializer::with_formatter(&mut json, AwsJson));
    written.map(|()| json).map_err(|error| KmsError::KmsInternal(error.to_string()))
}

/// Writes a request as AWS JSON for people to read: indented, its members in alphabetical order.
pub fn describe(request: &Request) -> Vec<u8> {
    let json = to_json(request).unwrap_or_default();
    let value: Value = serde_json::from_slice(&json).unwrap_or_default();
    serde_json::to_vec_pretty(&value).unwrap_or_default()
}

struct AwsJson;

impl Formatter for AwsJson {
    fn write_byte_array<W: io::Write + ?Sized>(&mut self, writer: &mut W, value: &[u8]) -> io::Result<()> {
        write!(writer, "\"{}\"", STANDARD.encode(value))
    }
}
