import type { access as en } from '../en/access.ts';

const number = (n: number): string => n.toLocaleString('ja');
const list = (items: readonly string[]): string => items.join('、');

/** The engine's own words about a policy, in Japanese. What is not here stays in English. */
const FAULTS: readonly (readonly [RegExp, (...found: string[]) => string])[] = [
  [/^This is not JSON: (.*)\.$/s, (what) => `JSONとして読めません（${what}）。`],
  [/^A policy has no "(.*)": only/, (name) => `ポリシーに「${name}」という要素はありません。使えるのは Version、Id、Statement だけです。`],
  [/^The policy has no Statement\.$/, () => 'ポリシーに Statement がありません。'],
  [/^The policy must have at least one statement\.$/, () => 'ステートメントが一つもありません。'],
  [/^Statement IDs \(SID\) in a single policy must be unique\.$/, () => '同じ Sid のステートメントが二つあります。'],
  [/^Statement IDs \(SID\) must be alpha-numeric: "(.*)" is not\.$/, (sid) => `Sid に使えるのは英数字だけです。「${sid}」は使えません。`],
  [/^The Version must be (.*) or (.*)\.$/, (one, other) => `Version は ${one} か ${other} です。`],
  [/^A statement has no element "(.*)"\.$/, (name) => `ステートメントに「${name}」という要素はありません。`],
  [/^The statement has no Effect: Allow or Deny\.$/, () => 'ステートメントに Effect（Allow か Deny）がありません。'],
  [/^The Effect must be Allow or Deny, not "(.*)"\.$/, (given) => `Effect は Allow か Deny です。「${given}」は使えません。`],
  [/^A statement has either (\w+) or Not\w+, not both\.$/, (name) => `${name} と Not${name} は一緒に使えません。`],
  [/^The statement of a key policy must name a Principal\.$/, () => 'キーポリシーのステートメントには Principal が必要です。'],
  [/^Policy statement must contain actions\.$/, () => 'ステートメントに Action がありません。'],
  [/^Policy statement must contain resources\.$/, () => 'ステートメントに Resource がありません。'],
  [/^A policy of a user or a role names no Principal/, () => 'ユーザーやロールのポリシーに Principal は書けません。付けた相手についてのポリシーだからです。'],
  [/^The Principal must be "\*"/, () => 'Principal は "*" か、{ "AWS": "arn:…" } のようなオブジェクトです。'],
  [/^The Principal names nobody\.$/, () => 'Principal に誰も書かれていません。'],
  [/invalid principals: "(.*)" is neither/, (name) => `「${name}」は *、アカウント、ユーザーやロールやセッションの ARN のどれでもありません。`],
  [/one or more invalid principals/, () => 'Principal に、存在しないユーザーかロールがあります。'],
  [/^A Principal is of the kind .*, not "(.*)"\.$/, (kind) => `Principal の種類は AWS、Service、Federated のどれかです。「${kind}」は使えません。`],
  [/^"(.*)" is not an action/, (action) => `「${action}」はアクションではありません。kms:Decrypt や kms:* のように書きます。`],
  [/^Resource (.*) must be in ARN format or "\*"\.$/, (name) => `Resource は ARN か "*" です。「${name}」は使えません。`],
  [/^The list must name at least one /, () => 'リストが空です。'],
  [/^"(.*)" is not a condition operator/, (name) => `「${name}」は条件の演算子ではありません。StringEquals などを使います。`],
  [/^"(.*)" is not a condition key/, (name) => `「${name}」は条件キーではありません。aws:PrincipalArn のように書きます。`],
  [/^The condition compares with no value\.$/, () => '条件に比べる値がありません。'],
  [/^"(.*)" stands here twice\.$/, (name) => `「${name}」が二度書かれています。`],
  [/^This must be an object/, () => 'ここにはオブジェクト { … } を書きます。'],
  [/^This must be a list/, () => 'ここにはリスト [ … ] を書きます。'],
  [/^"(.*)" is not .*: (.*) takes that\.$/s, (value, operator) => `「${value}」は ${operator} と比べられる値ではありません。`],
  [/^This must be a string, a number or a boolean\.$/, () => 'ここには文字列、数、真偽値のどれかを書きます。'],
  [/^This must be a string\.$/, () => 'ここには文字列を書きます。'],
];

function inJapanese(message: string): string {
  for (const [pattern, words] of FAULTS) {
    const found = pattern.exec(message);
    if (found) return words(...found.slice(1));
  }
  return message;
}

const who = (name: string): string => `${name}さん`;

export const access: typeof en = {
  title: '誰がキーを使えるのか、それはなぜか',
  intro: 'KMSキーは、そのままでは誰にも使えません。キーポリシー、IAMポリシー、グラントのどれかが許可し、どれも禁止していないときだけ使えます。',
  article: 'ドキュメントのKMSは、依頼したのが誰かを確かめません。ここで選んだことは、AWSの流れで見られます。',
  reset: '最初のrootだけに戻す',
  undo: '変更を取り消す',
  busy: 'エンジンに尋ねています…',
  noEngine: 'ここにはエンジンが必要ですが、動いていません。',

  scenarios: {
    label: '場面を選ぶ',
    none: '選んでください',
    groups: [
      { name: 'ポリシー', ids: ['by-key-policy', 'by-iam', 'no-permission', 'explicit-deny'] },
      { name: '条件とアカウント', ids: ['wrong-context', 'other-account-one-side'] },
      { name: 'グラント', ids: ['by-grant', 'grant-constraint-met', 'grant-constraint-not-met'] },
      { name: 'グラントと時間', ids: ['before-consistency', 'with-token', 'retired', 'revoked'] },
    ],
    items: {
      'by-key-policy': {
        name: 'キーポリシーに名前がある',
        what: 'キーポリシーがAkiさんを名指しして、復号を許可しています。それだけで足り、IAMポリシーは要りません。',
      },
      'by-iam': {
        name: 'IAMに任せる',
        what: 'キーポリシーは判断をアカウントに任せ、Mikaさん自身のIAMポリシーがデータキーの発行を許可しています。両方がそろって許可になります。',
      },
      'by-grant': {
        name: 'グラントで許可する',
        what: 'どのポリシーにもAkiさんの名前はありません。キーへのグラントが復号を許可しています。グラントは、ポリシーに触れずに取り消せます。',
      },
      'no-permission': {
        name: '誰も許可していない',
        what: 'Mikaさんは手紙を書けますが、読む許可はどこにもありません。許可するものがなければ、答えは「いいえ」です。',
      },
      'explicit-deny': {
        name: 'はっきり禁止している',
        what: '仕分け係のIAMポリシーは復号を許可していますが、キーポリシーが禁止しています。Denyは、どのAllowよりも優先されます。',
      },
      'wrong-context': {
        name: 'コンテキストが条件',
        what: 'Akiさんは自分あての手紙だけを復号できます。この依頼は別の人をあて先にしているので、条件が合いません。',
      },
      'other-account-one-side': {
        name: '別のアカウントの片方だけ',
        what: 'キーポリシーはNoorさんのアカウントを受け入れていますが、そのアカウントがNoorさんに許可していません。アカウントをまたぐときは両方の許可が必要です。',
      },
      'grant-constraint-met': {
        name: '制約つきのグラント',
        what: 'グラントは、Akiさんあての手紙のデータキーだけをMikaさんに許可しています。この手紙はAkiさんあてです。',
      },
      'grant-constraint-not-met': {
        name: '制約に合わない',
        what: '同じグラントで、Noorさんあての手紙です。グラントの範囲に入りません。',
      },
      'before-consistency': {
        name: '少し早すぎる',
        what: 'グラントは今作られたばかりです。KMSの全体に伝わるまでは、まだ使えません。',
      },
      'with-token': {
        name: 'グラントトークンを使う',
        what: '同じ瞬間ですが、Akiさんはグラントのトークンを渡します。トークンがあれば、グラントはすぐに使えます。',
      },
      retired: {
        name: '使用停止',
        what: 'グラントで使用停止を任されたMikaさんが、停止しました。もう誰も使えません。',
      },
      revoked: {
        name: '取り消し',
        what: 'アカウントのrootがグラントを取り消しました。もう誰も使えません。',
      },
    },
  },

  people: {
    root: { name: 'アカウントのroot', inSentence: 'アカウントのroot', what: 'キーの持ち主' },
    mika: { name: 'Mika', inSentence: who('Mika'), what: 'ユーザー。手紙を書く' },
    aki: { name: 'Aki', inSentence: who('Aki'), what: 'ユーザー。手紙を読む' },
    sorter: { name: '仕分け係', inSentence: '仕分け係', what: 'ロールの朝のセッション' },
    noor: { name: 'Noor', inSentence: who('Noor'), what: '別のアカウントのユーザー' },
  },
  flows: { encrypt: '暗号化', decrypt: '復号' },
  actions: { encrypt: 'GenerateDataKey', decrypt: 'Decrypt' },

  matrix: {
    caption: '誰に何ができるか',
    actAs: '依頼する人',
    how: 'ます目を選ぶと、その人として依頼します。',
    verdicts: { allowed: 'できる', refused: 'できない', fails: '許可されるが失敗' },
    cell: (name, flow, verdict) => `${name}、${flow}：${verdict}`,
  },

  call: {
    title: '今の依頼',
    asks: (name, action) => `${name}が ${action} を依頼します`,
    context: (pairs) => `コンテキスト：${list(pairs)}`,
    noContext: 'コンテキストなし',
    pair: (name, value) => `${name} = ${value}`,
    token: 'グラントトークンつき',
    result: { allowed: '許可されました', refused: '拒否されました', fails: '許可されましたが、失敗しました' },
    show: '一歩ずつ見る',
    rightContext: '「入力」のコンテキストを使う',
    bringToken: 'グラントトークンを渡す',
    bringTokenWhat: 'トークンを渡すと、全体に伝わる前でもグラントがすぐに働きます。',
    wait: (minutes) => `${number(minutes)} 分進める`,
    waited: (minutes) => (minutes === 0 ? 'グラントは今作られたところです。' : `グラントが作られてから ${number(minutes)} 分たっています。`),
    back: '作られた瞬間に戻す',
  },

  tabs: { label: '何が決めるのか', why: '理由', 'key-policy': 'キーポリシー', people: '人', grants: 'グラント' },
  whyEmpty: 'この依頼は、許可を確かめる前に止まりました。',

  editor: {
    hint: 'テキストを変えてみてください。入力するたびにKMSが読み、誰の何が変わるかをここに示します。',
    presets: '書き出し',
    choose: '選んでください',
    reset: '元に戻す',
    error: 'KMSはこのポリシーを受け付けません',
    go: (line, column) => `${number(line)} 行 ${number(column)} 文字目へ移動`,
    kept: '直るまでは、前のポリシーが有効です。',
    ok: 'KMSはこのポリシーを受け付けます。',
    lockout: '安全確認を省いたときだけ受け付けられるポリシーです。この後は、誰も変更できなくなります。',
    same: '誰にできることも変わりません。',
    changes: '変わること',
    change: (name, flow, before, after) => `${name}の${flow}：${before} → ${after}`,
    compared: 'この場面の最初と比べています。',
    command: 'これに当たるコマンド',
    words: inJapanese,
  },

  keyPolicy: {
    label: 'alias/letters のキーポリシー',
    what: 'どのキーにも一つだけあり、最初に見られます。ここで認めていないことを、IAMポリシーで足すことはできません。',
    presets: {
      default: 'デフォルトのポリシー',
      'only-aki': '復号はAkiさんだけ',
      'context-needed': 'コンテキストなしは禁止',
      noor: 'Noorさんのアカウントを受け入れる',
      'own-letters': 'Akiさんは自分あてだけ',
      nobody: '誰も使えない',
    },
  },

  identity: {
    what: 'IAMポリシーはユーザーやロールに付けます。キーポリシーが判断をアカウントに任せているときに働きます。',
    none: 'ポリシーはありません。',
    label: (name, holder) => `${holder}のポリシー「${name}」`,
    add: (name) => `${name}にポリシーを付ける`,
    remove: (name) => `「${name}」を外す`,
    removeShort: '外す',
    presets: {
      'write-letters': '書ける：GenerateDataKey',
      'read-letters': '読める：Decrypt',
      'read-own-letters': 'Akiさんあてだけ読める',
      'no-reading': '読むのは禁止：Deny',
    },
  },

  grants: {
    what: 'グラントは、一人に、一つのキーでのいくつかの操作を許可します。簡単に取り消せます。禁止することはできません。',
    none: 'このキーにグラントはありません。',
    list: 'alias/letters のグラント',
    allows: (name, actions) => `${name}は ${list(actions)} を依頼できます`,
    subset: (pairs) => `コンテキストに ${list(pairs)} が含まれるときだけです`,
    equals: (pairs) => `コンテキストがちょうど ${list(pairs)} のときだけです`,
    whole: (parts) => `${parts.join('。')}。`,
    retires: (name) => `${name}が使用停止にできます。`,
    states: {
      soon: (minutes) => `まだ全体に伝わっていません。トークンがあれば今すぐ、なくても ${number(minutes)} 分後には使えます。`,
      active: '全体に伝わりました。トークンなしで使えます。',
      retired: '使用停止になりました。もう誰も使えません。',
      revoked: '取り消されました。もう誰も使えません。',
    },
    id: 'グラントID',
    token: 'トークン',
    retireAs: '停止する人',
    retire: '使用停止にする',
    revoke: 'rootとして取り消す',
    restore: 'なかったことにする',
    remove: 'この場面から消す',
    newGrant: 'グラントを作る',
    grantee: '許可する相手',
    operations: '許可する操作',
    constraint: 'コンテキストの制約',
    constraints: { none: 'なし', subset: 'このペアを含む', equals: 'ちょうどこのペア' },
    pairName: (n) => `${number(n)} 番目のペアの名前`,
    pairValue: (n) => `${number(n)} 番目のペアの値`,
    addPair: 'ペアを追加',
    name: '名前',
    value: '値',
    retiring: '使用停止にできる人',
    nobody: '指定しない',
    grantName: 'グラントの名前',
    optional: '省略できます',
    create: 'グラントを作る',
    refused: 'KMSが拒否しました',
    commandTitle: 'コマンドでも作れます',
    commandWhat: 'ドキュメントのコマンドが、文字を実際の値に置き換えるだけで動きます。retire-grant と revoke-grant も使えます。',
    commandLabel: 'KMSのコマンド',
    fill: 'ドキュメントのコマンドを入れる',
    run: '実行する',
    faults: {
      other: (operation) => `${operation} はここでは使えません。グラントの作成、使用停止、取り消しだけです。`,
      key: (keyId) => `別のキーを指定しています。このキーのIDは ${keyId} です。`,
      grant: 'そのIDやトークンのグラントは、ここにはありません。',
      unread: 'コマンドとして読めません：',
    },
    commandFor: 'コマンド',
  },

  documents: {
    keyPolicy: (alias) => `${alias} のキーポリシー`,
    identity: (name, holder) => `${holder}のポリシー「${name}」`,
    grant: (name) => `${name}へのグラント`,
  },
};
