//! How keys are written down: a `SubjectPublicKeyInfo` (RFC 5280) or `PrivateKeyInfo` (RFC 5958) in DER, and the bytes of the key in
//! it. RSA keys are written by their library.

use pkcs8::{
    AlgorithmIdentifierRef, ObjectIdentifier, PrivateKeyInfoRef,
    der::{
        Decode, Encode,
        asn1::{AnyRef, BitStringRef, OctetStringRef},
    },
    spki::SubjectPublicKeyInfoRef,
};
use sec1::{EcParameters, EcPrivateKey};
use zeroize::Zeroizing;

use crate::{
    hsm::HsmError,
    types::{KeyKind, KeySpec},
};

/// Any key on a curve of short Weierstrass form (RFC 5480).
const EC_PUBLIC_KEY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");

/// What a private key's bytes begin with, before their length: an octet string in Ed25519 (RFC 8410), a seed in ML-DSA and ML-KEM (RFC
/// 9881, RFC 9935).
const OCTET_STRING: u8 = 0x04;
const SEED: u8 = 0x80;

/// A private key that was read.
pub(super) struct Private {
    /// Its bytes.
    pub(super) key: Zeroizing<Vec<u8>>,
    /// The public half, if it stood beside it.
    pub(super) public: Option<Vec<u8>>,
}

/// The object identifiers of a spec: the algorithm and, for a curve of short Weierstrass form, the curve.
fn identifiers(spec: KeySpec) -> &'static [ObjectIdentifier] {
    macro_rules! ids {
        ($($id:expr),*) => {
            const { &[$($id),*] }
        };
    }
    macro_rules! id {
        ($text:literal) => {
            ObjectIdentifier::new_unwrap($text)
        };
    }
    match spec {
        KeySpec::EccNistP256 => ids!(EC_PUBLIC_KEY, id!("1.2.840.10045.3.1.7")),
        KeySpec::EccNistP384 => ids!(EC_PUBLIC_KEY, id!("1.3.132.0.34")),
        KeySpec::EccNistP521 => ids!(EC_PUBLIC_KEY, id!("1.3.132.0.35")),
        KeySpec::EccSecgP256k1 => ids!(EC_PUBLIC_KEY, id!("1.3.132.0.10")),
        KeySpec::EccNistEdwards25519 => ids!(id!("1.3.101.112")),
        KeySpec::MlDsa44 => ids!(id!("2.16.840.1.101.3.4.3.17")),
        KeySpec::MlDsa65 => ids!(id!("2.16.840.1.101.3.4.3.18")),
        KeySpec::MlDsa87 => ids!(id!("2.16.840.1.101.3.4.3.19")),
        KeySpec::MlKem512 => ids!(id!("2.16.840.1.101.3.4.4.1")),
        KeySpec::MlKem768 => ids!(id!("2.16.840.1.101.3.4.4.2")),
        KeySpec::MlKem1024 => ids!(id!("2.16.840.1.101.3.4.4.3")),
        _ => &[],
    }
}

fn algorithm(spec: KeySpec) -> Option<AlgorithmIdentifierRef<'static>> {
    let (oid, curve) = identifiers(spec).split_first()?;
    Some(AlgorithmIdentifierRef { oid: *oid, parameters: curve.first().map(AnyRef::from) })
}

/// Writes a public key.
pub(super) fn write_public(spec: KeySpec, key: &[u8]) -> Result<Vec<u8>, HsmError> {
    let subject_public_key = BitStringRef::from_bytes(key).map_err(|_| HsmError::Token)?;
    let info = SubjectPublicKeyInfoRef { algorithm: algorithm(spec).ok_or(HsmError::Token)?, subject_public_key };
    info.to_der().map_err(|_| HsmError::Token)
}

/// Reads a public key, if it is one of this spec.
pub(super) fn read_public(spec: KeySpec, der: &[u8]) -> Option<&[u8]> {
    let info = SubjectPublicKeyInfoRef::from_der(der).ok()?;
    (info.algorithm == algorithm(spec)?).then_some(())?;
    info.subject_public_key.as_bytes()
}

/// Writes a private key; on a curve of short Weierstrass form, with its public half (RFC 5915).
pub(super) fn write_private(spec: KeySpec, key: &[u8], public: &[u8]) -> Result<Zeroizing<Vec<u8>>, HsmError> {
    let inner = Zeroizing::new(match framed(spec) {
        Some(tag) => [&[tag, length(key)?], key].concat(),
        None => EcPrivateKey { private_key: key, parameters: None, public_key: Some(public) }
            .to_der()
            .map_err(|_| HsmError::Token)?,
    });
    let private_key = OctetStringRef::new(&inner).map_err(|_| HsmError::Token)?;
    let info = PrivateKeyInfoRef::new(algorithm(spec).ok_or(HsmError::Token)?, private_key);
    info.to_der().map(Zeroizing::new).map_err(|_| HsmError::Token)
}

/// Reads a private key, if it is one of this spec. Whether the public half that may stand beside it is its own is not looked at.
pub(super) fn read_private(spec: KeySpec, der: &[u8]) -> Option<Private> {
    let info = PrivateKeyInfoRef::from_der(der).ok()?;
    (info.algorithm == algorithm(spec)?).then_some(())?;
    let inner = info.private_key.as_bytes();
    let beside = info.public_key.and_then(|public| public.as_bytes().map(<[u8]>::to_vec));
    let (key, public) = if let Some(tag) = framed(spec) {
        let (head, key) = inner.split_at_checked(2)?;
        (*head == [tag, length(key).ok()?]).then_some((key, beside))?
    } else {
        let inner = EcPrivateKey::from_der(inner).ok()?;
        let curve = inner.parameters.and_then(EcParameters::named_curve);
        let named = curve.is_none_or(|curve| identifiers(spec).contains(&curve));
        named.then_some((inner.private_key, inner.public_key.map(<[u8]>::to_vec).or(beside)))?
    };
    Some(Private { key: Zeroizing::new(key.to_vec()), public })
}

/// What frames the bytes of a private key, where it is not the structure of RFC 5915.
fn framed(spec: KeySpec) -> Option<u8> {
    match spec.kind() {
        KeyKind::Lattice => Some(SEED),
        _ => (spec == KeySpec::EccNistEdwards25519).then_some(OCTET_STRING),
    }
}

fn length(key: &[u8]) -> Result<u8, HsmError> {
    u8::try_from(key.len()).map_err(|_| HsmError::Token)
}
