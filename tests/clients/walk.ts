/**
 * Walks through walk.json with a client: every operation, with successes and refusals. Runs in Node.js and in a browser.
 *
 * A step calls an operation `with` an input, in which `${name}` stands for what an earlier step was to `keep`, and bytes are
 * `{ "bytes": base64 }`. It `gives` members, or `fails` with an exception, `saying` a message or what it begins with. A step
 * `if` an operation is built is left out while that one is not.
 */
import * as sdk from '@aws-sdk/client-kms';
import steps from './walk.json' with { type: 'json' };

type Value = unknown;
type Members = Record<string, Value>;

interface Step {
  readonly call?: string;
  readonly with?: Members;
  readonly keep?: Record<string, string>;
  readonly gives?: Members;
  readonly fails?: string;
  readonly saying?: string;
  readonly if?: string;
  /** Imported material: what is sealed, under which public key, and what it is called. */
  readonly wrap?: string;
  readonly under?: string;
  readonly as?: string;
  /** How many seconds are to pass. */
  readonly wait?: number;
}

/** What a client is, here. */
export interface Walker {
  readonly client: sdk.KMSClient;
  /** Lets seconds pass on the engine's clock. */
  readonly wait: (seconds: number) => unknown;
}

/** All operations that the client knows. */
export const OPERATIONS: readonly string[] = Object.keys(sdk).flatMap((name) => /^([A-Z]\w+)Command$/.exec(name)?.[1] ?? []);

/** Nothing is done for such an input. */
const REFUSED: Members = { KeySpec: 'NONE', Limit: 0 };

/** What went well and what was refused, by operation; those that are not built. */
export interface Walked {
  readonly answered: readonly string[];
  readonly refused: readonly string[];
  readonly unbuilt: readonly string[];
}

/** Fails at the first step that is not as walk.json says. */
export async function walk({ client, wait }: Walker): Promise<Walked> {
  const call = async (operation: string, input: Members): Promise<Members> => {
    const Command = (sdk as Members)[`${operation}Command`] as new (input: Members) => Parameters<sdk.KMSClient['send']>[0];
    return (await client.send(new Command(input))) as unknown as Members;
  };
  const unbuilt: string[] = [];
  for (const operation of OPERATIONS) if (isUnbuilt(await failure(call(operation, REFUSED)), operation)) unbuilt.push(operation);
  const kept: Members = {};
  const answered = new Set<string>();
  const refused = new Set<string>();
  for (const [index, step] of (steps as readonly Step[]).entries()) {
    if (step.if !== undefined && unbuilt.includes(step.if)) continue;
    const where = `step ${index + 1}, ${JSON.stringify(step)}`;
    if (step.wait !== undefined) await wait(step.wait);
    else if (step.wrap !== undefined) kept[step.as ?? ''] = await wrap(bytes(step.wrap), filled(step.under, kept) as Uint8Array<ArrayBuffer>);
    else if (step.fails !== undefined) {
      const error = await failure(call(step.call ?? '', filled(step.with ?? {}, kept) as Members));
      same(error?.name, step.fails, where);
      const said = String(filled(step.saying ?? '', kept));
      same(error?.message.slice(0, said.length), said, where);
      refused.add(step.call ?? '');
    } else {
      const answer = await call(step.call ?? '', filled(step.with ?? {}, kept) as Members);
      for (const [name, path] of Object.entries(step.keep ?? {})) kept[name] = at(answer, path);
      for (const [path, value] of Object.entries(step.gives ?? {})) same(at(answer, path), filled(value, kept), `${where}: ${path}`);
      answered.add(step.call ?? '');
    }
  }
  return { answered: [...answered], refused: [...refused], unbuilt };
}

/** What the walk lacks: every operation that is built is to be answered once and refused once. */
export const missing = ({ answered, refused, unbuilt }: Walked): string[] =>
  OPERATIONS.filter((name) => !unbuilt.includes(name) && !(answered.includes(name) && refused.includes(name)));

async function failure(work: Promise<unknown>): Promise<Error | undefined> {
  return work.then(
    () => undefined,
    (error: Error) => error,
  );
}

const isUnbuilt = (error: Error | undefined, operation: string): boolean =>
  error?.name === 'UnsupportedOperationException' && error.message === `glass-kms does not support ${operation} yet.`;

function at(answer: Members, path: string): Value {
  return path.split('.').reduce<Value>((value, name) => (value as Members | undefined)?.[name], answer);
}

function filled(value: Value, kept: Members): Value {
  if (typeof value === 'string') {
    const whole = /^\$\{(\w+)\}$/.exec(value)?.[1];
    return whole === undefined ? value.replace(/\$\{(\w+)\}/g, (_, name: string) => String(kept[name])) : kept[whole];
  }
  if (Array.isArray(value)) return value.map((item) => filled(item, kept));
  if (typeof value !== 'object' || value === null) return value;
  if ('bytes' in value) return bytes(String(value.bytes));
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, filled(inner, kept)]));
}

const bytes = (base64: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

async function wrap(material: Uint8Array<ArrayBuffer>, publicKey: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const key = await crypto.subtle.importKey('spki', new Uint8Array(publicKey), { name: 'RSA-OAEP', hash: 'SHA-256' }, false, ['encrypt']);
  return new Uint8Array(await crypto.subtle.encrypt('RSA-OAEP', key, material));
}

function same(found: Value, wanted: Value, where: string): void {
  const [one, other] = [found, wanted].map((value) => (value instanceof Uint8Array ? [...value].join() : value));
  if (one !== other) throw new Error(`${where}: ${String(one)} is not ${String(other)}`);
}
