//! How requests are declared, how their members are held against the table of [`shapes`](super::shapes), and how KMS words what
//! is wrong with them.

use core::fmt::{self, Display, Formatter};

use crate::{
    error::KmsError,
    types::{
        AliasName, Blob, EncryptionContext,
        constraint::{at_least, at_most, detected, enumerated, outside, unmet},
        input::camel_case,
    },
};

/// Declares a request as AWS JSON has it: members in Pascal case, each of which may be absent unless it is `required`; and the
/// shape that each has, out of the table. What a member's shape cannot say of it is said in [`Asks::check`](super::registry::Asks).
macro_rules! request {
    ($(#[$attribute:meta])* $name:ident {
        $($(#[$doc:meta])* $member:ident: $type:ty $(as $shape:ident $($required:ident $(if $condition:ident)?)?)?,)*
    }) => {
        $(#[$attribute])*
        #[derive(Debug, Default, serde::Serialize)]
        #[serde(rename_all = "PascalCase")]
        pub struct $name {
            $($(#[$doc])* #[serde(skip_serializing_if = "Option::is_none")] pub $member: Option<$type>,)*
        }

        $crate::types::input::read_members! { $name { $($member,)* } }

        impl $crate::operations::audit::Logged for $name {
            fn logged(&self) -> Option<$crate::operations::audit::Value> {
                let mut members = $crate::operations::audit::Parameters::default();
                $(members.add(stringify!($member), self.$member.as_ref());)*
                Some(members.into())
            }
        }

        impl $crate::operations::shape::Shaped for $name {
            fn note_faults(
                &self,
                _: &$crate::operations::shape::Shape,
                at: $crate::operations::shape::At<'_>,
                faults: &mut $crate::operations::shape::Faults,
            ) {
                $($(
                    let is_required = $crate::operations::shape::is_required!(self $($required $(if $condition)?)?);
                    let shape = &$crate::operations::shapes::$shape;
                    faults.member(at.member(stringify!($member)), is_required, self.$member.as_ref(), shape);
                )?)*
            }
        }
    };
}
pub(super) use request;

/// Whether a member must be there.
macro_rules! is_required {
    ($request:ident) => {
        false
    };
    ($request:ident required) => {
        true
    };
    ($request:ident required if $condition:ident) => {
        $request.$condition()
    };
}
pub(super) use is_required;

/// What is asked of the members of one kind.
#[derive(Clone, Copy)]
pub(super) struct Shape {
    /// The least and the most: of a number itself; or of a length, in characters, bytes, elements of a list or pairs of a map.
    bounds: Option<(i64, i64)>,
    pattern: Option<Pattern>,
    /// The values of an enumeration; none if it is not one.
    values: &'static [&'static str],
    /// What is asked of each element of a list or each value of a map.
    each: Option<&'static Self>,
    /// Whether the answer may repeat the value.
    is_told: bool,
    /// Whether an empty text is as good as none.
    may_be_empty: bool,
}

/// The form of a text.
#[derive(Clone, Copy)]
struct Pattern {
    /// In the words of the API.
    regex: &'static str,
    /// Whether a text has it.
    fits: fn(&str) -> bool,
}

impl Shape {
    /// Nothing is asked.
    pub(super) const ANY: Self =
        Self { bounds: None, pattern: None, values: &[], each: None, is_told: true, may_be_empty: false };

    /// Asks for a number, or for a length, from `least` to `most`.
    pub(super) const fn from_to(least: i64, most: i64) -> Self {
        Self { bounds: Some((least, most)), ..Self::ANY }
    }

    /// Asks for one of these values.
    pub(super) const fn one_of(values: &'static [&'static str]) -> Self {
        Self { values, ..Self::ANY }
    }

    /// Asks this of each element.
    pub(super) const fn each(self, each: &'static Self) -> Self {
        Self { each: Some(each), ..self }
    }

    /// Asks for a form besides.
    pub(super) const fn matching(self, regex: &'static str, fits: fn(&str) -> bool) -> Self {
        Self { pattern: Some(Pattern { regex, fits }), ..self }
    }

    /// Does not repeat the value.
    pub(super) const fn untold(self) -> Self {
        Self { is_told: false, ..self }
    }

    /// Lets an empty text pass.
    pub(super) const fn or_empty(self) -> Self {
        Self { may_be_empty: true, ..self }
    }

    fn outside(&self, what: &str, given: i64) -> Option<String> {
        self.bounds.and_then(|(least, most)| outside(what, &given, least..=most))
    }

    fn outside_length(&self, length: usize) -> Option<String> {
        self.outside("length", i64::try_from(length).unwrap_or(i64::MAX))
    }

    /// What a text must do that it does not.
    fn unmet_by(&self, text: &str) -> impl Iterator<Item = String> {
        let is_passed = text.is_empty() && self.may_be_empty;
        let length = self.outside_length(text.chars().count());
        let form = self.pattern.filter(|pattern| !(pattern.fits)(text)).map(Pattern::must);
        let value = (!self.values.is_empty() && !self.values.contains(&text)).then(|| enumerated(self.values));
        [length, form, value].into_iter().flatten().filter(move |_| !is_passed)
    }

    /// All that a text must do.
    fn must(&self) -> String {
        let most = self.bounds.map(|(_, most)| at_most("length", most));
        let least = self.bounds.map(|(least, _)| at_least("length", least));
        let value = (!self.values.is_empty()).then(|| enumerated(self.values));
        let musts = [most, least, self.pattern.map(Pattern::must), value].into_iter().flatten();
        let musts: Vec<String> = musts.map(|must| format!("Member must {must}")).collect();
        format!("satisfy constraint: [{}]", musts.join(", "))
    }
}

impl Pattern {
    fn must(self) -> String {
        format!("satisfy regular expression pattern: {}", self.regex)
    }
}

/// Where a value stands in a request: `tags.1.member.tagKey`.
#[derive(Clone, Copy)]
pub(super) enum At<'a> {
    /// It is the request.
    Request,
    /// It is a member, by the name of the field: `tag_key`.
    Member(&'a At<'a>, &'static str),
    /// It is an element of a list, counted from 1.
    Element(&'a At<'a>, usize),
    /// It is a value of a map.
    Value(&'a At<'a>, &'a str),
}

impl<'a> At<'a> {
    pub(super) fn member(&'a self, name: &'static str) -> Self {
        Self::Member(self, name)
    }
}

impl Display for At<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request => Ok(()),
            Self::Member(Self::Request, name) => f.write_str(&camel_case(name)),
            Self::Member(outer, name) => write!(f, "{outer}.{}", camel_case(name)),
            Self::Element(outer, n) => write!(f, "{outer}.{n}.member"),
            Self::Value(outer, name) => write!(f, "{outer}.{name}.member"),
        }
    }
}

/// Everything that is wrong with a request, in the order of its members.
#[derive(Default)]
pub(super) struct Faults(Vec<String>);

impl Faults {
    /// Looks at a member.
    pub(super) fn member<T: Shaped>(&mut self, at: At<'_>, is_required: bool, value: Option<&T>, shape: &Shape) {
        match value {
            Some(value) => value.note_faults(shape, at, self),
            None if is_required => self.0.push(unmet(format_args!("Value null at '{at}'"), "not be null")),
            None => (),
        }
    }

    /// Notes what a value must do; `told` is what may be repeated of it.
    fn add(&mut self, told: Option<impl Display>, at: At<'_>, must: impl Display) {
        self.0.push(match told {
            Some(value) => unmet(format_args!("Value '{value}' at '{at}'"), must),
            None => unmet(format_args!("Value at '{at}'"), must),
        });
    }
}

/// What has a shape.
pub(super) trait Shaped {
    /// Notes what is wrong with the value.
    fn note_faults(&self, shape: &Shape, at: At<'_>, faults: &mut Faults);
}

impl Shaped for String {
    fn note_faults(&self, shape: &Shape, at: At<'_>, faults: &mut Faults) {
        self.as_str().note_faults(shape, at, faults);
    }
}

impl Shaped for &str {
    fn note_faults(&self, shape: &Shape, at: At<'_>, faults: &mut Faults) {
        for must in shape.unmet_by(self) {
            faults.add(shape.is_told.then_some(self), at, must);
        }
    }
}

impl Shaped for i64 {
    fn note_faults(&self, shape: &Shape, at: At<'_>, faults: &mut Faults) {
        if let Some(must) = shape.outside("value", *self) {
            faults.add(shape.is_told.then_some(self), at, must);
        }
    }
}

/// Bytes may be secret, and are never repeated.
impl Shaped for Blob {
    fn note_faults(&self, shape: &Shape, at: At<'_>, faults: &mut Faults) {
        if let Some(must) = shape.outside_length(self.len()) {
            faults.add(None::<&str>, at, must);
        }
    }
}

/// Of elements that are texts, all is said that is asked of them, whichever of it is not met.
impl Shaped for Vec<String> {
    fn note_faults(&self, shape: &Shape, at: At<'_>, faults: &mut Faults) {
        let broken = shape.each.filter(|each| self.iter().any(|text| each.unmet_by(text).next().is_some()));
        for must in shape.outside_length(self.len()).into_iter().chain(broken.map(Shape::must)) {
            faults.add(shape.is_told.then(|| format!("[{}]", self.join(", "))), at, must);
        }
    }
}

impl Shaped for EncryptionContext {
    fn note_faults(&self, shape: &Shape, at: At<'_>, faults: &mut Faults) {
        if let Some(must) = shape.outside_length(self.len()) {
            faults.add(None::<&str>, at, must);
        }
        let Some(each) = shape.each else { return };
        for (name, value) in self.iter() {
            value.note_faults(each, At::Value(&at, name), faults);
        }
    }
}

/// Checks the shapes of all members.
pub(super) fn check(request: &(impl Shaped + ?Sized)) -> Result<(), KmsError> {
    let mut faults = Faults::default();
    request.note_faults(&Shape::ANY, At::Request, &mut faults);
    match faults.0.as_slice() {
        [] => Ok(()),
        unmet => Err(KmsError::Validation(detected(unmet))),
    }
}

/// An option of AWS's that this engine does not have.
pub(super) fn unsupported(option: &str, given: bool) -> Result<(), KmsError> {
    if given {
        Err(KmsError::UnsupportedOperation(format!("glass-kms does not support {option} yet.")))
    } else {
        Ok(())
    }
}

/// An alias name that the request must have had.
pub(super) fn alias_name(value: Option<&String>) -> Result<AliasName, KmsError> {
    AliasName::parse(value.map(String::as_str).unwrap_or_default())
}
