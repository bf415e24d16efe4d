/** Everything on: request quotas are counted, the audit log is written. How fast it is, how long, and in how much memory. */

/** A Region whose symmetric operations share 20,000 requests per second. */
const REGION = 'ap-northeast-1';
const KEY_SPEC = 'AES_256';
const SECONDS = 5;
const MANY = 10_000_000;
const PAGE = 65_536;

/** Counts every call and refuses none: a quota of more than can be sent. */
function unhindered(Kms) {
  return new Kms({ now: 'system', region: REGION, quotas: { 'Cryptographic operations (symmetric)': 1_000_000_000 } });
}

function dataKeyFrom(kms, must) {
  const { KeyId } = must(kms.call('CreateKey', {})).KeyMetadata;
  const input = { KeyId, KeySpec: KEY_SPEC };
  return () => kms.call('GenerateDataKey', input);
}

export function countedContender(Kms, must) {
  const call = dataKeyFrom(unhindered(Kms), must);
  return { once: () => must(call()) };
}

/** As many requests as go, for some seconds, against AWS's own quota: how many of them KMS let through per second. */
export function sustained(Kms, tell, must) {
  tell('the quota of a Region, used up');
  const kms = new Kms({ now: 'system', region: REGION, quotas: true });
  const call = dataKeyFrom(kms, must);
  const { rate } = kms.quota('GenerateDataKey');
  // A bucket that is full at first would count as more than the engine can keep up.
  drain(call, rate);
  let [passed, throttled] = [0, 0];
  const start = performance.now();
  let spent = 0;
  while (spent < SECONDS) {
    if (isThrottled(call(), must)) throttled += 1;
    else passed += 1;
    spent = (performance.now() - start) / 1_000;
  }
  kms.free();
  return { rate: passed / spent, quota: rate, refused: throttled / spent };
}

/** Until the first refusal; at most twice what the bucket holds, where the engine is slower than its quota. */
function drain(call, most) {
  for (let left = 2 * most; left > 0; left -= 1) if (!call().ok) return;
}

function isThrottled(answer, must) {
  if (!answer.ok && answer.error.code === 'ThrottlingException') return true;
  must(answer);
  return false;
}

/** Pages of memory after a tenth of many calls, and after all of them. */
export function memory(Kms, pages, tell, must) {
  tell('ten million calls');
  const kms = unhindered(Kms);
  const call = dataKeyFrom(kms, must);
  const after = (calls) => {
    for (let left = calls; left > 0; left -= 1) must(call());
    return pages.buffer.byteLength / PAGE;
  };
  const tenth = after(MANY / 10);
  const all = after(MANY - MANY / 10);
  kms.free();
  return { tenth, all };
}
