import { makePeople } from '../access/setup.ts';
import { ROOT } from '../access/state.ts';
import type { Aside } from '../aside/aside.ts';
import { rsaBits } from '../aside/slow.ts';
import { Cancelled, meanwhile, startAside, type Tell } from '../aside/work.ts';
import type { Answer, AuditEvent, CommandRead, Engine, Kms } from '../engine.ts';
import type { KmsState } from '../kept/state.ts';
import { ACCOUNT, openKms } from '../scenario.ts';
import type { ConsoleText } from '../text/en/console.ts';
import type { Commands } from './commands.ts';
import { helpOf, helpOfKms } from './help.ts';
import { invalidChoice, printed, serviceError, unread, usageError } from './print.ts';

/** What a line came to. */
export interface Said {
  /** What was printed. */
  readonly out: string;
  readonly code: number;
  /** Whether KMS refused. */
  readonly refused?: boolean;
  /** What the page adds of its own. */
  readonly note?: string;
  /** What the engine logged of it, the oldest first. */
  readonly events?: readonly AuditEvent[];
  /** The operation that has changed something, as the command line has it. */
  readonly changed?: string;
}

/** What the last answer sealed, and under which context. */
export interface Sealed {
  readonly blob: Uint8Array;
  readonly context: Readonly<Record<string, string>> | undefined;
}

/** The CLI's exit codes: a command line that it does not understand, one that the service refuses, anything else. */
const UNREAD = 252;
const REFUSED = 254;
const FAILED = 255;
/** The shell's, where there is no such command, and where the reader has stopped it. */
const NOT_FOUND = 127;
const STOPPED = 130;

/** Options that would change what is done or shown, and are not built. */
const NOT_BUILT = ['--query', '--endpoint-url', '--ca-bundle', '--no-sign-request', '--debug'];

type Read = Extract<CommandRead, { ok: true }>;

/** What a call came to, and what the engine logged of it. */
interface Given {
  readonly answer: Answer;
  readonly events: readonly AuditEvent[];
}

/** An engine, and the command lines that it is given one after another. */
export class Session {
  sealed: Sealed | undefined;
  readonly #engine: Engine;
  readonly #commands: Commands;
  readonly #seed: string;
  readonly #sealingKey = crypto.getRandomValues(new Uint8Array(32));
  #kms: Kms;
  /** The last event that is known. */
  #last: string | undefined;
  #events: AuditEvent[] = [];
  /** What was asked elsewhere, for the call that comes next. */
  #given: Given | undefined;
  #aside: Aside | undefined;

  constructor(engine: Engine, commands: Commands, seed: string) {
    this.#engine = engine;
    this.#commands = commands;
    this.#seed = seed;
    this.#kms = this.#fresh();
  }

  free(): void {
    this.#aside?.free();
    this.#kms.free();
  }

  /** All that the engine knows now, to go back to. */
  state(): KmsState {
    return { sealingKey: this.#sealingKey, now: this.#kms.now(), snapshot: this.#kms.snapshot(this.#sealingKey) };
  }

  /** Goes on from there; where the engine cannot, it says why, and all stays as it is. */
  take(state: KmsState): void {
    this.#become(restored(this.#engine, state));
  }

  /** Begins anew. */
  renew(): void {
    this.#become(this.#fresh());
  }

  #become(kms: Kms): void {
    this.#kms.free();
    this.#kms = kms;
    this.sealed = undefined;
    this.#last = undefined;
  }

  /**
   * The page's keys and people are those of the seed; what the reader makes of it is made from the browser's randomness.
   * The seed would give the same bytes again to whoever goes back and then does something else.
   */
  #fresh(): Kms {
    const begun = openKms(this.#engine, this.#seed);
    try {
      makePeople(begun);
      return restored(this.#engine, { sealingKey: this.#sealingKey, now: begun.now(), snapshot: begun.snapshot(this.#sealingKey) });
    } finally {
      begun.free();
    }
  }

  /** The id behind an alias; without an entry in the page's log, for nobody asked. */
  keyId(alias: string): string {
    const answer = this.#kms.call('DescribeKey', { KeyId: alias });
    this.#news();
    return answer.ok ? (answer.output['KeyMetadata'] as { KeyId: string }).KeyId : '';
  }

  /** As `run`; but where an RSA key is to be made, the page stays awake, and `tell` hears of it. One line at a time. */
  async runAside(line: string, said: ConsoleText, tell: Tell): Promise<Said> {
    const read = this.#answered(line, said) ?? this.#read(line, said);
    const bits = 'out' in read ? undefined : rsaBits(read.operation, read.input);
    if ('out' in read || bits === undefined) return this.run(line, said);
    const aside = (this.#aside = await startAside());
    try {
      this.#given = aside && (await meanwhile(tell, { bits, cancel: () => aside.free() }, () => this.#askAside(aside, read)));
    } catch (error) {
      if (error instanceof Cancelled) return { out: '', code: STOPPED, note: said.stopped };
    } finally {
      aside?.free();
      this.#aside = undefined;
    }
    return this.#given ? this.run(line, said) : meanwhile(tell, { bits }, () => this.run(line, said));
  }

  /** A copy of the engine is asked, and then takes the place of this one. Until then all is as it was. */
  async #askAside(aside: Aside, { operation, input, region }: Read): Promise<Given> {
    const { sealingKey, now, snapshot } = this.state();
    await aside.restore(snapshot, sealingKey, { now });
    const answer = await aside.call(operation, input, region === undefined ? {} : { region });
    const events = await aside.auditLog();
    const { sealed } = this;
    this.take({ sealingKey, now, snapshot: await aside.snapshot(sealingKey) });
    this.sealed = sealed;
    return { answer, events };
  }

  run(line: string, said: ConsoleText): Said {
    const answered = this.#slept(line, said) ?? this.#answered(line, said);
    if (answered) return answered;
    this.#events = [];
    const answer = this.#command(line, said);
    if (this.#events.length === 0) return answer;
    // Whoever names a key of AWS's own for the first time has it made.
    const isChange = this.#events.some(({ readOnly, errorCode }) => !readOnly && errorCode === undefined) || /alias\/aws\//.test(line);
    const [, , name] = wordsOf(line);
    return { ...answer, events: this.#events, ...(isChange && name !== undefined ? { changed: name } : {}) };
  }

  /** The clock moves by as much as a shell would have slept; undefined for all other lines. */
  #slept(line: string, said: ConsoleText): Said | undefined {
    const [program, time, ...more] = wordsOf(line);
    if (program !== 'sleep') return undefined;
    const seconds = secondsOf(time);
    if (seconds === undefined || more.length > 0) return { out: `sleep: invalid time interval ‘${[time, ...more].join(' ')}’`, code: 1, note: said.refused.sleep(LONGEST) };
    const events = this.#kms.advance(seconds);
    this.#news();
    return { out: '', code: 0, note: said.slept(new Date(this.#kms.now() * 1000)), events, changed: 'sleep' };
  }

  /** What is said without asking the engine; undefined for the commands that it is to run. */
  #answered(line: string, said: ConsoleText): Said | undefined {
    const [program = '', service, name, first] = wordsOf(line);
    if (program === 'help') return { out: said.help.here, code: 0 };
    if (program !== 'aws') return { out: `${program}: command not found`, code: NOT_FOUND, note: said.refused.shell };
    if (service === 'help') return { out: said.help.here, code: 0 };
    if (service === 'sts') return sts(name, said);
    if (service !== undefined && /^[a-z]/.test(service) && service !== 'kms') {
      return { out: invalidChoice('command', service, ['kms', 'sts'], []), code: UNREAD, note: said.refused.others };
    }
    if (name === 'help') return { out: helpOfKms(this.#commands, said), code: 0 };
    const shape = this.#commands.find(name);
    return shape && first === 'help' ? { out: helpOf(this.#commands, shape, said), code: 0 } : undefined;
  }

  #command(line: string, said: ConsoleText): Said {
    const read = this.#read(line, said);
    if ('out' in read) return read;
    const answer = this.#call(read, '--no-paginate' in read.cli);
    if (!answer.ok) return refusal(read.operation, answer.error);
    this.#keep(answer.output, read.input);
    return { out: printed(answer.output), code: 0 };
  }

  /** The request that a line stands for, or what is wrong with the line. */
  #read(line: string, said: ConsoleText): Read | Said {
    const read = this.#engine.Kms.readCommand(line);
    if (!read.ok) return this.#unread(read.error.message, line, said);
    const refused = refusedOption(read.cli, said);
    if (refused) return refused;
    const shape = this.#commands.all.find(({ operation }) => operation === read.operation);
    const missing = shape ? this.#commands.required(shape).filter(({ member }) => !(member in read.input)) : [];
    return missing.length > 0 ? required(missing.map((option) => option.name)) : read;
  }

  #unread(message: string, line: string, said: ConsoleText): Said {
    const [, operation] = /has no operation '([^']*)'/.exec(message) ?? [];
    if (operation !== undefined) return { out: this.#noOperation(operation, message), code: UNREAD };
    if (/names no operation/.test(message)) return required([line.trim() === 'aws' ? 'command' : 'operation']);
    const [, option] = /has no option '([^']*)'/.exec(message) ?? [];
    const out = option === undefined ? unread(message) : usageError(`Unknown options: ${option}\n\n${message}`);
    const note = /files cannot be read/.test(message) ? said.refused.file : /not base64/.test(message) ? said.refused.base64 : undefined;
    return { out, code: UNREAD, ...(note === undefined ? {} : { note }) };
  }

  #noOperation(given: string, message: string): string {
    const [, meant] = /Did you mean (\S+)\?$/.exec(message) ?? [];
    return invalidChoice('operation', given, this.#commands.all.map(({ name }) => name), meant === undefined ? [] : [meant]);
  }

  /** The CLI asks for all pages of a list, unless it is told which. */
  #call({ operation, input, region }: Read, onePage: boolean): Answer {
    const given = this.#given;
    this.#given = undefined;
    if (given) return this.#events.push(...given.events), given.answer;
    const options = region === undefined ? {} : { region };
    const ask = (marker: object): Answer => this.#log(this.#kms.call(operation, { ...input, ...marker }, options));
    const first = ask({});
    if (!first.ok || !('Truncated' in first.output) || onePage || 'Limit' in input || 'Marker' in input) return first;
    const name = Object.keys(first.output).find((member) => Array.isArray(first.output[member])) ?? '';
    const all: unknown[] = [];
    for (let page: Answer = first; ; page = ask({ Marker: page.output['NextMarker'] })) {
      if (!page.ok) return page;
      all.push(...(page.output[name] as unknown[]));
      if (page.output['Truncated'] !== true) return { ok: true, output: { [name]: all } };
    }
  }

  /** Takes down what the engine wrote of a call. */
  #log(answer: Answer): Answer {
    this.#events.push(...this.#news());
    return answer;
  }

  /** What was logged since this was asked for: of one call, a few events at the most. */
  #news(): readonly AuditEvent[] {
    const newest = this.#kms.auditLog({ limit: 9 });
    const known = newest.findIndex(({ eventID }) => eventID === this.#last);
    this.#last = newest.at(-1)?.eventID;
    return newest.slice(known + 1);
  }

  #keep(output: Readonly<Record<string, unknown>>, input: Readonly<Record<string, unknown>>): void {
    const { CiphertextBlob: blob } = output;
    const context = input['EncryptionContext'] ?? input['DestinationEncryptionContext'];
    if (blob instanceof Uint8Array) this.sealed = { blob, context: context as Sealed['context'] };
  }
}

/** The words up to the operation are never quoted. */
const wordsOf = (line: string): readonly string[] => line.trim().replace(/^[$%]\s+/, '').split(/[\s\\]+/);

/** In seconds, by the letters that `sleep` knows of GNU coreutils. */
const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };
/** In days: what becomes due in a year is soon done. */
const LONGEST = 366;

function secondsOf(time: string | undefined): number | undefined {
  const [, number = '', unit = 's'] = /^(\d+(?:\.\d+)?)([smhd]?)$/.exec(time ?? '') ?? [];
  const seconds = number === '' ? Number.NaN : Number(number) * (UNITS[unit || 's'] ?? Number.NaN);
  return seconds <= LONGEST * 86_400 ? seconds : undefined;
}

/** No time has passed meanwhile: the clock stands where it stood. */
const restored = ({ Kms }: Engine, { snapshot, sealingKey, now }: KmsState): Kms => Kms.restore(snapshot, sealingKey, { now });

function sts(name: string | undefined, said: ConsoleText): Said {
  const only = 'get-caller-identity';
  if (name === only) return { out: printed({ UserId: ACCOUNT, Account: ACCOUNT, Arn: ROOT }), code: 0 };
  if (name === undefined) return required(['operation']);
  return { out: invalidChoice('operation', name, [only], []), code: UNREAD, note: said.refused.others };
}

const required = (names: readonly string[]): Said => ({
  out: usageError(`the following arguments are required: ${names.join(', ')}`),
  code: UNREAD,
});

const refusal = (operation: string, { code, message }: { code: string; message: string }): Said => ({
  out: serviceError(operation, code, message),
  code: REFUSED,
  refused: true,
});

function refusedOption(cli: Read['cli'], said: ConsoleText): Said | undefined {
  const profile = cli['--profile'];
  if (profile !== undefined) return { out: `The config profile (${profile}) could not be found`, code: FAILED };
  const output = cli['--output'];
  if (output !== undefined && output !== 'json') return { out: usageError(said.refused.output(output)), code: UNREAD };
  const option = NOT_BUILT.find((name) => name in cli);
  return option === undefined ? undefined : { out: usageError(said.refused.option(option)), code: UNREAD };
}

