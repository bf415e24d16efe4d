import type { life as en } from '../en/life.ts';

const number = (n: number): string => n.toLocaleString('ja');
const days = (n: number): string => `${number(n)}日`;

export const life: typeof en = {
  title: 'キーの一生',
  intro: 'キーはローテーションされ、外から持ち込まれ、期限が切れ、削除されます。手紙（KMSキーが封をしたデータキーで暗号化した、あなたのデータ）を書き、時間を進めて、どれがまだ開くかを見てみましょう。',
  story: '例を見る',
  undo: '一つ戻す',
  reset: '最初から',
  noEngine: 'ここにはエンジンが必要ですが、動いていません。',
  noWebCrypto: 'キーマテリアルをラップできるのは、安全な接続で開いたページだけです。',
  refused: 'KMSが拒否しました',

  clock: {
    label: '時計',
    hours: (n) => `＋${number(n)}時間`,
    days: (n) => `＋${days(n)}`,
    years: (n) => `＋${number(n)}年`,
    date: 'この日へ',
    on: (date) => date,
    at: (date, time) => `${date} ${time}（UTC）`,
    quiet: 'まだ何も起きていません。',
    due: (date, what) => `${date}　${what}`,
  },
  events: {
    RotateKey: (key) => `KMSが${key}をローテーションしました。`,
    DeleteKey: (key) => `KMSが${key}を削除しました。`,
    DeleteExpiredKeyMaterial: (key) => `${key}のマテリアルの期限が切れ、削除されました。`,
  },

  tabs: { label: 'キーに起こること', rotation: 'ローテーション', manual: '手動ローテーション', imported: 'インポート', deletion: '削除' },

  keys: {
    letters: { name: '手紙のキー', inSentence: '手紙のキー' },
    second: { name: '二つ目のキー', inSentence: '二つ目のキー' },
    imported: { name: 'インポート用のキー', inSentence: 'インポート用のキー' },
  },
  states: {
    Enabled: '有効',
    Disabled: '無効',
    PendingImport: 'マテリアル待ち',
    PendingDeletion: '削除待ち',
    gone: '削除済み',
  },
  enable: 'キーを有効にする',
  disabled: (key) => `削除を取りやめた${key}は、無効になっています。有効にするまで、封をすることも開くこともできません。`,

  lane: {
    label: (key) => `${key}のバッキングキーと、それぞれが封をした手紙`,
    id: 'キーID',
    alias: 'alias/letters',
    aliasHere: 'エイリアスの指す先',
    part: (n) => `バッキングキー ${number(n)}`,
    how: { first: 'キーと一緒に作成', automatic: '自動ローテーション', 'on-demand': 'オンデマンドローテーション', imported: 'インポート' },
    since: (date) => `${date}から`,
    between: (from, until) => `${from}〜${until}`,
    validTo: (date) => `${date}まで有効`,
    current: '現役',
    opensOnly: '開くだけ',
    idle: '休止中',
    waits: '出番待ち',
    missing: '消去',
    empty: '手紙はまだありません',
    none: (date) => `${date}に作成。キーIDなどのメタデータはありますが、マテリアルがないので、まだ何もできません。`,
    letter: (n) => `手紙 ${number(n)}`,
    letterLabel: (n, date, opens) => `手紙 ${number(n)}、${date}、${opens ? '開く' : '開かない'}`,
  },

  letter: {
    title: (n) => `手紙 ${number(n)}`,
    pick: '手紙を選ぶと、どのキーで開くかが分かります。',
    sealed: (date, part, key) => `${date}に、${key}のバッキングキー ${number(part)} で封をしました。`,
    materialId: 'ヘッダーにあるキーマテリアルID',
    why: {
      current: 'ヘッダーには、今使われているバッキングキーの名前があります。Decryptはそれを読み込みます。',
      older: 'ヘッダーには、古いバッキングキーの名前があります。Decryptは最新のものではなく、それを読み込みます。暗号化し直したものはありません。',
      gone: 'バッキングキーはキーと一緒に削除されました。この手紙はもう、誰にも開けません。',
      missing: 'キーはありますが、マテリアルがありません。同じマテリアルをもう一度インポートするまで、手紙は開きません。',
      pending: '削除待ちのキーでは何も開きません。削除を取りやめて、キーを有効にしましょう。',
      disabled: '無効なキーでは何も開きません。有効にすれば、また開きます。',
    },
    opens: '開く',
    shut: '開かない',
    show: 'どのトークンが読み込まれるかを見る',
    showRefused: 'KMSが拒否するところを見る',
    onStage: '今、上の図に出ています。',
    plain: 'Decrypt、KeyIdなし',
    byAlias: 'Decrypt、KeyId = alias/letters',
  },

  rotation: {
    what: 'ローテーションは、キーに新しいマテリアルを与えます。キーIDは変わらないので、クライアントは気づきません。新しい手紙は最新のもので封をし、古い手紙には、封をしたときのマテリアルがそのまま残ります。',
    write: '手紙を書く',
    now: '今すぐローテーション',
    automatic: '自動でローテーションする',
    every: '間隔',
    unit: '日',
    range: (least, most) => `${number(least)}〜${number(most)}`,
    next: (date) => `次のローテーションは${date}`,
    off: '自動ローテーションは無効です。今あるものはそのまま残ります。',
    onDemand: (done, most) => `オンデマンドローテーション ${number(most)}回のうち${number(done)}回を使用`,
  },

  manual: {
    what: 'ここでは、まったく新しいキーが跡を継ぎます。キーIDも変わり、同じキーに見えるのはエイリアスのおかげです。',
    create: '二つ目のキーを作る',
    move: (key) => `エイリアスを${key}に向ける`,
    write: 'エイリアスで手紙を書く',
    writeById: '最初のキーのキーIDで書く',
    trap: '落とし穴',
    trapWhat: 'エイリアスは移りましたが、古い手紙は移りません。エイリアスのキーを使うように言われたDecryptは、手紙のヘッダーと比べて拒否します。KeyIdがなければ、ヘッダーに従います。',
    noTrap: 'エイリアスが手紙に封をしたキーを指しているあいだは、どちらの方法でも開きます。別のキーに向けて、もう一度試してみましょう。',
  },

  imported: {
    what: '自分のマテリアルのために、空のキーを作れます。マテリアルはラップして送り、KMSはガラスの内側でほどいて、二度と外に出しません。',
    flow: ['マテリアルなし', '使える', 'マテリアルなし'],
    create: 'マテリアルのないキーを作る',
    material: '自分のマテリアル',
    own: '自分のもの',
    other: '別のもの',
    secret: 'このページで作りました。KMSの外にあるのはこの一つだけです。なくすと、封をしたものも失います。',
    expiry: '有効期限',
    never: 'なし',
    after: (n) => `${days(n)}後`,
    import: 'ラップしてインポートする',
    again: 'もう一度インポートする',
    write: '手紙を書く',
    importNew: '新しいマテリアルとしてインポートする',
    rotate: '新しいマテリアルにローテーションする',
    erase: 'マテリアルを今すぐ削除する',
    eraseWhat: (least, most) =>
      `マテリアルは削除するとすぐになくなり、もう一度インポートできます。キー自体は残り、その削除にはほかのキーと同じく${number(least)}〜${number(most)}日かかります。`,
    parcel: '届くまで',
    steps: (publicKey, token, wrapped, date) => [
      `KMSは、この一回のインポートのためにRSAの鍵ペアを作りました。公開鍵は${number(publicKey)}バイト、トークンは${number(token)}バイトで、${date}まで使えます。`,
      `ブラウザーが、その公開鍵とRSA-OAEPでマテリアルをラップしました。${number(wrapped)}バイトです。`,
      'KMSがHSMの中でほどきました。キーが使えます。',
    ],
    newWhy: '新しいマテリアルとは、このキーにまだ一度も入ったことのないものです。もう一方を選んでください。',
    otherWhy: '戻せるのは、まったく同じバイト列だけです。キーが封をしたものは、すべてそれに懸かっています。',
  },

  deletion: {
    what: '削除したキーは二度と戻りません。そのためKMSは必ず待たせます。最後の瞬間までは取りやめられます。',
    which: '削除するキー',
    window: '待機期間',
    unit: '日',
    range: (least, most) => `${number(least)}〜${number(most)}`,
    schedule: '削除を予定する',
    cancel: '削除を取りやめる',
    left: (n) => `残り${days(n)}`,
    date: (date) => `${date}に削除されます`,
    gone: (date) => `${date}に削除されました`,
    goneWhat: 'キーID、ポリシー、エイリアスも、マテリアルと一緒になくなりました。Decryptにとっては、初めからなかったキーと同じです。',
    lose: '失われるもの',
    lost: '失われたもの',
    letters: (n) => (n === 0 ? '手紙はありません' : `手紙 ${number(n)}通`),
    depend: '下の手紙はすべてこのキーに懸かっています。キーがなければデータキーを開けず、データは永遠に暗号化されたままです。',
    asLong: '待っているあいだは何も開きません。まだキーを必要としている人に気づくための時間です。',
  },

  log: {
    title: 'これまでの出来事',
    actions: {
      write: (key) => `手紙を書き、${key}で封をしました。`,
      automaticOn: (n) => `自動ローテーションを有効にしました。間隔は${days(n)}です。`,
      automaticOff: '自動ローテーションを無効にしました。',
      rotate: (key) => `${key}をローテーションしました。`,
      create: (key) => `${key}を作りました。`,
      alias: (key) => `エイリアスを${key}に向けました。`,
      import: 'キーマテリアルをインポートしました。',
      importNew: '新しいキーマテリアルをインポートしました。ローテーションを待っています。',
      'delete-material': 'インポートしたマテリアルを削除しました。',
      schedule: (key, n) => `${key}の削除を${days(n)}後に予定しました。`,
      cancel: (key) => `${key}の削除を取りやめました。`,
      enable: (key) => `${key}を有効にしました。`,
    },
    byAlias: 'エイリアスのキー',
  },

  thenNow: {
    label: '当時と今',
    past: 'ドキュメント',
    today: '今のAWS',
    rotation: {
      past: (own, aws) => `自動ローテーションは新しいCMKを作ります。間隔は、自分で管理するCMKが${number(own)}年、AWSが管理するCMKが${number(aws)}年です。`,
      today: (least, most, usual) =>
        `同じKMSキーに新しいマテリアルが加わります。間隔は${number(least)}〜${number(most)}日から選べ、指定しなければ${number(usual)}日です。AWSマネージドキーのローテーションは、およそ年に一度です。`,
    },
    manual: {
      past: () => 'より短い間隔が求められるときは、手動でローテーションします。key-idが変わるので、クライアントが対応するか、エイリアスを使います。',
      today: (least, most) =>
        `${number(least)}日からの間隔と、${number(most)}回までのオンデマンドローテーションで、同じキーIDのままほとんどの場合に足ります。新しいキーを作るのは、それでは足りないときです。`,
    },
    imported: {
      past: () => 'キーマテリアルをインポートすると、CMKが作られます。',
      today: () => '先にマテリアルのないキーを作り、それからラップしたマテリアルをインポートします。期限を付けることも、削除して、もう一度インポートすることもできます。',
    },
    deletion: {
      past: (least, most) => `CMKの削除には${number(least)}〜${number(most)}日の待機期間があります。BYOKで作成したCMKは即時に削除できます。`,
      today: (least, most) =>
        `どのキーでも、待機期間は今も${number(least)}〜${number(most)}日です。すぐに削除できるのはインポートしたマテリアルだけで、あとで戻せます。取りやめたキーは無効になります。`,
    },
  },
};
