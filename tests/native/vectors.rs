//! Known answers from NIST and Wycheproof. `tests/data/vectors/README.md` says where they come from.

use std::collections::{BTreeMap, BTreeSet};

use glass_kms::hsm::{aes, kdf};
use serde::Deserialize;

const NIST_ENCRYPT: &str = include_str!("../data/vectors/nist-aes-256-gcm-encrypt.json");
const NIST_DECRYPT: &str = include_str!("../data/vectors/nist-aes-256-gcm-decrypt.json");
const NIST_KBKDF: &str = include_str!("../data/vectors/nist-kbkdf-ctr-hmac-sha-256.json");
const WYCHEPROOF: &str = include_str!("../data/vectors/wycheproof-aes-256-gcm.json");

#[test]
fn aes_256_gcm_gives_the_answers_of_nist_encrypt() {
    assert_eq!(check_all(NIST_ENCRYPT).unwrap(), Tally { valid: 375, invalid: 0 });
}

#[test]
fn aes_256_gcm_gives_the_answers_of_nist_decrypt() {
    assert_eq!(check_all(NIST_DECRYPT).unwrap(), Tally { valid: 184, invalid: 191 });
}

#[test]
fn aes_256_gcm_gives_the_answers_of_wycheproof() {
    assert_eq!(check_all(WYCHEPROOF).unwrap(), Tally { valid: 39, invalid: 27 });
}

#[test]
fn nist_covers_every_pair_of_lengths() {
    let pairs: BTreeSet<(usize, usize)> =
        [0, 13, 16, 32, 51].into_iter().flat_map(|text| [0, 16, 20, 48, 90].map(|aad| (text, aad))).collect();
    for file in [NIST_ENCRYPT, NIST_DECRYPT] {
        let cases: Vec<CipherCase> = cases(file).unwrap();
        let valid = cases.iter().filter(|case| case.result == Verdict::Valid);
        let seen: BTreeSet<_> = valid.map(|case| (case.ciphertext.0.len(), case.aad.0.len())).collect();
        assert_eq!(seen, pairs);
    }
}

#[test]
fn aes_256_gcm_refuses_every_single_flipped_bit() {
    let message = longest_nist_message().unwrap();
    let mut flips = 0;
    for part in Part::ALL {
        for bit in 0..message.bits_of(part) {
            assert!(message.flipped(part, bit).open().is_none(), "{}: {part:?} bit {bit}", message.id);
            flips += 1;
        }
    }
    assert_eq!(flips, (32 + 12 + 90 + 51 + 16) * 8);
}

#[test]
fn aes_256_gcm_refuses_what_is_cut_short_or_grown() {
    let message = longest_nist_message().unwrap();
    for length in 0..message.sealed().len() {
        let cut = &message.sealed()[..length];
        let opened = aes::open(&message.key, &message.iv, &message.aad, cut);
        assert!(opened.is_err(), "{}: the first {length} bytes", message.id);
    }
    for (what, sealed) in [
        ("a byte after the tag", [&message.sealed()[..], &[0]].concat()),
        ("a byte before the ciphertext", [&[0], &message.sealed()[..]].concat()),
    ] {
        let opened = aes::open(&message.key, &message.iv, &message.aad, &sealed);
        assert!(opened.is_err(), "{}: {what}", message.id);
    }
}

#[test]
fn aes_256_gcm_keeps_the_associated_data_and_the_ciphertext_apart() {
    let message = longest_nist_message().unwrap();
    let (last, aad) = message.aad.split_last().unwrap();
    let moved = [&[*last], &message.sealed()[..]].concat();
    assert!(aes::open(&message.key, &message.iv, aad, &moved).is_err(), "{}", message.id);
}

#[test]
fn sealing_in_place_leaves_what_stands_before_the_start() {
    let mut sealed = 0;
    for case in cases::<CipherCase>(NIST_ENCRYPT).unwrap() {
        let message = Message::of(&case);
        let plaintext = case.plaintext.unwrap().0;
        let mut buffer = [b"header", &plaintext[..]].concat();
        let cipher = aes::Cipher::new(&message.key);
        cipher.seal_in_place(&message.iv, &message.aad, &mut buffer, 6).unwrap();
        assert_eq!(buffer, [b"header", &message.sealed()[..]].concat(), "{}", message.id);
        sealed += 1;
    }
    assert_eq!(sealed, 375);
}

#[test]
fn sealing_in_place_refuses_a_start_outside_the_buffer() {
    let message = longest_nist_message().unwrap();
    let mut buffer = b"header".to_vec();
    let cipher = aes::Cipher::new(&message.key);
    assert!(cipher.seal_in_place(&message.iv, &message.aad, &mut buffer, 7).is_err());
    assert_eq!(buffer, b"header");
}

#[test]
fn counter_mode_gives_the_answers_of_nist() {
    let mut lengths = BTreeMap::new();
    for case in cases::<DerivationCase>(NIST_KBKDF).unwrap() {
        let mut output = vec![0; case.output.0.len()];
        kdf::counter_mode(&case.key.0, &case.fixed_input.0, &mut output);
        assert_eq!(output, case.output.0, "{}", case.id);
        *lengths.entry(output.len()).or_insert(0) += 1;
    }
    assert_eq!(lengths, BTreeMap::from([(16, 10), (20, 10), (32, 10), (40, 10)]));
}

#[test]
fn counter_mode_cuts_its_last_block_at_any_length() {
    let mut longest = cases::<DerivationCase>(NIST_KBKDF).unwrap();
    longest.retain(|case| case.output.0.len() == 40);
    assert_eq!(longest.len(), 10);
    for case in longest {
        for length in 1..=40 {
            let mut output = vec![0; length];
            kdf::counter_mode(&case.key.0, &case.fixed_input.0, &mut output);
            assert_eq!(output, case.output.0[..length], "{}: {length} bytes", case.id);
        }
    }
}

/// Runs every case of a file: a valid one is sealed, opened and tampered with; an invalid one must be refused.
fn check_all(file: &str) -> Result<Tally, serde_json::Error> {
    let mut tally = Tally { valid: 0, invalid: 0 };
    for case in cases::<CipherCase>(file)? {
        let message = Message::of(&case);
        let plaintext = case.plaintext.as_ref().map(|hex| hex.0.as_slice());
        match case.result {
            Verdict::Valid => {
                check_valid(&message, plaintext);
                tally.valid += 1;
            }
            Verdict::Invalid => {
                check_invalid(&message, plaintext);
                tally.invalid += 1;
            }
        }
    }
    Ok(tally)
}

fn check_valid(message: &Message, plaintext: Option<&[u8]>) {
    let id = &message.id;
    let sealed = plaintext.and_then(|plaintext| message.seal(plaintext));
    assert_eq!(sealed, Some(message.sealed()), "{id}: seal");
    assert_eq!(message.open().as_deref(), plaintext, "{id}: open");
    for part in Part::ALL {
        let bits = message.bits_of(part);
        // The first and the last bit; none where the part is empty.
        for bit in (0..bits).step_by(bits.saturating_sub(1).max(1)) {
            let opened = message.flipped(part, bit).open();
            assert!(opened.is_none(), "{id}: {part:?} bit {bit} flipped, yet opened");
        }
    }
}

fn check_invalid(message: &Message, plaintext: Option<&[u8]>) {
    let id = &message.id;
    assert!(message.open().is_none(), "{id}: opened");
    if let Some(plaintext) = plaintext {
        let sealed = message.seal(plaintext);
        assert_ne!(sealed, Some(message.sealed()), "{id}: seal made what must be refused");
    }
}

fn longest_nist_message() -> Option<Message> {
    let cases: Vec<CipherCase> = cases(NIST_ENCRYPT).ok()?;
    cases.iter().map(Message::of).max_by_key(|message| (message.ciphertext.len(), message.aad.len()))
}

pub(crate) fn cases<C: for<'de> Deserialize<'de>>(file: &str) -> Result<Vec<C>, serde_json::Error> {
    #[derive(Deserialize)]
    struct File<C> {
        cases: Vec<C>,
    }
    serde_json::from_str::<File<C>>(file).map(|file| file.cases)
}

/// How many cases ran: a file that lost some cannot pass.
#[derive(Debug, PartialEq, Eq)]
struct Tally {
    valid: usize,
    invalid: usize,
}

/// A sealed message in its parts, each of which can be damaged.
#[derive(Clone)]
struct Message {
    id: String,
    key: [u8; 32],
    iv: [u8; 12],
    aad: Vec<u8>,
    ciphertext: Vec<u8>,
    tag: [u8; 16],
}

#[derive(Clone, Copy, Debug)]
enum Part {
    Key,
    Iv,
    Aad,
    Ciphertext,
    Tag,
}

impl Part {
    const ALL: [Self; 5] = [Self::Key, Self::Iv, Self::Aad, Self::Ciphertext, Self::Tag];
}

impl Message {
    fn of(case: &CipherCase) -> Self {
        Self {
            id: case.id.clone(),
            key: case.key.0,
            iv: case.iv.0,
            aad: case.aad.0.clone(),
            ciphertext: case.ciphertext.0.clone(),
            tag: case.tag.0,
        }
    }

    fn sealed(&self) -> Vec<u8> {
        [&self.ciphertext[..], &self.tag].concat()
    }

    fn seal(&self, plaintext: &[u8]) -> Option<Vec<u8>> {
        aes::seal(&self.key, &self.iv, &self.aad, plaintext).ok()
    }

    fn open(&self) -> Option<Vec<u8>> {
        aes::open(&self.key, &self.iv, &self.aad, &self.sealed()).ok().map(|plaintext| plaintext.to_vec())
    }

    fn flipped(&self, part: Part, bit: usize) -> Self {
        let mut damaged = self.clone();
        if let Some(byte) = damaged.bytes_of(part).get_mut(bit / 8) {
            *byte ^= 0x80 >> (bit % 8);
        }
        damaged
    }

    fn bits_of(&self, part: Part) -> usize {
        self.clone().bytes_of(part).len() * 8
    }

    fn bytes_of(&mut self, part: Part) -> &mut [u8] {
        match part {
            Part::Key => &mut self.key,
            Part::Iv => &mut self.iv,
            Part::Aad => &mut self.aad,
            Part::Ciphertext => &mut self.ciphertext,
            Part::Tag => &mut self.tag,
        }
    }
}

#[derive(Deserialize)]
struct CipherCase {
    id: String,
    result: Verdict,
    key: Hex<[u8; 32]>,
    iv: Hex<[u8; 12]>,
    aad: Hex<Vec<u8>>,
    plaintext: Option<Hex<Vec<u8>>>,
    ciphertext: Hex<Vec<u8>>,
    tag: Hex<[u8; 16]>,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Verdict {
    Valid,
    Invalid,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct DerivationCase {
    id: String,
    key: Hex<Vec<u8>>,
    fixed_input: Hex<Vec<u8>>,
    output: Hex<Vec<u8>>,
}

/// Bytes written as hexadecimal digits; a fixed length is checked while parsing.
#[derive(Deserialize)]
#[serde(try_from = "String", bound = "T: TryFrom<Vec<u8>>")]
pub(crate) struct Hex<T>(pub(crate) T);

impl<T: TryFrom<Vec<u8>>> TryFrom<String> for Hex<T> {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let bytes = text
            .as_bytes()
            .chunks(2)
            .map(|pair| match pair {
                [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
                _ => None,
            })
            .collect::<Option<Vec<u8>>>();
        bytes.and_then(|bytes| T::try_from(bytes).ok()).map(Self).ok_or_else(|| format!("not the hex expected: {text}"))
    }
}

fn digit(character: u8) -> Option<u8> {
    char::from(character).to_digit(16).and_then(|value| u8::try_from(value).ok())
}
