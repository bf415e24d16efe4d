/** The figures of the servers as one table, and whether each target is met. */
import { goal, lines, verdict, whole } from './table.js';

const SERVERS = { glass: 'glass-kms serve', kept: 'glass-kms serve --state', moto: 'moto_server' };

/** Memory is flat if a million requests leave it within what garbage that was not collected yet takes. */
const TARGETS = [
  { name: 'requests a second, glass-kms / moto', ratio: ({ glass, moto }) => glass.rate / moto.rate, atLeast: 20 },
  { name: 'start-up, glass-kms / moto', ratio: ({ glass, moto }) => glass.start / moto.start, atMost: 0.1 },
  { name: 'memory after a million requests / after the first', ratio: ({ many }) => many.memory / many.before, atMost: 1.5 },
];

export function serverTable(figures) {
  const rows = [['GenerateDataKey over HTTP, 32 connections', 'requests/s', 'p99 ms', 'start-up ms', 'MiB']];
  for (const [key, name] of Object.entries(SERVERS)) rows.push([`  ${name}`, ...cells(figures[key])]);
  const { many } = figures;
  rows.push([`  glass-kms serve, ${whole(many.count)} requests, all answered`, whole(many.rate), many.p99.toFixed(1), '', `${whole(many.before)} to ${whole(many.memory)}`]);
  rows.push([], ['targets', 'ratio']);
  for (const target of TARGETS) rows.push([`  ${goal(target)}`, ...verdict(target, figures)]);
  return lines(rows);
}

const cells = ({ rate, p99, start, memory }) => [whole(rate), p99.toFixed(1), whole(start), whole(memory)];
