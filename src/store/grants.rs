use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fmt,
    hash::{BuildHasherDefault, DefaultHasher, Hash, Hasher},
    ops::Bound,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{
    policy::{Grant, GrantOperation},
    types::{EncryptionContext, GrantId, KeyId, Principal, ordered},
};

/// A grant token: 32 random bytes, which clients see as base64. A grant may have many; they are as good as each other.
#[derive(Clone, Copy, Eq, Ord, PartialEq, PartialOrd, Serialize, Deserialize)]
pub struct GrantToken([u8; Self::LEN]);

impl GrantToken {
    /// The length in bytes.
    pub const LEN: usize = 32;

    /// The token that these bytes are.
    pub fn from_bytes(bytes: [u8; Self::LEN]) -> Self {
        Self(bytes)
    }

    /// Reads what a client sees, or says with `None` that it is no token.
    pub fn parse(text: &str) -> Option<Self> {
        STANDARD.decode(text).ok()?.try_into().ok().map(Self)
    }
}

impl fmt::Display for GrantToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&STANDARD.encode(self.0))
    }
}

/// Only those who were given a token should have it.
impl fmt::Debug for GrantToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GrantToken")
    }
}

/// The grants of one Region.
///
/// A key may have 50,000, and every call asks for one, so nothing here looks at them one by one except a listing.
#[derive(Debug, Default, Eq, PartialEq)]
pub struct Grants {
    /// Only keys that have grants.
    keys: HashMap<KeyId, OfKey, BuildHasherDefault<DefaultHasher>>,
    tokens: BTreeMap<GrantToken, (KeyId, GrantId)>,
    by_retiring: BTreeSet<(Principal, KeyId, GrantId)>,
}

/// The grants of one key.
#[derive(Debug, Default, Eq, PartialEq)]
struct OfKey {
    grants: BTreeMap<GrantId, Kept>,
    /// What a grant is found by, hashed. What is found is compared, so that two things may have the same hash.
    index: BTreeSet<(u64, GrantId)>,
}

/// A grant and its tokens, in the order in which they were made. This is also what a snapshot holds.
#[derive(Debug, Eq, PartialEq, Serialize, Deserialize)]
struct Kept {
    grant: Grant,
    tokens: Vec<GrantToken>,
}

/// What a grant is found by.
#[derive(Hash)]
enum Clue<'a> {
    /// Who may do what and, where a constraint asks for pairs, with one of them in the request.
    Use { grantee: &'a str, operation: GrantOperation, anchor: Option<(&'a str, &'a str)> },
    /// The name that its maker gave it.
    Name(&'a str),
}

impl Clue<'_> {
    /// The same in every process: the keys of this hash are fixed.
    fn hashed(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.hash(&mut hasher);
        hasher.finish()
    }
}

/// Everything that `grant` is found by, hashed.
fn clues(grant: &Grant) -> impl Iterator<Item = u64> {
    let uses = grant.operations.iter().map(|operation| {
        let anchor = grant.constraints.anchor().filter(|_| is_anchored(*operation));
        Clue::Use { grantee: grant.grantee.arn(), operation: *operation, anchor }
    });
    uses.chain(grant.name.as_deref().map(Clue::Name)).map(|clue| clue.hashed())
}

/// Whether a grant with a constraint is found by a pair of the request. `CreateGrant` has no encryption context: there
/// the constraints of two grants are compared.
fn is_anchored(operation: GrantOperation) -> bool {
    operation.is_constrained() && operation != GrantOperation::CreateGrant
}

impl OfKey {
    fn with(&self, hash: u64) -> impl Iterator<Item = &Grant> {
        let found = self.index.range((hash, GrantId::FIRST)..=(hash, GrantId::LAST));
        found.filter_map(|(_, id)| self.grants.get(id)).map(|kept| &kept.grant)
    }
}

impl Grants {
    /// Adds a grant. Its id must be a new one.
    pub fn insert(&mut self, grant: Grant) {
        if let Some(retiring) = grant.retiring.clone() {
            self.by_retiring.insert((retiring, grant.key_id, grant.id));
        }
        let of_key = self.keys.entry(grant.key_id).or_default();
        of_key.index.extend(clues(&grant).map(|hash| (hash, grant.id)));
        of_key.grants.insert(grant.id, Kept { grant, tokens: Vec::new() });
    }

    /// Gives a grant one more token. Without such a grant, nothing happens.
    pub fn add_token(&mut self, key_id: KeyId, id: &GrantId, token: GrantToken) {
        if let Some(kept) = self.keys.get_mut(&key_id).and_then(|of_key| of_key.grants.get_mut(id)) {
            kept.tokens.push(token);
            self.tokens.insert(token, (key_id, *id));
        }
    }

    /// Removes a grant, and its tokens with it.
    pub fn remove(&mut self, key_id: KeyId, id: &GrantId) -> Option<Grant> {
        let of_key = self.keys.get_mut(&key_id)?;
        let Kept { grant, tokens } = of_key.grants.remove(id)?;
        for hash in clues(&grant) {
            of_key.index.remove(&(hash, *id));
        }
        if of_key.grants.is_empty() {
            self.keys.remove(&key_id);
        }
        for token in tokens {
            self.tokens.remove(&token);
        }
        if let Some(retiring) = grant.retiring.clone() {
            self.by_retiring.remove(&(retiring, key_id, *id));
        }
        Some(grant)
    }

    /// Removes all grants of a key.
    pub fn remove_key(&mut self, key_id: KeyId) {
        let ids: Vec<_> = self.of_key(key_id).map(|grant| grant.id).collect();
        for id in ids {
            self.remove(key_id, &id);
        }
    }

    /// The grant with this id.
    pub fn get(&self, key_id: KeyId, id: &GrantId) -> Option<&Grant> {
        self.keys.get(&key_id)?.grants.get(id).map(|kept| &kept.grant)
    }

    /// The grant that a token belongs to.
    pub fn by_token(&self, token: &str) -> Option<&Grant> {
        let (key_id, id) = self.tokens.get(&GrantToken::parse(token)?)?;
        self.get(*key_id, id)
    }

    /// The first grant on the key, to one of the principals `arns`, that is for `operation` and that `admits` accepts.
    ///
    /// Only grants that may fit `context` are shown to `admits`; it still has to compare their constraints, and to
    /// look at when they become effective. Earlier ARNs come first.
    pub fn find(
        &self,
        key_id: KeyId,
        arns: &[&str],
        operation: GrantOperation,
        context: Option<&EncryptionContext>,
        admits: &mut dyn FnMut(&Grant) -> bool,
    ) -> Option<&Grant> {
        let of_key = self.keys.get(&key_id)?;
        let pairs = || context.into_iter().flat_map(EncryptionContext::iter).filter(|_| is_anchored(operation));
        let anchors = || [None].into_iter().chain(pairs().map(Some));
        let clues = arns
            .iter()
            .flat_map(|arn| anchors().map(move |anchor| (*arn, Clue::Use { grantee: arn, operation, anchor })));
        let mut candidates = clues.flat_map(|(arn, clue)| {
            of_key
                .with(clue.hashed())
                .filter(move |grant| grant.grantee.arn() == arn && grant.operations.contains(&operation))
        });
        candidates.find(|grant| admits(grant))
    }

    /// The grants on the key to which their makers gave this name, in the order of their ids.
    pub fn named(&self, key_id: KeyId, name: &str) -> impl Iterator<Item = &Grant> {
        let found = self.keys.get(&key_id).into_iter().flat_map(move |of_key| of_key.with(Clue::Name(name).hashed()));
        found.filter(move |grant| grant.name.as_deref() == Some(name))
    }

    /// The grants on the key, in the order of their ids.
    pub fn of_key(&self, key_id: KeyId) -> impl Iterator<Item = &Grant> {
        self.of_key_after(key_id, None)
    }

    /// The same, from the one after `after` on.
    pub fn of_key_after(&self, key_id: KeyId, after: Option<GrantId>) -> impl Iterator<Item = &Grant> {
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        let grants = self.keys.get(&key_id).map(|of_key| of_key.grants.range((from, Bound::Unbounded)));
        grants.into_iter().flatten().map(|(_, kept)| &kept.grant)
    }

    /// The grants that name `retiring` as the one who may retire them, in the order of their keys and ids, from the
    /// one after `after` on.
    pub fn retirable_after(
        &self,
        retiring: &Principal,
        after: Option<(KeyId, GrantId)>,
    ) -> impl Iterator<Item = &Grant> {
        let first = |(key_id, id)| (retiring.clone(), key_id, id);
        let from = match after {
            Some(last) => Bound::Excluded(first(last)),
            None => Bound::Included(first((KeyId::FIRST, GrantId::FIRST))),
        };
        let rest = self.by_retiring.range((from, Bound::Unbounded));
        rest.take_while(move |(principal, ..)| principal == retiring)
            .filter_map(|(_, key_id, id)| self.get(*key_id, id))
    }

    /// How many grants the key has.
    pub fn count(&self, key_id: KeyId) -> usize {
        self.keys.get(&key_id).map_or(0, |of_key| of_key.grants.len())
    }

    /// Whether the key has no grants. Every call asks this.
    pub fn is_empty_for(&self, key_id: KeyId) -> bool {
        !self.keys.contains_key(&key_id)
    }
}

/// Grants with their tokens, in the order of their keys and ids: equal grants are written as equal bytes. What they are
/// found by is made again when they are read.
impl Serialize for Grants {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let keys = ordered(&self.keys);
        let grants: Vec<_> = keys.values().flat_map(|of_key| of_key.grants.values()).collect();
        grants.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Grants {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut grants = Self::default();
        for Kept { grant, tokens } in Vec::<Kept>::deserialize(deserializer)? {
            let (key_id, id) = (grant.key_id, grant.id);
            grants.insert(grant);
            for token in tokens {
                grants.add_token(key_id, &id, token);
            }
        }
        Ok(grants)
    }
}
