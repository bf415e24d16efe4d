//! The users and roles that call KMS.

use serde::{Deserialize, Serialize};
use tsify::{Ts, Tsify};
use wasm_bindgen::{JsError, JsValue, prelude::wasm_bindgen};

use super::{
    convert::{Failure, optional, text, to_js},
    input::JsInput,
    kms::Kms,
};
use crate::{
    iam::{self, IamError, Request, Response},
    types::AccountId,
};

/// For which account.
#[derive(Debug, Default, Deserialize, Tsify)]
pub struct IamOptions {
    /// Twelve digits; by default the engine's account.
    #[tsify(optional)]
    account: Option<String>,
}

#[wasm_bindgen]
impl Kms {
    /// Makes and changes users, roles and access keys, as IAM and STS do. It speaks as the account's administrator.
    #[wasm_bindgen(skip_typescript)]
    pub fn iam(&self, operation: JsValue, input: JsValue, options: Option<Ts<IamOptions>>) -> Result<JsValue, JsError> {
        let operation = text("iam: operation", &operation)?;
        let options: IamOptions = optional("options", options.as_ref())?;
        let account = options.account.as_deref().map(AccountId::parse).transpose()?;
        let request = Request::read(&operation, &JsInput::new(input));
        let mut inner = self.inner()?;
        let account = account.unwrap_or_else(|| inner.kms.account());
        let (directory, env) = inner.kms.directory();
        let result = request.and_then(|request| iam::call(directory, env, account, request));
        to_js(&IamOutcome::new(&result))
    }
}

/// The answer of `Kms.iam`.
#[derive(Serialize)]
struct IamOutcome<'a> {
    ok: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    output: Option<&'a Response>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Failure<'a>>,
}

impl<'a> IamOutcome<'a> {
    fn new(result: &'a Result<Response, IamError>) -> Self {
        Self { ok: result.is_ok(), output: result.as_ref().ok(), error: result.as_ref().err().map(Failure::from) }
    }
}
