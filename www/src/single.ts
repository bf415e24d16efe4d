import { engineAt } from './engine.ts';
import './page/page.ts';

/** The page as one file: the engine stands in it as text, compressed. */
engineAt(async () => {
  const text = document.getElementById('engine')?.textContent ?? '';
  const packed = new Blob([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))]);
  return new Response(packed.stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();
});
