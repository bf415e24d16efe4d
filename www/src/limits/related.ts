import type { Answer, AuditEvent, Engine, Kms } from '../engine.ts';
import type { Trace } from '../model.ts';
import { ACCOUNT, type Inputs, NOW } from '../scenario.ts';
import { type Act, DIRECT, HOME, type Place, PLACES, SETTLING } from './state.ts';

/** One of the related keys, as DescribeKey and ListKeyRotations tell of it. */
export interface RelatedKey {
  readonly arn: string;
  readonly type: 'PRIMARY' | 'REPLICA';
  readonly state: string;
  /** The names of its material: the newest first. */
  readonly materials: readonly string[];
}

/** A call, and what KMS said. */
export interface Asked {
  readonly act: Act;
  readonly operation: string;
  readonly region: Place;
  readonly answer: Answer;
}

/** What has come of all that was done. */
export interface Relation {
  readonly acts: readonly Act[];
  readonly keyId: string;
  readonly primary: Place;
  readonly keys: ReadonlyMap<Place, RelatedKey>;
  /** Fingerprints. */
  readonly domainKeys: ReadonlyMap<Place, string>;
  readonly letter: { readonly sealed: Place } | undefined;
  /** The last call, and whether time has passed since. */
  readonly asked: Asked | undefined;
  readonly waited: boolean;
  /** How the key came to its other Region. */
  readonly replication: Trace | undefined;
  /** All that the engine logged of it. */
  readonly events: readonly AuditEvent[];
}

/** Does what the reader does with one multi-Region key, on an engine that goes on from act to act. */
export class Relating {
  #story: Story | undefined;

  /** One call at a time. Undefined where it was freed meanwhile. */
  async tell(engine: Engine, inputs: Inputs, acts: readonly Act[]): Promise<Relation | undefined> {
    if (!this.#story?.leadsTo(inputs, acts)) {
      this.free();
      this.#story = new Story(engine, inputs);
    }
    const story = this.#story;
    for (const act of acts.slice(story.done.length)) {
      // The browser may draw before each: what HSMs agree on takes its time.
      await new Promise((resolve) => setTimeout(resolve));
      if (story !== this.#story) return undefined;
      story.act(act);
    }
    return story.relation(acts);
  }

  free(): void {
    this.#story?.free();
    this.#story = undefined;
  }
}

class Story {
  /** In their order. */
  readonly done: Act[] = [];
  readonly #inputs: Inputs;
  readonly #kms: Kms;
  readonly #domainKeys: ReadonlyMap<Place, string>;
  readonly #keyId: string;
  readonly #events: AuditEvent[] = [];
  #letter: { readonly sealed: Place; readonly bytes: unknown } | undefined;
  #asked: Asked | undefined;
  #waited = false;
  #replication: Trace | undefined;

  constructor({ Kms }: Engine, inputs: Inputs) {
    this.#inputs = inputs;
    this.#kms = new Kms({ account: ACCOUNT, now: NOW, seed: inputs.seed, replicationDelay: SETTLING });
    // In the order of the ordinary keys' story, so that from the same seed the domain keys are the same.
    const wrapped = PLACES.map((place) => [place, this.#create({}, place)] as const);
    this.#domainKeys = new Map(wrapped.map(([place, key]) => [place, this.#domainKey(place, key)]));
    this.#keyId = this.#logged(() => this.#create({ MultiRegion: true, Description: 'Letters' }, HOME));
  }

  free(): void {
    this.#kms.free();
  }

  /** Whether it has done nothing else than the first of these acts. */
  leadsTo(inputs: Inputs, acts: readonly Act[]): boolean {
    return inputs === this.#inputs && this.done.every((act, i) => JSON.stringify(act) === JSON.stringify(acts[i]));
  }

  act(act: Act): void {
    this.done.push(act);
    this.#waited = act.do === 'wait';
    if (act.do === 'wait') {
      this.#logged(() => this.#kms.advance(SETTLING));
      return;
    }
    const { operation, input, region } = this.#call(act);
    const answer = this.#logged(() => this.#kms.call(operation, input, { region, trace: act.do === 'replicate' }));
    this.#asked = { act, operation, region, answer };
    if (!answer.ok) return;
    if (act.do === 'write') this.#letter = { sealed: act.at, bytes: answer.output['CiphertextBlob'] };
    if (act.do === 'replicate') this.#replication = answer.trace;
  }

  relation(acts: readonly Act[]): Relation {
    const letter = this.#letter && { sealed: this.#letter.sealed };
    return {
      acts,
      keyId: this.#keyId,
      primary: this.#primary,
      keys: new Map(PLACES.flatMap((place) => ((key) => (key ? [[place, key] as const] : []))(this.#key(place)))),
      domainKeys: this.#domainKeys,
      letter,
      asked: this.#asked,
      waited: this.#waited,
      replication: this.#replication,
      events: [...this.#events],
    };
  }

  #call(act: Exclude<Act, { do: 'wait' }>): { operation: string; input: object; region: Place } {
    const { do: deed, at } = act;
    const KeyId = this.#keyId;
    const EncryptionContext = Object.fromEntries(this.#inputs.context);
    switch (deed) {
      case 'write':
        return { operation: 'Encrypt', input: { KeyId, Plaintext: this.#inputs.data.subarray(0, DIRECT), EncryptionContext }, region: at };
      case 'open':
        return { operation: 'Decrypt', input: { CiphertextBlob: this.#letter?.bytes, EncryptionContext }, region: at };
      case 'replicate':
        return { operation: 'ReplicateKey', input: { KeyId, ReplicaRegion: at }, region: this.#primary };
      case 'primary':
        return { operation: 'UpdatePrimaryRegion', input: { KeyId, PrimaryRegion: at }, region: this.#primary };
      case 'rotate':
        return { operation: 'RotateKeyOnDemand', input: { KeyId }, region: at };
    }
  }

  /** What is in the log now and was not before. */
  #logged<T>(work: () => T): T {
    const before = this.#kms.auditLog().length;
    const done = work();
    this.#events.push(...this.#kms.auditLog().slice(before));
    return done;
  }

  get #primary(): Place {
    const { MultiRegionConfiguration } = this.#described(HOME) ?? {};
    const { PrimaryKey } = MultiRegionConfiguration as { PrimaryKey: { Region: Place } };
    return PrimaryKey.Region;
  }

  #described(place: Place): Record<string, unknown> | undefined {
    const answer = this.#kms.call('DescribeKey', { KeyId: this.#keyId }, { region: place });
    return answer.ok ? (answer.output['KeyMetadata'] as Record<string, unknown>) : undefined;
  }

  #key(place: Place): RelatedKey | undefined {
    const described = this.#described(place);
    if (!described) return undefined;
    const { Arn, KeyState, MultiRegionConfiguration } = described as { Arn: string; KeyState: string; MultiRegionConfiguration: { MultiRegionKeyType: RelatedKey['type'] } };
    const { Rotations } = this.#must('ListKeyRotations', { KeyId: this.#keyId, IncludeKeyMaterial: 'ALL_KEY_MATERIAL' }, place);
    const materials = (Rotations as { KeyMaterialId: string }[]).map(({ KeyMaterialId }) => KeyMaterialId).reverse();
    return { arn: Arn, type: MultiRegionConfiguration.MultiRegionKeyType, state: KeyState, materials };
  }

  #create(input: object, place: Place): string {
    const { KeyMetadata } = this.#must('CreateKey', input, place);
    return (KeyMetadata as { KeyId: string }).KeyId;
  }

  /** Whatever is asked of a key there brings it to light. */
  #domainKey(place: Place, KeyId: string): string {
    const { trace } = this.#kms.call('Encrypt', { KeyId, Plaintext: new Uint8Array(1) }, { region: place, trace: true });
    return Object.values(trace?.blobs ?? {}).find(({ role }) => role === 'domain-key')?.fingerprint ?? '';
  }

  #must(operation: string, input: object, region: Place): Record<string, unknown> {
    const answer = this.#kms.call(operation, input, { region });
    if (!answer.ok) throw new Error(`${operation}: ${answer.error.code}: ${answer.error.message}`);
    return answer.output;
  }
}

/** What the reader might do next, on the way from a letter to a new primary key; nothing, at its end. */
export function nextAct({ acts, letter, keys, primary }: Relation): Act | undefined {
  const away = PLACES.find((place) => place !== HOME) ?? HOME;
  const last = (test: (act: Act) => boolean): number => acts.findLastIndex(test);
  const opened = last((act) => act.do === 'open' && act.at === away);
  if (!letter) return { do: 'write', at: HOME };
  if (!keys.has(away)) return opened < 0 ? { do: 'open', at: away } : { do: 'replicate', at: away };
  if (isSettling(keys)) return { do: 'wait' };
  if (opened < last((act) => act.do === 'replicate')) return { do: 'open', at: away };
  if (primary === HOME) return last((act) => act.do === 'primary') < 0 ? { do: 'primary', at: away } : undefined;
  return last((act) => act.do === 'rotate') < last((act) => act.do === 'primary') ? { do: 'rotate', at: away } : undefined;
}

export const isSettling = (keys: Relation['keys']): boolean => [...keys.values()].some(({ state }) => state === 'Creating' || state === 'Updating');
