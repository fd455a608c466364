import { type Benchmark, median, type NamedFigure } from './benchmark.ts';
import {
  exportOnce,
  freeze,
  type Frozen,
  type Place,
  rawCopy,
  withPlace,
  withWorker,
} from './export-runs.ts';

const ROWS = 200_000;
const FEW_ROWS = 20_000;
const ROUNDS = 5;
const MEMORY_MB = 200;
const goal = { atLeast: 0.7 };

/** A whole export by a real worker beside COPY of the same join; its memory at 20,000 and at 200,000 rows. */
export const exportJsonl: Benchmark = {
  name: 'export_jsonl',
  goal,
  run: (bench) => withPlace(bench, 'bench_export_jsonl', measure),
};

async function measure(place: Place): Promise<readonly NamedFigure[]> {
  const few = await withWorker(place, async (worker) => {
    const frozen = await freeze(place, FEW_ROWS);
    for (let round = 0; round < 3; round += 1) await exportOnce(frozen);
    return worker.peakMemory();
  });
  const frozen = await withWorker(place, () => freeze(place, ROWS));
  const { raw, exported, memory } = await withWorker(place, async (worker) => ({
    ...(await inTurns(place, frozen)),
    memory: worker.peakMemory(),
  }));
  const [value, limit] = [ROWS / median(exported), ROWS / median(raw)];
  const ratio = median(raw.map((seconds, round) => seconds / (exported[round] ?? seconds)));
  return [
    {
      name: 'export_jsonl',
      goal,
      figure: {
        value,
        limit,
        ratio,
        unit: 'rows/s',
        how: `a whole export of ${ROWS} rows by a worker process: file, sha256, fsync, manifest and card included; the limit is COPY of the same join and order to a Node process that counts the bytes; ${ROUNDS} rounds in turns, median of the ratios`,
        more: {
          ratios: raw.map((seconds, round) => (seconds / (exported[round] ?? seconds)).toFixed(2)).join(' '),
        },
      },
    },
    {
      name: 'export_memory',
      goal: { atMost: 1 },
      figure: {
        value: memory,
        limit: MEMORY_MB,
        ratio: memory / MEMORY_MB,
        unit: 'MB',
        how: `most memory the worker process has held while exporting ${ROWS} rows`,
      },
    },
    {
      name: 'export_memory_growth',
      goal: { atMost: 1.25 },
      figure: {
        value: memory,
        limit: few,
        ratio: memory / few,
        unit: 'MB',
        how: `the same beside that of ${FEW_ROWS} rows`,
      },
    },
  ];
}

async function inTurns(place: Place, frozen: Frozen): Promise<{ raw: number[]; exported: number[] }> {
  await exportOnce(frozen);
  const raw: number[] = [];
  const exported: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    raw.push(await rawCopy(place, frozen));
    exported.push(await exportOnce(frozen));
    place.bench.say(
      `  round ${round + 1}: COPY ${raw.at(-1)?.toFixed(2)} s, export ${exported.at(-1)?.toFixed(2)} s`,
    );
  }
  return { raw, exported };
}
