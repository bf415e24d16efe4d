import type { Engine, Kms } from '../engine.ts';
import { type Breaks, damaged, type Inputs, KEYS, openKms, otherKey, type Run, type SourceDocument, UNKNOWN_KEY, withKms, wrong } from '../scenario.ts';
import type { Action, Life, OnStage } from './state.ts';
import { Story } from './story.ts';
import { Refused, type World } from './world.ts';

/**
 * An engine that has done some actions. Most often one more is wanted: then it goes on from where it is. For anything
 * else, and after a refusal, all is done again on a fresh one.
 */
export class Teller {
  #engine: Engine | undefined;
  #inputs: Inputs | undefined;
  #done: readonly Action[] = [];
  #kms: Kms | undefined;
  #story: Story | undefined;

  /** One at a time. Throws `Refused` at the first action that the engine refuses. */
  async tell(engine: Engine, inputs: Inputs, actions: readonly Action[]): Promise<World> {
    const goesOn = this.#engine === engine && this.#inputs === inputs && this.#done.every((action, i) => sameAction(action, actions[i]));
    if (!goesOn) this.forget();
    this.#engine = engine;
    this.#inputs = inputs;
    this.#story ??= new Story((this.#kms ??= openKms(engine, inputs.seed)), inputs);
    try {
      await this.#story.go(actions, this.#done.length);
    } catch (error) {
      this.forget();
      throw error;
    }
    this.#done = actions;
    return this.#story.world();
  }

  forget(): void {
    this.#kms?.free();
    this.#kms = undefined;
    this.#story = undefined;
    this.#done = [];
  }
}

const sameAction = (a: Action, b: Action | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * AWS's two flows after what was done: Decrypt opens a letter from then, GenerateDataKey is asked of its key now.
 * Undefined where the letter was never written.
 */
export async function runLife(engine: Engine, inputs: Inputs, breaks: Breaks, { actions, stage }: Life): Promise<Omit<Run, 'article'> | undefined> {
  return withKms(engine, inputs.seed, async (kms) => {
    const story = new Story(kms, inputs);
    await story.go(actions).catch((error: unknown) => {
      // A link can name what the engine refuses: the story ends there.
      if (!(error instanceof Refused)) throw error;
    });
    const sealed = stage && story.letter(stage.letter);
    if (!stage || !sealed) return undefined;
    if (breaks.disabledKey) kms.call('DisableKey', { KeyId: sealed.keyId });
    const { trace: decrypt, plaintext } = await kms.decryptFlow({
      envelope: damaged(sealed.envelope, breaks.flip, sealed.trace),
      context: breaks.wrongContext ? wrong(inputs.context) : story.context,
      ...named(breaks, stage),
    });
    const keyId = breaks.unknownKey ? UNKNOWN_KEY : sealed.keyId;
    const { trace: encrypt } = await kms.encryptFlow({ keyId, plaintext: inputs.data, context: story.context });
    return { aws: breaks.unknownKey ? { encrypt } : { encrypt, decrypt }, documents: keyPolicyOf(kms, sealed.keyId), ...(plaintext ? { recovered: plaintext } : {}) };
  });
}

/** The key that Decrypt is told to use; most often none. */
function named(breaks: Breaks, stage: OnStage): { keyId?: string } {
  if (breaks.anotherKey) return { keyId: otherKey(KEYS[0]) };
  return stage.byAlias ? { keyId: KEYS[0] } : {};
}

/** A deleted key has no policy any more. */
function keyPolicyOf(kms: Kms, keyId: string): SourceDocument[] {
  const read = kms.call('GetKeyPolicy', { KeyId: keyId });
  const described = kms.call('DescribeKey', { KeyId: keyId });
  if (!read.ok || !described.ok) return [];
  const { Arn } = described.output['KeyMetadata'] as { Arn: string };
  return [{ source: 'key-policy', document: Arn, text: String(read.output['Policy']) }];
}
