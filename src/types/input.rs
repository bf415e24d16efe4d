//! What a caller passes in: one reading of it, whatever the door.

use super::{Blob, EncryptionContext, Timestamp};

/// A value that a caller passes in. It is asked for what it should be; if it is not, it says so in the words of the
/// door that it came through.
pub trait Input {
    /// What is to be said of a value that is not what is wanted.
    fn fault(&self, wanted: &str) -> String;

    /// A text.
    ///
    /// # Errors
    /// What is wrong, here and below.
    fn text(&self) -> Result<String, String> {
        Err(self.fault("a text"))
    }

    /// Yes or no.
    ///
    /// # Errors
    /// As [`Input::text`].
    fn truth(&self) -> Result<bool, String> {
        Err(self.fault("true or false"))
    }

    /// A whole number.
    ///
    /// # Errors
    /// As [`Input::text`].
    fn whole(&self) -> Result<i64, String> {
        Err(self.fault("a whole number"))
    }

    /// A moment.
    ///
    /// # Errors
    /// As [`Input::text`].
    fn moment(&self) -> Result<Timestamp, String> {
        Err(self.fault("a moment"))
    }

    /// Bytes.
    ///
    /// # Errors
    /// As [`Input::text`].
    fn bytes(&self) -> Result<Vec<u8>, String> {
        Err(self.fault("bytes"))
    }

    /// Several values.
    ///
    /// # Errors
    /// As [`Input::text`].
    fn list(&self) -> Result<Vec<Part<'_>>, String> {
        Err(self.fault("a list"))
    }

    /// Names that the caller chose, and their texts.
    ///
    /// # Errors
    /// As [`Input::text`].
    fn pairs(&self) -> Result<Vec<(String, String)>, String> {
        Err(self.fault("names and texts"))
    }

    /// The members of these names; none where there is nothing.
    ///
    /// # Errors
    /// As [`Input::text`].
    fn members(&self, names: &'static [&'static str]) -> Result<Vec<Option<Part<'_>>>, String>;
}

/// A value that is part of another.
pub type Part<'a> = Box<dyn Input + 'a>;

/// Makes a part of a value.
pub fn part<'a>(input: impl Input + 'a) -> Part<'a> {
    Box::new(input)
}

/// What can be read from what a caller passes in.
pub trait Read: Sized {
    /// Reads it.
    ///
    /// # Errors
    /// What is wrong with the input.
    fn read(input: &dyn Input) -> Result<Self, String>;
}

/// Reads the next member, if it is there.
///
/// # Errors
/// What is wrong with it.
pub fn member<'a, T: Read>(members: &mut impl Iterator<Item = Option<Part<'a>>>) -> Result<Option<T>, String> {
    members.next().flatten().map(|input| T::read(&*input)).transpose()
}

impl Read for String {
    fn read(input: &dyn Input) -> Result<Self, String> {
        input.text()
    }
}

impl Read for bool {
    fn read(input: &dyn Input) -> Result<Self, String> {
        input.truth()
    }
}

impl Read for i64 {
    fn read(input: &dyn Input) -> Result<Self, String> {
        input.whole()
    }
}

impl Read for Timestamp {
    fn read(input: &dyn Input) -> Result<Self, String> {
        input.moment()
    }
}

impl Read for Blob {
    fn read(input: &dyn Input) -> Result<Self, String> {
        input.bytes().map(Self::from)
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(input: &dyn Input) -> Result<Self, String> {
        input.list()?.iter().map(|input| T::read(&**input)).collect()
    }
}

impl Read for EncryptionContext {
    fn read(input: &dyn Input) -> Result<Self, String> {
        input.pairs().map(|pairs| pairs.into_iter().collect())
    }
}

/// The name of a member as AWS writes it, in Pascal case: `KeyId` for `key_id`. `N` is its length.
pub const fn pascal_case<const N: usize>(mut snake: &[u8]) -> [u8; N] {
    let mut name = [0; N];
    let mut rest = name.as_mut_slice();
    let mut begins = true;
    while let Some((letter, letters)) = snake.split_first() {
        snake = letters;
        if *letter == b'_' {
            begins = true;
            continue;
        }
        let Some((place, places)) = rest.split_first_mut() else { break };
        *place = if begins { letter.to_ascii_uppercase() } else { *letter };
        rest = places;
        begins = false;
    }
    name
}

/// How long the name is that [`pascal_case`] makes.
pub const fn pascal_case_len(mut snake: &[u8]) -> usize {
    let mut length = 0;
    while let Some((letter, letters)) = snake.split_first() {
        snake = letters;
        if *letter != b'_' {
            length += 1;
        }
    }
    length
}

/// The name of a member as CloudTrail and messages about requests write it: `keyId` for `key_id`.
pub fn camel_case(snake: &str) -> String {
    let mut words = snake.split('_');
    let mut name = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut letters = word.chars();
        name.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        name.push_str(letters.as_str());
    }
    name
}

/// Reads a structure: its members, each in Pascal case, each of which may be absent.
macro_rules! read_members {
    ($name:ident {}) => {
        impl $crate::types::input::Read for $name {
            fn read(input: &dyn $crate::types::input::Input) -> Result<Self, String> {
                input.members(&[]).map(|_| Self {})
            }
        }
    };
    ($name:ident { $($member:ident,)* }) => {
        impl $crate::types::input::Read for $name {
            fn read(input: &dyn $crate::types::input::Input) -> Result<Self, String> {
                const NAMES: &[&str] = &[$({
                    const SNAKE: &[u8] = stringify!($member).as_bytes();
                    const NAME: [u8; $crate::types::input::pascal_case_len(SNAKE)] =
                        $crate::types::input::pascal_case(SNAKE);
                    match str::from_utf8(&NAME) {
                        Ok(name) => name,
                        Err(_) => "",
                    }
                },)*];
                let mut members = input.members(NAMES)?.into_iter();
                Ok(Self { $($member: $crate::types::input::member(&mut members)?,)* })
            }
        }
    };
}
pub(crate) use read_members;
