import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { SESSION_SQL } from '@pairwright/core/auth/caller.queries';
import { submitStatement } from '@pairwright/core/annotate/submit-judgment.queries';
import type { BenchDatabase } from './benchmark.ts';
import { annotatorId, PROJECT_ID } from './vote-data.ts';
import { annotatorNumber, assignmentId, judgmentId } from './vote-stock.ts';

const run = promisify(execFile);

export interface StatementLoad {
  readonly clients: number;
  readonly seconds: number;
  /** First assignment of this load, and how many each client has. */
  readonly from: number;
  readonly perClient: number;
  readonly folder: string;
}

export interface StatementRate {
  readonly votesPerSecond: number;
  readonly votes: number;
  readonly by: 'pgbench' | 'a loop over node-postgres, because pgbench is not installed';
}

/**
 * The two statements of a vote, word for word those of the server, over the number `n` of an assignment: who asks and
 * may they, then submit.
 */
function statements(n: string, view: string): readonly [string, string] {
  const values: Record<string, string> = {
    $1: judgmentId(n),
    $2: `'${PROJECT_ID}'::uuid`,
    $3: assignmentId(n),
    $4: annotatorId(annotatorNumber(n)),
    $5: '1',
    $6: '1',
    $7: `'preference'`,
    $8: '2::smallint',
    $9: '(-2)::real',
    $10: 'null',
    $11: `'${view}'::jsonb`,
    $12: '4000',
    $13: `sha256('payload'::bytea)`,
    $14: 'null',
    $15: 'null',
  };
  const session = SESSION_SQL.replaceAll(
    '$1',
    `sha256(lpad((${annotatorNumber(n)})::text, 43, '0')::bytea)`,
  ).replaceAll('$2', `'${PROJECT_ID}'`);
  return [session, submitStatement.text.replaceAll(/\$\d+/g, (name) => values[name] ?? name)];
}

const VIEW =
  '{"layout":"side_by_side","rendering":"markdown","widthClass":"wide","locale":"en","theme":"light","input":"key","visibleMs":5000,"undoCount":0,"guidelinesOpened":false,"seen":[1,1]}';

/** Votes as fast as the database takes them, without the server: the limit of submit_vote. */
export async function loadStatements(database: BenchDatabase, load: StatementLoad): Promise<StatementRate> {
  const pgbench = await run('pgbench', ['--version']).then(
    () => true,
    () => false,
  );
  return pgbench ? withPgbench(database, load) : withDriver(database, load);
}

async function withPgbench(database: BenchDatabase, load: StatementLoad): Promise<StatementRate> {
  // pgbench takes :name as a variable wherever it stands, also within a text.
  const [session, submit] = statements(':n', VIEW.replaceAll(/:(?=\w)/g, ': ')).map((text) =>
    text.replaceAll(/\s+/g, ' ').trim(),
  );
  const script = path.join(load.folder, 'vote.sql');
  await writeFile(
    script,
    `\\set i :i + 1\n\\set n ${load.from} + :client_id * ${load.perClient} + :i\n${session};\n${submit};\n`,
  );
  const { stdout } = await run(
    'pgbench',
    [
      '--no-vacuum',
      '--protocol=prepared',
      `--client=${load.clients}`,
      '--jobs=2',
      `--time=${load.seconds}`,
      '--define=i=-1',
      `--file=${script}`,
      database.url,
    ],
    { maxBuffer: 16 * 1024 * 1024 },
  );
  const [, votes] = /transactions actually processed: (\d+)/.exec(stdout) ?? [];
  const [, rate] = /tps = ([\d.]+) \(without initial/.exec(stdout) ?? [];
  if (votes === undefined || rate === undefined)
    throw new Error(`pgbench said something unexpected:\n${stdout}`);
  return { votesPerSecond: Number(rate), votes: Number(votes), by: 'pgbench' };
}

async function withDriver(database: BenchDatabase, load: StatementLoad): Promise<StatementRate> {
  const [session, submit] = statements('$1::int', VIEW);
  const pool = new pg.Pool({ connectionString: database.url, max: load.clients });
  const connections = await Promise.all(Array.from({ length: load.clients }, () => pool.connect()));
  const start = performance.now();
  const counts = await Promise.all(
    connections.map(async (client, number) => {
      let votes = 0;
      for (; performance.now() - start < load.seconds * 1000 && votes < load.perClient; votes += 1) {
        const values = [load.from + number * load.perClient + votes];
        await client.query({ name: 'session', text: session, values });
        await client.query({ name: 'submit', text: submit, values });
      }
      client.release();
      return votes;
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  await pool.end();
  const votes = counts.reduce((sum, count) => sum + count, 0);
  return {
    votesPerSecond: votes / seconds,
    votes,
    by: 'a loop over node-postgres, because pgbench is not installed',
  };
}
