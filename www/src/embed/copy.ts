import { format, type LinkState } from '../link.ts';

/** Where a moment can be linked to, and what an author writes to show it: pure, but for the clipboard. */
export interface Embeddable {
  readonly pageSrc: string | undefined;
  readonly syncHash: boolean;
}

/** The page that opens links: the one that is named, or this one where it follows its address. */
export function pageOf({ pageSrc, syncHash }: Embeddable, here: Pick<Location, 'href'> = location): string | undefined {
  if (pageSrc) return new URL(pageSrc, here.href).href;
  const [page = ''] = here.href.split('#');
  return syncHash && /^(https?|file):/.test(page) ? page : undefined;
}

/** The address of a moment. Where no page is known to open it, this one's, which then shows its beginning. */
export function linkTo(element: Embeddable, link: LinkState, here: Pick<Location, 'href'> = location): string {
  return `${pageOf(element, here) ?? here.href.split('#')[0]}${format(link)}`;
}

/** The element with attributes that people can read and change; what they cannot say is said as in a link. */
export function tagFor({ flow, track, step, lang, seed, ...rest }: LinkState, script = 'glass-kms.js'): string {
  const [, more = ''] = format({ ...rest, unknown: [] }).split('v=1&');
  const attributes = Object.entries({ flow, track, step: step && String(Math.round(step * 100) / 100), lang, seed, at: more && `v=1&${more}` });
  const said = attributes.map(([name, value]) => (value ? ` ${name}="${escaped(value)}"` : '')).join('');
  return `<script type="module" src="${escaped(script)}"></script>\n<glass-kms${said} loading="lazy"></glass-kms>`;
}

/** A frame that shows the page; without the page's own header and cards. */
export function frameFor(address: string, title: string): string {
  // Without an origin of its own, a frame may not fetch scripts: it shows the single file, which lies beside the page.
  const [page = '', hash = ''] = address.split('#');
  const src = `${page.replace(/\/(index\.html)?$/, '/glass-kms.html')}#${hash}&controls=min&panel=none`;
  return `<iframe src="${escaped(src)}" title="${escaped(title)}" loading="lazy" sandbox="allow-scripts" width="100%" height="720"></iframe>`;
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

/** True once the text is on the clipboard; some frames and pages may not write there. */
export async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

export async function copyLink(element: Embeddable, link: LinkState): Promise<string> {
  const address = linkTo(element, link);
  await copied(address);
  return address;
}
