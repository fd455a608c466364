import type { Project } from '@pairwright/contract/projects';
import { expect, test } from 'vitest';
import { misfits, sideways, violations } from '../support/accessible.ts';
import { cutTexts } from '../support/controls.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { becomeOwner, callAs } from '../support/through-api.ts';
import { signIn, visit, type Visitor } from '../support/visitor.ts';

onStage({ demo: false });

const owner = { email: 'olga@example.org', password: 'a long enough secret' };
const pair = { prompt: 'Why is the sky blue?', response_a: 'Scattering', response_b: 'The sea' };
const vote = { annotator: 'anna', kind: 'human' };

/** Each with a fault whose rule says more than its code. */
const rows: readonly unknown[] = [
  { ...pair, prompt_id: 1.5 },
  { ...pair, metadata: [] },
  { messages: [{ role: 'user', content: 'Why?' }] },
  { messages: [{ role: 'user', content: 'Why?' }], responses: [{ model: 'm', content: 'So' }] },
  { ...pair, votes: [{ ...vote, outcome: 'a', strength: 2 }] },
  { ...pair, votes: [{ ...vote, strength: 'much' }] },
  { ...pair, votes: [{ ...vote, outcome: 'a', weigth: 1 }] },
  { ...pair, gold: { answer: 'a', exam: 'yes' } },
  { ...pair, gold: { answer: 'a', explanation: { en: 'So' } } },
  // Texts of files may be of any length, without a place to break.
  { ...pair, category: 'x'.repeat(10_000) },
  { ...pair, gold: { answer: 'a', ['k'.repeat(10_000)]: 1 } },
  { ...pair, votes: [{ ...vote, outcome: 'a', ['k'.repeat(10_000)]: 1 }] },
];

async function openFaults({ page, words }: Visitor, address: string) {
  await page.goto(address);
  const card = page.getByRole('region', { name: words('console-imports.faults_title') });
  await expect.poll(() => card.getByRole('row').count()).toBeGreaterThan(rows.length);
  return card;
}

/** What of the faults lies beside its table, or widens the page, at the widths of a phone, a tablet and a small screen. */
async function cutFaults({ page, words, locale, settled }: Visitor, theme: string): Promise<string[]> {
  const table = page.getByRole('region', { name: words('console-imports.faults'), exact: true });
  const cut: string[] = [];
  for (const width of [390, 768, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    await settled();
    const at = `${locale} ${theme} ${width}`;
    const beside = await table.evaluate((region) => {
      const { left, right } = region.getBoundingClientRect();
      const parts = [...region.querySelectorAll<HTMLElement>('tbody :is(th, td), tbody :is(th, td) *')];
      const scrolls = region.scrollWidth > region.clientWidth;
      const aside = parts.filter((part) => {
        const box = part.getBoundingClientRect();
        return box.right > right + 1 || box.left < left - 1;
      });
      return [...(scrolls ? ['the table scrolls'] : []), ...aside.map(({ textContent }) => textContent)];
    });
    cut.push(...beside.map((text) => `${at}: ${text.slice(0, 60)}`));
    const excess = await sideways(page);
    if (excess !== 0) cut.push(`${at}: the page is ${excess} px too wide`);
    cut.push(...(await cutTexts(page, at)));
  }
  return cut;
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
  await signIn(chinese, owner);
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

  for (const visitor of [olga, chinese])
    for (const colorScheme of ['light', 'dark'] as const) {
      await visitor.page.emulateMedia({ colorScheme });
      expect(await cutFaults(visitor, colorScheme)).toEqual([]);
    }

  // Of an archive the file is named too; its columns are the most that there are.
  await product.database.pool.query(`update import_rejects set file_name = $1`, [
    `faulty.zip/${'f'.repeat(240)}`,
  ]);
  for (const visitor of [olga, chinese]) {
    await visitor.page.reload();
    await visitor.page
      .getByText(/^faulty\.zip/)
      .first()
      .waitFor();
    expect(await cutFaults(visitor, 'with files')).toEqual([]);
  }

  // Of a later server: the general rule, and beside it what nobody has words for.
  await product.database.pool.query(
    `update import_rejects set rule = 'a rule of tomorrow' where code = 'unknown_key' or rule = 'metadata is an object'`,
  );
  await chinese.page.reload();
  await card.locator('[lang="en"]').getByText('(a rule of tomorrow)').waitFor();
  expect([...olga.faults, ...chinese.faults]).toEqual([]);
});

test('a file that is not recognised stops its import, in the language of the reader', async () => {
  const olga = await visit(browser, product);
  await signIn(olga, owner);
  const { items } = await callAs<{ items: Project[] }>(olga, product, { method: 'GET', path: '/projects' });
  const imports = `/projects/${items[0]!.id}/imports`;
  const files = [
    {
      raw: '{"frage": "Warum?", "eins": "Darum"}\n',
      en: /No known format has the columns "frage", "eins"/,
      zh: /没有已知格式含有这些列："frage", "eins"/,
    },
    { raw: '<!doctype html><html><body>503</body></html>\n', en: /This is a web page/, zh: /网页/ },
  ];
  const chinese = await visit(browser, product, { locale: 'zh-CN' });
  await signIn(chinese, owner);
  for (const { raw, en, zh } of files) {
    const { id } = await callAs<{ id: string }>(olga, product, {
      method: 'POST',
      path: `${imports}?filename=unclear.jsonl`,
      raw,
    });
    await callAs(olga, product, {
      method: 'POST',
      path: `${imports}/${id}/check`,
      body: { pairing: { plan: 'all_pairs' } },
    });
    for (const { page, words, locale } of [olga, chinese]) {
      await page.goto(`${imports}/${id}`);
      const alert = page.getByRole('alert').filter({ hasText: words('console-imports.check_failed') });
      await alert.getByText(locale === 'en' ? en : zh).waitFor();
      expect(await alert.locator('[lang="en"]').count()).toBe(0);
    }
    const found = [
      ...(await violations(chinese.page, 'stopped')),
      ...(await misfits(chinese.page, 'stopped')),
    ];
    expect(found).toEqual([]);
  }
  expect([...olga.faults, ...chinese.faults]).toEqual([]);
});
