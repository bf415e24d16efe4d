use crate::types::Timestamp;

/// A request, in the unit in which a bucket is measured: at one request per second, what a millisecond brings is one.
const REQUEST: u64 = 1000;

/// A token bucket. It holds as much as one second brings, and all its arithmetic is exact.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Bucket {
    /// In thousandths of a request.
    level: u64,
    /// When it was so full.
    at: Timestamp,
}

impl Bucket {
    pub(super) fn full(per_second: u32, now: Timestamp) -> Self {
        Self { level: capacity(per_second), at: now }
    }

    /// Takes so many requests, if they are there.
    pub(super) fn take(&mut self, requests: u32, per_second: u32, now: Timestamp) -> bool {
        self.level = self.level_at(per_second, now);
        self.at = self.at.max(now);
        match self.level.checked_sub(capacity(requests)) {
            Some(rest) => {
                self.level = rest;
                true
            }
            None => false,
        }
    }

    /// How many requests are in it.
    #[expect(clippy::cast_precision_loss, reason = "a level is at most 4,294,967,295,000: 42 of the 53 bits")]
    pub(super) fn available(&self, per_second: u32, now: Timestamp) -> f64 {
        self.level_at(per_second, now) as f64 / 1000.0
    }

    fn level_at(&self, per_second: u32, now: Timestamp) -> u64 {
        let elapsed = u64::try_from(now.since(self.at).as_millis()).unwrap_or(u64::MAX);
        let gained = elapsed.saturating_mul(per_second.into());
        self.level.saturating_add(gained).min(capacity(per_second))
    }
}

/// So many requests, which is also what a bucket of so many per second holds.
fn capacity(requests: u32) -> u64 {
    u64::from(requests).saturating_mul(REQUEST)
}
