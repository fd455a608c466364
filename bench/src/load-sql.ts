import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import type { BenchDatabase } from './benchmark.ts';

const run = promisify(execFile);

/** Statements over a number that counts up, as fast as the database takes them. */
export interface SqlLoad {
  /** Of the script. */
  readonly name: string;
  readonly clients: number;
  readonly seconds: number;
  /** First number of this load, and how many each client has: client c has from + c * perClient on. */
  readonly from: number;
  readonly perClient: number;
  readonly folder: string;
  /** One turn, as SQL over `n`; each statement is a transaction of its own. */
  readonly statements: (n: string) => readonly string[];
}

export interface SqlRate {
  readonly perSecond: number;
  readonly turns: number;
  readonly by: 'pgbench' | 'a loop over node-postgres';
}

export async function loadSql(database: BenchDatabase, load: SqlLoad): Promise<SqlRate> {
  const pgbench = await run('pgbench', ['--version']).then(
    () => true,
    () => false,
  );
  return pgbench ? withPgbench(database, load) : withDriver(database, load);
}

async function withPgbench(database: BenchDatabase, load: SqlLoad): Promise<SqlRate> {
  const statements = load.statements(':n').map((text) => text.replaceAll(/\s+/g, ' ').trim());
  const script = path.join(load.folder, `${load.name}.sql`);
  const number = `\\set i :i + 1\n\\set n ${load.from} + :client_id * ${load.perClient} + :i\n`;
  await writeFile(script, `${number}${statements.join(';\n')};\n`);
  const { stdout } = await run(
    'pgbench',
    [
      '--no-vacuum',
      '--protocol=prepared',
      `--client=${load.clients}`,
      `--jobs=${Math.min(2, load.clients)}`,
      `--time=${load.seconds}`,
      '--define=i=-1',
      `--file=${script}`,
      database.url,
    ],
    { maxBuffer: 16 * 1024 * 1024 },
  );
  const [, turns] = /transactions actually processed: (\d+)/.exec(stdout) ?? [];
  const [, rate] = /tps = ([\d.]+) \(without initial/.exec(stdout) ?? [];
  if (turns === undefined || rate === undefined)
    throw new Error(`pgbench said something unexpected:\n${stdout}`);
  return { perSecond: Number(rate), turns: Number(turns), by: 'pgbench' };
}

/** The same from one process of Node: the least that a server on node-postgres does. */
export async function withDriver(database: BenchDatabase, load: SqlLoad): Promise<SqlRate> {
  const statements = load.statements('$1::int');
  const pool = new pg.Pool({ connectionString: database.url, max: load.clients });
  const connections = await Promise.all(Array.from({ length: load.clients }, () => pool.connect()));
  const start = performance.now();
  const counts = await Promise.all(
    connections.map(async (client, number) => {
      let turns = 0;
      for (; performance.now() - start < load.seconds * 1000 && turns < load.perClient; turns += 1) {
        const values = [load.from + number * load.perClient + turns];
        for (const [index, text] of statements.entries())
          await client.query({ name: `${load.name} ${index}`, text, values });
      }
      client.release();
      return turns;
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  await pool.end();
  const turns = counts.reduce((sum, count) => sum + count, 0);
  return {
    perSecond: turns / seconds,
    turns,
    by: 'a loop over node-postgres',
  };
}
