import type { Row } from '../compare.ts';
import { textKey } from '../flows.ts';
import type { Flow, Lang, Track } from '../model.ts';
import { differsText } from '../text/index.ts';

/** The one sentence on what sets a row's two sides apart. */
export function rowNote(lang: Lang, flow: Flow, row: Row): string | undefined {
  if (row.mark === 'same') return undefined;
  const track: Track = row.article === undefined ? 'aws' : 'article';
  const id = row[track];
  return id === undefined ? undefined : differsText(lang, textKey(track, flow, id));
}
