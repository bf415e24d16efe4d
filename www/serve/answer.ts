/** What is said over HTTP where no operation of KMS answers: AWS's own names for errors, in AWS's form. */
import { type ServerResponse } from 'node:http';
import { type Duplex } from 'node:stream';

const TYPE = 'application/x-amz-json-1.1';
const JSON_TYPE = 'application/json';

/** An error, by the name that AWS's list of common errors has for it. */
export interface Refusal {
  readonly status: number;
  readonly name: string;
  readonly message: string;
}

const text = ({ name, message }: Refusal): string => JSON.stringify({ __type: name, message });

export function send(response: ServerResponse, status: number, type: string, body: string | Uint8Array, requestId?: string): void {
  const bytes = Buffer.from(body);
  response.writeHead(status, { ...(requestId === undefined ? {} : { 'x-amzn-requestid': requestId }), 'content-type': type, 'content-length': bytes.length });
  // A text goes out together with the headers, bytes in a packet of their own.
  response.end(bytes.toString('latin1'), 'latin1');
}

export function refuse(response: ServerResponse, refusal: Refusal): void {
  send(response, refusal.status, TYPE, text(refusal));
}

export function sendJson(response: ServerResponse, value: unknown): void {
  send(response, 200, JSON_TYPE, `${JSON.stringify(value)}\n`);
}

/** What could not be read as HTTP is answered on the bare connection, which then ends. */
export function hangUp(socket: Duplex, error: NodeJS.ErrnoException): void {
  if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy();
  const refusal = UNREADABLE[error.code ?? ''] ?? { status: 400, name: 'MalformedHttpRequestException', message: 'This is no HTTP request.' };
  const body = text(refusal);
  socket.end(`HTTP/1.1 ${refusal.status} ${refusal.name}\r\nContent-Type: ${TYPE}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`);
}

const UNREADABLE: Readonly<Record<string, Refusal>> = {
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, name: 'RequestTimeoutException', message: 'The request took too long to arrive.' },
  HPE_HEADER_OVERFLOW: { status: 431, name: 'MalformedHttpRequestException', message: 'The headers are too long.' },
};
