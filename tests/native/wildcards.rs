//! Wildcards, in patterns that are longer than a word of the machine, against a table that is filled in cell by cell.

use std::{borrow::Cow, collections::BTreeMap};

use glass_kms::{
    policy::{Facts, Identity, Policy, PolicyKind, Query, Requester, Resource, rule},
    types::Principal,
};
use proptest::prelude::*;
use serde_json::json;

/// One condition key with one value.
struct Fact(String);

impl Facts for Fact {
    fn values(&self, key: &str) -> Option<Vec<Cow<'_, str>>> {
        (key == "aws:UserAgent").then(|| vec![Cow::from(self.0.as_str())])
    }
}

fn matches(pattern: &str, text: &str) -> bool {
    let policy = json!({
        "Version": "2012-10-17",
        "Statement": {
            "Effect": "Allow",
            "Action": "*",
            "Resource": "*",
            "Condition": { "StringLike": { "aws:UserAgent": pattern } },
        },
    });
    let policy = Policy::parse(PolicyKind::Identity, &policy.to_string()).expect("a policy");
    let principal = Principal::parse("arn:aws:iam::111122223333:user/aki").expect("a principal");
    let identity = Identity {
        principal: principal.clone(),
        unique_id: "AIDAAKI".to_owned(),
        tags: BTreeMap::new(),
        policies: [("one".to_owned(), policy)].into_iter().collect(),
    };
    let requester = Requester { principal: &principal, identity: Some(&identity) };
    let facts = Fact(text.to_owned());
    rule(&Query { requester, action: "kms:ListKeys", resource: Resource::Anything, facts: &facts }).is_allowed()
}

/// `reached[i]`: the pattern so far matches the first `i` characters.
fn by_table(pattern: &str, text: &str) -> bool {
    let text: Vec<char> = text.chars().collect();
    let mut reached = vec![false; text.len() + 1];
    reached.first_mut().into_iter().for_each(|start| *start = true);
    for wanted in pattern.chars() {
        let mut next = vec![false; text.len() + 1];
        let mut any_before = false;
        for (at, before) in reached.iter().enumerate() {
            any_before |= *before;
            let here = match wanted {
                '*' => any_before,
                _ => at > 0 && reached.get(at - 1) == Some(&true) && fits(wanted, text.get(at - 1)),
            };
            next.get_mut(at).into_iter().for_each(|cell| *cell = here);
        }
        reached = next;
    }
    reached.last() == Some(&true)
}

fn fits(wanted: char, given: Option<&char>) -> bool {
    wanted == '?' || Some(&wanted) == given
}

#[test]
fn a_long_segment_is_found_wherever_it_begins() {
    let segment = format!("{}?{}", "ab".repeat(40), "ba".repeat(40));
    for before in [0, 1, 63, 64, 65, 200] {
        let text = format!("{}{}x{}b", "b".repeat(before), "ab".repeat(40), "ba".repeat(40));
        assert!(matches(&format!("*{segment}*"), &text), "after {before}");
        assert!(matches(&format!("*{segment}b*"), &text), "after {before}");
        assert!(!matches(&format!("*{segment}a*"), &text), "after {before}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn wildcards_match_what_the_table_says(pattern in "[ab?*]{0,6}[aé]{0,140}[ab?*]{0,20}", text in "[aé]{0,150}[ab]{0,20}") {
        prop_assert_eq!(matches(&pattern, &text), by_table(&pattern, &text), "{} on {}", pattern, text);
    }

    #[test]
    fn a_pattern_made_of_its_text_matches(text in "[abcé]{1,200}", gaps in prop::collection::vec(0..200_usize, 0..30)) {
        let pattern: String =
            text.chars().enumerate().map(|(at, character)| if gaps.contains(&at) { '?' } else { character }).collect();
        for pattern in [format!("*{pattern}*"), format!("*{pattern}"), format!("a*{pattern}*b")] {
            let longer = format!("ab{text}bb");
            for text in [&text, &longer] {
                prop_assert_eq!(matches(&pattern, text), by_table(&pattern, text), "{} on {}", pattern, text);
            }
        }
    }
}
