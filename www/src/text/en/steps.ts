import type { Args } from '../../model.ts';
import type { StepText } from '../types.ts';

const bytes = (args: Args): string => `${args['bytes'] ?? ''} random bytes`;

/** What is said at each step, by the trace's own key. `start` is the first screen, before any step. */
const all = {
  'article.generate-data-key.start': {
    headline: 'Lock a letter with one key, then lock that key with another',
    why: 'That is envelope encryption, the idea KMS is built on. A data key (CDK) locks your data, a master key (CMK) locks the data key. Press Next and follow one letter, with the real bytes of an engine that runs in your browser.',
  },
  'article.generate-data-key.request': {
    headline: 'Your application asks KMS for a key to encrypt with',
    why: 'The call is named GenerateDataKey. Only this request travels: your data stays on your side from the first step to the last.',
  },
  'article.generate-data-key.make-cdk': {
    headline: 'The HSM makes a brand-new data key, the CDK',
    why: (args) =>
      `An HSM is a computer built for one purpose: to keep keys. Inside its wall, drawn here as glass, it draws ${bytes(args)}. They are the key for this letter.`,
  },
  'article.generate-data-key.hand-over-cdk': {
    headline: 'A plain copy of the CDK goes out to the KMS host',
    why: 'The host is the part of KMS that talks to you. From here on, the key also exists outside the glass, and a clock is ticking: a plain key should live as briefly as it can.',
  },
  'article.generate-data-key.load-cmk': {
    headline: 'The CMK is fetched into the HSM, still sealed',
    why: 'The key store keeps keys only in sealed form. Whoever stole the store would hold closed envelopes and nothing to open them with.',
  },
  'article.generate-data-key.open-cmk': {
    headline: 'Behind the glass, the HSM opens the CMK',
    why: 'Only a key of the HSM’s own can do this. The CMK is now plain, but in one place only: inside this wall.',
  },
  'article.generate-data-key.seal-cdk': {
    headline: 'The CMK seals the CDK, and the sealed copy goes to the host',
    why: 'What comes out is safe to keep anywhere: it takes this very CMK to open it again. The HSM erases its plain copies.',
  },
  'article.generate-data-key.return-keys': {
    headline: 'Your application receives the CDK twice: plain and sealed',
    why: 'The plain copy is for the work at hand, the sealed one for later. KMS itself keeps neither.',
  },
  'article.generate-data-key.encrypt-data': {
    headline: 'Your application encrypts the data with the plain CDK',
    why: 'This happens on your own machine, at full speed, for data of any size. KMS never sees a byte of it.',
  },
  'article.generate-data-key.store': {
    headline: 'The locked data and its sealed key are stored together',
    why: 'And the plain CDK is erased. From now on the only way back to the letter leads through KMS.',
  },

  'article.decrypt.start': {
    headline: 'Now open the letter again, as the document tells it',
    why: 'The encrypted data and its sealed CDK lie in your storage. In the document, KMS brings out the CMK to open them. Press Next, and keep an eye on the glass wall.',
  },
  'article.decrypt.request': {
    headline: 'Your application asks KMS for the CMK that opens its CDK',
    why: 'The sealed CDK stays in your storage for now. In this telling, Decrypt means: please take out the key that can open it.',
  },
  'article.decrypt.load-cmk': {
    headline: 'The CMK is fetched into the HSM, still sealed',
    why: 'As before, the store has only the sealed form, and only the HSM can open it.',
  },
  'article.decrypt.open-cmk': {
    headline: 'Behind the glass, the HSM opens the CMK',
    why: 'So far the plain CMK exists in one place only. Remember that for the next step.',
  },
  'article.decrypt.hand-over-cmk': {
    headline: 'The plain CMK is carried out through the glass wall',
    why: 'This breaks the wall. Whoever could read the host’s memory now would hold the key to every letter ever sealed under this CMK, not only to this one.',
  },
  'article.decrypt.return-cmk': {
    headline: 'The plain CMK travels on to your application',
    why: 'The key that guards all your data keys now sits in the memory of one application, and nobody can take it back.',
  },
  'article.decrypt.open-cdk': {
    headline: 'Your application takes the sealed CDK and opens it with the CMK',
    why: 'Opening checks the seal too: had a single bit been changed since, this would fail.',
  },
  'article.decrypt.decrypt-data': {
    headline: 'With the CDK, your application reads the data again',
    why: 'The letter is back, byte for byte, and both plain keys are erased at once. Now switch to AWS and watch the same job done without breaking the glass.',
  },

  'aws.generate-data-key.start': {
    headline: 'The same letter, the way AWS really does it',
    why: 'The idea stays: one key for the data, another for that key. But each request is checked at the door, and the KMS key never leaves the glass. Press Next.',
  },
  'aws.generate-data-key.request': {
    headline: 'Your application asks for a data key and is checked at the door',
    why: 'Who is calling? Is the request well formed? Which key is meant, may the caller use it, is it enabled, is it meant for this? One “no”, and nothing else happens.',
  },
  'aws.generate-data-key.load-token': {
    headline: 'The host fetches the KMS key from the key store, sealed',
    why: 'AWS calls this sealed form a key token. The host can carry it, but it has nothing to open it with.',
  },
  'aws.generate-data-key.send-to-hsm': {
    headline: 'The host passes the sealed key and the request into an HSM',
    why: 'Any HSM of the Region will do, for they share a domain key. Host and HSM speak over an encrypted session.',
  },
  'aws.generate-data-key.make-data-key': {
    headline: 'The HSM makes a brand-new data key',
    why: (args) => `It draws ${bytes(args)}, which exist nowhere but in its memory. They stay inside until a sealed copy is ready.`,
  },
  'aws.generate-data-key.open-token': {
    headline: 'With its domain key, the HSM opens the KMS key',
    why: 'The plain KMS key now exists in this HSM’s memory and nowhere else. There is no command that would hand it out.',
  },
  'aws.generate-data-key.derive-key': {
    headline: 'From the KMS key and a random number comes key K, for this message only',
    why: 'The KMS key seals nothing itself: each data key is sealed under a key of its own. The random number is kept beside the seal, so that K can be rebuilt when it is needed.',
  },
  'aws.generate-data-key.seal-data-key': {
    headline: 'Key K seals the data key and ties it to your encryption context',
    why: 'The seal ends in a tag that vouches for everything: the sealed key, its header, and the context you named. Change one bit, or name another context, and it will not open.',
  },
  'aws.generate-data-key.leave-hsm': {
    headline: 'The data key leaves the HSM twice: once plain, once sealed',
    why: 'It is the only key that ever comes out in the clear. The KMS key and K are erased, and the HSM is left with its domain key alone.',
  },
  'aws.generate-data-key.return-keys': {
    headline: 'Both copies reach your application, and KMS keeps neither',
    why: 'So the sealed copy is yours to look after: if you lose it, not even AWS can bring the data key back.',
  },
  'aws.generate-data-key.encrypt-data': {
    headline: 'Your application encrypts the data with the plain data key',
    why: 'This happens on your own machine, at full speed, for data of any size. KMS never sees a byte of it.',
  },
  'aws.generate-data-key.wipe': {
    headline: 'The plain data key is erased',
    why: 'Its work is done. From here on, the data can be read only by asking KMS, and KMS checks at the door every time.',
  },
  'aws.generate-data-key.store': {
    headline: 'The locked data and its sealed key are stored together',
    why: 'Neither is of any use to a thief. And the sealed key names the KMS key that opens it, so there is nothing else to write down but the context.',
  },

  'aws.decrypt.start': {
    headline: 'Now open the letter again, the way AWS really does it',
    why: 'The encrypted data and its sealed data key lie in your storage. The sealed key goes into the HSM, the data key comes out, and no other key ever crosses the glass in the clear. Press Next.',
  },
  'aws.decrypt.take-envelope': {
    headline: 'Your application takes the locked data and its sealed key from storage',
    why: 'They were stored side by side. The data itself will not go any further than this.',
  },
  'aws.decrypt.request': {
    headline: 'It sends the sealed data key to KMS and is checked at the door',
    why: 'The header of the sealed key says which KMS key can open it. The context has to be named again, exactly as it was.',
  },
  'aws.decrypt.load-token': {
    headline: 'The host fetches that KMS key from the key store, sealed',
    why: 'Even the version of its key material is named in the header. That is why old data still opens after a key has been rotated.',
  },
  'aws.decrypt.send-to-hsm': {
    headline: 'The host passes both sealed keys into an HSM',
    why: 'It has carried two closed envelopes and could look into neither.',
  },
  'aws.decrypt.open-token': {
    headline: 'With its domain key, the HSM opens the KMS key',
    why: 'As before: plain only in the HSM’s memory, and only for this one request.',
  },
  'aws.decrypt.derive-key': {
    headline: 'The HSM rebuilds key K from the KMS key and the stored number',
    why: 'Same key, same number, same K. KMS did not have to remember anything about this message.',
  },
  'aws.decrypt.open-data-key': {
    headline: 'Key K opens the data key, and its tag proves that nothing was changed',
    why: 'The tag covers the sealed key, its header and the encryption context. If any of them differs, the HSM gives out nothing at all.',
  },
  'aws.decrypt.leave-hsm': {
    headline: 'Only the data key leaves the HSM',
    why: 'What comes out opens one letter. What opens all of them, the KMS key, has been erased inside and never crossed the wall.',
  },
  'aws.decrypt.return-key': {
    headline: 'The data key travels to your application',
    why: 'The connection is encrypted, and the host forgets the key as soon as it is sent.',
  },
  'aws.decrypt.decrypt-data': {
    headline: 'With the data key, your application reads the data again',
    why: 'The letter is back, byte for byte. KMS has not seen a word of it.',
  },
  'aws.decrypt.wipe': {
    headline: 'The plain data key is erased',
    why: 'It lived just long enough to read one letter. Whoever wants to read it again has to ask again, and may be refused.',
  },
} satisfies Record<string, StepText>;

export const steps: Readonly<Record<keyof typeof all, StepText>> = all;

/** One sentence for each step where the tellings part: of the document’s steps what AWS does, and the other way round. */
const parted = {
  'article.generate-data-key.request':
    'AWS checks caller, key and permission at the door before anything moves. The document leaves the checks out.',
  'article.generate-data-key.hand-over-cdk':
    'In AWS the plain data key does not leave yet. It waits inside, and both copies come out together.',
  'article.generate-data-key.load-cmk':
    'In AWS the host fetches the sealed key, called a key token, and sends it in along with the request.',
  'article.generate-data-key.open-cmk':
    'The document does not say what opens the CMK. In AWS it is a domain key, shared by the HSMs of a Region.',
  'article.generate-data-key.seal-cdk':
    'AWS does not seal with the KMS key itself. It derives a one-time key from it and a random number, and ties the encryption context in.',
  'article.decrypt.request':
    'AWS is asked for something else. The application sends its sealed data key in and gets the data key back; nobody ever asks for the KMS key.',
  'article.decrypt.load-cmk':
    'In AWS the sealed data key goes into the HSM as well, and its header says which version of the KMS key is needed.',
  'article.decrypt.open-cmk':
    'The document does not say what opens the CMK. In AWS it is a domain key, shared by the HSMs of a Region.',
  'article.decrypt.hand-over-cmk':
    'This never happens in AWS: only the data key comes out. One leak there opens one message; one leak here opens every message ever sealed.',
  'article.decrypt.return-cmk': 'AWS returns the data key of this one message and nothing more.',
  'article.decrypt.open-cdk': 'In AWS the HSM has done this already, behind the glass. The application has nothing to open.',

  'aws.generate-data-key.request': 'The document’s request goes straight through: it draws no checks.',
  'aws.generate-data-key.load-token': 'The document fetches the key only after the data key is made and handed out.',
  'aws.generate-data-key.send-to-hsm': 'The document brings the key straight from the store into the HSM.',
  'aws.generate-data-key.open-token': 'The document opens the CMK too, but does not say with which key.',
  'aws.generate-data-key.derive-key': 'The document has no such step: there, the CMK seals the CDK itself.',
  'aws.generate-data-key.seal-data-key': 'The document seals with the CMK directly, and knows no encryption context.',
  'aws.generate-data-key.leave-hsm': 'The document hands the plain CDK out early, and the sealed one later.',
  'aws.generate-data-key.wipe': 'The document says so in its text, but draws no such step.',
  'aws.decrypt.take-envelope': 'The document leaves both in storage until the CMK has come back.',
  'aws.decrypt.request': 'The document asks KMS for the CMK instead, and keeps the sealed CDK at home.',
  'aws.decrypt.load-token': 'The document brings the key straight from the store into the HSM.',
  'aws.decrypt.send-to-hsm': 'In the document the sealed CDK never comes to the HSM.',
  'aws.decrypt.open-token': 'The document opens the CMK too, but does not say with which key.',
  'aws.decrypt.derive-key': 'The document has no such step: there, the CMK opens the CDK itself.',
  'aws.decrypt.open-data-key': 'In the document your application does this, with the CMK in its hands.',
  'aws.decrypt.leave-hsm': 'In the document it is the CMK that comes out here. One leak of that would open every message ever sealed.',
  'aws.decrypt.return-key': 'In the document it is the CMK that travels to your application.',
  'aws.decrypt.wipe': 'The document says so in its text, but draws no such step.',
} satisfies Record<string, string>;

export const differs: Readonly<Record<keyof typeof parted, string>> = parted;
