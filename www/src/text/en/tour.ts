import type { ChapterId } from '../../tour/chapters.ts';

/** Texts of the guided tour. They are loaded with it. Numbers and names come as arguments. */

const number = (n: number): string => n.toLocaleString('en');
const count = (n: number, one: string, many: string): string => `${number(n)} ${n === 1 ? one : many}`;
const bytes = (n: number): string => count(n, 'byte', 'bytes');
const list = (names: readonly string[]): string => new Intl.ListFormat('en', { type: 'conjunction' }).format(names);
const way = (names: readonly string[]): string => names.join(' → ');

export interface ChapterText {
  readonly title: string;
  /** One idea each. */
  readonly paragraphs: readonly string[];
  /** What the reader answers by doing. */
  readonly question: string;
  /** The parts of the task, and a hint for each. */
  readonly parts: readonly (readonly [task: string, hint: string])[];
  readonly answer: (said: Said) => string;
  readonly thenNow?: readonly [past: string, today: string];
}

/** What the engine has said, in words. */
export interface Said {
  readonly dataKey: readonly string[];
  readonly kmsKey: readonly string[];
  readonly old: string;
  readonly current: string;
  readonly data: number;
  readonly request: number;
  readonly key: number;
}

/** AWS's own limits, and those of the document's time. */
export interface Limits {
  readonly period: { readonly least: number; readonly most: number; readonly usual: number };
  readonly window: { readonly least: number; readonly most: number };
  readonly onDemand: number;
  readonly minutes: number;
  readonly direct: number;
  readonly years: { readonly own: number; readonly aws: number };
  readonly quota: { readonly least: number; readonly most: number };
}

export const tour = {
  label: 'Guided tour',
  place: (n: number, of: number): string => `Chapter ${number(n)} of ${number(of)}`,
  contents: (place: string): string => `${place}: all chapters`,
  previous: 'Previous chapter',
  next: 'Next chapter',
  close: 'Close the tour',
  onward: (title: string): string => `Next: ${title}`,
  finish: 'End the tour',
  begin: 'Try it',
  again: 'Start over',
  hint: 'Hint',
  part: (n: number, of: number): string => `${number(n)} of ${number(of)}`,
  done: 'Done',
  thenNow: { label: 'Then and now', past: 'The document', today: 'AWS today' },
  limitsCard: 'To the card about limits',
  /** After the letter, to make it long. */
  moreLetter: ' And water the plants, please.',

  chapters: ({ period, window, onDemand, minutes, direct, years, quota }: Limits): Record<ChapterId, ChapterText> => ({
    envelope: {
      title: 'The letter and the envelope',
      paragraphs: [
        'You have a letter that only some may read. So you lock it with a key, which here is nothing but a row of random bytes. That is called encrypting. Without the key, the letter is noise.',
        'But where do you leave the key? Beside the letter it would serve any thief. So the key goes into an envelope, and a second key seals that. The first is called the data key, the second the KMS key; the trick is called envelope encryption.',
        'The KMS key lies with KMS, a key management service. It seals and opens envelopes for you, and never gives that key away. One key to guard well, and for each letter a key of its own.',
      ],
      question: 'What lies in your storage in the end, and what does not?',
      parts: [['Press Next below the picture, until letter and key are stored.', 'The right arrow key does the same as Next.']],
      answer: () => 'The encrypted letter, and its key in a sealed envelope. The plain key is not there: it was erased. Whoever steals all that is stored can read nothing, for only KMS opens the envelope, and KMS asks who wants it.',
      thenNow: ['The key in the envelope is the CDK, customer data key; the key that seals it is the CMK, customer master key.', 'They are called data key and KMS key. The idea is the same.'],
    },
    encrypt: {
      title: 'How a letter is encrypted',
      paragraphs: [
        'Your program, the client, asks KMS for a data key. The call is named GenerateDataKey. The letter itself stays with you.',
        'Inside KMS works an HSM: a computer that does nothing but guard keys, drawn here behind glass. It makes the data key and seals a copy of it with the KMS key. Then both copies go out, by way of the KMS host, the front door: one plain, one sealed. The KMS key stays inside.',
        'The client encrypts the letter with the plain copy and erases it at once. The sealed copy is kept beside the letter.',
      ],
      question: 'Who ever held the plain data key?',
      parts: [
        ['Press Next until the plain data key comes out of the glass.', 'Plain keys are drawn as pills with a dashed line, sealed keys as blue cards with an envelope.'],
        ['Go on until nobody holds it any more.', 'The bars under the timeline show how long each plain key exists.'],
      ],
      answer: ({ dataKey, kmsKey }) => `It went this way: ${way(dataKey)}, and was erased at every stop. Now nobody has it. The plain KMS key was never anywhere but here: ${list(kmsKey)}.`,
      thenNow: [
        'The HSM first hands out the plain CDK, and seals a copy with the CMK afterwards.',
        'The sealed copy is made first, with a key that is derived from the KMS key for this one message. Before anything happens, KMS checks who asks.',
      ],
    },
    decrypt: {
      title: 'How it is opened again',
      paragraphs: [
        'To read the letter, the client needs the plain data key once more. So it sends the sealed copy to KMS, in a call named Decrypt.',
        'What happens then is told in two ways on this page. In the document, KMS hands out its own key, and the client opens the envelope itself. Whoever has that key can open every envelope it has ever sealed.',
        'At AWS it is the other way round: the envelope goes in behind the glass, and only the data key of this one letter comes out.',
      ],
      question: 'Where is the plain KMS key to be found?',
      parts: [
        ['Watch the document’s way first: press Next until the plain CMK breaks through the glass.', 'The CMK is the document’s name for the KMS key.'],
        ['Now AWS: go on to the end, press “See AWS do it”, and go through that to the end as well.', 'At the end of the document’s way, the button says so where it said Next. The Last button goes to the end at once.'],
      ],
      answer: ({ dataKey, kmsKey }) => `In the document, at the client in the end. At AWS, nowhere but here: ${list(kmsKey)}. Only the data key went ${way(dataKey)}, and is erased again. That is why the stored copy is safe: to open it takes a call to KMS, and KMS can say no.`,
      thenNow: ['Decrypt takes out the CMK, and the client opens the CDK with it.', 'Decrypt takes the sealed data key and returns the plain one. No call of KMS returns a KMS key.'],
    },
    rotation: {
      title: 'Automatic rotation',
      paragraphs: [
        'The longer a key is in use, the more depends on it. So KMS can rotate it: the KMS key gets new key material, which is the secret bytes that do the sealing. Its name, the key id, stays the same, and no program has to change.',
        'The old material is kept. The newest seals; the older ones only open what they have sealed. Each of them is called a backing key.',
        'In front of every sealed data key stands a header that all may read. It names the backing key that has sealed it.',
      ],
      question: 'Why does an old letter still open after a rotation?',
      parts: [
        ['One letter is there already. Turn on “Rotate automatically”.', 'It is a switch in the card “The life of a key”.'],
        ['Let a year pass.', 'In the same card stands a clock, and beside it a button for a year.'],
        ['The key has been rotated. Write another letter.', 'The button “Write a letter” is above the switch.'],
        ['Pick the first letter, press “Watch which token is loaded”, and go on to the end.', 'The letters hang under their backing keys. Then press Next, or Last, below the picture.'],
      ],
      answer: ({ old, current }) => `Its header names the backing key ${old}…, and Decrypt loaded that one; new letters are sealed by ${current}…. A rotation changes what seals from now on. What was sealed before stays as it is, and so does its key.`,
      thenNow: [
        `A new CMK is made every ${count(years.own, 'year', 'years')} for your own keys, every ${count(years.aws, 'year', 'years')} for those that AWS manages.`,
        `The same KMS key gets new material. For your own keys you choose the period, ${number(period.least)} to ${number(period.most)} days; AWS managed keys are rotated about once a year.`,
      ],
    },
    aliases: {
      title: 'Manual rotation and aliases',
      paragraphs: [
        'Sometimes a whole new key is to take over, not only new material. That is called manual rotation. The new key has another key id.',
        'So that programs need not know the id, a key can have an alias: a name of your choice that points to a key, such as alias/letters. To rotate by hand, you point it to the new key.',
        'New letters follow the alias. Old ones do not: each of them still needs the key that sealed it, so that key is kept.',
      ],
      question: 'What can go wrong when you ask for an old letter by the alias?',
      parts: [
        ['Make the second key, and point the alias to it.', 'Two buttons, one after the other, in the card’s tab “Manual rotation”.'],
        ['Write a letter by the alias.', 'It will hang under the second key.'],
        ['Pick the first letter. There are two ways to ask for it: watch the one that KMS refuses.', 'One of the two names the key by its alias. Press “Watch KMS refuse” there.'],
      ],
      answer: () => 'KMS took the alias at its word, found the second key behind it, and refused: another key had sealed this letter. Without a KeyId, Decrypt follows the header, and the letter opens.',
      thenNow: [
        'Whoever must rotate more often than once a year rotates by hand.',
        `A period from ${number(period.least)} days and up to ${number(onDemand)} rotations on demand keep the key id, and mostly suffice. A new key is for the rest.`,
      ],
    },
    'key-policy': {
      title: 'Key policy',
      paragraphs: [
        'Whoever may call Decrypt can read the letters. So each KMS key has a key policy: a document that says who may do what with it.',
        'It is a list of statements. Each has an effect, Allow or Deny; a principal, which is who; and an action, which is what. Where nothing says Allow, the answer is no. Where anything says Deny, it is no as well.',
        'The policy that a key has at first names only the account. It lets in the account’s root, its owner, and leaves the rest to IAM, where AWS keeps the policies of users and roles.',
      ],
      question: 'Who decides about a key: its owner, or its policy?',
      parts: [
        ['Aki is refused. Under “Key policy”, begin with “Aki reads letters to Aki”.', 'The tab stands in the middle of the card. In it there is a list named “Begin with”.'],
        ['Now begin with “Only Aki may decrypt”. Then ask as the account’s root.', 'In the table of people further up, choose root’s cell under Decrypt.'],
      ],
      answer: () => 'The policy. It let Aki in, whom no IAM policy mentions, and it kept out root, who owns the key. Under “Why” you see which statement decided.',
      thenNow: [
        'The first policy gives all users and roles of the account full access, like a bucket policy of S3.',
        'It gives access to root only, and lets IAM policies give it to others. Unlike with S3, an IAM policy alone is never enough.',
      ],
    },
    grants: {
      title: 'Grants',
      paragraphs: [
        'A policy is written with care and seldom changed. To let somebody do one thing for a while, there are grants.',
        'A grant names who is let in, the grantee, and for which calls. It can only allow, and it is taken back without a change to any policy. AWS’s own services use grants when they work for you.',
        `It takes some minutes until a new grant is known everywhere in KMS; here it is ${number(minutes)}. Whoever cannot wait brings the grant token that they got when the grant was made.`,
      ],
      question: 'How does Aki get in although no policy mentions her?',
      parts: [
        ['Under “Grants”, make a grant. The form is filled in already: Aki, Decrypt.', 'The tab stands in the middle of the card; the button is named “Make the grant”.'],
        ['It does not count yet. Let the minutes pass, or bring the token.', 'Both stand in the box “This call”, further up.'],
        ['Take it back: revoke the grant.', 'The button stands with the grant, under “Grants”.'],
      ],
      answer: () => 'By the grant, and only while it stood. At first it was not known yet, then it let her in, and once revoked it did nothing more. No policy was touched.',
      thenNow: [
        'Grants are for users and roles; the retiring principal is the one whose permission ends.',
        'Whole accounts, sessions and services can be grantees as well. The retiring principal is whoever may end the grant.',
      ],
    },
    byok: {
      title: 'Bring your own key',
      paragraphs: [
        'A KMS key is two things: what is known of it, such as its id and its state, and the secret bytes, its key material. Mostly KMS makes the material.',
        'You can bring it instead. First the key is made, empty. Then your material travels to KMS, wrapped under a public key that KMS made for this one import. What is wrapped so can be unwrapped only behind the glass.',
        'For such a key you share the burden: its material can be deleted at once or expire, and only your own copy brings it back.',
      ],
      question: 'Is a letter lost when the material is gone?',
      parts: [
        ['Make a key without material. Then wrap and import yours.', 'Two buttons, one after the other, in the card’s tab “Imported material”. Wrapping takes a moment.'],
        ['Write a letter with it.', 'The button “Write a letter” has appeared.'],
        ['Delete the material now.', 'To see what has become of the letter, pick it.'],
        ['Import the same material again.', 'The same means “Yours”, as the first time.'],
      ],
      answer: () => 'No, as long as you have the very same bytes. Without them the letter stayed shut; now it opens again. The key itself was there all the time.',
      thenNow: ['Importing material makes a CMK.', 'The key is made first, then the material is imported. It can have a date on which it expires, and it can be imported again.'],
    },
    deletion: {
      title: 'Deletion',
      paragraphs: [
        'Without its KMS key, an envelope can never be opened again, by nobody. Whoever deletes a key deletes all that it has sealed.',
        `So KMS makes you wait: ${number(window.least)} to ${number(window.most)} days, as you choose. Until the last moment you can change your mind.`,
        'While it waits, the key opens nothing. That is meant so: whoever still needs it will notice in time.',
      ],
      question: 'How do you save a letter whose key is to be deleted?',
      parts: [
        ['Schedule the deletion of the letters key.', 'The button stands in the card’s tab “Deletion”, under the waiting time.'],
        ['Change your mind: cancel it.', 'The button has taken the place of the other.'],
        ['The letter still does not open. Find what is missing.', 'After a cancelled deletion a key is disabled. Enable it.'],
      ],
      answer: () => 'Cancel the deletion in time, then enable the key. The letter opens again. Had the time run out, nothing would have helped, and nobody.',
      thenNow: [
        'A CMK with imported material can be deleted at once.',
        `Only the material can, and it can come back. The key itself waits ${number(window.least)} to ${number(window.most)} days like any other.`,
      ],
    },
    limits: {
      title: 'Limits',
      paragraphs: [
        `KMS can also encrypt data itself, with a call named Encrypt, but no more than ${bytes(direct)} at once. That is enough for a password, not for a photo. Whatever is longer goes into an envelope.`,
        'How often you may call in a second is limited as well. Beyond that KMS answers ThrottlingException, and the client tries again a little later.',
        'And a key lives in one Region, which is one of the places where AWS runs. Only multi-Region keys have equal twins elsewhere.',
      ],
      question: 'What becomes of a letter that is too long for KMS, and of a call that is one too many?',
      parts: [
        [`Begin, and the letter becomes longer than ${bytes(direct)}. Go through to the end.`, 'Press Next, or Last. The number under an arrow says how much travels.'],
        ['Now call too often: on the card about limits, press CreateKey until KMS refuses.', 'It stands under “Buckets of their own”. Its bucket is a small one, and the clock there stands still.'],
      ],
      answer: ({ data, request, key }) => `The letter never went to KMS: it has ${bytes(data)}, the request had ${bytes(request)}, and the data key that came back ${bytes(key)}. The client did the encrypting. And the call was refused: it may come again once the bucket has filled.`,
      thenNow: [
        `GenerateDataKey may be called ${number(quota.least)} times a second, and encrypting data directly with KMS is not recommended.`,
        `One quota counts all such calls together, ${number(quota.least)} to ${number(quota.most)} a second, depending on the Region. For small secrets, encrypting directly is fine.`,
      ],
    },
  }),
};

export type TourText = typeof tour;
