//! Dates as texts, held against another library's.

use glass_kms::types::Timestamp;
use jiff::{
    Timestamp as Instant, civil,
    tz::{Offset, TimeZone},
};
use proptest::prelude::*;

use crate::support::NOW;

const DAY: i64 = 86_400_000;

/// What the other library makes of a moment.
fn instant(text: &str) -> Option<i64> {
    text.parse::<Instant>().ok().map(Instant::as_millisecond)
}

#[test]
fn every_day_of_the_calendar_is_written_and_read() {
    let end = Timestamp::MAX.as_millis() / DAY;
    // Each day of 400 years, after which the calendar repeats; and some of all that are left.
    let days = (0..146_097).chain((146_097..end).step_by(97)).chain([end]);
    for day in days {
        let moment = Timestamp::from_millis(day * DAY + day % DAY);
        let text = moment.to_string();
        let expected = Instant::from_millisecond(moment.as_millis()).expect("a moment").to_string();
        assert_eq!(text, expected);
        assert_eq!(Timestamp::parse_millis(&text), Some(moment.as_millis()), "{text}");
        let date = text.split('T').next().and_then(Timestamp::parse_millis);
        assert_eq!(date, Some(day * DAY), "{text}");
    }
}

#[test]
fn years_before_1970_are_read() {
    for year in 0..1970 {
        let text = format!("{year:04}-12-31T23:59:59Z");
        assert_eq!(Timestamp::parse_millis(&text), instant(&text), "{text}");
    }
    assert_eq!(Timestamp::parse_millis("-1"), Some(-1000));
}

#[test]
fn a_moment_is_written_in_several_ways() {
    for (text, after) in [
        ("2026-11-24", 0),
        ("1795478400", 0),
        (" 2026-11-24T00:00:00Z\n", 0),
        ("2026-11-24T00:00:00z", 0),
        ("2026-11-24t00:00:00Z", 0),
        ("2026-11-24 00:00:00Z", 0),
        ("2026-11-24T00Z", 0),
        ("2026-11-24T00:00Z", 0),
        ("20261124T000000Z", 0),
        ("20261124T0000Z", 0),
        ("2026-11-24T09:30:00.25+09:30", 250),
        ("2026-11-24T09:30:00,25+0930", 250),
        ("2026-11-23T16-08", 0),
        ("2026-11-24T00:00:00-00:00", 0),
        ("2026-11-24T00:00:00.1239999Z", 123),
        ("2026-11-24T00:00:00.123456789Z", 123),
        ("2026-11-24T00:00:60Z", 59_000),
        ("2026-11-24T12:34:56.789", 45_296_789),
    ] {
        assert_eq!(Timestamp::parse_millis(text), Some(NOW + after), "{text}");
        if text.trim().ends_with(['Z', 'z']) || text.contains("T09") {
            assert_eq!(instant(text.trim()), Some(NOW + after), "{text}");
        }
    }
}

#[test]
fn what_is_no_moment_is_refused() {
    for text in [
        "",
        "yesterday",
        "2026-11",
        "26-11-24",
        "2026-1124",
        "202611-24",
        "2026-00-24",
        "2026-13-24",
        "2026-11-00",
        "2026-11-31",
        "2026-02-29",
        "1900-02-29",
        "2026-11-24T",
        "2026-11-24Z",
        "2026-11-24T0",
        "2026-11-24T24:00:00Z",
        "2026-11-24T00:60:00Z",
        "2026-11-24T00:00:61Z",
        "2026-11-24T00:00:Z",
        "2026-11-24T00:0000Z",
        "2026-11-24T0000:00Z",
        "2026-11-24T10.5Z",
        "2026-11-24T10:30.5Z",
        "2026-11-24T00:00:00.Z",
        "2026-11-24T00:00:00.1234567890Z",
        "2026-11-24T00:00:00Z+01:00",
        "2026-11-24T00:00:00+",
        "2026-11-24T00:00:00+1",
        "2026-11-24T00:00:00+26:00",
        "2026-11-24T00:00:00ZZ",
        "2026-11-24X00:00:00Z",
        "２０２６-11-24",
        "9223372036854775807",
        "1795478400.5",
    ] {
        assert_eq!(Timestamp::parse_millis(text), None, "{text}");
        assert_eq!(instant(text), None, "{text}");
    }
}

/// Dates and times with and without their signs, some of them wrong.
fn nearly_dates() -> impl Strategy<Value = String> {
    let date = "[0-9]{4}(-(0[1-9]|1[0-3])-[0-3][0-9]|(0[1-9]|1[0-3])[0-3][0-9]|-[0-9]{2,4})";
    let clock = "[0-2][0-9](:[0-5][0-9](:[0-6][0-9]([.,][0-9]{1,10})?)?|[0-5][0-9]([0-5][0-9]([.,][0-9]{1,10})?)?|:?[0-9]{0,4})";
    let offset = "(Z|z|[+-](0[0-9]|1[0-9]|2[0-3])(:?[0-5][0-9])?)?";
    (date, "[Tt ]", clock, offset).prop_map(|(date, sign, clock, offset)| [date, sign, clock, offset].concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 5_000, ..ProptestConfig::default() })]

    #[test]
    fn moments_at_any_offset_are_read_as_the_other_library_reads_them(
        millis in 0..Timestamp::MAX.as_millis(),
        minutes in -1439..1440,
    ) {
        let offset = Offset::from_seconds(minutes * 60).expect("an offset");
        let text = Instant::from_millisecond(millis).expect("a moment").display_with_offset(offset).to_string();
        prop_assert_eq!(Timestamp::parse_millis(&text), Some(millis), "{}", text);
    }

    #[test]
    fn what_looks_like_a_date_is_read_as_the_other_library_reads_it(text in nearly_dates()) {
        let in_utc = || text.parse::<civil::DateTime>().ok()?.to_zoned(TimeZone::UTC).ok();
        let expected = instant(&text).or_else(|| in_utc().map(|zoned| zoned.timestamp().as_millisecond()));
        // Less than a millisecond goes down here, towards 1970 there.
        prop_assume!(expected.is_none_or(|millis| millis >= 0));
        prop_assert_eq!(Timestamp::parse_millis(&text), expected, "{}", text);
    }
}
