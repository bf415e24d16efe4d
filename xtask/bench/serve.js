/**
 * `glass-kms serve` beside moto's server: the same requests over the same number of connections, on this machine, one server
 * after the other. Started by `cargo xtask bench`; MOTO names the Python that has moto.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CONNECTIONS = 32;
const STARTS = 5;
/** How many requests each gets before the measurement, until it has become as fast as it will, and in it. */
const FEW = { warmUp: 10_000, count: 40_000 };
/** moto's server is as fast from the start on, and would take minutes. */
const FEWER = { warmUp: 500, count: 3_000 };
const MANY = 1_000_000;
const HEADERS = [
  'Host: 127.0.0.1',
  'Content-Type: application/x-amz-json-1.1',
  'Authorization: AWS4-HMAC-SHA256 Credential=test/20261126/us-east-1/kms/aws4_request, SignedHeaders=host;x-amz-date, Signature=0',
  'X-Amz-Date: 20261126T000000Z',
];

const path = (name) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const glass = (...options) => ({ program: process.execPath, args: (port) => [path('www/dist-npm/serve/main.js'), 'serve', '--port', port, ...options] });
const moto = { program: process.env['MOTO'], args: (port) => ['-c', 'from moto.server import main; main()', '-H', '127.0.0.1', '-p', port] };

/** @param {(what: string) => void} tell hears what is measured next */
export async function measureServers(tell) {
  const folder = mkdtempSync(join(tmpdir(), 'glass-kms-bench-'));
  try {
    const contenders = { glass: glass(), kept: glass('--state', join(folder, 'state')), moto };
    const figures = {};
    for (const [name, contender] of Object.entries(contenders)) {
      tell(name);
      figures[name] = { start: await startOf(contender), ...(await loadOf(contender, name === 'moto' ? FEWER : FEW)) };
    }
    tell(`glass, ${MANY} requests`);
    figures.many = await loadOf(contenders.glass, { warmUp: FEW.warmUp, count: MANY });
    return figures;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Milliseconds from the start of the program to its first answer: the best of some. */
async function startOf(contender) {
  const times = [];
  for (let round = 0; round < STARTS; round += 1) {
    const start = performance.now();
    const server = await started(contender);
    times.push(performance.now() - start);
    await server.end();
  }
  return Math.min(...times);
}

/** Requests a second, the 99th percentile in milliseconds, and memory in MiB, before and after. */
async function loadOf(contender, { warmUp, count }) {
  const server = await started(contender);
  try {
    const { KeyMetadata } = JSON.parse(await askOnce(server.port, request('CreateKey', {})));
    const data = request('GenerateDataKey', { KeyId: KeyMetadata.KeyId, KeySpec: 'AES_256' });
    await load(server.port, data, warmUp);
    const before = server.memory();
    const figures = await load(server.port, data, count);
    return { ...figures, before, memory: server.memory() };
  } finally {
    await server.end();
  }
}

async function load(port, bytes, count) {
  const times = new Float64Array(count);
  let next = 0;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      const connection = await opened(port);
      while (next < count) {
        const at = next;
        next += 1;
        const sent = performance.now();
        const { status } = await connection.ask(bytes);
        if (status !== 200) throw new Error(`request ${at}: status ${status}`);
        times[at] = performance.now() - sent;
      }
      connection.close();
    }),
  );
  const seconds = (performance.now() - start) / 1_000;
  times.sort();
  return { count, rate: count / seconds, p99: times[Math.floor(count * 0.99)] };
}

async function askOnce(port, bytes) {
  const connection = await opened(port);
  const { body } = await connection.ask(bytes);
  connection.close();
  return body;
}

function request(operation, input) {
  const body = JSON.stringify(input);
  return Buffer.from(`POST / HTTP/1.1\r\n${HEADERS.join('\r\n')}\r\nX-Amz-Target: TrentService.${operation}\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
}

/** A connection that asks one thing after the other, with as little work as that takes: it is on the same machine. */
async function opened(port) {
  let socket;
  let text = '';
  let isLast = false;
  let answered;
  let failed;
  const open = async () => {
    socket?.destroy();
    isLast = false;
    socket = connect(port, '127.0.0.1').setNoDelay(true).setEncoding('latin1');
    socket.on('data', (chunk) => {
      text += chunk;
      const end = text.indexOf('\r\n\r\n');
      if (end < 0) return;
      const length = Number(/content-length: (\d+)/i.exec(text)?.[1]);
      if (text.length < end + 4 + length) return;
      const answer = { status: Number(text.slice(9, 12)), body: text.slice(end + 4) };
      // Some servers end a connection after each answer.
      isLast = /^HTTP\/1\.0 |\r\nconnection: close\r\n/i.test(text);
      text = '';
      answered?.(answer);
    });
    socket.on('error', (error) => failed?.(error));
    await once(socket, 'connect');
  };
  await open();
  return {
    async ask(bytes) {
      if (isLast) await open();
      return new Promise((resolve, reject) => {
        [answered, failed] = [resolve, reject];
        socket.write(bytes);
      });
    },
    close: () => socket.destroy(),
  };
}

async function started({ program, args }) {
  const port = await freePort();
  const child = spawn(program, args(String(port)), { stdio: 'ignore' });
  const ended = once(child, 'exit');
  while (child.exitCode === null && !(await answers(port))) await new Promise((resolve) => setTimeout(resolve, 5));
  if (child.exitCode !== null) throw new Error(`${program} ended with ${child.exitCode}`);
  return {
    port,
    memory: () => resident(child.pid),
    async end() {
      child.kill();
      await ended;
    },
  };
}

async function answers(port) {
  return askOnce(port, request('ListKeys', {})).then(
    () => true,
    () => false,
  );
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** What the process holds in memory, in MiB; where the system does not tell, nothing. */
function resident(pid) {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1_024;
  } catch {
    return NaN;
  }
}
