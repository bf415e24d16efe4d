//! From what a request names to the key that is meant.

use super::{call::missing_key, grants::by_token, regions::RegionState};
use crate::{
    env::Caller,
    error::KmsError,
    hsm::Ciphertext,
    store::KmsKey,
    types::{AccountId, AliasArn, AliasName, EncryptionContext, KeyArn, KeyId, KeyMaterialId, KeyRef},
};

/// A key that a request is about, and the permission that it takes.
#[derive(Clone, Copy, Debug)]
pub struct Target<'a> {
    /// The permission, such as `kms:Decrypt`; none where the key is only looked for.
    pub permission: Option<&'static str>,
    /// How the request names the key.
    pub named: Named<'a>,
    /// The encryption context that goes with it, where the operation takes one.
    pub context: Option<&'a EncryptionContext>,
}

/// No pairs: what an operation that takes an encryption context works with where the request has none.
static NO_CONTEXT: EncryptionContext = EncryptionContext::new();

impl<'a> Target<'a> {
    /// A key, for an operation without an encryption context.
    pub fn new(permission: &'static str, named: Named<'a>) -> Self {
        Self { permission: Some(permission), named, context: None }
    }

    /// A key that is looked for, and takes no permission of its own.
    pub fn without_permission(named: Named<'a>) -> Self {
        Self { permission: None, named, context: None }
    }

    /// The same, for an operation that takes one.
    #[must_use]
    pub fn with_context(self, context: Option<&'a EncryptionContext>) -> Self {
        Self { context: Some(context.unwrap_or(&NO_CONTEXT)), ..self }
    }
}

/// The ways in which a request names a key.
#[derive(Clone, Copy, Debug)]
pub enum Named<'a> {
    /// By key id or key ARN only.
    Key(&'a str),
    /// By key id, key ARN, alias name or alias ARN.
    KeyOrAlias(&'a str),
    /// By an alias that points to it, which is what the request is really about.
    Alias(&'a str),
    /// By a ciphertext that it made; and, if the caller is careful, by its id as well.
    Ciphertext(&'a [u8], Option<&'a str>),
    /// By a token of a grant on it.
    GrantToken(&'a str),
}

/// A key that was found.
#[derive(Clone, Copy, Debug)]
pub(super) struct Resolved {
    pub(super) key_id: KeyId,
    /// The version to use: the one that the ciphertext names, else the current one, if there is any.
    pub(super) material_id: Option<KeyMaterialId>,
}

/// What KMS says when a ciphertext leads to no key that the caller may know of.
pub(super) const NO_SUCH_CIPHERTEXT_KEY: &str = "The ciphertext refers to a customer master key that does not exist, \
     does not exist in this region, or you are not allowed to access.";

pub(super) fn resolve(state: &RegionState, caller: &Caller, target: &Target<'_>) -> Result<Resolved, KmsError> {
    let named = |key: &KmsKey| Resolved { key_id: key.key_id, material_id: key.versions.current() };
    match target.named {
        Named::Key(text) => match KeyRef::parse(text)? {
            KeyRef::Alias(_) | KeyRef::AliasArn(_) => Err(KmsError::NotFound(format!("Invalid keyId '{text}'"))),
            key => find(state, caller, key).map(named),
        },
        Named::KeyOrAlias(text) => find(state, caller, KeyRef::parse(text)?).map(named),
        Named::Alias(text) => find(state, caller, KeyRef::Alias(AliasName::parse(text)?)).map(named),
        Named::Ciphertext(blob, key_id) => by_ciphertext(state, caller, blob, key_id),
        Named::GrantToken(token) => {
            let grant = by_token(&state.store.grants, token)?;
            state.store.key(grant.key_id).map(named).ok_or_else(missing_key)
        }
    }
}

fn find<'a>(state: &'a RegionState, caller: &Caller, key: KeyRef) -> Result<&'a KmsKey, KmsError> {
    let account = caller.principal.account();
    match key {
        KeyRef::Id(key_id) => by_id(state, caller, account, key_id),
        KeyRef::Arn(arn) if arn.region == caller.region => by_id(state, caller, arn.account, arn.key_id),
        KeyRef::Alias(name) => by_alias(state, caller, account, name),
        KeyRef::AliasArn(arn) if arn.region == caller.region => by_alias(state, caller, arn.account, arn.name),
        KeyRef::Arn(KeyArn { region, .. }) | KeyRef::AliasArn(AliasArn { region, .. }) => {
            Err(KmsError::NotFound(format!("Invalid arn {region}")))
        }
    }
}

fn by_id<'a>(
    state: &'a RegionState,
    caller: &Caller,
    account: AccountId,
    key_id: KeyId,
) -> Result<&'a KmsKey, KmsError> {
    let key = state.store.key(key_id).filter(|key| key.account == account);
    key.ok_or_else(|| {
        let arn = KeyArn { region: caller.region.clone(), account, key_id };
        KmsError::NotFound(format!("Key '{arn}' does not exist"))
    })
}

fn by_alias<'a>(
    state: &'a RegionState,
    caller: &Caller,
    account: AccountId,
    name: AliasName,
) -> Result<&'a KmsKey, KmsError> {
    let alias = state.store.alias(account, &name);
    alias.and_then(|alias| state.store.key(alias.target)).ok_or_else(|| {
        let arn = AliasArn { region: caller.region.clone(), account, name };
        KmsError::NotFound(format!("Alias {arn} is not found."))
    })
}

/// The key and the version are read from the ciphertext's header: Decrypt tries no keys.
fn by_ciphertext(
    state: &RegionState,
    caller: &Caller,
    blob: &[u8],
    key_id: Option<&str>,
) -> Result<Resolved, KmsError> {
    let wanted = key_id.map(|text| find(state, caller, KeyRef::parse(text)?)).transpose()?;
    if let Some(pair) = wanted.filter(|key| key.spec.is_pair()) {
        // Its ciphertexts name no key. That the request means those of another algorithm is said later.
        return Ok(Resolved { key_id: pair.key_id, material_id: pair.versions.current() });
    }
    let ciphertext = Ciphertext::parse(blob).ok_or(KmsError::InvalidCiphertext)?;
    if wanted.is_some_and(|key| key.key_id != ciphertext.key_id) {
        return Err(KmsError::IncorrectKey);
    }
    let key = state.store.key(ciphertext.key_id);
    let key = key.ok_or_else(|| KmsError::AccessDenied(NO_SUCH_CIPHERTEXT_KEY.to_owned()))?;
    Ok(Resolved { key_id: key.key_id, material_id: Some(ciphertext.material_id) })
}

impl<'a> Named<'a> {
    /// The words that name the key, if there are any.
    pub(super) fn key_id(&self) -> Option<&'a str> {
        match *self {
            Self::Key(text) | Self::KeyOrAlias(text) | Self::Alias(text) => Some(text),
            Self::Ciphertext(_, key_id) => key_id,
            Self::GrantToken(_) => None,
        }
    }

    /// The name of the alias that the request uses, if it uses one.
    pub(super) fn alias(&self) -> Option<&'a str> {
        let text = self.key_id()?;
        text.starts_with("alias/")
            .then_some(text)
            .or_else(|| text.split_once(":alias/").and_then(|(prefix, _)| text.get(prefix.len().saturating_add(1)..)))
    }
}

/// What requests about one key say alike: which permission they take for it, and in which encryption context; the tokens of
/// grants; and `DryRun`, where the operation leaves it to the pipeline.
macro_rules! one_key_or_alias {
    ($permission:literal $(, context: $context:ident)? $(, dry_run: $dry_run:ident)?) => {
        fn targets(&self) -> Vec<$crate::operations::target::Target<'_>> {
            use $crate::operations::target::{Named, Target};
            let named = Named::KeyOrAlias(self.key_id.as_deref().unwrap_or_default());
            vec![Target::new($permission, named)$(.with_context(self.$context.as_ref()))?]
        }

        fn grant_tokens(&self) -> &[String] {
            self.grant_tokens.as_deref().unwrap_or_default()
        }

        $(fn is_dry_run(&self) -> bool {
            self.$dry_run == Some(true)
        })?
    };
}
pub(super) use one_key_or_alias;
