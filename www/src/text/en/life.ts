/** Texts of the card about the life of a key. It is loaded with the card. Numbers and dates come as arguments. */

const number = (n: number): string => n.toLocaleString('en');
const count = (n: number, one: string, many: string): string => `${number(n)} ${n === 1 ? one : many}`;
const days = (n: number): string => count(n, 'day', 'days');

export const life = {
  title: 'The life of a key',
  intro: 'Keys are rotated, brought along, left to expire, deleted. Write letters (your data, under a data key that a KMS key has sealed), let time pass and see which of them still open.',
  story: 'Show an example',
  undo: 'Undo',
  reset: 'Start again',
  noEngine: 'This needs the engine, and it is not running.',
  noWebCrypto: 'The browser wraps key material only on a page that came over a secure connection.',
  refused: 'KMS refuses',

  clock: {
    label: 'The clock',
    hours: (n: number): string => `+${count(n, 'hour', 'hours')}`,
    days: (n: number): string => `+${days(n)}`,
    years: (n: number): string => `+${count(n, 'year', 'years')}`,
    date: 'Go to',
    on: (date: string): string => date,
    at: (date: string, time: string): string => `${date}, ${time} UTC`,
    quiet: 'Nothing has come due yet.',
    due: (date: string, what: string): string => `${date}: ${what}`,
  },
  events: {
    RotateKey: (key: string): string => `KMS rotated ${key}.`,
    DeleteKey: (key: string): string => `KMS deleted ${key}.`,
    DeleteExpiredKeyMaterial: (key: string): string => `The material of ${key} expired and was deleted.`,
  },

  tabs: { label: 'What can happen to a key', rotation: 'Rotation', manual: 'Manual rotation', imported: 'Imported material', deletion: 'Deletion' },

  keys: {
    letters: { name: 'Letters key', inSentence: 'the letters key' },
    second: { name: 'Second key', inSentence: 'the second key' },
    imported: { name: 'Imported key', inSentence: 'the imported key' },
  },
  states: {
    Enabled: 'enabled',
    Disabled: 'disabled',
    PendingImport: 'waits for material',
    PendingDeletion: 'waits to be deleted',
    gone: 'deleted',
  },
  enable: 'Enable the key',
  disabled: (key: string): string => `After a cancelled deletion ${key} is disabled. It seals and opens nothing until it is enabled.`,

  lane: {
    label: (key: string): string => `The backing keys of ${key}, and the letters each has sealed`,
    id: 'Key id',
    alias: 'alias/letters',
    aliasHere: 'named by the alias',
    part: (n: number): string => `Backing key ${number(n)}`,
    how: { first: 'made with the key', automatic: 'by automatic rotation', 'on-demand': 'by on-demand rotation', imported: 'imported' },
    since: (date: string): string => `since ${date}`,
    between: (from: string, until: string): string => `${from} to ${until}`,
    validTo: (date: string): string => `valid until ${date}`,
    current: 'seals now',
    opensOnly: 'only opens',
    idle: 'out of use',
    waits: 'waiting',
    missing: 'erased',
    empty: 'No letter yet',
    none: (date: string): string => `Made on ${date}: its id and other metadata are there, its material is not. It can do nothing yet.`,
    letter: (n: number): string => `Letter ${number(n)}`,
    letterLabel: (n: number, date: string, opens: boolean): string => `Letter ${number(n)}, ${date}, ${opens ? 'opens' : 'does not open'}`,
  },

  letter: {
    title: (n: number): string => `Letter ${number(n)}`,
    pick: 'Pick a letter to see which key opens it.',
    sealed: (date: string, part: number, key: string): string => `Sealed on ${date} by backing key ${number(part)} of ${key}.`,
    materialId: 'Key material id in its header',
    why: {
      current: 'Its header names the backing key that seals now. Decrypt loads it.',
      older: 'Its header names an older backing key. Decrypt loads that one, not the newest; nothing was encrypted again.',
      gone: 'The backing key was deleted with its key. Nothing opens this letter any more, and nobody can help.',
      missing: 'The key is there, its material is not. The letter stays shut until the same material is imported again.',
      pending: 'A key that waits to be deleted opens nothing. Cancel the deletion, and enable the key.',
      disabled: 'A disabled key opens nothing. Enable it, and the letter opens again.',
    },
    opens: 'Opens',
    shut: 'Does not open',
    show: 'Watch which token is loaded',
    showRefused: 'Watch KMS refuse',
    onStage: 'This is on the stage now.',
    plain: 'Decrypt, without KeyId',
    byAlias: 'Decrypt, KeyId = alias/letters',
  },

  rotation: {
    what: 'Rotation gives a key new material; its key id stays, so clients notice nothing. New letters are sealed with the newest; each old letter keeps the material that sealed it.',
    write: 'Write a letter',
    now: 'Rotate now',
    automatic: 'Rotate automatically',
    every: 'Every',
    unit: 'days',
    range: (least: number, most: number): string => `${number(least)} to ${number(most)}`,
    next: (date: string): string => `Next rotation: ${date}`,
    off: 'Automatic rotation is off. What is there stays.',
    onDemand: (done: number, most: number): string => `${number(done)} of ${number(most)} on-demand rotations used`,
  },

  manual: {
    what: 'Here a whole new key takes over, with a key id of its own. Only the alias makes it look like one.',
    create: 'Make the second key',
    move: (key: string): string => `Point the alias to ${key}`,
    write: 'Write a letter by the alias',
    writeById: 'Write one by the first key’s id',
    trap: 'The trap',
    trapWhat: 'The alias has moved on, the old letters have not. Told to use the key behind the alias, Decrypt compares it with the letter’s header and refuses. Without KeyId it follows the header.',
    noTrap: 'As long as the alias names the key that sealed a letter, both ways open it. Point it to another key and try again.',
  },

  imported: {
    what: 'A key can be made empty, for material that you bring. You wrap it for its journey; KMS unwraps it behind the glass and never gives it out again.',
    flow: ['No material', 'Works', 'No material'],
    create: 'Make a key without material',
    material: 'Your material',
    own: 'Yours',
    other: 'Another',
    secret: 'Made in this page. Outside KMS the only copy is yours: keep it, or lose what it sealed.',
    expiry: 'It expires',
    never: 'never',
    after: (n: number): string => `after ${days(n)}`,
    import: 'Wrap and import',
    again: 'Import again',
    write: 'Write a letter',
    importNew: 'Import as new material',
    rotate: 'Rotate to the new material',
    erase: 'Delete the material now',
    eraseWhat: (least: number, most: number): string =>
      `Deleted material is gone at once, and can be imported again. The key itself stays: to delete it takes ${number(least)} to ${number(most)} days, as for any other key.`,
    parcel: 'How it travelled',
    steps: (publicKey: number, token: number, wrapped: number, date: string): readonly string[] => [
      `KMS made an RSA key pair for this one import: a public key of ${count(publicKey, 'byte', 'bytes')} and a token of ${count(token, 'byte', 'bytes')}, good until ${date}.`,
      `The browser wrapped the material under it with RSA-OAEP: ${count(wrapped, 'byte', 'bytes')}.`,
      'KMS unwrapped it inside the HSM. The key works.',
    ],
    newWhy: 'New material is material that this key has never had. Choose the other.',
    otherWhy: 'Only the very same bytes may come back: everything the key has sealed hangs on them.',
  },

  deletion: {
    what: 'A deleted key never comes back, so KMS makes you wait. Until the last moment you can change your mind.',
    which: 'Key to delete',
    window: 'Waiting time',
    unit: 'days',
    range: (least: number, most: number): string => `${number(least)} to ${number(most)}`,
    schedule: 'Schedule the deletion',
    cancel: 'Cancel the deletion',
    left: (n: number): string => `${days(n)} left`,
    date: (date: string): string => `Will be deleted on ${date}`,
    gone: (date: string): string => `Deleted on ${date}`,
    goneWhat: 'Its id, policy and aliases are gone with its material. For Decrypt it is as if the key had never been.',
    lose: 'What you would lose',
    lost: 'What is lost',
    letters: (n: number): string => (n === 0 ? 'No letter' : count(n, 'letter', 'letters')),
    depend: 'Every letter below hangs on this key: without it, its data key cannot be opened, and the data stays encrypted for ever.',
    asLong: 'While it waits, nothing opens: a chance to notice who still needs the key.',
  },

  log: {
    title: 'What has happened',
    actions: {
      write: (key: string): string => `You wrote a letter, sealed by ${key}.`,
      automaticOn: (n: number): string => `You turned automatic rotation on: every ${days(n)}.`,
      automaticOff: 'You turned automatic rotation off.',
      rotate: (key: string): string => `You rotated ${key}.`,
      create: (key: string): string => `You made ${key}.`,
      alias: (key: string): string => `You pointed the alias to ${key}.`,
      import: 'You imported key material.',
      importNew: 'You imported new key material. It waits for a rotation.',
      'delete-material': 'You deleted the imported material.',
      schedule: (key: string, n: number): string => `You scheduled the deletion of ${key}, in ${days(n)}.`,
      cancel: (key: string): string => `You cancelled the deletion of ${key}.`,
      enable: (key: string): string => `You enabled ${key}.`,
    },
    byAlias: 'the key behind the alias',
  },

  thenNow: {
    label: 'Then and now',
    past: 'The document',
    today: 'AWS today',
    rotation: {
      past: (own: number, aws: number): string =>
        `Automatic rotation makes a new CMK, every ${count(own, 'year', 'years')} for your own keys and every ${count(aws, 'year', 'years')} for those that AWS manages.`,
      today: (least: number, most: number, usual: number): string =>
        `The same KMS key gets new material. You choose the period, ${number(least)} to ${number(most)} days, ${number(usual)} unless you say so; AWS managed keys are rotated about once a year.`,
    },
    manual: {
      past: () => 'Where the rules ask for shorter intervals, rotate by hand: the key id changes, so the client follows it or uses an alias.',
      today: (least: number, most: number): string =>
        `A period from ${number(least)} days and up to ${number(most)} on-demand rotations, under the same key id, cover most of that. A new key is for what those cannot do.`,
    },
    imported: {
      past: () => 'Importing key material makes a CMK.',
      today: () => 'The key is made first, without material; then the material is imported, wrapped. It can expire, be deleted and be imported again.',
    },
    deletion: {
      past: (least: number, most: number): string =>
        `Deleting a CMK takes ${number(least)} to ${number(most)} days of waiting. One with imported material can be deleted at once.`,
      today: (least: number, most: number): string =>
        `Still ${number(least)} to ${number(most)} days, for every key. Only imported material can be deleted at once, and it can come back. A cancelled deletion leaves the key disabled.`,
    },
  },
};

export type LifeText = typeof life;
