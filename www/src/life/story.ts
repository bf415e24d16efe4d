import type { EitherKms } from '../aside/aside.ts';
import { rsaBits } from '../aside/slow.ts';
import { Cancelled } from '../aside/work.ts';
import type { Answer, AuditEvent, Envelope, Told } from '../engine.ts';
import { toHex } from '../inspector/bytes.ts';
import type { Trace } from '../model.ts';
import { type Inputs, KEYS, NOW } from '../scenario.ts';
import { materialOf, wrap } from './material.ts';
import { type Action, DAY, KEY_NAMES, type KeyName } from './state.ts';
import { type Deed, type Deeds, type Entry, type EventName, type KeyFacts, type KeyMaterial, type KeyState, type Letter, type Opening, type Parcel, Refused, type World } from './world.ts';

const ALIAS = KEYS[0];

/** A letter as it lies in the client's storage, the flow that sealed it, and its key. */
export interface Written {
  readonly at: number;
  readonly key: KeyName;
  readonly keyId: string;
  readonly envelope: Envelope;
  readonly trace: Trace;
}

/** Makes a call that takes its time, for an RSA key of so many bits has to be made. */
export type Slowly = (bits: number, call: () => Answer | Promise<Answer>) => Promise<Answer>;

/** Does actions on an engine, one after the other, and tells what has become of the keys. */
export class Story {
  readonly #kms: EitherKms;
  readonly #inputs: Inputs;
  readonly #ids = new Map<KeyName, string>();
  /** As they were last seen: what is deleted cannot be asked any more. */
  readonly #seen = new Map<KeyName, KeyFacts>();
  readonly #written: Written[] = [];
  readonly #log: Entry[] = [];
  readonly #deeds: Deeds[number][] = [];
  #flow: Told | undefined;
  #now = NOW;
  readonly #slowly: Slowly;

  private constructor(kms: EitherKms, inputs: Inputs, slowly: Slowly) {
    this.#kms = kms;
    this.#inputs = inputs;
    this.#slowly = slowly;
  }

  static async begin(kms: EitherKms, inputs: Inputs, slowly: Slowly = async (_, call) => call()): Promise<Story> {
    const story = new Story(kms, inputs, slowly);
    story.#ids.set('letters', (await story.#target()) ?? '');
    await story.#look();
    return story;
  }

  /** Throws `Refused` at the first action that the engine refuses, `Cancelled` where the reader stops it; those before are done. */
  async go(actions: readonly Action[], from = 0): Promise<void> {
    for (const [i, action] of actions.entries()) {
      if (i < from) continue;
      try {
        await this.#do(action);
      } catch (error) {
        if (error instanceof Refused) Object.assign(error, { done: i, action, deeds: this.deeds });
        if (error instanceof Cancelled) error.done = i;
        throw error;
      }
    }
  }

  async #do(action: Action): Promise<void> {
    if (action.do === 'wait') this.#deeds.push((await this.#wait(action.seconds)).map((event) => ({ event })));
    else {
      const [before] = await this.#kms.auditLog({ limit: 1 });
      try {
        this.#log.push({ at: this.#now, action, ...(await this.#act(action)) });
      } finally {
        this.#deeds.push(await this.#since(before?.eventID));
      }
    }
    await this.#look();
  }

  /** What was logged after an event, save where the alias was looked up. No action takes more than a few calls. */
  async #since(id: string | undefined): Promise<Deed[]> {
    const events = await this.#kms.auditLog({ limit: 9 });
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

  async world(): Promise<World> {
    const letters: Letter[] = [];
    for (const [i, { at, key, envelope }] of this.#written.entries()) {
      const material = toHex(envelope.encryptedDataKey.subarray(...MATERIAL));
      letters.push({ n: i + 1, at, key, material, opens: await this.#open(envelope), opensByAlias: await this.#open(envelope, ALIAS) });
    }
    const target = await this.#target();
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
        await this.#create(action.key);
        return {};
      default:
        await this.#call(...this.#request(action));
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
    const id = by === 'alias' ? await this.#target() : keyId;
    const key = KEY_NAMES.find((name) => this.#ids.get(name) === id) ?? 'letters';
    this.#written.push({ at: this.#now, key, keyId: this.#idOf(key), envelope, trace });
  }

  async #create(key: 'second' | 'imported'): Promise<void> {
    const input = key === 'imported' ? { Description: 'Imported', Origin: 'EXTERNAL' } : { Description: 'Letters' };
    const { KeyMetadata } = await this.#call('CreateKey', input);
    this.#ids.set(key, (KeyMetadata as { KeyId: string }).KeyId);
  }

  async #import({ material, days, asNew }: Extract<Action, { do: 'import' }>): Promise<Parcel> {
    const asked = { ...this.#named('imported'), WrappingAlgorithm: 'RSAES_OAEP_SHA_256', WrappingKeySpec: 'RSA_2048' };
    const { PublicKey, ImportToken, ParametersValidTo } = (await this.#call('GetParametersForImport', asked)) as unknown as ImportParameters;
    const wrapped = await wrap(PublicKey, await materialOf(this.#inputs.seed, material));
    await this.#call('ImportKeyMaterial', {
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

  async #wait(seconds: number): Promise<readonly AuditEvent[]> {
    const due = await this.#kms.advance(seconds);
    for (const { eventTime, eventName, resources } of due) {
      const key = KEY_NAMES.find((name) => resources?.some(({ ARN }) => ARN.endsWith(`/${this.#ids.get(name)}`)));
      if (key) this.#log.push({ at: Date.parse(eventTime) / 1000, event: eventName as EventName, key });
    }
    this.#now += seconds;
    return due;
  }

  async #look(): Promise<void> {
    for (const [name, id] of this.#ids) {
      const before = this.#seen.get(name);
      const metadata = await this.#describe(id);
      this.#seen.set(name, metadata ? await this.#facts(name, metadata, before) : gone(name, before, this.#log));
    }
  }

  async #facts(name: KeyName, { KeyId: id, KeyState, CreationDate, DeletionDate }: KeyMetadata, before: KeyFacts | undefined): Promise<KeyFacts> {
    const { Rotations } = (await this.#call('ListKeyRotations', { KeyId: id, IncludeKeyMaterial: 'ALL_KEY_MATERIAL' })) as unknown as { Rotations: RotationEntry[] };
    const materials = Rotations.map((entry) => materialFacts(entry, name === 'imported' ? this.#now : CreationDate, before));
    const status = name === 'imported' ? undefined : ((await this.#call('GetKeyRotationStatus', { KeyId: id })) as unknown as RotationStatus);
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

  async #describe(id: string): Promise<KeyMetadata | undefined> {
    const answer = await this.#kms.call('DescribeKey', { KeyId: id });
    return answer.ok ? (answer.output['KeyMetadata'] as KeyMetadata) : undefined;
  }

  async #target(): Promise<string | undefined> {
    return (await this.#describe(ALIAS))?.KeyId;
  }

  async #open({ encryptedDataKey }: Envelope, keyId?: string): Promise<Opening> {
    const input = { CiphertextBlob: encryptedDataKey, EncryptionContext: this.context, ...(keyId ? { KeyId: keyId } : {}) };
    const answer = await this.#kms.call('Decrypt', input);
    return answer.ok ? { ok: true } : { ok: false, code: answer.error.code, message: answer.error.message };
  }

  async #call(operation: string, input: object): Promise<Record<string, unknown>> {
    const bits = rsaBits(operation, input as Record<string, unknown>);
    const call = (): Answer | Promise<Answer> => this.#kms.call(operation, input);
    const answer = await (bits === undefined ? call() : this.#slowly(bits, call));
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
