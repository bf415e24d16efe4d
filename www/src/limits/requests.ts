import { html, nothing, type TemplateResult } from 'lit';
import { numberField } from '../number-field.ts';
import { thenNow } from '../then-now.ts';
import { bucket } from './bucket.ts';
import { GROWTH, longestWait } from './backoff.ts';
import { clients } from './clients.ts';
import { operations } from './operations.ts';
import { slider } from './slider.ts';
import { ATTEMPTS, BASE, type Bucket, BUCKETS, CAP, DOCUMENTED, type Load, RATE, SECONDS, SMALL, UNTOUCHED, withBucket } from './state.ts';
import type { LimitsView } from './view.ts';

/** A bucket that empties, and what clients make of it. */
export function requests(view: LimitsView): TemplateResult {
  const { said } = view;
  const words = said.requests;
  const quotas = [...view.quotas].flatMap(([name, quota]): [string, number][] => (name === 'small' ? [] : [[said.regions[name], quota]]));
  return html`<p class="note">${words.what} ${words.model}</p>
    ${whose(view)} ${load(view)}
    <div class="bench">${bucket(view)}<div class="trials">${clients(view)} ${settings(view)} ${operations(view)}</div></div>
    ${thenNow(said, said.thenNow.requests.past(DOCUMENTED.rate), said.thenNow.requests.today(quotas))}`;
}

function whose({ said, limits, quotas, set }: LimitsView): TemplateResult {
  const words = said.requests;
  const name = (one: Bucket): string => (one === 'small' ? words.small : said.regions[one]);
  const quota = (one: Bucket): number | undefined => (one === 'small' ? SMALL.quota : quotas.get(one));
  return html`<fieldset><legend>${words.bucket}</legend><div class="seg">
    ${BUCKETS.map(
      (one) => html`<button type="button" data-bucket=${one} aria-pressed=${one === limits.load.bucket ? 'true' : 'false'} @click=${() => set({ load: withBucket(limits.load, one) })}>
        ${name(one)} <small>${words.perSecond(quota(one) ?? 0)}</small></button>`,
    )}
  </div>${limits.load.bucket === 'small' ? html`<p class="note">${words.smallWhat}</p>` : nothing}</fieldset>`;
}

function load({ said, limits, set }: LimitsView): TemplateResult {
  const words = said.requests;
  const { rate, seconds } = limits.load;
  const change = (change: Partial<Load>, typed = false): void => set({ load: { ...limits.load, ...change } }, typed);
  return html`<div class="row load">
    ${slider({ name: words.rate, unit: words.unit, limits: RATE, value: rate, said: words.rateSaid(rate), set: (rate, typed) => change({ rate }, typed) })}
    ${numberField({ name: words.seconds, unit: words.secondsUnit, range: '', limits: SECONDS, value: seconds, set: (seconds) => change({ seconds }) })}
    <p class="note">${words.load(rate, seconds)}</p>
  </div>`;
}

/** How a client goes about what was refused. */
function settings({ said, limits, set }: LimitsView): TemplateResult {
  const words = said.requests;
  const { attempts, base, cap } = limits.load;
  const usual = UNTOUCHED.load;
  const field = (what: 'attempts' | 'base' | 'cap', name: string, unit: string, within: { least: number; most: number }): TemplateResult =>
    numberField({ name, unit, range: words.range(within.least, within.most), limits: within, value: limits.load[what], set: (value) => set({ load: { ...limits.load, [what]: value } }) });
  const waits = [...new Set(Array.from({ length: attempts - 1 }, (_, i) => longestWait({ base, cap }, i + 1)))];
  return html`<section class="settings" aria-labelledby="settings-title">
    <h3 id="settings-title">${words.settings}</h3>
    <div class="row">
      ${field('attempts', words.attempts, words.attemptsUnit, ATTEMPTS)} ${field('base', words.base, words.baseUnit, BASE)} ${field('cap', words.cap, words.capUnit, CAP)}
    </div>
    <p class="note"><code>${words.formula(GROWTH)}</code> ${words.waits(waits)}</p>
    <p class="note">${words.settingsWhat(usual.attempts, usual.base, usual.cap)}</p>
  </section>`;
}
