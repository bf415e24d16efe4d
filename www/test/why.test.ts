import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { statementLines } from '../src/access/why/document.ts';
import { lines, locate, quotation } from '../src/access/why/locate.ts';
import { groups, short } from '../src/access/why/rows.ts';
import { decisive, nameOf, nearest, verdict } from '../src/access/why/verdict.ts';
import { verdictText } from '../src/access/why/words.ts';
import { documentKey, type Trace } from '../src/model.ts';
import { decisionOf, refusalText, tellDecisionsWith } from '../src/refusal.ts';
import { LANGS, learn, text } from '../src/text/index.ts';
import { AKI, type DecisionName, DECISIONS, documentsOf, KEY, NOOR } from './decisions.ts';

await learn('ja');
const NAMES = Object.keys(DECISIONS) as DecisionName[];

const TEXT = `{
  "Version": "2012-10-17",
  "Statement": [
    { "Sid": "one, \\"quoted\\": {", "Action": "kms:*" },
    {
      "Action": ["kms:Decrypt", "kms:Encrypt"],
      "Condition": { "StringEquals": { "a/b~c": [ ] } }
    }
  ]
}`;

/** What a pointer leads to, as text. */
const at = (pointer: string, source = TEXT): string | undefined => {
  const span = locate(source, pointer);
  return span && source.slice(span.start, span.end);
};

test('a pointer leads to its value, a member with its name', () => {
  assert.equal(at(''), TEXT);
  assert.equal(at('/Version'), '"Version": "2012-10-17"');
  assert.equal(at('/Statement/0'), '{ "Sid": "one, \\"quoted\\": {", "Action": "kms:*" }');
  assert.equal(at('/Statement/0/Action'), '"Action": "kms:*"');
  assert.equal(at('/Statement/1/Action/1'), '"kms:Encrypt"');
  assert.equal(at('/Statement/1/Condition/StringEquals/a~1b~0c'), '"a/b~c": [ ]');
});

test('a pointer to nothing leads to what is around it, and a text that is not JSON to nothing', () => {
  assert.equal(at('/Statement/0/Condition/StringEquals'), at('/Statement/0'));
  assert.equal(at('/Statement/7'), at('/Statement'));
  assert.equal(at('/Nobody'), TEXT);
  assert.equal(at('/Statement', '{ "Statement": '), undefined);
  assert.equal(at('', '"just text"'), '"just text"');
  assert.equal(at('/0/a', '[{"a":[1,-2.5e3,null]}]'), '"a":[1,-2.5e3,null]');
  assert.equal(at('/0/a/1', '[{"a":[1,-2.5e3,null]}]'), '-2.5e3');
});

test('every pointer into a document leads to the value that it names', () => {
  const value = { a: [1, { 'x/y': 'z', '': [] }, [true, null]], 'm~n': { b: '}]' }, 2: 'two' };
  const walk = (found: unknown, pointer: string): void => {
    for (const source of [JSON.stringify(value), JSON.stringify(value, undefined, 4)]) {
      const said = at(pointer, source) ?? '';
      const isMember = !Array.isArray(parent(pointer)) && pointer !== '';
      assert.deepEqual(JSON.parse(isMember ? said.slice(said.indexOf(':') + 1) : said), found, pointer);
    }
    if (typeof found !== 'object' || found === null) return;
    for (const [name, inner] of Object.entries(found)) walk(inner, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`);
  };
  const parent = (pointer: string): unknown =>
    pointer.split('/').slice(1, -1).reduce<unknown>((all, name) => (all as Record<string, unknown>)[name.replaceAll('~1', '/').replaceAll('~0', '~')], value);
  walk(value, '');
});

test('the lines of a statement are on, and the element is marked without the white space around it', () => {
  const all = lines(TEXT, locate(TEXT, '/Statement/1'), locate(TEXT, '/Statement/1/Condition'));
  assert.deepEqual(all.filter((line) => line.on).map((line) => line.n), [5, 6, 7, 8]);
  assert.deepEqual(all.filter((line) => line.mark).map((line) => line.text.slice(line.mark?.start, line.mark?.end)), [
    '"Condition": { "StringEquals": { "a/b~c": [ ] } }',
  ]);
  assert.equal(lines(TEXT, undefined, undefined).some((line) => line.on), false);
  const over = 'a\n  b\n\n c ';
  assert.deepEqual(lines(over, undefined, { start: 0, end: over.length }).map((line) => line.mark), [
    { start: 0, end: 1 },
    { start: 2, end: 3 },
    undefined,
    { start: 1, end: 2 },
  ]);
});

test('a quotation keeps the beginning, the marked lines and the end', () => {
  const statement = JSON.stringify({ Action: Array.from({ length: 20 }, (_, i) => `kms:${i}`), Condition: { a: 1 } }, undefined, 2);
  const all = lines(statement, locate(statement, ''), locate(statement, '/Condition'));
  const quoted = quotation(all, 8).map((line) => line?.n);
  assert.deepEqual(quoted, [1, 2, 3, undefined, 24, 25, 26, 27]);
  // A gap of one line is filled, and what all lines are indented by is left out.
  const short = lines(TEXT, locate(TEXT, '/Statement/1'), locate(TEXT, '/Statement/1/Condition'));
  assert.deepEqual(quotation(short, 9).map((line) => line?.text), ['{', '  "Action": ["kms:Decrypt", "kms:Encrypt"],', '  "Condition": { "StringEquals": { "a/b~c": [ ] } }', '}']);
  const [mark] = quotation(short, 9).flatMap((line) => (line?.mark ? [line.text.slice(line.mark.start, line.mark.end)] : []));
  assert.equal(mark, '"Condition": { "StringEquals": { "a/b~c": [ ] } }');
  const filled = lines(statement, locate(statement, ''), locate(statement, '/Action/3'));
  assert.deepEqual(quotation(filled, 6).map((line) => line?.n), [1, 2, 3, undefined, 6, undefined, 27]);
  assert.deepEqual(quotation(filled, 7).map((line) => line?.n), [1, 2, 3, 4, 5, 6, undefined, 27]);
  assert.deepEqual(quotation([], 7), []);
});

test('what decided is looked at first, else the nearest miss', () => {
  const first = (name: DecisionName): string | undefined => decisive(DECISIONS[name])?.statement.sid;
  assert.equal(first('key-policy'), 'Aki reads letters');
  assert.equal(first('iam-delegation'), 'Enable IAM policies');
  assert.equal(first('explicit-deny'), 'Nobody reads');
  assert.equal(first('no-identity-policy'), 'WriteLetters');
  assert.equal(first('nothing'), 'Enable IAM policies');
  assert.equal(first('abroad'), 'Enable IAM policies');
  assert.equal(first('abroad-delegated'), 'The other account may read');
  assert.equal(nearest(DECISIONS.condition)?.element, 'condition');
  assert.equal(nearest(DECISIONS.nothing), undefined);
});

test('the sentence says who, why and what would change it', () => {
  const said = (name: DecisionName): string => verdict('en', DECISIONS[name]).headline;
  assert.equal(said('no-identity-policy'), 'Aki may not: the key policy leaves the decision to the account, and no policy of Aki’s allows kms:Decrypt.');
  assert.equal(said('iam-delegation'), 'Aki may: the key policy leaves the decision to the account, and Aki’s policy “read-letters” allows kms:Decrypt.');
  assert.equal(said('explicit-deny'), 'Aki may not: the key policy forbids kms:Decrypt, and a Deny outweighs every Allow.');
  assert.equal(said('condition'), 'Aki may not: the key policy allows kms:Decrypt only with the encryption context to=Aki, and this call has to=Mika.');
  assert.equal(said('constraint'), 'Aki may not: a grant allows kms:Decrypt only with the encryption context to=Aki, and this call has to=Mika.');
  assert.match(said('propagation'), /^Aki may not yet: /);
  assert.match(said('abroad'), /^Noor may not: nothing in the key policy lets Noor’s account in/);
  assert.match(verdict('en', DECISIONS.nothing).remedy, /give Aki an IAM policy that allows kms:Decrypt/);
});

for (const lang of LANGS) {
  test(`${lang}: every decision has its own sentences, and they are whole`, () => {
    const all = NAMES.flatMap((name) => Object.values(verdict(lang, DECISIONS[name])));
    for (const said of all) {
      assert.ok(said.length > 15 && /[.。]$/.test(said), said);
      assert.ok(!/undefined|null|NaN| {2}/.test(said), said);
    }
    // Two pairs share what would change them.
    assert.ok(new Set(all).size >= all.length - 3);
    const words = verdictText(lang);
    for (const because of Object.keys(words.answers) as (keyof typeof words.answers)[]) {
      for (const abroad of [true, false]) {
        const facts = { who: 'Aki', action: 'kms:Decrypt', policy: abroad ? 'p' : undefined, place: 'P', abroad, wanted: 'a=b', given: abroad ? 'c=d' : '', isContext: abroad };
        for (const said of words.answers[because](facts)) assert.match(said, /[.。]$/, because);
      }
    }
  });
}

test('people are called by their names, roles by theirs', () => {
  assert.equal(nameOf('en', AKI), 'Aki');
  assert.equal(nameOf('en', 'arn:aws:iam::111122223333:user/office/aki'), 'Aki');
  assert.equal(nameOf('en', 'arn:aws:sts::111122223333:assumed-role/letter-sorter/morning'), 'the role letter-sorter');
  assert.equal(nameOf('en', 'arn:aws:iam::111122223333:role/office/letter-sorter'), 'the role letter-sorter');
  assert.equal(nameOf('en', 'arn:aws:sts::111122223333:federated-user/noor'), 'Noor');
  assert.equal(nameOf('ja', AKI), 'Akiさん');
  assert.equal(nameOf('ja', 'arn:aws:iam::111122223333:root'), 'アカウントのルート');
});

test('a row says of each element whether it matched, did not, or was not looked at', () => {
  const marks = (name: DecisionName, i: number): string =>
    Object.values(groups(DECISIONS[name]).flatMap((group) => group.rows)[i]?.cells ?? {}).map((cell) => cell.is).join(' ');
  assert.equal(marks('key-policy', 1), 'match match match match');
  assert.equal(marks('no-identity-policy', 1), 'match miss skipped skipped');
  assert.equal(marks('condition', 1), 'match match match miss');
  // A grant that is not known everywhere matches otherwise: it is said where circumstances are.
  assert.equal(marks('propagation', 1), 'match match match miss');
  assert.equal(marks('abroad', 0), 'miss skipped skipped skipped');
});

test('rows stand by document, and a refusal for want of a permission names the kinds without one', () => {
  const shape = (name: DecisionName): string[] => groups(DECISIONS[name]).map(({ source, rows }) => `${source} ${rows.length}`);
  assert.deepEqual(shape('explicit-deny'), ['key-policy 2', 'identity-policy 1']);
  assert.deepEqual(shape('nothing'), ['key-policy 1', 'identity-policy 0', 'grant 0']);
  assert.deepEqual(shape('propagation'), ['key-policy 1', 'identity-policy 0', 'grant 1']);
  const decided = groups(DECISIONS['iam-delegation']).flatMap(({ rows }) => rows.map((row) => row.decided));
  assert.deepEqual(decided, [true, true]);
});

test('ARNs are compared by what is not the same everywhere', () => {
  assert.equal(short(AKI, KEY), 'user/aki');
  assert.equal(short(NOOR, KEY), '444455556666:user/noor');
  assert.equal(short(`${AKI}, ${NOOR}`, KEY), 'user/aki, 444455556666:user/noor');
  assert.equal(short('arn:aws:iam::111122223333:root', KEY), '111122223333:root');
  assert.equal(short('kms:Decrypt', KEY), 'kms:Decrypt');
});

test('the document shows the statement, and the element that did not match', () => {
  const shown = (name: DecisionName): { on: string; mark: string } => {
    const considered = decisive(DECISIONS[name]);
    assert.ok(considered);
    const all = statementLines(considered, documentsOf(name)) ?? [];
    return {
      on: all.filter((line) => line.on).map((line) => line.text.trim()).join(''),
      mark: all.flatMap(({ mark, text: said }) => (mark ? [said.slice(mark.start, mark.end)] : [])).join(''),
    };
  };
  assert.match(shown('key-policy').on, /^\{"Sid": "Aki reads letters".*\}$/);
  assert.equal(shown('key-policy').mark, '');
  assert.equal(shown('condition').mark, '"kms:EncryptionContext:to": "Aki"');
  assert.equal(shown('no-identity-policy').mark, '"Action": "kms:GenerateDataKey",'.slice(0, -1));
  // A grant is all on, and has no pointers of its own.
  assert.match(shown('constraint').on, /^\{"GrantId".*\}$/);
  assert.equal(shown('constraint').mark, '"Constraints": {"EncryptionContextEquals": {"to": "Aki"}}');
  assert.match(shown('propagation').mark, /^"CreationDate"/);
  assert.equal(statementLines(decisive(DECISIONS.condition) ?? assert.fail(), {}), undefined);
});

test('a document is found by its kind and its name', () => {
  assert.equal(documentKey({ source: 'grant', document: 'abc' }), 'grant abc');
});

interface Scenario {
  readonly id: string;
  readonly keyPolicy?: readonly string[];
  readonly identityPolicies?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
const { scenarios } = read('../src/access/scenarios.json') as { scenarios: readonly Scenario[] };

for (const { id, keyPolicy, identityPolicies = {} } of scenarios) {
  test(`${id}: what the engine recorded is told in whole sentences, and points into the scenario's documents`, () => {
    const trace = read(`../../tests/data/traces/aws-access-${id}.json`) as Trace;
    const decision = decisionOf(trace);
    assert.ok(decision);
    for (const lang of LANGS) for (const said of Object.values(verdict(lang, decision))) assert.match(said, /^[^{}]{15,}[.。]$/);
    assert.equal(verdict('en', decision).headline.includes(' may not'), !trace.outcome.ok);
    for (const { statement } of decision.considered) {
      const [, policy] = /\/([^/]+)$/.exec(statement.document) ?? [];
      const own = Object.values(identityPolicies).map((all) => all[policy ?? '']).find((found) => found !== undefined);
      const source = (statement.source === 'key-policy' ? keyPolicy : own)?.join('\n');
      if (source === undefined) continue;
      const said = JSON.parse(at(statement.pointer, source) ?? '') as { Sid?: string };
      assert.equal(said.Sid, statement.sid);
    }
  });
}

test('a refusal by authorization is told by its decision as soon as its words are there', () => {
  const trace = read('../../tests/data/traces/aws-access-no-permission.json') as Trace;
  assert.ok(!trace.outcome.ok);
  assert.equal(refusalText('en', trace, trace.outcome, undefined), text('en').refusals.AccessDeniedException);
  tellDecisionsWith(verdict);
  const said = refusalText('en', trace, trace.outcome, undefined);
  assert.match(said.headline, /^Mika may not: /);
  assert.match(said.todo, /^To allow it, /);
  const other = read('../../tests/data/traces/aws-decrypt-disabled-key.json') as Trace;
  assert.ok(!other.outcome.ok);
  assert.equal(refusalText('en', other, other.outcome, undefined), text('en').refusals.DisabledException);
});
