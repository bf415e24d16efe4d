import { mkdirSync, writeFileSync } from 'node:fs';
import { PLAN } from '../src/flows.ts';
import { FLOW_NAME, type Flow, type Lang, type Trace } from '../src/model.ts';
import { frame } from '../src/player.ts';
import { type Cause, refusalText } from '../src/refusal.ts';
import { layoutOf } from '../src/scene/layout.ts';
import { columns } from '../src/scene/measure.ts';
import { KmsScene } from '../src/scene/scene.ts';
import { sceneStyle } from '../src/scene/style.ts';
import { tokens } from '../src/style/index.ts';
import { LANGS, say, stepText, text } from '../src/text/index.ts';
import { at } from './paths.ts';
import { dense } from './plugins.ts';
import { escaped, markup } from './template.ts';
import { breaksOf, recorded } from './traces.ts';

const MARGIN = 28;

/** How the words over the drawing are set: columns are half an em wide, as in `measure.ts`. */
const HEADLINE = { size: 22, line: 31, room: 72 };
const WHY = { size: 15, line: 24, room: 106 };

const THEMES = ['light', 'dark'] as const;

type Theme = (typeof THEMES)[number];

/**
 * Writes a drawing of each step in each telling, and of where each break ends, in each language and for light and dark: for
 * places that take pictures and nothing else. They are named `decrypt-aws-3.en.svg`, `decrypt-aws-wrong-context.ja.dark.svg`.
 */
export function stills(): void {
  mkdirSync(at('dist/stills'), { recursive: true });
  const write = (name: string, trace: Trace, n: number, cause?: Cause): void => {
    for (const lang of LANGS) for (const theme of THEMES) writeFileSync(at(`dist/stills/${name}.${lang}${theme === 'dark' ? '.dark' : ''}.svg`), still(trace, n, lang, theme, cause));
  };
  for (const flow of Object.keys(FLOW_NAME) as Flow[]) {
    for (const track of ['article', 'aws'] as const) {
      const trace = recorded(track, flow);
      for (const { n } of trace.steps) write(`${flow}-${track}-${n}`, trace, n);
      for (const name of breaksOf(track, flow)) {
        const broken = recorded(track, flow, name);
        write(`${flow}-${track}-${name}`, broken, broken.steps.length, CAUSES[name]);
      }
    }
  }
}

/** What was broken, where the refusal alone does not say it. */
const CAUSES: Readonly<Record<string, Cause>> = { 'flipped-bit': 'flip', 'wrong-context': 'context' };

export function still(trace: Trace, n: number, lang: Lang, theme: Theme = 'light', cause?: Cause): string {
  const layout = layoutOf(trace, false);
  const said = words(trace, n, lang, cause);
  const headline = wrapped(said.headline, HEADLINE.room);
  const why = wrapped(said.why, WHY.room);
  const top = MARGIN + 24 + headline.length * HEADLINE.line + why.length * WHY.line + 20;
  const width = layout.width + 2 * MARGIN;
  const height = top + layout.height + MARGIN;
  const lines = (texts: readonly string[], y: number, { line, size }: typeof WHY, name: string): string =>
    texts.map((one, i) => `<text class="${name}" font-size="${size}" x="${MARGIN}" y="${y + i * line}">${escaped(one)}</text>`).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" lang="${lang}" role="img">
<title>${escaped(`${said.where} ${said.headline}`)}</title><desc>${escaped(said.why)}</desc>
<style>${STYLE[theme]}</style>
<rect class="paper" x="0.75" y="0.75" width="${width - 1.5}" height="${height - 1.5}" rx="16"/>
<text class="where" font-size="14" x="${MARGIN}" y="${MARGIN + 12}">${escaped(said.where)}</text>
${lines(headline, MARGIN + 12 + HEADLINE.line, HEADLINE, 'headline')}
${lines(why, MARGIN + 12 + headline.length * HEADLINE.line + WHY.line + 4, WHY, 'why')}
<g transform="translate(${MARGIN} ${top})">${drawing(trace, n, lang)}</g>
</svg>
`;
}

function words(trace: Trace, n: number, lang: Lang, cause: Cause): { where: string; headline: string; why: string } {
  const { scene } = text(lang);
  const step = trace.steps[n - 1];
  if (!step) throw new Error(`${trace.flow} has no step ${n}`);
  const said = stepText(lang, step.text.key);
  const way = step.from === step.to ? scene.actorsInside[step.to] : scene.between(scene.actors[step.from], scene.actors[step.to]);
  const { args } = step.text;
  const where = `${scene.stepOf(n, PLAN[trace.track][trace.flow === 'decrypt' ? 'decrypt' : 'encrypt'].length)}  ·  ${way}`;
  const { refused } = frame(trace, n);
  if (refused) return { where, ...refusalText(lang, trace, refused, cause) };
  return { where, headline: say(said?.headline ?? '', args), why: say(said?.why ?? '', args) };
}

/** The page's own drawing, written out where the step has come to rest. */
function drawing(trace: Trace, n: number, lang: Lang): string {
  const scene = new KmsScene();
  Object.assign(scene, { trace, t: n, lang });
  const svg = markup((scene as unknown as { render: () => unknown }).render());
  return svg.replace(/^<svg[^>]*>/, '').replace(/<\/svg>$/, '').replace(/\s*\n\s*/g, '\n');
}

/** The scene's style for a picture of its own, light or dark for good: nothing in it depends on an element around it. */
const styleFor = (colour: '$1' | '$2'): string => escapedStyle(
  `svg{${/:host \{([\s\S]*?)\n {2}\}/.exec(tokens.cssText)?.[1] ?? ''}}`.replace(/light-dark\(((?:[^(),]|\([^)]*\))*),\s*((?:[^()]|\([^)]*\))*)\)/g, colour) +
    sceneStyle.cssText
      .replace(/^\s*svg \{[^}]*\}/, 'svg{font-family:var(--kms-font);font-size:12px}')
      .replace(/@media \(forced-colors[\s\S]*$/, '')
      .replaceAll(':host(:not([resting])) ', '')
      .replace(/[^{}]*:host\([^{}]*\{[^}]*\}/g, '') +
    `.paper{fill:var(--kms-card);stroke:var(--kms-line);stroke-width:1.5}.where,.why{fill:var(--kms-fg-2)}.headline{font-weight:var(--kms-bold)}`,
);
const STYLE: Readonly<Record<Theme, string>> = { light: styleFor('$1'), dark: styleFor('$2') };

function escapedStyle(css: string): string {
  return dense(css).replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

/** Breaks a text into lines of so many columns, between words, and never before what ends a phrase. */
export function wrapped(said: string, room: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of phrases(said)) {
    if (line !== '' && columns((line + piece).trimEnd()) > room) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += piece;
  }
  return line === '' ? lines : [...lines, line.trimEnd()];
}

/** Words with what clings to them. */
function phrases(said: string): string[] {
  const pieces: string[] = [];
  let open = false;
  for (const { segment, isWordLike } of new Intl.Segmenter('ja', { granularity: 'word' }).segment(said)) {
    const opens = /^[「『（(“‘]$/.test(segment);
    if (pieces.length === 0 || ((isWordLike || opens) && !open && !/[\w’'.-]$/.test(pieces.at(-1) ?? ''))) pieces.push(segment);
    else pieces[pieces.length - 1] += segment;
    open = opens;
  }
  return pieces;
}
