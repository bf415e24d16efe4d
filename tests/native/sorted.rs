//! The map of few entries, held against the standard library's.

use std::collections::BTreeMap;

use glass_kms::types::Sorted;
use proptest::{collection::vec, prelude::*};

/// What is done, with which key.
fn acts() -> impl Strategy<Value = Vec<(u8, u8)>> {
    vec((0..5_u8, 0..8_u8), 0..40)
}

proptest! {
    #[test]
    fn it_does_what_a_b_tree_does(acts in acts()) {
        let (mut sorted, mut tree) = (Sorted::new(), BTreeMap::new());
        for (n, (act, key)) in acts.into_iter().enumerate() {
            match act {
                0 | 1 => prop_assert_eq!(sorted.insert(key, n), tree.insert(key, n)),
                2 => prop_assert_eq!(sorted.remove(&key), tree.remove(&key)),
                3 => {
                    sorted.change(key, |value| *value += 100);
                    *tree.entry(key).or_default() += 100;
                }
                _ => {
                    sorted.retain(|kept, value| *kept != key && *value % 7 != 0);
                    tree.retain(|kept, value| *kept != key && *value % 7 != 0);
                }
            }
            prop_assert!(sorted.iter().eq(&tree), "{:?} {:?}", sorted, tree);
            prop_assert!(sorted.keys().eq(tree.keys()) && sorted.values().eq(tree.values()));
            prop_assert_eq!((sorted.len(), sorted.is_empty()), (tree.len(), tree.is_empty()));
            prop_assert_eq!((sorted.get(&key), sorted.contains_key(&key)), (tree.get(&key), tree.contains_key(&key)));
            prop_assert_eq!(sorted.get_key_value(&key), tree.get_key_value(&key));
            prop_assert_eq!(sorted.get_mut(&key), tree.get_mut(&key));
            for value in sorted.values_mut().chain(tree.values_mut()) {
                *value += 1;
            }
        }
        let written = serde_json::to_string(&sorted).expect("JSON");
        prop_assert_eq!(&written, &serde_json::to_string(&tree).expect("JSON"));
        let read: Sorted<u8, usize> = serde_json::from_str(&written).expect("the same");
        prop_assert_eq!(&read, &sorted);
        prop_assert!(tree.into_iter().rev().collect::<Sorted<_, _>>().into_iter().eq(sorted));
    }
}
