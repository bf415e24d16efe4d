//! Messages of the AWS Encryption SDK: the answers of its own implementations, and what this one writes.

use std::collections::BTreeMap;

use glass_kms::{
    envelope::{
        Client, Wanted,
        message::{FRAME_LENGTH, Header, MessageError, Reader, Refusal, Suite, fields},
    },
    operations::Kms,
    trace::Field,
    types::{EncryptionContext, Plaintext},
};
use proptest::prelude::*;
use serde::Deserialize;
use serde_json::json;

use super::support::{CONTEXT, DATA, good, kms, member, root, seeded, text};

const COMMITMENT: &str = include_str!("../data/vectors/aws-encryption-sdk-commitment.json");
const PYTHON: &str = include_str!("../data/vectors/aws-encryption-sdk-python.json");

#[derive(Deserialize)]
struct File {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Case {
    id: String,
    result: String,
    context: BTreeMap<String, String>,
    data_key: String,
    message: String,
    data: Option<String>,
}

impl Case {
    fn data_key(&self) -> Plaintext {
        Plaintext::new(hex(&self.data_key))
    }
}

fn cases(file: &str) -> Vec<Case> {
    serde_json::from_str::<File>(file).expect("vectors").cases
}

fn hex(text: &str) -> Vec<u8> {
    let digit = |byte: &u8| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok()).expect("a digit");
    text.as_bytes().chunks(2).map(|pair| pair.iter().fold(0, |byte, next| byte << 4 | digit(next))).collect()
}

/// A message in pieces of so many bytes, read as they come.
fn open(message: &[u8], data_key: &Plaintext, piece: usize) -> Result<(Header, Vec<u8>), MessageError> {
    let mut reader = Reader::new();
    let (mut header, mut data) = (None, Vec::new());
    for bytes in message.chunks(piece) {
        reader.push(bytes)?;
        if header.is_none() && reader.header().is_some() {
            reader.unlock(data_key)?;
            header = reader.header().cloned();
        }
        if header.is_some() {
            data.extend_from_slice(reader.read()?.expose());
        }
    }
    reader.finish()?;
    Ok((header.ok_or(MessageError::Incomplete)?, data))
}

fn client(kms: &mut Kms, run: impl FnOnce(Client<'_>)) {
    let mut entropy = seeded("client");
    run(Client { kms, context: root(), entropy: &mut entropy });
}

fn wanted(key_id: &str) -> Wanted {
    Wanted { key_id: Some(key_id.to_owned()), context: EncryptionContext::from(CONTEXT), grant_tokens: Vec::new() }
}

fn encrypted(kms: &mut Kms, data: &[u8], frame_length: u32) -> Vec<u8> {
    let mut message = Vec::new();
    client(kms, |client| {
        message = client.encrypt_message(wanted("alias/letters"), data, frame_length).expect("a message");
    });
    message
}

fn decrypt(kms: &mut Kms, wanted: &Wanted, message: &[u8]) -> Result<Vec<u8>, Refusal> {
    let mut answer = Err(Refusal::Message(MessageError::Incomplete));
    client(kms, |client| {
        answer = client.decrypt_message(wanted, message).map(|opened| opened.data.expose().to_vec());
    });
    answer
}

#[test]
fn messages_of_every_implementation_are_read() {
    let mut tally = BTreeMap::new();
    for case in cases(COMMITMENT).into_iter().chain(cases(PYTHON)) {
        let message = hex(&case.message);
        let opened = open(&message, &case.data_key(), message.len());
        if case.result == "valid" {
            let (header, data) = opened.unwrap_or_else(|error| panic!("{}: {error}", case.id));
            assert_eq!(Some(data), case.data.as_deref().map(hex), "{}", case.id);
            assert_eq!(header.context, EncryptionContext::from(case.context.clone()), "{}", case.id);
            *tally.entry(header.suite.id()).or_insert(0) += 1;
        } else {
            assert_eq!(opened.err(), Some(MessageError::Commitment), "{}", case.id);
            *tally.entry(0).or_insert(0) += 1;
        }
    }
    assert_eq!(tally, BTreeMap::from([(0, 5), (0x0078, 5), (0x0178, 5), (0x0378, 5), (0x0478, 25), (0x0578, 26)]));
}

#[test]
fn it_makes_no_difference_in_which_pieces_a_message_comes() {
    for case in cases(COMMITMENT).into_iter().chain(cases(PYTHON)).filter(|case| case.result == "valid") {
        let message = hex(&case.message);
        let whole = open(&message, &case.data_key(), message.len()).expect("valid");
        for piece in [1, 7, 64] {
            assert_eq!(open(&message, &case.data_key(), piece).expect("valid"), whole, "{}: {piece}", case.id);
        }
    }
}

#[test]
fn a_changed_bit_anywhere_is_found() {
    for case in cases(PYTHON).into_iter().filter(|case| case.data.as_deref() != Some("")) {
        let message = hex(&case.message);
        for at in 0..message.len() {
            let mut changed = message.clone();
            changed[at] ^= 1 << (at % 8);
            let opened = open(&changed, &case.data_key(), changed.len());
            // What names the encrypted data key's provider is authentic too, so nothing passes.
            assert!(opened.is_err(), "{}: byte {at}", case.id);
        }
    }
}

#[test]
fn what_is_cut_short_is_incomplete_and_what_is_longer_is_refused() {
    for case in cases(PYTHON) {
        let message = hex(&case.message);
        for length in 0..message.len() {
            let cut = open(&message[..length], &case.data_key(), length.max(1));
            assert_eq!(cut.err(), Some(MessageError::Incomplete), "{}: the first {length} bytes", case.id);
        }
        let longer = [&message[..], &[0]].concat();
        assert_eq!(open(&longer, &case.data_key(), longer.len()).err(), Some(MessageError::Trailing), "{}", case.id);
    }
}

#[test]
fn frames_cannot_be_left_out_moved_or_repeated() {
    const LENGTH: usize = 4 + 12 + 16 + 16;
    let mut kms = kms();
    let message = encrypted(&mut kms, &[7; 60], 16);
    let body =
        fields(&message).expect("a message").iter().find(|field| field.name == "frame-number").expect("a frame").offset;
    let (head, frames) = message.split_at(body);
    let frame = |number: usize| &frames[number * LENGTH..(number + 1) * LENGTH];
    let rest = &frames[3 * LENGTH..];
    let read = |parts: &[&[u8]], kms: &mut _| decrypt(kms, &Wanted::default(), &[&[head], parts].concat().concat());
    assert_eq!(read(&[frame(0), frame(1), frame(2), rest], &mut kms).expect("as it was"), [7; 60]);
    for (parts, missing) in [
        (vec![frame(1), frame(2), rest], 1),
        (vec![frame(0), frame(2), frame(1), rest], 2),
        (vec![frame(0), frame(0), frame(1), frame(2), rest], 2),
        (vec![frame(0), frame(1), rest], 3),
    ] {
        assert_eq!(read(&parts, &mut kms), Err(Refusal::Message(MessageError::Frame(missing))));
    }
}

#[test]
fn a_reader_gives_out_each_frame_as_soon_as_it_is_there() {
    let mut kms = kms();
    let message = encrypted(&mut kms, &[1; 50], 16);
    let layout = fields(&message).expect("a message");
    let tags: Vec<usize> = layout.iter().filter(|field| field.name == "tag").map(|field| field.offset + 16).collect();
    let mut reader = Reader::new();
    let mut at = layout.iter().find(|field| field.name == "frame-number").expect("a frame").offset;
    reader.push(&message[..at]).expect("a header");
    client(&mut kms, |client| client.unlock_message(&Wanted::default(), &mut reader).expect("its key"));
    for (end, length) in tags.into_iter().zip([16, 16, 16, 2]) {
        reader.push(&message[at..end - 1]).expect("bytes");
        assert_eq!(reader.read().expect("nothing yet").len(), 0);
        assert_eq!(reader.finish(), Err(MessageError::Incomplete));
        reader.push(&message[end - 1..end]).expect("bytes");
        assert_eq!(reader.read().expect("a frame").len(), length);
        at = end;
    }
    reader.finish().expect("the end");
}

#[test]
fn the_layout_covers_every_byte() {
    for case in cases(COMMITMENT).into_iter().chain(cases(PYTHON)) {
        let message = hex(&case.message);
        let mut at = 0;
        for field in fields(&message).unwrap_or_else(|error| panic!("{}: {error}", case.id)) {
            assert_eq!(field.offset, at, "{}: {}", case.id, field.name);
            at += field.length;
        }
        assert_eq!(at, message.len(), "{}", case.id);
    }
}

#[test]
fn the_layout_of_a_long_message_is_short() {
    let mut kms = kms();
    let told = |kms: &mut Kms, data: &[u8]| {
        let message = encrypted(kms, data, 16);
        let layout = fields(&message).expect("a message");
        let mut at = 0;
        for field in &layout {
            assert_eq!(field.offset, at, "{}", field.name);
            at += field.length;
        }
        assert_eq!(at, message.len());
        layout
    };
    let frames = |layout: &[Field]| layout.iter().filter(|field| field.name == "frame-number").count();
    // The last frame has a number of its own kind, so it counts once among these as well.
    assert_eq!(frames(&told(&mut kms, &[1; 9 * 16])), 9);
    let layout = told(&mut kms, &vec![1; 10_000 * 16]);
    assert_eq!(frames(&layout), 9);
    let [others] = &layout.iter().filter(|field| field.name == "frames").collect::<Vec<_>>()[..] else {
        panic!("one part for all other frames")
    };
    assert_eq!(others.value.as_deref(), Some("9991"));
    assert_eq!(others.length, 9_991 * (4 + 12 + 16 + 16));
}

#[test]
fn a_data_key_of_this_engine_is_told_part_by_part() {
    let mut kms = kms();
    let message = encrypted(&mut kms, DATA, FRAME_LENGTH);
    let layout = fields(&message).expect("a message");
    let part = |name: &str| layout.iter().find(|field| field.name == name).unwrap_or_else(|| panic!("no {name}"));
    let arn = part("key-provider-info").value.clone().expect("the ARN of the key");
    let (_, key_id) = arn.rsplit_once('/').expect("an ARN");
    assert_eq!(part("data-key/key-id").value.as_deref(), Some(key_id));
    assert_eq!(part("data-key/ciphertext").length, 32);
    assert_eq!(part("data-key/magic").offset, part("ciphertext-length").offset + 2);
    assert!(layout.iter().all(|field| field.name != "encrypted-data-key"));
}

#[test]
fn what_is_written_has_the_suite_that_commits_and_opens_by_kms() {
    let mut kms = kms();
    let message = encrypted(&mut kms, DATA, FRAME_LENGTH);
    let mut header = None;
    client(&mut kms, |client| {
        let opened = client.decrypt_message(&wanted_any(), &message).expect("it opens");
        assert_eq!(opened.data.expose(), DATA);
        header = Some(opened.header);
    });
    let header = header.expect("a header");
    assert_eq!((header.suite, header.frame_length), (Suite::Committing, 4_096));
    assert_eq!(header.context, EncryptionContext::from(CONTEXT));
    let [data_key] = &header.data_keys[..] else { panic!("one data key") };
    assert_eq!(data_key.provider, "aws-kms");
    let known = good(&mut kms, "DescribeKey", json!({ "KeyId": "alias/letters" }));
    assert_eq!(text(&member(&known, "KeyMetadata"), "Arn").as_bytes(), data_key.key);
}

fn wanted_any() -> Wanted {
    Wanted { context: EncryptionContext::from(CONTEXT), ..Wanted::default() }
}

#[test]
fn a_message_opens_only_with_the_context_and_the_key_that_are_asked_for() {
    let mut kms = kms();
    let message = encrypted(&mut kms, DATA, FRAME_LENGTH);
    let other = Wanted { context: EncryptionContext::from([("to", "Mika")]), ..Wanted::default() };
    assert!(matches!(decrypt(&mut kms, &other, &message), Err(Refusal::Message(MessageError::Context(_)))));

    let arn = |kms: &mut _, alias: &str| {
        let known = good(kms, "DescribeKey", json!({ "KeyId": alias }));
        text(&member(&known, "KeyMetadata"), "Arn")
    };
    let (letters, receipts) = (arn(&mut kms, "alias/letters"), arn(&mut kms, "alias/receipts"));
    assert_eq!(decrypt(&mut kms, &wanted(&letters), &message).expect("its key"), DATA);
    assert_eq!(decrypt(&mut kms, &wanted(&receipts), &message), Err(Refusal::Message(MessageError::NoDataKey)));
    assert!(matches!(decrypt(&mut kms, &wanted("alias/letters"), &message), Err(Refusal::Kms(_))), "not an ARN");
}

#[test]
fn what_kms_refuses_is_told() {
    let mut kms = kms();
    let message = encrypted(&mut kms, DATA, FRAME_LENGTH);
    let key_id = key_id(&mut kms);
    good(&mut kms, "DisableKey", json!({ "KeyId": key_id }));
    let Err(Refusal::Kms(error)) = decrypt(&mut kms, &Wanted::default(), &message) else { panic!("refused") };
    assert_eq!(error.code(), "DisabledException");
    client(&mut kms, |client| {
        let refusal = client.encrypt_message(wanted("alias/letters"), DATA, FRAME_LENGTH);
        assert!(matches!(refusal, Err(Refusal::Kms(error)) if error.code() == "DisabledException"));
    });
}

fn key_id(kms: &mut Kms) -> String {
    let known = good(kms, "DescribeKey", json!({ "KeyId": "alias/letters" }));
    text(&member(&known, "KeyMetadata"), "KeyId")
}

#[test]
fn a_replica_opens_what_its_primary_key_sealed() {
    let mut kms = kms();
    let key = good(&mut kms, "CreateKey", json!({ "MultiRegion": true }));
    let arn = text(&member(&key, "KeyMetadata"), "Arn");
    good(&mut kms, "ReplicateKey", json!({ "KeyId": arn, "ReplicaRegion": "eu-west-1" }));
    let mut message = Vec::new();
    client(&mut kms, |client| {
        message = client.encrypt_message(wanted(&arn), DATA, FRAME_LENGTH).expect("a message");
    });
    let replica = arn.replace("ap-northeast-1", "eu-west-1");
    let primary = text(&member(&key, "KeyMetadata"), "KeyId");
    good(&mut kms, "DisableKey", json!({ "KeyId": primary }));
    assert_eq!(decrypt(&mut kms, &wanted(&replica), &message).expect("the replica"), DATA);
    assert!(matches!(decrypt(&mut kms, &wanted(&arn), &message), Err(Refusal::Kms(_))));
}

#[test]
fn what_cannot_be_a_message_says_why() {
    let mut kms = kms();
    let refused = |kms: &mut _, wanted: Wanted, frame_length: u32| {
        let mut error = None;
        client(kms, |client| error = client.encrypt_message(wanted, DATA, frame_length).err());
        error.expect("refused").to_string()
    };
    assert_eq!(refused(&mut kms, wanted("alias/letters"), 0), MessageError::FrameLength.to_string());
    let reserved = Wanted { context: EncryptionContext::from([("aws-crypto-x", "1")]), ..wanted("alias/letters") };
    assert!(refused(&mut kms, reserved, 16).contains("aws-crypto-"));
    for (bytes, error) in [
        (&b"GKMS"[..], "This is not a message of the AWS Encryption SDK: it begins with neither 1 nor 2."),
        (&[2, 1, 0x14], "Messages of algorithm suite 0x0114 cannot be read: those with AES-256 can."),
        (&[1, 0x81], "This is not a message of the AWS Encryption SDK: its type is not 0x80."),
        (&[], "The message is incomplete: its end is missing."),
    ] {
        assert_eq!(fields(bytes).expect_err("not a message").to_string(), error);
    }
}

proptest! {
    #[test]
    fn any_data_in_frames_of_any_length_comes_back(
        data in prop::collection::vec(any::<u8>(), 0..300),
        frame_length in 1_u32..70,
        pieces in prop::collection::vec(1_usize..90, 1..9),
    ) {
        let mut kms = kms();
        let mut message = Vec::new();
        client(&mut kms, |client| {
            let (mut writer, header) = client.begin_message(wanted("alias/letters"), frame_length).expect("begun");
            message = header;
            let mut rest = &data[..];
            for piece in pieces.iter().cycle() {
                let (head, tail) = rest.split_at(rest.len().min(*piece));
                message.extend_from_slice(&writer.push(head).expect("frames"));
                rest = tail;
                if rest.is_empty() {
                    break;
                }
            }
            message.extend_from_slice(&writer.finish().expect("the end"));
        });
        let layout = fields(&message).expect("a message");
        let others = layout.iter().find(|field| field.name == "frames").and_then(|field| field.value.clone());
        let others: usize = others.map_or(0, |number| number.parse().expect("a number"));
        let frames = layout.iter().filter(|field| field.name == "tag").count() + others;
        prop_assert_eq!(frames, data.len().div_ceil(frame_length as usize).max(1));
        prop_assert_eq!(decrypt(&mut kms, &Wanted::default(), &message).expect("it opens"), data);
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), version in 1_u8..=2) {
        let _ = fields(&bytes);
        let known = [&[version][..], if version == 1 { &[0x80, 1, 0x78] } else { &[4, 0x78] }, &bytes].concat();
        prop_assert!(fields(&known).is_err() || !known.is_empty());
        let _ = open(&known, &Plaintext::new(vec![0; 32]), 50);
    }
}
