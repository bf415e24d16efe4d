//! Sessions of roles: the one operation of AWS STS that there is.

use core::time::Duration;

use super::{
    Call, IamError,
    random::{Secret, id},
    roles::{HOUR, SESSION_MOST},
    shape::{name, number, request, response, text, unsupported},
    tags::Tag,
};
use crate::{
    store::{AccessKey, AccessKeyStatus, MemberKind},
    types::{Principal, PrincipalKind, Timestamp, input::read_members},
};

request! {
    /// [`AssumeRole`](https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html)
    AssumeRoleRequest {
        /// The role's ARN, in any account. Its trust policy is not evaluated.
        role_arn: String,
        /// The session's name, 2 to 64 characters.
        role_session_name: String,
        /// How long, in seconds: 900 to what the role allows, 3,600 by default.
        duration_seconds: i64,
        /// Not supported yet.
        policy: String,
        /// Not supported yet.
        policy_arns: Vec<PolicyArn>,
        /// Not supported yet.
        tags: Vec<Tag>,
        /// Not supported yet.
        source_identity: String,
    }
}

/// A managed policy, of which only the presence matters.
#[derive(Clone, Copy, Debug)]
pub struct PolicyArn {}

read_members! { PolicyArn {} }

response! {
    /// What a session signs its requests with.
    Credentials {
        /// `ASIA…`: who signs a request with it calls as the session.
        access_key_id: String,
        /// Told here and never again; it is not kept, since signatures are not checked.
        secret_access_key: Secret,
        /// Goes with every request, and is not checked either.
        session_token: Secret,
        /// When the session ends.
        expiration: Timestamp,
    }
}

response! {
    /// A session of a role.
    AssumedRoleUser {
        /// The unique id of the role, a colon, and the session's name.
        assumed_role_id: String,
        /// The session's ARN.
        arn: String,
    }
}

response! {
    /// The answer of AssumeRole.
    AssumeRoleResponse {
        /// What the session signs its requests with.
        credentials: Credentials,
        /// Whom it calls as.
        assumed_role_user: AssumedRoleUser,
    }
}

pub(super) fn assume_role(call: &mut Call<'_>, request: AssumeRoleRequest) -> Result<AssumeRoleResponse, IamError> {
    unsupported("session policies", request.policy.is_some() || request.policy_arns.is_some())?;
    unsupported("session tags", request.tags.is_some())?;
    unsupported("SourceIdentity", request.source_identity.is_some())?;
    let role = role(request.role_arn.as_deref())?;
    let session_name = name("roleSessionName", request.role_session_name.as_deref(), 2..=64)?;
    let duration = number("durationSeconds", request.duration_seconds, HOUR, 900..=SESSION_MOST)?;
    let member = call.directory.member(role.account(), MemberKind::Role, role.name());
    let member = member.filter(|member| member.identity.principal == role).ok_or_else(|| missing(&role))?;
    let role_id = member.identity.unique_id.clone();
    if duration > member.role.as_ref().map_or(HOUR, |settings| settings.max_session_duration) {
        return Err(IamError::Validation(
            "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.".to_owned(),
        ));
    }
    let session =
        Principal::parse(&format!("arn:aws:sts::{}:assumed-role/{}/{session_name}", role.account(), role.name()))?;
    let entropy = call.env.entropy.as_mut();
    let access_key_id = id(entropy, "ASIA", 16)?;
    let (secret_access_key, session_token) = (Secret::make(entropy, 30)?, Secret::make(entropy, 120)?);
    let created = call.env.clock.now();
    let expiration = created.plus(Duration::from_secs(duration.into()));
    let assumed_role_user =
        AssumedRoleUser { assumed_role_id: format!("{role_id}:{session_name}"), arn: session.arn().to_owned() };
    let status = AccessKeyStatus::Active;
    let key = AccessKey { principal: session, owner: role_id, created, status, expires: Some(expiration) };
    call.directory.add_access_key(access_key_id.clone(), key);
    let credentials = Credentials { access_key_id, secret_access_key, session_token, expiration };
    Ok(AssumeRoleResponse { credentials, assumed_role_user })
}

/// The role of this ARN, whether or not there is one.
fn role(arn: Option<&str>) -> Result<Principal, IamError> {
    let arn = text("roleArn", arn, 20..=2048)?;
    let principal = Principal::parse(arn).ok().filter(|principal| principal.kind() == PrincipalKind::Role);
    principal.ok_or_else(|| IamError::Validation(format!("{arn} is invalid")))
}

fn missing(role: &Principal) -> IamError {
    IamError::NoSuchEntity(format!("The role {role} cannot be found."))
}
