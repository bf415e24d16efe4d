//! What only a browser can show: its randomness, its clock, its WebCrypto, and the shapes that JavaScript sees.
#![cfg(target_arch = "wasm32")]
#![expect(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod calls;
mod flows;
mod iam;
mod js;
mod messages;
mod misuse;

use wasm_bindgen_test::wasm_bindgen_test_configure;

wasm_bindgen_test_configure!(run_in_browser);
