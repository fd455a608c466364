import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { openDatabase } from '@pairwright/db/database';
import { findMigrationsDir, migrate } from '@pairwright/db/migrate';
import { timeLimits } from '@pairwright/db/time-limits';
import { startLocalPostgres } from '@pairwright/local-postgres/start';
import {
  type Bench,
  type BenchDatabase,
  type Benchmark,
  type Figure,
  meets,
  type NamedFigure,
} from './benchmark.ts';

export interface Result extends Figure {
  readonly goal: string;
  readonly met: boolean;
}

export type Results = Record<string, Result>;

const SEED = 20_261_123;

/** Runs the benchmarks one after the other, each on a server with durable settings and a folder of its own. */
export async function runBenchmarks(benchmarks: readonly Benchmark[]): Promise<Results> {
  const results: Results = {};
  for (const benchmark of benchmarks) {
    say(`${benchmark.name} …`);
    for (const { name, goal, figure } of await runOne(benchmark)) {
      results[name] = {
        ...figure,
        goal: 'atLeast' in goal ? `>= ${goal.atLeast}` : `<= ${goal.atMost}`,
        met: meets(goal, figure.ratio),
      };
    }
  }
  return results;
}

async function runOne(benchmark: Benchmark): Promise<readonly NamedFigure[]> {
  const home = await mkdtemp(path.join(tmpdir(), 'pairwright-bench-'));
  // Not ephemeral: fsync is on, as in production.
  const server = await startLocalPostgres({ dataDir: path.join(home, 'postgres') });
  const opened: BenchDatabase[] = [];
  try {
    const migrations = await findMigrationsDir(import.meta.dirname);
    const bench: Bench = {
      folder: path.join(home, 'files'),
      root: path.dirname(migrations),
      seed: SEED,
      say,
      createDatabase,
    };
    await mkdir(bench.folder);
    const measured = await benchmark.run(bench);
    return Array.isArray(measured)
      ? (measured as readonly NamedFigure[])
      : [{ name: benchmark.name, goal: benchmark.goal, figure: measured as Figure }];
  } finally {
    await Promise.allSettled(opened.map((database) => database.close()));
    await server.stop();
    await rm(home, { recursive: true, force: true });
  }

  async function createDatabase(name: string): Promise<BenchDatabase> {
    const admin = new pg.Client({ connectionString: server.url() });
    await admin.connect();
    await admin.query(`create database ${name}`);
    await admin.end();
    const url = server.url(name);
    await migrate({ url, dir: await findMigrationsDir(import.meta.dirname) });
    const database = {
      ...(await openDatabase({
        url,
        applicationName: 'bench',
        poolSize: 8,
        limits: { ...timeLimits.request, statementMs: 0 },
      })),
      url,
    };
    opened.push(database);
    return database;
  }
}

/** The results as a table for people. */
export function toTable(results: Results): string {
  const head = ['benchmark', 'value', 'limit', 'unit', 'ratio', 'goal', ''];
  const rows = Object.entries(results).map(([name, one]) => [
    name,
    round(one.value),
    round(one.limit),
    one.unit,
    one.ratio.toFixed(2),
    one.goal,
    one.met ? 'met' : 'MISSED',
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]!.length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd();
  const notes = Object.entries(results).map(([name, { how }]) => `${name}: ${how}`);
  return [line(head), ...rows.map(line), '', ...notes].join('\n');
}

function round(value: number): string {
  return value >= 100 ? String(Math.round(value)) : value.toPrecision(3);
}

function say(message: string): void {
  process.stderr.write(`${message}\n`);
}
