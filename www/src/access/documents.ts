import { documentKey, type Documents, type Lang } from '../model.ts';
import type { SourceDocument } from '../scenario.ts';
import { inSentence, learn, words } from './words.ts';

/** The documents that decisions point into, each with a heading in the reader's language. */
export async function titled(lang: Lang, alias: string, documents: readonly SourceDocument[]): Promise<Documents> {
  await learn(lang);
  return Object.fromEntries(documents.map((one) => [documentKey(one), { title: titleOf(lang, alias, one), text: one.text }]));
}

function titleOf(lang: Lang, alias: string, { source, document, text }: SourceDocument): string {
  const { documents } = words(lang);
  if (source === 'key-policy') return documents.keyPolicy(alias);
  if (source === 'grant') return documents.grant(inSentence(lang, granteeOf(text)));
  const slash = document.lastIndexOf('/');
  return documents.identity(document.slice(slash + 1), inSentence(lang, document.slice(0, slash)));
}

const granteeOf = (grant: string): string => (JSON.parse(grant) as { GranteePrincipal: string }).GranteePrincipal;
