//! The AWS CLI's shorthand: `Key=value,Other={Key=value},List=[a,b]`.
//!
//! See "Using shorthand syntax in the AWS CLI" in the AWS CLI User Guide.

use core::{iter::Peekable, str::Chars};

use serde_json::{Map, Value};

/// How deep structures may stand in one another.
const DEPTH_MOST: usize = 32;

type Text<'a> = Peekable<Chars<'a>>;

/// Reads pairs.
///
/// # Errors
/// What was expected.
pub(super) fn read(text: &str) -> Result<Value, String> {
    let mut rest = text.chars().peekable();
    let pairs = pairs(&mut rest, None, 0)?;
    Ok(Value::Object(pairs))
}

/// Pairs up to `end`, or to the end of the text.
fn pairs(rest: &mut Text<'_>, end: Option<char>, depth: usize) -> Result<Map<String, Value>, String> {
    if depth > DEPTH_MOST {
        return Err("The structures stand too deep in one another.".to_owned());
    }
    let mut pairs = Map::new();
    loop {
        if rest.next_if(|c| Some(*c) == end).is_some() {
            return Ok(pairs);
        }
        let key = key(rest)?;
        let value = value(rest, end, depth)?;
        if pairs.contains_key(&key) {
            return Err(format!("The name '{key}' stands there twice."));
        }
        pairs.insert(key, value);
        match rest.next() {
            None if end.is_none() => return Ok(pairs),
            Some(c) if Some(c) == end => return Ok(pairs),
            Some(',') => {}
            Some(c) => return Err(format!("A comma was expected, not '{c}'.")),
            None => return Err("A bracket '{' has no end.".to_owned()),
        }
    }
}

fn key(rest: &mut Text<'_>) -> Result<String, String> {
    let mut key = String::new();
    while let Some(c) = rest.next_if(|c| !matches!(c, '=' | ',' | '{' | '}' | '[' | ']')) {
        key.push(c);
    }
    match rest.next() {
        Some('=') if !key.trim().is_empty() => Ok(key.trim().to_owned()),
        _ => Err(format!("After '{key}' a '=' with a value was expected.")),
    }
}

fn value(rest: &mut Text<'_>, end: Option<char>, depth: usize) -> Result<Value, String> {
    if rest.next_if_eq(&'{').is_some() {
        return Ok(Value::Object(pairs(rest, Some('}'), depth.saturating_add(1))?));
    }
    if rest.next_if_eq(&'[').is_some() {
        return list(rest);
    }
    let mut values = vec![Value::String(text(rest, end)?)];
    // A comma leads to the next pair, or to the next value of a list.
    while is_value_next(rest) {
        rest.next();
        values.push(Value::String(text(rest, end)?));
    }
    match values.pop() {
        Some(only) if values.is_empty() => Ok(only),
        last => Ok(values.into_iter().chain(last).collect()),
    }
}

/// Whether a comma follows, and after it something that is no pair.
fn is_value_next(rest: &Text<'_>) -> bool {
    let mut ahead = rest.clone();
    if ahead.next() != Some(',') || ahead.peek().is_none() {
        return false;
    }
    let quoted = matches!(ahead.peek(), Some('"' | '\''));
    quoted || ahead.find(|c| matches!(c, '=' | ',' | '}')).is_none_or(|c| c != '=')
}

fn list(rest: &mut Text<'_>) -> Result<Value, String> {
    let mut values = Vec::new();
    if rest.next_if_eq(&']').is_some() {
        return Ok(Value::Array(values));
    }
    loop {
        values.push(Value::String(text(rest, Some(']'))?));
        match rest.next() {
            Some(']') => return Ok(Value::Array(values)),
            Some(',') => {}
            _ => return Err("A bracket '[' has no end.".to_owned()),
        }
    }
}

/// One value: in quotes, or up to a comma or `end`.
fn text(rest: &mut Text<'_>, end: Option<char>) -> Result<String, String> {
    let mut text = String::new();
    let Some(quote) = rest.next_if(|c| matches!(c, '"' | '\'')) else {
        while let Some(c) = rest.next_if(|c| *c != ',' && Some(*c) != end) {
            match c {
                '\\' => text.extend(rest.next()),
                c => text.push(c),
            }
        }
        return Ok(text.trim().to_owned());
    };
    while let Some(c) = rest.next() {
        match c {
            '\\' => text.extend(rest.next()),
            c if c == quote => return Ok(text),
            c => text.push(c),
        }
    }
    Err(format!("A quotation that begins with {quote} has no end."))
}
