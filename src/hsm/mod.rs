//! **The boundary.** The only folder in which the material of KMS keys exists in the clear.
//!
//! What goes in and out of [`Hsm`] are key tokens (material wrapped under the domain key), ciphertexts, and the one
//! kind of secret that is meant to leave: [`Plaintext`](crate::types::Plaintext). The types that hold key material are
//! private to this folder, and no public function can name them.
//!
//! ```compile_fail
//! use glass_kms::hsm::material::KeyMaterial; // private module
//! ```
//!
//! [`aes`], [`kdf`], [`kw`], [`mac`], [`oaep`], [`pairs`], [`primes`] and [`wrapping`] are the bare primitives, used by the client's side as
//! well. They know no key of the HSM.
#![deny(clippy::arithmetic_side_effects, reason = "a length that wraps around is a bug next to keys")]

pub mod aes;
mod asymmetric;
mod ciphertext;
mod commands;
mod domain;
mod error;
mod external;
mod import;
mod import_token;
pub mod kdf;
pub mod kw;
pub mod mac;
mod material;
pub mod oaep;
pub mod pairs;
pub mod primes;
mod replication;
mod rng;
mod session;
mod token;
pub mod wrapping;

pub use asymmetric::{IssuedPair, PairRef};
pub use ciphertext::Ciphertext;
pub use commands::{Encryption, Issued, Sealed};
pub use domain::{Hsm, export_domain_keys, import_domain_keys};
pub use error::HsmError;
pub use import::{ImportParameters, Imported, import_token_blob};
pub use import_token::ImportTokenId;
pub use replication::Replication;
pub use session::{Session, TokenRef};
pub use token::KeyToken;
