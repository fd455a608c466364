import type { CallOutput } from '@pairwright/contract/client';

/** A version with its exports, as the pages show it. */
export type Version = CallOutput<'getVersion'>;

/** Whether the version or one of its exports is still being made. */
export function isAtWork(version: Version): boolean {
  return [version, ...version.exports].some(({ state }) => state === 'queued' || state === 'running');
}
