import { appendFile } from 'node:fs/promises';
import { claimAssignments } from '@pairwright/core/annotate/claim-assignments.service';
import { getDashboard } from '@pairwright/core/statistics/overview/dashboard.service';
import { openDatabase } from '@pairwright/db/database';
import { timeLimits } from '@pairwright/db/time-limits';
import { processEnv } from '@pairwright/runtime/env';
import type { BenchDatabase } from './benchmark.ts';
import { contextsOf } from './claimers.ts';

/** A file to append the plans to; without it nothing is explained. */
const FILE = processEnv()['BENCH_PLANS'];
const EXPLAIN = {
  session_preload_libraries: 'auto_explain',
  'auto_explain.log_min_duration': '0',
  'auto_explain.log_analyze': 'on',
  'auto_explain.log_buffers': 'on',
  'auto_explain.log_timing': 'off',
  'auto_explain.log_nested_statements': 'on',
  client_min_messages: 'log',
};

/** Writes down how the server carries out a claim and a look at the dashboard: every statement, also those inside of functions. */
export async function writePlans(database: BenchDatabase, size: string): Promise<void> {
  if (FILE === undefined) return;
  const url = new URL(database.url);
  const options = Object.entries(EXPLAIN).map(([name, value]) => `-c ${name}=${value}`);
  url.searchParams.set('options', options.join(' '));
  const explained = await openDatabase({
    url: url.href,
    applicationName: 'bench',
    poolSize: 4,
    limits: { ...timeLimits.request, statementMs: 0 },
  });
  const plans: string[] = [];
  const heard = new WeakSet<object>();
  // Not when they connect: the first one has by now.
  explained.pool.on('acquire', (client) => {
    if (heard.has(client)) return;
    heard.add(client);
    client.on('notice', ({ message }) => plans.push(message ?? ''));
  });
  try {
    const [person] = await contextsOf({ ...explained, url: database.url }, 1);
    const works = {
      claim: () => claimAssignments(person!, { count: 5 }),
      dashboard: () => getDashboard({ ...person!, role: 'reviewer' }),
    };
    for (const [name, work] of Object.entries(works)) {
      plans.length = 0;
      await work();
      await appendFile(FILE, `== ${name}, ${size}\n${plans.join('\n')}\n`);
    }
  } finally {
    await explained.close();
  }
}
