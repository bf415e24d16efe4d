/** A trace: one flow, step by step, with the whole state after every step. */
export interface Trace {
  v: 1;
  /** The operation in kebab case, such as `generate-data-key`. */
  flow: string;
  /** The document's telling, or AWS's. */
  track: "article" | "aws";
  /** The seed of a seeded run. */
  seed?: string;
  /** When it happened: ISO 8601, UTC. */
  clock: string;
  /** Who holds what before the first step. */
  holds: Holdings;
  blobs: Record<string, TraceBlob>;
  steps: Step[];
  outcome: Outcome;
}

/** Of another Region than the one that is called, with its name: `hsm@us-west-2`. */
export type Actor = "client" | "host" | "hsm" | "key-store" | "client-storage" | "external-key-manager" | `${"hsm" | "key-store"}@${string}`;
export type Holdings = Partial<Record<Actor, string[]>>;
export type GateId = "caller" | "quota" | "request" | "key" | "authorization" | "state" | "usage" | "crypto";
export type Outcome = { ok: true } | { ok: false; code: string; message: string; gate?: GateId; step: number };

export interface Step {
  id: string;
  /** From 1. */
  n: number;
  from: Actor;
  to: Actor;
  kind: "request" | "response" | "local" | "wipe";
  /** The ids of the blobs on this edge. */
  moves: string[];
  /** Who holds what after the step. */
  holds: Holdings;
  gates?: Gate[];
  /** The text that says where AWS and the document part. */
  differs?: string;
  text: { key: string; args: Record<string, string | number> };
}

export type Role =
  | "plaintext-data-key"
  | "wrapped-data-key"
  | "plaintext-kms-key"
  | "wrapped-kms-key"
  | "derived-key"
  | "domain-key"
  | "wrapping-key"
  | "agreement-key"
  | "public-key"
  | "import-token"
  | "wrapped-material"
  | "user-data"
  | "ciphertext"
  | "mac"
  | "signature"
  | "shared-secret"
  | "json";

export interface TraceBlob {
  id: string;
  role: Role;
  /** In bytes. */
  length: number;
  /** The first 1,024 bytes at the most; absent for what must not leave the HSM. */
  bytes?: Uint8Array;
  /** Of `bytes`, or of the hidden key: the first 4 bytes of SHA-256, in hexadecimal. */
  fingerprint: string;
  fields?: Field[];
}

export interface Field {
  offset: number;
  length: number;
  name: string;
  value?: string;
}

export interface Gate {
  id: GateId;
  pass: boolean;
  decision?: Decision;
}

export interface Decision {
  effect: "allow" | "implicit-deny" | "explicit-deny";
  /** The rule of evaluation that led to it. */
  because: Because;
  /** Who asked: an ARN. */
  principal: string;
  /** For what: an IAM action, such as `kms:Decrypt`. */
  action: string;
  /** On what: an ARN, or `*`. */
  resource: string;
  determinedBy: StatementRef[];
  /** Every statement and grant that was looked at, in order. */
  considered: Considered[];
  /** How many more grants the key has, all of them to others. */
  omittedGrants?: number;
}

export type Because =
  | "key-policy"
  | "iam-delegation"
  | "both-accounts"
  | "grant"
  | "grant-and-identity"
  | "identity-policy"
  | "account-root"
  | "grant-itself"
  | "explicit-deny"
  | "no-key-policy"
  | "no-identity-policy"
  | "other-account"
  | "not-retirable";

/** Names a statement in the document that holds it, or a grant. */
export interface StatementRef {
  source: "key-policy" | "identity-policy" | "grant";
  /** The key's ARN; the ARN of the user or role, `/` and the policy's name; or the grant id. */
  document: string;
  /** A JSON pointer (RFC 6901); empty for a grant. */
  pointer: string;
  /** The statement's `Sid`, or the grant's `Name`. */
  sid?: string;
}

/** A statement or grant, and how it fared: every element matched, or this one is the first that did not. */
export type Considered = { statement: StatementRef; effect: "Allow" | "Deny" } & (
  | { verdict: "matched" | "delegates" }
  | {
      verdict: "not-matched";
      element: "principal" | "action" | "resource" | "condition" | "propagation";
      pointer: string;
      wanted: string;
      given: string;
    }
);

/** Why something was refused. */
export interface Failure {
  /** The exception's name. */
  code: string;
  message: string;
  /** The HTTP status. */
  status: number;
  /** Where in the policy that the request brings. */
  at?: Place;
}

/** Where in a policy something is wrong. */
export interface Place {
  /** A JSON pointer (RFC 6901). */
  pointer: string;
  /** From 1. */
  line: number;
  /** From 1, in characters. */
  column: number;
}

/** What a client keeps: encrypted data, and the encrypted key to it. */
export interface Envelope {
  /** 12 bytes. */
  iv: Uint8Array;
  /** Ciphertext, tag (16 bytes). */
  ciphertext: Uint8Array;
  /** The encrypted data key: a `CiphertextBlob`. */
  encryptedDataKey: Uint8Array;
}

/** A name in `KeyId`: key id or key ARN; where an operation takes them, alias name or alias ARN. */
export type KeyName = string;
/** Milliseconds are the fraction. */
export type EpochSeconds = number;
export type Context = Record<string, string>;

export interface Tag {
  TagKey: string;
  TagValue: string;
}

export type KeySpec =
  | "SYMMETRIC_DEFAULT"
  | "HMAC_224"
  | "HMAC_256"
  | "HMAC_384"
  | "HMAC_512"
  | "ML_DSA_44"
  | "ML_DSA_65"
  | "ML_DSA_87"
  | KeyPairSpec;

/** A kind of key pair that can be a data key pair as well. */
export type KeyPairSpec =
  | "RSA_2048"
  | "RSA_3072"
  | "RSA_4096"
  | "ECC_NIST_P256"
  | "ECC_NIST_P384"
  | "ECC_NIST_P521"
  | "ECC_SECG_P256K1"
  | "ECC_NIST_EDWARDS25519"
  | "ML_KEM_512"
  | "ML_KEM_768"
  | "ML_KEM_1024";

export type KeyUsage =
  | "SIGN_VERIFY"
  | "ENCRYPT_DECRYPT"
  | "GENERATE_VERIFY_MAC"
  | "KEY_AGREEMENT"
  | "ENCAPSULATE_DECAPSULATE";

export type EncryptionAlgorithm = "SYMMETRIC_DEFAULT" | "RSAES_OAEP_SHA_1" | "RSAES_OAEP_SHA_256";

export type SigningAlgorithm =
  | "RSASSA_PSS_SHA_256"
  | "RSASSA_PSS_SHA_384"
  | "RSASSA_PSS_SHA_512"
  | "RSASSA_PKCS1_V1_5_SHA_256"
  | "RSASSA_PKCS1_V1_5_SHA_384"
  | "RSASSA_PKCS1_V1_5_SHA_512"
  | "ECDSA_SHA_256"
  | "ECDSA_SHA_384"
  | "ECDSA_SHA_512"
  | "ML_DSA_SHAKE_256"
  | "ED25519_SHA_512"
  | "ED25519_PH_SHA_512";

export type MacAlgorithm = "HMAC_SHA_224" | "HMAC_SHA_256" | "HMAC_SHA_384" | "HMAC_SHA_512";

export interface KeyMetadata {
  AWSAccountId: string;
  KeyId: string;
  Arn: string;
  CreationDate: EpochSeconds;
  Enabled: boolean;
  Description: string;
  KeyUsage: KeyUsage;
  KeyState: KeyState;
  /** While the key is pending deletion. */
  DeletionDate?: EpochSeconds;
  /** When the first of the imported material expires. */
  ValidTo?: EpochSeconds;
  Origin: Origin;
  /** Of a key in a custom key store. */
  CustomKeyStoreId?: string;
  ExpirationModel?: ExpirationModel;
  KeyManager: "AWS" | "CUSTOMER";
  CustomerMasterKeySpec: KeySpec;
  KeySpec: KeySpec;
  /** Of a key that encrypts. */
  EncryptionAlgorithms?: EncryptionAlgorithm[];
  /** Of a key that signs. */
  SigningAlgorithms?: SigningAlgorithm[];
  /** Of a key that agrees on secrets. */
  KeyAgreementAlgorithms?: ["ECDH"];
  /** Of a key that encapsulates secrets. */
  EncapsulationAlgorithms?: ["ML_KEM"];
  /** Of a key that makes MACs. */
  MacAlgorithms?: [MacAlgorithm];
  MultiRegion: boolean;
  MultiRegionConfiguration?: {
    MultiRegionKeyType: "PRIMARY" | "REPLICA";
    PrimaryKey: MultiRegionKey;
    ReplicaKeys: MultiRegionKey[];
  };
  /** While a primary key waits for its replicas to be deleted. */
  PendingDeletionWindowInDays?: number;
  /** Of a key in an external key store. */
  XksKeyConfiguration?: { Id: string };
  /** Of a symmetric encryption key; nothing before the first import. */
  CurrentKeyMaterialId?: string;
}

export type Origin = "AWS_KMS" | "EXTERNAL" | "EXTERNAL_KEY_STORE";

export type XksProxyConnectivity = "PUBLIC_ENDPOINT" | "VPC_ENDPOINT_SERVICE";

export interface XksProxyAuthenticationCredential {
  AccessKeyId: string;
  /** Never given back. */
  RawSecretAccessKey: string;
}

/** Where the proxy of an external key manager is. */
export interface XksProxy {
  XksProxyConnectivity: XksProxyConnectivity;
  /** Such as `https://xks.example.com`. */
  XksProxyUriEndpoint: string;
  /** Such as `/kms/xks/v1`. */
  XksProxyUriPath: string;
  XksProxyAuthenticationCredential: XksProxyAuthenticationCredential;
  /** For `VPC_ENDPOINT_SERVICE`. */
  XksProxyVpcEndpointServiceName?: string;
  /** An account; the caller's by default. */
  XksProxyVpcEndpointServiceOwner?: string;
}

export interface CustomKeyStore {
  CustomKeyStoreId: string;
  CustomKeyStoreName: string;
  ConnectionState: "CONNECTED" | "CONNECTING" | "FAILED" | "DISCONNECTED" | "DISCONNECTING";
  /** In the state `FAILED`. */
  ConnectionErrorCode?: "XKS_PROXY_NOT_REACHABLE";
  CreationDate: EpochSeconds;
  CustomKeyStoreType: "EXTERNAL_KEY_STORE";
  XksProxyConfiguration: {
    Connectivity: XksProxyConnectivity;
    AccessKeyId: string;
    UriEndpoint: string;
    UriPath: string;
    VpcEndpointServiceName?: string;
    VpcEndpointServiceOwner?: string;
  };
}

export interface MultiRegionKey {
  Arn: string;
  Region: string;
}

export type KeyState =
  | "Enabled"
  | "Disabled"
  | "PendingImport"
  | "PendingDeletion"
  | "PendingReplicaDeletion"
  /** A replica key that is not ready yet. */
  | "Creating"
  /** The primary key changes. */
  | "Updating"
  /** In a custom key store that is not connected. */
  | "Unavailable";
export type ExpirationModel = "KEY_MATERIAL_EXPIRES" | "KEY_MATERIAL_DOES_NOT_EXPIRE";

/** One version of a key's material. */
export interface KeyRotation {
  KeyId: string;
  KeyMaterialId: string;
  KeyMaterialDescription?: string;
  ImportState?: "IMPORTED" | "PENDING_IMPORT";
  KeyMaterialState: "CURRENT" | "NON_CURRENT" | "PENDING_ROTATION";
  ExpirationModel?: ExpirationModel;
  ValidTo?: EpochSeconds;
  RotationDate?: EpochSeconds;
  RotationType?: "AUTOMATIC" | "ON_DEMAND";
}

/** A call, or what KMS did by itself, as CloudTrail records it. */
export interface AuditEvent {
  eventVersion: string;
  userIdentity: UserIdentity;
  /** ISO 8601, UTC. */
  eventTime: string;
  eventSource: "kms.amazonaws.com";
  /** The operation, or what KMS did by itself: RotateKey, DeleteKey, DeleteExpiredKeyMaterial. */
  eventName: string;
  awsRegion: string;
  sourceIPAddress: string;
  userAgent: string;
  errorCode?: string;
  errorMessage?: string;
  /** Without any bytes and tokens. */
  requestParameters: Record<string, unknown> | null;
  responseElements: Record<string, unknown> | null;
  /** What KMS does by itself has none. */
  requestID?: string;
  eventID: string;
  readOnly: boolean;
  resources?: { accountId: string; type: "AWS::KMS::Key"; ARN: string }[];
  eventType: "AwsApiCall" | "AwsServiceEvent";
  managementEvent: true;
  recipientAccountId: string;
  sharedEventID?: string;
  serviceEventDetails?: ServiceEventDetails;
  eventCategory: "Management";
}

export interface UserIdentity {
  type?: "Root" | "IAMUser" | "Role" | "AssumedRole" | "FederatedUser";
  principalId?: string;
  arn?: string;
  accountId: string;
  userName?: string;
  sessionContext?: {
    sessionIssuer: { type: "Role"; principalId: string; arn: string; accountId: string; userName: string };
  };
  /** `AWS Internal`, where nobody called. */
  invokedBy?: string;
}

export interface ServiceEventDetails {
  keyId: string;
  keyOrigin: Origin;
  rotationType?: "AUTOMATIC" | "ON_DEMAND";
  previousKeyMaterialId?: string;
  currentKeyMaterialId?: string;
  keyMaterialId?: string;
}

interface Listing {
  Limit?: number;
  Marker?: string;
}

interface Page {
  NextMarker?: string;
  Truncated: boolean;
}

interface DataKeySize {
  KeySpec?: "AES_256" | "AES_128";
  /** 1 to 1,024. */
  NumberOfBytes?: number;
}

/** What a grant can allow. A key may have fewer of them. */
export type GrantOperation =
  | "Decrypt"
  | "Encrypt"
  | "GenerateDataKey"
  | "GenerateDataKeyWithoutPlaintext"
  | "ReEncryptFrom"
  | "ReEncryptTo"
  | "Sign"
  | "Verify"
  | "GetPublicKey"
  | "CreateGrant"
  | "RetireGrant"
  | "DescribeKey"
  | "GenerateDataKeyPair"
  | "GenerateDataKeyPairWithoutPlaintext"
  | "GenerateMac"
  | "VerifyMac"
  | "DeriveSharedSecret"
  | "Encapsulate"
  | "Decapsulate";

export interface GrantConstraints {
  /** The encryption context has at least these pairs. */
  EncryptionContextSubset?: Context;
  /** It has exactly these. */
  EncryptionContextEquals?: Context;
}

export interface Grant {
  /** The key ARN. */
  KeyId: string;
  GrantId: string;
  Name?: string;
  CreationDate: EpochSeconds;
  GranteePrincipal: string;
  RetiringPrincipal?: string;
  /** The ARN of the root of the account that made it. */
  IssuingAccount: string;
  Operations: GrantOperation[];
  Constraints?: GrantConstraints;
}

interface Options {
  GrantTokens?: string[];
  DryRun?: boolean;
}

/** A message of 1 to 4,096 bytes, its digest, or what ML-DSA makes of it and the public key. */
interface Signed {
  KeyId: KeyName;
  Message: Uint8Array;
  /** `RAW` by default. */
  MessageType?: "RAW" | "DIGEST" | "EXTERNAL_MU";
  SigningAlgorithm: SigningAlgorithm;
}

/** A dry run needs no ciphertext if it ignores it; then the key must be named. */
type Sealed<Key extends string> =
  | ({ CiphertextBlob: Uint8Array; DryRunModifiers?: "IGNORE_CIPHERTEXT"[] } & { [name in Key]?: KeyName })
  | ({ CiphertextBlob?: Uint8Array; DryRun: true; DryRunModifiers: ["IGNORE_CIPHERTEXT"] } & { [name in Key]: KeyName });

/** The operations: what each takes and gives. */
export interface Operations {
  CancelKeyDeletion: { input: { KeyId: KeyName }; output: { KeyId: string } };
  ConnectCustomKeyStore: { input: { CustomKeyStoreId: string }; output: {} };
  CreateAlias: { input: { AliasName: string; TargetKeyId: KeyName }; output: {} };
  CreateCustomKeyStore: {
    input: XksProxy & { CustomKeyStoreName: string; CustomKeyStoreType: "EXTERNAL_KEY_STORE" };
    output: { CustomKeyStoreId: string };
  };
  CreateGrant: {
    input: Options & {
      KeyId: KeyName;
      /** An ARN, and so is the retiring principal. */
      GranteePrincipal: string;
      RetiringPrincipal?: string;
      Operations: GrantOperation[];
      Constraints?: GrantConstraints;
      Name?: string;
    };
    output: { GrantToken: string; GrantId: string };
  };
  CreateKey: {
    input: {
      Description?: string;
      KeySpec?: KeySpec;
      KeyUsage?: KeyUsage;
      Origin?: Origin;
      /** For `EXTERNAL_KEY_STORE`, and so is the external key. */
      CustomKeyStoreId?: string;
      XksKeyId?: string;
      /** For ever. */
      MultiRegion?: boolean;
      /** JSON. */
      Policy?: string;
      BypassPolicyLockoutSafetyCheck?: boolean;
      Tags?: Tag[];
    };
    output: { KeyMetadata: KeyMetadata };
  };
  /** A ciphertext that was changed gives another secret, without a word. */
  Decapsulate: {
    input: Options & {
      KeyId: KeyName;
      SharedSecretCiphertextBlob: Uint8Array;
      EncapsulationAlgorithm: "ML_KEM";
    };
    output: { KeyId: string; SharedSecret: Uint8Array; EncapsulationAlgorithm: "ML_KEM" };
  };
  Decrypt: {
    input: Options & Sealed<"KeyId"> & { EncryptionContext?: Context; EncryptionAlgorithm?: EncryptionAlgorithm };
    output: {
      KeyId: string;
      Plaintext: Uint8Array;
      EncryptionAlgorithm: EncryptionAlgorithm;
      /** Of a symmetric encryption key. */
      KeyMaterialId?: string;
    };
  };
  DeleteAlias: { input: { AliasName: string }; output: {} };
  DeleteCustomKeyStore: { input: { CustomKeyStoreId: string }; output: {} };
  /** The current material by default. */
  DeleteImportedKeyMaterial: {
    input: { KeyId: KeyName; KeyMaterialId?: string };
    output: { KeyId: string; KeyMaterialId?: string };
  };
  DeriveSharedSecret: {
    input: Options & {
      KeyId: KeyName;
      KeyAgreementAlgorithm: "ECDH";
      /** Another party's, on the same curve: a SubjectPublicKeyInfo in DER. */
      PublicKey: Uint8Array;
    };
    output: {
      KeyId: string;
      SharedSecret: Uint8Array;
      KeyAgreementAlgorithm: "ECDH";
      KeyOrigin: "AWS_KMS" | "EXTERNAL";
    };
  };
  DescribeCustomKeyStores: {
    input: Listing & { CustomKeyStoreId?: string; CustomKeyStoreName?: string };
    output: Page & { CustomKeyStores: CustomKeyStore[] };
  };
  DescribeKey: { input: { KeyId: KeyName; GrantTokens?: string[] }; output: { KeyMetadata: KeyMetadata } };
  DisableKey: { input: { KeyId: KeyName }; output: {} };
  DisableKeyRotation: { input: { KeyId: KeyName }; output: {} };
  DisconnectCustomKeyStore: { input: { CustomKeyStoreId: string }; output: {} };
  EnableKey: { input: { KeyId: KeyName }; output: {} };
  /** The period is 90 to 2,560 days; 365 by default. */
  EnableKeyRotation: { input: { KeyId: KeyName; RotationPeriodInDays?: number }; output: {} };
  Encapsulate: {
    input: Options & { KeyId: KeyName; EncapsulationAlgorithm: "ML_KEM" };
    output: {
      KeyId: string;
      /** 32 bytes. */
      SharedSecret: Uint8Array;
      SharedSecretCiphertextBlob: Uint8Array;
      EncapsulationAlgorithm: "ML_KEM";
    };
  };
  Encrypt: {
    input: Options & {
      KeyId: KeyName;
      Plaintext: Uint8Array;
      EncryptionContext?: Context;
      EncryptionAlgorithm?: EncryptionAlgorithm;
    };
    output: {
      CiphertextBlob: Uint8Array;
      KeyId: string;
      EncryptionAlgorithm: EncryptionAlgorithm;
    };
  };
  GenerateDataKey: {
    input: Options & DataKeySize & { KeyId: KeyName; EncryptionContext?: Context };
    output: { CiphertextBlob: Uint8Array; Plaintext: Uint8Array; KeyId: string; KeyMaterialId: string };
  };
  /** Private keys are PrivateKeyInfo, public keys SubjectPublicKeyInfo, both in DER. */
  GenerateDataKeyPair: {
    input: Options & { KeyId: KeyName; KeyPairSpec: KeyPairSpec; EncryptionContext?: Context };
    output: {
      PrivateKeyCiphertextBlob: Uint8Array;
      PrivateKeyPlaintext: Uint8Array;
      PublicKey: Uint8Array;
      KeyId: string;
      KeyPairSpec: KeyPairSpec;
      KeyMaterialId: string;
    };
  };
  GenerateDataKeyPairWithoutPlaintext: {
    input: Options & { KeyId: KeyName; KeyPairSpec: KeyPairSpec; EncryptionContext?: Context };
    output: {
      PrivateKeyCiphertextBlob: Uint8Array;
      PublicKey: Uint8Array;
      KeyId: string;
      KeyPairSpec: KeyPairSpec;
      KeyMaterialId: string;
    };
  };
  GenerateDataKeyWithoutPlaintext: {
    input: Options & DataKeySize & { KeyId: KeyName; EncryptionContext?: Context };
    output: { CiphertextBlob: Uint8Array; KeyId: string; KeyMaterialId: string };
  };
  GenerateMac: {
    input: Options & { KeyId: KeyName; Message: Uint8Array; MacAlgorithm: MacAlgorithm };
    output: { Mac: Uint8Array; MacAlgorithm: MacAlgorithm; KeyId: string };
  };
  GenerateRandom: { input: { NumberOfBytes: number }; output: { Plaintext: Uint8Array } };
  GetKeyLastUsage: {
    input: { KeyId: KeyName };
    output: {
      KeyId: string;
      /** Empty if there was none. */
      KeyLastUsage: { Operation?: string; Timestamp?: EpochSeconds; CloudTrailEventId?: string; KmsRequestId?: string };
      TrackingStartDate: EpochSeconds;
      KeyCreationDate: EpochSeconds;
    };
  };
  GetKeyPolicy: {
    input: { KeyId: KeyName; PolicyName?: "default" };
    output: { Policy: string; PolicyName: "default" };
  };
  GetKeyRotationStatus: {
    input: { KeyId: KeyName };
    output: {
      KeyId: string;
      KeyRotationEnabled: boolean;
      NextRotationDate?: EpochSeconds;
      RotationPeriodInDays?: number;
    };
  };
  /** Both are for one import, within 24 hours. */
  GetParametersForImport: {
    input: {
      KeyId: KeyName;
      WrappingAlgorithm:
        | "RSAES_OAEP_SHA_1"
        | "RSAES_OAEP_SHA_256"
        | "RSA_AES_KEY_WRAP_SHA_1"
        | "RSA_AES_KEY_WRAP_SHA_256";
      WrappingKeySpec: "RSA_2048" | "RSA_3072" | "RSA_4096";
    };
    output: { KeyId: string; ImportToken: Uint8Array; PublicKey: Uint8Array; ParametersValidTo: EpochSeconds };
  };
  GetPublicKey: {
    input: { KeyId: KeyName; GrantTokens?: string[] };
    output: Pick<
      KeyMetadata,
      | "KeySpec"
      | "CustomerMasterKeySpec"
      | "KeyUsage"
      | "EncryptionAlgorithms"
      | "SigningAlgorithms"
      | "KeyAgreementAlgorithms"
      | "EncapsulationAlgorithms"
    > & {
      KeyId: string;
      /** A SubjectPublicKeyInfo in DER. */
      PublicKey: Uint8Array;
    };
  };
  ImportKeyMaterial: {
    input: {
      KeyId: KeyName;
      ImportToken: Uint8Array;
      EncryptedKeyMaterial: Uint8Array;
      /** `NEW_KEY_MATERIAL` is the default for the first import, `EXISTING_KEY_MATERIAL` afterwards. */
      ImportType?: "NEW_KEY_MATERIAL" | "EXISTING_KEY_MATERIAL";
      KeyMaterialDescription?: string;
      /** Which material is imported again. */
      KeyMaterialId?: string;
      /** Within 365 days. */
      ValidTo?: EpochSeconds;
      /** `KEY_MATERIAL_EXPIRES` is the default. */
      ExpirationModel?: ExpirationModel;
    };
    output: { KeyId: string; KeyMaterialId: string };
  };
  ListAliases: {
    input: Listing & { KeyId?: KeyName };
    output: Page & {
      Aliases: {
        AliasName: string;
        AliasArn: string;
        TargetKeyId: string;
        CreationDate: EpochSeconds;
        LastUpdatedDate: EpochSeconds;
      }[];
    };
  };
  ListGrants: {
    input: Listing & { KeyId: KeyName; GrantId?: string; GranteePrincipal?: string };
    output: Page & { Grants: Grant[] };
  };
  ListKeyPolicies: {
    input: Listing & { KeyId: KeyName };
    output: { PolicyNames: ["default"]; Truncated: false };
  };
  ListKeyRotations: {
    input: Listing & { KeyId: KeyName; IncludeKeyMaterial?: "ALL_KEY_MATERIAL" | "ROTATIONS_ONLY" };
    output: Page & { Rotations: KeyRotation[] };
  };
  ListKeys: {
    input: Listing & { ResourceOwners?: ("SELF" | "OTHER_ACCOUNTS_VIA_RAM")[] };
    output: Page & { Keys: { KeyId: string; KeyArn: string }[] };
  };
  ListResourceTags: { input: Listing & { KeyId: KeyName }; output: Page & { Tags: Tag[] } };
  ListRetirableGrants: { input: Listing & { RetiringPrincipal: string }; output: Page & { Grants: Grant[] } };
  PutKeyPolicy: {
    input: { KeyId: KeyName; Policy: string; PolicyName?: "default"; BypassPolicyLockoutSafetyCheck?: boolean };
    output: {};
  };
  ReEncrypt: {
    input: Options & Sealed<"SourceKeyId"> & {
      SourceEncryptionContext?: Context;
      DestinationKeyId: KeyName;
      DestinationEncryptionContext?: Context;
      SourceEncryptionAlgorithm?: EncryptionAlgorithm;
      DestinationEncryptionAlgorithm?: EncryptionAlgorithm;
    };
    output: {
      CiphertextBlob: Uint8Array;
      SourceKeyId: string;
      KeyId: string;
      SourceEncryptionAlgorithm: EncryptionAlgorithm;
      DestinationEncryptionAlgorithm: EncryptionAlgorithm;
      SourceKeyMaterialId?: string;
      DestinationKeyMaterialId?: string;
    };
  };
  /** Of a primary key, to another Region of its partition. */
  ReplicateKey: {
    input: {
      KeyId: KeyName;
      ReplicaRegion: string;
      Description?: string;
      /** JSON. */
      Policy?: string;
      BypassPolicyLockoutSafetyCheck?: boolean;
      Tags?: Tag[];
    };
    output: { ReplicaKeyMetadata: KeyMetadata; ReplicaPolicy: string; ReplicaTags: Tag[] };
  };
  RetireGrant: {
    input: ({ GrantToken: string } | { KeyId: KeyName; GrantId: string }) & { DryRun?: boolean };
    output: {};
  };
  RevokeGrant: { input: { KeyId: KeyName; GrantId: string; DryRun?: boolean }; output: {} };
  RotateKeyOnDemand: { input: { KeyId: KeyName }; output: { KeyId: string } };
  /** The window is 7 to 30 days; 30 by default. */
  ScheduleKeyDeletion: {
    input: { KeyId: KeyName; PendingWindowInDays?: number };
    output: {
      KeyId: string;
      /** Not known for a primary key with replicas. */
      DeletionDate?: EpochSeconds;
      KeyState: "PendingDeletion" | "PendingReplicaDeletion";
      PendingWindowInDays: number;
    };
  };
  /** ECDSA signatures are in DER. */
  Sign: {
    input: Options & Signed;
    output: { KeyId: string; Signature: Uint8Array; SigningAlgorithm: SigningAlgorithm };
  };
  TagResource: { input: { KeyId: KeyName; Tags: Tag[] }; output: {} };
  UntagResource: { input: { KeyId: KeyName; TagKeys: string[] }; output: {} };
  UpdateAlias: { input: { AliasName: string; TargetKeyId: KeyName }; output: {} };
  /** What moves the proxy needs a key store that is disconnected. */
  UpdateCustomKeyStore: {
    input: Partial<XksProxy> & { CustomKeyStoreId: string; NewCustomKeyStoreName?: string };
    output: {};
  };
  UpdateKeyDescription: { input: { KeyId: KeyName; Description: string }; output: {} };
  /** The replica there becomes the primary key. */
  UpdatePrimaryRegion: { input: { KeyId: KeyName; PrimaryRegion: string }; output: {} };
  Verify: {
    input: Options & Signed & { Signature: Uint8Array };
    output: { KeyId: string; SignatureValid: true; SigningAlgorithm: SigningAlgorithm };
  };
  VerifyMac: {
    input: Options & { KeyId: KeyName; Message: Uint8Array; MacAlgorithm: MacAlgorithm; Mac: Uint8Array };
    output: { KeyId: string; MacValid: true; MacAlgorithm: MacAlgorithm };
  };
}

/** A failure is a value: no operation throws. */
export type CallOutcome<Output> =
  /** `requestId` comes with the trace: the `requestID` of the event in the audit log. */
  | { ok: true; output: Output; trace?: Trace; requestId?: string }
  | { ok: false; error: Failure; decision?: Decision; trace?: Trace; requestId?: string };

export interface IamTag {
  Key: string;
  Value: string;
}

export interface IamUser {
  Path: string;
  UserName: string;
  UserId: string;
  Arn: string;
  CreateDate: EpochSeconds;
  /** Left out where there are none, and in lists. */
  Tags?: IamTag[];
}

export interface IamRole {
  Path: string;
  RoleName: string;
  RoleId: string;
  Arn: string;
  CreateDate: EpochSeconds;
  /** JSON. */
  AssumeRolePolicyDocument: string;
  Description?: string;
  /** In seconds. */
  MaxSessionDuration: number;
  /** Left out where there are none, and in lists. */
  Tags?: IamTag[];
}

interface IamListing {
  /** 1 to 1,000; 100 by default. */
  MaxItems?: number;
  Marker?: string;
}

interface IamPage {
  IsTruncated: boolean;
  Marker?: string;
}

/** The operations of IAM, and STS's AssumeRole: what each takes and gives. Policies are JSON texts. */
export interface IamOperations {
  CreateUser: {
    input: { UserName: string; Path?: string; Tags?: IamTag[] };
    output: { User: IamUser };
  };
  GetUser: { input: { UserName: string }; output: { User: IamUser } };
  ListUsers: { input: IamListing & { PathPrefix?: string }; output: IamPage & { Users: IamUser[] } };
  DeleteUser: { input: { UserName: string }; output: {} };
  TagUser: { input: { UserName: string; Tags: IamTag[] }; output: {} };
  UntagUser: { input: { UserName: string; TagKeys: string[] }; output: {} };
  ListUserTags: { input: IamListing & { UserName: string }; output: IamPage & { Tags: IamTag[] } };
  PutUserPolicy: { input: { UserName: string; PolicyName: string; PolicyDocument: string }; output: {} };
  GetUserPolicy: {
    input: { UserName: string; PolicyName: string };
    output: { UserName: string; PolicyName: string; PolicyDocument: string };
  };
  ListUserPolicies: { input: IamListing & { UserName: string }; output: IamPage & { PolicyNames: string[] } };
  DeleteUserPolicy: { input: { UserName: string; PolicyName: string }; output: {} };
  CreateRole: {
    input: { RoleName: string; AssumeRolePolicyDocument: string; Description?: string; MaxSessionDuration?: number; Path?: string; Tags?: IamTag[] };
    output: { Role: IamRole };
  };
  GetRole: { input: { RoleName: string }; output: { Role: IamRole } };
  ListRoles: { input: IamListing & { PathPrefix?: string }; output: IamPage & { Roles: IamRole[] } };
  DeleteRole: { input: { RoleName: string }; output: {} };
  TagRole: { input: { RoleName: string; Tags: IamTag[] }; output: {} };
  UntagRole: { input: { RoleName: string; TagKeys: string[] }; output: {} };
  ListRoleTags: { input: IamListing & { RoleName: string }; output: IamPage & { Tags: IamTag[] } };
  PutRolePolicy: { input: { RoleName: string; PolicyName: string; PolicyDocument: string }; output: {} };
  GetRolePolicy: {
    input: { RoleName: string; PolicyName: string };
    output: { RoleName: string; PolicyName: string; PolicyDocument: string };
  };
  ListRolePolicies: { input: IamListing & { RoleName: string }; output: IamPage & { PolicyNames: string[] } };
  DeleteRolePolicy: { input: { RoleName: string; PolicyName: string }; output: {} };
  CreateAccessKey: {
    input: { UserName: string };
    output: {
      AccessKey: {
        UserName: string;
        AccessKeyId: string;
        Status: "Active";
        /** Told only here. */
        SecretAccessKey: string;
        CreateDate: EpochSeconds;
      };
    };
  };
  ListAccessKeys: {
    input: IamListing & { UserName: string };
    output: IamPage & {
      AccessKeyMetadata: {
        UserName: string;
        AccessKeyId: string;
        Status: "Active" | "Inactive";
        CreateDate: EpochSeconds;
      }[];
    };
  };
  UpdateAccessKey: { input: { UserName: string; AccessKeyId: string; Status: "Active" | "Inactive" }; output: {} };
  DeleteAccessKey: { input: { UserName: string; AccessKeyId: string }; output: {} };
  AssumeRole: {
    input: {
      RoleArn: string;
      RoleSessionName: string;
      /** 900 to what the role allows; 3,600 by default. */
      DurationSeconds?: number;
    };
    output: {
      Credentials: {
        AccessKeyId: string;
        SecretAccessKey: string;
        SessionToken: string;
        Expiration: EpochSeconds;
      };
      AssumedRoleUser: { AssumedRoleId: string; Arn: string };
    };
  };
}

/** A failure is a value. `at` says where in a policy something is wrong. */
export type IamOutcome<Output> =
  | { ok: true; output: Output }
  | { ok: false; error: Failure };

/** What a command line of the AWS CLI asks for: `input` is for `call`, `cli` has the CLI's own options, such as `--output`. */
export type CommandOutcome =
  | { ok: true; operation: string; input: Record<string, unknown>; region?: string; cli: Record<string, string> }
  | { ok: false; error: Failure };

/** A command of the AWS CLI, such as `create-grant`. */
export interface CommandShape {
  operation: string;
  name: string;
  options: OptionShape[];
}

/** An option, such as `--key-id`, and the member of the request that it stands for. */
export interface OptionShape {
  name: string;
  member: string;
  kind: "blob" | "boolean" | "integer" | "list" | "map" | "string" | "structure" | "timestamp";
}

export interface HttpRequest {
  method: string;
  path: string;
  /** Names in any case. */
  headers: Record<string, string>;
  body?: string | Uint8Array;
}

export interface HttpResponse {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: Uint8Array;
}

interface Kms {
  /** Carries out one operation. */
  call<O extends keyof Operations>(
    operation: O,
    input: Operations[O]["input"],
    options?: CallOptions,
  ): CallOutcome<Operations[O]["output"]>;
  /** The same for a name that is known only when the program runs. */
  call(operation: string, input: object, options?: CallOptions): CallOutcome<unknown>;
  /** Makes and changes the users and roles that call, as the administrator of their account. */
  iam<O extends keyof IamOperations>(
    operation: O,
    input: IamOperations[O]["input"],
    options?: IamOptions,
  ): IamOutcome<IamOperations[O]["output"]>;
  /** The same for a name that is known only when the program runs. */
  iam(operation: string, input: object, options?: IamOptions): IamOutcome<unknown>;
  /** Moves the clock forward by seconds, does everything that becomes due on the way, and says what that was. */
  advance(seconds: number): AuditEvent[];
  /** Every call and everything that KMS did by itself, the oldest first, as far as it is wanted and still kept. */
  auditLog(options?: AuditLogOptions): AuditEvent[];
  /** The quota that a call of the operation counts against, and what is left of it now; undefined where nobody counts. */
  quota(operation: string, options?: CallOptions): { name: string; /** Per second. */ rate: number; available: number } | undefined;
  /** Answers an HTTP request in AWS JSON 1.1, without a network. */
  handle(request: HttpRequest): HttpResponse;
  /** Protects data: GenerateDataKey, then AES-256-GCM at the client. Without `envelope`, KMS refused. */
  encryptFlow(input: EncryptFlowInput): Promise<{ trace: Trace; requestId: string; envelope?: Envelope }>;
  /** Recovers data: Decrypt, then AES-256-GCM at the client. Without `plaintext`, somebody refused. */
  decryptFlow(input: DecryptFlowInput): Promise<{ trace: Trace; requestId: string; plaintext?: Uint8Array }>;
  /**
   * Encrypts data into a message of the AWS Encryption SDK: suite 0x0478, in frames of 4,096 bytes unless told. Any AWS
   * Encryption SDK decrypts it.
   */
  encryptMessage(input: EncryptFlowInput, frameLength?: number): { ok: true; message: Uint8Array } | MessageRefused;
  /** Decrypts a message of any AWS Encryption SDK: suites with AES-256, framed or not, with its signature verified. */
  decryptMessage(
    message: Uint8Array,
    options?: DecryptMessageOptions,
  ): { ok: true; plaintext: Uint8Array; context: Record<string, string>; suite: string } | MessageRefused;
}

interface Kms {
  /**
   * Begins to encrypt a message piece by piece, with `plaintext` as the first of them. KMS is asked at once; what it answers,
   * the first `push` says.
   */
  messageWriter(input: EncryptFlowInput, frameLength?: number): MessageWriter;
  /** Begins to decrypt a message piece by piece. */
  messageReader(options?: DecryptMessageOptions): MessageReader;
  /**
   * The next piece of a message. Once the header is there, KMS is asked for its data key: then `context` and `suite` are
   * told, once. Each frame is authenticated before its data is given out; of a signed message, only `finish` vouches for it.
   */
  decryptPiece(
    reader: MessageReader,
    bytes: Uint8Array,
  ): { ok: true; plaintext?: Uint8Array; context?: Record<string, string>; suite?: string } | MessageRefused;
}

interface MessageWriter {
  /** Takes data, and gives what is written by now; data waits until its frame is full. */
  push(data: Uint8Array): { ok: true; message: Uint8Array } | MessageRefused;
  /** The end of the message. */
  finish(): { ok: true; message: Uint8Array } | MessageRefused;
}

interface MessageReader {
  /** Nothing may be missing, and nothing be left over. */
  finish(): { ok: true } | MessageRefused;
}

/**
 * Where each part of a message of the AWS Encryption SDK stands, and what it says. Of more than eight regular frames, the
 * others are one part, `frames`, which says how many they are.
 */
export type MessageLayout = { ok: true; fields: Field[] } | MessageRefused;

/** Why there is no message, or nothing in it: KMS's own exception, or the name of what is wrong with the message. */
export interface MessageRefused {
  ok: false;
  error: { code: string; message: string };
}

interface ArticleKms {
  /** Protects data in the document's nine steps. */
  encryptFlow(input: ArticleEncryptFlowInput): Promise<{ trace: Trace; envelope: Envelope }>;
  /** Recovers data in the document's seven steps. Without `plaintext`, the client refused. */
  decryptFlow(input: ArticleDecryptFlowInput): Promise<{ trace: Trace; plaintext?: Uint8Array }>;
}
