import { expect, test } from 'vitest';
import { browser, onStage, product } from '../support/stage.ts';
import { becomeOwner, makeProject } from '../support/through-api.ts';
import { type Visitor, visit } from '../support/visitor.ts';
import { Workbench } from '../support/workbench.ts';

onStage({ demo: false });

const project = 'Helpfulness';
const name = '小梅';
const rows = Array.from({ length: 12 }, (_, index) => ({
  messages: [{ role: 'user', content: `Question ${index}: why is the sky blue?` }],
  responses: [
    { model: 'a', content: `Light is scattered (${index}).` },
    { model: 'b', content: `It only looks so (${index}).` },
  ],
}));

/** What the log calls what is done here, in order. */
const done = [
  'console-audit.do_createInvite',
  'console-audit.do_joinAsNewPerson',
  'console-audit.do_updateMemberRouting',
  'console-audit.do_createExclusion',
  'console-audit.do_endExclusion',
] as const;

test('the owner invites by a link, somebody joins in Chinese and votes, is paused, excluded and healed, and the log tells it all', async () => {
  const olga = await visit(browser, product);
  await becomeOwner(olga, product);
  const { projectId } = await makeProject(olga, product, { name: project, rows });

  const link = await invite(olga, projectId);
  const mei = await visit(browser, product, { locale: 'zh-CN' });
  await join(mei, link);
  const bench = new Workbench(mei);
  await bench.open(project);
  await bench.putOffGuidelines();
  for (const key of ['1', '7', '2']) await bench.decide(key);
  await bench.synced(3);
  expect(await counted(projectId)).toBe(3);

  await pause(olga, projectId);
  await mei.page.reload();
  await mei.page.getByText(mei.words('labeling.nothing_paused')).waitFor();

  await exclude(olga, projectId);
  expect(await counted(projectId)).toBe(0);
  await takeInAgain(olga, projectId);
  expect(await counted(projectId)).toBe(3);

  expect(await actionsInLog(olga)).toEqual(done.toReversed().map((action) => olga.words(action)));
  expect([...olga.faults, ...mei.faults]).toEqual([]);
});

async function invite({ page, words }: Visitor, projectId: string): Promise<string> {
  await page.goto(`/projects/${projectId}/members`);
  const card = page.getByRole('region', { name: words('console-invites.title') });
  await card.getByRole('button', { name: words('console-invites.create') }).click();
  const link = await card.locator('[data-secret]').innerText();
  await card.getByRole('button', { name: words('console-people.secret_done') }).click();
  return link;
}

async function join({ page, words }: Visitor, link: string): Promise<void> {
  await page.goto(link);
  await page.getByLabel(words('auth.name'), { exact: true }).fill(name);
  await page.getByLabel(words('auth.email')).fill('mei@example.org');
  await page.getByLabel(words('auth.password'), { exact: true }).fill('a long enough secret');
  await page.getByRole('button', { name: words('entry.join_new') }).click();
  await page.waitForURL('**/my-work');
}

async function pause({ page, words }: Visitor, projectId: string): Promise<void> {
  await page.goto(`/projects/${projectId}/routing`);
  const people = page.getByRole('region', { name: words('console-routing.people'), exact: true });
  await people.getByRole('button', { name: words('console-routing.pause_named', { name }) }).click();
  await people.getByText(words('console-routing.paused'), { exact: true }).waitFor();
}

async function exclude({ page, words }: Visitor, projectId: string): Promise<void> {
  await page.goto(`/projects/${projectId}/members`);
  const card = page.getByRole('region', { name: words('console-exclude.title') });
  await card.getByLabel(words('console-exclude.annotator')).selectOption({ label: `${name} (3 judgments)` });
  await card.getByRole('button', { name: words('console-exclude.preview') }).click();
  await card.getByLabel(words('console-exclude.reason')).fill('Answers without reading.');
  await card.getByRole('button', { name: words('console-exclude.exclude') }).click();
  await card.getByText(/3 judgments count no more/).waitFor();
}

async function takeInAgain({ page, words }: Visitor, projectId: string): Promise<void> {
  await page.goto(`/projects/${projectId}/members`);
  const card = page.getByRole('region', { name: words('console-exclude.title') });
  await card.getByRole('button', { name: words('console-exclude.include_named', { name }) }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(words('console-exclude.because')).fill('The page was broken.');
  await dialog.getByRole('button', { name: words('console-exclude.include') }).click();
  await card.getByText(/3 judgments count again/).waitFor();
}

async function counted(projectId: string): Promise<number> {
  const { rows: found } = await product.database.pool.query<{ judged: number }>(
    'select sum(judged)::int as judged from comparisons where project_id = $1',
    [projectId],
  );
  return found[0]?.judged ?? 0;
}

/** Which of it the log tells, newest first. */
async function actionsInLog({ page, words }: Visitor): Promise<string[]> {
  const main = page.getByRole('navigation', { name: words('shell.main_navigation'), exact: true });
  await main.getByRole('link', { name: words('shell.nav_audit') }).click();
  const log = page.getByRole('region', { name: words('console-audit.title') });
  await log.getByRole('cell').first().waitFor();
  const rowTexts = await log.getByRole('row').allInnerTexts();
  const wanted = done.map((action) => words(action));
  return rowTexts.flatMap((text) => wanted.filter((word) => text.includes(word)));
}
