import type { Commands } from './commands.ts';

/** What a line can go on with. Pure but for the engine's answers. */
export interface Completion {
  /** The line, as far as it is certain. */
  readonly line: string;
  /** What the last word may become. */
  readonly choices: readonly string[];
}

/** Of the CLI itself. */
const OWN_OPTIONS: Readonly<Record<string, readonly string[]>> = {
  '--region': [],
  '--output': ['json'],
  '--cli-binary-format': ['base64', 'raw-in-base64-out'],
};

/** Undefined where there is nothing to complete: then Tab goes on to the next control. */
export function complete(commands: Commands, line: string): Completion | undefined {
  const words = line.trimStart().replace(/\\(?=\s)/g, ' ').split(/\s+/);
  const last = words.pop() ?? '';
  if (last === '') return undefined;
  const choices = candidates(commands, words).filter((choice) => choice.startsWith(last) && !(choice === last && isOption(last)));
  const [only, ...others] = choices;
  if (only === undefined) return undefined;
  const before = line.slice(0, line.length - last.length);
  if (others.length === 0) return { line: `${before}${only} `, choices };
  return { line: before + common(choices), choices };
}

const isOption = (word: string): boolean => word.startsWith('--');

function candidates(commands: Commands, words: readonly string[]): readonly string[] {
  const [aws, service, name] = words;
  if (aws === undefined) return ['aws', 'help', 'sleep', 'clear'];
  if (aws !== 'aws') return [];
  if (service === undefined) return ['kms', 'sts', 'help'];
  if (service === 'sts') return name === undefined ? ['get-caller-identity'] : [];
  if (service !== 'kms') return [];
  if (name === undefined) return [...commands.all.map((shape) => shape.name), 'help'];
  return candidatesOf(commands, name, words.slice(3));
}

/** Options that are not there yet; after an option, the values that it takes. */
function candidatesOf(commands: Commands, name: string, words: readonly string[]): readonly string[] {
  const shape = commands.find(name);
  if (!shape) return [];
  const at = words.findLastIndex(isOption);
  const option = words[at];
  const given = words.slice(at + 1);
  const known = shape.options.find((one) => one.name === option);
  const values = known ? commands.values(shape, known) : (OWN_OPTIONS[option ?? ''] ?? []);
  const wants = known?.kind === 'list' ? values.filter((value) => !given.includes(value)) : given.length === 0 ? values : [];
  const names = shape.options.flatMap((one) => (one.kind === 'boolean' ? [one.name, one.name.replace('--', '--no-')] : [one.name]));
  const rest = [...names, ...Object.keys(OWN_OPTIONS)].filter((one) => !words.includes(one));
  return [...wants, ...rest, ...(words.length === 0 ? ['help'] : [])];
}

function common(words: readonly string[]): string {
  const [first = '', ...others] = words;
  let length = first.length;
  for (const word of others) while (!word.startsWith(first.slice(0, length))) length -= 1;
  return first.slice(0, length);
}
