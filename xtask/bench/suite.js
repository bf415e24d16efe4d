/**
 * What is measured, the same in Node.js and in a browser: nothing here knows which.
 *
 * All contenders of one comparison take turns, in many short rounds, and the best round of each counts: whatever else
 * the machine does can only slow a round down, so the best is nearest to the truth, and the ratios stay.
 */

import { accessContenders } from './access.js';
import { materialContenders, passing } from './life.js';
import { countedContender, memory, sustained } from './limits.js';

const ROUNDS = 25;
const ROUND_MS = 100;
const BATCH = 50;
const SAMPLES = 20_000;
const KEYS = [10, 1_000, 100_000];
const BULK_BYTES = 10_000_000;
const BULK_ROUNDS = 15;

const KEY_SPEC = 'AES_256';

/**
 * @param {{ Kms: any, Bare: any, Access: any, pages: WebAssembly.Memory }} modules the two packages, initialised, and the
 *   memory of the engine
 * @param {(what: string) => void} tell hears what is measured next
 */
export async function measure({ Kms, Bare, Access, pages }, tell = () => {}) {
  tell('one data key');
  const dataKey = await compare(await dataKeyContenders(Kms, Bare));
  tell('many keys');
  const growth = await compare(growthContenders(Kms, tell));
  tell('permissions');
  const access = await compare(accessContenders({ Kms, Access }, tell, must));
  tell('rotated keys');
  const materials = await compare(materialContenders(Kms, tell, must, walk));
  tell('time');
  const time = passing(Kms, tell, must);
  tell('bulk data');
  const bulk = await compareBulk(Kms);
  const limits = { sustained: sustained(Kms, tell, must), memory: memory(Kms, pages, tell, must) };
  return { dataKey, growth, access, materials, time, bulk, limits };
}

/** Every contender is a function that makes one data key. */
async function dataKeyContenders(Kms, Bare) {
  const bare = new Bare();
  const kms = new Kms({ now: 'system' });
  const { KeyId } = must(kms.call('CreateKey', {})).KeyMetadata;
  const input = { KeyId, KeySpec: KEY_SPEC };
  const request = {
    method: 'POST',
    path: '/',
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'TrentService.GenerateDataKey' },
    body: JSON.stringify(input),
  };
  return {
    bare: { once: () => bare.generateDataKey() },
    call: { once: () => must(kms.call('GenerateDataKey', input)) },
    counted: countedContender(Kms, must),
    handle: { once: () => mustBe200(kms.handle(request)) },
    webcrypto: { onceAsync: await webCryptoDataKey() },
  };
}

/** The cryptography of `Bare`, done with WebCrypto: its keys are imported once where they are used again. */
async function webCryptoDataKey() {
  const { subtle } = crypto;
  const aes = (iv, aad) => ({ name: 'AES-GCM', iv, additionalData: aad, tagLength: 128 });
  const hmac = { name: 'HMAC', hash: 'SHA-256' };
  const tokenAad = new Uint8Array(89);
  const blobAad = new Uint8Array(105);
  const tokenIv = random(12);
  const domainKey = await subtle.importKey('raw', random(32), 'AES-GCM', false, ['encrypt', 'decrypt']);
  const token = await subtle.encrypt(aes(tokenIv, tokenAad), domainKey, random(32));
  const fixedInput = new Uint8Array(4 + 45);
  fixedInput[3] = 1;
  return async () => {
    const dataKey = random(32);
    const material = await subtle.decrypt(aes(tokenIv, tokenAad), domainKey, token);
    const backingKey = await subtle.importKey('raw', material, hmac, false, ['sign']);
    fixedInput.set(random(16), 4);
    const derived = await subtle.sign(hmac, backingKey, fixedInput);
    const messageKey = await subtle.importKey('raw', derived, 'AES-GCM', false, ['encrypt']);
    return subtle.encrypt(aes(random(12), blobAad), messageKey, dataKey);
  };
}

/** GenerateDataKey and Decrypt in stores of growing size, each time with another key. */
function growthContenders(Kms, tell) {
  const contenders = {};
  for (const count of KEYS) {
    tell(`${count} keys`);
    const kms = new Kms({ now: 'system' });
    const ids = Array.from({ length: count }, () => must(kms.call('CreateKey', {})).KeyMetadata.KeyId);
    // Far apart, so that neighbours in the store do not help each other; every thousandth at most is decrypted.
    const pick = walk(ids);
    const blobs = Array.from({ length: Math.min(count, 1_000) }, () => {
      return must(kms.call('GenerateDataKey', { KeyId: pick(), KeySpec: KEY_SPEC })).CiphertextBlob;
    });
    const pickBlob = walk(blobs);
    contenders[`generate-${count}`] = {
      once: () => must(kms.call('GenerateDataKey', { KeyId: pick(), KeySpec: KEY_SPEC })),
    };
    contenders[`decrypt-${count}`] = { once: () => must(kms.call('Decrypt', { CiphertextBlob: pickBlob() })) };
  }
  return contenders;
}

/** Gives the items in an order that jumps about and comes to each. */
function walk(items) {
  let at = 0;
  return () => {
    at = (at + 7_919) % items.length;
    return items[at];
  };
}

async function compareBulk(Kms) {
  const { subtle } = crypto;
  const kms = new Kms({ now: 'system' });
  const keyId = must(kms.call('CreateKey', {})).KeyMetadata.KeyId;
  const plaintext = new Uint8Array(BULK_BYTES).map((_, index) => index * 31);
  const rawKey = random(32);
  const { envelope } = await kms.encryptFlow({ keyId, plaintext });
  const iv = random(12);
  const webKey = async (usage) => subtle.importKey('raw', rawKey, 'AES-GCM', false, [usage]);
  const sealed = await subtle.encrypt({ name: 'AES-GCM', iv }, await webKey('encrypt'), plaintext);
  const contenders = {
    encryptFlow: () => kms.encryptFlow({ keyId, plaintext }),
    webcryptoEncrypt: async () => subtle.encrypt({ name: 'AES-GCM', iv: random(12) }, await webKey('encrypt'), plaintext),
    decryptFlow: () => kms.decryptFlow({ envelope }),
    webcryptoDecrypt: async () => subtle.decrypt({ name: 'AES-GCM', iv }, await webKey('decrypt'), sealed),
  };
  const rounds = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
  for (let round = 0; round < BULK_ROUNDS; round += 1) {
    for (const [name, once] of Object.entries(contenders)) {
      const start = performance.now();
      await once();
      rounds[name].push(BULK_BYTES / 1e6 / ((performance.now() - start) / 1_000));
    }
  }
  return Object.fromEntries(Object.entries(rounds).map(([name, rates]) => [name, Math.max(...rates)]));
}

/**
 * Operations a second and the 99th percentile in microseconds, for each contender. One that does `times` operations at
 * once is counted so.
 */
async function compare(contenders) {
  const names = Object.keys(contenders);
  const rates = Object.fromEntries(names.map((name) => [name, []]));
  // The first round warms up and is not counted.
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const name of names) {
      const rate = await rateOf(contenders[name]);
      if (round > 0) rates[name].push(rate);
    }
  }
  const results = {};
  for (const name of names) results[name] = { rate: Math.max(...rates[name]), p99: await p99Of(contenders[name]) };
  return results;
}

async function rateOf({ once, onceAsync, times = 1 }) {
  const start = performance.now();
  let done = 0;
  let spent = 0;
  while (spent < ROUND_MS) {
    if (once) for (let left = BATCH; left > 0; left -= 1) once();
    else for (let left = BATCH; left > 0; left -= 1) await onceAsync();
    done += BATCH;
    spent = performance.now() - start;
  }
  return (done * times) / (spent / 1_000);
}

async function p99Of({ once, onceAsync, times = 1 }) {
  const samples = new Float64Array(SAMPLES);
  for (let at = 0; at < SAMPLES; at += 1) {
    const start = performance.now();
    if (once) once();
    else await onceAsync();
    samples[at] = performance.now() - start;
  }
  samples.sort();
  return (samples[Math.floor(SAMPLES * 0.99)] * 1_000) / times;
}

function random(length) {
  return crypto.getRandomValues(new Uint8Array(length));
}

function must(answer) {
  if (!answer.ok) throw new Error(`${answer.error.code}: ${answer.error.message}`);
  return answer.output;
}

function mustBe200(answer) {
  if (answer.status !== 200) throw new Error(`status ${answer.status}: ${new TextDecoder().decode(answer.body)}`);
  return answer;
}
