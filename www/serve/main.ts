#!/usr/bin/env node
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import init from 'glass-kms/engine';
import { Keeper } from './keeper.ts';
import { type Options, read, USAGE, UsageError } from './options.ts';
import { serverOf } from './server.ts';

const tell = (text: string): void => void process.stdout.write(text);

/** Ends the program with a line that says why. */
function fail(status: number, message: string): never {
  process.stderr.write(`glass-kms: ${message}\n`);
  process.exit(status);
}

function version(): string {
  return (JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }).version;
}

function wanted(): Options | undefined {
  try {
    const options = read(process.argv.slice(2));
    if (options === 'help') tell(USAGE);
    else if (options === 'version') tell(`glass-kms ${version()}\n`);
    else return options;
    return undefined;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    fail(2, `${error.message}\nglass-kms --help lists what there is.`);
  }
}

async function opened(options: Options): Promise<Keeper> {
  await init();
  try {
    return await Keeper.open(options);
  } catch (error) {
    fail(1, reason(options, error as Error));
  }
}

/** What went wrong with the engine or its file. The engine's own words come with an exception's name. */
function reason({ state }: Options, { message }: Error): string {
  const words = message.replace(/^\w+Exception: /, '');
  return state === undefined ? words : `${state}: ${words}`;
}

async function serve(options: Options): Promise<void> {
  const keeper = await opened(options);
  const server = serverOf(keeper, options.origins, (error) => fail(1, reason(options, error)));
  try {
    server.listen(options.port, '127.0.0.1');
    await once(server, 'listening');
  } catch (error) {
    await keeper.close();
    const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
    fail(1, taken ? `port ${options.port} is taken; --port says another, --port 0 any that is free` : (error as Error).message);
  }
  const { account, region } = keeper.beginning;
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  tell(`glass-kms ${version()}: AWS KMS on ${url}, account ${account}, ${region}, ${options.state === undefined ? 'kept in memory' : `kept in ${options.state}`}
  export AWS_ENDPOINT_URL_KMS=${url} AWS_REGION=${region} AWS_DEFAULT_REGION=${region} AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test
`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop(server, keeper).catch((error: Error) => fail(1, reason(options, error))));
}

/** Answers what has arrived, closes the connections that wait for nothing, and keeps everything. A second signal kills. */
async function stop(server: Server, keeper: Keeper): Promise<void> {
  const idle = setInterval(() => server.closeIdleConnections(), 20);
  server.close();
  await once(server, 'close');
  clearInterval(idle);
  await keeper.close();
}

const options = wanted();
if (options) await serve(options);
