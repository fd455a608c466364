import { expect, test } from 'vitest';
import type { AnnotatorRoster } from '@pairwright/contract/statistics/annotators';
import type { Agreement } from '@pairwright/contract/statistics/agreement';
import { violations } from '../support/accessible.ts';
import { linkedRows, numbersWithoutLink } from '../support/numbers.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { callAs } from '../support/through-api.ts';
import { type Visitor, visitAs } from '../support/visitor.ts';

onStage({ demo: true });

const get = <T>(visitor: Visitor, path: string): Promise<T> =>
  callAs<T>(visitor, product, { method: 'GET', path });

async function votesProject(): Promise<string> {
  const { rows } = await product.database.pool.query<{ id: string }>(
    `select id from projects where slug = 'demo-mt-bench'`,
  );
  return rows[0]!.id;
}

/** Opens every drawing of the page as its table. */
async function asTables({ page, words }: Visitor): Promise<void> {
  const drawn = page.getByRole('button', { name: words('console-statistics.as_table'), pressed: false });
  for (let left = await drawn.count(); left > 0; left -= 1) await drawn.first().click();
}

test('every number of the dashboard, the annotators, a profile, quality and the leaderboard leads to its rows', async () => {
  const admin = await visitAs(browser, product, { who: 'admin' });
  const { page, words } = admin;
  const id = await votesProject();
  // What is paid is on the dashboard too.
  await callAs(admin, product, {
    method: 'PATCH',
    path: `/projects/${id}`,
    body: { pay: { currency: 'EUR', perJudgmentMicros: 100_000 } },
  });
  await page.goto(`/projects/${id}/annotators`);
  await page.getByRole('region', { name: words('console-annotators.roster'), exact: true }).waitFor();
  const { result } = await get<{ result: AnnotatorRoster }>(admin, `/projects/${id}/statistics/annotators`);
  const busy = result.annotators[0]!.annotatorId;
  const pages = {
    [`/projects/${id}`]: words('console-overview.quality'),
    [`/projects/${id}/annotators`]: words('console-annotators.roster'),
    [`/projects/${id}/annotators/${busy}`]: words('console-annotators.numbers'),
    [`/projects/${id}/quality`]: words('console-quality.hardest'),
    [`/projects/${id}/leaderboard?control=length`]: words('console-leaderboard.effects'),
  };
  const { description } = await get<{ description: string }>(admin, `/projects/${id}`);
  // Words of the project and of a setting, from how many on something is shown, what a measure means: no numbers of what
  // people did.
  const meant = [
    description,
    words('console-overview.show_numbers_hint'),
    words('console-trash.delete_why', { days: 30 }),
    'fewer than 20 shared comparisons',
    `${result.annotators.length} of ${result.annotators.length} shown.`,
    ...(['adjustedAgreement', 'leftShare', 'relativeSpeed'] as const).map((name) =>
      words(`console-annotators.what_${name}`),
    ),
  ];
  const queries = new Set<string>();
  for (const [path, card] of Object.entries(pages)) {
    await page.goto(path);
    await page.getByRole('region', { name: card, exact: true }).waitFor();
    await admin.settled();
    expect.soft({ path, without: await numbersWithoutLink(page, meant) }).toEqual({ path, without: [] });
    expect.soft(await violations(page, path)).toEqual([]);
    await asTables(admin);
    expect.soft({ path, without: await numbersWithoutLink(page, meant) }).toEqual({ path, without: [] });
    const rows = await linkedRows(page);
    expect(rows.length).toBeGreaterThan(5);
    for (const query of rows) queries.add(query);
  }
  // The server knows these lists: one of each kind, since two annotators or two models have one for each pair.
  const kinds = new Map([...queries].map((query) => [[...new URLSearchParams(query).keys()].join(), query]));
  expect(kinds.size).toBeGreaterThan(15);
  for (const query of kinds.values())
    await get(admin, `/projects/${id}/comparisons${query}${query === '' ? '?' : '&'}limit=1`);
  expect(admin.faults).toEqual([]);
  await admin.context.close();
});

test('a number opens as many rows as it says, and the list says which they are', async () => {
  const researcher = await visitAs(browser, product, { who: 'researcher' });
  const { page, words } = researcher;
  const id = await votesProject();
  await page.goto(`/projects/${id}/quality`);
  const hardest = page.getByRole('region', { name: words('console-quality.hardest'), exact: true });
  await hardest.waitFor();
  const said = (await get<{ result: Agreement }>(researcher, `/projects/${id}/statistics/agreement`)).result;
  const { items } = await get<{ items: unknown[] }>(
    researcher,
    `/projects/${id}/comparisons?shared=differ&limit=200`,
  );
  expect(items).toHaveLength(Math.min(200, said.hardest.disputed));
  const link = hardest.getByRole('link', { name: new RegExp(` ${said.hardest.disputed} `) });
  await link.first().click();
  await page.waitForURL('**/comparisons?shared=differ');
  const filters = words('console-projects.rows_shared_differ');
  await page.getByText(words('console-projects.rows_only', { filters })).waitFor();
  await page.getByRole('table', { name: words('console-projects.comparisons') }).waitFor();
  expect(await violations(page, 'rows of a number')).toEqual([]);
  await page.getByRole('button', { name: words('console-projects.progress_all'), exact: true }).click();
  await page.waitForURL('**/comparisons');
  expect(researcher.faults).toEqual([]);
  await researcher.context.close();
});

test('each bar by length and by formatting opens the preferences that it counts', async () => {
  const researcher = await visitAs(browser, product, { who: 'researcher' });
  const { page, words } = researcher;
  const id = await votesProject();
  await page.goto(`/projects/${id}/quality`);
  const cards = [words('console-quality.bias'), words('console-quality.length')].map((name) =>
    page.getByRole('region', { name, exact: true }),
  );
  for (const card of cards) await card.waitFor();
  await researcher.settled();
  await asTables(researcher);
  let bars = 0;
  for (const card of cards)
    for (const row of await card.getByRole('row').all()) {
      const link = row.getByRole('cell').last().getByRole('link');
      // The row of headers has none.
      if ((await link.count()) === 0) continue;
      const n = Number((await link.textContent())!.replaceAll(/\D/g, ''));
      const { search } = new URL((await link.getAttribute('href'))!, product.baseUrl);
      expect({ search, n: await preferencesOf(researcher, `/projects/${id}/comparisons${search}`) }).toEqual({
        search,
        n,
      });
      if (n > 0) bars += 1;
    }
  expect(bars).toBeGreaterThan(6);
  // And the list says which they are.
  await cards[1]!.getByRole('link').first().click();
  await page.waitForURL(/length=/);
  const answer = words('console-projects.outcome_preference');
  await page.getByText(words('console-projects.rows_outcome', { outcome: answer })).waitFor();
  expect(researcher.faults).toEqual([]);
  await researcher.context.close();
});

/** How many preferences that count were given on all the comparisons of a list. */
async function preferencesOf(visitor: Visitor, path: string): Promise<number> {
  const ids: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const at = `${path}&limit=200${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;
    const found: { items: { id: string }[]; nextCursor: string | null } = await get(visitor, at);
    ids.push(...found.items.map((item) => item.id));
    cursor = found.nextCursor;
  }
  const { rows } = await product.database.pool.query<{ n: number }>(
    `select count(*)::int as n from judgments j join assignments a on a.judgment_id = j.id
     where j.comparison_id = any($1) and j.outcome = 'preference' and not j.surplus and a.set_aside is null
       and a.kind in ('normal', 'imported') and a.repeat_number = 0`,
    [ids],
  );
  return rows[0]!.n;
}

test('the dashboard has the alpha of the page of quality', async () => {
  const admin = await visitAs(browser, product, { who: 'admin' });
  const { page, words } = admin;
  const id = await votesProject();
  await page.goto(`/projects/${id}`);
  const quality = page.getByRole('region', { name: words('console-overview.quality'), exact: true });
  const row = quality.getByRole('row', { name: words('console-quality.direction_alpha') });
  await row.waitFor();
  const said = (await get<{ result: Agreement }>(admin, `/projects/${id}/statistics/agreement`)).result;
  const { value, low, high, n } = said.direction.coefficients.alpha;
  const two = (number: number | null): string => number!.toFixed(2);
  expect(await row.getByRole('cell').allTextContents()).toEqual([
    words('console-statistics.interval', { value: two(value), low: two(low), high: two(high) }),
    new Intl.NumberFormat('en').format(n),
  ]);
  expect(admin.faults).toEqual([]);
  await admin.context.close();
});
