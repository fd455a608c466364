import { parseRecipe } from '@pairwright/core/datasets/datasets.shapes';
import { previewRecipe } from '@pairwright/core/datasets/preview.service';
import { processEnv } from '@pairwright/runtime/env';
import { type Benchmark, type Figure, median, type NamedFigure, percentile } from './benchmark.ts';
import { type DiffTimes, diffTimes } from './diff-runs.ts';
import { createRankingData, PAIRS_OF_A_RANKING } from './ranking-data.ts';
import {
  exportOnce,
  freeze,
  type Frozen,
  type Place,
  rawCopy,
  withPlace,
  withWorker,
} from './export-runs.ts';

/** BENCH_DATASET_ROWS makes it smaller, to see that it works. */
const ROWS = Number(processEnv()['BENCH_DATASET_ROWS'] ?? 1_000_000);
/** What is flat from here to there costs the same a row in both: BENCH_DATASET_FEW=10000 with 5,000,000 rows asks for all of it. */
const FEW_ROWS = Number(processEnv()['BENCH_DATASET_FEW'] ?? ROWS / 10);
const ROUNDS = 3;
const PREVIEWS = 6;
const PREVIEW_MS = 500;
const MEMORY_MB = 200;

/** What a researcher tries out in turn. */
const recipes = [
  {},
  { minJudgments: 2 },
  { ties: 'half_weight', includeMargin: true },
  { aggregation: 'each_vote', rankings: 'adjacent' },
  // Both look at texts.
  { duplicates: 'near' },
  { personalData: 'refuse' },
].map((each) => parseRecipe(each));

/** Formats whose preview reads something else than pairs do: labels of single responses, every vote, and rankings of four. */
const otherPreviews = ['kto', 'votes', 'rankings'] as const;
type Format = Parameters<typeof previewRecipe>[1]['format'];
type OtherPreview = (typeof otherPreviews)[number];

/** Preview, freeze, diff and export of a million comparisons, and whether a row costs the same as among a tenth of them, or how many one says. */
export const datasetsLarge: Benchmark = {
  name: 'datasets_large',
  goal: { atMost: 1 },
  onDemand: true,
  async run(bench) {
    const few = await withPlace(bench, 'bench_datasets_few', (place) => measure(place, FEW_ROWS));
    const many = await withPlace(bench, 'bench_datasets_many', (place) => measure(place, ROWS));
    return figuresOf(few, many);
  },
};

interface Measured {
  readonly rows: number;
  /** Milliseconds. */
  readonly previews: readonly number[];
  readonly otherPreviews: Readonly<Record<OtherPreview, readonly number[]>>;
  /** Seconds. */
  readonly frozen: number;
  readonly reported: number;
  readonly inserted: number;
  readonly copied: readonly number[];
  readonly exported: readonly number[];
  /** MB. */
  readonly memory: number;
  readonly diff: DiffTimes;
}

async function measure(place: Place, rows: number): Promise<Measured> {
  const version = await withWorker(place, () => freeze(place, rows));
  const previews = await preview(version.ctx, 'trl-implicit');
  const kto = await preview(version.ctx, 'kto');
  const votes = await preview(version.ctx, 'votes');
  const copied: number[] = [];
  const exported: number[] = [];
  const memory = await withWorker(place, async (worker) => {
    for (let round = 0; round < ROUNDS; round += 1) {
      copied.push(await rawCopy(place, version));
      exported.push(await exportOnce(version));
    }
    return worker.peakMemory();
  });
  const diff = await diffTimes(place, version);
  // Last: what the server does with so much that is new would be measured with an export.
  const inserted = await insertRaw(place, version);
  const rankings = await previewRankings(place, version);
  place.bench.say(
    `  ${rows} rows: previews ${previews.map(Math.round).join(' ')} ms; frozen in ${version.seconds.toFixed(1)} s, raw insert ${inserted.toFixed(1)} s`,
  );
  return {
    rows,
    previews,
    otherPreviews: { kto, votes, rankings },
    frozen: version.seconds,
    reported: version.reportSeconds,
    inserted,
    copied,
    exported,
    memory,
    diff,
  };
}

/** As many pairs as there are in the other project, of rankings. */
async function previewRankings({ database, bench }: Place, { ctx, rows }: Frozen): Promise<number[]> {
  const rankings = Math.ceil(rows / PAIRS_OF_A_RANKING);
  bench.say(`  making ${rankings} rankings`);
  return preview({ ...ctx, ...(await createRankingData(database, rankings)) }, 'trl-implicit');
}

async function preview(ctx: Frozen['ctx'], format: Format): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round <= PREVIEWS; round += 1)
    for (const recipe of recipes) {
      const begun = performance.now();
      await previewRecipe(ctx, { recipe, format });
      if (round > 0) times.push(performance.now() - begun);
    }
  return times;
}

/** Seconds to write the finished rows once more from where they lie: no freeze can be faster. */
async function insertRaw({ database }: Place, { versionId }: Frozen): Promise<number> {
  const client = await database.pool.connect();
  try {
    await client.query('begin');
    await client.query(`set local statement_timeout = 0`);
    await client.query('create table bench_rows (like dataset_rows including all)');
    const begun = performance.now();
    await client.query('insert into bench_rows select * from dataset_rows where version_id = $1', [
      versionId,
    ]);
    const seconds = (performance.now() - begun) / 1_000;
    await client.query('rollback');
    return seconds;
  } finally {
    client.release();
  }
}

function figuresOf(few: Measured, many: Measured): NamedFigure[] {
  const shown = percentile(many.previews, 0.95);
  const ratios = many.copied.map((seconds, round) => seconds / (many.exported[round] ?? seconds));
  const perRow = (seconds: number, { rows }: Measured): number => (seconds / rows) * 1e6;
  const growth = (seconds: (of: Measured) => number, what: string): Figure => ({
    value: perRow(seconds(many), many),
    limit: perRow(seconds(few), few),
    ratio: perRow(seconds(many), many) / perRow(seconds(few), few),
    unit: 'us/row',
    how: `${what} of ${many.rows} rows beside ${few.rows} rows`,
  });
  return [
    {
      name: 'preview_ms',
      goal: { atMost: 1 },
      figure: {
        value: shown,
        limit: PREVIEW_MS,
        ratio: shown / PREVIEW_MS,
        unit: 'ms',
        how: `p95 of previews of ${recipes.length} recipes in turn at ${many.rows} comparisons`,
        more: { p50: percentile(many.previews, 0.5), few_p95: percentile(few.previews, 0.95) },
      },
    },
    ...otherPreviews.map((kind): NamedFigure => {
      const times = many.otherPreviews[kind];
      const value = percentile(times, 0.95);
      return {
        name: `preview_${kind}_ms`,
        goal: { atMost: 1 },
        figure: {
          value,
          limit: PREVIEW_MS,
          ratio: value / PREVIEW_MS,
          unit: 'ms',
          how: `the same of ${kind === 'rankings' ? 'rankings that make as many pairs' : `the format ${kind}`}`,
          more: { p50: percentile(times, 0.5), few_p95: percentile(few.otherPreviews[kind], 0.95) },
        },
      };
    }),
    {
      name: 'freeze',
      goal: { atLeast: 0.1 },
      figure: {
        value: many.rows / many.frozen,
        limit: many.rows / many.inserted,
        ratio: many.inserted / many.frozen,
        unit: 'rows/s',
        how: `a whole freeze of ${many.rows} comparisons and judgments by a worker process; the limit is writing the finished rows once more from where they lie`,
      },
    },
    { name: 'freeze_growth', goal: { atMost: 1.25 }, figure: growth(({ frozen }) => frozen, 'a freeze') },
    {
      name: 'export_jsonl_large',
      goal: { atLeast: 0.7 },
      figure: {
        value: many.rows / median(many.exported),
        limit: many.rows / median(many.copied),
        ratio: median(ratios),
        unit: 'rows/s',
        how: `a whole export of ${many.rows} rows by a worker process: file, sha256, fsync, manifest and card included; the limit is COPY of the same join and order to a Node process that counts the bytes; ${ROUNDS} rounds in turns, median of the ratios`,
      },
    },
    {
      name: 'export_large_growth',
      goal: { atMost: 1.25 },
      figure: growth(({ exported }) => median(exported), 'an export'),
    },
    {
      name: 'export_large_memory',
      goal: { atMost: 1 },
      figure: {
        value: many.memory,
        limit: MEMORY_MB,
        ratio: many.memory / MEMORY_MB,
        unit: 'MB',
        how: 'most memory the worker process has held while exporting them',
        more: { few: few.memory },
      },
    },
    {
      name: 'diff',
      goal: { atLeast: 0.1 },
      figure: {
        value: many.diff.rows / many.diff.summary,
        limit: many.diff.rows / many.diff.joined,
        ratio: many.diff.joined / many.diff.summary,
        unit: 'rows/s',
        how: 'what differs between two versions, with reasons, in numbers; the limit is joining the rows of both and counting those that differ',
        more: { page_ms: many.diff.page * 1_000 },
      },
    },
    { name: 'diff_growth', goal: { atMost: 1.25 }, figure: growth(({ diff }) => diff.summary, 'a diff') },
    {
      name: 'health_report_growth',
      goal: { atMost: 1.25 },
      figure: growth(({ reported }) => reported, 'the health report'),
    },
  ];
}
