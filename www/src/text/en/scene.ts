/** Texts of the scene, the controls, refusals and the glossary. */
export const scene = {
  brand: 'glass-kms',
  actors: {
    client: 'Client',
    host: 'KMS host',
    hsm: 'HSM',
    'key-store': 'Key store',
    'client-storage': 'Client storage',
  },
  actorNotes: {
    client: 'your application',
    host: 'the front door',
    hsm: 'glass wall',
    'key-store': 'sealed keys only',
    'client-storage': 'disk, bucket, database',
  },
  /** Who has a thing: used in sentences about lifetimes. */
  places: { yours: 'Your side', kms: 'KMS' },
  /** Short names: they must fit a chip. */
  blobs: {
    cdk: 'CDK',
    'wrapped-cdk': 'CDK',
    cmk: 'CMK',
    'wrapped-cmk': 'CMK',
    'hsm-key': 'HSM key',
    'data-key': 'Data key',
    'wrapped-data-key': 'Data key',
    'kms-key': 'KMS key',
    'key-token': 'KMS key',
    'message-key': 'Key K',
    'domain-key': 'Domain key',
    data: 'Data',
    ciphertext: 'Data',
    request: 'Request',
  } as Record<string, string>,
  roles: {
    'plaintext-data-key': 'plain',
    'wrapped-data-key': 'sealed',
    'plaintext-kms-key': 'plain',
    'wrapped-kms-key': 'sealed',
    'derived-key': 'plain',
    'domain-key': 'plain',
    'user-data': 'plain',
    ciphertext: 'encrypted',
    json: '',
  },
  /** A name for a heading: what it is, then in which form. */
  blobTitle: (name: string, word: string): string => (word === '' ? name : `${name}, ${word}`),
  neverLeaves: 'never leaves',
  erased: 'erased',
  bytes: (n: number): string => `${n.toLocaleString('en')} ${n === 1 ? 'byte' : 'bytes'}`,
  bytesShort: (n: number): string => `${n.toLocaleString('en')} B`,
};
