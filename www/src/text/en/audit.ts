import type { Source } from '../../journal.ts';

/** Texts of the card about the audit log. It is loaded with the card. Numbers come as arguments. */

const number = (n: number): string => n.toLocaleString('en');

export const audit = {
  title: 'The audit log',
  intro: 'AWS CloudTrail writes down every call: who asked KMS for what, when, about which key, and how it ended; also what KMS does by itself. Here stand the calls that you have made on this page, as the engine logged them, by its own clock. A call on a key of another account is logged in both accounts.',
  noEngine: 'This needs the engine, and it is not running.',
  empty: {
    title: 'Nothing has been logged yet.',
    what: 'A call appears here as soon as KMS has answered it, allowed or refused. To make one:',
    ways: [
      'watch a flow as AWS does it, until KMS answers;',
      'ask as somebody under “Who may use the key, and why?”;',
      'write a letter or rotate a key under “The life of a key”.',
    ],
    article: 'The document’s KMS keeps no log.',
  },

  heads: { time: 'Time (UTC)', who: 'Who', operation: 'Operation', key: 'Key', outcome: 'Outcome' },
  table: 'Calls, the newest first',
  kms: 'KMS itself',
  service: 'by itself',
  succeeded: 'Succeeded',
  refused: 'Refused',
  noKey: 'none',
  unknownKey: 'not found',
  ofAccount: (account: string): string => `in the log of ${account}`,
  burst: (shown: number, calls: number, refused: number): string =>
    `${number(calls)} calls in one burst, ${refused === 0 ? 'none' : number(refused)} of them refused. The last ${number(shown)}:`,

  filters: {
    label: 'Show only',
    all: 'All',
    option: (name: string, n: number): string => `${name} (${number(n)})`,
    count: (n: number, m: number): string => `${number(n)} of ${number(m)}`,
    said: (n: number, m: number): string => `${number(n)} of ${number(m)} calls are shown.`,
    clear: 'Clear filters',
    none: 'No call fits. Choose less.',
    more: (n: number): string => `Show ${number(n)} more`,
  },

  details: {
    json: 'As CloudTrail has it',
    secrets: 'Never in it: plaintext, keys, ciphertexts, grant tokens. The encryption context is in it, for all to read who may read the log.',
    about: 'About this call',
    source: {
      stage: 'Made on the stage.',
      files: 'Made in the card about encrypted files.',
      permissions: 'Made in the card about permissions.',
      life: 'Made in the card about the life of a key.',
      limits: 'Made in the card about limits.',
      console: 'Made on the command line.',
    } as Record<Source, string>,
    service: 'Nobody called: KMS did this when it was due, or as part of a call. So it has no request id, and the caller is AWS itself.',
    shared: 'Caller and key belong to two accounts, so this call stands in the logs of both, under one sharedEventID. The key’s owner does not see the answer.',
    denied: 'CloudTrail writes AccessDenied where KMS answers AccessDeniedException.',
    readOnly: 'A call that changes nothing has no responseElements.',
    trace: 'How it happened',
    request: 'Request id',
    show: 'Show on the stage',
  },
};

export type AuditText = typeof audit;
