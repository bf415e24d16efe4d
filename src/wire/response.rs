use core::fmt;

use serde::Serialize;

use super::to_json;
use crate::{error::KmsError, operations::Response};

/// An HTTP response.
#[derive(Clone, Eq, PartialEq)]
pub struct HttpResponse {
    /// 200, or the exception's status.
    pub status: u16,
    /// The answer's own id.
    pub request_id: String,
    /// AWS JSON.
    pub body: Vec<u8>,
}

/// Without the body, which may hold a data key.
impl fmt::Debug for HttpResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HttpResponse({}, {}, {} bytes)", self.status, self.request_id, self.body.len())
    }
}

impl HttpResponse {
    /// What every body is.
    pub const CONTENT_TYPE: &'static str = "application/x-amz-json-1.1";

    /// Names, in lower case, and values.
    pub fn headers(&self) -> [(&'static str, &str); 2] {
        [("content-type", Self::CONTENT_TYPE), ("x-amzn-requestid", &self.request_id)]
    }
}

/// An exception, as AWS JSON has it.
#[derive(Serialize)]
struct Exception<'a> {
    #[serde(rename = "__type")]
    code: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    message: &'a str,
    /// The same, as `AccessDeniedException` has it.
    #[serde(rename = "Message", skip_serializing_if = "str::is_empty")]
    capital: &'a str,
}

impl<'a> Exception<'a> {
    fn of(error: &'a KmsError) -> Self {
        let (code, text) = (error.code(), error.message());
        let (message, capital) = if matches!(error, KmsError::AccessDenied(_)) { ("", text) } else { (text, "") };
        Self { code, message, capital }
    }
}

pub(super) fn of(answer: Result<Response, KmsError>, request_id: String) -> HttpResponse {
    let (status, body) = match answer.and_then(|response| to_json(&response)) {
        Ok(body) => (200, body),
        Err(error) => (error.status(), to_json(&Exception::of(&error)).unwrap_or_default()),
    };
    HttpResponse { status, request_id, body }
}
