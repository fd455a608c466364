import type { AuditedOperation } from './audit-actions.ts';

/**
 * A UUID that the client makes for a request. Sent again with the same key, the request makes nothing a second time and is
 * answered with what it made; another request under the key is refused. Optional: without it each request is one of its own.
 */
export const repeatKeyHeader = 'idempotency-key';

/** How long a key is known. */
export const REPEAT_KEY_DAYS = 7;

/** What makes another one each time it is asked for, and takes a key. docs/repeats.md tells of all others. */
export const keyedOperations = [
  'beginUpload',
  'createDataset',
  'createExclusion',
  'createProject',
  'freezeDataset',
  'messageMember',
  'sendFeedback',
  'uploadImport',
] as const satisfies readonly AuditedOperation[];

export type KeyedOperation = (typeof keyedOperations)[number];

export function isKeyed(operation: string): operation is KeyedOperation {
  return (keyedOperations as readonly string[]).includes(operation);
}
