import { readdirSync, readFileSync } from 'node:fs';
import { FLOW_NAME, type Flow, type Trace, type Track } from '../src/model.ts';
import { decode } from '../src/recorded.ts';
import { at, TEXT } from './paths.ts';

const FOLDER = '../tests/data/traces';
const fileOf = (track: Track, flow: Flow, broken?: string): string => [track, FLOW_NAME[flow], ...(broken ? [broken] : [])].join('-');

/** The recorded run of the page's example, as it goes well or with something broken. */
export function recorded(track: Track, flow: Flow, broken?: string): Trace {
  return decode(JSON.parse(readFileSync(at(`${FOLDER}/${fileOf(track, flow, broken)}.json`), TEXT)));
}

/** What was broken in the recorded runs of a flow. */
export function breaksOf(track: Track, flow: Flow): string[] {
  const begin = `${fileOf(track, flow)}-`;
  return readdirSync(at(FOLDER)).flatMap((file) => (file.startsWith(begin) ? [file.slice(begin.length, -'.json'.length)] : []));
}
