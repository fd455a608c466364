import type { FilesWanted } from '@pairwright/core/datasets/export-packing';
import { processEnv } from '@pairwright/runtime/env';
import { type Benchmark, type Goal, median, type NamedFigure } from './benchmark.ts';
import {
  exportOnce,
  freeze,
  type Frozen,
  type Place,
  rawCopy,
  withPlace,
  withWorker,
} from './export-runs.ts';

/** BENCH_EXPORT_ROWS makes it smaller, to see that it works. */
const ROWS = Number(processEnv()['BENCH_EXPORT_ROWS'] ?? 100_000);
const FEW_ROWS = ROWS / 10;
const ROUNDS = 3;
const MEMORY_MB = 300;

const packings: readonly {
  readonly name: string;
  readonly goal: Goal;
  readonly wanted: FilesWanted;
}[] = [
  {
    name: 'export_parquet',
    goal: { atLeast: 0.35 },
    wanted: { container: 'parquet', compression: 'zstd' },
  },
  { name: 'export_zstd', goal: { atLeast: 0.35 }, wanted: { compression: 'zstd' } },
  // Told, not held to: gzip is for readers that know nothing else.
  { name: 'export_gzip', goal: { atLeast: 0 }, wanted: { compression: 'gzip' } },
];

/** Exports packed in a thread of the worker beside COPY of the same join, the most memory the worker held, and whether a row costs what it costs among a tenth. */
export const exportPacked: Benchmark = {
  name: 'export_packed',
  goal: { atLeast: 0.35 },
  async run(bench) {
    const measured = (name: string, rows: number): Promise<Packed[]> =>
      withPlace(bench, name, async (place) => {
        const frozen = await withWorker(place, () => freeze(place, rows));
        const all: Packed[] = [];
        for (const packing of packings) all.push(await measure(place, frozen, packing));
        return all;
      });
    const few = await measured('bench_export_packed_few', FEW_ROWS);
    const many = await measured('bench_export_packed', ROWS);
    return packings.flatMap((packing, at) => figuresOf(packing, few[at]!, many[at]!));
  },
};

interface Packed {
  readonly rows: number;
  /** Seconds. */
  readonly raw: readonly number[];
  readonly packed: readonly number[];
  /** MB. */
  readonly memory: number;
}

async function measure(
  place: Place,
  frozen: Frozen,
  { name, wanted }: (typeof packings)[number],
): Promise<Packed> {
  const raw: number[] = [];
  const packed: number[] = [];
  const memory = await withWorker(place, async (worker) => {
    await exportOnce(frozen, wanted);
    for (let round = 0; round < ROUNDS; round += 1) {
      raw.push(await rawCopy(place, frozen));
      packed.push(await exportOnce(frozen, wanted));
      place.bench.say(
        `  ${name} ${round + 1}: COPY ${raw.at(-1)?.toFixed(2)} s, export ${packed.at(-1)?.toFixed(2)} s`,
      );
    }
    return worker.peakMemory();
  });
  return { rows: frozen.rows, raw, packed, memory };
}

function figuresOf(
  { name, goal, wanted }: (typeof packings)[number],
  few: Packed,
  many: Packed,
): readonly NamedFigure[] {
  const { rows, raw, packed, memory } = many;
  const ratio = median(raw.map((seconds, round) => seconds / (packed[round] ?? seconds)));
  const perRow = (of: Packed): number => (median(of.packed) / of.rows) * 1e6;
  return [
    {
      name,
      goal,
      figure: {
        value: rows / median(packed),
        limit: rows / median(raw),
        ratio,
        unit: 'rows/s',
        how: `a whole export of ${rows} rows by a worker process, ${JSON.stringify(wanted)}; the limit is COPY of the same join and order to a Node process that counts the bytes; ${ROUNDS} rounds in turns, median of the ratios`,
      },
    },
    {
      name: `${name}_memory`,
      goal: { atMost: 1 },
      figure: {
        value: memory,
        limit: MEMORY_MB,
        ratio: memory / MEMORY_MB,
        unit: 'MB',
        how: `most memory the worker process has held while doing so`,
        more: { few: few.memory },
      },
    },
    {
      name: `${name}_growth`,
      goal: { atMost: 1.25 },
      figure: {
        value: perRow(many),
        limit: perRow(few),
        ratio: perRow(many) / perRow(few),
        unit: 'us/row',
        how: `such an export of ${rows} rows beside one of ${few.rows} rows`,
      },
    },
  ];
}
