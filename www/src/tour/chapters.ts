import { PEOPLE, ROOT } from '../access/state.ts';
import type { LinkState } from '../link.ts';
import type { Actor } from '../model.ts';
import {
  all,
  blobOf,
  byItself,
  type Check,
  currentMaterial,
  type Evidence,
  holders,
  inWorld,
  isAllowed,
  isDenied,
  isErased,
  isOpened,
  isRefused,
  isStored,
  letterOn,
  logged,
  onStage,
  someLetter,
  turnedAway,
  wasOutside,
} from './checks.ts';

/** What a chapter is called in a link, in the order of the document. */
export const CHAPTER_IDS = ['envelope', 'encrypt', 'decrypt', 'rotation', 'aliases', 'key-policy', 'grants', 'byok', 'deletion', 'limits'] as const;

export type ChapterId = (typeof CHAPTER_IDS)[number];

export interface Chapter {
  /** Where the task is done: what is brought before the reader. */
  readonly place: 'stage' | 'access' | 'life';
  /** What the page is to show when the task is begun, as a link says it. */
  readonly scene: LinkState;
  /** The data wants to be longer than this. */
  readonly longer?: number;
  /** The parts of the task: each is done once its check holds, and then the next is asked for. */
  readonly parts: readonly Check[];
  /** What the engine said, for the answer: read when the last part is done. */
  readonly facts?: (evidence: Evidence) => Facts;
}

/** Names and numbers of an answer, all of them the engine's. */
export interface Facts {
  /** Who has had the plain data key, and who the plain KMS key. */
  readonly dataKey?: readonly Actor[];
  readonly kmsKey?: readonly Actor[];
  /** Ids of key material: of the letter that was opened, and of those that are written now. */
  readonly old?: string | undefined;
  readonly current?: string | undefined;
  /** Lengths in bytes: of the data, of what went to KMS, of the data key. */
  readonly data?: number | undefined;
  readonly request?: number | undefined;
  readonly key?: number | undefined;
}

const AKI = PEOPLE.find(({ id }) => id === 'aki')?.arn ?? '';

/** The largest plaintext that Encrypt takes, in bytes. */
export const MOST_DIRECT = 4_096;

const START = { step: 0, track: 'aws' } as const;

export const CHAPTERS: Readonly<Record<ChapterId, Chapter>> = {
  envelope: {
    place: 'stage',
    scene: { flow: 'encrypt', track: 'article', step: 0 },
    parts: [onStage('encrypt', isStored)],
  },
  encrypt: {
    place: 'stage',
    scene: { flow: 'encrypt', ...START },
    parts: [
      onStage('encrypt', (moment) => wasOutside(moment, 'plaintext-data-key'), 'aws'),
      onStage('encrypt', (moment) => isErased(moment, 'plaintext-data-key'), 'aws'),
    ],
    facts: whoHeld,
  },
  decrypt: {
    place: 'stage',
    scene: { flow: 'decrypt', track: 'article', step: 0 },
    parts: [
      onStage('decrypt', (moment) => wasOutside(moment, 'plaintext-kms-key'), 'article'),
      onStage('decrypt', isOpened, 'aws'),
    ],
    facts: whoHeld,
  },
  rotation: {
    place: 'life',
    scene: { life: { tab: 'rotation' } },
    parts: [
      logged('EnableKeyRotation'),
      logged('RotateKey', byItself),
      all(logged('GenerateDataKey'), inWorld((world) => world.letters.some(({ material }) => material === currentMaterial(world)))),
      all(onStage('decrypt', isOpened, 'aws'), hasOlderLetterOn),
    ],
    facts: (evidence) => ({ old: letterOn(evidence)?.material, current: currentMaterial(evidence.world) }),
  },
  aliases: {
    place: 'life',
    scene: { life: { tab: 'manual' } },
    parts: [
      all(logged('UpdateAlias'), inWorld(({ alias }) => alias === 'second')),
      all(logged('GenerateDataKey'), someLetter('second', () => true)),
      onStage('decrypt', (moment) => moment.letter !== undefined && isRefused(moment, 'IncorrectKeyException'), 'aws'),
    ],
  },
  'key-policy': {
    place: 'access',
    scene: { flow: 'decrypt', track: 'aws', step: 2, access: { as: 'aki' } },
    parts: [
      all(logged('PutKeyPolicy'), onStage('decrypt', (moment) => isAllowed(moment, AKI, 'key-policy'), 'aws')),
      all(logged('PutKeyPolicy'), onStage('decrypt', (moment) => isDenied(moment, ROOT), 'aws')),
    ],
  },
  grants: {
    place: 'access',
    scene: { flow: 'decrypt', track: 'aws', step: 2, access: { as: 'aki' } },
    parts: [
      logged('CreateGrant'),
      onStage('decrypt', (moment) => isAllowed(moment, AKI, 'grant'), 'aws'),
      all((evidence) => ['RevokeGrant', 'RetireGrant'].some((name) => logged(name)(evidence)), onStage('decrypt', (moment) => isDenied(moment, AKI), 'aws')),
    ],
  },
  byok: {
    place: 'life',
    scene: { life: { tab: 'imported' } },
    parts: [
      logged('ImportKeyMaterial'),
      all(logged('GenerateDataKey'), someLetter('imported', ({ opens }) => opens.ok)),
      all((evidence) => ['DeleteImportedKeyMaterial', 'DeleteExpiredKeyMaterial'].some((name) => logged(name)(evidence)), someLetter('imported', ({ opens }) => !opens.ok)),
      all(({ calls }) => calls.findLastIndex(isEnd) < calls.findLastIndex(({ eventName }) => eventName === 'ImportKeyMaterial'), someLetter('imported', ({ opens }) => opens.ok)),
    ],
  },
  deletion: {
    place: 'life',
    scene: { life: { tab: 'deletion' } },
    parts: [
      all(logged('ScheduleKeyDeletion'), someLetter('letters', ({ opens }) => !opens.ok)),
      logged('CancelKeyDeletion'),
      all(logged('EnableKey'), someLetter('letters', ({ opens }) => opens.ok)),
    ],
  },
  limits: {
    place: 'stage',
    scene: { flow: 'encrypt', ...START },
    longer: MOST_DIRECT,
    parts: [
      onStage('encrypt', (moment) => isStored(moment) && (blobOf(moment.trace, 'user-data')?.length ?? 0) > MOST_DIRECT, 'aws'),
      turnedAway('ThrottlingException'),
    ],
    facts: ({ stage }) => {
      const trace = stage.find(({ track }) => track === 'aws')?.trace;
      const [data, request, key] = (['user-data', 'json', 'plaintext-data-key'] as const).map((role) => trace && blobOf(trace, role)?.length);
      return { data, request, key };
    },
  },
};

/** The letter on the stage was sealed by material that seals no more. */
function hasOlderLetterOn(evidence: Evidence): boolean {
  const letter = letterOn(evidence);
  return letter?.key === 'letters' && letter.material !== currentMaterial(evidence.world);
}

function isEnd({ eventName }: Evidence['calls'][number]): boolean {
  return eventName === 'DeleteImportedKeyMaterial' || eventName === 'DeleteExpiredKeyMaterial';
}

function whoHeld({ stage }: Evidence): Facts {
  const trace = stage.find(({ track }) => track === 'aws')?.trace;
  return trace ? { dataKey: holders(trace, 'plaintext-data-key'), kmsKey: holders(trace, 'plaintext-kms-key') } : {};
}

/** The chapter that a name in a link means, if any. */
export const chapterOf = (name: string | undefined): ChapterId | undefined => CHAPTER_IDS.find((id) => id === name);

/** Where the reader stands in a task. */
export interface Progress {
  /** How many of its parts are done. */
  readonly done: number;
  /** Once all are. */
  readonly facts?: Facts;
}

export const NOT_BEGUN: Progress = { done: 0 };

export const isDone = (id: ChapterId, { done }: Progress): boolean => done >= CHAPTERS[id].parts.length;

/** How far the task is now. A part that is done stays done; one that is not keeps those after it waiting. */
export function advance(id: ChapterId, before: Progress, evidence: Evidence): Progress {
  const { parts, facts } = CHAPTERS[id];
  const waiting = parts.slice(before.done).findIndex((part) => !part(evidence));
  const done = waiting < 0 ? parts.length : before.done + waiting;
  if (done === before.done) return before;
  return { done, ...(done === parts.length && facts ? { facts: facts(evidence) } : {}) };
}
