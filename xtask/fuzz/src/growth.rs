//! Texts made to be slow: whether the time that they take grows with their size and no faster.

use std::time::Duration;

use serde_json::{Value, json};

use crate::{
    inputs::conditional,
    world::{Given, World},
};

/// A family of inputs, one of each size.
#[derive(Clone, Copy)]
pub(crate) struct Family {
    pub(crate) name: &'static str,
    /// Makes a policy of about this many bytes, and the value of `kms:EncryptionContext:to` to ask it about.
    pub(crate) make: fn(usize) -> (String, String),
}

/// A segment with gaps is followed from 64 beginnings at a time: its cost grows with the product of both lengths, divided
/// by 64, and a policy has 32 KB at the most.
const WITH_GAPS: &str = "*a?a?a?…b* against aaa…";

impl Family {
    /// How much longer four times the size may take.
    pub(crate) fn most_growth(&self) -> f64 {
        if self.name == WITH_GAPS { 16.0 } else { MOST_GROWTH }
    }
}

pub(crate) const FAMILIES: &[Family] = &[
    Family { name: "*a*a*a…b against aaa…", make: |size| like("*a", size, "b", "a") },
    Family { name: "*ab*ab*ab… against aaa…", make: |size| like("*ab", size, "", "a") },
    Family { name: "*aaa…b* against aaa…", make: |size| like_once("a", size, "b*", "a") },
    Family { name: WITH_GAPS, make: |size| like_once("a?", size, "b*", "a") },
    Family { name: "????… against aaa…", make: |size| like("?", size, "", "a") },
    Family { name: "*?*?*?… against aaa…", make: |size| like("*?", size, "b", "a") },
    Family { name: "${…}${…}… against aaa…", make: |size| like("${aws:username}", size, "b", "aki") },
    Family { name: "${to}${to}… for a long to", make: |size| like("${kms:EncryptionContext:to}", size, "b", "a") },
    Family {
        name: "one value of 32 KB, either case",
        make: |size| compare("StringEqualsIgnoreCase", &"A".repeat(size), &"a".repeat(size)),
    },
    Family { name: "many values", make: |size| many("StringLike", |at| format!("*{at}?"), size) },
    Family { name: "many ARNs", make: |size| many("ArnLike", |at| format!("arn:aws:iam::*:user/*{at}"), size) },
    Family {
        name: "many addresses",
        make: |size| many("IpAddress", |at| format!("10.{}.{}.0/24", at / 256 % 256, at % 256), size),
    },
    Family { name: "many condition keys", make: many_keys },
    Family { name: "many statements", make: many_statements },
    Family { name: "many principals", make: many_principals },
    Family {
        name: "many actions",
        make: |size| {
            let actions = numbered(size, |at| json!(format!("kms:*{at}*")));
            (policy(&json!({ "AWS": "111122223333" }), &actions), String::new())
        },
    },
    Family {
        name: "members that nobody knows",
        make: |size| {
            let members: Vec<_> = (0..size / 10).map(|at| format!("\"{at:05}\":0")).collect();
            (format!("{{{}}}", members.join(",")), String::new())
        },
    },
    Family { name: "lists in lists", make: |size| (format!("{{\"Statement\":{}", "[".repeat(size)), String::new()) },
    Family { name: "objects in objects", make: |size| ("{\"Statement\":".repeat(size / 13), String::new()) },
    Family {
        name: "a string that does not end",
        make: |size| (format!("{{\"Id\":\"{}", "\\u0041".repeat(size / 6)), String::new()),
    },
];

fn compare(operator: &str, wanted: &str, given: &str) -> (String, String) {
    let condition = json!({ operator: { "kms:EncryptionContext:to": wanted } });
    (conditional(&condition).to_string(), given.to_owned())
}

fn like(unit: &str, size: usize, end: &str, given: &str) -> (String, String) {
    compare("StringLike", &format!("{}{end}", unit.repeat(size / unit.len())), &given.repeat(size / given.len()))
}

/// The same with a star only at the beginning.
fn like_once(unit: &str, size: usize, end: &str, given: &str) -> (String, String) {
    // The pattern is half as long as the text, so that there are many places to look at.
    let pattern = format!("*{}{end}", unit.repeat(size / 2 / unit.len()));
    compare("StringLike", &pattern, &given.repeat(size / given.len()))
}

/// As many as fit.
fn numbered(size: usize, make: impl Fn(usize) -> Value) -> Value {
    let each = make(1_000).to_string().len() + 1;
    (0..size / each).map(make).collect()
}

fn many(operator: &str, value: fn(usize) -> String, size: usize) -> (String, String) {
    let values = numbered(size, |at| json!(value(at)));
    (conditional(&json!({ operator: { "kms:EncryptionContext:to": values } })).to_string(), "Aki".to_owned())
}

fn many_keys(size: usize) -> (String, String) {
    let keys = (0..size / 30).map(|at| (format!("kms:EncryptionContext:{at:05}"), json!("a")));
    let keys: serde_json::Map<_, _> = keys.collect();
    (conditional(&json!({ "StringNotEquals": keys })).to_string(), String::new())
}

fn many_statements(size: usize) -> (String, String) {
    let statement = |at: usize| json!({ "Sid": format!("{at:05}"), "Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*" });
    (json!({ "Version": "2012-10-17", "Statement": numbered(size, statement) }).to_string(), String::new())
}

fn many_principals(size: usize) -> (String, String) {
    let names = numbered(size, |at| json!(format!("arn:aws:iam::111122223333:user/{at:05}")));
    (policy(&json!({ "AWS": names }), &json!("kms:*")), String::new())
}

fn policy(principal: &Value, actions: &Value) -> String {
    json!({ "Version": "2012-10-17", "Statement": [
        { "Effect": "Allow", "Principal": principal, "Action": actions, "Resource": "*" },
    ] })
    .to_string()
}

/// The sizes that are compared, in bytes.
const SIZES: [usize; 3] = [8 * 1024, 16 * 1024, 32 * 1024];
/// Four times the size may take four times as long; the rest is for what else the machine does. Growth with the square
/// of the size would be 16.
pub(crate) const MOST_GROWTH: f64 = 6.5;
/// All sizes take turns, and the best round of each counts.
const ROUNDS: usize = 25;
/// A family that is slow all the same ends early.
const PATIENCE: Duration = Duration::from_secs(3);

/// Seconds for each of [`SIZES`].
///
/// # Errors
/// See [`World::try_all`].
pub(crate) fn measure(family: &Family, world: &World) -> Result<[f64; 3], String> {
    let inputs = SIZES.map(|size| {
        let (text, to) = (family.make)(size);
        let given: Given =
            World::given().into_iter().chain([("kms:encryptioncontext:to".to_owned(), vec![to])]).collect();
        (text, given)
    });
    let mut best = [f64::INFINITY; 3];
    let began = crate::now();
    for _ in 0..ROUNDS {
        if began.elapsed() > PATIENCE {
            break;
        }
        for ((text, given), best) in inputs.iter().zip(&mut best) {
            let started = crate::now();
            world.try_all(text, given)?;
            *best = best.min(started.elapsed().as_secs_f64());
        }
    }
    Ok(best)
}
