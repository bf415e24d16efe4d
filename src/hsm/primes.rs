//! Primes for RSA: random numbers (FIPS 186-5, section A.1.3) that pass Miller-Rabin tests (section B.3.1).

use crypto_bigint::{BoxedUint, Limb, NonZero, Odd, Reciprocal};
use crypto_primes::hazmat::MillerRabin;
use zeroize::Zeroizing;

use crate::env::{Entropy, EntropyError};

/// Random bases per number: a composite of 1024 bits, the fewest here, passes with a probability below 2^-128 (section C.1),
/// a longer one with a smaller still.
pub const ROUNDS: usize = 6;

/// What a smaller prime divides is not worth a Miller-Rabin test; larger ones sort out less than they cost.
const SMALL: u32 = 4096;

/// A number as bytes, the highest first.
type Bytes = Zeroizing<Vec<u8>>;

/// The two primes of a modulus of so many bits (a multiple of 16), which fit the public exponent (itself a prime): each with its two highest
/// bits set and one more than no multiple of the exponent, and further apart than Fermat's factoring reaches (section A.1.1).
///
/// # Errors
/// When there is no randomness, or what comes is none: no primes are found where there must be some, or the same twice.
pub fn pair(modulus_bits: u32, exponent: u32, entropy: &mut dyn Entropy) -> Result<[Bytes; 2], EntropyError> {
    let bits = modulus_bits / 2;
    let search = Search::new(bits, exponent)?;
    let [p, q] = [search.prime(entropy)?, search.prime(entropy)?];
    let difference = if p > q { p.wrapping_sub(&q) } else { q.wrapping_sub(&p) };
    if difference.bit_width().saturating_add(99) <= bits {
        return Err(EntropyError);
    }
    Ok([p, q].map(|prime| Zeroizing::new(Zeroizing::new(prime).to_be_bytes().into_vec())))
}

/// Whether an odd number of at least 1024 bits that was drawn at random is prime.
fn is_prime(odd: &Odd<BoxedUint>, entropy: &mut dyn Entropy) -> Result<bool, EntropyError> {
    let test = MillerRabin::new(odd.clone());
    for _ in 0..ROUNDS {
        if test.test(&base(odd, entropy)?).is_composite() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// A number above one and below `odd` less one. Of those that are drawn, each fits with a probability of a half and more.
fn base(odd: &Odd<BoxedUint>, entropy: &mut dyn Entropy) -> Result<BoxedUint, EntropyError> {
    let one = BoxedUint::one();
    let last = odd.wrapping_sub(&one);
    for _ in 0..128 {
        let base = number(&draw(odd.bit_width(), entropy)?);
        if one < base && base < last {
            return Ok(base);
        }
    }
    Err(EntropyError)
}

fn draw(bits: u32, entropy: &mut dyn Entropy) -> Result<Bytes, EntropyError> {
    let mut bytes = Zeroizing::new(vec![0; usize::try_from(bits / 8).map_err(|_| EntropyError)?]);
    entropy.fill(&mut bytes).map(|()| bytes)
}

fn number(bytes: &[u8]) -> BoxedUint {
    BoxedUint::from_be_slice_vartime(bytes)
}

/// What primes of one length are looked for with.
struct Search {
    bits: u32,
    exponent: NonZero<Limb>,
    small: Vec<Reciprocal>,
}

impl Search {
    fn new(bits: u32, exponent: u32) -> Result<Self, EntropyError> {
        let odd = |from: u32| (from..SMALL).step_by(2);
        let is_prime = |n: &u32| odd(3).take_while(|d| d.saturating_mul(*d) <= *n).all(|d| !n.is_multiple_of(d));
        let divisor = |n: u32| NonZero::new(Limb::from(n)).into_option();
        let small = odd(3).filter(is_prime).filter_map(divisor).map(Reciprocal::new).collect();
        Ok(Self { bits, exponent: divisor(exponent).ok_or(EntropyError)?, small })
    }

    /// One odd number in 0.35 × `bits` is prime: with randomness, that none of these is comes about once in 2^80 times.
    fn prime(&self, entropy: &mut dyn Entropy) -> Result<BoxedUint, EntropyError> {
        for _ in 0..self.bits.saturating_mul(20) {
            let candidate = self.candidate(entropy)?;
            if self.is_worth_a_test(&candidate) && is_prime(&candidate, entropy)? {
                return Ok(candidate.get());
            }
        }
        Err(EntropyError)
    }

    /// An odd number whose two highest bits are set: two of them make a modulus of twice the length.
    fn candidate(&self, entropy: &mut dyn Entropy) -> Result<Odd<BoxedUint>, EntropyError> {
        let mut bytes = draw(self.bits, entropy)?;
        bytes.first_mut().into_iter().for_each(|first| *first |= 0xc0);
        bytes.last_mut().into_iter().for_each(|last| *last |= 1);
        Odd::new(number(&bytes)).into_option().ok_or(EntropyError)
    }

    fn is_worth_a_test(&self, candidate: &BoxedUint) -> bool {
        candidate.rem_limb(self.exponent) != Limb::ONE
            && self.small.iter().all(|small| candidate.rem_limb_with_reciprocal(small) != Limb::ZERO)
    }
}
