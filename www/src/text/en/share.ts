/** Texts of the menu that copies a moment. */
export const share = {
  open: 'Share',
  title: 'Copy this moment as',
  kinds: { link: 'a link', tag: 'an HTML tag', frame: 'an iframe' },
  done: { link: 'The link is copied.', tag: 'The tag is copied.', frame: 'The iframe is copied.' },
  refused: 'This page may not write to the clipboard. Copy it from here:',
  frameTitle: (flow: string, by: string): string => `glass-kms: ${flow}, ${by}`,
  noSecrets: 'It says what to show, never the data or a key.',
};

export type ShareText = typeof share;
