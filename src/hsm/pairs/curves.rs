//! The curves of short Weierstrass form: ECDSA (FIPS 186-5) and ECDH (NIST SP 800-56A).

use zeroize::Zeroizing;

use super::{Kind, Message, Pair, Source};
use crate::{
    env::Entropy,
    hsm::{HsmError, material::KeyMaterial, rng::Draws},
    types::SigningAlgorithm,
};

/// Declares the key pairs of a curve, `$private` bytes long in private, of whose first byte `$mask` is what a scalar can
/// have. They sign with one algorithm. Whether they agree on secrets, the last part says.
macro_rules! curve {
    (
        $(#[$doc:meta])*
        $name:ident, $curve:ident, $private:literal, $mask:literal, $algorithm:ident, |$own:ident, $other:ident| $agree:expr
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
                    Source::Pkcs8(der) => $curve::pkcs8::DecodePrivateKey::from_pkcs8_der(der)
                        .map(Self)
                        .map_err(|_| HsmError::ImportedMaterial),
                }
            }
        }

        impl Pair for $name {
            fn material(&self) -> KeyMaterial {
                KeyMaterial::from_slice(&Zeroizing::new(self.0.to_bytes()))
            }

            fn public_key(&self) -> Result<Vec<u8>, HsmError> {
                let der = $curve::pkcs8::EncodePublicKey::to_public_key_der(&self.0.public_key());
                der.map(|der| der.into_vec()).map_err(|_| HsmError::Token)
            }

            fn private_key(&self) -> Result<Zeroizing<Vec<u8>>, HsmError> {
                let der = $curve::pkcs8::EncodePrivateKey::to_pkcs8_der(&self.0);
                der.map(|der| der.to_bytes()).map_err(|_| HsmError::Token)
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
            /// Whether a signature is that of the owner of a public key; none where one of them cannot be read.
            pub(super) fn verify(
                public_key: &[u8],
                algorithm: SigningAlgorithm,
                message: Message<'_>,
                signature: &[u8],
            ) -> Option<bool> {
                use $curve::ecdsa::{Signature, VerifyingKey, signature::hazmat::PrehashVerifier};
                let key: $curve::PublicKey = $curve::pkcs8::DecodePublicKey::from_public_key_der(public_key).ok()?;
                // Of the two forms that every signature has, the library takes only one for secp256k1.
                let signature = Signature::from_der(signature).ok()?.normalize_s();
                Some(VerifyingKey::from(&key).verify_prehash(&message.digest(algorithm)?, &signature).is_ok())
            }
        }
    };
}

/// What two owners of keys on a curve come to.
macro_rules! agree {
    ($curve:ident, $own:ident, $other:ident) => {{
        let other: $curve::PublicKey =
            $curve::pkcs8::DecodePublicKey::from_public_key_der($other).map_err(|_| HsmError::PublicKey)?;
        let shared = $curve::ecdh::diffie_hellman($own.to_nonzero_scalar(), other.as_affine());
        Ok(Zeroizing::new(shared.raw_secret_bytes().to_vec()))
    }};
}

curve!(
    /// NIST's P-256.
    P256, p256, 32, 0xff, EcdsaSha256, |own, other| agree!(p256, own, other)
);
curve!(
    /// NIST's P-384.
    P384, p384, 48, 0xff, EcdsaSha384, |own, other| agree!(p384, own, other)
);
curve!(
    /// NIST's P-521: 521 bits are 65 bytes and one bit.
    P521, p521, 66, 0x01, EcdsaSha512, |own, other| agree!(p521, own, other)
);
curve!(
    /// SECG's secp256k1. At AWS, keys on it only sign.
    P256k1, k256, 32, 0xff, EcdsaSha256, |_own, _other| Err(HsmError::Unsuited)
);
