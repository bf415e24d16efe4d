import assert from 'node:assert/strict';
import { test } from 'node:test';
import { latestWins } from '../src/latest.ts';

/** A call that answers when it is told to, and remembers what it was asked. */
function controlled() {
  const asked: string[] = [];
  const answers: ((value: string) => void)[] = [];
  const run = latestWins((what: string) => {
    asked.push(what);
    return new Promise<string>((resolve, reject) => answers.push((value) => (value === 'fail' ? reject(new Error(what)) : resolve(value))));
  });
  return { asked, answers, run };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

test('an answer that was overtaken is dropped, and calls between are never made', async () => {
  const { asked, answers, run } = controlled();
  const a = run('a');
  await settle();
  const b = run('b');
  const c = run('c');
  await settle();
  assert.deepEqual(asked, ['a']);
  answers[0]?.('A');
  await settle();
  assert.deepEqual(asked, ['a', 'c']);
  answers[1]?.('C');
  assert.deepEqual(await Promise.all([a, b, c]), [undefined, undefined, 'C']);
});

test('a failure is told when it is the newest, and forgotten when it is not', async () => {
  const { answers, run } = controlled();
  const a = run('a');
  await settle();
  const b = run('b');
  answers[0]?.('fail');
  await settle();
  answers[1]?.('fail');
  assert.equal(await a, undefined);
  await assert.rejects(b, /b/);
  const c = run('c');
  await settle();
  answers[2]?.('C');
  assert.equal(await c, 'C');
});
