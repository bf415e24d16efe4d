import type { Answer, AuditEvent, Envelope, Kms, Told } from '../engine.ts';
import { toHex } from '../inspector/bytes.ts';
import type { Trace } from '../model.ts';
import { type Inputs, KEYS, NOW } from '../scenario.ts';
import { materialOf, wrap } from './material.ts';
import { type Action, DAY, KEY_NAMES, type KeyName } from './state.ts';
import { type Deed, type Deeds, type Entry, type EventName, type KeyFacts, type KeyMaterial, type KeyState, type Opening, type Parcel, Refused, type World } from './world.ts';

const ALIAS = KEYS[0];

/** A letter as it lies in the client's storage, the flow that sealed it, and its key. */
export interface Written {
  readonly at: number;
  readonly key: KeyName;
  readonly keyId: string;
  readonly envelope: Envelope;
  readonly trace: Trace;
}

/** Does actions on an engine, one after the other, and tells what has become of the keys. */
export class Story {
  readonly #kms: Kms;
  readonly #inputs: Inputs;
  readonly #ids = new Map<KeyName, string>();
  /** As they were last seen: what is deleted cannot be asked any more. */
  readonly #seen = new Map<KeyName, KeyFacts>();
  readonly #written: Written[] = [];
  readonly #log: Entry[] = [];
  readonly #deeds: Deeds[number][] = [];
  #flow: Told | undefined;
  #now = NOW;

  constructor(kms: Kms, inputs: Inputs) {
    this.#kms = kms;
    this.#inputs = inputs;
    this.#ids.set('letters', this.#target() ?? '');
    this.#look();
  }

  /** Throws `Refused` at the first action that the engine refuses; those before it are done. */
  async go(actions: readonly Action[], from = 0, slow?: () => void): Promise<void> {
    for (const [i, action] of actions.entries()) {
      if (i < from) continue;
      try {
        if (action.do === 'import') await announce(slow);
        await this.#do(action);
      } catch (error) {
        if (error instanceof Refused) Object.assign(error, { done: i, action, deeds: this.deeds });
        throw error;
      }
    }
  }

  async #do(action: Action): Promise<void> {
    if (action.do === 'wait') this.#deeds.push(this.#wait(action.seconds).map((event) => ({ event })));
    else {
      const before = this.#kms.auditLog({ limit: 1 })[0]?.eventID;
      try {
        this.#log.push({ at: this.#now, action, ...(await this.#act(action)) });
      } finally {
        this.#deeds.push(this.#since(before));
      }
    }
    this.#look();
  }

  /** What was logged after an event, save where the alias was looked up. No action takes more than a few calls. */
  #since(id: string | undefined): Deed[] {
    const events = this.#kms.auditLog({ limit: 9 });
    const after = events.slice(events.findIndex(({ eventID }) => eventID === id) + 1);
    const own = after.filter(({ eventName }) => eventName !== 'DescribeKey');
    return own.map((event) => Object.assign({ event }, event.requestID === this.#flow?.requestId ? this.#flow : undefined));
  }

  /** What the engine logged of the actions so far, also of one that it refused; nothing of the looks in between. */
  get deeds(): Deeds {
    return [...this.#deeds];
  }

  get context(): Record<string, string> {
    return Object.fromEntries(this.#inputs.context);
  }

  letter(n: number): Written | undefined {
    return this.#written[n - 1];
  }

  world(): World {
    const letters = this.#written.map(({ at, key, envelope }, i) => {
      const material = toHex(envelope.encryptedDataKey.subarray(...MATERIAL));
      return { n: i + 1, at, key, material, opens: this.#open(envelope), opensByAlias: this.#open(envelope, ALIAS) };
    });
    const target = this.#target();
    return {
      now: this.#now,
      keys: KEY_NAMES.flatMap((name) => this.#seen.get(name) ?? []),
      alias: KEY_NAMES.find((name) => target !== undefined && this.#ids.get(name) === target),
      letters,
      log: [...this.#log],
    };
  }

  async #act(action: Exclude<Action, { do: 'wait' }>): Promise<{ parcel?: Parcel }> {
    switch (action.do) {
      case 'write':
        await this.#write(action.by);
        return {};
      case 'import':
        return { parcel: await this.#import(action) };
      case 'create':
        this.#create(action.key);
        return {};
      default:
        this.#call(...this.#request(action));
        return {};
    }
  }

  /** The actions that are one request each. */
  #request(action: Exclude<Action, { do: 'wait' | 'write' | 'import' | 'create' }>): [operation: string, input: object] {
    switch (action.do) {
      case 'automatic':
        if (action.days === undefined) return ['DisableKeyRotation', this.#named('letters')];
        return ['EnableKeyRotation', { ...this.#named('letters'), RotationPeriodInDays: action.days }];
      case 'rotate':
        return ['RotateKeyOnDemand', this.#named(action.key ?? 'letters')];
      case 'alias':
        return ['UpdateAlias', { AliasName: ALIAS, TargetKeyId: this.#idOf(action.to) }];
      case 'delete-material':
        return ['DeleteImportedKeyMaterial', this.#named('imported')];
      case 'schedule':
        return ['ScheduleKeyDeletion', { ...this.#named(action.key), PendingWindowInDays: action.days }];
      case 'cancel':
        return ['CancelKeyDeletion', this.#named(action.key)];
      case 'enable':
        return ['EnableKey', this.#named(action.key)];
    }
  }

  async #write(by: KeyName | 'alias'): Promise<void> {
    const keyId = by === 'alias' ? ALIAS : this.#idOf(by);
    const { envelope, ...flow } = await this.#kms.encryptFlow({ keyId, plaintext: this.#inputs.data, context: this.context });
    const { trace } = flow;
    this.#flow = flow;
    if (!envelope) throw new Refused('GenerateDataKey', trace.outcome.ok ? { code: '', message: '', status: 400 } : { ...trace.outcome, status: 400 });
    const id = by === 'alias' ? this.#target() : keyId;
    const key = KEY_NAMES.find((name) => this.#ids.get(name) === id) ?? 'letters';
    this.#written.push({ at: this.#now, key, keyId: this.#idOf(key), envelope, trace });
  }

  #create(key: 'second' | 'imported'): void {
    const input = key === 'imported' ? { Description: 'Imported', Origin: 'EXTERNAL' } : { Description: 'Letters' };
    const { KeyMetadata } = this.#call('CreateKey', input);
    this.#ids.set(key, (KeyMetadata as { KeyId: string }).KeyId);
  }

  async #import({ material, days, asNew }: Extract<Action, { do: 'import' }>): Promise<Parcel> {
    const asked = { ...this.#named('imported'), WrappingAlgorithm: 'RSAES_OAEP_SHA_256', WrappingKeySpec: 'RSA_2048' };
    const { PublicKey, ImportToken, ParametersValidTo } = this.#call('GetParametersForImport', asked) as unknown as ImportParameters;
    const wrapped = await wrap(PublicKey, await materialOf(this.#inputs.seed, material));
    this.#call('ImportKeyMaterial', {
      ...this.#named('imported'),
      ImportToken,
      EncryptedKeyMaterial: wrapped,
      ...(asNew ? { ImportType: 'NEW_KEY_MATERIAL' } : {}),
      ...(days === undefined
        ? { ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' }
        : { ExpirationModel: 'KEY_MATERIAL_EXPIRES', ValidTo: this.#now + days * DAY }),
    });
    return { publicKey: PublicKey.length, token: ImportToken.length, wrapped: wrapped.length, validTo: ParametersValidTo };
  }

  #wait(seconds: number): readonly AuditEvent[] {
    const due = this.#kms.advance(seconds);
    for (const { eventTime, eventName, resources } of due) {
      const key = KEY_NAMES.find((name) => resources?.some(({ ARN }) => ARN.endsWith(`/${this.#ids.get(name)}`)));
      if (key) this.#log.push({ at: Date.parse(eventTime) / 1000, event: eventName as EventName, key });
    }
    this.#now += seconds;
    return due;
  }

  #look(): void {
    for (const [name, id] of this.#ids) {
      const before = this.#seen.get(name);
      this.#seen.set(name, this.#describe(id) ? this.#facts(name, id, before) : gone(name, before, this.#log));
    }
  }

  #facts(name: KeyName, id: string, before: KeyFacts | undefined): KeyFacts {
    const { KeyState, CreationDate, DeletionDate } = this.#describe(id) as unknown as KeyMetadata;
    const { Rotations } = this.#call('ListKeyRotations', { KeyId: id, IncludeKeyMaterial: 'ALL_KEY_MATERIAL' }) as unknown as { Rotations: RotationEntry[] };
    const materials = Rotations.map((entry) => materialFacts(entry, name === 'imported' ? this.#now : CreationDate, before));
    const status = name === 'imported' ? undefined : (this.#call('GetKeyRotationStatus', { KeyId: id }) as unknown as RotationStatus);
    return {
      name,
      id,
      state: KeyState,
      from: CreationDate,
      ...(DeletionDate === undefined ? {} : { deletion: DeletionDate }),
      ...(status ? { rotation: { days: status.KeyRotationEnabled ? status.RotationPeriodInDays : undefined, next: status.NextRotationDate, onDemand: materials.filter(({ how }) => how === 'on-demand').length } } : {}),
      materials: materials.toSorted((a, b) => a.from - b.from),
    };
  }

  #describe(id: string): object | undefined {
    const answer = this.#kms.call('DescribeKey', { KeyId: id });
    return answer.ok ? (answer.output['KeyMetadata'] as object) : undefined;
  }

  #target(): string | undefined {
    return (this.#describe(ALIAS) as KeyMetadata | undefined)?.KeyId;
  }

  #open({ encryptedDataKey }: Envelope, keyId?: string): Opening {
    const input = { CiphertextBlob: encryptedDataKey, EncryptionContext: this.context, ...(keyId ? { KeyId: keyId } : {}) };
    const answer = this.#kms.call('Decrypt', input);
    return answer.ok ? { ok: true } : { ok: false, code: answer.error.code, message: answer.error.message };
  }

  #call(operation: string, input: object): Record<string, unknown> {
    const answer: Answer = this.#kms.call(operation, input);
    if (!answer.ok) throw new Refused(operation, answer.error);
    return answer.output;
  }

  #named(key: KeyName): { KeyId: string } {
    return { KeyId: this.#idOf(key) };
  }

  /** A key that was never made has a name that no key has. */
  #idOf(key: KeyName): string {
    return this.#ids.get(key) ?? '00000000-0000-0000-0000-000000000000';
  }
}

/** Leaves the browser the time to say it: making a wrapping key keeps it from everything else. */
async function announce(slow: (() => void) | undefined): Promise<void> {
  if (!slow) return;
  slow();
  await new Promise((resolve) => setTimeout(resolve, 40));
}

/** Where the key material id lies in an encrypted data key. */
const MATERIAL = [41, 73] as const;

function gone(name: KeyName, before: KeyFacts | undefined, log: readonly Entry[]): KeyFacts {
  const deleted = log.find((entry) => 'event' in entry && entry.event === 'DeleteKey' && entry.key === name);
  const { rotation: _, ...facts } = before ?? { name, id: '', from: NOW, materials: [] };
  return { ...facts, state: 'gone', ...(deleted ? { deletion: deleted.at } : {}) };
}

function materialFacts(entry: RotationEntry, made: number, before: KeyFacts | undefined): KeyMaterial {
  const known = before?.materials.find(({ id }) => id === entry.KeyMaterialId);
  return {
    id: entry.KeyMaterialId,
    from: entry.RotationDate ?? known?.from ?? made,
    how: entry.RotationType === undefined ? 'first' : entry.RotationType === 'ON_DEMAND' ? 'on-demand' : 'automatic',
    current: entry.KeyMaterialState === 'CURRENT',
    waits: entry.KeyMaterialState === 'PENDING_ROTATION',
    missing: entry.ImportState === 'PENDING_IMPORT',
    ...(entry.ValidTo === undefined ? {} : { validTo: entry.ValidTo }),
  };
}

interface KeyMetadata {
  readonly KeyId: string;
  readonly KeyState: KeyState;
  readonly CreationDate: number;
  readonly DeletionDate?: number;
}

interface RotationEntry {
  readonly KeyMaterialId: string;
  readonly RotationDate?: number;
  readonly RotationType?: 'AUTOMATIC' | 'ON_DEMAND';
  readonly KeyMaterialState: string;
  readonly ImportState?: 'IMPORTED' | 'PENDING_IMPORT';
  readonly ValidTo?: number;
}

interface RotationStatus {
  readonly KeyRotationEnabled: boolean;
  readonly RotationPeriodInDays?: number;
  readonly NextRotationDate?: number;
}

interface ImportParameters {
  readonly PublicKey: Uint8Array<ArrayBuffer>;
  readonly ImportToken: Uint8Array;
  readonly ParametersValidTo: number;
}
