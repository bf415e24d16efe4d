import { readFileSync } from 'node:fs';
import { FLOW_NAME, type Flow, type Trace, type Track } from '../src/model.ts';
import { decode } from '../src/recorded.ts';
import { at, TEXT } from './paths.ts';

/** The recorded run of the page's example. */
export function recorded(track: Track, flow: Flow): Trace {
  return decode(JSON.parse(readFileSync(at(`../tests/data/traces/${track}-${FLOW_NAME[flow]}.json`), TEXT)));
}
