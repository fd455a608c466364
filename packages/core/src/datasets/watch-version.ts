import { setTimeout as delay } from 'node:timers/promises';
import type { ProjectContext } from '../context.ts';
import { getVersion, type VersionWithExports } from './datasets.service.ts';

const POLL_MS = 300;

function isAtWork({ state }: { readonly state: string }): boolean {
  return state === 'queued' || state === 'running';
}

/** The version with its exports now and after every change, until no worker is about to change it or the signal is aborted. Throws `not_found`. */
export async function* watchVersion(
  ctx: ProjectContext,
  input: { versionId: string; signal: AbortSignal },
): AsyncGenerator<VersionWithExports> {
  let shown = '';
  while (!input.signal.aborted) {
    const version = await getVersion(ctx, input.versionId);
    const text = JSON.stringify(version);
    if (text !== shown) yield version;
    shown = text;
    if (!isAtWork(version) && !version.exports.some(isAtWork)) return;
    await delay(POLL_MS, undefined, { signal: input.signal }).catch(() => undefined);
  }
}
