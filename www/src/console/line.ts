import { commandOf, inputOf, kebab, OWN_LINE } from '../command.ts';
import type { Entry } from '../journal.ts';
import type { Trace } from '../model.ts';
import { REGION } from '../scenario.ts';
import type { Commands } from './commands.ts';

/** The command line that stands for a call of the audit log; none for what KMS did by itself. */
export function lineOf(commands: Commands, { event, trace }: Pick<Entry, 'event' | 'trace'>): { readonly line: string; readonly lacks: boolean } | undefined {
  const shape = commands.all.find(({ operation }) => operation === event.eventName);
  if (!shape || event.eventType === 'AwsServiceEvent') return undefined;
  const input = inputOf(shape, event.requestParameters);
  // The log has no bytes. Those that the request cannot be without are in the trace, or stand as a file.
  const bytes = commands.required(shape).filter(({ kind, member }) => kind === 'blob' && !(member in input));
  const known = sealedKey(trace);
  const given = bytes.map(({ member }) => [member, (member === 'CiphertextBlob' && known) || `fileb://${kebab(member)}`] as const);
  const region = event.awsRegion === undefined || event.awsRegion === REGION ? {} : { Region: event.awsRegion };
  const all = { ...input, ...Object.fromEntries(given), ...region };
  const line = commandOf(event.eventName, all);
  return { line: line.length > SHORT ? commandOf(event.eventName, all, OWN_LINE) : line, lacks: given.some(([, value]) => typeof value === 'string') };
}

/** What stays in one line, in characters. */
const SHORT = 76;

/** What Decrypt was sent, if all of it was recorded. */
function sealedKey(trace: Trace | undefined): Uint8Array | undefined {
  if (trace?.flow !== 'decrypt') return undefined;
  const { bytes, length } = Object.values(trace.blobs).find(({ role }) => role === 'wrapped-data-key') ?? {};
  return bytes?.length === length ? bytes : undefined;
}
