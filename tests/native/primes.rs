//! The primes of RSA wrapping keys (FIPS 186-5, appendices A.1 and B.3), held against another test than the one they
//! were found with.

use core::cell::Cell;
use std::rc::Rc;

use crypto_bigint::{BoxedUint, Limb, NonZero};
use crypto_primes::{Flavor, hazmat::minimum_mr_iterations, is_prime};
use glass_kms::{
    env::{Entropy, EntropyError, SeededEntropy},
    hsm::primes::{ROUNDS, pair},
};

use crate::{failures::RunsDry, support::seeded};

const EXPONENT: u32 = 65_537;

/// A source that gives the same byte again and again.
struct Same(u8);

impl Entropy for Same {
    fn fill(&mut self, buffer: &mut [u8]) -> Result<(), EntropyError> {
        buffer.fill(self.0);
        Ok(())
    }
}

/// A source that gives a prime, as many bases as it is tested with, and the same prime again.
struct Again {
    prime: Vec<u8>,
    bases: SeededEntropy,
    draws: usize,
}

impl Entropy for Again {
    fn fill(&mut self, buffer: &mut [u8]) -> Result<(), EntropyError> {
        if self.draws.is_multiple_of(1 + ROUNDS) {
            buffer.copy_from_slice(&self.prime);
        } else {
            self.bases.fill(buffer)?;
            buffer.iter_mut().take(1).for_each(|first| *first &= 0x7f);
        }
        self.draws += 1;
        Ok(())
    }
}

fn number(bytes: &[u8]) -> BoxedUint {
    BoxedUint::from_be_slice_vartime(bytes)
}

/// The remainder of dividing by a number that fits 32 bits.
fn remainder(dividend: &BoxedUint, divisor: u32) -> Limb {
    dividend.rem_limb(NonZero::new(Limb::from(divisor)).expect("not zero"))
}

#[test]
fn the_two_are_primes_of_half_the_modulus() {
    for (bits, seeds) in [(2048, 4), (3072, 1)] {
        for seed in 0..seeds {
            let [p, q] = pair(bits, EXPONENT, &mut seeded(&format!("primes {seed}"))).expect("primes");
            for prime in [&p, &q] {
                assert_eq!(prime.len() * 16, bits as usize);
                assert!(prime[0] >= 0xc0, "a product of two has all {bits} bits");
                assert!(is_prime(Flavor::Any, &number(prime)), "{bits} bits, seed {seed}");
                assert_ne!(remainder(&number(prime), EXPONENT), Limb::ONE);
            }
            // 2^(bits / 2 - 100) would do: the first 100 bits differ.
            assert_ne!(p[..12], q[..12]);
        }
    }
}

/// With three, where every other prime is one more than a multiple of it.
#[test]
fn a_prime_less_one_is_no_multiple_of_the_exponent() {
    for seed in 0..4 {
        let primes = pair(2048, 3, &mut seeded(&format!("three {seed}"))).expect("primes");
        assert!(primes.iter().all(|prime| remainder(&number(prime), 3) == Limb::from(2_u32)), "{seed}");
    }
}

#[test]
fn the_rounds_are_those_of_the_standard() {
    assert_eq!(Some(ROUNDS), minimum_mr_iterations(1024, 128));
    assert!(minimum_mr_iterations(2048, 128) <= Some(ROUNDS));
}

#[test]
fn the_same_seed_gives_the_same_primes() {
    let primes = |seed| pair(2048, EXPONENT, &mut seeded(seed)).expect("primes");
    assert_eq!(primes("one"), primes("one"));
    assert_ne!(primes("one"), primes("two"));
}

#[test]
fn a_source_that_is_not_random_is_refused() {
    for byte in [0, 0x55, 0xff] {
        assert_eq!(pair(2048, EXPONENT, &mut Same(byte)).err(), Some(EntropyError), "{byte}");
    }
    assert_eq!(pair(2048, 0, &mut seeded("none")).err(), Some(EntropyError), "no exponent");
}

#[test]
fn a_failure_of_the_source_is_told() {
    let draws = |left| {
        let left = Rc::new(Cell::new(left));
        let mut source = RunsDry { source: seeded("dry"), left: Rc::clone(&left) };
        pair(2048, EXPONENT, &mut source).map(|_| left.get())
    };
    let needed = u32::MAX - draws(u32::MAX).expect("primes");
    assert_eq!(draws(needed), Ok(0));
    for left in [0, 1, needed / 2, needed - 1] {
        assert_eq!(draws(left), Err(EntropyError), "{left} of {needed}");
    }
}

#[test]
fn two_primes_that_are_the_same_are_refused() {
    let [prime, _] = pair(2048, EXPONENT, &mut seeded("again")).expect("primes").map(|prime| prime.to_vec());
    let mut again = Again { prime, bases: seeded("bases"), draws: 0 };
    assert_eq!(pair(2048, EXPONENT, &mut again).err(), Some(EntropyError));
    assert_eq!(again.draws, 2 * (1 + ROUNDS), "both were found, at the first try");
}
