use hkdf::Hkdf;
use sha2::{Sha256, Sha384, Sha512};
use zeroize::Zeroizing;

use super::MessageError;
use crate::hsm::aes::{Cipher, KEY_LEN};

/// The length of what a message says of the data key that it commits to.
pub(super) const COMMITMENT_LEN: usize = 32;

/// How a message is protected: the AWS Encryption SDK's algorithm suites with AES-256-GCM
/// ([specification, "Algorithm Suites"](https://github.com/awslabs/aws-encryption-sdk-specification)).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Suite {
    /// 0x0078: the data key itself encrypts.
    Bare,
    /// 0x0178: a key derived with HKDF-SHA-256 encrypts.
    Derived,
    /// 0x0378: a key derived with HKDF-SHA-384 encrypts, and the message is signed with ECDSA on P-384.
    DerivedSigned,
    /// 0x0478: a key derived with HKDF-SHA-512 encrypts, and the message commits to the data key.
    Committing,
    /// 0x0578: as [`Suite::Committing`], and the message is signed with ECDSA on P-384.
    CommittingSigned,
}

impl Suite {
    const ALL: [Self; 5] = [Self::Bare, Self::Derived, Self::DerivedSigned, Self::Committing, Self::CommittingSigned];

    /// The suite with this number.
    ///
    /// # Errors
    /// [`MessageError::Suite`] if there is none with AES-256.
    pub fn parse(id: u16) -> Result<Self, MessageError> {
        Self::ALL.into_iter().find(|suite| suite.id() == id).ok_or(MessageError::Suite(id))
    }

    /// Its number.
    pub fn id(self) -> u16 {
        match self {
            Self::Bare => 0x0078,
            Self::Derived => 0x0178,
            Self::DerivedSigned => 0x0378,
            Self::Committing => 0x0478,
            Self::CommittingSigned => 0x0578,
        }
    }

    /// Whether a message says which data key it was encrypted with; such messages have format version 2.
    pub fn commits(self) -> bool {
        matches!(self, Self::Committing | Self::CommittingSigned)
    }

    /// Whether a message ends with a signature.
    pub fn is_signed(self) -> bool {
        matches!(self, Self::DerivedSigned | Self::CommittingSigned)
    }

    pub(super) fn message_id_len(self) -> usize {
        if self.commits() { 32 } else { 16 }
    }

    /// The key that encrypts, ready for use, and what a committing message says of the data key.
    pub(super) fn keys(self, data_key: &[u8], message_id: &[u8]) -> Result<Keys, MessageError> {
        let data_key: &[u8; KEY_LEN] = data_key.try_into().map_err(|_| MessageError::DataKey)?;
        let id = self.id().to_be_bytes();
        let mut key = Zeroizing::new([0; KEY_LEN]);
        let mut commitment = None;
        let derived = match self {
            Self::Bare => {
                key.copy_from_slice(data_key);
                Ok(())
            }
            Self::Derived => Hkdf::<Sha256>::new(None, data_key).expand_multi_info(&[&id, message_id], &mut *key),
            Self::DerivedSigned => Hkdf::<Sha384>::new(None, data_key).expand_multi_info(&[&id, message_id], &mut *key),
            Self::Committing | Self::CommittingSigned => {
                let expander = Hkdf::<Sha512>::new(Some(message_id), data_key);
                let mut committed = [0; COMMITMENT_LEN];
                let derived = expander
                    .expand_multi_info(&[&id, b"DERIVEKEY"], &mut *key)
                    .and_then(|()| expander.expand(b"COMMITKEY", &mut committed));
                commitment = Some(committed);
                derived
            }
        };
        derived.map_err(|_| MessageError::DataKey)?;
        Ok(Keys { cipher: Cipher::new(&key), commitment })
    }
}

/// What follows from a data key.
pub(super) struct Keys {
    pub(super) cipher: Cipher,
    pub(super) commitment: Option<[u8; COMMITMENT_LEN]>,
}
