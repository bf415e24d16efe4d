//! Where the engine and the model of keys' lives must agree: in all that can be asked.

use std::collections::BTreeSet;

use glass_kms::{
    operations::{
        DescribeKeyRequest, GetKeyLastUsageRequest, GetKeyRotationStatusRequest, ListAliasesRequest,
        ListKeyRotationsRequest, ListKeysRequest, Request, Response,
    },
    store::RotationType,
    types::{KeyManager, KeyState, Timestamp},
};

use crate::{
    life_model::{Key, Kind, State},
    lives::{Life, Met, answer},
    support::service_events,
};

impl Life {
    /// All that can be asked must be as in the model.
    pub(crate) fn agree(&mut self) {
        let mut keys = core::mem::take(&mut self.model.keys);
        for key in &mut keys {
            self.agree_on(key);
        }
        self.model.keys = keys;
        let listed = answer!(self, ListAliases, ListAliasesRequest::default());
        let listed = listed.aliases.iter().map(|alias| {
            let dates = [alias.creation_date, alias.last_updated_date].map(Timestamp::as_millis);
            (alias.alias_name.as_str().to_owned(), alias.target_key_id.clone(), dates)
        });
        let names = self.model.names.iter().map(|(name, points)| {
            let target = self.model.keys.get(points.key).expect("a key").id.clone();
            (name.clone(), target, [points.created, points.updated])
        });
        assert!(listed.eq(names), "{:?}", self.model.names);
        assert_eq!(self.kms.now().as_millis(), self.model.now);
    }

    fn agree_on(&mut self, key: &mut Key) {
        let key_id = Some(key.id.clone());
        let request = DescribeKeyRequest { key_id: key_id.clone(), grant_tokens: None };
        let described = match self.call(Request::DescribeKey(request), false) {
            Ok(Response::DescribeKey(described)) => described.key_metadata,
            other => return assert!(key.gone && other.is_err(), "{other:?}"),
        };
        assert!(!key.gone);
        self.agree_on_versions(key);
        let state = match key.state {
            State::Enabled => KeyState::Enabled,
            State::Disabled => KeyState::Disabled,
            State::PendingImport => KeyState::PendingImport,
            State::PendingDeletion => KeyState::PendingDeletion,
        };
        let current = key.current.and_then(|at| key.versions.get(at)?.id.clone());
        assert_eq!((described.key_state, described.enabled), (state, state == KeyState::Enabled));
        assert_eq!(described.creation_date.as_millis(), key.created);
        assert_eq!(described.deletion_date.map(Timestamp::as_millis), key.deletion);
        assert_eq!(described.current_key_material_id.map(|id| id.to_string()), current);
        let valid_to = described.valid_to.map(Timestamp::as_millis);
        assert_eq!((described.expiration_model, valid_to), key.expiration());
        assert_eq!(described.key_manager == KeyManager::Aws, key.kind == Kind::Managed);
        let request = GetKeyRotationStatusRequest { key_id };
        let status = answer!(self, GetKeyRotationStatus, request);
        let schedule = key.schedule.filter(|_| key.state != State::PendingDeletion);
        let next = status.next_rotation_date.map(Timestamp::as_millis);
        assert_eq!(status.rotation_period_in_days.map(i64::from).zip(next), schedule);
        assert_eq!(status.key_rotation_enabled, schedule.is_some());
    }

    fn agree_on_versions(&mut self, key: &mut Key) {
        let include_key_material = Some("ALL_KEY_MATERIAL".to_owned());
        let request =
            ListKeyRotationsRequest { key_id: Some(key.id.clone()), include_key_material, limit: None, marker: None };
        let listed = answer!(self, ListKeyRotations, request);
        assert_eq!(listed.rotations.len(), key.versions.len());
        let states: Vec<_> = (0..key.versions.len())
            .map(|at| match Some(at) {
                version if version == key.current => "CURRENT",
                version if version == key.waiting() => "PENDING_ROTATION",
                _ => "NON_CURRENT",
            })
            .collect();
        for (at, (entry, version)) in listed.rotations.iter().zip(&mut key.versions).enumerate() {
            let by_itself = entry.rotation_type.map(|by| by == RotationType::Automatic);
            let date = entry.rotation_date.map(Timestamp::as_millis);
            assert_eq!(date.zip(by_itself), version.rotated);
            assert_eq!(entry.key_material_state, states.get(at).copied().expect("a version"));
            let imported = version.imported;
            let there = imported.map(|imported| if imported.there { "IMPORTED" } else { "PENDING_IMPORT" });
            let expires = imported.map(|imported| imported.expires);
            assert_eq!((entry.import_state, entry.expiration_model), (there, expires.map(expiration_model)));
            assert_eq!(entry.valid_to.map(Timestamp::as_millis), expires.flatten());
            let id = entry.key_material_id.to_string();
            assert_eq!(*version.id.get_or_insert_with(|| id.clone()), id, "material keeps its id");
        }
        let ids: BTreeSet<_> = key.versions.iter().map(|version| &version.id).collect();
        assert_eq!(ids.len(), key.versions.len(), "all material is different");
    }

    /// What is asked once, at the end.
    pub(crate) fn end(mut self) -> Met {
        let listed = answer!(self, ListKeys, ListKeysRequest::default());
        let listed: BTreeSet<_> = listed.keys.iter().map(|key| key.key_id.to_string()).collect();
        let there: Vec<_> = self.model.keys.iter().filter(|key| !key.gone).collect();
        assert_eq!(listed, there.iter().map(|key| key.id.clone()).collect());
        let usages: Vec<_> = there.iter().map(|key| (key.id.clone(), key.last_usage)).collect();
        for (id, usage) in usages {
            let request = GetKeyLastUsageRequest { key_id: Some(id) };
            let found = answer!(self, GetKeyLastUsage, request);
            let found = found.key_last_usage.map(|found| (found.operation, found.timestamp.as_millis()));
            assert_eq!(found, usage.map(|(operation, at)| (operation.to_owned(), at)));
        }
        let events = service_events(&self.kms).into_iter().filter_map(|event| {
            let details = event.service_event_details?;
            let expired = details.key_material_id.map(|id| id.to_string());
            Some((event.event_time.as_millis(), details.key_id.to_string(), event.event_name.to_owned(), expired))
        });
        let events: Vec<_> = events.collect();
        let wanted = self.model.events.iter();
        let wanted: Vec<_> =
            wanted.map(|(at, id, name, expired)| (*at, id.clone(), (*name).to_owned(), expired.clone())).collect();
        assert_eq!(events, wanted);
        self.met
    }
}

fn expiration_model(expires: Option<i64>) -> &'static str {
    if expires.is_some() { "KEY_MATERIAL_EXPIRES" } else { "KEY_MATERIAL_DOES_NOT_EXPIRE" }
}
