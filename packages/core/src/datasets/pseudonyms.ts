import { createHmac } from 'node:crypto';

/** The name of an annotator in one dataset's exports: the same in all its versions, different in every other dataset. */
export function pseudonym(key: Uint8Array, annotatorId: string): string {
  return `annotator-${createHmac('sha256', key).update(annotatorId).digest('hex').slice(0, 16)}`;
}
