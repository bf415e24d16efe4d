use std::borrow::Cow;

use super::MessageError;
use crate::trace::Field;

/// Why a structure was not read.
#[derive(Debug)]
pub(super) enum Stop {
    /// It cannot be whole before there are so many bytes in all.
    Short(usize),
    /// It is wrong.
    Wrong(MessageError),
}

impl From<MessageError> for Stop {
    fn from(error: MessageError) -> Self {
        Self::Wrong(error)
    }
}

/// Reads big-endian structures, and takes down where each of their parts stands.
pub(super) struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
    fields: Option<Vec<Field>>,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(bytes: &'a [u8], at: usize) -> Self {
        Self { bytes, at, fields: None }
    }

    pub(super) fn with_fields(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0, fields: Some(Vec::new()) }
    }

    /// Where the next part begins.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    pub(super) fn bytes(&mut self, length: usize, name: &'static str) -> Result<&'a [u8], Stop> {
        let end = self.at.checked_add(length).ok_or(MessageError::Malformed("a length is beyond all measure"))?;
        let taken = self.bytes.get(self.at..end).ok_or(Stop::Short(end))?;
        if let Some(fields) = &mut self.fields
            && length > 0
        {
            fields.push(Field { offset: self.at, length, name: Cow::Borrowed(name), value: None });
        }
        self.at = end;
        Ok(taken)
    }

    pub(super) fn array<const N: usize>(&mut self, name: &'static str) -> Result<[u8; N], Stop> {
        let end = self.at.saturating_add(N);
        self.bytes(N, name)?.try_into().map_err(|_| Stop::Short(end))
    }

    pub(super) fn u8(&mut self, name: &'static str) -> Result<u8, Stop> {
        self.array(name).map(|[byte]| byte).inspect(|byte| self.say(byte))
    }

    pub(super) fn u16(&mut self, name: &'static str) -> Result<u16, Stop> {
        self.array(name).map(u16::from_be_bytes).inspect(|number| self.say(number))
    }

    pub(super) fn u32(&mut self, name: &'static str) -> Result<u32, Stop> {
        self.array(name).map(u32::from_be_bytes).inspect(|number| self.say(number))
    }

    pub(super) fn u64(&mut self, name: &'static str) -> Result<u64, Stop> {
        self.array(name).map(u64::from_be_bytes).inspect(|number| self.say(number))
    }

    /// Bytes with their length, in two bytes, before them.
    pub(super) fn block(&mut self, length: &'static str, name: &'static str) -> Result<&'a [u8], Stop> {
        let length = self.u16(length)?;
        self.bytes(length.into(), name)
    }

    /// A text with its length, in two bytes, before it.
    pub(super) fn text(&mut self, length: &'static str, name: &'static str) -> Result<&'a str, Stop> {
        let bytes = self.block(length, name)?;
        let text = str::from_utf8(bytes).map_err(|_| MessageError::Malformed("a text in the header is not UTF-8"))?;
        if !text.is_empty() {
            self.say(&text);
        }
        Ok(text)
    }

    /// What was read since `start`.
    pub(super) fn since(&self, start: usize) -> &'a [u8] {
        self.bytes.get(start..self.at).unwrap_or_default()
    }

    /// Makes one part of all that was read since `start`, or adds it to the part before, if that has the same name.
    pub(super) fn merge(&mut self, start: usize, name: &'static str) {
        let length = self.at.saturating_sub(start);
        let Some(fields) = &mut self.fields else {
            return;
        };
        while fields.last().is_some_and(|field| field.offset >= start) {
            fields.pop();
        }
        match fields.last_mut() {
            Some(last) if last.name == name => last.length = last.length.saturating_add(length),
            _ => fields.push(Field::new(start, length, name)),
        }
    }

    /// What the part that was read last says, in words.
    pub(super) fn say(&mut self, value: &impl ToString) {
        if let Some(last) = self.fields.as_mut().and_then(|fields| fields.last_mut()) {
            last.value = Some(value.to_string());
        }
    }

    /// Where each part stands.
    pub(super) fn into_fields(self) -> Vec<Field> {
        self.fields.unwrap_or_default()
    }
}
