//! What a call needs of another Region than the one that is called, gate by gate.

use super::{
    Operation,
    authorization::Authorization,
    call::missing_key,
    refusal::Refusal,
    regions::Others,
    registry::Beside,
    target::{Named, Resolved, Target},
};
use crate::{env::Caller, error::KmsError, store::KmsKey, trace::Recorder, types::Region};

/// Another Region that a request reaches into.
pub(super) struct Elsewhere {
    pub(super) region: Region,
    /// As which operation it counts against the quotas there, and how often.
    pub(super) counts_as: Operation,
    pub(super) requests: u32,
    /// What it takes there.
    pub(super) needs: Needs,
}

/// What a request takes in another Region.
pub(super) enum Needs {
    /// The key that is related to its own, and permission for that.
    Key(&'static str),
    /// Permissions that only IAM can give.
    Beside(Vec<&'static str>),
}

impl Elsewhere {
    /// The related key, if one is needed.
    pub(super) fn key<'a>(
        &self,
        (key, here): (&KmsKey, &Region),
        others: &'a Others<'_>,
    ) -> Result<Option<&'a KmsKey>, KmsError> {
        let Self { region, .. } = self;
        if region.partition() != here.partition() {
            return Err(KmsError::UnsupportedOperation(format!(
                "{region} is not in the partition {}, and a key stays in its own.",
                here.partition()
            )));
        }
        if !key.is_primary() || matches!(self.needs, Needs::Beside(_)) {
            return Ok(None);
        }
        if region == here {
            let message = format!("{} is the multi-region primary key already.", key.arn(here));
            return Err(KmsError::UnsupportedOperation(message));
        }
        let found = others.key(region, key.key_id);
        found.map(Some).ok_or_else(|| KmsError::NotFound(format!("Key '{}' does not exist", key.arn(region))))
    }

    /// Whether the caller may do there what it takes; `related` is the key that is needed.
    pub(super) fn authorize(
        &self,
        authorization: &Authorization<'_>,
        operation: Operation,
        (others, related): (&Others<'_>, Option<&KmsKey>),
        trace: &mut Recorder,
    ) -> Result<(), Refusal> {
        // A call that only names its own Region ends when it is carried out.
        let Some(there) = others.get(&self.region) else { return Ok(()) };
        let caller = Caller { principal: authorization.caller.principal.clone(), region: self.region.clone() };
        match (&self.needs, related) {
            (Needs::Key(permission), Some(key)) => {
                let keys = [Resolved { key_id: key.key_id, material_id: None }];
                let targets = [Target::new(permission, Named::Key(key.key_id.as_str()))];
                let there = Authorization { caller: &caller, store: &there.store, keys: &keys, ..*authorization };
                there.check_keys(operation, &targets, trace).map(|_| ())
            }
            (Needs::Key(_), None) => Ok(()),
            (Needs::Beside(permissions), _) => {
                let beside = |permission: &&'static str| Beside { permission, alias: None };
                let beside: Vec<_> = permissions.iter().map(beside).collect();
                let there = Authorization { caller: &caller, store: &there.store, ..*authorization };
                there.check_beside(&beside, trace)
            }
        }
    }
}

/// The Region of this name, which AWS must have.
pub(super) fn existing(name: Option<&String>) -> Result<Region, KmsError> {
    let region = Region::parse(name.ok_or_else(missing_key)?)?;
    if region.exists() {
        return Ok(region);
    }
    Err(KmsError::UnsupportedOperation(format!("There is no AWS KMS in a Region {region}.")))
}
