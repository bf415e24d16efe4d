/** The figures of all places as one table, and whether each target is met. */

const DATA_KEY = { bare: 'bare cryptography', call: 'call', handle: 'handle', webcrypto: 'WebCrypto, same cryptography' };
const GROWTH = { generate: 'GenerateDataKey', decrypt: 'Decrypt' };
const BULK = {
  encryptFlow: 'encryptFlow',
  webcryptoEncrypt: 'WebCrypto encrypt',
  decryptFlow: 'decryptFlow',
  webcryptoDecrypt: 'WebCrypto decrypt',
};

/** `atLeast` or `atMost` says what is asked of the ratio. */
export const TARGETS = [
  { name: 'call / bare', ratio: ({ dataKey }) => dataKey.call.rate / dataKey.bare.rate, atLeast: 0.6 },
  { name: 'handle / bare', ratio: ({ dataKey }) => dataKey.handle.rate / dataKey.bare.rate, atLeast: 0.5 },
  { name: 'call / WebCrypto', ratio: ({ dataKey }) => dataKey.call.rate / dataKey.webcrypto.rate, atLeast: 8 },
  { name: 'GenerateDataKey, cost at 100,000 keys / at 10', ratio: (all) => cost(all, 'generate'), atMost: 1.5 },
  { name: 'Decrypt, cost at 100,000 keys / at 10', ratio: (all) => cost(all, 'decrypt'), atMost: 1.5 },
  { name: 'encryptFlow / WebCrypto', ratio: ({ bulk }) => bulk.encryptFlow / bulk.webcryptoEncrypt, atLeast: 0.8 },
];

function cost({ growth }, operation) {
  return growth[`${operation}-10`].rate / growth[`${operation}-100000`].rate;
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
  rows.push([], ['10 MB at once', ...both(() => ['MB/s', ''])]);
  for (const [key, name] of Object.entries(BULK)) rows.push([`  ${name}`, ...both(({ bulk }) => [whole(bulk[key]), ''])]);
  rows.push([], ['targets', ...both(() => ['ratio', ''])]);
  for (const target of TARGETS) rows.push([`  ${goal(target)}`, ...both((figures) => verdict(target, figures))]);
  return lines(rows);
}

function goal({ name, atLeast, atMost }) {
  return atLeast === undefined ? `${name}: at most ${atMost}` : `${name}: at least ${atLeast}`;
}

function verdict({ ratio, atLeast = -Infinity, atMost = Infinity }, figures) {
  const found = ratio(figures);
  return [found.toFixed(2), found >= atLeast && found <= atMost ? 'met' : 'NOT MET'];
}

function speed({ rate, p99 }) {
  return [whole(rate), p99.toFixed(1)];
}

function whole(number) {
  return Math.round(number).toLocaleString('en');
}

function lines(rows) {
  const widths = [];
  for (const row of rows) row.forEach((cell, column) => (widths[column] = Math.max(widths[column] ?? 0, cell.length)));
  const pad = (cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column] + 2));
  return rows.map((row) => row.map(pad).join('').trimEnd()).join('\n');
}
