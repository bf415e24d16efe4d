import type { console as en } from '../en/console.ts';

export const console: typeof en = {
  title: 'コマンドライン',
  intro: 'AWSのドキュメントにあるとおりに、コマンドを入力してください。あなたはアカウントのルートで、このページの二つのキーを持つ専用のKMSを使います。そこでは、sleep と入力しないかぎり時間は進みません。何もブラウザの外に出ません。',
  noEngine: 'ここにはエンジンが必要ですが、動いていません。',
  transcript: 'コマンドとその出力',
  input: 'コマンド',
  keys: 'Enterで実行、↑と↓で以前の行、Tabで補完します。EscapeのあとのTab、またはShiftとTabで、欄を離れます。',
  run: '実行',
  clear: '消去',
  exit: (code) => `終了コード ${code}`,
  stopped: '中止しました。キーは作られず、すべて元のままです。',
  cleared: '出力を消去しました。',
  slept: (now) => `このKMSの時刻は、いま ${now.toISOString()} です。`,
  choices: (names) => names.join('   '),

  examples: {
    label: '例',
    article: 'ドキュメントのcreate-grant',
    filled: '行を入力しました。Enterで実行します。',
  },

  help: {
    here: [
      'aws kms help                コマンドの一覧',
      'aws kms <command> help      そのコマンドのオプション',
      'aws sts get-caller-identity あなたが誰か',
      'sleep <time>                時計を進める：秒数、または m、h、d を付けて',
      'clear                       出力を消去',
      '',
      'バイト列はbase64で書きます。--cli-binary-format raw-in-base64-out を付けると、そのまま書けます。',
      '\\ で終わる行は、次の行に続きます。',
    ].join('\n'),
    available: 'AVAILABLE COMMANDS',
    onOne: 'aws kms <command> help で、オプションの一覧を表示します。',
    synopsis: 'SYNOPSIS',
    options: 'OPTIONS',
    required: '［必須］',
  },

  refused: {
    output: (format) => `--output ${format} はここにはありません。答えはjsonで表示します。`,
    option: (name) => `${name} はここにはありません。`,
    others: 'ここで使えるのは、aws kms と aws sts get-caller-identity だけです。',
    shell: 'ここにシェルはありません。使えるのは aws、help、sleep、clear だけです。',
    file: 'ページは、その名前のファイルを読めません。バイト列をbase64で行の中に書いてください。',
    sleep: (days) => `秒数か、分、時間、日を表す m、h、d を付けた数です。${days}d までです。`,
    base64: 'バイト列はbase64で書きます。そのまま書くには、--cli-binary-format raw-in-base64-out を付けてください。',
  },

  command: {
    title: 'コマンドにすると',
    copy: 'コマンドをコピー',
    copied: 'コピーしました',
    copyRefused: 'ブラウザがコピーを許可しませんでした。',
    run: 'コマンドラインに入れる',
    secrets: 'ログにないもの（送ったバイト列）は、ファイルとして示します。',
    who: (name) => `頼んだのは${name}です。コマンドラインでは、あなたはルートです。`,
  },
};
