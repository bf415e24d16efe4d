import { ROWS } from '../src/compare.ts';
import { FLOW_NAME, type Blob, type Flow, type Lang, type Step, type Trace, type Track } from '../src/model.ts';
import { toHex } from '../src/inspector/bytes.ts';
import { quote } from '../src/scene/bytes.ts';
import { differsText, LANGS, learn, say, stepText, text } from '../src/text/index.ts';
import { escaped } from './template.ts';
import { recorded } from './traces.ts';

const FLOWS = Object.keys(ROWS) as Flow[];
const TRACKS: readonly Track[] = ['article', 'aws'];

/** No more bytes of one thing are written out. */
const SHOWN = 48;

await learn('ja');

/** Puts every step of every flow, with the bytes of the recorded run, between the element's tags: for those without it. */
export function withFallback(html: string): string {
  const tags = /(<glass-kms[^>]*>)([\s\S]*?)(\s*<\/glass-kms>)/;
  if (!tags.test(html)) throw new Error('index.html has no <glass-kms>');
  return html.replace(tags, (_, open: string, __, close: string) => `${open}\n${LANGS.map(told).join('\n')}${close}`);
}

function told(lang: Lang): string {
  const { scene } = text(lang);
  const flows = FLOWS.flatMap((flow) => TRACKS.map((track) => `<h2>${scene.flows[flow]}: ${scene.views[track]}</h2>\n${list(lang, recorded(track, flow))}`));
  return `<section lang="${lang}"><p>${escaped(scene.tagline)}</p>\n${flows.join('\n')}</section>`;
}

export function list(lang: Lang, trace: Trace): string {
  const flow = FLOWS.find((name) => FLOW_NAME[name] === trace.flow) ?? 'encrypt';
  return `<ol data-flow="${flow}" data-track="${trace.track}">\n${trace.steps.map((step) => item(lang, trace, step)).join('\n')}\n</ol>`;
}

function item(lang: Lang, trace: Trace, step: Step): string {
  const { scene } = text(lang);
  const said = stepText(lang, step.text.key);
  const way = step.from === step.to ? scene.actorsInside[step.to] : scene.between(scene.actors[step.from], scene.actors[step.to]);
  const differs = differsText(lang, step.differs);
  const sentences = [say(said?.why ?? '', step.text.args), ...(differs ? [`${scene.differsMark[trace.track]} ${differs}`] : [])];
  return `<li><h3>${escaped(say(said?.headline ?? '', step.text.args))}</h3><p>${escaped(way)}</p>${sentences.map((one) => `<p>${escaped(one)}</p>`).join('')}${blobs(lang, trace, step)}</li>`;
}

/** What the step moves, or what it leaves where there was nothing. */
function blobs(lang: Lang, trace: Trace, step: Step): string {
  const before = trace.steps[step.n - 2]?.holds[step.to] ?? trace.holds[step.to] ?? [];
  const made = (step.holds[step.to] ?? []).filter((id) => !before.includes(id));
  const ids = step.moves.length > 0 ? step.moves : made;
  const shown = ids.map((id) => trace.blobs[id]).filter((blob) => blob !== undefined);
  return shown.length === 0 ? '' : `<dl>${shown.map((blob) => `<dt>${escaped(title(lang, blob))}</dt><dd>${bytes(lang, blob)}</dd>`).join('')}</dl>`;
}

function title(lang: Lang, blob: Blob): string {
  const { scene } = text(lang);
  return `${scene.blobTitle(scene.blobs[blob.id] ?? blob.id, scene.roles[blob.role])} (${scene.bytes(blob.length)})`;
}

function bytes(lang: Lang, blob: Blob): string {
  if (!blob.bytes) return escaped(`${text(lang).scene.neverLeaves} (${blob.fingerprint})`);
  const said = blob.role === 'json' || blob.role === 'user-data' ? quote(blob, 400) : undefined;
  const more = blob.bytes.length > SHOWN ? '…' : '';
  return `<code>${escaped(said ?? toHex(blob.bytes.subarray(0, SHOWN)) + more)}</code>`;
}

