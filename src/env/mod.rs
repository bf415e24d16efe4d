//! The injected world: what time it is, where randomness comes from, and who calls.

mod caller;
mod clock;
mod entropy;

pub use caller::Caller;
pub use clock::{Clock, ManualClock, SystemClock};
pub use entropy::{Entropy, EntropyError, SeededEntropy, SystemEntropy};

/// The world as an engine sees it. There is no other clock and no other randomness.
pub struct Env {
    /// The time.
    pub clock: Box<dyn Clock>,
    /// The randomness.
    pub entropy: Box<dyn Entropy>,
}
