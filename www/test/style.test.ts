import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { tokens } from '../src/style/index.ts';

/** What every stylesheet of the page is made of: the values of `src/style/tokens.ts`, and no others. */

const SRC = new URL('../src/', import.meta.url);
const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(ts|css)$/.test(file) && file !== 'style/tokens.ts');
const sheets = files.flatMap((file) => {
  const source = readFileSync(new URL(file, SRC), 'utf8');
  const texts = file.endsWith('.css') ? [source] : [...source.matchAll(/css`([\s\S]*?)`/g)].map(([, text]) => text ?? '');
  return texts.map((text) => ({ file, text: text.replaceAll(/\/\*[\s\S]*?\*\//g, '') }));
});

interface Declaration {
  readonly file: string;
  readonly property: string;
  readonly value: string;
}

const declarations: readonly Declaration[] = sheets.flatMap(({ file, text }) =>
  [...text.matchAll(/(?<=[{;]\s*)([a-z-]+):\s*([^;{}]+);/g)].map(([, property = '', value = '']) => ({ file, property, value: value.replaceAll(/\s+/g, ' ') })),
);

const named = [...tokens.cssText.matchAll(/(--kms-[\w-]+):\s*([^;]+);/g)].map(([, name = '', value = '']) => [name, value] as const);
const values = new Map(named);

/** What stands outside the scales, and why. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'style/base.ts margin: -1px': 'what only a screen reader is to find has to leave its own place',
  'life/lane-style.ts padding-inline-start: var(--late)': 'how late in its key’s life a letter was written',
  'audit/style.ts padding: 0 0 0 1.2em': 'room for the bullets, which are as large as the letters',
  'access/why/document-style.ts padding-inline-end: 1em': 'as wide as a letter beside it',
  'stepper/steps-style.ts padding-inline-start: calc(1.6em + var(--kms-space-3))': 'under the words, past the number',
  'stepper/steps-style.ts margin-inline-start: calc(1.6em + var(--kms-space-1))': 'under the words, past the number',
  'stepper/style.ts margin: 0 calc(-50% / var(--stops)) 0 calc(50% / var(--stops))': 'numbers stand under their stops, wherever these are',
};

/** The sheet for what stands outside the element, where its custom properties do not reach: it has their values. */
const OUTSIDE = 'page/page.css';
const written = (prefix: string): ReadonlySet<string> => new Set(named.filter(([name]) => name.startsWith(prefix)).map(([, value]) => value));

function assertOnly(property: RegExp, allowed: (value: string, file: string) => boolean): void {
  const found = declarations.filter((one) => property.test(one.property));
  assert.ok(found.length > 0, `some sheet has ${property}`);
  const outside = found.map(({ file, property: name, value }) => [`${file} ${name}: ${value}`, value, file] as const).filter(([place, value, file]) => !(place in EXCEPTIONS) && !allowed(value, file));
  assert.deepEqual(outside.map(([place]) => place), []);
}

test('every text has a size and a weight of the scale', () => {
  const size = /^var\(--kms-(text|draw)-[a-z]+\)/;
  assertOnly(/^font-size$/, (value, file) => value === 'inherit' || size.test(value) || (file === OUTSIDE && written('--kms-text-').has(value)));
  assertOnly(/^font$/, (value) => value === 'inherit' || size.test(value));
  assertOnly(/^font-weight$/, (value) => ['400', 'inherit', 'var(--kms-bold)'].includes(value));
});

test('sizes in the units of a drawing are for drawings', () => {
  const inDrawings = declarations.filter(({ value }) => value.includes('--kms-draw-'));
  assert.ok(inDrawings.length > 0);
  for (const { file, text } of sheets.filter(({ text }) => text.includes('--kms-draw-'))) assert.match(text, /fill:|stroke:/, file);
});

test('every distance is of the scale', () => {
  const isOne = (part: string): boolean => /^(0|auto|var\(--kms-space-\d\)|env\(safe-area-inset-[a-z]+, 0px\))$/.test(part);
  // What is outside is prose to be printed, spaced by its letters.
  const isProse = (part: string): boolean => isOne(part) || /^[\d.]+em$/.test(part) || written('--kms-space-').has(part);
  const isDistance = (value: string, file: string): boolean => {
    const sums = value.replaceAll(/calc\(-1 \* (var\(--kms-space-\d\))\)/g, '$1').replaceAll(/calc\(((?:[^()]|\([^()]*\))*)\)/g, (_, sum: string) => sum.replaceAll(/ [+-] /g, ' '));
    return (sums.match(/env\([^)]*\)|\S+/g) ?? []).every(file === OUTSIDE ? isProse : isOne);
  };
  assertOnly(/^(padding|margin|(row-|column-)?gap)/, isDistance);
});

test('every corner is of the scale', () => {
  const isOne = (part: string): boolean => /^(0|50%|var\(--kms-radius(-[a-z]+)?\))$/.test(part);
  assertOnly(/radius$/, (value) => value.replaceAll('calc(var(--kms-radius) - 1px)', '0').split(' ').every(isOne));
});

test('every colour is one of the tokens, or the reader’s own', () => {
  const colours = written('--kms-');
  for (const { file, property, value } of declarations) {
    const own = file === OUTSIDE ? value.replaceAll(/light-dark\([^)]*\)/g, (found) => (colours.has(found) ? '' : found)) : value;
    assert.doesNotMatch(own, /#[\da-f]{3}|\b(rgb|hsl|hwb|lab|lch|oklab|oklch|color|light-dark)\(|\b(black|white|gr[ae]y|red|green|blue|orange|yellow)\b/i, `${file} ${property}: ${value}`);
  }
});

test('every token is used, and none is used that there is not', () => {
  const used = new Set([...sheets.map(({ text }) => text), tokens.cssText].flatMap((text) => [...text.matchAll(/var\((--kms-[\w-]+)/g)].map(([, name]) => name)));
  // A tint is told by its number.
  const everywhere = files.map((file) => readFileSync(new URL(file, SRC), 'utf8')).join('\n');
  // How high the window is, where the page has it to itself.
  assert.deepEqual([...used].filter((name) => !values.has(name ?? '')), ['--kms-room']);
  assert.deepEqual([...values.keys()].filter((name) => !used.has(name) && !everywhere.includes(`var(${name.replace(/\d$/, '')}`)), []);
});

type Theme = 'light' | 'dark';

/** A token's colour, as red, green and blue. */
function colour(token: string, theme: Theme): readonly number[] {
  const value = values.get(`--kms-${token}`) ?? '';
  const alias = /^var\(--kms-([\w-]+)\)$/.exec(value)?.[1];
  if (alias) return colour(alias, theme);
  const [light = '', dark = ''] = [...value.matchAll(/#([\da-f]{6})/g)].map(([, hex]) => hex ?? '');
  const hex = theme === 'light' ? light : dark;
  assert.match(hex, /^[\da-f]{6}$/, token);
  return [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
}

/** As WCAG 2 has it. */
function contrast(one: string, other: string, theme: Theme): number {
  const light = (token: string): number => {
    const [r = 0, g = 0, b = 0] = colour(token, theme).map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [dark = 0, bright = 0] = [light(one), light(other)].sort((a, b) => a - b);
  return (bright + 0.05) / (dark + 0.05);
}

const FIELDS = [1, 2, 3, 4, 5, 6, 7, 8].map((n) => `field-${n}`);
/** Which words stand on what. */
const TEXT: readonly (readonly [text: readonly string[], on: readonly string[]])[] = [
  [['fg', 'fg-2', 'fg-3', 'plain', 'wrapped', 'data', 'cipher', 'warn', 'refused'], ['card', 'bg']],
  [['fg', 'fg-2', 'plain'], ['plain-bg']],
  [['fg', 'fg-2', 'wrapped'], ['wrapped-bg']],
  [['fg', 'fg-2', 'warn'], ['warn-bg']],
  [['fg', 'fg-2', 'refused'], ['refused-bg']],
  [['fg'], FIELDS],
  [['on-accent'], ['accent']],
  // What has just come is filled, and its words are cut out of it.
  [['card'], ['plain', 'wrapped', 'data', 'cipher', 'refused']],
];
/** Which lines and shapes have to be seen on what: hairlines only set apart. */
const SHAPES = [['edge', 'focus', 'plain', 'wrapped', 'data', 'cipher', 'refused', 'warn'], ['card', 'bg']] as const;

for (const theme of ['light', 'dark'] as const) {
  test(`words and shapes can be told from what they stand on, ${theme}`, () => {
    const check = (pairs: readonly (readonly [string, string])[], least: number): void => {
      for (const [one, on] of pairs) {
        const found = contrast(one, on, theme);
        assert.ok(found >= least, `${one} on ${on}: ${found.toFixed(2)}, ${least} is wanted`);
      }
    };
    check(TEXT.flatMap(([texts, grounds]) => texts.flatMap((one) => grounds.map((on) => [one, on] as const))), 4.5);
    check(SHAPES[0].flatMap((one) => SHAPES[1].map((on) => [one, on] as const)), 3);
  });
}

test('no two roles have one colour', () => {
  for (const theme of ['light', 'dark'] as const) {
    const roles = ['plain', 'wrapped', 'data', 'cipher', 'refused'].map((role) => colour(role, theme).join());
    assert.equal(new Set(roles).size, roles.length, theme);
  }
});
