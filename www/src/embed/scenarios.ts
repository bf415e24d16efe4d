import { toLink } from '../life/link.ts';
import { type LifeTab, type OnStage, STORIES } from '../life/state.ts';
import type { LinkState } from '../link.ts';

const DECRYPT = { flow: 'decrypt', track: 'aws' } as const;

/** The names that the attribute `scenario` takes: each is short for a link. */
const NAMED: Readonly<Record<string, LinkState>> = {
  encrypt: { flow: 'encrypt' },
  decrypt: { flow: 'decrypt' },
  'flipped-bit': { ...DECRYPT, breaks: { flip: { blob: 'wrapped-data-key', offset: 101, bit: 0 } } },
  'changed-data': { ...DECRYPT, breaks: { flip: { blob: 'ciphertext', offset: 12, bit: 0 } } },
  'wrong-context': { ...DECRYPT, breaks: { wrongContext: true } },
  'disabled-key': { ...DECRYPT, breaks: { disabledKey: true } },
  'another-key': { ...DECRYPT, breaks: { anotherKey: true } },
  'unknown-key': { flow: 'encrypt', track: 'aws', breaks: { unknownKey: true } },
};

/** Which letter the stage decrypts at the end of each story. */
const LETTERS: Readonly<Record<LifeTab, OnStage>> = {
  rotation: { letter: 1 },
  manual: { letter: 1, byAlias: true },
  imported: { letter: 2 },
  deletion: { letter: 1 },
};

/** What a name stands for, or undefined if it stands for nothing. */
export async function scenarioLink(name: string): Promise<LinkState | undefined> {
  const [, kind, rest = ''] = /^(access|life)-(.+)$/.exec(name) ?? [];
  if (kind === undefined) return Object.hasOwn(NAMED, name) ? NAMED[name] : undefined;
  if (kind === 'access') return (await isAccess(rest)) ? { track: 'aws', access: { id: rest } } : undefined;
  if (!isTab(rest)) return undefined;
  return { ...DECRYPT, life: toLink({ tab: rest, actions: STORIES[rest], stage: LETTERS[rest] }) };
}

/** All names, for the manifest and the tests. */
export async function scenarioNames(): Promise<string[]> {
  const { IDS } = await import('../access/state.ts');
  return [...Object.keys(NAMED), ...IDS.map((id) => `access-${id}`), ...Object.keys(STORIES).map((tab) => `life-${tab}`)];
}

const isTab = (name: string): name is LifeTab => Object.hasOwn(STORIES, name);

async function isAccess(name: string): Promise<boolean> {
  const { IDS } = await import('../access/state.ts');
  return (IDS as readonly string[]).includes(name);
}
