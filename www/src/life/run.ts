import type { Engine, Kms } from '../engine.ts';
import { type Breaks, damaged, type Inputs, KEYS, logged, openKms, otherKey, type Run, type SourceDocument, UNKNOWN_KEY, wrong } from '../scenario.ts';
import { type Action, inCommon, type Life, type OnStage } from './state.ts';
import { Story, type Written } from './story.ts';
import { type Deeds, Refused, type World } from './world.ts';

interface Played {
  readonly engine: Engine;
  readonly inputs: Inputs;
  readonly kms: Kms;
  readonly story: Story;
  done: readonly Action[];
}

/**
 * An engine that has done some actions. Most often one more is wanted, or a look at a letter: then it goes on from where
 * it is. For anything else, and after a refusal, all is done again on a fresh one. The card and the stage share it,
 * because some actions take their time: a wrapping key has to be found.
 */
let played: Played | undefined;
let last: Promise<unknown> = Promise.resolve();

function oneAtATime<T>(run: () => Promise<T> | T): Promise<T> {
  const mine = last.then(run);
  last = mine.catch(() => undefined);
  return mine;
}

/** Throws `Refused` at the first action that the engine refuses. `slow` is called before anything that takes its time. */
export function tell(engine: Engine, inputs: Inputs, actions: readonly Action[], slow?: () => void): Promise<{ world: World; deeds: Deeds }> {
  return oneAtATime(async () => {
    const { story } = await play(engine, inputs, actions, slow);
    return { world: story.world(), deeds: story.deeds };
  });
}

/** Nobody looks any more. */
export const forget = (): Promise<void> => oneAtATime(drop);

function drop(): void {
  played?.kms.free();
  played = undefined;
}

async function play(engine: Engine, inputs: Inputs, actions: readonly Action[], slow?: () => void): Promise<Played> {
  if (!played || !leadsTo(played, engine, inputs, actions)) {
    drop();
    const kms = openKms(engine, inputs.seed);
    played = { engine, inputs, kms, story: new Story(kms, inputs), done: [] };
  }
  try {
    await played.story.go(actions, played.done.length, slow);
  } catch (error) {
    drop();
    throw error;
  }
  played.done = actions;
  return played;
}

function leadsTo({ engine, inputs, done }: Played, ...[other, others, actions]: [Engine, Inputs, readonly Action[]]): boolean {
  return engine === other && inputs === others && inCommon(done, actions) === done.length;
}

/** A link can name what the engine refuses: the story ends there. */
async function playWhatGoes(engine: Engine, inputs: Inputs, actions: readonly Action[]): Promise<Played> {
  return play(engine, inputs, actions).catch((error: unknown) => {
    if (!(error instanceof Refused)) throw error;
    return play(engine, inputs, actions.slice(0, error.done));
  });
}

/**
 * AWS's two flows after what was done: how a letter from then was sealed, and how Decrypt opens it now. GenerateDataKey is
 * asked again only where it refuses now; then, too, the engine stays as it was. Undefined where the letter was never written.
 */
export function runLife(engine: Engine, inputs: Inputs, breaks: Breaks, { actions, stage }: Life): Promise<Omit<Run, 'article'> | undefined> {
  return oneAtATime(async () => {
    const { kms, story } = await playWhatGoes(engine, inputs, actions);
    const sealed = stage && story.letter(stage.letter);
    if (!stage || !sealed) return undefined;
    if (breaks.disabledKey) kms.call('DisableKey', { KeyId: sealed.keyId });
    const request = {
      envelope: damaged(sealed.envelope, breaks.flip, sealed.trace),
      context: breaks.wrongContext ? wrong(inputs.context) : story.context,
      ...named(breaks, stage),
    };
    const { trace: decrypt, plaintext } = logged(kms, await kms.decryptFlow(request));
    const keyId = breaks.unknownKey ? UNKNOWN_KEY : sealed.keyId;
    const encrypt = breaks.unknownKey || !works(kms, keyId) ? await askAgain(kms, keyId, inputs, story) : sealed.trace;
    const documents = keyPolicyOf(kms, sealed.keyId);
    if (breaks.disabledKey) drop();
    return { aws: breaks.unknownKey ? { encrypt } : { encrypt, decrypt }, documents, ...(plaintext ? { recovered: plaintext } : {}) };
  });
}

async function askAgain(kms: Kms, keyId: string, { data }: Inputs, { context }: Story): Promise<Written['trace']> {
  return logged(kms, await kms.encryptFlow({ keyId, plaintext: data, context })).trace;
}

/** The key that Decrypt is told to use; most often none. */
function named(breaks: Breaks, stage: OnStage): { keyId?: string } {
  if (breaks.anotherKey) return { keyId: otherKey(KEYS[0]) };
  return stage.byAlias ? { keyId: KEYS[0] } : {};
}

interface KeyMetadata {
  readonly Arn: string;
  readonly KeyState: string;
}

function describe(kms: Kms, keyId: string): KeyMetadata | undefined {
  const described = kms.call('DescribeKey', { KeyId: keyId });
  return described.ok ? (described.output['KeyMetadata'] as KeyMetadata) : undefined;
}

const works = (kms: Kms, keyId: string): boolean => describe(kms, keyId)?.KeyState === 'Enabled';

/** A deleted key has no policy any more. */
function keyPolicyOf(kms: Kms, keyId: string): SourceDocument[] {
  const read = kms.call('GetKeyPolicy', { KeyId: keyId });
  const key = describe(kms, keyId);
  return read.ok && key ? [{ source: 'key-policy', document: key.Arn, text: String(read.output['Policy']) }] : [];
}
