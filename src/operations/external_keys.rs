//! Keys in an external key store, as `CreateKey` makes them.

use super::{
    Call, CreateKeyRequest,
    custom_key_stores::{find, invalid_state},
};
use crate::{
    error::KmsError,
    store::ExternalKey,
    types::{ConnectionState, KeySpec, Origin},
};

/// The members that belong to a key store go with its origin, and it with them. Such a key is a symmetric encryption key in a
/// single Region.
pub(super) fn check_members(request: &CreateKeyRequest, spec: &str) -> Result<(), KmsError> {
    let given = [request.custom_key_store_id.is_some(), request.xks_key_id.is_some()];
    let external = Origin::ExternalKeyStore.as_str();
    if request.origin() != Origin::ExternalKeyStore {
        return if given == [false, false] {
            Ok(())
        } else {
            Err(KmsError::Validation(format!("CustomKeyStoreId and XksKeyId go with Origin {external} only.")))
        };
    }
    if given != [true, true] {
        return Err(KmsError::Validation(format!("Origin {external} needs a CustomKeyStoreId and an XksKeyId.")));
    }
    if spec != KeySpec::SymmetricDefault.as_str() || request.multi_region == Some(true) {
        return Err(KmsError::UnsupportedOperation(
            "In a custom key store there are only symmetric encryption keys of a single Region.".to_owned(),
        ));
    }
    Ok(())
}

/// The external key that the new key is to have, if it is to have one: of a store that is connected, and of no other key there.
pub(super) fn external_key(call: &mut Call<'_>, request: &CreateKeyRequest) -> Result<Option<ExternalKey>, KmsError> {
    let Some(xks_key_id) = &request.xks_key_id else { return Ok(None) };
    let store = find(call, request.custom_key_store_id.as_ref())?;
    if store.connection != ConnectionState::Connected {
        return Err(invalid_state(store, "CONNECTED"));
    }
    let id = store.id;
    if store.uses(xks_key_id) {
        let message = format!("The external key {xks_key_id} belongs to another KMS key in {}.", id.as_str());
        return Err(KmsError::XksKeyAlreadyInUse(message));
    }
    call.hsm.name_external_key(call.entropy)?;
    Ok(Some(ExternalKey { store: id, xks_key_id: xks_key_id.clone() }))
}
