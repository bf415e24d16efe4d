import { base64 } from '../command.ts';

/** What the AWS CLI prints, word for word. Pure. */

/** An answer, as `--output json` shows it: nothing where there is nothing. */
export function printed(output: Readonly<Record<string, unknown>>): string {
  return Object.keys(output).length === 0 ? '' : JSON.stringify(output, asPrinted, 4);
}

function asPrinted(name: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return base64(value);
  return typeof value === 'number' && MOMENT.test(name) ? isoformat(value) : value;
}

/** The names of the members that are moments: they come as epoch seconds. */
const MOMENT = /(?:Date|ValidTo|Timestamp)$/;

/** As Python writes a moment in UTC: six digits of a second, where it is not a whole one. */
export function isoformat(seconds: number): string {
  const millis = Math.round(seconds * 1000);
  const [whole = ''] = new Date(millis).toISOString().split('.');
  const rest = millis % 1000;
  return `${whole}${rest === 0 ? '' : `.${String(rest).padStart(3, '0')}000`}+00:00`;
}

export const serviceError = (operation: string, code: string, message: string): string =>
  `An error occurred (${code}) when calling the ${operation} operation: ${message}`;

export const usageError = (message: string): string => `${USAGE}\n\naws: error: ${message}`;

/** What is wrong with a line as a whole, or with the value of one option. */
export function unread(message: string): string {
  const [, option, what] = /^(--[\w-]+): (.*)$/s.exec(message) ?? [];
  return option === undefined ? usageError(message) : `Error parsing parameter '${option}': ${what}`;
}

const USAGE = [
  'usage: aws [options] <command> <subcommand> [<subcommand> ...] [parameters]',
  'To see help text, you can run:',
  '',
  '  aws help',
  '  aws <command> help',
  '  aws <command> <subcommand> help',
].join('\n');

export function invalidChoice(argument: string, given: string, choices: readonly string[], meant: readonly string[]): string {
  const rows = [];
  for (let i = 0; i < choices.length; i += 2) rows.push([choices[i]?.padEnd(40), choices[i + 1]].filter(Boolean).join(' | ').trimEnd());
  const hint = meant.length === 0 ? '' : `\n\nInvalid choice: '${given}', maybe you meant:\n\n${meant.map((name) => `  * ${name}`).join('\n')}`;
  return usageError(`argument ${argument}: Invalid choice, valid choices are:\n\n${rows.join('\n')}${hint}`);
}
