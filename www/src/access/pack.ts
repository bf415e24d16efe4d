import { fromBase64, toBase64 } from '../inspector/bytes.ts';
import type { Flow } from '../model.ts';
import { type Access, accessOf, type Constraints, type GrantPlan, IDS, isEdited, PEOPLE, type ScenarioId, scenarioOf } from './state.ts';

/**
 * What a link says of an `Access`: `access=<scenario>`, `as=<who>`, and `p=` the policies and grants where the reader
 * changed them, deflated JSON in base64url. They are no secret, and nothing else is in it.
 */
export interface AccessLink {
  readonly id?: string;
  readonly as?: string;
  readonly packed?: string;
}

/** The longest `p=` that is written or read. */
export const LIMIT = 8 * 1024;

/** Deflated, a short text can become very long: more than this is no policy. */
const UNPACKED_LIMIT = 64 * 1024;

export interface Packed {
  readonly v: 1;
  /** The key policy. */
  readonly k?: string;
  readonly i: Access['identityPolicies'];
  readonly g: readonly GrantPlan[];
  /** Seconds that pass. */
  readonly a: number;
}

export async function toLink(access: Access | undefined): Promise<AccessLink> {
  if (!access) return {};
  const as = PEOPLE.find(({ arn }) => arn === access.actAs)?.id;
  const packed = isEdited(access) ? await pack(access) : undefined;
  return { ...(access.id ? { id: access.id } : {}), ...(as ? { as } : {}), ...(packed ? { packed } : {}) };
}

/** The `Access` that a link names, and its scenario's flow; what is not well formed in it is passed over. */
export async function fromLink(link: AccessLink): Promise<{ access?: Access; flow?: Flow }> {
  const id = IDS.find((one) => one === link.id);
  const actAs = PEOPLE.find((person) => person.id === link.as)?.arn;
  const changed = link.packed === undefined ? undefined : await unpack(link.packed);
  if (id === undefined && actAs === undefined && changed === undefined) return {};
  const flow = scenarioOf(id)?.flow;
  return { access: { ...merged(id, changed), ...(actAs ? { actAs } : {}) }, ...(flow ? { flow } : {}) };
}

function merged(id: ScenarioId | undefined, changed: Packed | undefined): Access {
  const access = accessOf(id);
  if (!changed) return access;
  const { keyPolicy: _, ...rest } = access;
  return {
    ...rest,
    ...(changed.k === undefined ? {} : { keyPolicy: changed.k }),
    identityPolicies: changed.i,
    grants: changed.g,
    advance: changed.a,
  };
}

/** Undefined where it would be too long for a link. */
export async function pack({ keyPolicy, identityPolicies, grants, advance }: Access): Promise<string | undefined> {
  const packed: Packed = { v: 1, ...(keyPolicy === undefined ? {} : { k: keyPolicy }), i: identityPolicies, g: grants, a: advance };
  const bytes = await through(new TextEncoder().encode(JSON.stringify(packed)), new CompressionStream('deflate-raw'));
  const text = bytes && toBase64url(bytes);
  return text !== undefined && text.length <= LIMIT ? text : undefined;
}

export async function unpack(text: string): Promise<Packed | undefined> {
  if (text.length > LIMIT || !/^[\w-]+$/.test(text)) return undefined;
  try {
    const bytes = await through(fromBase64url(text), new DecompressionStream('deflate-raw'));
    return bytes && checked(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch {
    return undefined;
  }
}

/** Sends bytes through a stream; undefined as soon as too many come out. */
async function through(bytes: Uint8Array<ArrayBuffer>, stream: CompressionStream | DecompressionStream): Promise<Uint8Array | undefined> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > UNPACKED_LIMIT) {
      await reader.cancel();
      return undefined;
    }
    parts.push(value);
  }
  const whole = new Uint8Array(length);
  parts.reduce((at, part) => (whole.set(part, at), at + part.length), 0);
  return whole;
}

const toBase64url = (bytes: Uint8Array): string => toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');

const fromBase64url = (text: string): Uint8Array<ArrayBuffer> => fromBase64(text.replaceAll('-', '+').replaceAll('_', '/'));

/** Whoever wrote the link, nothing but what has the form of policies and grants comes in. */
function checked(value: unknown): Packed | undefined {
  if (!isRecord(value) || value['v'] !== 1) return undefined;
  const { k, i, g, a } = value;
  if (k !== undefined && typeof k !== 'string') return undefined;
  if (!isRecord(i) || !Object.values(i).every(isTexts)) return undefined;
  if (!Array.isArray(g) || g.length > 20 || !Number.isSafeInteger(a) || Number(a) < 0 || Number(a) > 10 ** 8) return undefined;
  const grants = g.map(grantOf);
  if (grants.includes(undefined)) return undefined;
  return { v: 1, ...(k === undefined ? {} : { k }), i: i as Access['identityPolicies'], g: grants as GrantPlan[], a: Number(a) };
}

function grantOf(value: unknown): GrantPlan | undefined {
  if (!isRecord(value) || typeof value['GranteePrincipal'] !== 'string' || !isStrings(value['Operations'])) return undefined;
  const { GranteePrincipal, RetiringPrincipal, Operations, Constraints, Name, bringsToken, ended, retiredBy } = value;
  const constraints = Constraints === undefined ? undefined : constraintsOf(Constraints);
  if (Constraints !== undefined && !constraints) return undefined;
  return {
    GranteePrincipal,
    Operations,
    ...(typeof RetiringPrincipal === 'string' ? { RetiringPrincipal } : {}),
    ...(constraints ? { Constraints: constraints } : {}),
    ...(typeof Name === 'string' ? { Name } : {}),
    ...(bringsToken === true ? { bringsToken } : {}),
    ...(ended === 'retired' || ended === 'revoked' ? { ended } : {}),
    ...(typeof retiredBy === 'string' ? { retiredBy } : {}),
  };
}

function constraintsOf(value: unknown): Constraints | undefined {
  if (!isRecord(value)) return undefined;
  const { EncryptionContextSubset: subset, EncryptionContextEquals: equals } = value;
  if ((subset !== undefined && !isTexts(subset)) || (equals !== undefined && !isTexts(equals))) return undefined;
  return { ...(subset ? { EncryptionContextSubset: subset } : {}), ...(equals ? { EncryptionContextEquals: equals } : {}) };
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

const isTexts = (value: unknown): value is Record<string, string> =>
  isRecord(value) && Object.values(value).every((text) => typeof text === 'string');

const isStrings = (value: unknown): value is string[] => Array.isArray(value) && value.every((text) => typeof text === 'string');
