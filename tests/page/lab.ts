/** What the tests of the inspector and the panels share. */
import type { Page } from './harness.ts';
import type { Trace } from '../../www/src/model.ts';

export interface Shown {
  readonly flow: 'encrypt' | 'decrypt';
  readonly track: 'article' | 'aws' | 'both';
  readonly t: number;
  readonly traces: Record<'article' | 'aws', { encrypt: Trace; decrypt?: Trace }>;
}

/** What the element shows at the moment; bytes are plain numbers on this side. */
export function shown(page: Page): Promise<Shown> {
  return page.evaluate(() => {
    const { flow, track, t, traces } = document.querySelector('glass-kms') as unknown as Shown;
    return { flow, track, t, traces };
  });
}

export const outcomes = async (page: Page): Promise<string> => {
  const { article, aws } = (await shown(page)).traces;
  const say = (trace: Trace | undefined): string => {
    if (!trace) return '-';
    return trace.outcome.ok ? 'ok' : `${trace.outcome.code}@${trace.outcome.gate}`;
  };
  return [article.encrypt, article.decrypt, aws.encrypt, aws.decrypt].map(say).join(' ');
};

export const bytesOf = (trace: Trace | undefined, blob: string): Uint8Array => Uint8Array.from(Object.values(trace?.blobs[blob]?.bytes ?? []));

/** Every look of the page that has to hold: both themes and languages, narrow and wide. */
export const LOOKS = (['light', 'dark'] as const).flatMap((theme) =>
  (['en', 'ja'] as const).flatMap((lang) => [360, 1280].map((width) => ({ theme, lang, width, reducedMotion: true }))),
);

/** How many steps each flow has in each telling; side by side, how many rows align them. */
export const FLOWS = [
  { flow: 'encrypt', track: 'article', steps: 9 },
  { flow: 'decrypt', track: 'article', steps: 7 },
  { flow: 'encrypt', track: 'aws', steps: 12 },
  { flow: 'decrypt', track: 'aws', steps: 11 },
  { flow: 'encrypt', track: 'both', steps: 14 },
  { flow: 'decrypt', track: 'both', steps: 12 },
] as const;
