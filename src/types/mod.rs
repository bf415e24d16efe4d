//! Value types, each parsed once at the edge and right from then on.

mod alias_name;
mod arn;
mod blob;
pub mod constraint;
mod decision;
mod encryption_algorithm;
mod encryption_context;
mod grant_id;
mod hex;
pub mod input;
mod iso8601;
mod key_id;
mod key_material_id;
mod key_ref;
mod key_spec;
mod key_state;
mod key_usage;
mod mac_algorithm;
mod multi_region_key_type;
mod ordered;
mod origin;
mod place;
mod plaintext;
mod principal;
mod region;
mod signing_algorithm;
mod timestamp;
mod wrapping_algorithm;
mod wrapping_key_spec;

pub use alias_name::AliasName;
pub use arn::{AccountId, AliasArn, KeyArn};
pub use blob::Blob;
pub use decision::{
    Because, Considered, Decision, Effect, Element, Mismatch, Source, StatementEffect, StatementRef, Verdict,
};
pub use encryption_algorithm::EncryptionAlgorithm;
pub use encryption_context::EncryptionContext;
pub use grant_id::GrantId;
pub use key_id::KeyId;
pub use key_material_id::KeyMaterialId;
pub use key_ref::KeyRef;
pub use key_spec::{KeyKind, KeySpec};
pub use key_state::KeyState;
pub use key_usage::KeyUsage;
pub use mac_algorithm::MacAlgorithm;
pub use multi_region_key_type::MultiRegionKeyType;
pub use ordered::ordered;
pub use origin::{KeyManager, Origin};
pub use place::Place;
pub use plaintext::Plaintext;
pub use principal::{Principal, PrincipalKind};
pub use region::Region;
pub use signing_algorithm::{Hash, SigningAlgorithm};
pub use timestamp::Timestamp;
pub use wrapping_algorithm::WrappingAlgorithm;
pub use wrapping_key_spec::WrappingKeySpec;
