import type { Considered, Decision, Lang, StatementElement, StatementRef } from '../../model.ts';
import type { Answer, Facts } from '../../text/en/verdict.ts';
import { verdictText } from './words.ts';

/** A decision in words. It says what the decision says and decides nothing. */

export type Miss = Extract<Considered, { verdict: 'not-matched' }>;

const ORDER: readonly StatementElement[] = ['principal', 'action', 'resource', 'condition', 'propagation'];

/** The Allow that came nearest to applying: the one whose elements matched the longest. */
export function nearest(decision: Decision): Miss | undefined {
  const rank = (miss: Miss): number => ORDER.indexOf(miss.element);
  return decision.considered
    .filter((one): one is Miss => one.verdict === 'not-matched' && one.effect === 'Allow')
    .reduce<Miss | undefined>((best, one) => (best && rank(best) >= rank(one) ? best : one), undefined);
}

export function isSame(a: StatementRef, b: StatementRef): boolean {
  return a.source === b.source && a.document === b.document && a.pointer === b.pointer;
}

export function hasDecided(decision: Decision, { statement }: Considered): boolean {
  return decision.determinedBy.some((ref) => isSame(ref, statement));
}

/**
 * What a reader should look at first: the first that decided; where none did, the nearest miss. One that is about
 * somebody else is no near one: rather the statement that leaves it to IAM.
 */
export function decisive(decision: Decision): Considered | undefined {
  const { considered } = decision;
  const miss = nearest(decision);
  const near = miss?.element === 'principal' ? considered.find(({ verdict }) => verdict === 'delegates') : miss;
  return considered.find((one) => hasDecided(decision, one)) ?? near ?? miss ?? considered[0];
}

/** One sentence on what was decided and why, and one on what would change it. */
export function verdict(lang: Lang, decision: Decision): { readonly headline: string; readonly remedy: string } {
  const words = verdictText(lang);
  const miss = decision.effect === 'implicit-deny' ? nearest(decision) : undefined;
  const late = miss && (miss.element === 'condition' || miss.element === 'propagation') ? miss : undefined;
  const facts = factsOf(lang, decision, late);
  const answer: Answer = words.answers[late ? (late.element as 'condition' | 'propagation') : decision.because];
  const [why, remedy] = answer(facts);
  const capital = (said: string): string => said.charAt(0).toUpperCase() + said.slice(1);
  const frame = decision.effect === 'allow' ? words.may : late?.element === 'propagation' ? words.notYet : words.mayNot;
  return { headline: capital(frame(facts, why)), remedy };
}

function factsOf(lang: Lang, decision: Decision, miss: Miss | undefined): Facts {
  const words = verdictText(lang);
  const who = nameOf(lang, decision.principal);
  const decided = decision.determinedBy;
  const policy = decided.find(({ source }) => source === 'identity-policy');
  const at = miss?.statement ?? decided[0];
  return {
    who,
    action: decision.action,
    policy: policy && lastPart(policy.document),
    place: at ? words.places[at.source](who, lastPart(at.document)) : '',
    abroad: decision.resource !== '*' && accountOf(decision.principal) !== accountOf(decision.resource),
    ...asked(miss),
  };
}

/** What a condition asks for and what it was given; an encryption context is written in one way wherever it comes from. */
function asked(miss: Miss | undefined): Pick<Facts, 'wanted' | 'given' | 'isContext'> {
  const { wanted = '', given = '' } = miss ?? {};
  const [, name, value] = /^String(?:Equals|Like) kms:EncryptionContext:(.+?): (.+)$/.exec(wanted) ?? [];
  if (name !== undefined) return { wanted: `${name}=${value}`, given: given && `${name}=${given}`, isContext: true };
  const [, pairs] = /^EncryptionContext(?:Equals|Subset): ([^;]+)$/.exec(wanted) ?? [];
  return { wanted: pairs ?? wanted, given, isContext: pairs !== undefined };
}

/** A principal as people call it: the last part of its ARN, and of a role's session the role. */
export function nameOf(lang: Lang, arn: string): string {
  const words = verdictText(lang);
  const [kind = '', ...path] = arn.slice(arn.lastIndexOf(':') + 1).split('/');
  const name = kind === 'assumed-role' ? path[0] : path.at(-1);
  if (name === undefined) return words.root;
  return kind.endsWith('user') ? words.user(name) : words.role(name);
}

export const lastPart = (document: string): string => document.slice(document.lastIndexOf('/') + 1);

export const accountOf = (arn: string): string => arn.split(':')[4] ?? '';
