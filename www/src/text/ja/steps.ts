import type { Args } from '../../model.ts';
import type { Text } from '../index.ts';

const bytes = (args: Args): string => `${args['bytes'] ?? ''} バイトの乱数`;

/** What is said at each step, by the trace's own key. `start` is the first screen, before any step. */
export const steps: Text['steps'] = {
  'article.generate-data-key.start': {
    headline: '手紙を鍵で守り、その鍵をもう一つの鍵で守る',
    why: 'これが、KMSの土台にある「エンベロープ暗号化」です。データを守るのがデータキー（CDK）、そのCDKを守るのがマスターキー（CMK）です。「次へ」を押して、一通の手紙を追ってみましょう。バイト列はどれも、ブラウザーの中で動く本物のエンジンのものです。',
  },
  'article.generate-data-key.request': {
    headline: 'アプリケーションが、暗号化に使う鍵をKMSに頼みます',
    why: '呼び出す API は GenerateDataKey です。送るのはこの依頼だけで、データそのものは最後まで手元を離れません。',
  },
  'article.generate-data-key.make-cdk': {
    headline: 'HSMが、まっさらなデータキー（CDK）を作ります',
    why: (args) =>
      `HSMは、鍵を守るためだけに作られたコンピューターです。ガラスとして描いた壁の内側で ${bytes(args)} を生み出します。これが、この手紙のための鍵です。`,
  },
  'article.generate-data-key.hand-over-cdk': {
    headline: '平文のCDKの写しが、KMSホストへ出ていきます',
    why: 'ホストは、KMSの中で利用者とやりとりする部分です。ここからはガラスの外にも鍵が存在します。平文の鍵は、存在する時間が短いほど安全です。',
  },
  'article.generate-data-key.load-cmk': {
    headline: '封をしたままのCMKを、HSMに取り出します',
    why: 'キーストアには、封をした鍵しか置かれていません。丸ごと盗まれても、手に入るのは開ける道具のない封筒だけです。',
  },
  'article.generate-data-key.open-cmk': {
    headline: 'ガラスの内側で、HSMがCMKの封を開けます',
    why: '開けられるのは、HSM自身の鍵だけです。CMKは平文になりましたが、存在するのはこの壁の内側だけです。',
  },
  'article.generate-data-key.seal-cdk': {
    headline: 'CMKでCDKに封をし、封をした写しをホストに渡します',
    why: '出てきたものは、どこに置いても安全です。もう一度開けるには、まさにこのCMKが必要だからです。HSMに残った平文の鍵は消去されます。',
  },
  'article.generate-data-key.return-keys': {
    headline: 'アプリケーションに、平文と封入済のCDKが届きます',
    why: '平文はいま使うため、封をしたほうは後で使うためのものです。KMSには、どちらも残りません。',
  },
  'article.generate-data-key.encrypt-data': {
    headline: 'アプリケーションが、平文のCDKでデータを暗号化します',
    why: '手元のマシンで行うので速く、データの大きさも問いません。KMSがデータを目にすることは一度もありません。',
  },
  'article.generate-data-key.store': {
    headline: '暗号化したデータと、封をした鍵を、一緒に保存します',
    why: '平文のCDKは、ここで消去します。この先、手紙を読み返すには、必ずKMSを通ることになります。',
  },

  'article.decrypt.start': {
    headline: '今度は手紙を開きます。まずは、ドキュメントの描く流れで',
    why: '暗号化したデータと封をしたCDKは、手元のストレージにあります。ドキュメントでは、これを開けるためにKMSがCMKを取り出します。「次へ」を押して、ガラスの壁に注目してください。',
  },
  'article.decrypt.request': {
    headline: 'アプリケーションが、CDKを開けるためのCMKをKMSに頼みます',
    why: '封をしたCDKは、まだストレージに置いたままです。この流れでの Decrypt は、「開けられる鍵を取り出してほしい」という依頼です。',
  },
  'article.decrypt.load-cmk': {
    headline: '封をしたままのCMKを、HSMに取り出します',
    why: '暗号化のときと同じく、ストアにあるのは封をした鍵だけで、開けられるのはHSMだけです。',
  },
  'article.decrypt.open-cmk': {
    headline: 'ガラスの内側で、HSMがCMKの封を開けます',
    why: '平文のCMKがあるのは、まだこの一か所だけです。次のステップのために、覚えておいてください。',
  },
  'article.decrypt.hand-over-cmk': {
    headline: '平文のCMKが、ガラスの壁を抜けて持ち出されます',
    why: 'これで壁は破れてしまいました。いまホストのメモリーを読める人がいれば、この手紙だけでなく、このCMKで封をしたすべての手紙の鍵を手にすることになります。',
  },
  'article.decrypt.return-cmk': {
    headline: '平文のCMKが、アプリケーションまで届きます',
    why: 'すべてのデータキーを守る鍵が、一つのアプリケーションのメモリーに載りました。もう誰にも取り戻せません。',
  },
  'article.decrypt.open-cdk': {
    headline: '封をしたCDKを取り出し、CMKで開けます',
    why: '開けるときには、封も検証されます。保存してから一ビットでも変わっていれば、ここで失敗します。',
  },
  'article.decrypt.decrypt-data': {
    headline: 'CDKでデータを復号し、元の手紙を読みます',
    why: '手紙は一バイトも変わらずに戻り、平文の鍵はどちらもすぐに消去されます。「AWS」に切り替えて、ガラスを破らずに同じことをする様子も見てみましょう。',
  },

  'aws.generate-data-key.start': {
    headline: '同じ手紙を、AWSの実際のやり方で守ります',
    why: 'データを守る鍵と、その鍵を守る鍵。考え方は同じです。違うのは、どの依頼も入口で確認されること、そしてKMSキーが決してガラスの外に出ないことです。「次へ」を押してください。',
  },
  'aws.generate-data-key.request': {
    headline: 'アプリケーションがデータキーを頼み、入口で確認を受けます',
    why: '呼び出しているのは誰か。依頼の形は正しいか。どのキーか、使う権限はあるか、有効か、その用途に使えるか。一つでも「いいえ」なら、何も起こりません。',
  },
  'aws.generate-data-key.load-token': {
    headline: 'ホストが、封をしたKMSキーをキーストアから取り出します',
    why: 'この封をした形を、AWSではキートークンと呼びます。ホストは運べますが、開ける手段を持っていません。',
  },
  'aws.generate-data-key.send-to-hsm': {
    headline: 'ホストが、封をしたキーと依頼をHSMに渡します',
    why: 'リージョン内のHSMはドメインキーを共有しているので、どのHSMでもかまいません。ホストとの通信も暗号化されています。',
  },
  'aws.generate-data-key.make-data-key': {
    headline: 'HSMが、まっさらなデータキーを作ります',
    why: (args) =>
      `${bytes(args)} を生み出します。あるのはHSMのメモリーの中だけです。封をした写しができるまで、外には出しません。`,
  },
  'aws.generate-data-key.open-token': {
    headline: 'HSMが、ドメインキーでKMSキーの封を開けます',
    why: '平文のKMSキーは、いまこのHSMのメモリーにだけ存在します。これを外に渡すコマンドは、存在しません。',
  },
  'aws.generate-data-key.derive-key': {
    headline: 'KMSキーと乱数から、この一通のためだけの鍵Kを導きます',
    why: 'KMSキーそのものでは封をしません。データキーごとに別の鍵で封をします。乱数は封と一緒に残るので、必要なときに同じ鍵Kを作り直せます。',
  },
  'aws.generate-data-key.seal-data-key': {
    headline: '鍵Kでデータキーに封をし、暗号化コンテキストと結び付けます',
    why: '最後に付くタグが、封をした鍵、ヘッダー、指定したコンテキストのすべてを保証します。一ビットでも変わるか、別のコンテキストを指定すれば、もう開きません。',
  },
  'aws.generate-data-key.leave-hsm': {
    headline: 'データキーが、平文と封入済の二つの形でHSMを出ます',
    why: '平文で外に出る鍵は、これだけです。KMSキーと鍵Kは消去され、HSMにはドメインキーだけが残ります。',
  },
  'aws.generate-data-key.return-keys': {
    headline: '両方がアプリケーションに届き、KMSには何も残りません',
    why: '封をした写しを保管するのは、利用者の役目です。なくしてしまえば、AWSでもデータキーを取り戻せません。',
  },
  'aws.generate-data-key.encrypt-data': {
    headline: 'アプリケーションが、平文のデータキーでデータを暗号化します',
    why: '手元のマシンで行うので速く、データの大きさも問いません。KMSがデータを目にすることは一度もありません。',
  },
  'aws.generate-data-key.wipe': {
    headline: '平文のデータキーを消去します',
    why: '役目は終わりました。これからデータを読むには、KMSに頼むしかありません。そしてKMSは、毎回入口で確認します。',
  },
  'aws.generate-data-key.store': {
    headline: '暗号化したデータと、封をした鍵を、一緒に保存します',
    why: '盗まれても、どちらも役に立ちません。開けるKMSキーの名前は封をした鍵の中にあるので、ほかに控えておくのはコンテキストだけです。',
  },

  'aws.decrypt.start': {
    headline: '今度は手紙を開きます。AWSの実際のやり方で',
    why: '暗号化したデータと封をしたデータキーは、手元のストレージにあります。封をした鍵が入り、データキーが出てくる。ガラスを越えて出てくる鍵は、それだけです。「次へ」を押してください。',
  },
  'aws.decrypt.take-envelope': {
    headline: '暗号化したデータと封をした鍵を、ストレージから取り出します',
    why: '二つは一緒に保存されていました。データのほうは、この先へは行きません。',
  },
  'aws.decrypt.request': {
    headline: '封をしたデータキーをKMSに送り、入口で確認を受けます',
    why: 'どのKMSキーで開けられるかは、封をした鍵のヘッダーに書いてあります。コンテキストは、暗号化したときとまったく同じものを指定します。',
  },
  'aws.decrypt.load-token': {
    headline: 'ホストが、そのKMSキーを封をしたまま取り出します',
    why: 'ヘッダーには、キーマテリアルの版まで書いてあります。ローテーションの後でも古いデータを開けられるのは、このためです。',
  },
  'aws.decrypt.send-to-hsm': {
    headline: 'ホストが、封をした二つの鍵をHSMに渡します',
    why: 'ホストが運んだのは、閉じた二通の封筒です。どちらの中身も見えませんでした。',
  },
  'aws.decrypt.open-token': {
    headline: 'HSMが、ドメインキーでKMSキーの封を開けます',
    why: '今回も、平文になるのはHSMのメモリーの中だけ、この依頼のあいだだけです。',
  },
  'aws.decrypt.derive-key': {
    headline: 'KMSキーと保存された乱数から、同じ鍵Kを作り直します',
    why: '同じキーと同じ乱数からは、同じ鍵Kができます。KMSは、この手紙について何も覚えておく必要がありませんでした。',
  },
  'aws.decrypt.open-data-key': {
    headline: '鍵Kでデータキーの封を開け、改ざんがないことをタグで確かめます',
    why: 'タグが守るのは、封をした鍵、ヘッダー、暗号化コンテキストです。どれか一つでも違えば、HSMは何も渡しません。',
  },
  'aws.decrypt.leave-hsm': {
    headline: 'HSMを出るのは、データキーだけです',
    why: '外に出たのは、一通の手紙を開ける鍵です。すべてを開けられるKMSキーは、壁を越えることなく中で消去されました。',
  },
  'aws.decrypt.return-key': {
    headline: 'データキーが、アプリケーションに届きます',
    why: '通信は暗号化されており、ホストは送り終えるとすぐに鍵を忘れます。',
  },
  'aws.decrypt.decrypt-data': {
    headline: 'データキーでデータを復号し、元の手紙を読みます',
    why: '手紙は一バイトも変わらずに戻りました。KMSは、その一文字も目にしていません。',
  },
  'aws.decrypt.wipe': {
    headline: '平文のデータキーを消去します',
    why: '存在したのは、一通を読むあいだだけでした。もう一度読むにはもう一度頼む必要があり、断られることもあります。',
  },
};

/** One sentence for each step where the tellings part: of the document’s steps what AWS does, and the other way round. */
export const differs: Text['differs'] = {
  'article.generate-data-key.request':
    'AWSでは、何かが動く前に、呼び出し元、キー、権限を入口で確認します。ドキュメントはこの確認を省いています。',
  'article.generate-data-key.hand-over-cdk':
    'AWSでは、平文のデータキーはまだ外に出ません。封をした写しができるのを中で待ち、二つ一緒に出ます。',
  'article.generate-data-key.load-cmk':
    'AWSでは、封をしたキー（キートークン）をホストが取り出し、依頼と一緒にHSMへ送ります。',
  'article.generate-data-key.open-cmk':
    'ドキュメントは、何でCMKを開けるかを述べていません。AWSでは、リージョン内のHSMが共有するドメインキーで開けます。',
  'article.generate-data-key.seal-cdk':
    'AWSでは、KMSキーそのものでは封をしません。KMSキーと乱数から一回限りの鍵を導き、暗号化コンテキストも結び付けます。',
  'article.decrypt.request':
    'AWSへの依頼は別のものです。封をしたデータキーを送り、データキーを返してもらいます。KMSキーを求めることはありません。',
  'article.decrypt.load-cmk':
    'AWSでは、封をしたデータキーもHSMに入ります。どの版のKMSキーが要るかは、そのヘッダーに書いてあります。',
  'article.decrypt.open-cmk':
    'ドキュメントは、何でCMKを開けるかを述べていません。AWSでは、リージョン内のHSMが共有するドメインキーで開けます。',
  'article.decrypt.hand-over-cmk':
    'AWSでは決して起こりません。外に出るのはデータキーだけです。それが漏れても読まれるのは一通ですが、CMKが漏れれば、これまで封をしたすべてが読まれます。',
  'article.decrypt.return-cmk': 'AWSが返すのは、この一通のデータキーだけです。',
  'article.decrypt.open-cdk': 'AWSでは、これはすでにHSMがガラスの内側で済ませています。アプリケーションが開けるものはありません。',

  'aws.generate-data-key.request': 'ドキュメントでは、依頼がそのまま通ります。確認は描かれていません。',
  'aws.generate-data-key.load-token': 'ドキュメントでは、データキーを作って渡した後に、ようやくキーを取り出します。',
  'aws.generate-data-key.send-to-hsm': 'ドキュメントでは、キーをストアから直接HSMに取り出します。',
  'aws.generate-data-key.open-token': 'ドキュメントでもCMKを開けますが、どの鍵で開けるかは述べていません。',
  'aws.generate-data-key.derive-key': 'ドキュメントには、このステップがありません。CMKが直接CDKに封をします。',
  'aws.generate-data-key.seal-data-key': 'ドキュメントではCMKで直接封をします。暗号化コンテキストも登場しません。',
  'aws.generate-data-key.leave-hsm': 'ドキュメントでは、平文のCDKを先に、封をしたCDKを後から渡します。',
  'aws.generate-data-key.wipe': 'ドキュメントでは本文で触れていますが、ステップとしては描かれていません。',
  'aws.decrypt.take-envelope': 'ドキュメントでは、CMKが届くまで、どちらもストレージに置いたままです。',
  'aws.decrypt.request': 'ドキュメントでは、代わりにCMKを求め、封をしたCDKは手元に残します。',
  'aws.decrypt.load-token': 'ドキュメントでは、キーをストアから直接HSMに取り出します。',
  'aws.decrypt.send-to-hsm': 'ドキュメントでは、封をしたCDKがHSMに入ることはありません。',
  'aws.decrypt.open-token': 'ドキュメントでもCMKを開けますが、どの鍵で開けるかは述べていません。',
  'aws.decrypt.derive-key': 'ドキュメントには、このステップがありません。CMKが直接CDKを開けます。',
  'aws.decrypt.open-data-key': 'ドキュメントでは、アプリケーションがCMKを手にして、これを行います。',
  'aws.decrypt.leave-hsm':
    'ドキュメントでは、ここでCMKが出てきます。それが漏れれば、これまで封をしたすべてが読まれてしまいます。',
  'aws.decrypt.return-key': 'ドキュメントでは、アプリケーションに届くのはCMKです。',
  'aws.decrypt.wipe': 'ドキュメントでは本文で触れていますが、ステップとしては描かれていません。',
};
