import type { GlassKmsElement, GlassKmsEvents } from '../embed/api.ts';

const TOLD: readonly (keyof GlassKmsEvents)[] = ['kms-ready', 'kms-step', 'kms-end', 'kms-refused', 'kms-error'];

/** What an address can say of the page itself, beside the moment that it names: for frames that want the stage alone. */
const DRESS = ['panel', 'controls', 'theme'] as const;

/** Takes over how the page is to look, where its address says so. */
export function dress(element: Element): void {
  const said = new URLSearchParams(location.hash.slice(1));
  for (const name of DRESS) {
    const value = said.get(name);
    if (value) element.setAttribute(name, value);
  }
}

/**
 * Alone in its window, it can fit itself into it. In a frame, tells the page around it how high it is and what is shown, and goes to the step that it asks for. Nothing
 * that is told is secret, so it does not matter who listens; only the page around it may ask.
 */
export function framed(element: GlassKmsElement): void {
  if (parent === window) return element.style.setProperty('--kms-room', '100svh');
  // In a page of others nothing is stored.
  element.keep = false;
  const tell = (message: object): void => parent.postMessage(message, '*');
  new ResizeObserver(() => tell({ type: 'kms-size', height: Math.ceil(document.body.getBoundingClientRect().height) })).observe(document.body);
  for (const type of TOLD) element.addEventListener(type, ({ detail }) => tell({ type, ...detail }));
  addEventListener('message', ({ source, data }: MessageEvent<{ type?: unknown; step?: unknown } | undefined>) => {
    if (source === parent && data?.type === 'kms-go' && typeof data.step === 'number') element.goTo(data.step);
  });
}
