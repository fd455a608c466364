import type { Project } from '@pairwright/contract/projects';
import { expect, test } from 'vitest';
import { misfits, violations } from '../support/accessible.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { becomeOwner, callAs } from '../support/through-api.ts';
import { signIn, visit, type Visitor } from '../support/visitor.ts';

onStage({ demo: false });

const pair = { prompt: 'Why is the sky blue?', response_a: 'Scattering', response_b: 'The sea' };
const vote = { annotator: 'anna', kind: 'human' };

/** Each with a fault whose rule says more than its code. */
const rows: readonly unknown[] = [
  { ...pair, prompt_id: 1.5 },
  { ...pair, category: 'x'.repeat(501) },
  { ...pair, metadata: [] },
  { messages: [{ role: 'user', content: 'Why?' }] },
  { messages: [{ role: 'user', content: 'Why?' }], responses: [{ model: 'm', content: 'So' }] },
  { ...pair, votes: [{ ...vote, outcome: 'a', strength: 2 }] },
  { ...pair, votes: [{ ...vote, strength: 'much' }] },
  { ...pair, votes: [{ ...vote, outcome: 'a', weigth: 1 }] },
  { ...pair, gold: { answer: 'a', exam: 'yes' } },
  { ...pair, gold: { answer: 'a', explanation: { en: 'So' } } },
];

async function openFaults({ page, words }: Visitor, address: string) {
  await page.goto(address);
  const card = page.getByRole('region', { name: words('console-imports.faults_title') });
  await expect.poll(() => card.getByRole('row').count()).toBeGreaterThan(rows.length);
  return card;
}

test('the rules of an import are said in the language of the reader, down to their details', async () => {
  const olga = await visit(browser, product);
  await becomeOwner(olga, product);
  const { id: projectId } = await callAs<Project>(olga, product, {
    method: 'POST',
    path: '/projects',
    body: { name: 'Faulty', template: 'pair_7', language: 'en' },
  });
  const upload = await callAs<{ id: string }>(olga, product, {
    method: 'POST',
    path: `/projects/${projectId}/imports?filename=faulty.jsonl`,
    raw: [...rows.map((row) => JSON.stringify(row)), '{"prompt": "Why?",}', ''].join('\n'),
  });
  const address = `/projects/${projectId}/imports/${upload.id}`;
  await callAs(olga, product, {
    method: 'POST',
    path: `${address}/check`,
    body: { pairing: { plan: 'all_pairs' } },
  });

  const english = await openFaults(olga, address);
  await english
    .getByText('a vote has one of outcome, strength, ranks, thumbs, steps; this one has outcome and strength')
    .waitFor();

  const chinese = await visit(browser, product, { locale: 'zh-CN' });
  await signIn(chinese, { email: 'olga@example.org', password: 'a long enough secret' });
  const card = await openFaults(chinese, address);
  await card
    .getByText('一个投票只含 outcome, strength, ranks, thumbs, steps 之一；此投票同时有 outcome 和 strength')
    .waitFor();
  await card.getByText('投票：应为数字，实际为文本', { exact: true }).waitFor();
  await card.getByText('此文本最多 500 个字符', { exact: true }).waitFor();
  await card.getByText(/此行在第 19 个字符处出错：对象或列表结尾前多了一个逗号/).waitFor();
  await card.getByText('（未给出）', { exact: true }).first().waitFor();
  expect(await card.locator('[lang="en"]').count()).toBe(0);
  const found = [
    ...(await violations(chinese.page, 'faults zh')),
    ...(await misfits(chinese.page, 'faults zh')),
  ];
  expect(found).toEqual([]);

  // Of a later server: the general rule, and beside it what nobody has words for.
  await product.database.pool.query(
    `update import_rejects set rule = 'a rule of tomorrow' where code = 'unknown_key' or rule = 'metadata is an object'`,
  );
  await chinese.page.reload();
  await card.locator('[lang="en"]').getByText('(a rule of tomorrow)').waitFor();
  expect([...olga.faults, ...chinese.faults]).toEqual([]);
});
