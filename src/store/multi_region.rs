use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::types::{MultiRegionKeyType, Region};

/// How a multi-Region key belongs to those that have the same id in other Regions. All of them keep the same primary Region
/// and the same replica Regions.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct MultiRegion {
    /// What the key itself is.
    pub kind: MultiRegionKeyType,
    /// The Region of the primary key.
    pub primary: Region,
    /// The Regions of the replica keys.
    pub replicas: BTreeSet<Region>,
}

impl MultiRegion {
    /// A primary key without replicas.
    pub fn primary_in(region: Region) -> Self {
        Self { kind: MultiRegionKeyType::Primary, primary: region, replicas: BTreeSet::new() }
    }

    /// The Regions of all related keys but the one in `here`.
    pub fn others<'a>(&'a self, here: &'a Region) -> impl Iterator<Item = &'a Region> {
        [&self.primary].into_iter().chain(&self.replicas).filter(move |region| *region != here)
    }

    /// The key in `to`, which was a replica key, is the primary key from now on. `here` is where this key is.
    pub fn move_primary(&mut self, to: &Region, here: &Region) {
        self.replicas.remove(to);
        self.replicas.insert(core::mem::replace(&mut self.primary, to.clone()));
        self.kind = if to == here { MultiRegionKeyType::Primary } else { MultiRegionKeyType::Replica };
    }
}
