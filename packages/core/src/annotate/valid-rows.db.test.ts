import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const id = `'00000000-0000-7000-8000-000000000001'::uuid`;

test.each([
  ['comparison', `'open', 0, 0, 5, 2, array[${id}]`, `'open', 0, 0, null, null, array[${id}]`],
  ['assignment', `'gold', 'leased', 0.5, 'excluded', ${id}`, `'normal', 'expired', null, null, null`],
  ['judgment', `'preference', -3, null, 'annotator'`, `'ranking', null, '{1,2}', 'import'`],
])('a valid %s is one, whatever it leaves open', async (kind, full, bare) => {
  for (const values of [full, bare]) expect(await isValid(kind, values)).not.toBe(false);
});

test.each([
  ['comparison', `'gone', 0, 0, null, null, array[${id}]`],
  ['comparison', `'open', -1, 0, null, null, array[${id}]`],
  ['comparison', `'open', 0, -1, null, null, array[${id}]`],
  ['comparison', `'open', 0, 0, 101, null, array[${id}]`],
  ['comparison', `'open', 0, 0, null, -1, array[${id}]`],
  ['comparison', `'open', 0, 0, null, null, '{}'`],
  ['assignment', `'odd', 'leased', null, null, null`],
  ['assignment', `'normal', 'lost', null, null, null`],
  ['assignment', `'normal', 'leased', 0, null, null`],
  ['assignment', `'normal', 'leased', 1.1, null, null`],
  ['assignment', `'normal', 'leased', null, 'gone', null`],
  ['assignment', `'normal', 'leased', null, 'excluded', null`],
  ['assignment', `'normal', 'leased', null, null, ${id}`],
  ['judgment', `'better', null, null, 'annotator'`],
  ['judgment', `'preference', 4, null, 'annotator'`],
  ['judgment', `'preference', null, null, 'annotator'`],
  ['judgment', `'preference', 0, null, 'annotator'`],
  ['judgment', `'tie', 1, null, 'annotator'`],
  ['judgment', `'ranking', null, null, 'annotator'`],
  ['judgment', `'tie', null, '{1,2}', 'annotator'`],
  ['judgment', `'tie', null, null, 'rumour'`],
])('no %s is (%s)', async (kind, values) => {
  expect(await isValid(kind, values)).toBe(false);
});

test('the tables hold nothing else', async () => {
  const { rows } = await database.pool.query<{ definition: string }>(
    `select pg_get_constraintdef(oid) as definition from pg_constraint where contype = 'c' and convalidated and conname like '%\\_valid' order by 1`,
  );
  expect(rows.map(({ definition }) => definition)).toEqual([
    'CHECK (valid_assignment(kind, state, sampling_probability, set_aside, exclusion_id))',
    'CHECK (valid_comparison(state, leased, judged, priority, judge_turn, response_ids))',
    'CHECK (valid_judgment(outcome, strength, ranks, source))',
  ]);
});

/** As a check takes it: null is no fault. */
async function isValid(kind: string, values: string): Promise<boolean | null> {
  const types: Readonly<Record<string, string>> = {
    comparison: 'text, smallint, smallint, smallint, smallint, uuid[]',
    assignment: 'text, text, double precision, text, uuid',
    judgment: 'text, real, smallint[], text',
  };
  const columns = types[kind]!.split(', ').map((type, index) => `v.c${index}::${type}`);
  const { rows } = await database.pool.query<{ valid: boolean | null }>(
    `select valid_${kind}(${columns.join(', ')}) as valid from (values (${values})) v (${columns.map((_, index) => `c${index}`).join(', ')})`,
  );
  return rows[0]!.valid;
}
