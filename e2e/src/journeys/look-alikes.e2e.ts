import { expect, test } from 'vitest';
import type { User } from '@pairwright/contract/people';
import { misfits, violations } from '../support/accessible.ts';
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

test.each(['en', 'zh-CN'] as const)('models that look alike too: %s', async (locale) => {
  const { rows } = await product.database.pool.query<{ id: string }>(
    `select id from projects where slug = 'demo-mt-bench'`,
  );
  await product.database.pool.query(
    `update responses r set model = $2 from prompts p where p.id = r.prompt_id and p.project_id = $1 and r.model = 'llama-13b'`,
    [rows[0]!.id, cyrillic('gpt-4')],
  );
  const researcher = await visitAs(browser, product, { who: 'researcher', locale });
  const { page, words } = researcher;
  await page.goto(`/projects/${rows[0]!.id}`);
  const marked = page.getByRole('row').filter({ hasText: words('console.name_twin') });
  await expect.poll(() => marked.count(), { timeout: 60_000 }).toBe(2);
  expect(
    await marked.filter({ hasText: words('console.name_mixed', { scripts: bothScripts(locale) }) }).count(),
  ).toBe(1);
  expect(researcher.faults).toEqual([]);
  await researcher.context.close();
});
