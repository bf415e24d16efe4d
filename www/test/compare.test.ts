import assert from 'node:assert/strict';
import { test } from 'node:test';
import { carryOver, ROWS, rowTime, sideT } from '../src/compare.ts';
import { PLAN } from '../src/flows.ts';
import type { Flow, Track } from '../src/model.ts';

const FLOWS: readonly Flow[] = ['encrypt', 'decrypt'];
const TRACKS: readonly Track[] = ['article', 'aws'];

for (const flow of FLOWS) {
  for (const track of TRACKS) {
    test(`${flow}, ${track}: the rows hold every step once, in its own order`, () => {
      const steps = ROWS[flow].map((row) => row[track]).filter((id) => id !== undefined);
      assert.deepEqual(steps, PLAN[track][flow].map((step) => step.id));
    });

    test(`${flow}, ${track}: the shared time never goes back and ends with the last step`, () => {
      let before = 0;
      for (let t = 0; t <= ROWS[flow].length; t += 0.125) {
        const now = sideT(flow, track, t);
        assert.ok(now >= before && now - before <= 0.125 + 1e-9, `at ${t}`);
        before = now;
      }
      assert.equal(before, PLAN[track][flow].length);
    });

    test(`${flow}, ${track}: a step's row shows that step`, () => {
      for (let n = 0; n <= PLAN[track][flow].length; n++) assert.equal(sideT(flow, track, rowTime(flow, track, n)), n);
      assert.equal(sideT(flow, track, rowTime(flow, track, 2.5)), 2.5);
    });
  }

  test(`${flow}: a row that one telling has alone says so`, () => {
    for (const row of ROWS[flow]) {
      assert.equal(row.mark === 'aws-only', row.article === undefined);
      assert.equal(row.mark === 'article-only', row.aws === undefined);
    }
  });

  test(`${flow}: changing the telling keeps the place`, () => {
    assert.equal(carryOver(flow, 'article', 'aws', 0), 0);
    for (const row of ROWS[flow]) {
      if (row.article === undefined || row.aws === undefined) continue;
      const at = (track: Track): number => PLAN[track][flow].findIndex((step) => step.id === row[track]) + 1;
      assert.equal(carryOver(flow, 'article', 'aws', at('article')), at('aws'));
      assert.equal(carryOver(flow, 'aws', 'article', at('aws')), at('article'));
    }
  });
}

test('the KMS key leaving is set against the data key leaving', () => {
  assert.ok(ROWS.decrypt.some((row) => row.article === 'hand-over-cmk' && row.aws === 'leave-hsm' && row.mark === 'differs'));
});
