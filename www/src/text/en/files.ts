import type { Meaning } from '../../inspector/view.ts';
import type { PartKind, Suite } from '../../files/parts.ts';
import type { RefusalText } from '../types.ts';

/** Texts of the card about encrypted files. It is loaded with the card. Numbers come as arguments. */

const number = (n: number): string => n.toLocaleString('en');

type Refusal = Omit<RefusalText, 'todo'>;

export const files = {
  title: 'Encrypted files',
  intro: 'Your input as one file, in the message format of the AWS Encryption SDK. In it is all that it takes to decrypt the data, but for the KMS key. Every AWS Encryption SDK that may ask this KMS opens such a file, and what they make with a key of this KMS opens here.',
  noEngine: 'This needs the engine, and it is not running.',

  encrypt: {
    title: 'Encrypt',
    what: (name: string, size: string, key: string): string => `${name}, ${size}, with a data key of ${key}`,
    text: 'data.txt',
    frame: 'Bytes in a frame',
    frameWhat: 'Each frame is encrypted and authenticated by itself, so that a reader of a long file need not wait for its end.',
    tooShort: 'Your input is too long for the shorter ones.',
    do: 'Encrypt',
    seed: 'The keys grow from the seed above: whoever has it, or a link with it, opens the file too. Keep nothing secret like this.',
  },
  open: {
    title: 'Decrypt',
    do: 'Open an encrypted file…',
    hint: (limit: string): string => `up to ${limit}, or drop it here`,
    drop: 'Drop the file to open it',
    context: 'Only if it has the encryption context that is entered above',
    tooLarge: (name: string, size: string, limit: string): string => `“${name}” is ${size}, and the limit is ${limit}.`,
    unreadable: (name: string): string => `“${name}” could not be read.`,
    many: 'One file at a time, please.',
  },

  result: 'The file',
  made: (name: string, size: string): string => `Encrypted: ${name}, ${size}`,
  opened: (name: string, size: string): string => `Decrypted: ${name}, ${size}`,
  madeWhat: 'So far it is in this page only.',
  openedWhat: 'Every byte of the message is as it was written.',
  ofFile: (name: string, size: string): string => `The file: ${name}, ${size}.`,
  flipped: (offset: number): string => `One bit of byte ${number(offset)} is flipped.`,
  save: (name: string): string => `Save ${name}`,
  decrypt: 'Decrypt',
  text: 'What was in it',
  excerpt: (shown: number): string => `The first ${number(shown)} characters.`,

  facts: { suite: 'Algorithm suite', keys: 'Data key encrypted by', context: 'Encryption context', body: 'Body' },
  suite: ({ derives, commits, signs }: Suite): string =>
    ['AES-256-GCM', derives ? 'key derived with HKDF' : 'no key derived', commits ? 'commits to its data key' : 'without key commitment', ...(signs ? ['signed'] : [])].join(', '),
  noContext: 'none',
  frames: (n: number, size: string): string => (n === 1 ? `one frame, of up to ${size}` : `${number(n)} frames, of up to ${size}`),
  whole: 'in one piece, without frames',

  parts: {
    label: 'Parts of the message',
    name: {
      header: () => 'Header',
      frame: (n: number) => `Frame ${number(n)}`,
      frames: (n: number, count: number) => (count === 1 ? `Frame ${number(n)}` : `Frames ${number(n)}–${number(n + count - 1)}`),
      last: (n: number) => `Last frame, ${number(n)}`,
      body: () => 'Body',
      footer: () => 'Footer',
    } as Record<PartKind, (n: number, count: number) => string>,
    about: {
      header: 'Not encrypted, but authenticated: how the message is protected, and the data key, encrypted by KMS.',
      frame: 'A piece of the data, encrypted and authenticated by itself, at this place in this message.',
      frames: 'Frames like those before, one after another.',
      last: 'The last piece of the data. That it is the last is authenticated, so nobody can cut the message off unseen.',
      body: 'All of the data, encrypted in one piece.',
      footer: 'A signature over all that comes before, so that whoever can only decrypt cannot write a message of their own.',
    } as Record<PartKind, string>,
  },

  /** Of the parts of a CiphertextBlob in a message. */
  dataKeyPart: (name: string): string => `Data key: ${name}`,
  fields: {
    version: { name: 'Format version', what: 'How the header is laid out. Messages that commit to their data key have the newer one.' },
    type: { name: 'Type', what: 'The same in every message of the older format: customer authenticated encrypted data.' },
    'algorithm-suite': { name: 'Algorithm suite', what: 'Which cipher, which derivation of keys, and whether the message commits to its data key and is signed.' },
    'message-id': { name: 'Message id', what: 'Random, another for each message. It goes into the key that encrypts, and into every frame’s tag.' },
    'context-length': { name: 'Length of the context', what: 'How many bytes the encryption context takes, the number of its pairs included.' },
    'context-pairs': { name: 'Number of pairs', what: 'How many pairs of a name and a value follow.' },
    'name-length': { name: 'Length of the name', what: 'How many bytes the name takes.' },
    'context-name': { name: 'Context: name', what: 'A name of the encryption context. KMS is given it when the data key is decrypted, and logs it.' },
    'value-length': { name: 'Length of the value', what: 'How many bytes the value takes.' },
    'context-value': { name: 'Context: value', what: 'Its value. With any other, KMS does not give the data key back.' },
    'data-keys': { name: 'Number of data keys', what: 'How often the one data key follows, each time encrypted by another key. Any of them opens the message.' },
    'provider-length': { name: 'Length of the provider', what: 'How many bytes the name of the key provider takes.' },
    'key-provider': { name: 'Key provider', what: 'Who encrypted the data key. Of AWS KMS it is the same in every message.' },
    'key-length': { name: 'Length of the key’s name', what: 'How many bytes the name of the key takes.' },
    'key-provider-info': { name: 'KMS key', what: 'The ARN of the KMS key that encrypted the data key, and that is to decrypt it.' },
    'ciphertext-length': { name: 'Length of the data key', what: 'How many bytes the encrypted data key takes.' },
    'encrypted-data-key': { name: 'Encrypted data key', what: 'What its provider made of it. How that is laid out is the provider’s own affair; AWS does not say.' },
    'content-type': { name: 'Content type', what: 'Whether the data is in frames or in one piece.' },
    reserved: { name: 'Reserved', what: 'Zero in every message.' },
    'iv-length': { name: 'Length of an IV', what: 'How many bytes each initialization vector takes.' },
    'frame-length': { name: 'Frame length', what: 'How many bytes of data every frame but the last holds; zero without frames.' },
    commitment: { name: 'Key commitment', what: 'Derived from the data key: with any other data key it differs, so a message cannot mean two things to two readers.' },
    'header-iv': { name: 'IV of the header', what: 'Where the cipher starts that makes the header’s tag. Used once, not secret.' },
    'header-tag': { name: 'Tag of the header', what: 'Made from the derived key and every byte of the header before it. One changed bit, and it no longer fits.' },
    'frame-number': { name: 'Frame number', what: 'Counted from one, and authenticated: a frame left out, doubled or moved is found.' },
    'last-frame': { name: 'Mark of the last frame', what: 'In place of a number: what follows is the last frame.' },
    'last-frame-number': { name: 'Frame number', what: 'Its place after all others, authenticated like theirs.' },
    'frame-iv': { name: 'IV of the frame', what: 'Where the cipher starts: here the frame’s number, so no two frames have the same under one key.' },
    'last-frame-length': { name: 'Length of the data', what: 'How many bytes the last frame holds: as many as are left.' },
    ciphertext: { name: 'Encrypted data', what: 'As long as the data itself. Only the key that is derived from the data key makes it readable.' },
    tag: { name: 'Tag of the frame', what: 'Proves that the data, the number, the length and the message id are those that were written.' },
    frames: { name: 'More frames', what: 'Each laid out like the ones before, all of the same length.' },
    'body-iv': { name: 'IV of the body', what: 'Where the cipher starts. Used once, not secret.' },
    'body-length': { name: 'Length of the data', what: 'How many bytes follow, encrypted.' },
    'signature-length': { name: 'Length of the signature', what: 'How many bytes the signature takes.' },
    signature: { name: 'Signature', what: 'ECDSA over every byte before the footer. The key that verifies it is in the encryption context.' },
    'data-key/tag': { name: 'Data key: Tag', what: 'The proof of KMS’s own that neither the data key nor the encryption context was changed.' },
  } as Record<string, Meaning>,

  /** By the engine's name for what is wrong. */
  refusals: {
    NotFoundException: { headline: 'No such key here', why: 'The data key was encrypted by a KMS key that this page does not have: one that grew from another seed, or one of another KMS.' },
    MessageNoDataKey: { headline: 'No key to ask', why: 'None of its data keys says by which key of AWS KMS it was encrypted. Another key provider has to open it, or the header was altered.' },
    AccessDeniedException: { headline: 'KMS does not allow it', why: 'The KMS key belongs to another account, or its policy lets somebody else use it.' },
    InvalidCiphertextException: { headline: 'KMS does not open the data key', why: 'The encrypted data key or the encryption context is not what it was: one of them was altered.' },
    IncorrectKeyException: { headline: 'Another KMS key', why: 'The header names another KMS key than the one that encrypted the data key: it was altered.' },
    MessageContextInvalid: { headline: 'Another encryption context', why: 'The message does not have the pairs that it must have, or one that it must not have.' },
    MessageCommitmentMismatch: { headline: 'Another data key', why: 'The message commits to another data key than the one that it brings: its header was altered.' },
    MessageHeaderChanged: { headline: 'The header was altered', why: 'Its tag does not fit, so nothing of the data is decrypted.' },
    MessageFrameChanged: { headline: 'The data was altered', why: 'The tag of a frame does not fit, or a frame is not in its place. Nothing is given out.' },
    MessageSignatureMismatch: { headline: 'The signature does not fit', why: 'The data decrypts, but it is not what was signed. Nothing is given out.' },
    MessageIncomplete: { headline: 'The file is cut short', why: 'Its end is missing. Without the last frame nobody knows that this is all of the data, so nothing is given out.' },
    MessageTrailingBytes: { headline: 'There is something after the end', why: 'The message ends before the file does. What follows is vouched for by nothing.' },
    MessageMalformed: { headline: 'This is no encrypted message', why: 'The bytes are not laid out as a message of the AWS Encryption SDK.' },
    MessageSuiteUnsupported: { headline: 'An algorithm suite that is not read here', why: 'Messages with AES-256 are read. Older suites with shorter keys are not, and some numbers name no suite at all.' },
    MessageTooManyDataKeys: { headline: 'Too many data keys', why: 'Each would cost a call to KMS, so a message with so many is not opened.' },
    MessageDataKeyInvalid: { headline: 'The data key does not fit', why: 'It is not as long as the algorithm suite wants it: the header was altered.' },
  } as Record<string, Refusal>,
  refused: { headline: 'It does not open', why: 'This is what was said:' } as Refusal,
  notMade: { headline: 'It cannot be encrypted', why: 'This is what was said:' } as Refusal,
};

export type FilesText = typeof files;
