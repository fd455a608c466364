import { afterAll, describe, expect, it } from 'vitest';
import { sql } from 'kysely';
import { openDemoKit } from './demo.fixture.ts';
import { loadDemo } from './load-demo.ts';

const kit = await openDemoKit();
const { database, services } = kit;
afterAll(() => kit.close());

const { db } = database;

describe('loadDemo', () => {
  it('loads all projects, their accounts and every vote, once', async () => {
    expect(await loadDemo(services)).toBe('loaded');
    expect(await loadDemo(services)).toBe('present');
    const rows = await db
      .selectFrom('projects as p')
      .select(({ selectFrom, fn }) => [
        'p.slug',
        selectFrom('prompts')
          .select(fn.countAll<number>().as('n'))
          .whereRef('project_id', '=', 'p.id')
          .as('prompts'),
        selectFrom('comparisons')
          .select(fn.countAll<number>().as('n'))
          .whereRef('project_id', '=', 'p.id')
          .as('comparisons'),
        selectFrom('judgments')
          .select(fn.countAll<number>().as('n'))
          .whereRef('project_id', '=', 'p.id')
          .as('judgments'),
      ])
      .orderBy('p.slug')
      .execute();
    expect(rows).toMatchObject([
      { slug: 'demo-chinese', prompts: 145, judgments: 0 },
      { slug: 'demo-criteria-zh', prompts: 40, comparisons: 40, judgments: 0 },
      { slug: 'demo-helpfulness-en', prompts: 140, judgments: 0 },
      { slug: 'demo-mt-bench', prompts: 80, comparisons: 1814, judgments: 3355 },
      { slug: 'demo-rank', prompts: 40, comparisons: 40, judgments: 0 },
      { slug: 'demo-steps', prompts: 10, judgments: 0 },
      { slug: 'demo-thumbs', prompts: 16, comparisons: 48, judgments: 0 },
    ]);
    expect(rows[0]?.comparisons).toBeGreaterThan(500);
    expect(rows[2]?.comparisons).toBeGreaterThan(400);
    expect(rows[5]?.comparisons).toBeGreaterThan(20);
  });

  it('keeps counters equal to the rows they count', async () => {
    const wrong = await db
      .selectFrom('comparisons as c')
      .select('c.id')
      .where(({ eb, selectFrom, fn }) =>
        eb(
          'c.judged',
          '<>',
          selectFrom('judgments as j')
            .select(fn.countAll<number>().as('n'))
            .whereRef('j.comparison_id', '=', 'c.id'),
        ),
      )
      .execute();
    expect(wrong).toEqual([]);
  });

  it('offers no comparison without text', async () => {
    const offered = await db
      .selectFrom('comparisons as c')
      .innerJoin('responses as r', (join) =>
        join.onRef('r.prompt_id', '=', 'c.prompt_id').on('r.messages', 'is', null),
      )
      .select('c.id')
      .where('c.state', '=', 'open')
      .where(({ eb, ref }) => eb(ref('r.id'), '=', eb.fn.any(ref('c.response_ids'))))
      .execute();
    expect(offered).toEqual([]);
  });

  it('asks each comparison a question that fits it, and names the licence of every row', async () => {
    const { rows: unfit } = await sql`select id from comparisons where state = 'unfit'`.execute(db);
    expect(unfit).toEqual([]);
    const { rows } = await sql<{ slug: string; kind: string; sizes: number[] }>`
      select p.slug, q.form #>> '{main,kind}' as kind, array_agg(distinct cardinality(c.response_ids)) as sizes
      from projects p join questions q on q.project_id = p.id join comparisons c on c.project_id = p.id
      group by 1, 2 order by 1`.execute(db);
    expect(rows).toEqual([
      { slug: 'demo-chinese', kind: 'pair', sizes: [2] },
      { slug: 'demo-criteria-zh', kind: 'pair', sizes: [2] },
      { slug: 'demo-helpfulness-en', kind: 'pair', sizes: [2] },
      { slug: 'demo-mt-bench', kind: 'pair', sizes: [2] },
      { slug: 'demo-rank', kind: 'rank', sizes: [3] },
      { slug: 'demo-steps', kind: 'single', sizes: [1] },
      { slug: 'demo-thumbs', kind: 'single', sizes: [1] },
    ]);
    const { rows: unnamed } = await sql`select id from prompts where metadata ->> 'license' is null`.execute(
      db,
    );
    expect(unnamed).toEqual([]);
  });

  it('goes on after it was killed on the way', async () => {
    await db
      .updateTable('instance_settings')
      .set({ value: JSON.stringify('loading') })
      .where('key', '=', 'demo')
      .execute();
    expect(await loadDemo(services)).toBe('loaded');
    const { n } = await db
      .selectFrom('judgments')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow();
    expect(n).toBe(3355);
  });

  it('does not come back when it was removed', async () => {
    await database.pool.query(
      `begin; select set_config('pairwright.purge', 'on', true); delete from projects where is_demo; commit`,
    );
    expect(await loadDemo(services)).toBe('removed');
  });
});
