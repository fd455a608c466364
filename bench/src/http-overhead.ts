import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { startApi } from './api-process.ts';
import {
  type Bench,
  type BenchDatabase,
  type Benchmark,
  type Goal,
  median,
  type NamedFigure,
} from './benchmark.ts';
import { type GetRate, loadGet } from './load-get.ts';
import { createVoteData, PROJECT_ID } from './vote-data.ts';

const CONNECTIONS = 64;
const ROUNDS = 5;
const SECONDS = 4;
const GOAL: Goal = { atLeast: 0.5 };
/** Asks the database who it is and may they, and nothing else. */
const TRIVIAL = `/api/v1/projects/${PROJECT_ID}/import-sources`;

/** Who asks: one person whose page asks for much at once, which is one look-up, or as many people as there are connections. */
const SCENES = [
  { name: 'http_overhead', people: 1 },
  { name: 'http_overhead_64_people', people: CONNECTIONS },
];

interface Round {
  readonly ours: GetRate;
  readonly limit: GetRate;
}

/** Requests per second of a route that does nothing but know who asks, beside bare Fastify giving the same bytes to anybody. */
export const httpOverhead: Benchmark = {
  name: 'http_overhead',
  goal: GOAL,
  async run(bench: Bench): Promise<readonly NamedFigure[]> {
    const database = await bench.createDatabase('http_overhead');
    await createVoteData(database, { comparisons: 1, annotators: CONNECTIONS, target: 1 });
    await makeResearchers(database);
    const api = await startApi(bench, database);
    const answer = await fetch(api.baseUrl + TRIVIAL, { headers: { cookie: cookieOf(0) } });
    if (answer.status !== 200) throw new Error(`The trivial route answers ${answer.status}.`);
    const bare = await startBare(bench, await answer.text());
    try {
      const figures = [];
      for (const scene of SCENES) {
        const servers = { ours: api.baseUrl, limit: bare.baseUrl, people: scene.people };
        figures.push({ name: scene.name, goal: GOAL, figure: figureOf(await measure(bench, servers)) });
      }
      return figures;
    } finally {
      await api.stop();
      await bare.stop();
    }
  },
};

const cookieOf = (person: number): string => `pairwright=${String(person).padStart(43, '0')}`;

async function measure(
  bench: Bench,
  servers: { readonly ours: string; readonly limit: string; readonly people: number },
): Promise<Round[]> {
  const load = {
    cookies: Array.from({ length: servers.people }, (_, person) => cookieOf(person)),
    paths: [TRIVIAL],
    connections: CONNECTIONS,
    seconds: SECONDS,
    folder: bench.folder,
  };
  const rounds: Round[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const limit = await loadGet({ ...load, baseUrl: servers.limit });
    const ours = await loadGet({ ...load, baseUrl: servers.ours });
    if (ours.refused + limit.refused > 0) throw new Error('Requests were refused.');
    bench.say(
      `  ${servers.people} asking, round ${round}: ${Math.round(ours.perSecond)}/s, bare ${Math.round(limit.perSecond)}/s`,
    );
    rounds.push({ ours, limit });
  }
  return rounds.slice(1);
}

function figureOf(rounds: readonly Round[]): NamedFigure['figure'] {
  const [value, limit] = [
    median(rounds.map(({ ours }) => ours.perSecond)),
    median(rounds.map((round) => round.limit.perSecond)),
  ];
  return {
    value,
    limit,
    ratio: value / limit,
    unit: 'requests/s',
    how: `${CONNECTIONS} connections, load from ${rounds[0]!.ours.by}; the limit is bare Fastify without a database giving the same bytes; medians of ${ROUNDS} rounds`,
  };
}

async function makeResearchers({ pool }: BenchDatabase): Promise<void> {
  await pool.query(`update project_members set role = 'researcher'`);
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
