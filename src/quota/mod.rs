//! Request quotas: how often an account may call, by Region and quota, as
//! [AWS documents](https://docs.aws.amazon.com/kms/latest/developerguide/requests-per-second.html).
#![deny(clippy::arithmetic_side_effects, reason = "a level that wraps around lets everything through, or nothing")]

mod bucket;
mod limits;

pub use limits::{Quota, Rate};

use std::collections::BTreeMap;

use bucket::Bucket;

use crate::types::{AccountId, CustomKeyStoreId, Region, Sorted, Timestamp};

/// The buckets of all accounts in all Regions. Those that nobody has used are full, and not kept.
#[derive(Debug, Default)]
pub struct Quotas {
    /// What is not as AWS has it, by the name of the quota.
    adjusted: Sorted<String, u32>,
    buckets: Sorted<Region, BTreeMap<(AccountId, &'static str), Bucket>>,
    /// Those of custom key stores.
    stores: Vec<(CustomKeyStoreId, Bucket)>,
}

/// What a call takes out of a bucket.
#[derive(Clone, Copy, Debug)]
pub struct Charge<'a> {
    /// Which quota it counts against.
    pub quota: Quota,
    /// In which Region.
    pub region: &'a Region,
    /// As how many requests.
    pub requests: u32,
}

/// A bucket at one moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Level {
    /// How many requests a second fill it up again; it holds as many.
    pub per_second: u32,
    /// How many requests would pass now.
    pub available: f64,
}

impl Quotas {
    /// AWS's quotas, save for those whose name stands in `adjusted`, in requests per second.
    pub fn new(adjusted: Sorted<String, u32>) -> Self {
        Self { adjusted, ..Self::default() }
    }

    /// Takes a request out of the account's bucket, and those that it counts as in another Region out of the one there; or
    /// says with `false` that one of the buckets does not hold enough, and takes nothing.
    pub fn take(&mut self, here: Charge<'_>, there: Option<Charge<'_>>, account: AccountId, now: Timestamp) -> bool {
        let held = |charge: &Charge<'_>| {
            self.level(charge.quota, account, charge.region, now).available >= f64::from(charge.requests)
        };
        let passes = there.as_ref().is_none_or(held) && self.take_here(&here, account, now);
        if let Some(there) = there.filter(|_| passes) {
            self.take_here(&there, account, now);
        }
        passes
    }

    /// Takes a request out of the bucket of each of these custom key stores, which are all in `region`; or says with `false` that
    /// one of them is empty.
    pub fn take_of_stores(&mut self, stores: &[CustomKeyStoreId], region: &Region, now: Timestamp) -> bool {
        let rate = self.per_second(Quota::CUSTOM_KEY_STORE, region);
        stores.iter().all(|store| {
            if !self.stores.iter().any(|(id, _)| id == store) {
                self.stores.push((*store, Bucket::full(rate, now)));
            }
            let found = self.stores.iter_mut().find(|(id, _)| id == store);
            found.is_some_and(|(_, bucket)| bucket.take(1, rate, now))
        })
    }

    fn take_here(&mut self, charge: &Charge<'_>, account: AccountId, now: Timestamp) -> bool {
        let Charge { quota, region, requests } = *charge;
        let rate = self.per_second(quota, region);
        if !self.buckets.contains_key(region) {
            self.buckets.insert(region.clone(), BTreeMap::new());
        }
        let Some(buckets) = self.buckets.get_mut(region) else { return false };
        buckets.entry((account, quota.name)).or_insert_with(|| Bucket::full(rate, now)).take(requests, rate, now)
    }

    /// How full the account's bucket is.
    pub fn level(&self, quota: Quota, account: AccountId, region: &Region, now: Timestamp) -> Level {
        let per_second = self.per_second(quota, region);
        let bucket = self.buckets.get(region).and_then(|buckets| buckets.get(&(account, quota.name)));
        let available = bucket.map_or(f64::from(per_second), |bucket| bucket.available(per_second, now));
        Level { per_second, available }
    }

    fn per_second(&self, quota: Quota, region: &Region) -> u32 {
        self.adjusted.get(quota.name).copied().unwrap_or_else(|| quota.rate.in_region(region))
    }
}
