import { articleCommand } from '../access/command.ts';
import { OTHERS } from '../access/state.ts';
import { commandOf } from '../command.ts';
import { EXAMPLE, type Inputs } from '../scenario.ts';
import type { ConsoleText } from '../text/en/console.ts';
import type { Sealed } from './session.ts';

/** A line to begin with. */
export interface Example {
  readonly name: string;
  readonly label: string;
  readonly line: (keyId: (alias: string) => string) => string;
}

/** Decrypt has something to open once something has been sealed. */
export function examples(said: ConsoleText, inputs: Inputs, sealed: Sealed | undefined): readonly Example[] {
  const KeyId = inputs.keyId;
  const context = Object.fromEntries(inputs.context);
  const bound = inputs.context.length === 0 ? {} : { EncryptionContext: context };
  const calls: readonly (readonly [operation: string, input: Record<string, unknown>])[] = [
    ['CreateKey', { Description: 'My first key' }],
    ['GenerateDataKey', { KeyId, KeySpec: 'AES_256', ...bound }],
    ['Encrypt', { KeyId, Plaintext: EXAMPLE.data, ...bound }],
    ...(sealed ? [['Decrypt', { CiphertextBlob: sealed.blob, EncryptionContext: sealed.context }] as const] : []),
  ];
  const plain = calls.map(([operation, input]): Example => {
    const line = commandOf(operation, input);
    const [, , name = ''] = line.split(' ');
    return { name, label: name, line: () => line };
  });
  return [...plain, { name: 'article', label: said.examples.article, line: (keyId) => articleLine(keyId(KeyId)) }];
}

/** The document's own line, with names that there are in the place of its five letters. */
function articleLine(keyId: string): string {
  const arn = (name: string): string => OTHERS.find(({ id }) => id === name)?.arn ?? '';
  return articleCommand(keyId, arn('aki'), 'Decrypt', arn('mika'));
}
