import { processEnv } from '@pairwright/runtime/env';
import { startApi } from './api-process.ts';
import type { Bench, Benchmark, NamedFigure } from './benchmark.ts';
import { loadGet } from './load-get.ts';
import { residentNow } from '@pairwright/e2e/support/process-memory';
import { createVoteData, PROJECT_ID } from './vote-data.ts';

/** BENCH_REQUESTS makes it smaller, to see that it works. */
const REQUESTS = Number(processEnv()['BENCH_REQUESTS'] ?? 1_000_000);
const SECONDS = 10;
const MOST_MB = 250;
/** Of the memory after the first fifth: what a heap of some age may weigh more, whatever it was asked. */
const MOST_GROWTH = 1.15;
const COOKIE = `pairwright=${'0'.padStart(43, '0')}`;

/** What annotators' pages ask for, and what scanners do. */
const paths = [
  '/api/v1/me',
  `/api/v1/annotate/projects`,
  `/api/v1/projects/${PROJECT_ID}`,
  `/api/v1/projects/${PROJECT_ID}/guidelines`,
  `/api/v1/projects/${PROJECT_ID}/members`,
  '/api/v1/nothing-here',
  '/health/live',
];

/** What the API holds after a million requests, and beside what it held after the first fifth of them. */
export const apiMemory: Benchmark = {
  name: 'api_memory',
  goal: { atMost: 1 },
  onDemand: true,
  async run(bench: Bench): Promise<readonly NamedFigure[]> {
    const database = await bench.createDatabase('api_memory');
    await createVoteData(database, { comparisons: 1_000, annotators: 1, target: 1 });
    const api = await startApi(bench, database);
    try {
      let done = 0;
      let early: number | undefined;
      while (done < REQUESTS) {
        const { requests } = await loadGet({
          baseUrl: api.baseUrl,
          paths,
          cookies: [COOKIE],
          connections: 64,
          seconds: SECONDS,
          folder: bench.folder,
        });
        done += requests;
        const memory = residentNow(api.pid);
        if (done >= REQUESTS / 5) early ??= memory;
        bench.say(`  ${done} requests: ${Math.round(memory)} MB`);
      }
      const last = residentNow(api.pid);
      return [
        {
          name: 'api_memory',
          goal: { atMost: 1 },
          figure: {
            value: last,
            limit: MOST_MB,
            ratio: last / MOST_MB,
            unit: 'MB',
            how: `resident memory of the API after ${done} requests over 64 connections`,
          },
        },
        {
          name: 'api_memory_growth',
          goal: { atMost: MOST_GROWTH },
          figure: {
            value: last,
            limit: early ?? last,
            ratio: last / (early ?? last),
            unit: 'MB',
            how: `resident memory after ${done} requests; the limit is that after a fifth of them`,
          },
        },
      ];
    } finally {
      await api.stop();
    }
  },
};
