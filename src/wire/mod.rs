//! AWS JSON 1.1: from an HTTP request to an operation, and from its answer to an HTTP response.
//!
//! See [Smithy's description of the protocol](https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html).

mod command;
mod json;
mod request;
mod response;

pub use command::{Command, CommandShape, OptionKind, OptionShape, command_shapes, read_command};
pub use json::{Json, describe, to_json};
pub use request::{HttpRequest, reads_header};
pub use response::HttpResponse;

use crate::{
    error::KmsError,
    operations::{CallContext, Kms, Operation, Request, Response},
    trace::Recorder,
};

/// The most bytes that a body may have. No request of KMS comes near it: the largest has a policy of 32 KB.
pub const BODY_MOST: usize = 1 << 20;

/// Answers one HTTP request. It never fails: what is wrong with the request is in the response.
pub fn handle(kms: &mut Kms, http: &HttpRequest<'_>) -> HttpResponse {
    let answer = match read(http) {
        Ok(request) => call(kms, http, request),
        Err(error) => {
            // It was a request all the same, and its answer has an id of its own.
            kms.turn_to_next_request();
            Err(error)
        }
    };
    response::of(answer, kms.request_id())
}

fn read(http: &HttpRequest<'_>) -> Result<Request, KmsError> {
    if http.body.len() > BODY_MOST {
        return Err(KmsError::RequestEntityTooLarge(format!("The body has more than {BODY_MOST} bytes.")));
    }
    Request::read(Operation::parse(http.operation()?)?, &Json::parse(http.body)?)
}

fn call(kms: &mut Kms, http: &HttpRequest<'_>, request: Request) -> Result<Response, KmsError> {
    let credential = http.credential();
    let caller = credential.as_ref().map(|credential| credential.principal(kms)).transpose()?.flatten();
    let context = CallContext {
        caller: caller.as_deref(),
        region: credential.as_ref().map(|credential| credential.region),
        condition_keys: &[],
        describe,
    };
    Ok(kms.call(&context, request, &mut Recorder::off())?)
}
