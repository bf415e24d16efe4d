//! Words of a command line, as a POSIX shell splits them.

use core::{iter::Peekable, str::Chars};

/// What separates commands or leads their input and output elsewhere.
const OPERATORS: &[char] = &['|', '&', ';', '<', '>', '(', ')'];

/// The words of one command.
///
/// A backslash at the end of a line separates words, even where no space stands before it: a shell would join what
/// stands on both sides, and nobody means that.
///
/// # Errors
/// What a shell would do that cannot be done here, or a quotation without an end.
pub(super) fn words(text: &str) -> Result<Vec<String>, String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            c if c.is_whitespace() => words.extend(word.take()),
            '\\' if ends_line(&rest) => words.extend(word.take()),
            '\\' => word.get_or_insert_default().extend(rest.next()),
            '\'' => single_quoted(&mut rest, word.get_or_insert_default())?,
            '"' => double_quoted(&mut rest, word.get_or_insert_default())?,
            '#' if word.is_none() => while rest.next_if(|c| *c != '\n').is_some() {},
            '`' => return Err(unknown("`")),
            '$' => dollar(&mut rest, word.get_or_insert_default())?,
            c if OPERATORS.contains(&c) => {
                return Err(format!("'{c}' has a meaning for the shell: put the word that it stands in into quotes."));
            }
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    Ok(words)
}

/// Whether nothing but blanks stands before the end of the line: those after a backslash are seen by nobody.
fn ends_line(rest: &Peekable<Chars<'_>>) -> bool {
    matches!(rest.clone().find(|c| !matches!(c, ' ' | '\t')), None | Some('\r' | '\n'))
}

fn single_quoted(rest: &mut Peekable<Chars<'_>>, word: &mut String) -> Result<(), String> {
    for c in rest {
        match c {
            '\'' => return Ok(()),
            c => word.push(c),
        }
    }
    Err("A quotation that begins with ' has no end.".to_owned())
}

fn double_quoted(rest: &mut Peekable<Chars<'_>>, word: &mut String) -> Result<(), String> {
    while let Some(c) = rest.next() {
        match c {
            '"' => return Ok(()),
            '\\' => match rest.next() {
                Some('\n') | None => {}
                Some(c @ ('"' | '\\' | '$' | '`')) => word.push(c),
                Some(c) => word.extend(['\\', c]),
            },
            '`' => return Err(unknown("`")),
            '$' => dollar(rest, word)?,
            c => word.push(c),
        }
    }
    Err("A quotation that begins with \" has no end.".to_owned())
}

/// A dollar sign stands for itself where no name or bracket follows.
fn dollar(rest: &mut Peekable<Chars<'_>>, word: &mut String) -> Result<(), String> {
    if let Some(c) = rest.next_if(|c| c.is_alphanumeric() || matches!(c, '_' | '{' | '(')) {
        return Err(unknown(&format!("${c}")));
    }
    word.push('$');
    Ok(())
}

fn unknown(what: &str) -> String {
    format!("The shell would put something else in the place of '{what}…'; what that is cannot be known here.")
}
