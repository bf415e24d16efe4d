//! The curves of short Weierstrass form: ECDSA (FIPS 186-5) and ECDH (NIST SP 800-56A).

use zeroize::Zeroizing;

use super::{Kind, Message, Pair, Source, der};
use crate::{
    env::Entropy,
    hsm::{HsmError, material::KeyMaterial, rng::Draws},
    types::{KeySpec, SigningAlgorithm},
};

/// Declares the key pairs of a curve, `$private` bytes long in private, of whose first byte `$mask` is what a scalar can
/// have. They sign with one algorithm. Whether they agree on secrets, the last part says.
macro_rules! curve {
    (
        $(#[$doc:meta])*
        $name:ident, $curve:ident, $spec:ident, $private:literal, $mask:literal, $algorithm:ident, |$own:ident, $other:ident| $agree:expr
    ) => {
        $(#[$doc])*
        pub(super) struct $name($curve::SecretKey);

        impl Kind for $name {
            fn from(source: Source<'_>) -> Result<Self, HsmError> {
                match source {
                    Source::New(entropy) => loop {
                        // As FIPS 186-5, appendix A.2.2: what is not a private key is drawn again.
                        let mut bytes = Zeroizing::new([0; $private]);
                        entropy.fill(bytes.as_mut_slice())?;
                        if let Some(first) = bytes.first_mut() {
                            *first &= $mask;
                        }
                        if let Ok(key) = $curve::SecretKey::from_slice(bytes.as_slice()) {
                            return Ok(Self(key));
                        }
                    },
                    Source::Kept(bytes) => $curve::SecretKey::from_slice(bytes).map(Self).map_err(|_| HsmError::Token),
                    Source::Pkcs8(der) => {
                        let read = der::read_private(KeySpec::$spec, der).ok_or(HsmError::ImportedMaterial)?;
                        // As long as the curve's numbers are (RFC 5915), and the public half its own if it is there.
                        let key = Some(&read.key).filter(|key| key.len() == $private);
                        let key = key.and_then(|key| $curve::SecretKey::from_slice(key).ok());
                        let key = key.ok_or(HsmError::ImportedMaterial)?;
                        match read.public.map(|public| $curve::PublicKey::from_sec1_bytes(&public)) {
                            None => Ok(Self(key)),
                            Some(Ok(public)) if public == key.public_key() => Ok(Self(key)),
                            Some(_) => Err(HsmError::ImportedMaterial),
                        }
                    }
                }
            }
        }

        impl Pair for $name {
            fn material(&self) -> KeyMaterial {
                KeyMaterial::from_slice(&Zeroizing::new(self.0.to_bytes()))
            }

            fn public_key(&self) -> Result<Vec<u8>, HsmError> {
                der::write_public(KeySpec::$spec, &self.public())
            }

            fn private_key(&self) -> Result<Zeroizing<Vec<u8>>, HsmError> {
                der::write_private(KeySpec::$spec, &Zeroizing::new(self.0.to_bytes()), &self.public())
            }

            fn sign(
                &self,
                algorithm: SigningAlgorithm,
                message: Message<'_>,
                entropy: &mut dyn Entropy,
            ) -> Result<Vec<u8>, HsmError> {
                use $curve::ecdsa::{Signature, SigningKey, signature::hazmat::RandomizedPrehashSigner};
                if algorithm != SigningAlgorithm::$algorithm {
                    return Err(HsmError::Unsuited);
                }
                let digest = message.digest(algorithm).ok_or(HsmError::Unsuited)?;
                let key = SigningKey::from(&self.0);
                let signature: Signature = key
                    .sign_prehash_with_rng(&mut Draws(entropy), &digest)
                    .map_err(|_| HsmError::Entropy)?;
                Ok(signature.to_der().as_bytes().to_vec())
            }

            fn agree(&self, public_key: &[u8]) -> Result<Zeroizing<Vec<u8>>, HsmError> {
                let $own = &self.0;
                let $other = public_key;
                $agree
            }
        }

        impl $name {
            /// The public half, uncompressed (SEC 1, section 2.3.3).
            fn public(&self) -> Box<[u8]> {
                use $curve::elliptic_curve::sec1::ToSec1Point;
                self.0.public_key().to_sec1_point(false).as_bytes().into()
            }

            /// Whether a signature is that of the owner of a public key; none where one of them cannot be read.
            pub(super) fn verify(
                public_key: &[u8],
                algorithm: SigningAlgorithm,
                message: Message<'_>,
                signature: &[u8],
            ) -> Option<bool> {
                use $curve::ecdsa::{Signature, VerifyingKey, signature::hazmat::PrehashVerifier};
                let key = $curve::PublicKey::from_sec1_bytes(der::read_public(KeySpec::$spec, public_key)?).ok()?;
                // Of the two forms that every signature has, the library takes only one for secp256k1.
                let signature = Signature::from_der(signature).ok()?.normalize_s();
                Some(VerifyingKey::from(&key).verify_prehash(&message.digest(algorithm)?, &signature).is_ok())
            }
        }
    };
}

/// What two owners of keys on a curve come to.
macro_rules! agree {
    ($curve:ident, $spec:ident, $own:ident, $other:ident) => {{
        let other =
            der::read_public(KeySpec::$spec, $other).and_then(|key| $curve::PublicKey::from_sec1_bytes(key).ok());
        let other = other.ok_or(HsmError::PublicKey)?;
        let shared = $curve::ecdh::diffie_hellman($own.to_nonzero_scalar(), other.as_affine());
        Ok(Zeroizing::new(shared.raw_secret_bytes().to_vec()))
    }};
}

curve!(
    /// NIST's P-256.
    P256, p256, EccNistP256, 32, 0xff, EcdsaSha256, |own, other| agree!(p256, EccNistP256, own, other)
);
curve!(
    /// NIST's P-384.
    P384, p384, EccNistP384, 48, 0xff, EcdsaSha384, |own, other| agree!(p384, EccNistP384, own, other)
);
curve!(
    /// NIST's P-521: 521 bits are 65 bytes and one bit.
    P521, p521, EccNistP521, 66, 0x01, EcdsaSha512, |own, other| agree!(p521, EccNistP521, own, other)
);
curve!(
    /// SECG's secp256k1. At AWS, keys on it only sign.
    P256k1, k256, EccSecgP256k1, 32, 0xff, EcdsaSha256, |_own, _other| Err(HsmError::Unsuited)
);
