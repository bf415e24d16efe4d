/** The figures of all places as one table, and whether each target is met. */

import { BARS } from './page.js';

const DATA_KEY = { bare: 'bare cryptography', call: 'call', counted: 'call, counted by a quota', handle: 'handle', webcrypto: 'WebCrypto, same cryptography' };
const GROWTH = { generate: 'GenerateDataKey', decrypt: 'Decrypt' };
const ACCESS = {
  root: () => 'the root, by the default key policy',
  statements: (count) => `a user, by the last of ${count} statement${count === '1' ? '' : 's'}`,
  grants: (count) => `a user, by one of ${count} grant${count === '1' ? '' : 's'}`,
  constraints: (count) => `a user, by one of their ${count} grants`,
  check: () => 'only the question to the default key policy',
};
const TIME = {
  year: 'advance by a year, 1,000 rotating keys',
  decade: 'advance by ten years, 10,000 rotating keys',
  end: 'advance from 1970 to the year 9999, 1 rotating key',
  snapshot: 'snapshot of 10,000 keys',
  restore: 'restore of 10,000 keys',
};
const LIMITS = {
  'sent until refused, let through per second': ({ sustained }) => sustained.rate,
  'and refused per second': ({ sustained }) => sustained.refused,
  'memory after a million calls, in pages of 64 KiB': ({ memory }) => memory.tenth,
  'after ten million': ({ memory }) => memory.all,
};
const BULK = {
  encryptFlow: 'encryptFlow',
  webcryptoEncrypt: 'WebCrypto encrypt',
  decryptFlow: 'decryptFlow',
  webcryptoDecrypt: 'WebCrypto decrypt',
};

/** `atLeast` or `atMost` says what is asked of the ratio. */
export const TARGETS = [
  { name: 'call / bare', ratio: ({ dataKey }) => dataKey.call.rate / dataKey.bare.rate, atLeast: 0.6 },
  { name: 'call, counted by a quota / bare', ratio: ({ dataKey }) => dataKey.counted.rate / dataKey.bare.rate, atLeast: 0.5 },
  { name: 'handle / bare', ratio: ({ dataKey }) => dataKey.handle.rate / dataKey.bare.rate, atLeast: 0.5 },
  { name: 'call / WebCrypto', ratio: ({ dataKey }) => dataKey.call.rate / dataKey.webcrypto.rate, atLeast: 8 },
  { name: 'GenerateDataKey, cost at 100,000 keys / at 10', ratio: (all) => cost(all, 'generate'), atMost: 1.5 },
  { name: 'Decrypt, cost at 100,000 keys / at 10', ratio: (all) => cost(all, 'decrypt'), atMost: 1.5 },
  { name: 'a user, cost with 50,000 grants to others / with 10', ratio: (all) => accessCost(all, 'grants'), atMost: 2 },
  { name: 'a user, cost with 50,000 grants / with 10', ratio: (all) => accessCost(all, 'constraints'), atMost: 2 },
  { name: 'default key policy / GenerateDataKey', ratio: ({ access }) => access['root-1'].rate / access['check-1'].rate, atMost: 0.1 },
  { name: 'Decrypt, cost with 1,000 materials / with 1', ratio: ({ materials }) => materials['decrypt-1'].rate / materials['decrypt-1000'].rate, atMost: 1.2 },
  { name: 'a year of 1,000 rotating keys, in seconds', ratio: ({ time }) => time.year / 1_000, atMost: 1 },
  { name: 'sustained, of the quota of 20,000 requests/s', ratio: ({ limits: { sustained } }) => sustained.rate / sustained.quota, atLeast: 0.999 },
  { name: 'memory after ten million calls / after one', ratio: ({ limits: { memory } }) => memory.all / memory.tenth, atMost: 1 },
  { name: 'encryptFlow / WebCrypto', ratio: ({ bulk }) => bulk.encryptFlow / bulk.webcryptoEncrypt, atLeast: 0.8 },
];

/** What was measured of the page, beside its bars. */
export function pageTable(figures) {
  const rows = BARS.map(({ name, read, atMost = Infinity }) => {
    const found = read(figures);
    return [`  ${name}${atMost === Infinity ? '' : `: at most ${atMost.toLocaleString('en')}`}`, found.toFixed(1), atMost === Infinity ? '' : found <= atMost ? 'met' : 'NOT MET'];
  });
  return lines([['the page', '', ''], ...rows]);
}

function cost({ growth }, operation) {
  return growth[`${operation}-10`].rate / growth[`${operation}-100000`].rate;
}

function accessCost({ access }, permission) {
  return access[`${permission}-10`].rate / access[`${permission}-50000`].rate;
}

/** @param {Record<string, any>} places what was measured, by the name of where */
export function table(places) {
  const all = Object.values(places);
  const both = (format) => all.flatMap(format);
  const rows = [['', ...Object.keys(places).flatMap((place) => [place, ''])]];
  rows.push(['one data key', ...both(() => ['ops/s', 'p99 µs'])]);
  for (const [key, name] of Object.entries(DATA_KEY)) rows.push([`  ${name}`, ...both(({ dataKey }) => speed(dataKey[key]))]);
  rows.push([], ['in a store of many keys', ...both(() => ['ops/s', 'p99 µs'])]);
  for (const key of Object.keys(all[0].growth)) {
    const [operation, count] = key.split('-');
    rows.push([`  ${GROWTH[operation]}, ${whole(Number(count))} keys`, ...both(({ growth }) => speed(growth[key]))]);
  }
  rows.push([], ['GenerateDataKey, permitted to', ...both(() => ['ops/s', 'p99 µs'])]);
  for (const key of Object.keys(all[0].access)) {
    const [permission, count] = key.split('-');
    rows.push([`  ${ACCESS[permission](whole(Number(count)))}`, ...both(({ access }) => speed(access[key]))]);
  }
  rows.push([], ['Decrypt, under a key of', ...both(() => ['ops/s', 'p99 µs'])]);
  for (const key of Object.keys(all[0].materials)) {
    const count = Number(key.split('-')[1]);
    rows.push([`  ${whole(count)} material${count === 1 ? '' : 's'}`, ...both(({ materials }) => speed(materials[key]))]);
  }
  rows.push([], ['as time passes', ...both(() => ['ms', ''])]);
  for (const [key, name] of Object.entries(TIME)) rows.push([`  ${name}`, ...both(({ time }) => [whole(time[key]), ''])]);
  rows.push([], ['10 MB at once', ...both(() => ['MB/s', ''])]);
  for (const [key, name] of Object.entries(BULK)) rows.push([`  ${name}`, ...both(({ bulk }) => [whole(bulk[key]), ''])]);
  rows.push([], ['with a quota and the audit log', ...both(() => ['', ''])]);
  for (const [name, figure] of Object.entries(LIMITS)) rows.push([`  ${name}`, ...both(({ limits }) => [whole(figure(limits)), ''])]);
  rows.push([], ['targets', ...both(() => ['ratio', ''])]);
  for (const target of TARGETS) rows.push([`  ${goal(target)}`, ...both((figures) => verdict(target, figures))]);
  return lines(rows);
}

export function goal({ name, atLeast, atMost }) {
  return atLeast === undefined ? `${name}: at most ${atMost}` : `${name}: at least ${atLeast}`;
}

export function verdict({ ratio, atLeast = -Infinity, atMost = Infinity }, figures) {
  const found = ratio(figures);
  return [found.toFixed(2), found >= atLeast && found <= atMost ? 'met' : 'NOT MET'];
}

function speed({ rate, p99 }) {
  return [whole(rate), p99.toFixed(1)];
}

export function whole(number) {
  return Math.round(number).toLocaleString('en');
}

export function lines(rows) {
  const widths = [];
  for (const row of rows) row.forEach((cell, column) => (widths[column] = Math.max(widths[column] ?? 0, cell.length)));
  const pad = (cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column] + 2));
  return rows.map((row) => row.map(pad).join('').trimEnd()).join('\n');
}
