//! What is done to keys in several Regions, and to the model of them.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::{
    life_model::{By, Outcome},
    multi_region_checks::{Done, arn},
    multi_region_lives::{Life, REGIONS},
    multi_region_model::{Family, Own},
    support::{DATA, STRANGER, base64, with},
};

const ALIASES: [&str; 2] = ["alias/one", "alias/two"];

/// A request, save for the key, and what must come of it.
type Asked = (Value, Outcome);

impl Life {
    pub(crate) fn operate(&mut self, act: &'static str, family: usize, region: usize, how: u8) {
        let id = self.model.family(family).id.clone();
        let to = elsewhere(act, self.model.family(family), how);
        let state = if act == "DeleteAlias" { "any" } else { self.model.state(family, region) };
        let shared = self.shared(act, family, region, how, to);
        let (more, wanted) = shared.unwrap_or_else(|| self.its_own(act, family, region, how));
        let name = if how.is_multiple_of(2) { id.clone() } else { arn(region, &id) };
        let found = self.ask(region, act, with(json!({ "KeyId": name, "TargetKeyId": name }), more));
        self.came_of(&Done { act, region, id, to, refused: wanted.is_err() }, state, found, wanted);
    }

    /// About the key's state, and what related keys share.
    fn shared(&mut self, act: &str, family: usize, region: usize, how: u8, to: usize) -> Option<Asked> {
        let model = &mut self.model;
        let days = |choices: [i64; 4]| choices.get(usize::from(how) % 5).copied();
        let in_days = |member: &str, days: Option<i64>| days.map_or(json!({}), |days| json!({ member: days }));
        Some(match act {
            "ReplicateKey" => {
                let own = own(how);
                let input = with(described(&own), json!({ "ReplicaRegion": region_name(to) }));
                (input, model.replicate(family, region, to, own))
            }
            "UpdatePrimaryRegion" => {
                (json!({ "PrimaryRegion": region_name(to) }), model.update_primary(family, region, to))
            }
            "EnableKey" => (json!({}), model.enable(family, region)),
            "DisableKey" => (json!({}), model.disable(family, region)),
            "EnableKeyRotation" => {
                let days = days([90, 91, 180, 2560]);
                (in_days("RotationPeriodInDays", days), model.rotate_every(family, region, days.or(Some(365))))
            }
            "DisableKeyRotation" => (json!({}), model.rotate_every(family, region, None)),
            "RotateKeyOnDemand" => (json!({}), model.rotate_now(family, region)),
            "ScheduleKeyDeletion" => {
                let days = days([7, 7, 8, 15]);
                (in_days("PendingWindowInDays", days), model.schedule_deletion(family, region, days.unwrap_or(30)))
            }
            "CancelKeyDeletion" => (json!({}), model.cancel_deletion(family, region)),
            _ => return None,
        })
    }

    /// About what each key has of its own.
    fn its_own(&mut self, act: &str, family: usize, region: usize, how: u8) -> Asked {
        let model = &mut self.model;
        let alias = ALIASES.get(usize::from(how.is_multiple_of(4))).copied().expect("an alias");
        let (tag, words) = (format!("tag {}", how % 3), format!("words {how}"));
        match act {
            "PutKeyPolicy" => (json!({ "Policy": policy(how).to_string() }), model.put_policy(family, region, how)),
            "UpdateKeyDescription" => {
                (json!({ "Description": words }), model.change(family, region, |own| own.description = words))
            }
            "TagResource" => {
                let input = json!({ "Tags": [{ "TagKey": tag, "TagValue": words }] });
                (input, model.change(family, region, |own| drop(own.tags.insert(tag, words))))
            }
            "UntagResource" => {
                (json!({ "TagKeys": [tag] }), model.change(family, region, |own| drop(own.tags.remove(&tag))))
            }
            "CreateGrant" => {
                let input = json!({ "GranteePrincipal": STRANGER, "Operations": ["Decrypt"] });
                (input, model.grant(family, region))
            }
            "CreateAlias" => (json!({ "AliasName": alias }), model.name(family, region, alias, false)),
            "UpdateAlias" => (json!({ "AliasName": alias }), model.name(family, region, alias, true)),
            "DeleteAlias" => (json!({ "AliasName": alias }), model.forget_name(region, alias)),
            other => panic!("{other} is not known"),
        }
    }

    pub(crate) fn encrypt(&mut self, family: usize, region: usize) {
        let id = self.model.family(family).id.clone();
        let state = self.model.state(family, region);
        let found = self.ask(region, "Encrypt", json!({ "KeyId": id, "Plaintext": base64(DATA) }));
        let wanted = self.model.use_key(family, region, "Encrypt");
        if let Ok(sealed) = &found {
            let version = self.model.family(family).versions.len() - 1;
            self.ciphertexts.push((sealed.get("CiphertextBlob").cloned().expect("a ciphertext"), family, version));
        }
        let done = Done { act: "Encrypt", region, id, to: region, refused: wanted.is_err() };
        self.came_of(&done, state, found, wanted);
    }

    /// With the name of a key, which may be the wrong one.
    pub(crate) fn decrypt(&mut self, region: usize, how: u8) {
        let count = self.ciphertexts.len().max(1);
        let Some((blob, family, _)) = self.ciphertexts.get(usize::from(how) % count).cloned() else { return };
        let named = usize::from(how >> 2) % self.model.families.len();
        let (by, input) = match how % 3 {
            0 => (By::Ciphertext, json!({})),
            1 => (By::Id(named), json!({ "KeyId": self.model.family(named).id })),
            _ => (By::Alias(ALIASES[0]), json!({ "KeyId": ALIASES[0] })),
        };
        let state = self.model.state(family, region);
        let found = self.ask(region, "Decrypt", with(json!({ "CiphertextBlob": blob }), input));
        let wanted = self.model.decrypt(family, region, by);
        let id = self.model.family(family).id.clone();
        let done = Done { act: "Decrypt", region, id, to: region, refused: wanted.is_err() };
        self.came_of(&done, state, found, wanted);
    }
}

/// Another Region: most often one where a replica can be made, or is.
fn elsewhere(act: &str, family: &Family, how: u8) -> usize {
    let fits = |region: usize| how < 64 || family.key(region).is_some() == (act == "UpdatePrimaryRegion");
    let fitting = (0..REGIONS.len()).filter(|region| *region != family.primary && fits(*region));
    let fitting: Vec<_> = fitting.chain((how < 16).then_some(family.primary)).collect();
    fitting.get(usize::from(how) % fitting.len().max(1)).copied().unwrap_or(family.primary)
}

pub(crate) fn region_name(region: usize) -> &'static str {
    REGIONS.get(region).expect("a Region")
}

/// What somebody says who makes a key, or nothing.
pub(crate) fn own(how: u8) -> Own {
    Own {
        description: if how.is_multiple_of(3) { format!("made by {how}") } else { String::new() },
        tags: if how.is_multiple_of(5) {
            BTreeMap::from([("tag 0".to_owned(), how.to_string())])
        } else {
            BTreeMap::new()
        },
        policy: how.is_multiple_of(7).then_some(how),
    }
}

/// The same in a request.
pub(crate) fn described(own: &Own) -> Value {
    let tags = own.tags.iter().map(|(tag, value)| json!({ "TagKey": tag, "TagValue": value }));
    let mut input = json!({});
    let wanted = [
        ("Description", Some(json!(own.description)).filter(|_| !own.description.is_empty())),
        ("Policy", own.policy.map(|policy| json!(self::policy(policy).to_string()))),
        ("Tags", Some(tags.collect::<Value>()).filter(|_| !own.tags.is_empty())),
    ];
    for (member, value) in wanted {
        if let Some(value) = value {
            input = with(input, json!({ member: value }));
        }
    }
    input
}

/// One of a few policies, by which the account may do everything.
pub(crate) fn policy(number: u8) -> Value {
    json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Sid": format!("Policy {number}"),
            "Effect": "Allow",
            "Principal": { "AWS": "arn:aws:iam::111122223333:root" },
            "Action": "kms:*",
            "Resource": "*",
        }],
    })
}
