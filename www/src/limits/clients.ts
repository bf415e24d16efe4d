import { html, nothing, type TemplateResult } from 'lit';
import { chart, CHART, COLUMNS, columnsOf, heightOf, spanOf } from './chart.ts';
import { TICK } from './load.ts';
import { type Client, CLIENTS, SMALL } from './state.ts';
import type { Trial } from './trials.ts';
import type { LimitsView } from './view.ts';

/** The same load, sent in three ways, drawn to the same scale. */
export function clients(view: LimitsView): TemplateResult {
  const { said, limits, trials, quotas } = view;
  const words = said.requests;
  const isSmall = limits.load.bucket === 'small';
  const capacity = isSmall ? SMALL.quota : (quotas.get(limits.load.bucket) ?? 1);
  const count = isSmall ? COLUMNS.few : COLUMNS.many;
  const done = CLIENTS.flatMap((client) => trials?.done.get(client) ?? []);
  const span = spanOf(Math.max(limits.load.seconds * 1_000, ...done.map(({ elapsed }) => elapsed)));
  const charts = new Map(done.map((trial) => [trial.client, columnsOf(trial.ticks, span, capacity, count)]));
  const most = Math.max(...[...charts.values()].map(heightOf), 1);
  const scale = { count, most, quota: (capacity * span) / count };
  const refusal = trials?.running?.refusal ?? done.findLast((trial) => trial.refusal)?.refusal;
  return html`<div class="clients">
    <div class="row between"><h3>${words.clients}</h3>
      <button type="button" class="button primary" data-send-all aria-disabled=${trials?.running ? 'true' : 'false'} @click=${() => trials?.running || view.send(CLIENTS)}>${words.sendAll}</button></div>
    ${legend(view)}
    ${CLIENTS.map((client) => {
      const trial = trials?.done.get(client);
      const { passed = 0, calls = 0 } = trial?.tally ?? {};
      return html`<section class="client" aria-labelledby="client-${client}" data-client=${client}>
        <div class="who"><h4 id="client-${client}">${words.names[client]}</h4>
          <p class="note">${words.whats[client](TICK, limits.load.attempts)}</p>
          <div class="row">${controls(view, client, trial)}</div></div>
        <div class="drawn">
          <svg class="chart" viewBox="0 0 ${CHART.width} ${CHART.height}" preserveAspectRatio="none" role="img" aria-label=${trial ? words.chart(passed, calls - passed, span) : words.empty}>
            ${chart(charts.get(client) ?? [], scale)}</svg>
          <p class="scale" aria-hidden="true"><span>${words.second(0)}</span><span>${words.second(span)}</span></p>
          ${trial ? tally(view, trial) : html`<p class="none">${words.empty}</p>`}
        </div>
      </section>`;
    })}
    ${
      refusal
        ? html`<div class="problem" data-refusal><p>${words.refusal}</p><p>${said.http(refusal.status)} <b>${refusal.code}</b></p><p>${refusal.message}</p></div>`
        : nothing
    }
    <p class="visually-hidden" role="status">${ended(view, done)}</p>
  </div>`;
}

function legend({ said }: LimitsView): TemplateResult {
  const words = said.requests;
  return html`<p class="key"><span class="level">${words.keyLevel}</span><span class="passed">${words.keyPassed}</span><span class="refused">${words.keyRefused}</span><span class="quota">${words.keyQuota}</span></p>`;
}

/** One button sends, halts and goes on, so that whoever pressed it by keyboard is still there. */
function controls({ said, trials, send }: LimitsView, client: Client, trial: Trial | undefined): TemplateResult {
  const words = said.requests;
  const running = trials?.running;
  const isOn = trial !== undefined && trial === running;
  const isPaused = isOn && trial.state === 'paused';
  const press = (): void => {
    if (isPaused) trials?.resume();
    else if (isOn) trials?.pause();
    else if (!running) send([client]);
  };
  return html`<button type="button" class="button" data-send=${client} aria-label=${isOn ? nothing : words.sendAs(words.names[client])} aria-disabled=${running && !isOn ? 'true' : 'false'} @click=${press}>
      ${isPaused ? words.resume : isOn ? words.pause : words.send}</button>
    ${isOn ? html`<button type="button" class="button" data-stop @click=${() => trials?.stop()}>${words.stop}</button>` : nothing}`;
}

function tally({ said }: LimitsView, { tally, elapsed, spent, state }: Trial): TemplateResult {
  const words = said.requests;
  const { asked, passed, calls, lost } = tally;
  const rows = [
    [words.tally.passed, words.passedOf(passed, asked)],
    [words.tally.lost, said.number(lost)],
    [words.tally.calls, words.callsEach(calls, passed)],
    [words.tally.time, words.time(elapsed)],
  ];
  return html`<dl class="tally">${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
    <p class="note">${elapsed === 0 ? nothing : words.slow(spent / elapsed)} ${state === 'stopped' ? words.stopped : nothing}</p>`;
}

/** What is said aloud: only how it ended. */
function ended({ said, trials }: LimitsView, done: readonly Trial[]): string | typeof nothing {
  const words = said.requests;
  const last = trials?.last;
  const trial = done.find(({ client, state }) => client === last && state === 'done');
  return trial ? words.done(words.names[trial.client], trial.tally.passed, trial.tally.asked, trial.tally.calls) : nothing;
}
