import { expect, test } from 'vitest';
import type { Project } from '@pairwright/contract/projects';
import { openPolicy } from '@pairwright/domain/routing/policy';
import { misfits, violations } from '../support/accessible.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { becomeOwner, callAs } from '../support/through-api.ts';
import { signIn, visit } from '../support/visitor.ts';

onStage({ demo: false });

const picture =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** A question about a picture, answered by so many models. */
function row(n: number, models: number, address = picture): string {
  const content = [
    { type: 'text', text: `What is on picture ${n}?` },
    { type: 'image_url', image_url: { url: address } },
  ];
  const responses = Array.from({ length: models }, (_, model) => ({
    model: `m${model}`,
    content: `Answer ${model}`,
  }));
  return `${JSON.stringify({ messages: [{ role: 'user', content }], responses })}\n`;
}

test('answers to be ranked are imported together, with pictures, and what cannot be is named', async () => {
  const olga = await visit(browser, product);
  const { page, words } = olga;
  await becomeOwner(olga, product);
  const { id: projectId } = await callAs<Project>(olga, product, {
    method: 'POST',
    path: '/projects',
    body: { name: 'Ranks', template: 'rank', language: 'en' },
  });
  await page.goto(`/projects/${projectId}/imports`);
  const text = row(1, 3) + row(2, 7) + row(3, 3, 'https://example.org/3.png');
  await page
    .getByLabel(words('console-imports.file'))
    .setInputFiles({ name: 'ranks.jsonl', mimeType: 'application/x-ndjson', buffer: Buffer.from(text) });

  // The question is a ranking: no plan of pairs is offered.
  await page.getByRole('radio', { name: words('console-imports.plan_groups') }).waitFor();
  const plans = page.getByRole('group', { name: words('console-imports.plan'), exact: true });
  expect(await plans.getByRole('radio').count()).toBe(1);
  const size = page.getByLabel(words('console-imports.size_of_group'));
  await size.fill('10');
  await page.getByRole('button', { name: words('console-imports.check'), exact: true }).click();
  await page.getByText(words('console-imports.size_of_group_fault', { fewest: 3, most: 9 })).waitFor();
  await size.fill('4');
  await page.getByRole('button', { name: words('console-imports.check'), exact: true }).click();
  const check = page.getByRole('region', { name: words('console-imports.check_result') });
  await check.getByText('A run would add 3 comparisons.').waitFor();
  await check.getByText(/1 prompt has more responses than one comparison holds/).waitFor();
  const faults = page.getByRole('region', { name: words('console-imports.faults_title') });
  await faults.getByText('images stand in the file, not behind an address').waitFor();
  const found = [...(await violations(page, 'import')), ...(await misfits(page, 'import'))];
  const chinese = await visit(browser, product, { locale: 'zh-CN', theme: 'dark', width: 360 });
  await signIn(chinese, { email: 'olga@example.org', password: 'a long enough secret' });
  await chinese.page.goto(page.url());
  await chinese.page.getByRole('radio', { name: chinese.words('console-imports.plan_groups') }).waitFor();
  await chinese.settled();
  found.push(...(await violations(chinese.page, 'import zh')), ...(await misfits(chinese.page, 'import zh')));
  expect(found).toEqual([]);

  await page.getByRole('button', { name: words('console-imports.run') }).click();
  await page.getByRole('region', { name: words('console-imports.run_result') }).waitFor();
  const { rows } = await product.database.pool.query<{ size: number }>(
    'select cardinality(response_ids) as size from comparisons order by rank',
  );
  expect(rows.map((each) => each.size).sort()).toEqual([3, 3, 4]);
  expect(chinese.faults).toEqual([]);
  expect(olga.faults).toEqual([]);
});

test('known answers come with a file: the check counts them, a wrong one is named, and annotators are tested by them', async () => {
  const olga = await visit(browser, product);
  const { page, words } = olga;
  await signIn(olga, { email: 'olga@example.org', password: 'a long enough secret' });
  const { id: projectId } = await callAs<Project>(olga, product, {
    method: 'POST',
    path: '/projects',
    body: { name: 'Known', template: 'pair_7', language: 'en' },
  });
  const pair = (n: number, gold?: unknown): string =>
    `${JSON.stringify({ prompt: `Question ${n}?`, response_a: 'right', response_b: 'wrong', model_a: 'm0', model_b: 'm1', gold })}\n`;
  const explained = { answer: 'a', explanation: 'The other one is wrong.' };
  const text = pair(1, explained) + pair(2) + pair(3, { answer: { outcome: 'thumbs', up: true } });
  await page.goto(`/projects/${projectId}/imports`);
  await page
    .getByLabel(words('console-imports.file'))
    .setInputFiles({ name: 'known.jsonl', mimeType: 'application/x-ndjson', buffer: Buffer.from(text) });
  await page.getByRole('button', { name: words('console-imports.check'), exact: true }).click();
  const check = page.getByRole('region', { name: words('console-imports.check_result') });
  await check.getByText(/^1 comparison has a known answer/).waitFor();
  const faults = page.getByRole('region', { name: words('console-imports.faults_title') });
  await faults.getByText('the question of the project does not offer this outcome').waitFor();
  expect([...(await violations(page, 'known')), ...(await misfits(page, 'known'))]).toEqual([]);
  await page.getByRole('button', { name: words('console-imports.run') }).click();
  await page.getByRole('region', { name: words('console-imports.run_result') }).waitFor();

  await callAs(olga, product, {
    method: 'PUT',
    path: `/projects/${projectId}/routing`,
    body: {
      ...openPolicy,
      gold: { percent: 0, warmUp: { first: 1, gold: 1 }, exposures: 10, rules: [] },
    },
  });
  await page.goto(`/projects/${projectId}/routing`);
  const list = page.getByRole('region', { name: words('console-routing.gold_list'), exact: true });
  await list.getByText(words('console-routing.source_import'), { exact: true }).waitFor();
  await list.getByRole('link', { name: /Question 1/ }).click();
  await page.getByText('The other one is wrong.', { exact: true }).waitFor();
  await callAs(olga, product, {
    method: 'POST',
    path: `/projects/${projectId}/assignments/claim`,
    body: { count: 1 },
  });
  const { rows } = await product.database.pool.query(
    'select a.kind, p.messages ->> 0 as prompt from assignments a join comparisons c on c.id = a.comparison_id join prompts p on p.id = c.prompt_id where a.project_id = $1',
    [projectId],
  );
  expect(rows).toEqual([{ kind: 'gold', prompt: expect.stringContaining('Question 1?') }]);
  expect(olga.faults).toEqual([]);
  await olga.context.close();
});

test('languages are detected where a row names none, and the page says which are', async () => {
  const olga = await visit(browser, product);
  const { page, words } = olga;
  await signIn(olga, { email: 'olga@example.org', password: 'a long enough secret' });
  const { id: projectId } = await callAs<Project>(olga, product, {
    method: 'POST',
    path: '/projects',
    body: { name: 'Tongues', template: 'pair_7', language: 'mixed' },
  });
  const pair = (prompt: string, lang?: string): string =>
    `${JSON.stringify({ prompt, response_a: 'one', response_b: 'two', model_a: 'm0', model_b: 'm1', lang })}\n`;
  const text =
    pair('Please explain to me how a hash table works and when one should rather take a tree.') +
    pair('请解释一下哈希表是如何工作的。') +
    pair('x = 1') +
    pair('Wie funktioniert eine Hashtabelle?', 'de') +
    'nonsense\n';
  await page.goto(`/projects/${projectId}/imports`);
  await page
    .getByLabel(words('console-imports.file'))
    .setInputFiles({ name: 'rows.jsonl', mimeType: 'application/x-ndjson', buffer: Buffer.from(text) });
  const detect = page.getByRole('radio', { name: words('console-imports.language_policy_detect') });
  const preview = page.getByRole('region', { name: words('console-imports.preview_title') });
  await preview.getByText(/hash table/).waitFor();
  expect(await preview.getByText(/^Language: /).count()).toBe(0);
  await detect.click();
  const next = preview.getByRole('button', { name: words('console-imports.next_row'), exact: true });
  for (const said of ['English (detected)', 'Chinese (detected)', 'not clear (left without one)', 'de']) {
    await preview.getByText(`Language: ${said}`, { exact: true }).waitFor();
    await next.click();
  }
  await preview.getByText('each line is one JSON object; this one breaks at character 1').waitFor();
  await page.getByRole('button', { name: words('console-imports.check'), exact: true }).click();
  const check = page.getByRole('region', { name: words('console-imports.check_result') });
  await check
    .getByText(
      '3 new prompts name no language. Detected: 1 English, 1 Chinese, and 1 not clear (left without one).',
    )
    .waitFor();
  const importPage = page.url();
  const found = [...(await violations(page, 'languages')), ...(await misfits(page, 'languages'))];
  // Another choice is not what was checked.
  await page.getByRole('radio', { name: words('console-imports.language_policy_keep') }).click();
  await page.getByText(words('console-imports.plan_changed')).waitFor();
  await detect.click();
  await page.getByText(words('console-imports.plan_changed')).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: words('console-imports.run') }).click();
  const result = page.getByRole('region', { name: words('console-imports.run_result') });
  await result.getByText(/^3 prompts that were added name no language\./).waitFor();
  await result.getByRole('link', { name: words('console-imports.see_comparisons') }).click();
  const rows = page.getByRole('table', { name: words('console-projects.comparisons') }).getByRole('row');
  const detected = (language: string): string => words('console-projects.language_detected', { language });
  await expect.poll(() => rows.nth(4).getByRole('cell', { name: 'de', exact: true }).count()).toBe(1);
  await rows
    .nth(1)
    .getByRole('cell', { name: detected('en'), exact: true })
    .waitFor();
  await rows
    .nth(2)
    .getByRole('cell', { name: detected('zh'), exact: true })
    .waitFor();
  await rows.nth(2).getByRole('link').click();
  await page.getByText(detected('zh'), { exact: true }).waitFor();

  const chinese = await visit(browser, product, { locale: 'zh-CN', theme: 'dark', width: 360 });
  await signIn(chinese, { email: 'olga@example.org', password: 'a long enough secret' });
  await chinese.page.goto(importPage);
  await chinese.page.getByText(/^3 条新增的提示未注明语言。检测结果：/).waitFor();
  const rule = chinese.page.getByRole('cell', { name: '每行是一个 JSON 对象；此行在第 1 个字符处出错' });
  await rule.waitFor();
  expect(await rule.locator('[lang=en]').count()).toBe(0);
  await chinese.settled();
  found.push(...(await violations(chinese.page, 'languages zh')));
  found.push(...(await misfits(chinese.page, 'languages zh')));
  expect(found).toEqual([]);
  expect([...chinese.faults, ...olga.faults]).toEqual([]);
});
