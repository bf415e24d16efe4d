import type { Answer, AuditEvent, Told } from '../engine.ts';
import type { Action, KeyName, OnStage } from './state.ts';

/** What the engine says of the keys and letters of a `Life`. Times are epoch seconds. */
export interface World {
  readonly now: number;
  /** The keys that have been made, also those that are gone. */
  readonly keys: readonly KeyFacts[];
  /** Whom `alias/letters` names; nobody once its key is deleted. */
  readonly alias: KeyName | undefined;
  readonly letters: readonly Letter[];
  readonly log: readonly Entry[];
}

export type KeyState = 'Enabled' | 'Disabled' | 'PendingImport' | 'PendingDeletion' | 'gone';

export interface KeyFacts {
  readonly name: KeyName;
  readonly id: string;
  readonly state: KeyState;
  readonly from: number;
  /** When it was deleted, or will be. */
  readonly deletion?: number;
  readonly rotation?: Rotation;
  /** Oldest first. */
  readonly materials: readonly KeyMaterial[];
}

export interface Rotation {
  readonly days: number | undefined;
  readonly next: number | undefined;
  readonly onDemand: number;
}

export interface KeyMaterial {
  /** 64 hexadecimal digits, as a ciphertext's header has them. */
  readonly id: string;
  readonly from: number;
  readonly how: 'first' | 'automatic' | 'on-demand';
  readonly current: boolean;
  /** Imported, to be rotated to. */
  readonly waits: boolean;
  /** Imported, and deleted or expired since. */
  readonly missing: boolean;
  readonly validTo?: number;
}

export interface Letter {
  /** Counted from 1. */
  readonly n: number;
  readonly at: number;
  readonly key: KeyName;
  /** The key material id in its header. */
  readonly material: string;
  /** What Decrypt answers now: without a key, and told to use the key behind the alias. */
  readonly opens: Opening;
  readonly opensByAlias: Opening;
}

export type Opening = { readonly ok: true } | { readonly ok: false; readonly code: string; readonly message: string };

/** Something done, or something that came due by itself. */
export type Entry =
  | { readonly at: number; readonly action: Action; readonly parcel?: Parcel }
  | { readonly at: number; readonly event: EventName; readonly key: KeyName };

export type EventName = 'RotateKey' | 'DeleteKey' | 'DeleteExpiredKeyMaterial';

/** What an import took: lengths in bytes, and until when the token was good. */
export interface Parcel {
  readonly publicKey: number;
  readonly token: number;
  readonly wrapped: number;
  readonly validTo: number;
}

/** The engine refused what the reader wanted to do. */
export class Refused extends Error {
  readonly operation: string;
  readonly code: string;
  /** How many actions were done before, and which could not. */
  done = 0;
  action: Action | undefined;
  /** What was logged of all these. */
  deeds: Deeds = [];
  constructor(operation: string, { code, message }: Extract<Answer, { ok: false }>['error']) {
    super(message);
    this.name = 'Refused';
    this.operation = operation;
    this.code = code;
  }
}

/** What the engine logged of something, and the flow that it was, if it was one. */
export interface Deed extends Partial<Told> {
  readonly event: AuditEvent;
}

/** What was logged of each action, in the order of the actions. */
export type Deeds = readonly (readonly Deed[])[];

export const keyOf = (world: World, name: KeyName | undefined): KeyFacts | undefined => world.keys.find((key) => key.name === name);

export const lettersOf = (world: World, name: KeyName): readonly Letter[] => world.letters.filter((letter) => letter.key === name);

/** What Decrypt says of a letter, asked in this way. */
export const openingOf = (letter: Letter, { byAlias }: Pick<OnStage, 'byAlias'>): Opening => (byAlias ? letter.opensByAlias : letter.opens);

/** What the clock has brought by itself, newest first. */
export const eventsOf = (world: World): Extract<Entry, { event: EventName }>[] =>
  world.log.filter((entry) => 'event' in entry).toReversed();
