import fc from 'fast-check';
import { Kysely, PostgresDialect } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { afterCursor, encodeCursor, InvalidCursor, type Keyset, toPage } from './cursor.ts';

interface Tables {
  events: { id: number; at: string };
}

let database: TestDatabase;
let db: Kysely<Tables>;

beforeAll(async () => {
  database = await createTestDatabase();
  await database.pool.query('create table events (id int primary key, at timestamptz not null)');
  db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: database.pool }) });
});
afterAll(() => database.close());

const keyset = (direction: 'asc' | 'desc'): Keyset<Tables, 'events'> => ({
  columns: [
    { ref: 'at', type: 'timestamptz' },
    { ref: 'id', type: 'int' },
  ],
  direction,
});

async function page(direction: 'asc' | 'desc', limit: number, cursor: string | undefined) {
  const rows = await db
    .selectFrom('events')
    .selectAll()
    .where(afterCursor(keyset(direction), cursor))
    .orderBy('at', direction)
    .orderBy('id', direction)
    .limit(limit + 1)
    .execute();
  return toPage(rows, limit, (row) => [row.at, row.id]);
}

it('walks all pages of any list without a gap or a repeat, to the microsecond', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat({ max: 5 }), { maxLength: 40 }),
      fc.integer({ min: 1, max: 7 }),
      fc.constantFrom('asc' as const, 'desc' as const),
      async (micros, limit, direction) => {
        await database.pool.query('truncate events');
        await database.pool.query(
          `insert into events select i, '2026-11-23 10:00:00+00'::timestamptz + make_interval(secs => m * 0.000001) from unnest($1::int[]) with ordinality as u(m, i)`,
          [micros],
        );
        const walked: number[] = [];
        for (let cursor: string | undefined; ;) {
          const { items, nextCursor } = await page(direction, limit, cursor);
          walked.push(...items.map((item) => item.id));
          if (nextCursor === null) break;
          cursor = nextCursor;
        }
        const { rows } = await database.pool.query<{ id: number }>(
          `select id from events order by at ${direction}, id ${direction}`,
        );
        expect(walked).toEqual(rows.map((row) => row.id));
      },
    ),
    { numRuns: 60 },
  );
});

it('refuses values of the wrong kind before they reach the database', async () => {
  await expect(page('asc', 1, encodeCursor(['yesterday', '1']))).rejects.toThrow(InvalidCursor);
  await expect(
    page('asc', 1, encodeCursor(['2026-11-23T10:00:00.000000Z', '1; drop table events'])),
  ).rejects.toThrow(InvalidCursor);
});
