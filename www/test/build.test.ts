import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { html, nothing, svg } from 'lit';
import { withFallback } from '../build/fallback.ts';
import { still, wrapped } from '../build/stills.ts';
import { markup } from '../build/template.ts';
import { breaksOf, recorded } from '../build/traces.ts';
import { PLAN } from '../src/flows.ts';
import { toHex } from '../src/inspector/bytes.ts';
import type { Flow, Track } from '../src/model.ts';
import { columns } from '../src/scene/measure.ts';
import { LANGS, learn, say, stepText } from '../src/text/index.ts';

await learn('ja');

const TRACKS: readonly Track[] = ['article', 'aws'];
const FLOWS: readonly Flow[] = ['encrypt', 'decrypt'];
const page = withFallback(readFileSync(new URL('../index.html', import.meta.url), 'utf8'));

const plain = (text: string): string => text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

test('without the element, the page has every step of every flow in both languages, with the recorded bytes', () => {
  for (const lang of LANGS) {
    const section = page.split(`<section lang="${lang}">`)[1]?.split('</section>')[0] ?? '';
    for (const track of TRACKS) {
      for (const flow of FLOWS) {
        const trace = recorded(track, flow);
        const list = section.split(`<ol data-flow="${flow}" data-track="${track}">`)[1]?.split('</ol>')[0] ?? '';
        const items = list.split('<li>').slice(1).map(plain);
        assert.equal(items.length, PLAN[track][flow].length, `${lang} ${track} ${flow}`);
        trace.steps.forEach((step, i) => {
          assert.ok(items[i]?.includes(say(stepText(lang, step.text.key)?.headline ?? '?', step.text.args)), step.text.key);
          for (const id of step.moves) {
            const { bytes, role } = trace.blobs[id] ?? {};
            if (bytes && role !== 'json' && role !== 'user-data') assert.ok(items[i]?.includes(toHex(bytes.subarray(0, 48))), `${step.id}: ${id}`);
          }
        });
      }
    }
  }
});

test('of what must not leave the HSM the text has the fingerprint', () => {
  const { blobs } = recorded('aws', 'encrypt');
  for (const { bytes, fingerprint } of [blobs['kms-key'], blobs['message-key']].filter((blob) => blob !== undefined)) {
    assert.equal(bytes, undefined);
    assert.ok(page.includes(`(${fingerprint})`));
  }
});

test('a still says in words what its step is, and draws what the recorded run did', () => {
  for (const lang of LANGS) {
    for (const track of TRACKS) {
      for (const flow of FLOWS) {
        const trace = recorded(track, flow);
        for (const step of trace.steps) {
          const drawn = still(trace, step.n, lang);
          assert.ok(plain(/<title>(.*)<\/title>/.exec(drawn)?.[1] ?? '').includes(say(stepText(lang, step.text.key)?.headline ?? '?', step.text.args)));
          assert.ok((drawn.match(/class="token /g) ?? []).length >= 2, `${flow} ${track} ${step.n}`);
          assert.doesNotMatch(drawn, /undefined|NaN|\[object|light-dark|:host|<script|on\w+=|tabindex|https?:(?!\/\/www\.w3\.org\/2000\/svg)/, `${flow} ${track} ${step.n}`);
        }
      }
    }
  }
});

test('a still of a break says who refused, in the colours that were asked for', () => {
  let seen = 0;
  for (const track of TRACKS) {
    for (const flow of FLOWS) {
      for (const name of breaksOf(track, flow)) {
        const trace = recorded(track, flow, name);
        const [light, dark] = (['light', 'dark'] as const).map((theme) => still(trace, trace.steps.length, 'en', theme));
        assert.match(light ?? '', /class="(barrier|gate refused|refused)|gate refused/, `${flow} ${track} ${name}`);
        assert.match(dark ?? '', /--kms-card:#1d1f25/);
        assert.doesNotMatch(dark ?? '', /undefined|NaN|light-dark|#1d1b19;/, `${flow} ${track} ${name}`);
        seen += 1;
      }
    }
  }
  assert.ok(seen >= 9, `${seen} breaks were recorded`);
});

test('stills differ from step to step', () => {
  const trace = recorded('aws', 'decrypt');
  assert.equal(new Set(trace.steps.map(({ n }) => still(trace, n, 'en'))).size, trace.steps.length);
});

test('lines are broken between words and hold what there is room for', () => {
  const said = 'The data key leaves the HSM twice: once plain, once sealed (and never again).';
  for (const room of [12, 20, 40]) {
    const lines = wrapped(said, room);
    assert.equal(lines.join(' '), said);
    assert.ok(lines.every((line) => columns(line) <= room), lines.join('|'));
  }
  const ja = '鍵管理サービスは、ホスト（入り口）とHSM（金庫）の二つからできています。';
  const lines = wrapped(ja, 24);
  assert.equal(lines.join(''), ja);
  assert.ok(lines.length > 2 && lines.every((line) => columns(line) <= 26 && !/^[、。）]/.test(line)), lines.join('|'));
});

test('a template is written out without listeners, properties and what is nothing, and its values cannot end it', () => {
  const inner = svg`<g class="a ${'b"<'}" x=${3} @click=${() => 0} ?hidden=${true} ?open=${false} role="button" tabindex="0" y=${nothing}>${['<x>', nothing, 1]}</g>`;
  assert.equal(markup(html`<p .value=${1}>${inner}</p>`), '<p><g class="a b&quot;&lt;" x="3" hidden="">&lt;x&gt;1</g></p>');
});
