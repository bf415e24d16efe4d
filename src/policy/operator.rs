//! The condition operators of IAM.
//!
//! See "IAM JSON policy elements: Condition operators" in the IAM User Guide.

use core::net::IpAddr;

use base64::{Engine, engine::general_purpose::STANDARD};
use ipnet::IpNet;

use super::{
    Facts,
    pattern::{Pattern, Syntax},
};
use crate::types::Timestamp;

/// An operator without its prefix and suffix.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Operator {
    Text { negated: bool, like: bool, ignoring_case: bool },
    Number(Order),
    Date(Order),
    Bool,
    Binary,
    Address { negated: bool },
    Arn { negated: bool },
    Null,
}

/// How two values stand to each other.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Order {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// A value that a policy compares with, read for its operator.
#[derive(Debug)]
pub(super) enum Wanted {
    Text(Pattern),
    Number(f64),
    /// In milliseconds since the epoch.
    Date(i64),
    Bool(bool),
    Binary(Vec<u8>),
    Network(IpNet),
    Arn(ArnPattern),
}

/// An ARN with wildcards, which do not reach over the colons between its parts.
#[derive(Debug)]
pub(super) enum ArnPattern {
    Everything,
    Parts(Vec<Pattern>),
}

impl Operator {
    pub(super) fn parse(name: &str) -> Option<Self> {
        let text = |negated, like, ignoring_case| Self::Text { negated, like, ignoring_case };
        Some(match name {
            "StringEquals" => text(false, false, false),
            "StringNotEquals" => text(true, false, false),
            "StringEqualsIgnoreCase" => text(false, false, true),
            "StringNotEqualsIgnoreCase" => text(true, false, true),
            "StringLike" => text(false, true, false),
            "StringNotLike" => text(true, true, false),
            "Bool" => Self::Bool,
            "BinaryEquals" => Self::Binary,
            "IpAddress" => Self::Address { negated: false },
            "NotIpAddress" => Self::Address { negated: true },
            "ArnEquals" | "ArnLike" => Self::Arn { negated: false },
            "ArnNotEquals" | "ArnNotLike" => Self::Arn { negated: true },
            "Null" => Self::Null,
            _ => match name.strip_prefix("Numeric") {
                Some(order) => Self::Number(Order::parse(order)?),
                None => Self::Date(Order::parse(name.strip_prefix("Date")?)?),
            },
        })
    }

    /// Whether it asks for values that are not those of the policy: all of them count, not any.
    pub(super) fn is_negated(self) -> bool {
        match self {
            Self::Text { negated, .. } | Self::Address { negated } | Self::Arn { negated } => negated,
            Self::Number(order) | Self::Date(order) => order == Order::NotEqual,
            Self::Bool | Self::Binary | Self::Null => false,
        }
    }

    /// Reads a value of a policy, or says what it should have been.
    pub(super) fn read(self, text: &str, variables: bool) -> Result<Wanted, &'static str> {
        match self {
            Self::Text { like, .. } => Ok(Wanted::Text(Pattern::parse(text, Syntax { wildcards: like, variables }))),
            Self::Number(_) => number(text).map(Wanted::Number).ok_or("a number"),
            Self::Date(_) => Timestamp::parse_millis(text)
                .map(Wanted::Date)
                .ok_or("a date such as 2026-11-24T00:00:00Z, or epoch seconds"),
            Self::Bool | Self::Null => boolean(text).map(Wanted::Bool).ok_or("true or false"),
            Self::Binary => STANDARD.decode(text).map(Wanted::Binary).map_err(|_| "base64"),
            Self::Address { .. } => network(text).map(Wanted::Network).ok_or("an address such as 203.0.113.0/24"),
            Self::Arn { .. } => {
                ArnPattern::parse(text, variables).map(Wanted::Arn).ok_or("an ARN, which has six parts")
            }
        }
    }

    /// Whether the value of a request is the wanted one. For a negated operator this says whether it is the one that
    /// is *not* wanted. A value that is not of the operator's type is never it.
    pub(super) fn compares(self, given: &str, wanted: &Wanted, facts: &dyn Facts) -> bool {
        match (self, wanted) {
            (Self::Text { ignoring_case: true, .. }, Wanted::Text(pattern)) => {
                pattern.matches_ignoring_case(given, facts)
            }
            (Self::Text { .. }, Wanted::Text(pattern)) => pattern.matches(given, facts),
            (Self::Number(order), Wanted::Number(wanted)) => {
                number(given).is_some_and(|given| order.holds(&given, wanted))
            }
            (Self::Date(order), Wanted::Date(wanted)) => {
                Timestamp::parse_millis(given).is_some_and(|given| order.holds(&given, wanted))
            }
            (Self::Bool, Wanted::Bool(wanted)) => boolean(given) == Some(*wanted),
            (Self::Binary, Wanted::Binary(wanted)) => STANDARD.decode(given).is_ok_and(|given| given == *wanted),
            (Self::Address { .. }, Wanted::Network(wanted)) => {
                given.parse::<IpAddr>().is_ok_and(|given| wanted.contains(&given))
            }
            (Self::Arn { .. }, Wanted::Arn(wanted)) => wanted.matches(given, facts),
            _ => false,
        }
    }
}

impl Order {
    fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "Equals" => Self::Equal,
            "NotEquals" => Self::NotEqual,
            "LessThan" => Self::Less,
            "LessThanEquals" => Self::LessOrEqual,
            "GreaterThan" => Self::Greater,
            "GreaterThanEquals" => Self::GreaterOrEqual,
            _ => return None,
        })
    }

    /// `NotEqual` holds where the values are equal: it is negated by whoever asks.
    fn holds<T: PartialOrd>(self, given: &T, wanted: &T) -> bool {
        match self {
            Self::Equal | Self::NotEqual => given == wanted,
            Self::Less => given < wanted,
            Self::LessOrEqual => given <= wanted,
            Self::Greater => given > wanted,
            Self::GreaterOrEqual => given >= wanted,
        }
    }
}

impl ArnPattern {
    pub(super) fn parse(text: &str, variables: bool) -> Option<Self> {
        if text == "*" {
            return Some(Self::Everything);
        }
        let parts = arn_parts(text);
        let is_arn = parts.len() == 6 && parts.first() == Some(&"arn");
        let pattern = |part: &&str| Pattern::parse(part, Syntax { wildcards: true, variables });
        is_arn.then(|| Self::Parts(parts.iter().map(pattern).collect()))
    }

    pub(super) fn matches(&self, given: &str, facts: &dyn Facts) -> bool {
        match self {
            Self::Everything => true,
            Self::Parts(patterns) => {
                let parts: Vec<_> = given.splitn(6, ':').collect();
                parts.len() == patterns.len()
                    && patterns.iter().zip(parts).all(|(pattern, part)| pattern.matches(part, facts))
            }
        }
    }
}

/// The six parts; the colons of variables and of the last part divide nothing.
fn arn_parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    while parts.len() < 5 {
        let mut depth = 0_usize;
        let colon = rest.char_indices().find(|(_, character)| {
            match character {
                '{' => depth = depth.saturating_add(1),
                '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            *character == ':' && depth == 0
        });
        let Some((part, after)) = colon.and_then(|(at, _)| Some((rest.get(..at)?, rest.get(at..)?.get(1..)?))) else {
            break;
        };
        parts.push(part);
        rest = after;
    }
    parts.push(rest);
    parts
}

/// Read by the library that is there for JSON anyway: the standard library's tables for it weigh 8 KB in the WebAssembly.
fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    let unsigned = text.strip_prefix('+').filter(|rest| rest.starts_with(|first: char| first.is_ascii_digit()));
    serde_json::from_str(unsigned.unwrap_or(text)).ok()
}

pub(super) fn boolean(text: &str) -> Option<bool> {
    if text.eq_ignore_ascii_case("true") {
        return Some(true);
    }
    text.eq_ignore_ascii_case("false").then_some(false)
}

/// A network, or one address.
fn network(text: &str) -> Option<IpNet> {
    text.parse::<IpNet>().ok().or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from))
}
