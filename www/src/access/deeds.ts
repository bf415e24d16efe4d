import type { World } from './setup.ts';
import type { Access } from './state.ts';

/**
 * What the reader did to KMS to come from one access to another: of what was logged when the other was set up, their own
 * part. A grant that they drop is one that was never made.
 */
export function deeds(before: Access, after: Access, { policyPut, grants }: Pick<World, 'policyPut' | 'grants'>): World['policyPut'] {
  const more = after.grants.length - before.grants.length;
  return [
    ...(after.keyPolicy === before.keyPolicy ? [] : policyPut),
    ...(more > 0 ? grants.slice(-more).flatMap(({ made }) => made) : []),
    ...(more === 0 ? grants.flatMap(({ ended }, i) => (before.grants[i]?.ended === after.grants[i]?.ended ? [] : ended)) : []),
  ];
}
