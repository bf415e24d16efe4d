import type { CommandShape, OptionShape } from '../engine.ts';
import type { ConsoleText } from '../text/en/console.ts';
import type { Commands } from './commands.ts';

/** Help, laid out as the CLI's is; what it lists, the engine says. */

export function helpOfKms(commands: Commands, { help }: ConsoleText): string {
  const list = commands.all.map(({ name }) => `  o ${name}`);
  return [help.available, '', ...list, '', help.onOne].join('\n');
}

export function helpOf(commands: Commands, shape: CommandShape, { help }: ConsoleText): string {
  const required = commands.required(shape);
  const synopsis = shape.options.map((option) => `      ${usage(option, required.includes(option))}`);
  const options = shape.options.flatMap((option) => [
    `  ${option.name} (${option.kind})${required.includes(option) ? ` ${help.required}` : ''}`,
    ...commands.values(shape, option).map((value) => `      o ${value}`),
  ]);
  return [help.synopsis, `    ${shape.name}`, ...synopsis, '', help.options, ...options].join('\n');
}

function usage({ name, kind }: OptionShape, required: boolean): string {
  const whole = kind === 'boolean' ? `${name} | ${name.replace('--', '--no-')}` : `${name} <value>`;
  return required ? whole : `[${whole}]`;
}
