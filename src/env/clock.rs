use core::time::Duration;

use crate::types::Timestamp;

/// Says what time it is.
pub trait Clock {
    /// The time now.
    fn now(&self) -> Timestamp;

    /// Moves the clock forward; it never goes back.
    fn advance(&mut self, by: Duration);
}

/// A clock that stands still until it is moved.
#[derive(Debug)]
pub struct ManualClock {
    start: Timestamp,
    /// Kept exactly, so that many moves of less than a millisecond are not lost.
    moved: Duration,
}

impl ManualClock {
    /// A clock that stands at `now`.
    pub fn new(now: Timestamp) -> Self {
        Self { start: now, moved: Duration::ZERO }
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        self.start.plus(self.moved)
    }

    fn advance(&mut self, by: Duration) {
        self.moved = self.moved.saturating_add(by);
    }
}

/// The machine's (or the browser's) clock, and however far it was moved beyond that.
#[derive(Debug, Default)]
pub struct SystemClock {
    ahead: Duration,
}

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(system_millis()).plus(self.ahead)
    }

    fn advance(&mut self, by: Duration) {
        self.ahead = self.ahead.saturating_add(by);
    }
}

#[cfg(not(target_arch = "wasm32"))]
#[expect(clippy::disallowed_methods, reason = "the one place that asks the machine for the time")]
fn system_millis() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.ok().and_then(|since| i64::try_from(since.as_millis()).ok()).unwrap_or_default()
}

#[cfg(target_arch = "wasm32")]
#[expect(clippy::disallowed_methods, reason = "the one place that asks the browser for the time")]
#[expect(clippy::cast_possible_truncation, reason = "Date.now() is a whole number of milliseconds")]
fn system_millis() -> i64 {
    js_sys::Date::now() as i64
}
