use core::fmt;

use crate::{error::KmsError, operations::Kms};

/// What stands before the operation in `X-Amz-Target`.
const TARGET_PREFIX: &str = "TrentService.";

/// Names the operation.
const TARGET: &str = "x-amz-target";
/// Names the caller and the Region.
const AUTHORIZATION: &str = "authorization";

/// Whether a header of this name, in any case, has a meaning here.
pub fn reads_header(name: &str) -> bool {
    [TARGET, AUTHORIZATION].iter().any(|read| name.eq_ignore_ascii_case(read))
}

/// An HTTP request, as far as AWS JSON needs it.
#[derive(Clone, Copy)]
pub struct HttpRequest<'a> {
    /// The method; AWS JSON knows only POST.
    pub method: &'a str,
    /// The path; AWS JSON knows only `/`.
    pub path: &'a str,
    /// Names, in any case, and values.
    pub headers: &'a [(String, String)],
    /// The body.
    pub body: &'a [u8],
}

/// Without headers and body, which may hold secrets.
impl fmt::Debug for HttpRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HttpRequest({} {}, {} bytes)", self.method, self.path, self.body.len())
    }
}

/// What an `Authorization` header of Signature Version 4 header says of the caller. Signatures are not checked.
pub(super) struct Credential<'a> {
    access_key_id: &'a str,
    pub(super) region: &'a str,
}

impl<'a> HttpRequest<'a> {
    /// The value of a header.
    pub(super) fn header(&self, name: &str) -> Option<&'a str> {
        let header = self.headers.iter().find(|(given, _)| given.eq_ignore_ascii_case(name));
        header.map(|(_, value)| value.trim())
    }

    /// The operation that `X-Amz-Target` names.
    pub(super) fn operation(&self) -> Result<&'a str, KmsError> {
        if !self.method.eq_ignore_ascii_case("POST") || self.path.split('?').next() != Some("/") {
            return Err(KmsError::UnknownOperation(format!(
                "AWS JSON 1.1 knows only POST /, not {} {}",
                self.method, self.path
            )));
        }
        let target = self.header(TARGET).ok_or_else(|| {
            KmsError::UnknownOperation("the header X-Amz-Target is missing; it names the operation".to_owned())
        })?;
        target.strip_prefix(TARGET_PREFIX).ok_or_else(|| {
            KmsError::UnknownOperation(format!("'{target}' is not a target of AWS KMS: {TARGET_PREFIX}<operation>"))
        })
    }

    /// Who calls and where: `Credential=<access key id>/<date>/<region>/kms/aws4_request`.
    pub(super) fn credential(&self) -> Option<Credential<'a>> {
        let (_, scope) = self.header(AUTHORIZATION)?.split_once("Credential=")?;
        let scope = scope.split([',', ' ']).next()?;
        let mut parts = scope.rsplit('/');
        let region = parts.nth(2)?;
        let access_key_id = parts.nth(1)?;
        Some(Credential { access_key_id, region })
    }
}

impl Credential<'_> {
    /// Who calls: the user or session that the access key belongs to; for an access key id of twelve digits the root of
    /// that account; for any other, `None`, which is the default account's root.
    pub(super) fn principal(&self, kms: &mut Kms) -> Result<Option<String>, KmsError> {
        let id = self.access_key_id;
        if id.len() == 12 && id.bytes().all(|b| b.is_ascii_digit()) {
            return Ok(Some(format!("arn:aws:iam::{id}:root")));
        }
        if let Some(principal) = kms.principal_of(id) {
            return Ok(Some(principal.into()));
        }
        let now = kms.now();
        let (directory, _) = kms.directory();
        let Some(key) = directory.access_key(id) else { return Ok(None) };
        let is_over = key.expires.is_some_and(|end| end <= now);
        let why = if is_over { "expired" } else { "invalid" };
        Err(KmsError::UnrecognizedClient(format!("The security token included in the request is {why}.")))
    }
}
