import type { Engine } from '../engine.ts';
import { type Inputs, withKms } from '../scenario.ts';
import { makePeople, type Place, putIdentityPolicy, putKeyPolicy, SetupError } from './setup.ts';
import { PEOPLE } from './state.ts';

/** Why the engine does not take a policy. */
export interface Fault {
  readonly code: string;
  readonly message: string;
  readonly at?: Place;
}

/** Whose policy is checked: the key's, or that of the user or role of this ARN. */
export type Owner = 'key' | { readonly arn: string; readonly name: string };

export interface Checked {
  readonly fault?: Fault;
  /** It is taken, and nobody could ever change it again. */
  readonly lockout?: boolean;
}

/** What the engine says to a policy, on a KMS that is made for the question and thrown away. */
export function check(engine: Engine, inputs: Inputs, owner: Owner, text: string): Promise<Checked> {
  return withKms(engine, inputs.seed, async (kms) => {
    makePeople(kms);
    const described = kms.call('DescribeKey', { KeyId: inputs.keyId });
    const keyId = described.ok ? (described.output['KeyMetadata'] as { KeyId: string }).KeyId : '';
    const person = PEOPLE.find(({ identity }) => owner !== 'key' && identity?.arn === owner.arn);
    const put = (bypass: boolean): Fault | undefined =>
      faultOf(() => (person && owner !== 'key' ? putIdentityPolicy(kms, person, owner.name, text) : putKeyPolicy(kms, keyId, text, bypass)));
    const strict = put(false);
    if (!strict) return {};
    const lenient = put(true);
    return lenient ? { fault: lenient } : { lockout: true };
  });
}

function faultOf(put: () => void): Fault | undefined {
  try {
    put();
    return undefined;
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    return { code: error.code, message: error.message, ...(error.at ? { at: error.at } : {}) };
  }
}

/** The engine ends a message with the place, for those who read nothing else. */
export function sentence({ message, at }: Fault): string {
  return at ? message.replace(/ \([^()]*, line \d+, column \d+: .*\)$|\s*\([^()]*line \d+, column \d+[^()]*\)\.?$/s, '') : message;
}
