/** The trace as the engine records it, and the few words the whole page shares. Hardly anything here runs. */

export type Actor = 'client' | 'host' | 'hsm' | 'key-store' | 'client-storage';

export type GateId = 'caller' | 'request' | 'key' | 'authorization' | 'state' | 'usage' | 'crypto';

export type Role =
  | 'plaintext-data-key'
  | 'wrapped-data-key'
  | 'plaintext-kms-key'
  | 'wrapped-kms-key'
  | 'derived-key'
  | 'domain-key'
  | 'user-data'
  | 'ciphertext'
  | 'json';

export type StepKind = 'request' | 'response' | 'local' | 'wipe';

/** A flow is complete in itself: the state after every step is in it, so any moment can be drawn without replay. */
export interface Trace {
  readonly v: 1;
  readonly flow: string;
  readonly track: Track;
  readonly seed?: string;
  /** ISO 8601, UTC. */
  readonly clock: string;
  /** Who holds what before the first step. */
  readonly holds: Holds;
  readonly blobs: Readonly<Record<string, Blob>>;
  readonly steps: readonly Step[];
  readonly outcome: Outcome;
}

export type Holds = Readonly<Partial<Record<Actor, readonly string[]>>>;

export type Outcome =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: string; readonly message: string; readonly gate?: GateId; readonly step: number };

export interface Step {
  readonly id: string;
  readonly n: number;
  readonly from: Actor;
  readonly to: Actor;
  readonly kind: StepKind;
  /** Ids of the blobs that travel in this step. */
  readonly moves: readonly string[];
  /** Who holds what after the step; an actor with nothing may be absent. */
  readonly holds: Holds;
  readonly gates?: readonly Gate[];
  /** Present where the two tellings part: names the entry in the texts. */
  readonly differs?: string;
  readonly text: { readonly key: string; readonly args: Args };
}

export type Args = Readonly<Record<string, string | number>>;

export interface Blob {
  readonly id: string;
  readonly role: Role;
  /** The true length in bytes, also where `bytes` is cut short or absent. */
  readonly length: number;
  /** Absent for a key that never leaves the HSM; at most the first 1,024 bytes of a long blob. */
  readonly bytes?: Uint8Array;
  /** Eight hexadecimal digits: tells two blobs apart without showing either. */
  readonly fingerprint: string;
  readonly fields?: readonly Field[];
}

export interface Field {
  readonly offset: number;
  readonly length: number;
  readonly name: string;
  readonly value?: string;
}

export interface Gate {
  readonly id: GateId;
  readonly pass: boolean;
  readonly decision?: Decision;
}

/** The answer to "may this principal do this with this resource?", and why. */
export interface Decision {
  readonly effect: 'allow' | 'implicit-deny' | 'explicit-deny';
  readonly because: Because;
  /** Who asked: an ARN. */
  readonly principal: string;
  /** For what: an IAM action, such as `kms:Decrypt`. */
  readonly action: string;
  /** On what: the ARN of a key or an alias, or `*`. */
  readonly resource: string;
  /** The statements and grants that decided; none where a permission is only wanting. */
  readonly determinedBy: readonly StatementRef[];
  /** Everything that was looked at, in order. */
  readonly considered: readonly Considered[];
  /** How many more grants the key has, all to others. */
  readonly omittedGrants?: number;
}

/** The rule of evaluation that led to the answer. */
export type Because =
  | 'key-policy'
  | 'iam-delegation'
  | 'both-accounts'
  | 'grant'
  | 'grant-and-identity'
  | 'identity-policy'
  | 'account-root'
  | 'grant-itself'
  | 'explicit-deny'
  | 'no-key-policy'
  | 'no-identity-policy'
  | 'other-account'
  | 'not-retirable';

/** A kind of document that permissions stand in. */
export type Source = 'key-policy' | 'identity-policy' | 'grant';

/** Where a statement stands: its document, and a JSON pointer into it; a grant is a whole, its pointer is empty. */
export interface StatementRef {
  readonly source: Source;
  /** A key's ARN; `<ARN of the user or role>/<policy name>`; a grant id. */
  readonly document: string;
  readonly pointer: string;
  /** The statement's Sid, or the grant's name. */
  readonly sid?: string;
}

/** The elements of a statement, in the order in which they are looked at; what follows the first mismatch is not. */
export type StatementElement = 'principal' | 'action' | 'resource' | 'condition' | 'propagation';

/** A statement or grant that was looked at. `delegates`: it matched, and leaves the decision to an account's IAM. */
export type Considered = { readonly statement: StatementRef; readonly effect: 'Allow' | 'Deny' } & (
  | { readonly verdict: 'matched' | 'delegates' }
  | {
      readonly verdict: 'not-matched';
      readonly element: StatementElement;
      /** To the element, in the statement's document; empty for a grant. */
      readonly pointer: string;
      readonly wanted: string;
      readonly given: string;
    }
);

/** A document that statements stand in, for showing. */
export interface DocumentText {
  /** In the reader's language: the document's name. */
  readonly title: string;
  readonly text: string;
}

/** The documents of a decision, by `documentKey`. */
export type Documents = Readonly<Record<string, DocumentText>>;

/** What a statement's document is found by. */
export function documentKey({ source, document }: Pick<StatementRef, 'source' | 'document'>): string {
  return `${source} ${document}`;
}

/** Which telling: the document's own, AWS's, and in the view both beside each other. */
export type Track = 'article' | 'aws';
export type View = Track | 'both';
export type Flow = 'encrypt' | 'decrypt';
export type Theme = 'auto' | 'light' | 'dark';
export type Lang = 'en' | 'ja';

/** Some bytes of one blob; the inspector and the scene mark the same ones. */
export interface Selection {
  readonly blob: string;
  readonly offset?: number;
  readonly length?: number;
}

/** What a flow is called in a trace. */
export const FLOW_NAME: Readonly<Record<Flow, string>> = { encrypt: 'generate-data-key', decrypt: 'decrypt' };

/** Keys whose plaintext is worth counting: each has a bar under the timeline and leaves an empty outline when erased. */
export const SECRET_ROLES: ReadonlySet<Role> = new Set<Role>(['plaintext-data-key', 'plaintext-kms-key', 'derived-key']);
