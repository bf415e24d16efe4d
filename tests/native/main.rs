//! Everything that can be tested without a browser.
#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking; the exception for tests does not reach their helpers"
)]

mod architecture;
mod flows;
mod key_names;
mod leaks;
mod support;
mod tour;
mod vectors;
