import type { CommandShape, Engine, Kms, OptionShape } from '../engine.ts';

/**
 * What the engine says of its commands. Which options must be there and which values they take, it says when it is asked
 * for something without them, or with a value that nothing has.
 */
export class Commands {
  readonly all: readonly CommandShape[];
  readonly #engine: Engine;
  readonly #answers = new Map<string, string>();
  #kms: Kms | undefined;

  constructor(engine: Engine) {
    this.#engine = engine;
    this.all = engine.Kms.commands();
  }

  find(name: string | undefined): CommandShape | undefined {
    return this.all.find((shape) => shape.name === name);
  }

  /** The options that a command cannot do without. */
  required(shape: CommandShape): readonly OptionShape[] {
    const missing = new Set([...this.#ask(shape, {}).matchAll(/null at '(\w+)'/g)].map(([, member]) => member));
    return shape.options.filter((option) => missing.has(inMessages(option)));
  }

  /** The values that an option can have, where they are a list. */
  values(shape: CommandShape, option: OptionShape): readonly string[] {
    if (option.kind !== 'string' && option.kind !== 'list') return [];
    const message = this.#ask(shape, { [option.member]: option.kind === 'list' ? [NOTHING] : NOTHING });
    const [, values] = new RegExp(`at '${inMessages(option)}' [^;]*enum value set: \\[([^\\]]*)\\]`).exec(message) ?? [];
    return values?.split(', ') ?? [];
  }

  /** What an engine without keys objects to. */
  #ask(shape: CommandShape, input: object): string {
    const asked = `${shape.operation} ${JSON.stringify(input)}`;
    const known = this.#answers.get(asked);
    if (known !== undefined) return known;
    this.#kms ??= new this.#engine.Kms({});
    const answer = this.#kms.call(shape.operation, input);
    const message = answer.ok ? '' : answer.error.message;
    this.#answers.set(asked, message);
    return message;
  }
}

const known = new WeakMap<Engine, Commands>();

/** One for each engine. */
export function commandsOf(engine: Engine): Commands {
  const commands = known.get(engine) ?? new Commands(engine);
  known.set(engine, commands);
  return commands;
}

/** What no enumeration has. */
const NOTHING = '?';

/** KMS's messages write a member with a small letter. */
const inMessages = ({ member }: OptionShape): string => member.charAt(0).toLowerCase() + member.slice(1);
