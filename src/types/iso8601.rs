//! Dates and times of the Gregorian calendar as ISO 8601 writes them, in milliseconds since 1970-01-01T00:00:00Z.

use core::fmt;

const SECOND: i64 = 1000;
const HOUR: i64 = 3600 * SECOND;
const DAY: i64 = 24 * HOUR;

/// The days from the first of January of the year 1 to that of 1970.
const EPOCH: i64 = 719_162;

/// The moment that a date means, alone or with a time of day: `2026-11-24`, `2026-11-24T09:30+09:00`,
/// `20261124T003000.5Z`. A date without a time is its first moment; a time without an offset is in UTC. As RFC 3339 allows,
/// letters may be small, a space may stand for the `T`, and a leap second counts as the one before.
pub(super) fn read(text: &str) -> Option<i64> {
    let mut rest = Rest(text.as_bytes());
    let day = rest.date()? * DAY;
    let time = if rest.take(b"Tt ").is_some() { rest.clock()? - rest.offset()? } else { 0 };
    rest.0.is_empty().then_some(day + time)
}

/// Writes a moment in UTC, with as many digits of a second as it needs.
pub(super) fn write(millis: i64, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let (mut day, time) = (millis.div_euclid(DAY), millis.rem_euclid(DAY));
    // The average year is a little off, by less than a year.
    let guess = 1970 + day * 400 / 146_097;
    let year = if days_before(guess) > day { guess - 1 } else { guess + i64::from(days_before(guess + 1) <= day) };
    day -= days_before(year);
    let mut month = 1;
    for length in months(year) {
        if day < length {
            break;
        }
        (day, month) = (day - length, month + 1);
    }
    let [hour, minute, second] = [time / HOUR, time / (60 * SECOND) % 60, time / SECOND % 60];
    write!(f, "{year:04}-{month:02}-{:02}T{hour:02}:{minute:02}:{second:02}", day + 1)?;
    match time % SECOND {
        0 => {}
        tenths if tenths % 100 == 0 => write!(f, ".{}", tenths / 100)?,
        hundredths if hundredths % 10 == 0 => write!(f, ".{:02}", hundredths / 10)?,
        thousandths => write!(f, ".{thousandths:03}")?,
    }
    f.write_str("Z")
}

/// The days from 1970 to the first of January of a year.
fn days_before(year: i64) -> i64 {
    let past = year - 1;
    past * 365 + past.div_euclid(4) - past.div_euclid(100) + past.div_euclid(400) - EPOCH
}

/// How many days the months of a year have.
fn months(year: i64) -> [i64; 12] {
    let leaps = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    [31, 28 + i64::from(leaps), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
}

/// What is still to be read.
struct Rest<'a>(&'a [u8]);

impl Rest<'_> {
    /// `YYYY-MM-DD` or `YYYYMMDD`, in days since 1970.
    fn date(&mut self) -> Option<i64> {
        let year = self.digits(4)?;
        let dash = self.take(b"-");
        let month = usize::try_from(self.digits(2)?.checked_sub(1)?).ok()?;
        if dash.is_some() {
            self.take(b"-")?;
        }
        let day = self.digits(2)?.checked_sub(1)?;
        let months = months(year);
        let before = months.get(..month)?.iter().sum::<i64>();
        months.get(month).filter(|length| (0..**length).contains(&day)).map(|_| days_before(year) + before + day)
    }

    /// `hh`, `hh:mm`, `hh:mm:ss` or `hh:mm:ss.s`, or the same without colons.
    fn clock(&mut self) -> Option<i64> {
        let mut time = self.below(24)? * HOUR;
        let colon = self.take(b":").is_some();
        if !colon && !self.goes_on() {
            return Some(time);
        }
        time += self.below(60)? * 60 * SECOND;
        let second = if colon { self.take(b":").is_some() } else { self.goes_on() };
        if second {
            time += self.below(61)?.min(59) * SECOND;
            if self.take(b".,").is_some() {
                time += self.fraction()?;
            }
        }
        Some(time)
    }

    /// `Z`, `+hh:mm` or `-hh:mm`, or nothing.
    fn offset(&mut self) -> Option<i64> {
        match self.take(b"Zz+-") {
            Some(b'+') => self.clock(),
            Some(b'-') => self.clock().map(|offset| -offset),
            _ => Some(0),
        }
    }

    /// The digits after the point, nine at most. What is less than a millisecond is not looked at.
    fn fraction(&mut self) -> Option<i64> {
        let first = self.digits(1)?;
        let further = [self.digits(1), self.digits(1)].map(Option::unwrap_or_default);
        (0..6).take_while(|_| self.digits(1).is_some()).for_each(drop);
        Some(first * 100 + further[0] * 10 + further[1])
    }

    /// A number of two digits below `limit`.
    fn below(&mut self, limit: i64) -> Option<i64> {
        self.digits(2).filter(|number| *number < limit)
    }

    fn digits(&mut self, count: usize) -> Option<i64> {
        let (digits, rest) = self.0.split_at_checked(count)?;
        let number = digits
            .iter()
            .try_fold(0, |number, digit| digit.is_ascii_digit().then(|| number * 10 + i64::from(digit - b'0')))?;
        self.0 = rest;
        Some(number)
    }

    fn goes_on(&self) -> bool {
        self.0.first().is_some_and(u8::is_ascii_digit)
    }

    /// The next byte, if it is one of these.
    fn take(&mut self, one_of: &[u8]) -> Option<u8> {
        let (first, rest) = self.0.split_first().filter(|(first, _)| one_of.contains(first))?;
        self.0 = rest;
        Some(*first)
    }
}
