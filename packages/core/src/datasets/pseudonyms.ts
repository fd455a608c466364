import { createHmac } from 'node:crypto';
import type { Sealer } from '@pairwright/runtime/sealed-secrets';
import { pseudonymKeys } from '../secrets/stored-secrets.ts';

/** The name of an annotator in one dataset's exports: the same in all its versions, different in every other dataset. */
export function pseudonym(key: Uint8Array, annotatorId: string): string {
  return `annotator-${createHmac('sha256', key).update(annotatorId).digest('hex').slice(0, 16)}`;
}

/** The key of a dataset's pseudonyms; plain where a version before stored it and no night has passed since. Throws a SealError. */
export function pseudonymKeyOf(
  sealer: Sealer,
  dataset: { id: string; pseudonym_key: Buffer | null; sealed_pseudonym_key: Buffer | null },
): Buffer {
  const stored = dataset.sealed_pseudonym_key ?? dataset.pseudonym_key;
  if (stored === null) throw new Error('A dataset has no key of pseudonyms.');
  return pseudonymKeys.open(sealer, dataset.id, stored);
}
