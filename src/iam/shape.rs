//! The shapes of requests, and how IAM words what is wrong with them.

use core::fmt::Display;
use std::ops::RangeInclusive;

use super::IamError;
use crate::types::constraint::{detected, enumerated, outside, unmet};

/// Declares a request as IAM has it: members in Pascal case, each of which may be absent.
macro_rules! request {
    ($(#[$attribute:meta])* $name:ident { $($(#[$doc:meta])* $member:ident: $type:ty,)* }) => {
        $(#[$attribute])*
        #[derive(Debug, Default)]
        pub struct $name {
            $($(#[$doc])* pub $member: Option<$type>,)*
        }

        $crate::types::input::read_members! { $name { $($member,)* } }
    };
}
pub(super) use request;

/// Declares an answer: members in Pascal case; one that is absent is left out.
macro_rules! response {
    ($(#[$attribute:meta])* $name:ident { $($(#[$doc:meta])* $member:ident: $type:ty,)* }) => {
        $(#[$attribute])*
        #[derive(Debug, serde::Serialize)]
        #[serde(rename_all = "PascalCase")]
        pub struct $name {
            $($(#[$doc])* pub $member: $type,)*
        }
    };
}
pub(super) use response;

/// A member that is not there, or not what it must be.
fn broken<T>(value: impl Display, must: impl Display) -> Result<T, IamError> {
    Err(IamError::Validation(detected(&[unmet(value, must)])))
}

fn bounds<T: PartialOrd + Display>(
    member: &str,
    what: &str,
    given: T,
    range: RangeInclusive<T>,
) -> Result<(), IamError> {
    outside(what, &given, range).map_or(Ok(()), |must| broken(format_args!("Value at '{member}'"), must))
}

/// A member that must be there.
pub(super) fn required<'a, T: ?Sized>(member: &str, value: Option<&'a T>) -> Result<&'a T, IamError> {
    value.map_or_else(|| broken(format_args!("Value null at '{member}'"), "not be null"), Ok)
}

/// A text of so many characters, which must be there.
pub(super) fn text<'a>(
    member: &str,
    value: Option<&'a str>,
    lengths: RangeInclusive<usize>,
) -> Result<&'a str, IamError> {
    let text = required(member, value)?;
    bounds(member, "length", text.chars().count(), lengths)?;
    Ok(text)
}

/// A number in a range, or what stands for it.
pub(super) fn number(
    member: &str,
    value: Option<i64>,
    default: u32,
    range: RangeInclusive<u32>,
) -> Result<u32, IamError> {
    let Some(given) = value else { return Ok(default) };
    let (least, most) = (i64::from(*range.start()), i64::from(*range.end()));
    bounds(member, "value", given, least..=most)?;
    Ok(u32::try_from(given).unwrap_or(default))
}

/// One of the values of an enumeration.
pub(super) fn one_of<'a>(member: &str, value: Option<&'a str>, values: &[&str]) -> Result<&'a str, IamError> {
    let text = required(member, value)?;
    if values.contains(&text) {
        return Ok(text);
    }
    broken(format_args!("Value '{text}' at '{member}'"), enumerated(values))
}

/// A name: letters, digits and `_+=,.@-`.
pub(super) fn name<'a>(
    member: &str,
    value: Option<&'a str>,
    lengths: RangeInclusive<usize>,
) -> Result<&'a str, IamError> {
    let name = text(member, value, lengths)?;
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"_+=,.@-".contains(&byte);
    if name.bytes().all(fits) {
        return Ok(name);
    }
    Err(IamError::Validation(format!(
        "The specified value for {member} is invalid. It must contain only alphanumeric characters and/or the \
         following: +=,.@_-"
    )))
}

/// A path: `/`, or words with slashes around them. Wildcards are left out: an ARN with one would name many.
pub(super) fn path(value: Option<&str>) -> Result<&str, IamError> {
    let path = text("path", value.or(Some("/")), 1..=512)?;
    let fits = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'*' | b'?');
    let is_empty = path.contains("//");
    if path.starts_with('/') && path.ends_with('/') && !is_empty && path.bytes().all(fits) {
        return Ok(path);
    }
    Err(IamError::Validation(
        "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric \
         characters and/or / characters."
            .to_owned(),
    ))
}

/// What IAM has and this engine has not. To pass over it in silence would be to allow more than was asked for.
pub(super) fn unsupported(option: &str, given: bool) -> Result<(), IamError> {
    if given { Err(IamError::InvalidInput(format!("glass-kms does not support {option} yet."))) } else { Ok(()) }
}

/// Where a listing begins and ends.
pub(super) struct Paging<'a> {
    pub(super) after: Option<&'a str>,
    limit: usize,
}

impl<'a> Paging<'a> {
    /// From the members `Marker` and `MaxItems`.
    pub(super) fn new(marker: Option<&'a String>, max_items: Option<i64>) -> Result<Self, IamError> {
        let limit = number("maxItems", max_items, 100, 1..=1000)?;
        let after = marker.map(|marker| text("marker", Some(marker), 1..=320)).transpose()?;
        Ok(Self { after, limit: usize::try_from(limit).unwrap_or(usize::MAX) })
    }

    /// The first of `entries`, which come after the marker; and the marker to go on with, which is the name of the
    /// last one, so that it stays good when others come and go.
    pub(super) fn page<T>(
        &self,
        entries: impl Iterator<Item = T>,
        name: impl Fn(&T) -> &str,
    ) -> (Vec<T>, Option<String>) {
        let mut entries: Vec<T> = entries.take(self.limit.saturating_add(1)).collect();
        let more = entries.len() > self.limit;
        entries.truncate(self.limit);
        let marker = entries.last().filter(|_| more).map(|entry| name(entry).to_owned());
        (entries, marker)
    }
}
