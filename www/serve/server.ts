/** HTTP on the outside, an engine on the inside. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { hangUp, refuse, send } from './answer.ts';
import { doors } from './doors.ts';
import { allow, preflight, stranger } from './guard.ts';
import { type Keeper } from './keeper.ts';

/** A body that is longer is read to its end, and no more kept of it than shows that it is too long for the engine. */
const BODY_MOST = 1 << 20;

const LIMITS = {
  maxHeaderSize: 16 * 1_024,
  headersTimeout: 10_000,
  requestTimeout: 20_000,
  connectionsCheckingInterval: 1_000,
  // Longer than clients keep a connection that they do not use: whoever closes second never writes to one that is closed.
  keepAliveTimeout: 75_000,
};

/** A server that is not listening yet. `broken` hears when nothing can be kept any more. */
export function serverOf(keeper: Keeper, origins: readonly string[], broken: (error: Error) => void): Server {
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const refusal = stranger(request, origins);
    if (refusal) return refuse(response, refusal);
    allow(request, response);
    if (request.method === 'OPTIONS' && request.headers.origin !== undefined) return preflight(request, response);
    const body = await read(request);
    const path = request.url ?? '/';
    if (path.startsWith('/_glass/')) return doors(keeper, request.method ?? '', path, body, response);
    const { status, headers, body: answered } = keeper.handle(['handle', request.method ?? '', path, header(request, 'x-amz-target'), header(request, 'authorization'), body]);
    await keeper.settled();
    send(response, status, headers['content-type'] ?? '', answered, headers['x-amzn-requestid']);
  };
  const server = createServer(LIMITS, (request, response) => {
    answer(request, response).catch((error: Error) => {
      // The client has gone, and nobody waits for an answer.
      if (request.destroyed && !request.complete) return;
      response.once('close', () => broken(error));
      refuse(response, { status: 500, name: 'KMSInternalException', message: error.message });
    });
  });
  server.on('clientError', (error, socket) => hangUp(socket, error));
  return server;
}

/** The body, a character for each byte. */
function read(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    let body = '';
    request.setEncoding('latin1');
    request.on('data', (chunk: string) => {
      if (body.length <= BODY_MOST) body += chunk;
    });
    request.on('end', () => resolve(body));
    request.on('error', reject);
  });
}

function header(request: IncomingMessage, name: string): string | null {
  const value = request.headers[name];
  return typeof value === 'string' ? value : null;
}
