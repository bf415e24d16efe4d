/** What becomes of keys in time: many materials behind one key, many keys over many years. */

const DAY = 86_400;
const MATERIALS = [1, 10, 1_000];
const MANY = 10_000;
const SOME = 1_000;
/** How often what takes long is done; the best counts, as everywhere. */
const TIMES = 3;

/** Each decrypts with a key that has had so many materials, every time what another of them sealed. */
export function materialContenders(Kms, tell, must, walk) {
  const contenders = {};
  for (const count of MATERIALS) {
    tell(`a key of ${count} materials`);
    const kms = new Kms({ now: 0 });
    const { KeyId } = must(kms.call('CreateKey', {})).KeyMetadata;
    const Plaintext = new Uint8Array(32);
    const seal = () => must(kms.call('Encrypt', { KeyId, Plaintext })).CiphertextBlob;
    must(kms.call('EnableKeyRotation', { KeyId, RotationPeriodInDays: 90 }));
    const blobs = [seal()];
    while (blobs.length < count) {
      kms.advance(90 * DAY);
      blobs.push(seal());
    }
    const pick = walk(blobs);
    contenders[`decrypt-${count}`] = { once: () => must(kms.call('Decrypt', { CiphertextBlob: pick() })) };
  }
  return contenders;
}

/** Milliseconds. */
export function passing(Kms, tell, must) {
  const sealingKey = new Uint8Array(32);
  const rotating = (count) => {
    const kms = new Kms({ now: 0 });
    for (let left = count; left > 0; left -= 1) {
      const { KeyId } = must(kms.call('CreateKey', {})).KeyMetadata;
      must(kms.call('EnableKeyRotation', { KeyId }));
    }
    return kms;
  };
  const best = (what, prepare, run) => {
    tell(what);
    let least = Infinity;
    for (let left = TIMES; left > 0; left -= 1) {
      const given = prepare();
      const start = performance.now();
      const made = run(given);
      least = Math.min(least, performance.now() - start);
      for (const kms of [given, made]) if (kms instanceof Kms) kms.free();
    }
    return least;
  };
  const year = best('a year', () => rotating(SOME), (kms) => kms.advance(365 * DAY).length);
  const decade = best('ten years', () => rotating(MANY), (kms) => kms.advance(3_650 * DAY).length);
  const end = best('the year 9999', () => rotating(1), (kms) => kms.advance(8_030 * 366 * DAY).length);
  const kept = rotating(MANY);
  const snapshot = kept.snapshot(sealingKey);
  const write = best('snapshot', () => undefined, () => kept.snapshot(sealingKey));
  const read = best('restore', () => undefined, () => Kms.restore(snapshot, sealingKey, { now: 0 }));
  kept.free();
  return { year, decade, end, snapshot: write, restore: read };
}
