import type { audit as en } from '../en/audit.ts';

const number = (n: number): string => n.toLocaleString('ja');

export const audit: typeof en = {
  title: '監査ログ',
  intro: 'AWS CloudTrailは、すべての呼び出しを記録します。誰が、いつ、どのキーについて、何をKMSに頼み、どう終わったか。KMSが自分で行ったことも残ります。ここには、このページであなたが行った呼び出しが、エンジンの記録のまま、エンジンの時計の時刻で並びます。別のアカウントのキーを使う呼び出しは、両方のアカウントに記録されます。',
  noEngine: 'ここにはエンジンが必要ですが、動いていません。',
  empty: {
    title: 'まだ何も記録されていません。',
    what: 'KMSが許可か拒否を答えた呼び出しから、ここに並びます。たとえば、次のことを試してみてください。',
    ways: [
      'AWSの流れを、KMSが答えるところまで見る',
      '「誰がキーを使えるのか、それはなぜか」で、誰かになって頼む',
      '「キーの一生」で、手紙を書いたり、キーをローテーションしたりする',
    ],
    article: 'ドキュメントのKMSは、記録を残しません。',
  },

  heads: { time: '時刻（UTC）', who: '誰が', operation: '操作', key: 'キー', outcome: '結果' },
  table: '呼び出し（新しい順）',
  kms: 'KMS自身',
  service: '自動で実行',
  succeeded: '成功',
  refused: '拒否',
  noKey: 'なし',
  unknownKey: '見つからない',
  ofAccount: (account) => `${account} のログ`,
  burst: (shown, calls, refused) => `続けて${number(calls)}回の呼び出し。拒否は${number(refused)}回。最後の${number(shown)}回だけを示します。`,

  filters: {
    label: '絞り込み',
    all: 'すべて',
    option: (name, n) => `${name}（${number(n)}）`,
    count: (n, m) => `${number(m)}件中 ${number(n)}件`,
    said: (n, m) => `${number(m)}件中${number(n)}件を表示しています。`,
    clear: '絞り込みを解除',
    none: '当てはまる呼び出しはありません。条件を減らしてください。',
    more: (n) => `あと${number(n)}件を表示`,
  },

  details: {
    json: 'CloudTrailの記録',
    secrets: '平文、キー、暗号文、グラントトークンは、決して記録されません。暗号化コンテキストは、ログを読める人なら誰でも読める形で残ります。',
    about: 'この呼び出しについて',
    source: {
      stage: '上の図で行った呼び出しです。',
      files: '暗号化ファイルのカードで行った呼び出しです。',
      permissions: '権限のカードで行った呼び出しです。',
      life: '「キーの一生」のカードで行った呼び出しです。',
      limits: '制限のカードで行った呼び出しです。',
      console: 'コマンドラインで行った呼び出しです。',
    },
    service: '誰かが呼び出したのではなく、期日が来たとき、または呼び出しの一部として、KMSが自分で行いました。だからリクエストIDはなく、呼び出し元はAWS自身です。',
    shared: '呼び出した人とキーのアカウントが違うので、この呼び出しは同じ sharedEventID で両方のログに残ります。キーの所有者には、答えは見えません。',
    denied: 'KMSが AccessDeniedException と答えた呼び出しは、CloudTrailでは AccessDenied と記録されます。',
    readOnly: '何も変えない呼び出しには、responseElements がありません。',
    trace: '何が起きたか',
    request: 'リクエストID',
    show: '上の図で見る',
  },
};
