//! What related multi-Region keys share: a change of it reaches all of them, and new material is used nowhere before it is
//! everywhere (AWS KMS Developer Guide, "Multi-Region keys": shared properties, rotation).

use super::regions::Others;
use crate::{
    env::Entropy,
    hsm::{Hsm, HsmError, KeyToken, Replication, TokenRef},
    store::{KmsKey, Rotated},
    trace::Recorder,
    types::{KeyId, KeyMaterialId, Region},
};

/// New material of a key, and the same in every Region that has a related key.
pub(super) struct Everywhere {
    pub(super) id: KeyMaterialId,
    token: KeyToken,
    copies: Vec<(Region, KeyToken)>,
}

impl Everywhere {
    /// Makes material for a key of the Region `here`, and takes it to the HSMs of the other Regions. Nothing is changed
    /// yet, so that nothing is half done if there is no randomness.
    pub(super) fn make(
        hsm: &Hsm,
        (here, key): (&Region, &KmsKey),
        others: &Others<'_>,
        entropy: &mut dyn Entropy,
        trace: &mut Recorder,
    ) -> Result<Self, HsmError> {
        let (id, token) = hsm.session(entropy, trace).create_key(key.key_id, key.spec)?;
        let made = TokenRef { key_id: key.key_id, material_id: id, token: &token, external: None };
        let mut copies = Vec::new();
        for region in key.related(here) {
            let to = &others.get(region).ok_or(HsmError::Replication)?.hsm;
            let arrived = Replication { from: hsm, to, region }.run(&[made], entropy, trace)?;
            copies.extend(arrived.into_iter().map(|token| (region.clone(), token)));
        }
        Ok(Self { id, token, copies })
    }

    /// The material takes over in every Region; in that of the key by `change`. Says whether there were others.
    pub(super) fn take_over(
        self,
        key_id: KeyId,
        rotated: Rotated,
        others: &mut Others<'_>,
        change: impl FnOnce(KeyMaterialId, KeyToken),
    ) -> bool {
        let Self { id, token, copies } = self;
        let copied = !copies.is_empty();
        change(id, token);
        for (region, token) in copies {
            others.change_key(&region, key_id, |key| key.rotate(id, token, rotated));
        }
        copied
    }
}
