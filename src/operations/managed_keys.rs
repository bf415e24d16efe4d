//! AWS managed keys: `alias/aws/<service>`, made when they are first used, in every account that uses them.

use std::collections::BTreeMap;

use super::{
    Request,
    keys::new_key_id,
    policies::malformed,
    regions::RegionState,
    rotation::PERIOD_DAYS,
    target::{Named, Target},
};
use crate::{
    env::{Caller, Env},
    error::KmsError,
    policy::{Policy, PolicyKind},
    store::{Alias, KmsKey, Schedule, Versions},
    trace::Recorder,
    types::{
        AccountId, AliasName, KeyId, KeyManager, KeyRef, KeySpec, KeyState, KeyUsage, Origin, Principal, Region, Sorted,
    },
};

/// What their aliases begin with.
const PREFIX: &str = "alias/aws/";

/// The services that have a key of their own in an account, by the name in its alias and the one in `kms:ViaService`.
const SERVICES: &[(&str, &str)] = &[
    ("acm", "acm"),
    ("backup", "backup"),
    ("dynamodb", "dynamodb"),
    ("ebs", "ec2"),
    ("elasticfilesystem", "elasticfilesystem"),
    ("es", "es"),
    ("fsx", "fsx"),
    ("glue", "glue"),
    ("kinesis", "kinesis"),
    ("lambda", "lambda"),
    ("rds", "rds"),
    ("redshift", "redshift"),
    ("s3", "s3"),
    ("secretsmanager", "secretsmanager"),
    ("sns", "sns"),
    ("sqs", "sqs"),
    ("ssm", "ssm"),
    ("workspaces", "workspaces"),
    ("xray", "xray"),
];

/// Makes the managed keys that a request names and that are not there yet, and adds them to `made`: if the call is
/// refused, they have not been used, and [`unmake`] takes them away again.
pub(super) fn make(
    state: &mut RegionState,
    caller: &Caller,
    request: &Request,
    env: &mut Env,
    made: &mut Vec<KeyId>,
) -> Result<(), KmsError> {
    let account = caller.principal.account();
    let targets = request.asks().targets();
    let names = targets.iter().filter_map(|target| managed_alias(target, caller));
    for (name, service) in names {
        if state.store.alias(account, &name).is_none() {
            let key = managed_key(state, account, &caller.region, service, env)?;
            made.push(key.key_id);
            state.store.set_alias(
                account,
                name,
                Alias { target: key.key_id, created: key.created, updated: key.created },
            );
            state.store.add_key(key);
        }
    }
    Ok(())
}

/// Takes away what [`make`] made.
pub(super) fn unmake(state: &mut RegionState, made: &[KeyId]) {
    for key_id in made {
        state.store.remove_key(*key_id);
    }
}

/// The alias of a managed key of the caller's account, if that is what the request names, and the service.
fn managed_alias(target: &Target<'_>, caller: &Caller) -> Option<(AliasName, &'static str)> {
    let (Named::KeyOrAlias(text) | Named::Ciphertext(_, Some(text))) = target.named else { return None };
    // Nearly every call ends here.
    if !text.contains(PREFIX) {
        return None;
    }
    let name = match KeyRef::parse(text).ok()? {
        KeyRef::Alias(name) => name,
        KeyRef::AliasArn(arn) if arn.region == caller.region && arn.account == caller.principal.account() => arn.name,
        _ => return None,
    };
    let service = name.as_str().strip_prefix(PREFIX)?;
    let (_, via) = SERVICES.iter().find(|(alias, _)| *alias == service)?;
    Some((name, via))
}

fn managed_key(
    state: &RegionState,
    account: AccountId,
    region: &Region,
    service: &str,
    env: &mut Env,
) -> Result<KmsKey, KmsError> {
    let now = env.clock.now();
    let key_id = new_key_id(env.entropy.as_mut(), false)?;
    let spec = KeySpec::SymmetricDefault;
    let (material_id, token) =
        state.hsm.session(env.entropy.as_mut(), &mut Recorder::off()).create_key(key_id, spec)?;
    Ok(KmsKey {
        key_id,
        account,
        spec,
        usage: KeyUsage::EncryptDecrypt,
        origin: Origin::AwsKms,
        external_key: None,
        manager: KeyManager::Aws,
        state: KeyState::Enabled,
        settles: None,
        multi_region: None,
        description: format!("Default key that protects my data in {service} when no other key is defined"),
        policy: managed_policy(account, region, service)?,
        tags: BTreeMap::new(),
        created: now,
        versions: Versions::starting_with(material_id, token),
        used_tokens: Sorted::new(),
        rotation: Some(Schedule::starting(now, PERIOD_DAYS)),
        deletion: None,
        deletion_window_days: None,
        last_usage: None,
    })
}

/// Everyone in the account may use the key, but only through the service; and nobody may change it. This is how AWS
/// documents such policies.
fn managed_policy(account: AccountId, region: &Region, service: &str) -> Result<Policy, KmsError> {
    let root = Principal::root(account);
    let text = format!(
        r#"{{
  "Version" : "2012-10-17",
  "Id" : "auto-{service}-1",
  "Statement" : [ {{
    "Sid" : "Allow use through {service} for all principals in the account that are authorized to use {service}",
    "Effect" : "Allow",
    "Principal" : {{
      "AWS" : "*"
    }},
    "Action" : [ "kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:CreateGrant", "kms:DescribeKey" ],
    "Resource" : "*",
    "Condition" : {{
      "StringEquals" : {{
        "kms:CallerAccount" : "{account}",
        "kms:ViaService" : "{service}.{region}.amazonaws.com"
      }}
    }}
  }}, {{
    "Sid" : "Allow direct access to key metadata to the account",
    "Effect" : "Allow",
    "Principal" : {{
      "AWS" : "{root}"
    }},
    "Action" : [ "kms:Describe*", "kms:Get*", "kms:List*", "kms:RevokeGrant" ],
    "Resource" : "*"
  }} ]
}}"#
    );
    Policy::parse(PolicyKind::Key, &text).map_err(malformed)
}
