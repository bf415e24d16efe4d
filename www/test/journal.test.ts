import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BURST_ROWS, idOf, Journal, MOST } from '../src/journal.ts';
import { event } from './events.ts';

const names = (journal: Journal): string[] => journal.rows.map(({ event }) => event.eventName);
const add = (journal: Journal, ...ids: string[]): void =>
  journal.add('stage', ids.map((id) => ({ event: event({ eventID: id, eventName: id }) })));

test('the newest stands first', () => {
  const journal = new Journal();
  add(journal, 'a', 'b');
  add(journal, 'c');
  assert.deepEqual(names(journal), ['c', 'b', 'a']);
});

test('the oldest go when there are too many', () => {
  const journal = new Journal(3);
  add(journal, 'a', 'b');
  add(journal, 'c', 'd');
  assert.deepEqual(names(journal), ['d', 'c', 'b']);
  add(journal, ...Array.from({ length: 10 }, (_, i) => `e${i}`));
  assert.deepEqual(names(journal), ['e9', 'e8', 'e7']);
  const whole = new Journal();
  add(whole, ...Array.from({ length: MOST + 7 }, (_, i) => `f${i}`));
  assert.equal(whole.rows.length, MOST);
  assert.equal(names(whole)[0], `f${MOST + 6}`);
});

test('an event stands there once: told again, it is the newest, and as it was told last', () => {
  const journal = new Journal();
  add(journal, 'a', 'b');
  const again = event({ eventID: 'a', eventName: 'a', requestParameters: { encryptionContext: { to: 'Bea' } } });
  journal.add('stage', [{ event: again }]);
  assert.deepEqual(names(journal), ['a', 'b']);
  assert.equal(journal.rows[0]?.event, again);
  journal.add('stage', [{ event: again }, { event: again }]);
  assert.deepEqual(names(journal), ['a', 'b']);
});

test('one id is not one event where a table would tell them apart', () => {
  const one = event({ eventID: 'a' });
  const others = [
    event({ eventID: 'b' }),
    event({ eventID: 'a', eventName: 'Encrypt' }),
    event({ eventID: 'a', eventTime: '2027-01-01T00:00:00Z' }),
    event({ eventID: 'a', errorCode: 'AccessDenied' }),
    event({ eventID: 'a', resources: [] }),
    event({ eventID: 'a', userIdentity: { arn: 'arn:aws:iam::111122223333:user/mika', accountId: '111122223333' } }),
  ];
  assert.equal(new Set([one, ...others].map(idOf)).size, 7);
  assert.equal(idOf(event({ eventID: 'a', requestID: 'other' })), idOf(one));
});

test('of a burst the last few are kept, with how many there were; one that goes on is one burst', () => {
  const journal = new Journal();
  add(journal, 'before');
  const sent = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => event({ eventID: `e${from + i}`, eventName: `e${from + i}` }));
  journal.addBurst('limits', { id: 'one', calls: 20, refused: 3 }, sent(0, 20));
  assert.deepEqual(names(journal), ['e19', 'e18', 'e17', 'e16', 'e15', 'before']);
  assert.equal(BURST_ROWS, 5);
  add(journal, 'between');
  journal.addBurst('limits', { id: 'one', calls: 24, refused: 6 }, sent(20, 24));
  assert.deepEqual(names(journal), ['e23', 'e22', 'e21', 'e20', 'between', 'before']);
  assert.ok(journal.rows.slice(0, 4).every(({ burst, source }) => burst?.calls === 24 && burst.refused === 6 && source === 'limits'));
  journal.addBurst('limits', { id: 'two', calls: 1, refused: 0 }, sent(30, 31));
  assert.deepEqual(names(journal).slice(0, 2), ['e30', 'e23'], 'another burst stands beside it');
});

test('who watches is told, and sees another list, until they have seen enough', () => {
  const journal = new Journal();
  const seen: number[] = [];
  const first = journal.rows;
  const stop = journal.watch(() => seen.push(journal.rows.length));
  add(journal, 'a');
  add(journal, 'b');
  add(journal);
  stop();
  add(journal, 'c');
  assert.deepEqual(seen, [1, 2]);
  assert.deepEqual(first, [], 'a list that was read does not change');
});
