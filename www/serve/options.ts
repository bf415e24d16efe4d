/** The command line of `glass-kms serve`. */
import { parseArgs } from 'node:util';

/** Where the server listens unless told otherwise. */
export const PORT = 4599;
/** Who calls, and where, unless the call says or it is told otherwise. */
export const ACCOUNT = '111122223333';
export const REGION = 'us-east-1';

export const USAGE = `\
glass-kms serve [options]

AWS KMS on 127.0.0.1, for the AWS CLI, the SDKs, Terraform and whatever else speaks to KMS.

  --port NUMBER          where it listens (${PORT}); 0 for any port that is free
  --region REGION        where calls go that do not say (${REGION})
  --account ID           whose root calls (${ACCOUNT})
  --state FILE           keep everything in FILE, which is then as secret as the keys in it
  --seed TEXT            the same text, the same keys: for demonstrations
  --quotas               count calls against AWS's request quotas
  --allow-origin ORIGIN  let the pages of ORIGIN call, such as http://localhost:5173; may be repeated; * for all
  --help, --version

Whoever calls with an access key that POST /_glass/iam made calls as its user or session; with twelve digits, as the root of
that account; with any other, or none, as the root of --account. Signatures are not checked.

  POST /_glass/reset     begin anew, without keys
  POST /_glass/advance   {"seconds": 86400}: move the clock forward, and hear what became due
  POST /_glass/audit     every call, as CloudTrail records it; {"limit": 10, "operation": "Decrypt"} for some
  POST /_glass/iam       {"operation": "CreateUser", "input": {"UserName": "aki"}}: users, roles and access keys

The program ends with status 2 if the command line is wrong.
`;

/** What the command line says. */
export interface Options {
  readonly port: number;
  readonly account: string | undefined;
  readonly region: string | undefined;
  readonly state: string | undefined;
  readonly seed: string | undefined;
  readonly quotas: boolean;
  readonly origins: readonly string[];
}

/** The command line is wrong; the message says how. */
export class UsageError extends Error {}

const DECLARED = {
  port: { type: 'string' },
  account: { type: 'string' },
  region: { type: 'string' },
  state: { type: 'string' },
  seed: { type: 'string' },
  quotas: { type: 'boolean' },
  'allow-origin': { type: 'string', multiple: true },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const;

/** Reads the arguments after the program's name: options for a server, or what is only to be told. */
export function read(args: readonly string[]): Options | 'help' | 'version' {
  const { values, positionals } = parsed(args);
  if (values.help) return 'help';
  if (values.version) return 'version';
  const [command, ...more] = positionals;
  if (command === undefined) throw new UsageError('a command is missing');
  if (command !== 'serve') throw new UsageError(`'${command}' is not a command`);
  if (more.length > 0) throw new UsageError(`'${more.join(' ')}' is too much`);
  const { account, region, state, seed, quotas = false } = values;
  const given = { account, region, state, seed };
  for (const [name, value] of Object.entries(given)) if (value === '') throw new UsageError(`--${name} is empty`);
  return { port: port(values.port), quotas, origins: (values['allow-origin'] ?? []).map(origin), ...given };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: DECLARED, allowPositionals: true });
  } catch (error) {
    // Node.js says what is wrong, and then something about `--`.
    throw new UsageError(error instanceof Error ? error.message.replace(/\. To specify.*$/s, '') : String(error), { cause: error });
  }
}

function port(given: string | undefined): number {
  if (given === undefined) return PORT;
  if (!/^\d{1,5}$/.test(given) || Number(given) > 65_535) throw new UsageError(`--port takes a number from 0 to 65535, not '${given}'`);
  return Number(given);
}

/** An origin as browsers write it in their header. */
function origin(given: string): string {
  if (given === '*' || given === 'null') return given;
  const { origin } = URL.canParse(given) ? new URL(given) : { origin: '' };
  if (origin !== given) throw new UsageError(`--allow-origin takes an origin such as http://localhost:5173, or *, not '${given}'`);
  return given;
}
