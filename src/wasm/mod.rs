//! The bindings for JavaScript: they convert, and decide nothing about KMS.
#![expect(
    clippy::missing_errors_doc,
    reason = "an error here is one thing only: an exception for a misuse of the binding"
)]
#![expect(clippy::needless_pass_by_value, reason = "wasm-bindgen hands arguments over by value")]

mod article;
mod bulk;
mod command;
mod convert;
mod flow;
mod http;
mod iam;
mod input;
mod kms;
mod message;
mod message_stream;
mod options;

pub use article::ArticleKms;
pub use kms::Kms;
pub use message_stream::{MessageReader, MessageWriter};

use wasm_bindgen::prelude::wasm_bindgen;

/// The shapes of requests, answers and traces, for TypeScript.
#[wasm_bindgen(typescript_custom_section)]
const SHAPES: &'static str = include_str!("shapes.d.ts");
