import { expect, test } from 'vitest';
import type { Project } from '@pairwright/contract/projects';
import { browser, onStage, product } from '../support/stage.ts';
import { becomeOwner, callAs, makeProject } from '../support/through-api.ts';
import { type Visitor, visit } from '../support/visitor.ts';

onStage({ demo: false });

const row = { prompt: 'Why?', response_a: 'So', response_b: 'Because' };
const begun = { visitor: null as Visitor | null, projectId: '' };

async function owner(): Promise<{ visitor: Visitor; projectId: string }> {
  if (begun.visitor === null) {
    begun.visitor = await visit(browser, product);
    await becomeOwner(begun.visitor, product);
    begun.projectId = (await makeProject(begun.visitor, product, { name: 'Typed', rows: [row] })).projectId;
  }
  return { visitor: begun.visitor, projectId: begun.projectId };
}

test('what is typed and not saved is asked about before a link or the way back leaves it', async () => {
  const { visitor, projectId } = await owner();
  const { page, words } = visitor;
  await page.goto('/projects');
  await page.getByRole('link', { name: 'Typed' }).first().click();
  await page.waitForURL(`**/projects/${projectId}`);
  await page.getByRole('link', { name: words('console.nav_guidelines'), exact: true }).click();
  const text = page.getByRole('textbox', { name: words('console-projects.guidelines_text'), exact: true });
  await text.fill('Be honest.');
  const projects = page
    .getByRole('navigation', { name: words('shell.main_navigation') })
    .getByRole('link', { name: words('shell.nav_projects'), exact: true });
  const question = page.getByRole('dialog', { name: words('shell.unsaved_title') });
  const stay = question.getByRole('button', { name: words('shell.unsaved_stay') });
  await projects.click();
  await stay.click();
  await question.waitFor({ state: 'detached' });
  expect(new URL(page.url()).pathname).toBe(`/projects/${projectId}/guidelines`);
  // Back, twice: it asks each time, and the page stays whole.
  for (let time = 0; time < 2; time += 1) {
    await page.evaluate(() => history.back());
    await stay.click();
    await question.waitFor({ state: 'detached' });
    expect(new URL(page.url()).pathname).toBe(`/projects/${projectId}/guidelines`);
    expect(await text.inputValue()).toBe('Be honest.');
  }
  await page.evaluate(() => history.back());
  await question.getByRole('button', { name: words('shell.unsaved_leave') }).click();
  await page.waitForURL(`**/projects/${projectId}`);
  // Saved, nothing is asked.
  await page.getByRole('link', { name: words('console.nav_guidelines'), exact: true }).click();
  expect(await text.inputValue()).not.toBe('Be honest.');
  await text.fill('Be kind.');
  await page.getByRole('button', { name: words('console-projects.publish_guidelines') }).click();
  await page.getByText(words('console-projects.based_on', { version: 2 })).waitFor();
  await projects.click();
  await page.waitForURL('**/projects');
  expect(visitor.faults).toEqual([]);
});

test('settings that a colleague saves meanwhile neither drop what is typed nor are reset by it', async () => {
  const { visitor, projectId } = await owner();
  const { page, words } = visitor;
  const path = `/projects/${projectId}`;
  const colleague = (body: unknown) => callAs(visitor, product, { method: 'PATCH', path, body });
  await page.goto(path);
  const name = page.getByLabel(words('console-projects.name'), { exact: true });
  const lease = page.getByLabel(words('console-projects.lease'), { exact: true });
  await name.fill('Typed by me');
  await colleague({ targetJudgments: 4 });
  // Another part of the page is saved, and the page reads the project again.
  await page.getByRole('button', { name: words('console-projects.pause'), exact: true }).click();
  await page.getByRole('button', { name: words('console-projects.resume'), exact: true }).waitFor();
  expect(await name.inputValue()).toBe('Typed by me');
  await expect
    .poll(() => page.getByLabel(words('console-projects.target'), { exact: true }).inputValue())
    .toBe('4');
  const settings = page.locator('form').filter({ has: name });
  const save = settings.getByRole('button', { name: words('console.save'), exact: true });
  await save.click();
  const read = () => callAs<Project>(visitor, product, { method: 'GET', path });
  await expect.poll(async () => (await read()).name).toBe('Typed by me');
  expect(await read()).toMatchObject({ targetJudgments: 4, state: 'paused' });
  // The same field on both sides: both values are told, and one is chosen.
  await lease.fill('45');
  await colleague({ leaseMinutes: 60 });
  await save.click();
  await page
    .getByText(
      words('console.field_conflict', { label: words('console-projects.lease'), mine: '45', theirs: '60' }),
    )
    .waitFor();
  expect((await read()).leaseMinutes).toBe(60);
  await page.getByRole('button', { name: words('console.field_keep_mine') }).click();
  await save.click();
  await expect.poll(async () => (await read()).leaseMinutes).toBe(45);
  expect(visitor.faults).toEqual([]);
});
