//! Grants: made, and taken back in two ways. Revoking takes a permission; retiring takes what the grant says.

use serde::Serialize;

use super::{
    Call,
    facts::{Values, one, several},
    keys::one_key,
    members::{GrantTokens, OneGrantToken},
    registry::{Asks, Empty, Retires},
    shape::{request, unsupported},
    target::{Named, Target},
};
use crate::{
    error::KmsError,
    policy::{Constraints, Grant, GrantOperation},
    store::{GrantToken, Grants},
    types::{EncryptionContext, GrantId, KeyId, KeySpec, Principal},
};

/// How many grants a key may have ([AWS KMS quotas](https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html)).
const GRANTS_PER_KEY: usize = 50_000;

request! {
    /// [`CreateGrant`](https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateGrant.html)
    CreateGrantRequest {
        /// The key: id or ARN.
        key_id: String as KEY_ID required,
        /// Who may use the key: the ARN of an account's root, a user, a role, or a session.
        grantee_principal: String as PRINCIPAL required if has_no_grantee_service,
        /// Who may retire the grant: an ARN likewise.
        retiring_principal: String as PRINCIPAL,
        /// What the grantee may do.
        operations: Vec<String> as GRANT_OPERATIONS required,
        /// With which encryption context only.
        constraints: GrantConstraints as STRUCTURE,
        /// Tokens of grants, ten at the most.
        grant_tokens: GrantTokens as GRANT_TOKENS,
        /// A name by which a repeated request is known. Without one, each request makes a grant.
        name: String as GRANT_NAME,
        /// Whether to check only if the request would succeed.
        dry_run: bool,
        /// Not supported yet.
        grantee_service_principal: String as SERVICE_PRINCIPAL,
        /// Not supported yet.
        retiring_service_principal: String as SERVICE_PRINCIPAL,
    }
}

request! {
    /// What the encryption context of a request must be like for a grant to allow it.
    GrantConstraints {
        /// It has at least these pairs; eight at the most.
        encryption_context_subset: EncryptionContext as CONSTRAINT_CONTEXT,
        /// It has exactly these pairs; eight at the most.
        encryption_context_equals: EncryptionContext as CONSTRAINT_CONTEXT,
        /// Not supported yet.
        source_arn: String as SOURCE_ARN,
    }
}

/// The answer of `CreateGrant`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct CreateGrantResponse {
    /// With this the grant can be used at once. It is shown here only.
    pub grant_token: String,
    /// The id: 64 hexadecimal digits.
    pub grant_id: String,
}

impl CreateGrantRequest {
    fn has_no_grantee_service(&self) -> bool {
        self.grantee_service_principal.is_none()
    }
}

impl Asks for CreateGrantRequest {
    fn check(&self) -> Result<(), KmsError> {
        let source_arn = self.constraints.as_ref().is_some_and(|constraints| constraints.source_arn.is_some());
        unsupported("GranteeServicePrincipal", self.grantee_service_principal.is_some())?;
        unsupported("RetiringServicePrincipal", self.retiring_service_principal.is_some())?;
        unsupported("SourceArn", source_arn)?;
        let operations = self.operations.as_deref().unwrap_or_default();
        if !operations.is_empty() && operations.iter().all(|name| name == GrantOperation::CreateGrant.name()) {
            return Err(KmsError::Validation("Grants must not contain only the CreateGrant operation.".to_owned()));
        }
        if self.contexts().iter().flatten().count() > 1 {
            return Err(KmsError::Validation("More than one constraint supplied".to_owned()));
        }
        Ok(())
    }

    /// Its encryption context is the one of the constraint: that is what policies, and the constraints of the grant by
    /// which the caller may call, are compared with.
    fn targets(&self) -> Vec<Target<'_>> {
        let named = Named::Key(self.key_id.as_deref().unwrap_or_default());
        let [equals, subset] = self.contexts();
        vec![Target::new("kms:CreateGrant", named).with_context(equals.or(subset))]
    }

    fn grant_tokens(&self) -> &[String] {
        self.grant_tokens.as_deref().unwrap_or_default()
    }

    fn fact(&self, name: &str) -> Option<Values<'_>> {
        match name {
            "kms:granteeprincipal" => self.grantee_principal.as_deref().map(one),
            "kms:retiringprincipal" => self.retiring_principal.as_deref().map(one),
            "kms:grantoperations" => several(self.operations.iter().flatten().map(|name| name.as_str().into())),
            "kms:grantconstrainttype" => {
                let [equals, subset] = self.contexts();
                let equals = equals.map(|_| "EncryptionContextEquals");
                let subset = subset.map(|_| "EncryptionContextSubset");
                several([equals, subset].into_iter().flatten().map(Into::into))
            }
            _ => None,
        }
    }
}

impl CreateGrantRequest {
    fn contexts(&self) -> [Option<&EncryptionContext>; 2] {
        let Some(constraints) = &self.constraints else { return [None, None] };
        [constraints.encryption_context_equals.as_ref(), constraints.encryption_context_subset.as_ref()]
    }
}

impl GrantConstraints {
    fn parse(self) -> Constraints {
        Constraints { equals: self.encryption_context_equals, subset: self.encryption_context_subset }
    }

    /// As a listing shows them: not at all, if there are none.
    pub(super) fn of(constraints: &Constraints) -> Option<Self> {
        let written = || Self {
            encryption_context_subset: constraints.subset.clone(),
            encryption_context_equals: constraints.equals.clone(),
            source_arn: None,
        };
        (!constraints.is_empty()).then(written)
    }
}

/// A dry run is answered here and not by the pipeline: it ends like the real run, and most of what can be wrong with a
/// grant is found here.
pub(super) fn create_grant(call: &mut Call<'_>, request: CreateGrantRequest) -> Result<CreateGrantResponse, KmsError> {
    let is_dry_run = request.dry_run == Some(true);
    let tokens = request.grant_tokens.clone().unwrap_or_default();
    let grant = wanted(call, request)?;
    let key_id = grant.key_id;
    check_operations(call, &grant)?;
    check_parent(call, &grant, &tokens)?;
    let known = existing(call, &grant);
    if known.is_none() && call.store.grants.count(key_id) >= GRANTS_PER_KEY {
        return Err(KmsError::LimitExceeded(format!("The key has {GRANTS_PER_KEY} grants, which is the most.")));
    }
    if is_dry_run {
        return Err(KmsError::DryRunOperation);
    }
    let token = GrantToken::from_bytes(random(call)?);
    let id = if let Some(id) = known {
        id
    } else {
        let id = GrantId::from_bytes(random(call)?);
        call.store.grants.insert(Grant { id, ..grant });
        id
    };
    call.store.grants.add_token(key_id, &id, token);
    Ok(CreateGrantResponse { grant_token: token.to_string(), grant_id: id.to_string() })
}

/// The grant that the request describes, before it has an id.
fn wanted(call: &Call<'_>, request: CreateGrantRequest) -> Result<Grant, KmsError> {
    let operations = request.operations.unwrap_or_default();
    Ok(Grant {
        id: GrantId::FIRST,
        key_id: call.key(0)?.key_id,
        grantee: existing_principal(call, &request.grantee_principal.unwrap_or_default())?,
        retiring: request.retiring_principal.map(|arn| existing_principal(call, &arn)).transpose()?,
        operations: operations.iter().filter_map(|name| GrantOperation::parse(name)).collect(),
        constraints: request.constraints.map(GrantConstraints::parse).unwrap_or_default(),
        name: request.name,
        issuing_account: call.account(),
        created: call.now,
        effective: call.now.plus(call.delays.grant),
    })
}

fn existing_principal(call: &Call<'_>, arn: &str) -> Result<Principal, KmsError> {
    let principal = parse_principal(arn)?;
    if call.directory.has(&principal) { Ok(principal) } else { Err(invalid_principal(arn)) }
}

/// An ARN: other than policies, grants do not take the twelve digits of an account for its root.
pub(super) fn parse_principal(arn: &str) -> Result<Principal, KmsError> {
    Principal::parse(arn).map_err(|_| invalid_principal(arn))
}

pub(super) fn invalid_principal(arn: &str) -> KmsError {
    KmsError::InvalidArn(format!("ARN does not refer to a valid principal: {arn}"))
}

/// The key must have the operations, and what is constrained. AWS documents a "ValidationError", without its text.
fn check_operations(call: &Call<'_>, grant: &Grant) -> Result<(), KmsError> {
    let key = call.key(0)?;
    let spec = key.spec.as_str();
    let invalid = |what: String| {
        let arn = call.key_arn(key.account, key.key_id);
        Err(KmsError::Validation(format!("{arn} key spec is {spec} which is not valid for {what}.")))
    };
    // An encryption context is what symmetric encryption keys alone have.
    if key.spec != KeySpec::SymmetricDefault && !grant.constraints.is_empty() {
        return invalid("grant constraints".to_owned());
    }
    match names(grant.operations.iter().filter(|operation| !operation.suits(key.spec, key.usage))) {
        others if others.is_empty() => Ok(()),
        others => invalid(format!("grant operations [{others}]")),
    }
}

/// Who may make grants only by virtue of a grant can pass on no more than that grant gives, or another one that was
/// made out to the same grantee.
fn check_parent(call: &Call<'_>, grant: &Grant, tokens: &[String]) -> Result<(), KmsError> {
    let grants = &call.store.grants;
    let parent = call.allowed_by.and_then(|id| grants.get(grant.key_id, &id));
    let Some(parent) = parent else { return Ok(()) };
    let is_brought = |other: &Grant| {
        let mut brought = tokens.iter().filter_map(|token| grants.by_token(token));
        brought.any(|brought| brought.id == other.id)
    };
    let mut covers = |other: &Grant| {
        let is_known = other.effective <= call.now || is_brought(other);
        is_known && grant.operations.is_subset(&other.operations) && grant.constraints.is_within(&other.constraints)
    };
    let grantee = [parent.grantee.arn()];
    if grants.find(grant.key_id, &grantee, GrantOperation::CreateGrant, None, &mut covers).is_some() {
        return Ok(());
    }
    let more = names(grant.operations.difference(&parent.operations));
    let reason = match more.as_str() {
        "" => "has stricter constraints".to_owned(),
        more => format!("does not itself allow [{more}]"),
    };
    let key = call.key(0)?;
    Err(KmsError::AccessDenied(format!(
        "User: {} is not authorized to perform: kms:CreateGrant on resource: {} because the grant that allows the \
         kms:CreateGrant action {reason}",
        call.caller.principal,
        call.key_arn(key.account, key.key_id),
    )))
}

fn names<'a>(operations: impl Iterator<Item = &'a GrantOperation>) -> String {
    operations.map(|operation| operation.name()).collect::<Vec<_>>().join(", ")
}

/// The grant that the same request made before. Only a request with a name is known again. One with the same name and
/// anything else different makes another grant.
fn existing(call: &Call<'_>, wanted: &Grant) -> Option<GrantId> {
    let mut named = call.store.grants.named(wanted.key_id, wanted.name.as_deref()?);
    let same = |grant: &&Grant| {
        let Grant { id, created, effective, .. } = **grant;
        Grant { id, created, effective, ..wanted.clone() } == **grant
    };
    named.find(same).map(|grant| grant.id)
}

fn random<const N: usize>(call: &mut Call<'_>) -> Result<[u8; N], KmsError> {
    let mut bytes = [0; N];
    call.entropy.fill(&mut bytes).map_err(|error| KmsError::KmsInternal(error.to_string()))?;
    Ok(bytes)
}

request! {
    /// [`RetireGrant`](https://docs.aws.amazon.com/kms/latest/APIReference/API_RetireGrant.html)
    RetireGrantRequest {
        /// One of the grant's tokens; or else the next two.
        grant_token: OneGrantToken as GRANT_TOKEN,
        /// The grant's key: id or ARN.
        key_id: String as KEY_ID,
        /// The grant's id.
        grant_id: String as GRANT_ID,
        /// Whether to check only if the request would succeed.
        dry_run: bool,
    }
}

impl Asks for RetireGrantRequest {
    fn check(&self) -> Result<(), KmsError> {
        match (&self.grant_token, &self.key_id, &self.grant_id) {
            (Some(_), None, None) => Ok(()),
            (None, Some(_), Some(id)) => parse_id(id).map(drop),
            _ => Err(KmsError::Validation(
                "Please specify either a grant token, or both a key ARN and a grant ID.".to_owned(),
            )),
        }
    }

    fn targets(&self) -> Vec<Target<'_>> {
        let token = self.grant_token.as_deref().map(Named::GrantToken);
        let named = token.unwrap_or(Named::Key(self.key_id.as_deref().unwrap_or_default()));
        vec![Target::new("kms:RetireGrant", named)]
    }

    fn retires(&self) -> Option<Retires<'_>> {
        match &self.grant_token {
            Some(token) => Some(Retires::Token(token)),
            None => self.grant_id.as_deref().map(Retires::Id),
        }
    }

    fn is_dry_run(&self) -> bool {
        self.dry_run == Some(true)
    }
}

pub(super) fn retire_grant(call: &mut Call<'_>, _: RetireGrantRequest) -> Result<Empty, KmsError> {
    let key_id = call.key(0)?.key_id;
    // Authorization found the grant: it is the grant itself that allows this.
    let id = call.allowed_by.ok_or_else(|| KmsError::KmsInternal("the grant was not found again".to_owned()))?;
    call.store.grants.remove(key_id, &id);
    Ok(Empty {})
}

/// The grant that one of its tokens belongs to.
///
/// # Errors
/// `InvalidGrantTokenException`.
pub(super) fn by_token<'a>(grants: &'a Grants, token: &str) -> Result<&'a Grant, KmsError> {
    let unknown = || KmsError::InvalidGrantToken("The grant token does not belong to any grant.".to_owned());
    grants.by_token(token).ok_or_else(unknown)
}

/// The grant on the key that a request names by its id.
///
/// # Errors
/// `InvalidGrantIdException` for what cannot be an id, `NotFoundException` where the key has no such grant.
pub(super) fn by_id<'a>(grants: &'a Grants, key_id: KeyId, text: &str) -> Result<&'a Grant, KmsError> {
    let grant = grants.get(key_id, &parse_id(text)?);
    grant.ok_or_else(|| KmsError::NotFound(format!("Grant ID {text} not found")))
}

pub(super) fn parse_id(text: &str) -> Result<GrantId, KmsError> {
    GrantId::parse(text)
        .ok_or_else(|| KmsError::InvalidGrantId(format!("'{text}' is not a grant ID, which is 64 hexadecimal digits.")))
}

request! {
    /// [`RevokeGrant`](https://docs.aws.amazon.com/kms/latest/APIReference/API_RevokeGrant.html)
    RevokeGrantRequest {
        /// The key: id or ARN.
        key_id: String as KEY_ID required,
        /// The grant's id.
        grant_id: String as GRANT_ID required,
        /// Whether to check only if the request would succeed.
        dry_run: bool,
    }
}

impl Asks for RevokeGrantRequest {
    fn check(&self) -> Result<(), KmsError> {
        self.grant_id.as_deref().map(parse_id).transpose().map(drop)
    }

    fn targets(&self) -> Vec<Target<'_>> {
        one_key("kms:RevokeGrant", self.key_id.as_ref())
    }
}

/// A dry run is answered here, as in [`create_grant`]: the grant must be there.
pub(super) fn revoke_grant(call: &mut Call<'_>, request: RevokeGrantRequest) -> Result<Empty, KmsError> {
    let grant = by_id(&call.store.grants, call.key(0)?.key_id, &request.grant_id.unwrap_or_default())?;
    let (key_id, id) = (grant.key_id, grant.id);
    if request.dry_run == Some(true) {
        return Err(KmsError::DryRunOperation);
    }
    call.store.grants.remove(key_id, &id);
    Ok(Empty {})
}
