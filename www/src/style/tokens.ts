import { css } from 'lit';

/**
 * The page's colours, type and measures, as custom properties on <glass-kms>; parts inside inherit them.
 * The --kms-* names are public: an author's page may set them on the element.
 * Colour belongs to keys; everything else is paper, card, hairline, ink.
 */
export const tokens = css`
  :host {
    color-scheme: light dark;

    --kms-fg: light-dark(#1d1b19, #ece8e1);
    --kms-fg-2: light-dark(#5d5850, #a9a398);
    --kms-fg-3: light-dark(#736d64, #938d82);
    --kms-bg: light-dark(#faf8f4, #15161a);
    --kms-card: light-dark(#ffffff, #1d1f25);
    --kms-line: light-dark(#dcd6cb, #353841);
    --kms-line-2: light-dark(#ece7de, #282b32);
    /* Outlines that must be seen to know where a control is: 3:1 against the card. */
    --kms-edge: light-dark(#8f887c, #6f7480);

    --kms-plain: light-dark(#b84300, #ff9a5c);
    --kms-plain-bg: light-dark(#fff1e6, #3a2417);
    --kms-wrapped: light-dark(#0b5cad, #7db8ff);
    --kms-wrapped-bg: light-dark(#e8f1fb, #172a41);
    --kms-data: light-dark(#3d3a35, #d8d2c7);
    --kms-cipher: light-dark(#3a5568, #a9c4d6);
    --kms-glass: light-dark(rgb(11 92 173 / 0.045), rgb(125 184 255 / 0.07));
    --kms-warn: light-dark(#805300, #f3c15f);
    --kms-warn-bg: light-dark(#fff6dd, #352a10);
    --kms-refused: light-dark(#a8123a, #ff8fa3);
    --kms-refused-bg: light-dark(#fdecef, #3b1822);
    --kms-accent: var(--kms-fg);
    --kms-on-accent: var(--kms-bg);
    --kms-focus: light-dark(#0b5cad, #7db8ff);

    /* Tints of a blob's fields in the inspector, in the order of the fields. */
    --kms-field-1: light-dark(#eee9df, #2b2d34);
    --kms-field-2: light-dark(#dfe9d8, #24342a);
    --kms-field-3: light-dark(#dde8f6, #1c2d45);
    --kms-field-4: light-dark(#f6e6c9, #3b2f16);
    --kms-field-5: light-dark(#f3e2ef, #3a2437);
    --kms-field-6: light-dark(#e8f1fb, #172a41);
    --kms-field-7: light-dark(#e4e4ee, #2d2c40);
    --kms-field-8: light-dark(#efe6e0, #382b26);

    --kms-font: system-ui, -apple-system, 'Segoe UI', 'Hiragino Sans', 'Noto Sans CJK JP', 'Noto Sans JP', sans-serif;
    --kms-mono: ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono',
      'Noto Sans Mono', monospace;

    --kms-text-s: 0.75rem;
    --kms-text-m: 0.875rem;
    --kms-text-l: 1rem;
    --kms-text-h: 1.25rem;
    --kms-text-xl: 1.5rem;
    /* Monospace looks larger than it is: this is its m. */
    --kms-text-code: 0.8125rem;
    /* In a drawing, words keep to the boxes around them: in its own units, whatever the reader's letters are. */
    --kms-draw-xs: 11.5px;
    --kms-draw-s: 12px;
    --kms-draw-m: 13px;
    --kms-draw-l: 14px;
    /* Beside it there is 400 only. */
    --kms-bold: 620;

    --kms-space-0: 2px;
    --kms-space-1: 4px;
    --kms-space-2: 8px;
    --kms-space-3: 12px;
    --kms-space-4: 16px;
    --kms-space-5: 24px;
    --kms-space-6: 40px;

    --kms-radius-s: 4px;
    --kms-radius-sealed: 8px;
    --kms-radius-control: 10px;
    --kms-radius-place: 14px;
    --kms-radius: 16px;
    --kms-radius-full: 99px;
  }

  :host([theme='light']) {
    color-scheme: light;
  }
  :host([theme='dark']) {
    color-scheme: dark;
  }
`;
