//! Key material on its way between the HSMs of two Regions, and those who carry its messages and are not to be trusted.

use glass_kms::{
    hsm::{Ciphertext, Encryption, Hsm, HsmError, KeyToken, Replication, Sealed, TokenRef},
    trace::Recorder,
    types::{EncryptionContext, KeyId, KeyMaterialId, KeySpec, Region, Timestamp},
};

use crate::support::{DATA, NOW, seeded};

/// Two HSMs, and a key of the first with so many versions.
struct World {
    from: Hsm,
    to: Hsm,
    region: Region,
    key_id: KeyId,
    versions: Vec<(KeyMaterialId, KeyToken)>,
    entropy: glass_kms::env::SeededEntropy,
}

fn world(versions: usize) -> World {
    let mut entropy = seeded("kms");
    let now = Timestamp::from_millis(NOW);
    let [from, to] = [(); 2].map(|()| Hsm::make(&mut entropy, now).expect("an HSM"));
    let key_id = KeyId::multi_region_from_random([7; 16]);
    let make = |_| {
        from.session(&mut entropy, &mut Recorder::off()).create_key(key_id, KeySpec::SymmetricDefault).expect("a key")
    };
    let versions = (0..versions).map(make).collect();
    let region = Region::parse("us-west-2").expect("a Region");
    World { from, to, region, key_id, versions, entropy }
}

impl World {
    fn replicate(&mut self, carry: impl FnMut(Vec<u8>) -> Vec<u8>) -> Result<Vec<KeyToken>, HsmError> {
        let Self { from, to, region, key_id, versions, entropy } = self;
        let tokens: Vec<_> = tokens(*key_id, versions);
        Replication { from, to, region }.carried_by(carry, &tokens, entropy, &mut Recorder::off())
    }
}

fn tokens(key_id: KeyId, versions: &[(KeyMaterialId, KeyToken)]) -> Vec<TokenRef<'_>> {
    versions
        .iter()
        .map(|(material_id, token)| TokenRef { key_id, material_id: *material_id, token, external: None })
        .collect()
}

/// What the messages of one replication are: the offer, then the parcel.
fn messages(world: &mut World) -> [Vec<u8>; 2] {
    let mut seen = Vec::new();
    let carry = |message: Vec<u8>| {
        seen.push(message.clone());
        message
    };
    world.replicate(carry).expect("replicated");
    seen.try_into().expect("two messages")
}

#[test]
fn what_one_hsm_seals_the_other_opens() {
    for versions in [1, 2, 26] {
        let mut world = world(versions);
        let copies = world.replicate(|message| message).expect("replicated");
        assert_eq!(copies.len(), versions);
        let context = EncryptionContext::default();
        let World { from, to, key_id, versions, entropy, .. } = &mut world;
        for (original, copy) in tokens(*key_id, versions).into_iter().zip(&copies) {
            assert_ne!(original.token, copy, "each Region has a domain key of its own");
            let copy = TokenRef { token: copy, ..original };
            let sealed = from
                .session(entropy, &mut Recorder::off())
                .encrypt(original, DATA, Encryption::Symmetric(&context))
                .expect("sealed");
            let blob = Ciphertext::parse(&sealed).expect("a ciphertext");
            let opened = to
                .session(entropy, &mut Recorder::off())
                .decrypt(copy, Sealed::Symmetric(&blob, &context))
                .expect("opened");
            assert_eq!(opened.expose(), DATA);
            // Neither opens the other's token.
            let refused =
                to.session(entropy, &mut Recorder::off()).decrypt(original, Sealed::Symmetric(&blob, &context));
            assert_eq!(refused.err(), Some(HsmError::Token));
        }
    }
}

#[test]
fn a_message_that_was_changed_anywhere_is_refused() {
    let lengths = messages(&mut world(2)).map(|message| message.len());
    assert_eq!(lengths, [198, 278], "ARCHITECTURE.md says how messages are laid out");
    for (which, length) in lengths.into_iter().enumerate() {
        // Every byte would take minutes: a signature takes milliseconds.
        for at in (0..length).step_by(7).chain([length - 1]) {
            let mut n = 0;
            let changed = world(2).replicate(|mut message| {
                if n == which {
                    message[at] ^= 0x10;
                }
                n += 1;
                message
            });
            assert_eq!(changed.err(), Some(HsmError::Replication), "byte {at} of message {which}");
        }
    }
}

#[test]
fn a_message_that_is_cut_short_grown_or_missing_is_refused() {
    for which in 0..2 {
        for change in [
            |_: Vec<u8>| Vec::new(),
            |message: Vec<u8>| message[..message.len() - 1].to_vec(),
            |message: Vec<u8>| message[..96].to_vec(),
            |message: Vec<u8>| [message, vec![0]].concat(),
        ] {
            let mut n = 0;
            let changed = world(1).replicate(|message| {
                n += 1;
                if n - 1 == which { change(message) } else { message }
            });
            assert_eq!(changed.err(), Some(HsmError::Replication), "message {which}");
        }
    }
}

#[test]
fn a_message_of_another_time_or_place_is_refused() {
    let mut world = world(1);
    let [earlier_offer, earlier_parcel] = messages(&mut world);
    // Replayed: the agreement key was for that once.
    for (which, replayed) in [(0, earlier_offer.clone()), (1, earlier_parcel.clone()), (1, earlier_offer)] {
        let mut n = 0;
        let answer = world.replicate(|message| {
            n += 1;
            if n - 1 == which { replayed.clone() } else { message }
        });
        assert_eq!(answer.err(), Some(HsmError::Replication), "message {which}");
    }
    // Of a third Region, whose key is not that of the sender.
    let third = Hsm::make(&mut seeded("third"), Timestamp::from_millis(NOW)).expect("an HSM");
    let forged = {
        let World { to, region, key_id, versions, entropy, from } = &mut world;
        let mut seen = Vec::new();
        let made =
            third.session(entropy, &mut Recorder::off()).create_key(*key_id, KeySpec::SymmetricDefault).expect("a key");
        let carry = |message: Vec<u8>| {
            seen.push(message.clone());
            message
        };
        let tokens = [TokenRef { key_id: *key_id, material_id: made.0, token: &made.1, external: None }];
        let replication = Replication { from: &third, to, region };
        replication.carried_by(carry, &tokens, entropy, &mut Recorder::off()).expect("replicated");
        let _ = (from, versions);
        seen.pop().expect("a parcel")
    };
    let mut n = 0;
    let answer = world.replicate(|message| {
        n += 1;
        if n == 2 { forged.clone() } else { message }
    });
    assert_eq!(answer.err(), Some(HsmError::Replication));
}

#[test]
fn material_arrives_as_the_version_that_was_asked_for() {
    let mut world = world(2);
    // Tokens under each other's names do not even open in their own HSM.
    let (first, second) = (world.versions[0].0, world.versions[1].0);
    world.versions[0].0 = second;
    world.versions[1].0 = first;
    assert_eq!(world.replicate(|message| message).err(), Some(HsmError::Token));
}
