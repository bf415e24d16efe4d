//! Access keys of users.

use super::{
    Call, Empty, IamError,
    members::{ACCESS_KEYS_PER_USER, USER},
    random::{Secret, id},
    shape::{Paging, one_of, request, response, text},
    users::named_or_caller,
};
use crate::{
    store::{AccessKey, AccessKeyStatus},
    types::Timestamp,
};

request! {
    /// [`CreateAccessKey`](https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html)
    CreateAccessKeyRequest {
        /// The user, who may have two.
        user_name: String,
    }
}

response! {
    /// An access key, when it is made.
    NewAccessKey {
        /// The user.
        user_name: String,
        /// `AKIA…`: who signs a request with it calls as the user.
        access_key_id: String,
        /// `Active`.
        status: &'static str,
        /// What clients sign with. Told here and never again; it is not kept, since signatures are not checked.
        secret_access_key: Secret,
        /// When the key was made.
        create_date: Timestamp,
    }
}

response! {
    /// The answer of CreateAccessKey.
    CreateAccessKeyResponse {
        /// The access key.
        access_key: NewAccessKey,
    }
}

pub(super) fn create_access_key(
    call: &mut Call<'_>,
    request: CreateAccessKeyRequest,
) -> Result<CreateAccessKeyResponse, IamError> {
    let named = USER.named(Some(named_or_caller(request.user_name.as_ref())?))?;
    if named.get(call)?.access_key_ids.len() >= ACCESS_KEYS_PER_USER {
        return Err(IamError::LimitExceeded(format!(
            "Cannot exceed quota for AccessKeysPerUser: {ACCESS_KEYS_PER_USER}"
        )));
    }
    let access_key_id = id(call.env.entropy.as_mut(), "AKIA", 16)?;
    let secret_access_key = Secret::make(call.env.entropy.as_mut(), 30)?;
    let created = call.env.clock.now();
    let user = named.get_mut(call)?;
    user.access_key_ids.push(access_key_id.clone());
    let user_name = user.name().to_owned();
    let key = AccessKey {
        principal: user.identity.principal.clone(),
        owner: user.identity.unique_id.clone(),
        created,
        status: AccessKeyStatus::Active,
        expires: None,
    };
    call.directory.add_access_key(access_key_id.clone(), key);
    let access_key =
        NewAccessKey { user_name, access_key_id, status: "Active", secret_access_key, create_date: created };
    Ok(CreateAccessKeyResponse { access_key })
}

request! {
    /// [`ListAccessKeys`](https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccessKeys.html)
    ListAccessKeysRequest {
        /// The user.
        user_name: String,
        /// Where the last page ended.
        marker: String,
        /// How many, 100 by default.
        max_items: i64,
    }
}

response! {
    /// What is known of an access key.
    AccessKeyMetadata {
        /// The user.
        user_name: String,
        /// The id.
        access_key_id: String,
        /// `Active` or `Inactive`.
        status: &'static str,
        /// When the key was made.
        create_date: Timestamp,
    }
}

response! {
    /// The answer of ListAccessKeys.
    ListAccessKeysResponse {
        /// The access keys, in the order in which they were made.
        access_key_metadata: Vec<AccessKeyMetadata>,
        /// Whether there are more.
        is_truncated: bool,
        /// Where to go on.
        #[serde(skip_serializing_if = "Option::is_none")]
        marker: Option<String>,
    }
}

pub(super) fn list_access_keys(
    call: &mut Call<'_>,
    request: ListAccessKeysRequest,
) -> Result<ListAccessKeysResponse, IamError> {
    let paging = Paging::new(request.marker.as_ref(), request.max_items)?;
    let user = USER.named(Some(named_or_caller(request.user_name.as_ref())?))?.get(call)?;
    let ids = user.access_key_ids.iter();
    // The marker is an id; one that is no longer there begins the list anew.
    let seen = paging.after.and_then(|after| user.access_key_ids.iter().position(|id| id == after));
    let keys = ids.skip(seen.map_or(0, |at| at.saturating_add(1))).filter_map(|id| {
        let key = call.directory.access_key(id)?;
        let status = if key.status == AccessKeyStatus::Active { "Active" } else { "Inactive" };
        let (user_name, access_key_id) = (user.name().to_owned(), id.clone());
        Some(AccessKeyMetadata { user_name, access_key_id, status, create_date: key.created })
    });
    let (access_key_metadata, marker) = paging.page(keys, |key| &key.access_key_id);
    Ok(ListAccessKeysResponse { access_key_metadata, is_truncated: marker.is_some(), marker })
}

request! {
    /// [`UpdateAccessKey`](https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccessKey.html)
    UpdateAccessKeyRequest {
        /// The user.
        user_name: String,
        /// The access key.
        access_key_id: String,
        /// `Active` or `Inactive`.
        status: String,
    }
}

pub(super) fn update_access_key(call: &mut Call<'_>, request: UpdateAccessKeyRequest) -> Result<Empty, IamError> {
    let status = match one_of("status", request.status.as_deref(), &["Active", "Inactive"])? {
        "Active" => AccessKeyStatus::Active,
        _ => AccessKeyStatus::Inactive,
    };
    let (_, key) = key_of(call, request.user_name.as_ref(), request.access_key_id.as_ref())?;
    key.status = status;
    Ok(Empty {})
}

request! {
    /// [`DeleteAccessKey`](https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccessKey.html)
    DeleteAccessKeyRequest {
        /// The user.
        user_name: String,
        /// The access key.
        access_key_id: String,
    }
}

pub(super) fn delete_access_key(call: &mut Call<'_>, request: DeleteAccessKeyRequest) -> Result<Empty, IamError> {
    let (id, key) = key_of(call, request.user_name.as_ref(), request.access_key_id.as_ref())?;
    key.status = AccessKeyStatus::Deleted;
    let user = USER.named(request.user_name.as_ref())?.get_mut(call)?;
    user.access_key_ids.retain(|kept| kept != id);
    Ok(Empty {})
}

/// A user's access key.
fn key_of<'a, 'b>(
    call: &'a mut Call<'_>,
    user_name: Option<&String>,
    access_key_id: Option<&'b String>,
) -> Result<(&'b str, &'a mut AccessKey), IamError> {
    let id = text("accessKeyId", access_key_id.map(String::as_str), 16..=128)?;
    let user = USER.named(Some(named_or_caller(user_name)?))?.get(call)?;
    let missing = || IamError::NoSuchEntity(format!("The Access Key with id {id} cannot be found."));
    if !user.access_key_ids.iter().any(|own| own == id) {
        return Err(missing());
    }
    Ok((id, call.directory.access_key_mut(id).ok_or_else(missing)?))
}
