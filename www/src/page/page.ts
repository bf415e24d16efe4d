import type { GlassKms } from '../element.ts';
import '../element.ts';
import type { Lang } from '../model.ts';
import { text } from '../text/index.ts';
import { dress, framed } from './frame.ts';

/** The document speaks the language of the element in it. */
const element = document.querySelector<GlassKms>('glass-kms');
if (element) dress(element);
if (element) framed(element);
// On this page nothing else wants the keys: they work before anything has the focus.
document.body.addEventListener('keydown', (event) => {
  if (event.target === document.body) element?.press(event);
});
element?.addEventListener('kms-lang', (event) => speak((event as CustomEvent<{ lang: Lang }>).detail.lang));
speak(element?.getAttribute('lang') === 'ja' ? 'ja' : 'en');

function speak(lang: Lang): void {
  const words = text(lang).scene;
  document.documentElement.lang = lang;
  document.title = `${words.brand}: ${words.tagline}`;
  const heading = document.querySelector('h1');
  if (heading) heading.textContent = document.title;
}
