/** `glass-kms serve` from the built package, for as long as a test runs. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';

export const packed = (path: string): string => fileURLToPath(new URL(`../../www/dist-npm/${path}`, import.meta.url));

export interface Served {
  readonly url: string;
  /** Its first lines. */
  readonly told: string;
  readonly process: ChildProcess;
  /** A request to one of the doors under /_glass/. */
  readonly door: (name: string, input?: object) => Promise<Record<string, unknown>>;
  /** Ends it and waits for that; its exit code, or the signal. */
  readonly end: (signal?: NodeJS.Signals) => Promise<number | string>;
}

/** Runs the program to its end. */
export async function run(args: readonly string[]): Promise<{ status: number | string; out: string; err: string }> {
  const child = spawn(process.execPath, [packed('serve/main.js'), ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  return { status: code ?? signal ?? '', out, err };
}

/** Starts a server on a port that is free, and waits until it listens. */
export async function serve(t: TestContext, ...args: string[]): Promise<Served> {
  const child = spawn(process.execPath, [packed('serve/main.js'), 'serve', '--port', '0', ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit') as Promise<[number | null, string | null]>;
  const end = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<number | string> => {
    child.kill(signal);
    const [code, killed] = await ended;
    return code ?? killed ?? '';
  };
  t.after(() => end('SIGKILL'));
  let told = '';
  for await (const text of child.stdout.setEncoding('utf8')) {
    told += text as string;
    if (told.includes('AWS_ENDPOINT_URL_KMS=')) break;
  }
  const url = /AWS_ENDPOINT_URL_KMS=(\S+)/.exec(told)?.[1] ?? '';
  const door = async (name: string, input: object = {}): Promise<Record<string, unknown>> => {
    const response = await fetch(`${url}/_glass/${name}`, { method: 'POST', body: JSON.stringify(input) });
    return (await response.json()) as Record<string, unknown>;
  };
  return { url, told, process: child, door, end };
}

/** One POST of an operation, as plain as it can be. */
export async function post(url: string, operation: string, input: unknown, headers: Record<string, string> = {}): Promise<{ status: number; headers: Headers; body: string }> {
  const sent = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `TrentService.${operation}`, ...headers };
  const response = await fetch(url, { method: 'POST', headers: sent, body: typeof input === 'string' ? input : JSON.stringify(input) });
  return { status: response.status, headers: response.headers, body: await response.text() };
}
