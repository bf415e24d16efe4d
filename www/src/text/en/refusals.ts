import type { RefusalText } from '../types.ts';

/** What is said when a flow is refused: by AWS’s error name, and where one name has several causes, by the cause. */
export const refusals: Record<RefusalKey, RefusalText> = {
  NotFoundException: {
    headline: 'The host refuses: it knows no such key',
    why: 'The request names a key that does not exist in this account and Region. No key, so nothing to ask an HSM for.',
    todo: 'Look at the key id or alias for a slip, and at the Region: keys do not exist outside their own.',
  },
  DisabledException: {
    headline: 'The host refuses: this key is disabled',
    why: 'The request got as far as the state check. A disabled key does nothing at all, so everything it has sealed stays shut for as long as that lasts.',
    todo: 'Enable the key and ask again. Nothing has been lost.',
  },
  KMSInvalidStateException: {
    headline: 'The host refuses: the key is in no state to be used',
    why: 'A key that waits for its deletion, or for its key material, cannot be used.',
    todo: 'Cancel the deletion or import the material, then ask again.',
  },
  IncorrectKeyException: {
    headline: 'The host refuses: that is not the key that sealed this',
    why: 'The header of the sealed data key names its KMS key, and the request names another. The host compares the two before it troubles an HSM.',
    todo: 'Name the right key, or none: the header says which one it is.',
  },
  AccessDeniedException: {
    headline: 'The host refuses: this caller may not use the key',
    why: 'Unless a policy or a grant says yes, the answer is no. The request never got past the door.',
    todo: 'Ask whoever keeps the key for permission, in its key policy, in an IAM policy or by a grant.',
  },
  InvalidKeyUsageException: {
    headline: 'The host refuses: the key is not meant for this',
    why: 'Each key has one purpose, set when it is made and never changed.',
    todo: 'Use a key made for encrypting and decrypting.',
  },
  ValidationException: {
    headline: 'The host refuses: the request is not well formed',
    why: 'The form of a request is checked before anything it says is looked at.',
    todo: 'The message below names the member that is wrong.',
  },
  'InvalidCiphertextException.header': {
    headline: 'The host refuses: this is not a sealed data key it can read',
    why: 'The header is damaged, so the host cannot even tell which KMS key belongs to it.',
    todo: 'Put the flipped bit back, or fetch an undamaged copy.',
  },
  'InvalidCiphertextException.context': {
    headline: 'The seal does not open: the encryption context is another one',
    why: 'The tag was made over the context named when encrypting. With other words the HSM works out another tag, the two do not match, and no byte is given out. KMS does not say what was wrong: that would help a guesser.',
    todo: 'Name the same context as when encrypting: each name, each value, each capital letter.',
  },
  'InvalidCiphertextException.flip': {
    headline: 'The seal does not open: a bit of the sealed key has changed',
    why: 'The tag vouches for every bit. One has changed, so the tag the HSM works out is another one, and it gives out nothing rather than something false.',
    todo: 'Put the flipped bit back, or fetch an undamaged copy.',
  },
  'InvalidCiphertextException.data': {
    headline: 'The data does not open: one of its bits has changed',
    why: 'The key is right, the data is not. Encrypted data has a tag of its own, and your application checks it before it believes a single byte.',
    todo: 'Put the flipped bit back, or fetch an undamaged copy.',
  },
  InvalidCiphertextException: {
    headline: 'The seal does not open',
    why: 'The tag vouches for the sealed key, its header and the encryption context. One of them is not what it was, so nothing is given out.',
    todo: 'Use the same key and context as when encrypting, and an undamaged copy.',
  },
  other: {
    headline: 'The request is refused',
    why: 'Nothing moves past the check that said no.',
    todo: 'The message below is the one that AWS’s KMS would give.',
  },
};

export type RefusalKey =
  | 'NotFoundException'
  | 'DisabledException'
  | 'KMSInvalidStateException'
  | 'IncorrectKeyException'
  | 'AccessDeniedException'
  | 'InvalidKeyUsageException'
  | 'ValidationException'
  | 'InvalidCiphertextException.header'
  | 'InvalidCiphertextException.context'
  | 'InvalidCiphertextException.flip'
  | 'InvalidCiphertextException.data'
  | 'InvalidCiphertextException'
  | 'other';
