/** `POST /_glass/…`: what AWS has no operation for, and tests need. */
import { type ServerResponse } from 'node:http';
import { refuse, sendJson } from './answer.ts';
import { type Keeper } from './keeper.ts';

type Door = (keeper: Keeper, input: Record<string, unknown>) => unknown;

const DOORS: Readonly<Record<string, Door>> = {
  reset(keeper) {
    keeper.reset();
    return {};
  },
  advance(keeper, { seconds }) {
    if (typeof seconds !== 'number' || !Number.isFinite(seconds)) throw new TypeError('seconds must be a number');
    const events = keeper.do(['advance', seconds]);
    return { now: keeper.now(), events };
  },
  audit: (keeper, options) => ({ events: keeper.audit(options) }),
  iam(keeper, { operation, input = {} }) {
    if (typeof operation !== 'string') throw new TypeError('operation must be the name of an operation of IAM');
    if (typeof input !== 'object' || input === null) throw new TypeError('input must be an object');
    return keeper.do(['iam', operation, input]);
  },
};

/** Answers, or says in a sentence why not. */
export async function doors(keeper: Keeper, method: string, path: string, body: string, response: ServerResponse): Promise<void> {
  const name = path.slice('/_glass/'.length);
  const door = Object.hasOwn(DOORS, name) ? DOORS[name] : undefined;
  if (!door) return refuse(response, { status: 404, name: 'UnknownOperationException', message: `There is no ${path}; there are ${Object.keys(DOORS).map((known) => `/_glass/${known}`).join(', ')}.` });
  if (method !== 'POST') return refuse(response, { status: 405, name: 'UnknownOperationException', message: `${path} knows only POST, not ${method}.` });
  let answer: unknown;
  try {
    answer = door(keeper, input(body));
  } catch (error) {
    // What the engine does not take, it says by an exception; it has done nothing then.
    return refuse(response, { status: 400, name: 'ValidationException', message: error instanceof Error ? error.message : String(error) });
  }
  await keeper.settled();
  sendJson(response, answer);
}

function input(body: string): Record<string, unknown> {
  const text = Buffer.from(body, 'latin1').toString('utf8').trim();
  const value: unknown = text === '' ? {} : JSON.parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TypeError('the body must be one JSON object');
  return value as Record<string, unknown>;
}
