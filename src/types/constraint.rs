//! What AWS says of a member of a request that breaks its shape: the same words in every service.

use core::fmt::Display;
use std::ops::RangeInclusive;

/// `value` is what is wrong, such as `Value null at 'keyId'`, and `must` what it should do.
pub fn unmet(value: impl Display, must: impl Display) -> String {
    format!("{value} failed to satisfy constraint: Member must {must}")
}

/// What something must have that lies outside of a range, if it does: `have length less than or equal to 4096`.
pub fn outside<T: PartialOrd + Display>(what: &str, given: &T, range: RangeInclusive<T>) -> Option<String> {
    let (least, most) = range.into_inner();
    if *given < least {
        return Some(at_least(what, least));
    }
    (*given > most).then(|| at_most(what, most))
}

/// That something must not be less.
pub fn at_least(what: &str, least: impl Display) -> String {
    format!("have {what} greater than or equal to {least}")
}

/// That something must not be more.
pub fn at_most(what: &str, most: impl Display) -> String {
    format!("have {what} less than or equal to {most}")
}

/// What something must do that is none of the values of an enumeration.
pub fn enumerated(values: &[&str]) -> String {
    format!("satisfy enum value set: [{}]", values.join(", "))
}

/// The message about everything that is wrong.
pub fn detected(unmet: &[String]) -> String {
    let errors = if unmet.len() == 1 { "error" } else { "errors" };
    format!("{} validation {errors} detected: {}", unmet.len(), unmet.join("; "))
}
