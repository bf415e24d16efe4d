use std::ops::Bound;

use serde::{Deserialize, Serialize};

use super::Store;
use crate::types::{AccountId, AliasName, KeyId, Timestamp};

/// A name that points to a key.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Alias {
    /// The key it points to.
    pub target: KeyId,
    /// When it was made.
    pub created: Timestamp,
    /// When it was last pointed to a key.
    pub updated: Timestamp,
}

impl Store {
    /// The alias of this name.
    pub fn alias(&self, account: AccountId, name: &AliasName) -> Option<&Alias> {
        self.aliases.get(&(account, name.clone()))
    }

    /// Adds an alias, or points an existing one to another key.
    pub fn set_alias(&mut self, account: AccountId, name: AliasName, alias: Alias) {
        self.remove_alias(account, &name);
        self.by_key.insert((alias.target, name.clone()));
        self.aliases.insert((account, name), alias);
    }

    /// Removes an alias, if it is there.
    pub fn remove_alias(&mut self, account: AccountId, name: &AliasName) -> Option<Alias> {
        let alias = self.aliases.remove(&(account, name.clone()))?;
        self.by_key.remove(&(alias.target, name.clone()));
        Some(alias)
    }

    /// The names of the aliases that point to a key.
    pub fn aliases_of(&self, key_id: KeyId) -> impl Iterator<Item = &AliasName> {
        let from = Bound::Included((key_id, AliasName::FIRST));
        let rest = self.by_key.range((from, Bound::Unbounded));
        rest.take_while(move |(target, _)| *target == key_id).map(|(_, name)| name)
    }

    /// An account's aliases, by name, from the one after `after` on.
    pub fn aliases_after(
        &self,
        account: AccountId,
        after: Option<AliasName>,
    ) -> impl Iterator<Item = (&AliasName, &Alias)> {
        let from = match after {
            Some(name) => Bound::Excluded((account, name)),
            None => Bound::Included((account, AliasName::FIRST)),
        };
        let rest = self.aliases.range((from, Bound::Unbounded));
        rest.take_while(move |((owner, _), _)| *owner == account).map(|((_, name), alias)| (name, alias))
    }
}
