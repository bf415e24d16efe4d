import type { AsideText } from '../en/aside.ts';

const number = (n: number): string => n.toLocaleString('ja');

export const aside: AsideText = {
  looking: (bits) => `${number(bits / 2)}ビットの素数を二つ探しています…`,
  stands: (bits) => `${number(bits / 2)}ビットの素数を二つ探しています。見つかるまで、ページは止まります。`,
  seconds: (n) => `${number(n)}秒`,
  usual: (most) => `ふつうは${number(most)}秒以内`,
  cancel: 'キャンセル',
};
