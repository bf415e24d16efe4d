import type { Actor, Flow, Track } from './model.ts';

/** One step as it is planned: what a trace that was refused early would still have had to do. */
export interface PlannedStep {
  readonly id: string;
  readonly from: Actor;
  readonly to: Actor;
}

const step = (id: string, from: Actor, to: Actor = from): PlannedStep => ({ id, from, to });

/** The order of both flows in both tellings. A trace has these steps, or, refused, the first of them. */
export const PLAN: Readonly<Record<Track, Readonly<Record<Flow, readonly PlannedStep[]>>>> = {
  article: {
    encrypt: [
      step('request', 'client', 'host'),
      step('make-cdk', 'hsm'),
      step('hand-over-cdk', 'hsm', 'host'),
      step('load-cmk', 'key-store', 'hsm'),
      step('open-cmk', 'hsm'),
      step('seal-cdk', 'hsm', 'host'),
      step('return-keys', 'host', 'client'),
      step('encrypt-data', 'client'),
      step('store', 'client', 'client-storage'),
    ],
    decrypt: [
      step('request', 'client', 'host'),
      step('load-cmk', 'key-store', 'hsm'),
      step('open-cmk', 'hsm'),
      step('hand-over-cmk', 'hsm', 'host'),
      step('return-cmk', 'host', 'client'),
      step('open-cdk', 'client-storage', 'client'),
      step('decrypt-data', 'client-storage', 'client'),
    ],
  },
  aws: {
    encrypt: [
      step('request', 'client', 'host'),
      step('load-token', 'key-store', 'host'),
      step('send-to-hsm', 'host', 'hsm'),
      step('make-data-key', 'hsm'),
      step('open-token', 'hsm'),
      step('derive-key', 'hsm'),
      step('seal-data-key', 'hsm'),
      step('leave-hsm', 'hsm', 'host'),
      step('return-keys', 'host', 'client'),
      step('encrypt-data', 'client'),
      step('wipe', 'client'),
      step('store', 'client', 'client-storage'),
    ],
    decrypt: [
      step('take-envelope', 'client-storage', 'client'),
      step('request', 'client', 'host'),
      step('load-token', 'key-store', 'host'),
      step('send-to-hsm', 'host', 'hsm'),
      step('open-token', 'hsm'),
      step('derive-key', 'hsm'),
      step('open-data-key', 'hsm'),
      step('leave-hsm', 'hsm', 'host'),
      step('return-key', 'host', 'client'),
      step('decrypt-data', 'client'),
      step('wipe', 'client'),
    ],
  },
};

/** The key under which a planned step's texts stand, the same as the trace's own `text.key`. */
export function textKey(track: Track, flow: Flow, id: string): string {
  return `${track}.${flow === 'encrypt' ? 'generate-data-key' : 'decrypt'}.${id}`;
}

/** What a step that makes something makes it from, all in the hands of one actor. */
export const WORKED_FROM: Readonly<Record<string, { readonly from: readonly string[]; readonly result: string }>> = {
  'open-cmk': { from: ['hsm-key', 'wrapped-cmk'], result: 'cmk' },
  'open-token': { from: ['domain-key', 'key-token'], result: 'kms-key' },
  'derive-key': { from: ['kms-key'], result: 'message-key' },
  'seal-data-key': { from: ['message-key', 'data-key'], result: 'wrapped-data-key' },
  'open-data-key': { from: ['message-key', 'wrapped-data-key'], result: 'data-key' },
  'encrypt-data': { from: ['data', 'cdk', 'data-key'], result: 'ciphertext' },
  'open-cdk': { from: ['cmk', 'wrapped-cdk'], result: 'cdk' },
  'decrypt-data': { from: ['ciphertext', 'cdk', 'data-key'], result: 'data' },
};
