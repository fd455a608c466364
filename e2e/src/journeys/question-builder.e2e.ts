import type { Locator } from 'playwright-core';
import { expect, test } from 'vitest';
import type { Project, Question } from '@pairwright/contract/projects';
import { misfits, violations } from '../support/accessible.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { becomeOwner, callAs } from '../support/through-api.ts';
import { signIn, type Visitor, visit } from '../support/visitor.ts';

onStage({ demo: false });

test('an admin builds a question of their own by keyboard and changes its kind later', async () => {
  const olga = await visit(browser, product);
  await becomeOwner(olga, product);
  await olga.page.goto('/projects/new');
  await olga.settled();
  const { page, words } = olga;
  await page.getByLabel(words('console-projects.name'), { exact: true }).fill('Own question');
  await page.getByRole('radio', { name: words('console-question.template_hhh'), exact: true }).press('Space');
  await addCriterion(olga);
  await addRating(olga);
  await addFlag(olga);
  await nameFirstPoint(olga);
  const faults = [...(await violations(page, 'new project')), ...(await misfits(page, 'new project'))];
  await page.getByRole('button', { name: words('console-projects.create') }).press('Enter');
  await page.getByRole('heading', { name: words('console-projects.empty_project') }).waitFor();
  const projectId = new URL(page.url()).pathname.split('/').at(-1)!;
  const { question } = await callAs<Project>(olga, product, {
    method: 'GET',
    path: `/projects/${projectId}`,
  });
  const { form } = question;
  expect(form.criteria.map((part) => part.key)).toEqual(['helpful', 'short', 'honest', 'harmless']);
  expect(form.ratings).toMatchObject([{ key: 'style', label: { en: 'Style', 'zh-CN': '文风' } }]);
  expect(form.flags).toMatchObject([
    {
      key: 'rude',
      severities: [
        { en: 'A little', 'zh-CN': '略微' },
        { en: 'Very', 'zh-CN': '非常' },
      ],
    },
  ]);
  expect(form.main).toMatchObject({ kind: 'pair', levels: { length: 7 } });
  expect(form.main.kind === 'pair' && form.main.levels?.[0]).toEqual({ en: 'A by far', 'zh-CN': 'A 远胜' });

  await changeKind(olga, projectId);
  faults.push(...(await violations(page, 'question')), ...(await misfits(page, 'question')));
  const dark = await visit(browser, product, { locale: 'zh-CN', theme: 'dark' });
  await signIn(dark, { email: 'olga@example.org', password: 'a long enough secret' });
  await dark.page.goto(`/projects/${projectId}/question`);
  await dark.settled();
  await dark.page.getByText(dark.words('console-question.fact_rank')).first().waitFor();
  faults.push(...(await violations(dark.page, 'question in the dark')));
  await dark.page.goto('/projects/new');
  await dark.settled();
  faults.push(...(await violations(dark.page, 'new project in the dark')));
  expect([...faults, ...olga.faults, ...dark.faults]).toEqual([]);
});

/** Adds a part with the keyboard; the focus is in its English name then. */
async function add({ page, words }: Visitor, list: string, name: readonly [string, string]): Promise<void> {
  await page.getByRole('button', { name: words(`console-question.add_${list}`) }).press('Enter');
  await page.keyboard.type(name[0]);
  await page.keyboard.press('Tab');
  await page.keyboard.insertText(name[1]);
}

/** The button that folds a part: its name, then its key. */
function partNamed({ page }: Visitor, name: string, key: string): Locator {
  return page.getByRole('button', { name: `${name} ${key}` });
}

async function addCriterion(olga: Visitor): Promise<void> {
  const { page, words } = olga;
  await add(olga, 'criteria', ['Short', '简短']);
  const up = page.getByRole('button', { name: words('console-question.move_up', { name: 'Short' }) });
  await up.press('Enter');
  expect(await up.evaluate((element) => element === document.activeElement)).toBe(true);
  await partNamed(olga, 'Short', 'short').press('Alt+ArrowUp');
}

async function addRating(olga: Visitor): Promise<void> {
  await add(olga, 'ratings', ['Style', '文风']);
  await partNamed(olga, 'Style', 'style').waitFor();
}

async function addFlag(olga: Visitor): Promise<void> {
  const { page, words } = olga;
  await add(olga, 'flags', ['Rude', '粗鲁']);
  for (const [place, [en, zh]] of [
    ['A little', '略微'],
    ['Very', '非常'],
  ].entries()) {
    await page.getByRole('button', { name: words('console-question.add_severity') }).press('Enter');
    const what = words('console-question.severity_number', { place: place + 1 });
    await page.getByLabel(words('console-question.in_english', { what })).fill(en!);
    await page.getByLabel(words('console-question.in_chinese', { what })).fill(zh!);
  }
}

async function nameFirstPoint({ page, words }: Visitor): Promise<void> {
  await page.getByRole('checkbox', { name: words('console-question.own_levels') }).press('Space');
  const what = words('console-question.point_number', { place: 1 });
  const chinese = page.getByLabel(words('console-question.in_chinese', { what }));
  await page.getByLabel(words('console-question.in_english', { what })).fill('A by far');
  await chinese.fill('');
  // A language that is missing is said at its field, which takes the focus; nothing is sent.
  await page.getByRole('button', { name: words('console-projects.create') }).press('Enter');
  await page.getByText(words('console-question.missing_text')).waitFor();
  expect(await chinese.evaluate((element) => element === document.activeElement)).toBe(true);
  await chinese.fill('A 远胜');
}

async function changeKind(olga: Visitor, projectId: string): Promise<void> {
  const { page, words } = olga;
  await page.goto(`/projects/${projectId}/question`);
  await olga.settled();
  const changes = page.getByRole('region', { name: words('console-question.changes') });
  await changes.getByText(words('console-question.changes_none')).waitFor();
  // A published key stays, whatever the name becomes.
  await partNamed(olga, 'Rude', 'rude').press('Enter');
  const name = words('console-question.in_english', { what: words('console-question.name') });
  await page.getByLabel(name).fill('Impolite');
  await partNamed(olga, 'Impolite', 'rude').waitFor();
  await page.getByRole('radio', { name: words('console-question.kind_rank'), exact: true }).press('Space');
  await changes.getByText(words('console-question.fits_all')).waitFor();
  expect(await changes.getByRole('listitem').count()).toBe(3);
  await page.getByRole('button', { name: words('console-projects.publish_question') }).press('Enter');
  await page
    .getByText(words('console-projects.published', { version: 2 }))
    .first()
    .waitFor();
  const versions = page.getByRole('table', { name: words('console-projects.versions') });
  const [newest, oldest] = await versions
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader') })
    .all();
  expect(await newest!.textContent()).toContain(words('console-question.fact_rank'));
  expect(await newest!.textContent()).toContain('Impolite');
  expect(await oldest!.textContent()).toContain('Helpful'.toLowerCase());
  const { items } = await callAs<{ items: Question[] }>(olga, product, {
    method: 'GET',
    path: `/projects/${projectId}/questions`,
  });
  expect(items[0]?.form.flags[0]).toMatchObject({ key: 'rude', label: { en: 'Impolite' } });
  expect([items[0]?.form.criteria.length, items[1]?.form.criteria.length]).toEqual([0, 4]);
}
