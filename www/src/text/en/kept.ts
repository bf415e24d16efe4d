/** Texts about how the reader's own keys are kept. They are loaded with the command line. */

export const kept = {
  title: 'Your keys',
  standing: {
    page: 'Your keys are in this page only, and go with it.',
    browser: 'Your keys are kept in this browser, sealed, and are here again after a reload. The clock stands still meanwhile: a key that waits for its deletion goes on waiting.',
    denied: 'This browser does not let the page store your keys. They are in memory and go with the page; export them to keep them.',
    full: 'There is no room left in this browser. What you changed last is in memory only; export it to keep it.',
    newer: 'In this browser are keys that a newer version of the page has kept. This one cannot read them and leaves them alone; what you do here stays in memory.',
    older: 'In this browser are keys that an older version of the page has kept. This one cannot read them and leaves them alone; what you do here stays in memory.',
    damaged: 'What is kept in this browser cannot be opened. The page leaves it alone; what you do here stays in memory.',
  },
  disk: 'The page was opened from a disk: other files that are opened so may be able to use what it keeps.',
  followed: 'Another tab has changed the keys; this one has them now as well.',

  phrase: 'Pass phrase',
  short: (least: number): string => `At least ${least} characters.`,
  cancel: 'Cancel',

  export: {
    open: 'Export…',
    what: 'The file has all of this KMS: keys, aliases, grants, users and roles. It is sealed with AES-GCM under a key that is made of the pass phrase. Without the pass phrase nobody opens it, you neither.',
    do: 'Save the file',
    busy: 'Sealing…',
    done: (name: string): string => `Saved as ${name}.`,
  },
  import: {
    open: 'Import…',
    what: 'The KMS in the file takes the place of the one here.',
    file: 'File',
    none: 'Choose a file.',
    do: 'Import',
    busy: 'Opening…',
    done: 'Imported: the command line goes on with the keys of the file.',
    faults: {
      foreign: 'This is no file of exported keys. Nothing was changed.',
      later: 'The file was written by a later version of the page. Nothing was changed.',
      cut: 'The file is cut short: its end is missing. Nothing was changed.',
      locked: 'The pass phrase is another one, or the file was changed. Nothing was changed here.',
      newer: 'The keys in the file are of a newer version of the engine. Nothing was changed.',
      older: 'The keys in the file are of an older version of the engine, which this one does not read. Nothing was changed.',
      damaged: 'The pass phrase fits, but the engine cannot read what is in the file. Nothing was changed.',
      overtaken: 'Another tab has changed the keys meanwhile. Nothing was imported; try again.',
    },
  },
  forget: {
    open: 'Forget everything…',
    what: 'Deletes your keys, here and in all tabs, with the key that they are sealed under. What they have sealed opens never again. This cannot be undone.',
    do: 'Forget everything',
    done: 'Everything is forgotten. The command line begins anew.',
    failed: 'The browser did not delete them. Delete the page’s data in its settings.',
  },
};

export type KeptText = typeof kept;
