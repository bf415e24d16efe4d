import type { VerdictText } from '../en/verdict.ts';

const deny = 'Denyを加えてください。Denyは、どのAllowよりも優先されます。';

/** Who may do what with a key, and why: read under the stage and in the card about permissions. */
export const verdict: VerdictText = {
  root: 'アカウントのルート',
  user: (name) => `${name.charAt(0).toUpperCase()}${name.slice(1)}さん`,
  role: (name) => `ロール「${name}」`,
  places: {
    'key-policy': () => 'キーポリシー',
    'identity-policy': (who, policy) => `${who}のポリシー「${policy}」`,
    grant: () => 'グラント',
  },
  may: ({ who, action }, why) => `${who}の ${action} は許可されます。${why}`,
  mayNot: ({ who, action }, why) => `${who}の ${action} は許可されません。${why}`,
  notYet: ({ who, action }, why) => `${who}の ${action} は、まだ許可されません。${why}`,
  answers: {
    'key-policy': () => ['キーポリシーが、直接許可しています。', `許可をなくすには、そのステートメントを消すか、${deny}`],
    'iam-delegation': ({ who, policy }) => [
      `キーポリシーが判断をアカウントに委ね、${who}のポリシー「${policy}」が許可しています。`,
      `許可をなくすには、どちらかのステートメントを消すか、${deny}`,
    ],
    'both-accounts': ({ who, policy }) => [
      policy === undefined
        ? 'キーポリシーがこの別のアカウントを受け入れており、ルートにはそれで足ります。'
        : `キーポリシーが${who}のアカウントを受け入れ、${who}自身のポリシー「${policy}」も許可しています。`,
      '両方のアカウントの「はい」が必要です。どちらか一方だけで取り消せます。',
    ],
    grant: ({ who }) => [`キーのグラントが、${who}に許可しています。`, `許可をなくすには、グラントを取り消すか、${deny}`],
    'grant-and-identity': ({ who, policy }) => [
      `グラントが${who}のアカウントに許可し、ポリシー「${policy}」が${who}に許可しています。`,
      `許可をなくすには、グラントを取り消すか、${deny}`,
    ],
    'identity-policy': ({ who, policy }) => [`${who}のポリシー「${policy}」が許可しています。`, `許可をなくすには、そのステートメントを消すか、${deny}`],
    'account-root': () => ['アカウントのルートは、キーに関わらないことなら、アカウントの中で何でもできます。', 'これは、アカウントの中からは変えられません。'],
    'grant-itself': () => ['このグラントは、使い終えて返せる人を自ら挙げています。', 'グラントを作った側から取り消すこともできます。'],
    'explicit-deny': ({ place }) => [
      `${place}が禁じています。Denyは、どのAllowよりも優先されます。`,
      '許可するには、そのステートメントを消すか、範囲を狭めてください。Allowを足しても変わりません。',
    ],
    'no-key-policy': ({ who, abroad }) =>
      abroad
        ? [
            `${who}のアカウントが何を許可していても、キーポリシーがそのアカウントを受け入れていません。`,
            `許可するには、キーポリシーに${who}か、そのアカウントを加えてください。`,
          ]
        : [
            `キーポリシーにもグラントにも、${who}への許可がありません。`,
            `許可するには、キーポリシーのステートメントに${who}を加えるか、${who}へのグラントを作ってください。`,
          ],
    'no-identity-policy': ({ who, action, abroad }) => [
      abroad
        ? `キーポリシーは${who}のアカウントを受け入れていますが、${who}自身のポリシーに許可がありません。`
        : `キーポリシーは判断をアカウントに委ねていますが、${who}のポリシーに許可がありません。`,
      `許可するには、このキーへの ${action} を許可するIAMポリシーを${who}に付けてください。`,
    ],
    'other-account': () => ['この操作は、キーを持つアカウントの中でしか使えません。', '行うには、そのアカウントの誰かとして依頼してください。'],
    'not-retirable': ({ who }) => [
      `グラントは、使い終えて返せる人として${who}を挙げていません。`,
      '終わらせるには、返せる人に頼むか、キーの管理者に取り消してもらってください。',
    ],
    condition: ({ place, wanted, given, isContext }) =>
      isContext
        ? [
            `${place}が許可するのは、暗号化コンテキストが ${wanted} のときだけです。この依頼では ${given === '' ? '指定がありません' : `${given} です`}。`,
            '許可するには、そのコンテキストを指定して依頼するか、条件を変えてください。',
          ]
        : [
            `${place}は条件付きで許可していますが、この依頼は条件を満たしていません。`,
            `許可するには、${wanted} を満たすか、条件を変えてください。${given === '' ? '' : `この依頼では ${given} です。`}`,
          ],
    propagation: () => [
      'グラントができたばかりで、まだKMS全体に行き渡っていません。依頼にはグラントトークンも付いていませんでした。',
      'すぐに通るには、グラントと一緒に届いたトークンを付けてください。数分待つだけでも通ります。',
    ],
  },
};
