use crate::types::{Principal, Region};

/// Who makes a call, and to which Region's endpoint.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The principal.
    pub principal: Principal,
    /// The Region that was called.
    pub region: Region,
}
