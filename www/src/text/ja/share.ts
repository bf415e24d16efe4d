import type { ShareText } from '../en/share.ts';

export const share: ShareText = {
  open: '共有',
  title: 'この場面をコピーする形式',
  kinds: { link: 'リンク', tag: 'HTMLタグ', frame: 'iframe' },
  done: { link: 'リンクをコピーしました。', tag: 'タグをコピーしました。', frame: 'iframeをコピーしました。' },
  refused: 'このページからはクリップボードに書き込めません。ここからコピーしてください。',
  frameTitle: (flow, by) => `glass-kms：${flow}（${by}）`,
  noSecrets: '何を表示するかだけが含まれ、データや鍵は含まれません。',
};
