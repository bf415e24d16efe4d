import type { Aside, EitherKms } from '../aside/aside.ts';
import { Cancelled, meanwhile, startAside, type Tell } from '../aside/work.ts';
import type { Engine } from '../engine.ts';
import { type Breaks, damaged, type Inputs, KEYS, logged, MADE, openKms, optionsFor, otherKey, type Run, type SourceDocument, UNKNOWN_KEY, wrong } from '../scenario.ts';
import { type Action, inCommon, type Life, type OnStage } from './state.ts';
import { type Slowly, Story, type Written } from './story.ts';
import { type Deeds, Refused, type World } from './world.ts';

interface Played {
  readonly engine: Engine;
  readonly inputs: Inputs;
  readonly kms: EitherKms;
  /** The engine is in a worker. */
  readonly isAside: boolean;
  readonly story: Story;
  done: readonly Action[];
}

/**
 * An engine that has done some actions. Most often one more is wanted, or a look at a letter: then it goes on from where
 * it is. For anything else, and after a refusal, all is done again on a fresh one. The card and the stage share it,
 * because some actions take their time: for an import a wrapping key has to be found. Such stories are played in a worker, from
 * their beginning, so that all bytes are those that the seed gives: a snapshot would go on with others.
 */
let played: Played | undefined;
let last: Promise<unknown> = Promise.resolve();
/** What the reader has stopped: who waited for the same, shall not begin with it again. */
let stopped: { readonly actions: readonly Action[]; readonly why: Cancelled } | undefined;
const watchers = new Set<Tell>();

/** From now on `tell` hears of what takes its time, whoever wanted it; until the answer is called. */
export function watchWork(tell: Tell): () => void {
  watchers.add(tell);
  return () => void watchers.delete(tell);
}

const tellAll: Tell = (work) => watchers.forEach((tell) => tell(work));

function oneAtATime<T>(run: () => Promise<T> | T): Promise<T> {
  const mine = last.then(run);
  last = mine.catch(() => undefined);
  return mine;
}

/** Asked later, throws where the reader has meanwhile stopped what these actions would begin again. */
function unlessStopped(actions: readonly Action[]): () => void {
  const before = stopped;
  return () => {
    if (stopped && stopped !== before && inCommon(actions, stopped.actions) > stopped.why.done) throw stopped.why;
  };
}

/** Throws `Refused` at the first action that the engine refuses, and `Cancelled` where the reader stops it. */
export function tell(engine: Engine, inputs: Inputs, actions: readonly Action[]): Promise<{ world: World; deeds: Deeds }> {
  const check = unlessStopped(actions);
  return oneAtATime(async () => {
    check();
    const { story } = await play(engine, inputs, actions);
    return { world: await story.world(), deeds: story.deeds };
  });
}

/** Nobody looks any more. */
export const forget = (): Promise<void> => oneAtATime(drop);

function drop(): void {
  played?.kms.free();
  played = undefined;
}

async function play(engine: Engine, inputs: Inputs, actions: readonly Action[]): Promise<Played> {
  let now = played && leadsTo(played, engine, inputs, actions) ? played : undefined;
  const isSlow = !now?.isAside && actions.slice(now?.done.length).some(({ do: name }) => name === 'import');
  const aside = isSlow ? await startAside() : undefined;
  if (!now || aside) {
    drop();
    now = played = await begin(engine, inputs, aside);
  }
  try {
    await now.story.go(actions, now.done.length);
  } catch (error) {
    if (error instanceof Cancelled) stopped = { actions, why: error };
    drop();
    throw error;
  }
  now.done = actions;
  return now;
}

function leadsTo({ engine, inputs, done }: Played, ...[other, others, actions]: [Engine, Inputs, readonly Action[]]): boolean {
  return engine === other && inputs === others && inCommon(done, actions) === done.length;
}

/** An engine on which nothing was done yet; on the page where there is no worker. */
async function begin(engine: Engine, inputs: Inputs, aside: Aside | undefined): Promise<Played> {
  const kms = aside ?? openKms(engine, inputs.seed);
  if (aside) await makeKeys(aside, inputs.seed);
  const slowly: Slowly = (bits, call) => meanwhile(tellAll, aside ? { bits, cancel: () => aside.free() } : { bits }, call);
  return { engine, inputs, kms, isAside: aside !== undefined, story: await Story.begin(kms, inputs, slowly), done: [] };
}

/** As `openKms` does it. */
async function makeKeys(aside: Aside, seed: string): Promise<void> {
  await aside.open(optionsFor(seed));
  for (const [Description, AliasName] of MADE) {
    const made = await aside.call('CreateKey', { Description });
    const { KeyId } = (made.ok ? made.output['KeyMetadata'] : {}) as { KeyId?: string };
    await aside.call('CreateAlias', { AliasName, TargetKeyId: KeyId });
  }
}

/** A link can name what the engine refuses, or the reader stops: the story ends there. */
async function playWhatGoes(engine: Engine, inputs: Inputs, actions: readonly Action[], check: () => void): Promise<Played> {
  try {
    check();
    return await play(engine, inputs, actions);
  } catch (error) {
    if (!(error instanceof Refused || error instanceof Cancelled)) throw error;
    return play(engine, inputs, actions.slice(0, error.done));
  }
}

/**
 * AWS's two flows after what was done: how a letter from then was sealed, and how Decrypt opens it now. GenerateDataKey is
 * asked again only where it refuses now; then, too, the engine stays as it was. Undefined where the letter was never written.
 */
export function runLife(engine: Engine, inputs: Inputs, breaks: Breaks, { actions, stage }: Life): Promise<Omit<Run, 'article'> | undefined> {
  const check = unlessStopped(actions);
  return oneAtATime(async () => {
    const { kms, story } = await playWhatGoes(engine, inputs, actions, check);
    const sealed = stage && story.letter(stage.letter);
    if (!stage || !sealed) return undefined;
    if (breaks.disabledKey) await kms.call('DisableKey', { KeyId: sealed.keyId });
    const request = {
      envelope: damaged(sealed.envelope, breaks.flip, sealed.trace),
      context: breaks.wrongContext ? wrong(inputs.context) : story.context,
      ...named(breaks, stage),
    };
    const { trace: decrypt, plaintext } = await logged(kms, await kms.decryptFlow(request));
    const keyId = breaks.unknownKey ? UNKNOWN_KEY : sealed.keyId;
    const encrypt = breaks.unknownKey || !(await works(kms, keyId)) ? await askAgain(kms, keyId, inputs, story) : sealed.trace;
    const documents = await keyPolicyOf(kms, sealed.keyId);
    if (breaks.disabledKey) drop();
    return { aws: breaks.unknownKey ? { encrypt } : { encrypt, decrypt }, documents, ...(plaintext ? { recovered: plaintext } : {}) };
  });
}

async function askAgain(kms: EitherKms, keyId: string, { data }: Inputs, { context }: Story): Promise<Written['trace']> {
  return (await logged(kms, await kms.encryptFlow({ keyId, plaintext: data, context }))).trace;
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

async function describe(kms: EitherKms, keyId: string): Promise<KeyMetadata | undefined> {
  const described = await kms.call('DescribeKey', { KeyId: keyId });
  return described.ok ? (described.output['KeyMetadata'] as KeyMetadata) : undefined;
}

const works = async (kms: EitherKms, keyId: string): Promise<boolean> => (await describe(kms, keyId))?.KeyState === 'Enabled';

/** A deleted key has no policy any more. */
async function keyPolicyOf(kms: EitherKms, keyId: string): Promise<SourceDocument[]> {
  const read = await kms.call('GetKeyPolicy', { KeyId: keyId });
  const key = await describe(kms, keyId);
  return read.ok && key ? [{ source: 'key-policy', document: key.Arn, text: String(read.output['Policy']) }] : [];
}
