//! The engine as a WebAssembly module: what the library exports to JavaScript, and nothing else.
//!
//! It is a package of its own because Cargo optimizes across crates only where a package is nothing but a module.

#[cfg(target_arch = "wasm32")]
pub use glass_kms::wasm::{ArticleKms, Kms};
