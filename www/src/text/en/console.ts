/** Texts of the card with the command line. It is loaded with the card. What the AWS CLI itself would print is not here. */

export const console = {
  title: 'The command line',
  intro: 'Type commands as AWS’s documentation has them. You are the account’s root, in a KMS of your own with the page’s two keys, where no time passes unless you type sleep. Nothing leaves your browser.',
  noEngine: 'This needs the engine, and it is not running.',
  transcript: 'Commands and what they printed',
  input: 'Command',
  keys: 'Enter runs, ↑ and ↓ bring earlier lines, Tab completes. Escape, then Tab leaves; so does Shift and Tab.',
  run: 'Run',
  clear: 'Clear',
  exit: (code: number): string => `exit code ${code}`,
  stopped: 'Stopped. No key was made, and all is as it was.',
  cleared: 'The transcript is empty.',
  slept: (now: Date): string => `In this KMS it is now ${now.toISOString()}.`,
  choices: (names: readonly string[]): string => names.join('   '),

  examples: {
    label: 'Examples',
    article: 'create-grant, as in the document',
    filled: 'The line is filled in. Enter runs it.',
  },

  help: {
    here: [
      'aws kms help                lists the commands',
      'aws kms <command> help      lists the options of one',
      'aws sts get-caller-identity says who you are',
      'sleep <time>                moves the clock: seconds, or with m, h or d',
      'clear                       empties the transcript',
      '',
      'Bytes are written in base64; with --cli-binary-format raw-in-base64-out as they are.',
      'A line that ends with \\ goes on in the next.',
    ].join('\n'),
    available: 'AVAILABLE COMMANDS',
    onOne: 'aws kms <command> help lists the options of one.',
    synopsis: 'SYNOPSIS',
    options: 'OPTIONS',
    required: '[required]',
  },

  refused: {
    output: (format: string): string => `--output ${format} is not built here: answers are printed as json.`,
    option: (name: string): string => `${name} is not built here.`,
    others: 'Only aws kms and aws sts get-caller-identity are here.',
    shell: 'There is no shell here, only aws, help, sleep and clear.',
    file: 'A page cannot read files of that name. Write the bytes into the line, in base64.',
    sleep: (days: number): string => `A number of seconds, or with m, h or d of minutes, hours or days; at most ${days}d.`,
    base64: 'Bytes are written in base64. To write them as they are, add --cli-binary-format raw-in-base64-out.',
  },

  command: {
    title: 'As a command',
    copy: 'Copy command',
    copied: 'Copied',
    copyRefused: 'The browser did not let the page copy it.',
    run: 'Take to the command line',
    secrets: 'What the log does not have, the bytes that were sent, stands as a file.',
    who: (name: string): string => `${name} asked; on the command line you are root.`,
  },
};

export type ConsoleText = typeof console;
