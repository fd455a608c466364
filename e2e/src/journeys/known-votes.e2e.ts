import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import type { Agreement } from '@pairwright/contract/statistics/agreement';
import type { Project } from '@pairwright/contract/projects';
import { judgedRows } from '../support/judged-rows.ts';
import { expect, test } from 'vitest';
import { uploadTable } from '../support/import-page.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { becomeOwner, callAs, makeProject } from '../support/through-api.ts';
import { signIn, visit, type Visitor } from '../support/visitor.ts';

onStage({ demo: false });

const fileOf = (name: string) => readFile(new URL(`../../known-votes/${name}`, import.meta.url));

/** What is known of the votes: counted and computed from the files by a program of its own, from the definitions. */
interface Known {
  readonly votes: number;
  readonly comparisons: number;
  readonly shared: number;
  readonly annotators: number;
  readonly percent: Readonly<Record<'perComparison' | 'pooled' | 'unanimous', number>>;
  readonly pooledWithoutTies: number;
  readonly alpha: number;
}

async function owner(): Promise<Visitor> {
  const olga = await visit(browser, product);
  const { needsOwner } = await callAs<{ needsOwner: boolean }>(olga, product, {
    method: 'GET',
    path: '/setup',
  });
  if (needsOwner) await becomeOwner(olga, product);
  else await signIn(olga, { email: 'olga@example.org', password: 'a long enough secret' });
  return olga;
}

function cardOf({ page }: Visitor, title: string) {
  return page.getByRole('region', { name: title, exact: true }).filter({ has: page.getByRole('heading') });
}

/** The rows of a card turned into its table: what each says from its second column on, by its name. */
async function tableOf(visitor: Visitor, title: string): Promise<[string, string[]][]> {
  const card = cardOf(visitor, title);
  await card.getByRole('button', { name: visitor.words('console-statistics.as_table') }).click();
  const rows = await card.getByRole('table').getByRole('row').all();
  return Promise.all(
    rows.slice(1).map(async (row): Promise<[string, string[]]> => {
      const [name] = await row.getByRole('rowheader').allTextContents();
      return [name!, await row.getByRole('cell').allTextContents()];
    }),
  );
}

/** Reads the agreement from the address, and the same from the page of quality. */
async function expectKnown(visitor: Visitor, projectId: string, known: Known): Promise<Agreement> {
  const { page, words } = visitor;
  await page.goto(`/projects/${projectId}/quality`);
  // Its intervals are drawn a thousand times first.
  await cardOf(visitor, words('console-quality.chance')).waitFor({ timeout: 60_000 });
  await visitor.settled();
  const { result } = await callAs<{ result: Agreement }>(visitor, product, {
    method: 'GET',
    path: `/projects/${projectId}/statistics/agreement`,
  });
  const { direction } = result;
  expect(result).toMatchObject({
    votes: known.votes,
    comparisons: known.comparisons,
    shared: known.shared,
    annotators: known.annotators,
  });
  for (const name of ['perComparison', 'pooled', 'unanimous'] as const)
    expect(direction.percent[name].value, name).toBeCloseTo(known.percent[name], 10);
  expect(direction.percentWithoutTies.pooled.value).toBeCloseTo(known.pooledWithoutTies, 10);
  expect(direction.coefficients.alpha.value).toBeCloseTo(known.alpha, 10);

  const percent = new Map(await tableOf(visitor, words('console-quality.percent')));
  for (const name of ['perComparison', 'pooled', 'unanimous'] as const)
    expect(percent.get(words(`console-quality.percent_${name}`))![0], name).toMatch(
      `${(known.percent[name] * 100).toFixed(1)}% (`,
    );
  const chance = new Map(await tableOf(visitor, words('console-quality.chance')));
  const [alpha] = chance.get(words('console-quality.direction_alpha'))!;
  expect(alpha!.startsWith(`${known.alpha.toFixed(2)} (`)).toBe(true);
  return result;
}

test('the published file of PandaLM, imported on the page, has the published kappas', async () => {
  const olga = await owner();
  const { page, words } = olga;
  const { id } = await callAs<Project>(olga, product, {
    method: 'POST',
    path: '/projects',
    body: { name: 'PandaLM', template: 'pair_7', language: 'en', targetJudgments: 3 },
  });
  await uploadTable(olga, id, { name: 'testset-v1.jsonl.gz', bytes: await fileOf('pandalm.jsonl.gz') });
  const reading = page.getByRole('region', { name: words('console-imports.reading_title') });
  await reading.getByRole('strong').getByText('pandalm').waitFor();
  await page.getByRole('button', { name: words('console-imports.run') }).click();
  await page
    .getByRole('region', { name: words('console-imports.run_result') })
    .getByText(words('console-imports.votes_added'))
    .waitFor({ timeout: 60_000 });

  const { matrix } = await expectKnown(olga, id, {
    votes: 2_997,
    comparisons: 999,
    shared: 999,
    annotators: 3,
    percent: { perComparison: 0.919919919919921, pooled: 0.91991991991992, unanimous: 0.8798798798798799 },
    pooledWithoutTies: 0.9473282442748091,
    alpha: 0.8645347110963073,
  });
  const nameOf = (place: number) => matrix.annotators[place]!.name;
  const kappas = matrix.pairs.map(({ first, second, kappa, shared }) => [
    [nameOf(first), nameOf(second)].toSorted().join(' '),
    kappa?.toFixed(3),
    shared,
  ]);
  expect(kappas.toSorted()).toEqual([
    ['annotator1 annotator2', '0.852', 999],
    ['annotator1 annotator3', '0.879', 999],
    ['annotator2 annotator3', '0.862', 999],
  ]);
  const shown = await tableOf(olga, words('console-quality.matrix'));
  expect(
    shown
      .map(([one, [other, , kappa, shared]]) => [[one, other].toSorted().join(' '), kappa, shared])
      .toSorted(),
  ).toEqual([
    ['annotator1 annotator2', '0.85', '999'],
    ['annotator1 annotator3', '0.88', '999'],
    ['annotator2 annotator3', '0.86', '999'],
  ]);
  expect(olga.faults).toEqual([]);
  await olga.context.close();
});

test('the votes of MT-Bench, imported with the answers at hand, agree as they are known to', async () => {
  const olga = await owner();
  const { projectId } = await makeProject(olga, product, { name: 'MT-Bench', rows: await judgedRows() });
  await expectKnown(olga, projectId, {
    votes: 2_234,
    comparisons: 1_220,
    shared: 638,
    annotators: 64,
    percent: { perComparison: 0.7011494252873557, pooled: 0.6868489583333334, unanimous: 0.6332288401253918 },
    pooledWithoutTies: 0.8575471698113207,
    alpha: 0.5259817792362085,
  });
  expect(olga.faults).toEqual([]);
  await olga.context.close();
});

test('the votes of translators on Chinese texts agree as little as they are known to', async () => {
  const olga = await owner();
  const text = gunzipSync(await fileOf('zh-en.jsonl.gz')).toString('utf8');
  const rows = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  const { projectId } = await makeProject(olga, product, { name: '中译英', rows });
  // Systems that translate alike are no comparison.
  await expectKnown(olga, projectId, {
    votes: 6_732,
    comparisons: 2_239,
    shared: 2_239,
    annotators: 8,
    percent: {
      perComparison: 0.5180884323358673,
      pooled: 0.5205843293492696,
      unanimous: 0.33541759714158104,
    },
    pooledWithoutTies: 0.7289719626168224,
    alpha: 0.2501817949270707,
  });
  expect(olga.faults).toEqual([]);
  await olga.context.close();
});
