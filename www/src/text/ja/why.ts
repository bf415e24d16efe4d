import type { Why } from '../en/why.ts';

const number = new Intl.NumberFormat('ja');

/** The card that says why: the verdict table and the document beside it. */
export const why: Why = {
  region: '理由：誰に許可があり、何が決め手か',
  table: '調べたものと、一致したもの',
  legend: { match: '一致', miss: '不一致', skipped: '前の要素が一致しないため、調べていません' },
  columns: {
    principal: ['プリンシパル', '誰が'],
    action: ['アクション', '何を'],
    resource: ['リソース', 'どれに'],
    condition: ['条件', 'どんなとき'],
  },
  effect: ['効果', 'どうする'],
  statement: ['ステートメント', '一つずつの規則'],
  nth: (n) => `ステートメント ${number.format(n)}`,
  grant: (id) => `グラント ${id}`,
  groups: {
    'key-policy': () => 'キーポリシー',
    'identity-policy': (who, policy) => `${who}のIAMポリシー「${policy}」`,
    grant: () => 'このキーのグラント',
  },
  none: {
    'key-policy': () => 'キーポリシーにステートメントがありません。',
    'identity-policy': (who) => `${who}にIAMポリシーは付いていません。`,
    grant: () => 'このキーにグラントはありません。',
  },
  omitted: (n) => `ほかに、別の人へのグラントが ${number.format(n)} 件あります。`,
  match: '一致',
  miss: '不一致',
  skipped: '調べていません',
  thisKey: 'このキー',
  wants: '求める値',
  given: '依頼の値',
  nothing: 'なし',
  policies: (who) => `${who}のIAMポリシー`,
  from: '行き渡る時刻',
  now: '依頼の時刻',
  late: 'まだ全体に行き渡っていません',
  effects: { Allow: '許可（Allow）', Deny: '拒否（Deny）' },
  decided: '決め手',
  delegates: 'IAMに委ねる',
  lines: (from, to) => (from === to ? `${number.format(from)} 行目` : `${number.format(from)}～${number.format(to)} 行目`),
  underlined: '下線',
  marked: (element) => `は、一致しなかった${element}です`,
  elements: { principal: 'プリンシパル', action: 'アクション', resource: 'リソース', condition: '条件', propagation: '作成日時' },
  noDocument: '本文はここにありません。',
};
