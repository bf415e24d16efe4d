use core::{fmt, time::Duration};

use serde::{Deserialize, Serialize, Serializer};

use super::iso8601;

/// A moment, in milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Ord, PartialEq, PartialOrd)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The latest moment that a date can be written for: the end of the year 9999.
    pub const MAX: Self = Self(253_402_207_200_000);

    /// The moment this many milliseconds after the epoch, no later than [`Timestamp::MAX`].
    pub fn from_millis(millis: i64) -> Self {
        Self(millis.clamp(0, Self::MAX.0))
    }

    /// Milliseconds since the epoch.
    pub fn as_millis(self) -> i64 {
        self.0
    }

    /// The moment that much later.
    #[must_use]
    pub fn plus(self, by: Duration) -> Self {
        let millis = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        Self::from_millis(self.0.saturating_add(millis))
    }

    /// The time that has passed since `earlier`; none if that is yet to come.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or_default())
    }

    /// Whether this moment has come at `now`. [`Timestamp::MAX`] stands for all that lies beyond it, and never comes.
    pub fn has_come(self, now: Self) -> bool {
        self <= now && self < Self::MAX
    }

    /// The moment this many seconds after the epoch, to the millisecond, no later than [`Timestamp::MAX`].
    #[expect(clippy::cast_possible_truncation, reason = "the conversion saturates, and what is no number becomes zero")]
    pub fn from_epoch_seconds(seconds: f64) -> Self {
        Self::from_millis((seconds * 1000.0).round() as i64)
    }

    /// The moment that a text means, in milliseconds since the epoch, even one before that: ISO 8601, with or without a
    /// time, or epoch seconds.
    pub fn parse_millis(text: &str) -> Option<i64> {
        let text = text.trim();
        if let Ok(seconds) = text.parse::<i64>() {
            return seconds.checked_mul(1000);
        }
        iso8601::read(text)
    }

    /// Seconds since the epoch with their fraction, as AWS JSON writes a moment.
    #[expect(clippy::cast_precision_loss, reason = "milliseconds up to the year 9999 need 48 of the 53 bits")]
    pub fn as_epoch_seconds(self) -> f64 {
        self.0 as f64 / 1000.0
    }
}

/// ISO 8601 in UTC: `2026-11-24T00:00:00Z`.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        iso8601::write(Self::from_millis(self.0).0, f)
    }
}

/// In epoch seconds for callers, in milliseconds in snapshots, where alone it is read again.
impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.serialize_f64(self.as_epoch_seconds())
        } else {
            serializer.serialize_i64(self.0)
        }
    }
}
