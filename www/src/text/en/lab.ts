/** Texts of the inspector and the panels. Numbers come as arguments; none is typed into a sentence. */

interface Words {
  readonly dataKey: string;
  readonly kmsKey: string;
}

const number = (n: number): string => n.toLocaleString('en');
const count = (n: number, one: string, many: string): string => `${number(n)} ${n === 1 ? one : many}`;
const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toLocaleString('en', { maximumFractionDigits: 1 })} MB`;
const size = (bytes: number): string => (bytes < 2 ** 20 ? count(bytes, 'byte', 'bytes') : megabytes(bytes));

/** What each telling calls the two keys. */
const words = {
  article: { dataKey: 'CDK', kmsKey: 'CMK' },
  aws: { dataKey: 'data key', kmsKey: 'KMS key' },
} satisfies Record<string, Words>;

export const lab = {
  words,
  size,
  inspector: {
    emptyTitle: 'Look inside',
    emptyHint: 'Select a key or a piece of data in the picture: its bytes appear here, and what each of them is for.',
    about: {
      'plaintext-data-key': (w: Words) => `The ${w.dataKey} in the clear: whoever holds it can read the data.`,
      'wrapped-data-key': (w: Words) => `Safe to store anywhere: only the ${w.kmsKey} that sealed it opens it again.`,
      'plaintext-kms-key': (w: Words) => `The ${w.kmsKey} in the clear: whoever holds it can open every ${w.dataKey} it ever sealed.`,
      'wrapped-kms-key': (w: Words) => `The ${w.kmsKey} as the key store keeps it, sealed under the HSM’s own key.`,
      'derived-key': (w: Words) => `Made from the ${w.kmsKey} and a nonce, for this one ${w.dataKey} only.`,
      'domain-key': (w: Words) => `The HSM’s own key: it seals each ${w.kmsKey} for the key store.`,
      'user-data': () => 'The data itself: anyone who has it can read it.',
      ciphertext: (w: Words) => `The data, encrypted under the ${w.dataKey}.`,
      json: () => 'What the client asks KMS for.',
    },
    fromTheStart: 'There before the first step.',
    madeIn: (n: number) => `Made in step ${number(n)}`,
    views: 'How to show the bytes',
    tabs: { hex: 'Hex', base64: 'Base64', fields: 'Fields', text: 'Text', json: 'JSON' },
    hexGrid: 'Bytes in hexadecimal',
    base64Grid: 'Base64, in groups that stand for three bytes each',
    byteLabel: (hex: string, offset: number, field: string) => (field === '' ? `${hex}, byte ${offset}` : `${hex}, byte ${offset}, ${field}`),
    groupLabel: (chars: string, from: number, to: number, field: string) =>
      field === '' ? `${chars}, bytes ${from} to ${to}` : `${chars}, bytes ${from} to ${to}, ${field}`,
    byte: (offset: number) => `Byte ${number(offset)}`,
    bytes: (from: number, to: number) => `Bytes ${number(from)}–${number(to)}`,
    range: (from: number, to: number) => (from === to ? number(from) : `${number(from)}–${number(to)}`),
    fieldsList: 'Fields',
    noByte: 'No byte chosen',
    structure: (fields: number) => `${fields === 1 ? 'One field' : `${number(fields)} fields, one after another`}. Choose a byte or a field to see what it is for.`,
    nextByte: 'Next byte',
    previousByte: 'Previous byte',
    noFields: (length: number) => `${count(length, 'byte', 'bytes')} without any structure.`,
    keyBytes: (bits: number) => `${number(bits)} random bits; nothing in them has a meaning of its own.`,
    protection: {
      encrypted: 'encrypted',
      authenticated: 'readable, vouched for by the tag',
      tag: 'the proof',
    },
    fields: {
      magic: { name: 'Magic', what: () => 'Marks the format: these bytes are a sealed key of this engine.' },
      version: { name: 'Version', what: () => 'Which layout the rest follows.' },
      'key-id': { name: 'Key id', what: (w: Words) => `Names the ${w.kmsKey} that sealed this, so that Decrypt finds it without being told.` },
      'key-material-id': {
        name: 'Key material id',
        what: (w: Words) => `Names the version of the ${w.kmsKey}: after a rotation, older ones still open what they sealed.`,
      },
      'domain-key-id': { name: 'Domain key id', what: () => 'Names the HSM’s own key that sealed this.' },
      nonce: {
        name: 'Nonce N',
        what: (w: Words) => `Random. Together with the ${w.kmsKey} it gives the one-time key that sealed this. Not secret.`,
      },
      iv: { name: 'IV', what: () => 'Where the cipher starts. Used once, not secret.' },
      'sealed-data-key': { name: 'Sealed data key', what: (w: Words) => `The ${w.dataKey} itself, encrypted. Only inside the HSM does it become readable.` },
      'sealed-kms-key': { name: 'Sealed KMS key', what: (w: Words) => `The ${w.kmsKey} itself, encrypted under the HSM’s own key.` },
      'sealed-cdk': { name: 'Sealed CDK', what: (w: Words) => `The ${w.dataKey} itself, encrypted with the ${w.kmsKey}.` },
      'sealed-cmk': { name: 'Sealed CMK', what: (w: Words) => `The ${w.kmsKey} itself, encrypted under the HSM’s own key.` },
      ciphertext: { name: 'Encrypted data', what: (w: Words) => `As long as the data itself; only the ${w.dataKey} makes it readable.` },
      tag: { name: 'Tag: proof that nothing was changed', what: () => 'Made from the key and every byte before it. One changed bit, and it no longer fits.' },
    } as Record<string, { name: string; what: (w: Words) => string }>,
    cut: (shown: number, all: number) => `An excerpt: the first ${number(shown)} of ${number(all)} bytes.`,
    noBytesTitle: 'Never leaves the HSM',
    noBytes: 'This key exists in the clear only behind the glass wall, so no byte of it is shown. Its length and a fingerprint are all that the engine tells.',
    length: 'Length',
    fingerprint: 'Fingerprint',
    fingerprintWhat: 'Equal fingerprints, equal bytes: it tells two keys apart without showing either.',
    bits: 'Bits',
    copy: { hex: 'Copy hex', base64: 'Copy Base64', fields: 'Copy fields', text: 'Copy text', json: 'Copy JSON' },
    copyShort: 'Copy',
    copied: 'Copied',
    copyRefused: 'The browser refused to copy.',
    flip: 'Flip a bit',
    unflip: 'Flip it back',
    again: 'Decrypt again',
    flipHint: (offset: number) => `Flips the last bit of byte ${number(offset)}.`,
    flipped: (offset: number, was: string, is: string) => `One bit of byte ${number(offset)} is flipped: it was ${was}, now it is ${is}.`,
    flippedBeyond: (offset: number) => `One bit of byte ${number(offset)} is flipped, further on than this excerpt goes.`,
    flipNever: (w: Words) => `Only what lies in your storage can be damaged: the sealed ${w.dataKey} and the encrypted data.`,
  },
  inputs: {
    title: 'Your input',
    stays: 'Nothing you type or open here leaves this page.',
    data: 'Data',
    file: 'Use a file',
    otherFile: 'Another file',
    typeInstead: 'Type text instead',
    fileLimit: (limit: number) => `up to ${megabytes(limit)}, or drop it here`,
    drop: 'Drop the file to use it',
    tooLarge: (name: string, bytes: number, limit: number) =>
      `“${name}” is ${size(bytes)}, and the limit is ${megabytes(limit)}. Your data stays as it was.`,
    unreadable: (name: string) => `“${name}” could not be read. Your data stays as it was.`,
    oneFile: 'One file at a time, please.',
    context: 'Encryption context',
    contextWhat: 'Names and values that Decrypt must be given again, exactly. They are not secret: KMS logs them.',
    contextArticle: 'The document’s KMS has no encryption context: it counts in the AWS telling only.',
    contextNone: 'No pair yet: Decrypt will need none either.',
    name: 'Name',
    value: 'Value',
    pairName: (n: number) => `Name of pair ${n}`,
    pairValue: (n: number) => `Value of pair ${n}`,
    add: 'Add a pair',
    remove: (n: number) => `Remove pair ${n}`,
    faults: {
      empty: 'A pair needs a name; this one is left out for now.',
      twice: 'This name is taken; the second pair is left out for now.',
    },
    key: 'KMS key',
    keyArticle: 'The document has one CMK; the choice counts in the AWS telling.',
    seed: 'Random keys',
    seedWhat: 'All keys grow from one seed: the same input gives the same bytes again.',
    newSeed: 'New random keys',
    example: 'Back to the example',
    busy: 'Computing…',
  },
  breaks: {
    title: 'Break it',
    intro: 'Do something wrong on purpose and see who refuses it.',
    items: {
      wrongContext: {
        label: 'Wrong context',
        what: 'Decrypt is given another encryption context. In the HSM the tag does not match, and no key comes out.',
      },
      flip: {
        label: 'A flipped bit',
        what: 'One bit in your storage changes. The tag no longer fits, and nothing is decrypted.',
      },
      disabledKey: {
        label: 'Disabled key',
        what: 'The key is switched off. The host stops the request at its key state check; the HSM never sees it.',
      },
      anotherKey: {
        label: 'Another key',
        what: 'Decrypt is told to use the other key. The sealed data key names the one that made it, so the host refuses.',
      },
      unknownKey: {
        label: 'Unknown key',
        what: 'The request names a key that does not exist. The host finds nothing, and no data key is made.',
      },
    },
    flipIn: { 'wrapped-data-key': 'Flipped: in the sealed data key', ciphertext: 'Flipped: in the encrypted data' },
    contextGiven: (name: string, given: string) => `Given now: ${name} = ${given}`,
    noCheck: 'The document’s KMS has no check for what follows. Switch one on, and the AWS telling shows who refuses.',
    show: 'See who refuses',
    mend: 'Undo all',
  },
};

export type Lab = typeof lab;
