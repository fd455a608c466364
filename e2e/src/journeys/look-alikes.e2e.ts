import type { Locator } from 'playwright-core';
import { expect, test } from 'vitest';
import type { User } from '@pairwright/contract/people';
import { misfits, violations } from '../support/accessible.ts';
import { forgetSums } from '../support/forget-sums.ts';
import { judgedProject } from '../support/judged-project.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { callAs } from '../support/through-api.ts';
import { demoPerson, visitAs } from '../support/visitor.ts';

onStage({ demo: true });

const password = 'quite another sentence';

/** Latin letters but for one. */
const cyrillic = (name: string): string => name.replace('A', '\u0410').replace('p', '\u0440');

function bothScripts(locale: string): string {
  const names = new Intl.DisplayNames(locale, { type: 'script' });
  return new Intl.ListFormat(locale).format(['Latn', 'Cyrl'].map((code) => names.of(code)!));
}

test.each(['en', 'zh-CN'] as const)(
  'names that are not what they seem are marked where people decide by them: %s',
  async (locale) => {
    const admin = await visitAs(browser, product, { who: 'admin', locale });
    const { page, words } = admin;
    const post = <T>(path: string, body: unknown) =>
      callAs<T>(admin, product, { method: 'POST', path, body });
    const { rows: people } = await product.database.pool.query<{ id: string; name: string }>(
      'select id, name from users where email = $1',
      [demoPerson('anna').email],
    );
    const real = people[0]!;
    const twin = await post<User>('/users', {
      email: `anna-${locale}@example.org`.toLowerCase(),
      name: cyrillic(real.name),
      password,
    });
    await post('/users', {
      email: `turned-${locale}@example.org`.toLowerCase(),
      name: 'Eve\u202Enimda',
      password,
    });
    await callAs(admin, product, {
      method: 'PATCH',
      path: '/account-settings',
      body: { registration: 'approval' },
    });
    await post('/registrations', {
      email: `new-${locale}@example.org`.toLowerCase(),
      name: cyrillic(real.name),
      password,
      locale,
    });

    await page.goto('/people');
    const twinWords = words('console.name_twin');
    const rowOf = (id: string) => page.getByRole('row').filter({ hasText: `…${id.slice(-6)}` });
    // Both are marked, and the ends of their ids tell them apart.
    await rowOf(twin.id).getByText(twinWords).waitFor();
    await rowOf(real.id).getByText(twinWords).waitFor();
    const mixed = words('console.name_mixed', { scripts: bothScripts(locale) });
    await rowOf(twin.id).getByText(mixed).waitFor();
    expect(await rowOf(real.id).getByText(mixed).count()).toBe(0);
    const turned = page.getByRole('row').filter({ hasText: 'Eve[U+202E]nimda' }).first();
    await turned.getByText(words('console.name_hidden')).waitFor();
    const asked = page
      .locator('section')
      .filter({ hasText: `new-${locale}@example.org`.toLowerCase() })
      .last();
    await asked.getByText(twinWords).waitFor();
    await asked.getByText(mixed).waitFor();
    expect([...(await violations(page, 'people')), ...(await misfits(page, 'people'))]).toEqual([]);
    expect(admin.faults).toEqual([]);
    await product.database.pool.query(`delete from users where email like $1`, [
      `%-${locale.toLowerCase()}@example.org`,
    ]);
    await admin.context.close();
  },
);

const mtBench = async (): Promise<string> => {
  const { rows } = await product.database.pool.query<{ id: string }>(
    `select id from projects where slug = 'demo-mt-bench'`,
  );
  return rows[0]!.id;
};

test.each(['en', 'zh-CN'] as const)('models that look alike too: %s', async (locale) => {
  const projectId = await mtBench();
  await product.database.pool.query(
    `update responses r set model = $2 from prompts p where p.id = r.prompt_id and p.project_id = $1 and r.model = 'llama-13b'`,
    [projectId, cyrillic('gpt-4')],
  );
  await forgetSums(product.database.pool);
  const researcher = await visitAs(browser, product, { who: 'researcher', locale });
  const { page, words } = researcher;
  await page.goto(`/projects/${projectId}`);
  const twin = words('console.name_twin');
  const mixed = words('console.name_mixed', { scripts: bothScripts(locale) });
  const marked = page.getByRole('row').filter({ hasText: twin });
  await expect.poll(() => marked.count(), { timeout: 60_000 }).toBe(2);
  expect(await marked.filter({ hasText: mixed }).count()).toBe(1);
  // Where comparisons are listed, and where two answers stand side by side.
  const { rows: met } = await product.database.pool.query<{ id: string }>(
    `select c.id from comparisons c join responses a on a.id = c.response_ids[1] join responses b on b.id = c.response_ids[2]
     where c.project_id = $1 and array[a.model, b.model] @> $2 limit 1`,
    [projectId, ['gpt-4', cyrillic('gpt-4')]],
  );
  await page.goto(`/projects/${projectId}/comparisons/${met[0]!.id}`);
  await expect.poll(() => page.locator('section').getByText(twin).count()).toBe(2);
  await page.goto(`/projects/${projectId}/leaderboard`);
  const picker = page.getByRole('group', { name: words('console-leaderboard.models') });
  await expect
    .poll(() => picker.getByRole('button').filter({ hasText: twin }).count(), { timeout: 60_000 })
    .toBe(2);
  expect(await picker.getByRole('button').filter({ hasText: mixed }).count()).toBe(1);
  expect(researcher.faults).toEqual([]);
  await researcher.context.close();
});

test.each(['en', 'zh-CN'] as const)('projects, files and skills that look alike too: %s', async (locale) => {
  const admin = await visitAs(browser, product, { who: 'admin', locale });
  const { page, words } = admin;
  const post = <T>(path: string, body: unknown) => callAs<T>(admin, product, { method: 'POST', path, body });
  const twin = words('console.name_twin');
  const name = `Alpaca ${locale}`;
  const slug = `alpaca-${locale.toLowerCase()}`;
  const made: { id: string }[] = [];
  for (const [at, called] of [name, cyrillic(name)].entries())
    made.push(
      await post('/projects', { name: called, slug: `${slug}-${at}`, template: 'pair_7', language: 'en' }),
    );
  await page.goto('/projects');
  const cards = page.locator('section').filter({ hasText: locale }).filter({ hasText: twin });
  await expect.poll(() => cards.count()).toBe(2);
  for (const { id } of made) await cards.getByText(`…${id.slice(-6)}`).waitFor();

  const project = `/projects/${made[0]!.id}`;
  for (const file of ['Apples.jsonl', cyrillic('Apples.jsonl'), 'Pears.jsonl'])
    await callAs(admin, product, {
      method: 'POST',
      path: `${project}/imports?filename=${encodeURIComponent(file)}`,
      raw: '{"prompt": "Hi", "response_a": "Hello", "response_b": "Hey"}\n',
    });
  await page.goto(`${project}/imports`);
  const marked = page.getByRole('row').filter({ hasText: twin });
  await expect.poll(() => marked.count()).toBe(2);
  await page.getByRole('row').filter({ hasText: 'Pears.jsonl' }).waitFor();

  const email = demoPerson('anna').email;
  const member = await post<{ userId: string }>(`${project}/members`, { email, role: 'annotator' });
  await callAs(admin, product, {
    method: 'PATCH',
    path: `${project}/members/${member.userId}/routing`,
    body: { languages: [], skills: ['Apples', cyrillic('Apples'), 'law'], teams: [] },
  });
  await page.goto(`${project}/routing`);
  await expect.poll(() => page.getByRole('row').filter({ hasText: 'law' }).getByText(twin).count()).toBe(2);
  expect([...(await violations(page, 'routing')), ...(await misfits(page, 'routing'))]).toEqual([]);
  expect(admin.faults).toEqual([]);
  await admin.context.close();
});

test.each(['en', 'zh-CN'] as const)('datasets that look alike too: %s', async (locale) => {
  const admin = await visitAs(browser, product, { who: 'admin', locale });
  const { page, words } = admin;
  const mixed = words('console.name_mixed', { scripts: bothScripts(locale) });
  const projectId = await mtBench();
  const name = `Apples ${locale}`;
  for (const [at, called] of [name, cyrillic(name), `Pears ${locale}`].entries())
    await callAs(admin, product, {
      method: 'POST',
      path: `/projects/${projectId}/datasets`,
      body: { name: called, slug: `fruit-${at}-${locale.toLowerCase()}`, recipe: {} },
    });
  await page.goto(`/projects/${projectId}/datasets`);
  const marked = page
    .getByRole('row')
    .filter({ hasText: locale })
    .filter({ hasText: words('console.name_twin') });
  await expect.poll(() => marked.count()).toBe(2);
  expect(await marked.filter({ hasText: mixed }).count()).toBe(1);
  expect([...(await violations(page, 'datasets')), ...(await misfits(page, 'datasets'))]).toEqual([]);
  await marked.filter({ hasText: mixed }).getByRole('link').click();
  await page.getByRole('heading', { level: 1, name: cyrillic(name) }).waitFor();
  await page.getByText(mixed, { exact: true }).waitFor();
  expect(admin.faults).toEqual([]);
  await admin.context.close();
});

test.each(['en', 'zh-CN'] as const)('people whom a judgment is sent back to as well: %s', async (locale) => {
  const admin = await visitAs(browser, product, { who: 'admin', locale });
  const { page, words } = admin;
  const { projectId, names } = await judgedProject({ owner: admin, browser }, product, [[-3, 3]]);
  await product.database.pool.query('update users set name = $2 where email = $1', [
    `${names[1]!.toLowerCase()}-${projectId.slice(-6)}@example.org`,
    cyrillic(names[0]!),
  ]);
  await page.goto(`/projects/${projectId}/review`);
  await page.getByRole('button', { name: words('console-review.save_decision') }).waitFor();
  await page.keyboard.press('r');
  await page.getByRole('table').getByText(words('console.name_twin')).first().waitFor();
  await page.keyboard.press('b');
  const options = page
    .getByRole('dialog')
    .getByLabel(words('console-review.send_back_to'))
    .getByRole('option');
  const twins = options.filter({ hasText: words('console.name_twin') });
  await expect.poll(() => twins.count()).toBe(2);
  const mixed = words('console.name_mixed', { scripts: bothScripts(locale) });
  expect(await twins.filter({ hasText: mixed }).count()).toBe(1);
  expect(await misfits(page, 'send back')).toEqual([]);

  // Of the very same name only the ends of their ids tell them apart: in the dialog, beside the votes, and on the comparison's own page.
  const { rows: people } = await product.database.pool.query<{ id: string }>(
    `update users set name = 'Sam' where id in (select annotator_id from judgments where project_id = $1) returning id`,
    [projectId],
  );
  const ends = people.map(({ id }) => `…${id.slice(-6)}`);
  const expectTold = async (choices: Locator) => {
    for (const end of ends) {
      await expect.poll(() => choices.filter({ hasText: end }).count()).toBe(1);
      await page.getByRole('row').filter({ hasText: end }).getByText('Sam').waitFor();
    }
    expect(new Set(await choices.allTextContents()).size).toBe(2);
  };
  await page.reload();
  await page.getByRole('table').getByText('Sam').first().waitFor();
  await page.keyboard.press('b');
  await expectTold(options);
  const { rows: judged } = await product.database.pool.query<{ comparison_id: string }>(
    'select comparison_id from judgments where project_id = $1 limit 1',
    [projectId],
  );
  await page.goto(`/projects/${projectId}/comparisons/${judged[0]!.comparison_id}`);
  await expectTold(page.getByLabel(words('console-practice.about')).getByRole('option'));
  expect(admin.faults).toEqual([]);
  await admin.context.close();
});

test.each(['en', 'zh-CN'] as const)(
  'a name from right to left has its own direction in a choice, and turns nothing around it: %s',
  async (locale) => {
    const admin = await visitAs(browser, product, { who: 'admin', locale });
    const { page, words } = admin;
    const name = `שלום (${locale})`;
    const isolated = `\u2068${name}\u2069`;
    const post = <T>(path: string, body: unknown) =>
      callAs<T>(admin, product, { method: 'POST', path, body });
    const { id } = await post<{ id: string }>('/projects', { name, template: 'pair_7', language: 'en' });
    await callAs(admin, product, {
      method: 'PATCH',
      path: '/account-settings',
      body: { registration: 'approval' },
    });
    const email = `asks-${locale}@example.org`.toLowerCase();
    await post('/registrations', { email, name: 'Somebody', password, locale });

    await page.goto('/people');
    await admin.settled();
    const choice = page
      .locator('section')
      .filter({ hasText: email })
      .last()
      .getByLabel(words('console-invites.into'));
    await choice.selectOption(id);
    expect(await choice.locator('option:checked').textContent()).toBe(isolated);
    const shownAs = async (text: string): Promise<string> => {
      await choice
        .locator('option:checked')
        .evaluate((option, other) => void (option.textContent = other), text);
      return (await choice.screenshot()).toString('base64');
    };
    const own = await shownAs(isolated);
    expect(own, 'as the name stands when it is from right to left').toBe(
      await shownAs(`\u2067${name}\u2069`),
    );
    expect(own, 'and not turned by what is around it').not.toBe(await shownAs(name));

    // In a sentence as well.
    await page.goto('/projects');
    await page.locator(`[aria-label*="${isolated}"]`).first().waitFor();
    expect(admin.faults).toEqual([]);
    await callAs(admin, product, { method: 'POST', path: `/projects/${id}/trash`, body: { name } });
    await product.database.pool.query(`delete from registrations where email = $1`, [email]);
    await admin.context.close();
  },
);
