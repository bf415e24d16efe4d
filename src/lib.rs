#![doc = include_str!("../README.md")]

pub mod error;
pub mod types;

pub mod env;
pub mod trace;

pub mod hsm;
pub mod policy;
pub mod quota;

pub mod store;

pub mod iam;
pub mod operations;

pub mod article;
pub mod envelope;
pub mod wire;

#[cfg(target_arch = "wasm32")]
pub mod wasm;
