//! Key material that its owner makes and brings ("bring your own key").
//!
//! A key may have several versions of imported material. The first seals new data at once; any other waits for
//! `RotateKeyOnDemand`. While a version other than a waiting one lacks its material, the whole key is pending import.

use serde::Serialize;

use super::{
    Call,
    call::missing_key,
    facts::{Values, epoch_seconds, one},
    keys::one_key,
    narration::Carried,
    registry::Asks,
    shape::request,
    states::{Relation, check_relation},
    target::Target,
};
use crate::{
    error::KmsError,
    store::{Imported, KmsKey, days},
    types::{Blob, KeyMaterialId, KeySpec, Timestamp},
};

/// How far in the future material may expire.
const VALID_DAYS: u16 = 365;
const EXPIRES: &str = "KEY_MATERIAL_EXPIRES";
const EXPIRES_NOT: &str = "KEY_MATERIAL_DOES_NOT_EXPIRE";
const NEW: &str = "NEW_KEY_MATERIAL";

request! {
    /// [`ImportKeyMaterial`](https://docs.aws.amazon.com/kms/latest/APIReference/API_ImportKeyMaterial.html)
    ImportKeyMaterialRequest {
        /// The key: id or ARN.
        key_id: String as KEY_ID required,
        /// The token that came with the wrapping key. It can be used once.
        import_token: Blob as CIPHERTEXT required,
        /// The material, wrapped as was said to `GetParametersForImport`.
        encrypted_key_material: Blob as CIPHERTEXT required,
        /// When the material expires: within 365 days.
        valid_to: Timestamp,
        /// `KEY_MATERIAL_EXPIRES`, which is also the default, or `KEY_MATERIAL_DOES_NOT_EXPIRE`.
        expiration_model: String as EXPIRATION_MODEL,
        /// `NEW_KEY_MATERIAL`, the default for the first import, or `EXISTING_KEY_MATERIAL`, the default afterwards.
        import_type: String as IMPORT_TYPE,
        /// The owner's words about the material, 256 characters at the most.
        key_material_description: String as KEY_MATERIAL_DESCRIPTION,
        /// Which material is imported again.
        key_material_id: String as KEY_MATERIAL_ID,
    }
}

/// The answer of `ImportKeyMaterial`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ImportKeyMaterialResponse {
    /// The key ARN.
    pub key_id: String,
    /// The material's name.
    pub key_material_id: KeyMaterialId,
}

impl ImportKeyMaterialRequest {
    fn check_expiration(&self) -> Result<(), KmsError> {
        let expires = self.expiration_model.as_deref() != Some(EXPIRES_NOT);
        let fault = match (expires, self.valid_to) {
            (true, None) => "A validTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES",
            (false, Some(_)) => "A validTo date must not be set if the ExpirationModel is KEY_MATERIAL_DOES_NOT_EXPIRE",
            _ => return Ok(()),
        };
        Err(KmsError::Validation(fault.to_owned()))
    }

    /// AWS documents the limits, not the words.
    fn check_valid_to(&self, now: Timestamp) -> Result<(), KmsError> {
        match self.valid_to {
            Some(valid_to) if valid_to <= now || valid_to > now.plus(days(VALID_DAYS)) => Err(KmsError::Validation(
                "The validTo date must be in the future, and no more than 365 days from now.".to_owned(),
            )),
            _ => Ok(()),
        }
    }
}

impl Asks for ImportKeyMaterialRequest {
    fn check(&self) -> Result<(), KmsError> {
        if self.key_material_id.is_some() && self.import_type.as_deref() == Some(NEW) {
            return Err(KmsError::Validation(format!(
                "You cannot specify a KeyMaterialId if the ImportType is {NEW}."
            )));
        }
        self.check_expiration()
    }

    fn targets(&self) -> Vec<Target<'_>> {
        one_key("kms:ImportKeyMaterial", self.key_id.as_ref())
    }

    fn fact(&self, name: &str) -> Option<Values<'_>> {
        match name {
            "kms:expirationmodel" => Some(one(self.expiration_model.as_deref().unwrap_or(EXPIRES))),
            "kms:validto" => self.valid_to.map(|valid_to| one(epoch_seconds(valid_to))),
            _ => None,
        }
    }

    fn carried(&self) -> Carried<'_> {
        let [token, wrapped] = [&self.import_token, &self.encrypted_key_material]
            .map(|blob| blob.as_ref().map(Blob::as_slice).unwrap_or_default());
        Carried::Material { token, wrapped }
    }
}

/// The key can be used again once it lacks no material. A disabled key stays disabled: that is for its owner to change.
pub(super) fn import_key_material(
    call: &mut Call<'_>,
    request: ImportKeyMaterialRequest,
) -> Result<ImportKeyMaterialResponse, KmsError> {
    request.check_valid_to(call.now)?;
    let now = call.now;
    let (token, wrapped) =
        (request.import_token.unwrap_or_default(), request.encrypted_key_material.unwrap_or_default());
    let key = call.store.key(call.keys.first().ok_or_else(missing_key)?.key_id).ok_or_else(missing_key)?;
    let arn = call.key_arn(key.account, key.key_id);
    let first = key.versions.current().is_none();
    let wanted = Wanted {
        is_new: request.import_type.map_or(first, |given| given == NEW),
        id: request.key_material_id.as_deref().and_then(KeyMaterialId::parse),
    };
    if wanted.is_new {
        check_relation(Relation::NotReplica, key, &call.caller.region)?;
    }
    let session = call.hsm.session(call.entropy, call.trace);
    let imported = session.import_key(
        (key.key_id, key.spec),
        token.as_slice(),
        wrapped.as_slice(),
        now,
        |id| key.used_tokens.contains_key(&id),
        |id| wanted.check(key, id, &arn),
    )?;
    let (id, description) = (imported.material_id, request.key_material_description);
    call.change_key(|key| {
        key.use_token(imported.import_token, imported.valid_to, now);
        let before = key.versions.get(id).and_then(|version| version.imported.as_ref());
        let description = description.or_else(|| before?.description.clone());
        key.take_material(id, imported.token, Imported { description, expires: request.valid_to });
    })?;
    if wanted.is_new && !first {
        call.change_related(|key, _| key.versions.announce(id))?;
    }
    Ok(ImportKeyMaterialResponse { key_id: arn, key_material_id: id })
}

/// Which material a request means to import.
struct Wanted {
    is_new: bool,
    id: Option<KeyMaterialId>,
}

impl Wanted {
    fn check(&self, key: &KmsKey, id: KeyMaterialId, arn: &str) -> Result<(), KmsError> {
        let incorrect = |why: &str| Err(KmsError::IncorrectKeyMaterial(format!("The key material {why} {arn}.")));
        let known = key.versions.get(id).is_some();
        // All but symmetric encryption keys have one material for ever.
        if key.spec != KeySpec::SymmetricDefault && key.versions.current().is_some_and(|only| only != id) {
            return incorrect("is not the same that was imported before into the KMS key");
        }
        match (self.is_new, known, key.versions.pending()) {
            (true, true, _) => incorrect("is not new: it is already associated with the KMS key"),
            (true, false, Some(pending)) => Err(KmsError::KmsInvalidState(format!(
                "New key material (id: {id}) cannot be imported into KMS key {arn}, because another key material \
                 (id: {pending}) is pending rotation."
            ))),
            (false, false, _) => incorrect("is not the same that was imported before into the KMS key"),
            // Also of the first material, which is new without being called so.
            (true, false, None) | (false, true, _) if self.id.is_some_and(|wanted| wanted != id) => {
                incorrect("is not that of the KeyMaterialId in the request for the KMS key")
            }
            _ => Ok(()),
        }
    }
}

request! {
    /// [`DeleteImportedKeyMaterial`](https://docs.aws.amazon.com/kms/latest/APIReference/API_DeleteImportedKeyMaterial.html)
    DeleteImportedKeyMaterialRequest {
        /// The key: id or ARN.
        key_id: String as KEY_ID required,
        /// Which material; the current one by default.
        key_material_id: String as KEY_MATERIAL_ID,
    }
}

/// The answer of `DeleteImportedKeyMaterial`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct DeleteImportedKeyMaterialResponse {
    /// The key ARN.
    pub key_id: String,
    /// The material; nothing where none was ever imported.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_material_id: Option<KeyMaterialId>,
}

impl Asks for DeleteImportedKeyMaterialRequest {
    fn targets(&self) -> Vec<Target<'_>> {
        one_key("kms:DeleteImportedKeyMaterial", self.key_id.as_ref())
    }
}

/// Deletes at once; what is gone already is no error. The key itself stays, and so does the name of its material.
pub(super) fn delete_imported_key_material(
    call: &mut Call<'_>,
    request: DeleteImportedKeyMaterialRequest,
) -> Result<DeleteImportedKeyMaterialResponse, KmsError> {
    let key = call.key(0)?;
    let arn = call.key_arn(key.account, key.key_id);
    let id = match request.key_material_id {
        Some(text) => {
            let known = KeyMaterialId::parse(&text).filter(|id| key.versions.get(*id).is_some());
            let missing = || KmsError::NotFound(format!("Key material '{text}' does not exist in {arn}"));
            Some(known.ok_or_else(missing)?)
        }
        None => key.versions.current(),
    };
    let withdrawn = id.is_some() && id == key.versions.pending() && !key.is_replica();
    if withdrawn {
        call.change_related(|key, _| key.versions.withdraw_pending())?;
    } else if let Some(id) = id {
        call.change_key(|key| key.lose_material(id))?;
    }
    Ok(DeleteImportedKeyMaterialResponse { key_id: arn, key_material_id: id })
}
