//! Everything that can be tested without a browser.
#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking; the exception for tests does not reach their helpers"
)]

mod access_flows;
mod aliases;
mod architecture;
mod audit;
mod audit_log;
mod command;
mod crypto;
mod custom_key_stores;
mod data_keys;
mod dates;
mod deletion;
mod dry_runs;
mod evaluator;
mod external_keys;
mod failures;
mod flows;
mod grants;
mod grants_in_use;
mod grants_model;
mod iam;
mod import;
mod import_model;
mod imported_keys;
mod imported_lives;
mod key_names;
mod key_pairs;
mod key_policies;
mod key_states;
mod keys;
mod leaks;
mod life_checks;
mod life_flows;
mod life_model;
mod lives;
mod macs;
mod managed_keys;
mod messages;
mod multi_region;
mod multi_region_acts;
mod multi_region_checks;
mod multi_region_imports;
mod multi_region_lives;
mod multi_region_model;
mod naive;
mod pair_garbage;
mod pair_secrets;
mod pair_signatures;
mod pair_vectors;
mod policies;
mod policy_world;
mod primes;
mod properties;
mod quotas;
mod re_encrypt;
mod registry;
mod replication;
mod rotation;
mod scenes;
mod signatures;
mod snapshot;
mod sorted;
mod support;
mod tags;
mod time;
mod tour;
mod traces;
mod types;
mod vectors;
mod wildcards;
mod wire;
mod wire_cases;
mod wrapping;
