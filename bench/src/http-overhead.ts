import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { startApi } from './api-process.ts';
import { type Bench, type BenchDatabase, type Benchmark, type Figure, median } from './benchmark.ts';
import { loadGet } from './load-get.ts';
import { annotatorId, createVoteData, PROJECT_ID } from './vote-data.ts';

const CONNECTIONS = 64;
const ROUNDS = 5;
const SECONDS = 4;
const COOKIE = `pairwright=${'0'.padStart(43, '0')}`;
/** Asks the database who it is and may they, and nothing else. */
const TRIVIAL = `/api/v1/projects/${PROJECT_ID}/import-sources`;

/** Requests per second of a route that does nothing but know who asks, beside bare Fastify giving the same bytes to anybody. */
export const httpOverhead: Benchmark = {
  name: 'http_overhead',
  goal: { atLeast: 0.5 },
  async run(bench: Bench): Promise<Figure> {
    const database = await bench.createDatabase('http_overhead');
    await createVoteData(database, { comparisons: 1, annotators: 1, target: 1 });
    await makeResearcher(database);
    const api = await startApi(bench, database);
    const answer = await fetch(api.baseUrl + TRIVIAL, { headers: { cookie: COOKIE } });
    if (answer.status !== 200) throw new Error(`The trivial route answers ${answer.status}.`);
    const bare = await startBare(bench, await answer.text());
    try {
      const load = {
        cookie: COOKIE,
        paths: [TRIVIAL],
        connections: CONNECTIONS,
        seconds: SECONDS,
        folder: bench.folder,
      };
      const rounds = [];
      for (let round = 0; round <= ROUNDS; round += 1) {
        const limit = await loadGet({ ...load, baseUrl: bare.baseUrl });
        const ours = await loadGet({ ...load, baseUrl: api.baseUrl });
        if (ours.refused + limit.refused > 0) throw new Error('Requests were refused.');
        bench.say(`  round ${round}: ${Math.round(ours.perSecond)}/s, bare ${Math.round(limit.perSecond)}/s`);
        rounds.push({ ours, limit });
      }
      const measured = rounds.slice(1);
      const [value, limit] = [
        median(measured.map(({ ours }) => ours.perSecond)),
        median(measured.map((round) => round.limit.perSecond)),
      ];
      return {
        value,
        limit,
        ratio: value / limit,
        unit: 'requests/s',
        how: `${CONNECTIONS} connections, load from ${rounds[0]!.ours.by}; the limit is bare Fastify without a database giving the same bytes; medians of ${ROUNDS} rounds`,
      };
    } finally {
      await api.stop();
      await bare.stop();
    }
  },
};

async function makeResearcher({ pool }: BenchDatabase): Promise<void> {
  await pool.query(`update project_members set role = 'researcher' where user_id = ${annotatorId('0')}`);
}

const BARE = `
const app = require(process.argv[2])();
const answer = JSON.parse(process.argv[3]);
app.get('/api/v1/projects/:projectId/import-sources', async () => answer);
app.listen({ host: '127.0.0.1', port: 0 }).then((address) => process.send({ address }));
process.once('SIGTERM', () => process.exit());
`;

async function startBare(bench: Bench, answer: string): Promise<{ baseUrl: string; stop(): Promise<void> }> {
  const program = path.join(bench.folder, 'bare.cjs');
  await writeFile(program, BARE);
  const fastify = createRequire(import.meta.url).resolve('fastify');
  const child = fork(program, [fastify, answer], {
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const [message] = (await once(child, 'message')) as [{ address: string }];
  return {
    baseUrl: message.address,
    stop: async () => {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}
