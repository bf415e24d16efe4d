import { html, nothing, type TemplateResult } from 'lit';
import type { KeyName } from './state.ts';
import type { LifeView } from './view.ts';
import { keyOf } from './world.ts';

/** A key that can be enabled again, and a button that does it. */
export function disabledNote({ said, world, act }: LifeView, name: KeyName): TemplateResult | typeof nothing {
  if (keyOf(world, name)?.state !== 'Disabled') return nothing;
  return html`<div class="row strip"><p>${said.disabled(said.keys[name].inSentence)}</p>
    <button type="button" class="button" data-enable @click=${() => act({ do: 'enable', key: name })}>${said.enable}</button></div>`;
}
