//! The native tests, one binary: a module per family.
#![cfg(not(target_arch = "wasm32"))]

mod vectors;
