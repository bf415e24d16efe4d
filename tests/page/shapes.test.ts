/** Where there is no colour: the roles of things are told apart by their shapes, and the focus is seen. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { focused, keys, openPage, type Page, settled } from './harness.ts';

/** How much the signs of two tokens on the stage differ, in black and laid over each other: of all that either blackens. */
const differ = (page: Page, one: string, other: string): Promise<number> =>
  page.evaluate(
    async (names) => {
      const scene = document.querySelector('glass-kms')?.shadowRoot?.querySelector('kms-scene')?.shadowRoot;
      const side = 240;
      const pictures = await Promise.all(
        names.map(async (name) => {
          const token = [...(scene?.querySelectorAll('.token') ?? [])].find((found) => found.matches(name));
          const drawing = token?.querySelector<SVGGraphicsElement>('.icon');
          if (!drawing) throw new Error(`no ${name} is on the stage`);
          const { x, y, width, height } = drawing.getBBox();
          const black = '<style>*{stroke:#000;stroke-width:2;fill:none}</style>';
          const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}" viewBox="${x - 2} ${y - 2} ${Math.max(width, height) + 4} ${Math.max(width, height) + 4}">${black}${drawing.outerHTML.replace(/ transform="[^"]*"/, '')}</svg>`;
          const image = new Image();
          image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
          await image.decode();
          const canvas = new OffscreenCanvas(side, side).getContext('2d');
          if (!canvas) throw new Error('there is no canvas');
          canvas.drawImage(image, 0, 0, side, side);
          return canvas.getImageData(0, 0, side, side).data.filter((_, i) => i % 4 === 3).map((alpha) => (alpha > 127 ? 1 : 0));
        }),
      );
      const [a, b] = pictures;
      if (!a || !b) throw new Error('there are not two');
      return a.filter((dot, i) => dot !== b[i]).length / a.filter((dot, i) => dot || b[i]).length;
    },
    [one, other],
  );
/** The tones that are on the stage together, and when. */
const TOGETHER = [
  { step: 9, tones: ['plain', 'sealed', 'data'] },
  { step: 10, tones: ['plain', 'sealed', 'data', 'encrypted'] },
  { step: 2, tones: ['plain', 'sealed', 'data', 'request'] },
];

test('in black alone, what things are is told apart by their signs: a quarter of each at the least differs', async (t) => {
  const page = await openPage(t, { reducedMotion: true, hash: 'flow=encrypt&track=aws' });
  for (const { step, tones } of TOGETHER) {
    await page.locator('glass-kms').evaluate((element, step) => (element as HTMLElementTagNameMap['glass-kms']).seek(step), step);
    await settled(page);
    for (const [i, one] of tones.entries()) {
      for (const other of tones.slice(i + 1)) {
        const share = await differ(page, `.${one}`, `.${other}`);
        t.diagnostic(`${one} and ${other}: ${Math.round(share * 100)} %`);
        assert.ok(share >= 0.25, `${one} and ${other} differ by ${share}`);
      }
    }
  }
});

/** What the stage and the focus are painted with, and the colours that the reader's system has. */
const painted = (page: Page): Promise<{ shapes: string[]; system: string[]; focus: string }> =>
  page.evaluate(() => {
    const scene = document.querySelector('glass-kms')?.shadowRoot?.querySelector('kms-scene')?.shadowRoot;
    const shapes = [...(scene?.querySelectorAll('.token .shape') ?? [])].flatMap((one) => [getComputedStyle(one).fill, getComputedStyle(one).stroke]);
    const probe = document.body.appendChild(document.createElement('i'));
    const system = ['Canvas', 'CanvasText', 'ButtonFace', 'ButtonText', 'Highlight', 'HighlightText', 'LinkText', 'GrayText'].map((name) => {
      probe.style.color = name;
      return getComputedStyle(probe).color;
    });
    probe.remove();
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    // A token has a ring of its own.
    const ring = active?.querySelector(':scope > .ring');
    const { outlineStyle, outlineWidth } = getComputedStyle(active ?? document.body);
    const { stroke, strokeWidth } = getComputedStyle(ring ?? document.body);
    return { shapes, system: ['none', ...system], focus: ring ? `${stroke} ${strokeWidth}` : `${outlineStyle} ${outlineWidth}` };
  });

test('where colours are forced, every token is painted with those, and the focus is outlined at each stop', async (t) => {
  const page = await openPage(t, { theme: 'dark', reducedMotion: true, forcedColors: true, hash: 'flow=encrypt&track=aws&step=10' });
  const { shapes, system } = await painted(page);
  assert.ok(shapes.length >= 8);
  assert.deepEqual(shapes.filter((colour) => !system.includes(colour)), []);
  for (let stop = 0; stop < 30; stop += 1) {
    await keys(page, 'Tab');
    const { focus } = await painted(page);
    assert.doesNotMatch(focus, /^none| 0px$/, `${await focused(page)}: ${focus}`);
  }
});
