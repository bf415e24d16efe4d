//! The loops that `cargo xtask bench` times, compiled beside the engine.
