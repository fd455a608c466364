import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { startApi } from './api-process.ts';
import { type Bench, type Benchmark, type Figure, median } from './benchmark.ts';
import { createVoteData } from './vote-data.ts';

const ROUNDS = 7;
const API_MS = 1_500;
const NPM_START_MS = 5_000;

/** Milliseconds from starting the API's process until it answers. */
export const coldStart: Benchmark = {
  name: 'cold_start',
  goal: { atMost: 1 },
  async run(bench: Bench): Promise<Figure> {
    const database = await bench.createDatabase('cold_start');
    await createVoteData(database, { comparisons: 1_000, annotators: 1, target: 1 });
    const times: number[] = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      const begun = performance.now();
      const api = await startApi(bench, database);
      await (await fetch(`${api.baseUrl}/health/ready`)).text();
      times.push(performance.now() - begun);
      await api.stop();
    }
    return toFigure(times.slice(1), API_MS, 'from starting the process until /health/ready is answered');
  },
};

/** Milliseconds that `npm start` takes where everything is built and the data is there. */
export const secondStart: Benchmark = {
  name: 'npm_start_second',
  goal: { atMost: 1 },
  async run(bench: Bench): Promise<Figure> {
    const times: number[] = [];
    for (let round = 0; round <= 3; round += 1) times.push(await startOnce(bench));
    return toFigure(
      times.slice(1),
      NPM_START_MS,
      'from npm start until it prints its address, with demo data, not for the first time',
    );
  },
};

function toFigure(times: readonly number[], limit: number, what: string): Figure {
  const value = median(times);
  return {
    value,
    limit,
    ratio: value / limit,
    unit: 'ms',
    how: `${what}; median of ${times.length}`,
    more: { times: times.map(Math.round).join(' ') },
  };
}

/** Milliseconds until the address is printed; ends what it started. */
async function startOnce({ root, folder }: Bench): Promise<number> {
  const begun = performance.now();
  const child = spawn(
    'npm',
    ['start', '--', '--no-open', '--port', '0', '--data', path.join(folder, 'start')],
    { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const gone = once(child, 'close');
  let output = '';
  const ready = new Promise<number>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (output.includes('Pairwright is ready: ')) resolve(performance.now() - begun);
    });
  });
  const tooEarly = gone.then(() => {
    throw new Error(`npm start ended before it was ready:\n${output}`);
  });
  const took = await Promise.race([ready, tooEarly]);
  tooEarly.catch(() => undefined);
  child.kill('SIGTERM');
  await gone;
  return took;
}
