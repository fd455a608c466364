import { parseAllowList } from '@pairwright/runtime/outgoing/allow-list';
import type { OutgoingPolicy } from '@pairwright/runtime/outgoing/policy';
import type { Fetching } from './fetch-engine.ts';
import { openSources, type SourceSettings } from './open-sources.ts';

/** Only this machine, where the servers of tests are. */
export const loopbackOnly: OutgoingPolicy = {
  openInternet: false,
  allow: parseAllowList('127.0.0.1') ?? [],
  plainHttp: true,
};

interface Quick extends Partial<SourceSettings>, Partial<Omit<Fetching, 'open' | 'mostBytes'>> {
  readonly idleMs?: number;
}

/** A worker's settings in which nothing takes long. */
export function quickFetching(given: Quick = {}): Fetching {
  const { policy = loopbackOnly, s3 = null, mostBytes = 100_000_000, idleMs = 10_000 } = given;
  const { mostMs = 60_000, part = { bytes: 100_000, ms: 200 }, tries = 3, pauseMs = 1 } = given;
  const keys = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };
  const waits = { answerMs: 5_000, idleMs, leastRate: 1 };
  return {
    mostBytes,
    mostMs,
    part,
    tries,
    pauseMs,
    open: openSources({ policy, s3, mostBytes }, { keys, waits }),
  };
}
