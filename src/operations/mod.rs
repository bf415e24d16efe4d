//! What AWS calls actions, one file per family, and the pipeline that every one of them goes through.

#![expect(clippy::needless_pass_by_value, reason = "a handler takes charge of its request, whatever it needs of it")]

mod aliases;
mod audit;
mod authorization;
mod call;
mod crypto;
mod custom_key_stores;
mod data_key_pairs;
mod data_keys;
mod deletion;
mod dry_run;
mod elsewhere;
mod external_keys;
mod facts;
mod grant_listings;
mod grants;
mod import;
mod import_parameters;
mod keys;
mod kms;
mod listing;
mod mac;
mod managed_keys;
mod members;
mod metadata;
mod multi_region;
mod narration;
mod pipeline;
mod policies;
mod public_keys;
mod refusal;
mod regions;
mod registry;
mod rotation;
mod rotation_listing;
mod shape;
mod shapes;
mod shared_secrets;
mod signatures;
mod states;
mod sweep;
mod synchronization;
mod tags;
mod target;
mod usage;
mod xks_proxies;

pub use aliases::*;
pub use audit::{
    AuditEvent, AuditFilter, Details, Parameters, Resource, SessionContext, SessionIssuer, UserIdentity, Value,
};
pub use call::Call;
pub use crypto::*;
pub use custom_key_stores::*;
pub use data_key_pairs::*;
pub use data_keys::*;
pub use deletion::*;
pub use grant_listings::*;
pub use grants::*;
pub use import::*;
pub use import_parameters::*;
pub use keys::*;
pub use kms::{CONNECTION_DELAY, GRANT_DELAY, Kms, Options, REPLICATION_DELAY};
pub use mac::*;
pub use members::{GrantTokens, OneGrantToken, Secret};
pub use metadata::{KeyMetadata, MultiRegionConfiguration, MultiRegionKey, XksKeyConfiguration};
pub use multi_region::*;
pub use pipeline::{CallContext, Describe};
pub use policies::*;
pub use public_keys::*;
pub use refusal::Refusal;
pub use registry::{Operation, Request, Response, Spec};
pub use rotation::*;
pub use rotation_listing::*;
pub use shared_secrets::{
    DecapsulateRequest, DecapsulateResponse, DeriveSharedSecretRequest, DeriveSharedSecretResponse, EncapsulateRequest,
    EncapsulateResponse,
};
pub use signatures::*;
pub use states::{Origins, Relation, States};
pub use tags::*;
pub use target::Target;
pub use usage::*;
pub use xks_proxies::*;
