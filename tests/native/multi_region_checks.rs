//! Where the engine and the model of keys in several Regions must agree: in all that can be asked, in every Region. And what
//! an operation may change in other Regions than its own.

use std::collections::{BTreeMap, BTreeSet};

use glass_kms::{error::KmsError, types::Timestamp};
use serde_json::{Map, Value, json};

use crate::{
    life_model::By,
    multi_region_acts::{policy, region_name},
    multi_region_lives::{Life, REGIONS},
    multi_region_model::{Family, Key, State},
    support::{Answer, DATA, base64, member, text, with},
};

/// All that can be asked about a key.
const ASKED: [&str; 7] = [
    "DescribeKey",
    "GetKeyLastUsage",
    "GetKeyPolicy",
    "GetKeyRotationStatus",
    "ListGrants",
    "ListKeyRotations",
    "ListResourceTags",
];
/// All that can be asked about a Region.
const LISTED: [&str; 2] = ["ListAliases", "ListKeys"];

/// A Region, the key or nothing, what was asked, and a member of the answer.
type Facet = (usize, String, &'static str, String);
/// All that can be described.
pub(crate) type Picture = BTreeMap<Facet, Value>;

/// An operation that was carried out or refused.
pub(crate) struct Done {
    pub(crate) act: &'static str,
    pub(crate) region: usize,
    /// The key's id.
    pub(crate) id: String,
    /// The other Region that it reaches into, if it is one that does.
    pub(crate) to: usize,
    pub(crate) refused: bool,
}

impl Done {
    /// Whether AWS says that this may change. Nothing does if it is refused.
    fn may_change(&self, (region, id, asked, member): &Facet) -> bool {
        let reached = *region == self.to && ["ReplicateKey", "UpdatePrimaryRegion"].contains(&self.act);
        let listing = match *asked {
            "ListKeys" => {
                (self.act == "CreateKey" && *region == self.region) || (self.act == "ReplicateKey" && reached)
            }
            "ListAliases" => self.act.ends_with("Alias") && *region == self.region,
            _ => false,
        };
        let own = *region == self.region || (self.act == "ReplicateKey" && reached);
        let state = reached && ["Enabled", "KeyState"].contains(&member.as_str());
        let its = *id == self.id && (own || state || self.shares().contains(&member.as_str()));
        !self.refused && (listing || its)
    }

    /// What it may change about related keys.
    fn shares(&self) -> &'static [&'static str] {
        match self.act {
            "ReplicateKey" | "UpdatePrimaryRegion" => &["MultiRegionConfiguration"],
            "EnableKeyRotation" | "DisableKeyRotation" => {
                &["KeyRotationEnabled", "NextRotationDate", "RotationPeriodInDays"]
            }
            "RotateKeyOnDemand" => &["CurrentKeyMaterialId", "Rotations"],
            // It may be overdue for a rotation.
            "EnableKey" => &["CurrentKeyMaterialId", "NextRotationDate", "Rotations"],
            _ => &[],
        }
    }
}

impl Life {
    /// Compares everything with what was there before and with the model, and opens every ciphertext everywhere.
    pub(crate) fn look(&mut self, done: Option<&Done>) {
        let mut picture = self.picture();
        if let Some(done) = done {
            let all: BTreeSet<_> = self.before.keys().chain(picture.keys()).collect();
            let changed = all.into_iter().filter(|facet| self.before.get(facet) != picture.get(facet));
            let wrong: Vec<_> = changed.filter(|facet| !done.may_change(facet)).collect();
            assert!(wrong.is_empty(), "{} in {} changed {wrong:?}", done.act, region_name(done.region));
        }
        self.agree(&picture);
        self.open_all();
        // Keys were used to open them, and nothing else.
        REGIONS.iter().enumerate().for_each(|(region, _)| self.add_of_all(&mut picture, region, "GetKeyLastUsage"));
        self.before = picture;
    }

    fn picture(&mut self) -> Picture {
        let mut picture = Picture::new();
        for region in 0..REGIONS.len() {
            for asked in LISTED {
                self.add(&mut picture, region, "", asked);
            }
            for asked in ASKED {
                self.add_of_all(&mut picture, region, asked);
            }
        }
        picture
    }

    fn add_of_all(&mut self, picture: &mut Picture, region: usize, asked: &'static str) {
        let ids: Vec<_> = self.model.families.iter().map(|family| family.id.clone()).collect();
        for id in &ids {
            self.add(picture, region, id, asked);
        }
    }

    fn add(&mut self, picture: &mut Picture, region: usize, id: &str, asked: &'static str) {
        let input = match asked {
            "ListAliases" | "ListKeys" => json!({}),
            "ListKeyRotations" => json!({ "KeyId": id, "IncludeKeyMaterial": "ALL_KEY_MATERIAL" }),
            _ => json!({ "KeyId": id }),
        };
        let members = members(self.ask(region, asked, input)).into_iter();
        picture.extend(members.map(|(member, value)| ((region, id.to_owned(), asked, member), value)));
    }

    fn agree(&mut self, picture: &Picture) {
        let mut families = core::mem::take(&mut self.model.families);
        for region in 0..REGIONS.len() {
            let there = families.iter().filter(|family| family.key(region).is_some());
            let there: BTreeSet<_> = there.map(|family| family.id.clone()).collect();
            let listed = member(&answer(picture, region, "", "ListKeys"), "Keys");
            let listed = listed.as_array().expect("a list").iter().map(|key| text(key, "KeyId")).collect();
            assert_eq!(there, listed);
            let aliases = member(&answer(picture, region, "", "ListAliases"), "Aliases");
            let aliases = aliases.as_array().expect("a list").iter();
            let aliases = aliases.map(|alias| (text(alias, "AliasName"), text(alias, "TargetKeyId")));
            let names = self.model.names.get(region).expect("a Region").iter();
            let names = names.map(|(name, family)| (name.clone(), families.get(*family).expect("a family").id.clone()));
            assert!(aliases.eq(names), "the aliases in {}", region_name(region));
            for family in &mut *families {
                agree_on(family, region, picture);
            }
        }
        self.model.families = families;
    }

    /// Where the model says so, and with which material.
    fn open_all(&mut self) {
        for at in 0..self.ciphertexts.len() {
            let Some((blob, family, version)) = self.ciphertexts.get(at).cloned() else { return };
            for region in 0..REGIONS.len() {
                let found = self.ask(region, "Decrypt", json!({ "CiphertextBlob": blob }));
                let wanted = self.model.decrypt(family, region, By::Ciphertext);
                assert_eq!(found.as_ref().map(drop).map_err(KmsError::code), wanted, "{found:?}");
                if let Ok(opened) = found {
                    let sealed_by = self.model.family(family);
                    assert_eq!(text(&opened, "KeyId"), arn(region, &sealed_by.id));
                    let id = sealed_by.versions.get(version).and_then(|version| version.id.clone());
                    assert_eq!(Some(text(&opened, "KeyMaterialId")), id);
                    assert_eq!(text(&opened, "Plaintext"), base64(DATA));
                }
            }
        }
    }
}

/// The members of an answer, those of KeyMetadata among them. Of a key that is not there there are none.
fn members(answer: Answer) -> Vec<(String, Value)> {
    match answer {
        Ok(Value::Object(mut members)) => match members.remove("KeyMetadata") {
            Some(Value::Object(metadata)) => metadata.into_iter().collect(),
            _ => members.into_iter().collect(),
        },
        Ok(other) => panic!("{other} is no answer"),
        Err(error) => {
            assert_eq!(error.code(), "NotFoundException");
            Vec::new()
        }
    }
}

/// An answer in a picture.
fn answer(picture: &Picture, region: usize, id: &str, asked: &'static str) -> Value {
    let from = (region, id.to_owned(), asked, String::new());
    let its =
        picture.range(from..).take_while(|((at, of, what, _), _)| (*at, of.as_str(), *what) == (region, id, asked));
    its.map(|((.., member), value)| (member.clone(), value.clone())).collect::<Map<_, _>>().into()
}

/// Everything about one key, or that it is not there.
fn agree_on(family: &mut Family, region: usize, picture: &Picture) {
    let id = family.id.clone();
    let found = |asked| answer(picture, region, &id, asked);
    if family.key(region).is_none() {
        return ASKED.into_iter().for_each(|asked| assert_eq!(found(asked), json!({})));
    }
    let rotations = member(&found("ListKeyRotations"), "Rotations");
    learn(family, rotations.as_array().expect("a list"));
    assert_eq!(rotations, history(family));
    let Some(key) = family.key(region) else { return };
    assert_eq!(found("DescribeKey"), metadata(family, key, region));
    assert_eq!(found("GetKeyRotationStatus"), rotation(family, key, region));
    let written: Value = serde_json::from_str(&text(&found("GetKeyPolicy"), "Policy")).expect("JSON");
    assert_eq!(written, key.own.policy.map_or_else(default_policy, policy));
    let tags = key.own.tags.iter().map(|(tag, value)| json!({ "TagKey": tag, "TagValue": value }));
    assert_eq!(member(&found("ListResourceTags"), "Tags"), tags.collect::<Value>());
    assert_eq!(member(&found("ListGrants"), "Grants").as_array().map(Vec::len), Some(key.grants));
    let used = found("GetKeyLastUsage");
    let used = member(&used, "KeyLastUsage");
    let noted = used.get("Operation").map(|operation| (operation.clone(), member(&used, "Timestamp")));
    assert_eq!(noted, key.last_usage.map(|(operation, at)| (json!(operation), seconds(at))));
}

/// The ids of new material. It keeps them, in every Region.
fn learn(family: &mut Family, rotations: &[Value]) {
    for (version, shown) in family.versions.iter_mut().zip(rotations) {
        version.id.get_or_insert_with(|| text(shown, "KeyMaterialId"));
    }
    let ids: BTreeSet<_> = family.versions.iter().map(|version| &version.id).collect();
    assert_eq!(ids.len(), family.versions.len(), "all material is different");
}

fn history(family: &Family) -> Value {
    let last = family.versions.len() - 1;
    let entries = family.versions.iter().enumerate().map(|(at, version)| {
        let mut entry = json!({
            "KeyId": family.id,
            "KeyMaterialId": version.id,
            "KeyMaterialState": if at == last { "CURRENT" } else { "NON_CURRENT" },
        });
        if let (Some((date, by_itself)), Some(entry)) = (version.rotated, entry.as_object_mut()) {
            entry.insert("RotationDate".to_owned(), seconds(date));
            entry.insert("RotationType".to_owned(), json!(if by_itself { "AUTOMATIC" } else { "ON_DEMAND" }));
        }
        entry
    });
    entries.collect()
}

fn metadata(family: &Family, key: &Key, region: usize) -> Value {
    let deletion = match key.state {
        State::PendingDeletion(date) => json!({ "DeletionDate": seconds(date) }),
        State::PendingReplicaDeletion(days) => json!({ "PendingDeletionWindowInDays": days }),
        _ => json!({}),
    };
    let named = |region| json!({ "Arn": arn(region, &family.id), "Region": region_name(region) });
    let related = json!({ "MultiRegionConfiguration": {
        "MultiRegionKeyType": if family.primary == region { "PRIMARY" } else { "REPLICA" },
        "PrimaryKey": named(family.primary),
        "ReplicaKeys": family.regions().filter(|other| *other != family.primary).map(named).collect::<Value>(),
    } });
    let all = json!({
        "AWSAccountId": "111122223333",
        "Arn": arn(region, &family.id),
        "CreationDate": seconds(key.created),
        "CurrentKeyMaterialId": family.versions.last().map(|version| &version.id),
        "CustomerMasterKeySpec": "SYMMETRIC_DEFAULT",
        "Description": key.own.description,
        "Enabled": key.state == State::Enabled,
        "EncryptionAlgorithms": ["SYMMETRIC_DEFAULT"],
        "KeyId": family.id,
        "KeyManager": "CUSTOMER",
        "KeySpec": "SYMMETRIC_DEFAULT",
        "KeyState": key.state.name(),
        "KeyUsage": "ENCRYPT_DECRYPT",
        "MultiRegion": family.multi_region,
        "Origin": "AWS_KMS",
    });
    with(with(all, deletion), if family.multi_region { related } else { json!({}) })
}

/// A key that is pending deletion says that it is not rotated.
fn rotation(family: &Family, key: &Key, region: usize) -> Value {
    let schedule = family.schedule.filter(|_| !key.is_pending());
    let status = json!({ "KeyId": arn(region, &family.id), "KeyRotationEnabled": schedule.is_some() });
    let more = schedule.map(|(days, next)| json!({ "NextRotationDate": seconds(next), "RotationPeriodInDays": days }));
    with(status, more.unwrap_or_else(|| json!({})))
}

fn default_policy() -> Value {
    json!({
        "Version": "2012-10-17",
        "Id": "key-default-1",
        "Statement": [{
            "Sid": "Enable IAM User Permissions",
            "Effect": "Allow",
            "Principal": { "AWS": "arn:aws:iam::111122223333:root" },
            "Action": "kms:*",
            "Resource": "*",
        }],
    })
}

pub(crate) fn arn(region: usize, id: &str) -> String {
    format!("arn:aws:kms:{}:111122223333:key/{id}", region_name(region))
}

fn seconds(millis: i64) -> Value {
    json!(Timestamp::from_millis(millis).as_epoch_seconds())
}
