/**
 * Keeps the pages of a browser out. A server on 127.0.0.1 is open to every page that the user visits: directly, where the
 * browser only withholds the answer, and under a name that its owner lets point to 127.0.0.1.
 */
import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type Refusal } from './answer.ts';

/** The names that only this machine has. */
const LOOPBACK = /^(?:127\.0\.0\.1|\[::1\]|(?:[a-z0-9-]+\.)*localhost)(?::\d+)?$/i;

/** Why a request is not let in; undefined if it is. */
export function stranger({ headers }: IncomingMessage, origins: readonly string[]): Refusal | undefined {
  const { host = '', origin } = headers;
  if (!LOOPBACK.test(host)) return denied(`Requests to the host '${host}' are refused: this is 127.0.0.1, or localhost.`);
  if (origin !== undefined && !isAllowed(origin, origins)) {
    return denied(`Requests of the pages of ${origin} are refused. To let them in: --allow-origin ${origin}`);
  }
  return undefined;
}

/** What tells the browser that a page may see the answer. */
export function allow({ headers: { origin } }: IncomingMessage, response: ServerResponse): void {
  if (origin === undefined) return;
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader('access-control-expose-headers', 'x-amzn-requestid');
  response.setHeader('vary', 'origin');
}

/** Answers a browser that asks beforehand. */
export function preflight({ headers }: IncomingMessage, response: ServerResponse): void {
  response.setHeader('access-control-allow-methods', 'POST');
  response.setHeader('access-control-allow-headers', headers['access-control-request-headers'] ?? '*');
  response.setHeader('access-control-max-age', '600');
  response.writeHead(204).end();
}

const isAllowed = (origin: string, origins: readonly string[]): boolean => origins.includes('*') || origins.includes(origin);

const denied = (message: string): Refusal => ({ status: 403, name: 'AccessDeniedException', message });
