//! Where the document's telling and AWS's part.

/// The steps, by text key, to which the page puts a mark and a sentence.
///
/// Sources: AWS KMS Cryptographic Details, "Generating data keys", "Encrypt", "Decrypt".
const DIFFERS: &[&str] = &[
    // A real request is authenticated, checked against policies and quotas, and carries an encryption context.
    "article.generate-data-key.request",
    // The data key does not reach the host before it is sealed.
    "article.generate-data-key.hand-over-cdk",
    // The host reads the token and sends it along with the request.
    "article.generate-data-key.load-cmk",
    // A domain key opens the token; the document does not say what does.
    "article.generate-data-key.open-cmk",
    // Not the KMS key itself seals, but a key derived from it for one message.
    "article.generate-data-key.seal-cdk",
    // The client sends the sealed data key; it does not ask for a KMS key.
    "article.decrypt.request",
    // The sealed data key names the version of the KMS key.
    "article.decrypt.load-cmk",
    "article.decrypt.open-cmk",
    // A KMS key never leaves the HSM.
    "article.decrypt.hand-over-cmk",
    "article.decrypt.return-cmk",
    // The HSM opens the data key, not the client.
    "article.decrypt.open-cdk",
    "aws.generate-data-key.request",
    "aws.generate-data-key.load-token",
    "aws.generate-data-key.open-token",
    "aws.generate-data-key.derive-key",
    "aws.generate-data-key.seal-data-key",
    "aws.generate-data-key.leave-hsm",
    "aws.decrypt.request",
    "aws.decrypt.load-token",
    "aws.decrypt.open-token",
    "aws.decrypt.derive-key",
    "aws.decrypt.open-data-key",
    "aws.decrypt.leave-hsm",
    "aws.decrypt.return-key",
];

/// Whether the two part at the step with this text key.
pub(super) fn at(key: &str) -> bool {
    DIFFERS.contains(&key)
}
