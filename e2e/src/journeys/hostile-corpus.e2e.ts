import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { paths } from '../../../apps/web/src/paths.ts';
import { CANARY, hostileCorpus } from '../support/hostile-corpus.ts';
import { plantEverywhere } from '../support/plant-text.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { becomeOwner, callAs, makeProject } from '../support/through-api.ts';
import { visit, type Visitor } from '../support/visitor.ts';
import { Workbench } from '../support/workbench.ts';

const PAIRS = 12;

onStage({ demo: false });

/** Shares of the corpus, one for each comparison. */
const shares = Array.from({ length: PAIRS }, (_, share) =>
  hostileCorpus.filter((_text, index) => index % PAIRS === share),
);

/** What must not be there after the page has drawn foreign text. */
function harmOn(page: Page) {
  return page.evaluate(() => ({
    pwned: 'pwned' in globalThis,
    elements: [
      ...document.querySelectorAll(
        'body :is(iframe, object, embed, base, frame, form[action], meta, link, style, svg animate, svg set, svg use, svg image, foreignObject, video, audio, marquee, portal)',
      ),
    ].map((one) => one.outerHTML.slice(0, 200)),
    pictures: [...document.images].map((one) => one.src).filter((src) => !src.startsWith('data:image/')),
    scripts: [...document.scripts].filter((one) => !one.src.startsWith(location.origin)).length,
    handlers: [...document.querySelectorAll('*')]
      .flatMap((one) => [...one.attributes])
      .filter(({ name }) => name.startsWith('on') || name === 'ping' || name === 'srcdoc').length,
    links: [...document.querySelectorAll('a')]
      .filter((one) => one.hasAttribute('href'))
      .map((one) => one.protocol)
      .filter((protocol) => !/^(https?|mailto):$/.test(protocol)),
    clobbered:
      document.querySelectorAll('#root').length !== 1 ||
      document.querySelectorAll('#content').length > 1 ||
      !(document.body instanceof HTMLBodyElement) ||
      !(document.forms instanceof HTMLCollection) ||
      typeof document.getElementById !== 'function',
  }));
}

const harmless = {
  pwned: false,
  elements: [],
  pictures: [],
  scripts: 0,
  handlers: 0,
  links: [],
  clobbered: false,
};

async function projectOfHarm(visitor: Visitor) {
  const made = await makeProject(visitor, product, {
    name: 'Helpfulness',
    guidelines: hostileCorpus.filter((_text, index) => index % 3 === 0).join('\n\n'),
    rows: shares.map((share, index) => ({
      prompt_id: `p${index}`,
      messages: [
        { role: 'system', content: share.slice(0, 8).join('\n\n') },
        { role: 'user', content: share.join('\n\n') },
      ],
      responses: [
        { model: 'a', content: share.join('\n\n') },
        { model: 'b', content: share.toReversed().join('\n\n') },
      ],
    })),
  });
  return made;
}

test('none of three hundred hostile texts runs, fetches or breaks anything, in any place that shows foreign text', async () => {
  expect(hostileCorpus.length).toBeGreaterThanOrEqual(300);
  const visitor = await visit(browser, product);
  const { page, words } = visitor;
  await becomeOwner(visitor, product);
  const { projectId, importId } = await projectOfHarm(visitor);
  const bench = new Workbench(visitor);
  await page.goto(`/annotate/${projectId}`);
  await bench.ready();
  await page.keyboard.press('g');
  await page.getByRole('complementary', { name: words('labeling.guidelines') }).waitFor();
  for (let pair = 0; pair < PAIRS; pair += 1) {
    await bench.ready();
    expect(await harmOn(page)).toEqual(harmless);
    await page.keyboard.press('m');
    await page.getByRole('button', { name: words('labeling.rendered') }).waitFor();
    expect(await harmOn(page)).toEqual(harmless);
    await page.keyboard.press('m');
    await bench.decide('1');
  }
  await page.getByRole('heading', { name: words('labeling.finished') }).waitFor();
  await fillTheRest(visitor, projectId);
  await plantEverywhere(product, hostileCorpus);
  for (const address of await addressesOf(visitor, { projectId, importId })) {
    await page.goto(address);
    await visitor.settled();
    expect(await harmOn(page), address).toEqual(harmless);
    expect(new URL(page.url()).origin, address).toBe(product.baseUrl);
  }
  expect(visitor.faults).toEqual([]);
  expect(page.url()).not.toContain(CANARY);
});

/** Something on each of the other pages. */
async function fillTheRest(visitor: Visitor, projectId: string): Promise<void> {
  const project = `/projects/${projectId}`;
  const post = (path: string, body: unknown) =>
    callAs<{ id: string }>(visitor, product, { method: 'POST', path, body });
  await post(`${project}/invites`, { role: 'annotator', note: 'x', expiresInDays: 1 });
  await post(`${project}/crowd-links`, {
    name: 'Study',
    signed: true,
    wanted: 1,
    maxPeople: 9,
    expiresInDays: 1,
  });
  await post('/webhooks', {
    projectId,
    address: 'https://8.8.8.8/hooks',
    description: 'x',
    events: ['import.finished'],
  });
  await noteBackup();
  await post('/me/tokens', { name: 'laptop', scopes: ['read'] });
  const dataset = await post(`${project}/datasets`, { name: 'Reward', recipe: {} });
  await post(`${project}/datasets/${dataset.id}/versions`, undefined);
  const judgment = await product.database.pool.query<{ id: string }>('select id from judgments limit 1');
  await post(`${project}/judgments/${judgment.rows[0]!.id}/feedback`, { message: 'x' });
  await withFaults(visitor);
}

/** As the command notes one. */
async function noteBackup(): Promise<void> {
  await product.database.pool.query(
    `insert into backups (id, started_at, destination, host, made_by, product_version, bytes, sha256, encrypted, table_count, row_count,
       artifact_count, artifact_bytes, artifacts_missing)
     values (gen_random_uuid(), now(), 'x', 'x', 'x', '0.1.0', 1, repeat('0', 64), false, 1, 1, 1, 1, 0)`,
  );
}

/** An import whose rows are refused, with what is wrong about each. */
async function withFaults(visitor: Visitor): Promise<void> {
  await makeProject(visitor, product, {
    name: 'With faults',
    rows: [
      {
        messages: [{ role: 'user', content: 'Q' }],
        responses: [
          { model: 'a', content: 'A' },
          { model: 'b', content: 'B' },
        ],
      },
      // Understood as rows of ours, and refused for what stands in them.
      ...hostileCorpus.slice(0, 40).map((text) => ({
        messages: [{ role: text.slice(0, 60), content: 'Q' }],
        responses: [{ model: text, content: 'A' }],
        [text.slice(0, 60)]: text,
      })),
    ],
    filename: `${hostileCorpus[0]!.slice(0, 60).replaceAll('/', '')}.jsonl`,
  });
}

async function addressesOf(
  visitor: Visitor,
  { projectId, importId }: { projectId: string; importId: string },
) {
  const one = async (sql: string): Promise<string> =>
    (await product.database.pool.query<{ id: string }>(sql)).rows[0]!.id;
  const comparison = await one(`select id from comparisons where project_id = '${projectId}' limit 1`);
  const dataset = await one('select id from datasets limit 1');
  const version = await one('select id from dataset_versions limit 1');
  const annotator = await one('select annotator_id as id from judgments limit 1');
  const faulty = await one(`select id from imports where project_id <> '${projectId}' limit 1`);
  const other = await one(`select project_id as id from imports where id = '${faulty}'`);
  const webhook = await one('select id from webhooks limit 1');
  const row = await one('select comparison_id as id from judgments limit 1');
  return [
    paths.projects(),
    paths.people(),
    paths.audit(),
    paths.trash(),
    paths.system(),
    paths.webhook(webhook),
    paths.projectWebhooks(projectId),
    paths.account(),
    paths.tokens(),
    paths.work(),
    paths.myJudgments(projectId),
    paths.myFeedback(),
    paths.myTime(),
    paths.practice(projectId),
    ...[
      paths.project,
      paths.guidelines,
      paths.question,
      paths.members,
      paths.routing,
      paths.projectAudit,
    ].map((to) => to(projectId)),
    ...[paths.imports, paths.comparisons, paths.quality, paths.annotators, paths.leaderboard].map((to) =>
      to(projectId),
    ),
    ...[paths.resolutions, paths.review, paths.datasets, paths.newDataset].map((to) => to(projectId)),
    paths.import(projectId, importId),
    paths.import(other, faulty),
    paths.comparison(projectId, comparison),
    paths.annotator(projectId, annotator),
    paths.dataset(projectId, dataset),
    paths.version(projectId, version),
    paths.why(projectId, version, row),
  ];
}
