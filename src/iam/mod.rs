//! The users and roles that call KMS, as IAM and AWS STS make and change them.
//!
//! The account's administrator speaks here: nothing is authorized. Trust policies of roles are checked for their form
//! and kept, not evaluated. Secret access keys and session tokens are random, told once and not kept: signatures are
//! not checked, so that nobody could compare them with anything.
//!
//! ```
//! use glass_kms::{env::{Env, ManualClock, SystemEntropy}, iam, store::Directory, types::{AccountId, Timestamp}};
//!
//! let mut directory = Directory::default();
//! let clock = Box::new(ManualClock::new(Timestamp::from_millis(0)));
//! let mut env = Env { clock, entropy: Box::new(SystemEntropy::default()) };
//! let account = AccountId::parse("111122223333")?;
//! let aki = iam::CreateUserRequest { user_name: Some("aki".into()), ..Default::default() };
//! let made = iam::call(&mut directory, &mut env, account, iam::Request::CreateUser(aki))?;
//! let iam::Response::CreateUser(iam::UserResponse { user }) = made else { unreachable!() };
//! assert_eq!(user.arn, "arn:aws:iam::111122223333:user/aki");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#![expect(clippy::needless_pass_by_value, reason = "a handler takes charge of its request, whatever it needs of it")]

mod access_keys;
mod error;
mod members;
mod random;
mod roles;
mod sessions;
mod shape;
mod tags;
mod users;

pub use access_keys::*;
pub use error::IamError;
pub use members::{ListPoliciesResponse, PolicyText};
pub use random::Secret;
pub use roles::*;
pub use sessions::*;
pub use tags::{ListTagsResponse, Tag};
pub use users::*;

use serde::{Serialize, Serializer};

use crate::{
    env::Env,
    store::Directory,
    types::{
        AccountId,
        input::{Input, Read},
    },
};

/// What an operation may work with.
struct Call<'a> {
    directory: &'a mut Directory,
    env: &'a mut Env,
    /// Whose users and roles it is about.
    account: AccountId,
}

/// Carries out one operation on an account's users and roles.
///
/// # Errors
/// Any [`IamError`] of the operation; then nothing has changed.
pub fn call(
    directory: &mut Directory,
    env: &mut Env,
    account: AccountId,
    request: Request,
) -> Result<Response, IamError> {
    request.run(&mut Call { directory, env, account })
}

macro_rules! operations {
    ($($name:ident $module:ident::$function:ident($request:ident) -> $response:ident,)*) => {
        /// The names of the operations, in the order of this engine.
        pub const OPERATIONS: &[&str] = &[$(stringify!($name),)*];

        /// A request for one of the operations.
        #[derive(Debug)]
        #[expect(missing_docs, reason = "each is described in the API reference of IAM or STS, under the same name")]
        pub enum Request { $($name($request),)* }

        impl Request {
            /// Reads the request for the operation of this name.
            ///
            /// # Errors
            /// `InvalidAction` if there is none, `MalformedInput` if the request does not have the types of its members.
            pub fn read(operation: &str, input: &dyn Input) -> Result<Self, IamError> {
                let request = match operation {
                    $(stringify!($name) => $request::read(input).map(Self::$name),)*
                    _ => return Err(IamError::InvalidAction(format!(
                        "'{operation}' is not an operation of IAM that glass-kms has"
                    ))),
                };
                request.map_err(IamError::MalformedInput)
            }

            fn run(self, call: &mut Call<'_>) -> Result<Response, IamError> {
                match self { $(Self::$name(request) => $module::$function(call, request).map(Response::$name),)* }
            }
        }

        /// The answer to a request.
        #[derive(Debug)]
        #[expect(missing_docs, reason = "each is described in the API reference of IAM or STS, under the same name")]
        pub enum Response { $($name($response),)* }

        impl Serialize for Response {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self { $(Self::$name(response) => response.serialize(serializer),)* }
            }
        }
    };
}

operations! {
    CreateUser users::create_user(CreateUserRequest) -> UserResponse,
    GetUser users::get_user(GetUserRequest) -> UserResponse,
    ListUsers users::list_users(ListUsersRequest) -> ListUsersResponse,
    DeleteUser users::delete_user(DeleteUserRequest) -> Empty,
    TagUser users::tag_user(TagUserRequest) -> Empty,
    UntagUser users::untag_user(UntagUserRequest) -> Empty,
    ListUserTags users::list_user_tags(ListUserTagsRequest) -> ListTagsResponse,
    PutUserPolicy users::put_user_policy(PutUserPolicyRequest) -> Empty,
    GetUserPolicy users::get_user_policy(GetUserPolicyRequest) -> GetUserPolicyResponse,
    ListUserPolicies users::list_user_policies(ListUserPoliciesRequest) -> ListPoliciesResponse,
    DeleteUserPolicy users::delete_user_policy(DeleteUserPolicyRequest) -> Empty,
    CreateRole roles::create_role(CreateRoleRequest) -> RoleResponse,
    GetRole roles::get_role(GetRoleRequest) -> RoleResponse,
    ListRoles roles::list_roles(ListRolesRequest) -> ListRolesResponse,
    DeleteRole roles::delete_role(DeleteRoleRequest) -> Empty,
    TagRole roles::tag_role(TagRoleRequest) -> Empty,
    UntagRole roles::untag_role(UntagRoleRequest) -> Empty,
    ListRoleTags roles::list_role_tags(ListRoleTagsRequest) -> ListTagsResponse,
    PutRolePolicy roles::put_role_policy(PutRolePolicyRequest) -> Empty,
    GetRolePolicy roles::get_role_policy(GetRolePolicyRequest) -> GetRolePolicyResponse,
    ListRolePolicies roles::list_role_policies(ListRolePoliciesRequest) -> ListPoliciesResponse,
    DeleteRolePolicy roles::delete_role_policy(DeleteRolePolicyRequest) -> Empty,
    CreateAccessKey access_keys::create_access_key(CreateAccessKeyRequest) -> CreateAccessKeyResponse,
    ListAccessKeys access_keys::list_access_keys(ListAccessKeysRequest) -> ListAccessKeysResponse,
    UpdateAccessKey access_keys::update_access_key(UpdateAccessKeyRequest) -> Empty,
    DeleteAccessKey access_keys::delete_access_key(DeleteAccessKeyRequest) -> Empty,
    AssumeRole sessions::assume_role(AssumeRoleRequest) -> AssumeRoleResponse,
}

/// The answer of an operation that has nothing to say.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub struct Empty {}
