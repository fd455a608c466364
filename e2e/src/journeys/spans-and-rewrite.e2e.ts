import type { Page } from 'playwright-core';
import { beforeAll, expect, test, vi } from 'vitest';
import type { Span } from '@pairwright/contract/judgment';
import type { QuestionForm } from '@pairwright/contract/question-form';
import { misfits, violations } from '../support/accessible.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { becomeOwner, callAs, makeProject } from '../support/through-api.ts';
import { type Visitor, visit } from '../support/visitor.ts';
import { Workbench } from '../support/workbench.ts';

const pane = '[data-assignment][data-visible]';

const good = [
  '# 澳大利亚的首都',
  '',
  '**堪培拉**是澳大利亚的首都，*不是悉尼* 👍🏽。',
  '',
  'AT&amp;T has no office there, and $e^{i\\pi}+1=0$ holds.',
  '',
  '```js\nconst city = "Canberra";\n```',
].join('\n');
const bad = 'Sydney is the **capital** of Australia.\n\n- It has 5\\*10 parks 🏞️.\n- It is old.';

const both = (en: string, zh: string) => ({ en, 'zh-CN': zh });
const form: QuestionForm = {
  main: {
    kind: 'pair',
    scale: { points: 7, allowTie: true, allowBothBad: true, allowCannotJudge: false },
    levels: null,
  },
  criteria: [],
  ratings: [],
  flags: [],
  safety: null,
  rationale: { mode: 'optional', minLength: 0, reasons: [], reasonRequired: false },
  allowDiff: true,
  spans: [
    { key: 'wrong', label: both('Wrong', '错误'), tone: 'bad' },
    { key: 'unsupported', label: both('Unsupported', '缺乏依据'), tone: 'warn' },
    { key: 'excellent', label: both('Excellent', '出色'), tone: 'good' },
  ],
  rewrite: 'optional',
  scope: 'marked_turn',
};

let owner: Visitor;

onStage({ demo: false });
beforeAll(async () => {
  owner = await visit(browser, product);
  await becomeOwner(owner, product);
});

async function projectOf(name: string, row: Record<string, unknown>): Promise<string> {
  const { projectId } = await makeProject(owner, product, { name, rows: [row] });
  const body = { text: both('Which answer is better?', '哪个回答更好？'), form, basedOn: 1 };
  await callAs(owner, product, { method: 'POST', path: `/projects/${projectId}/questions`, body });
  return projectId;
}

/** Selects from the beginning of one text on the screen to the end of another, as a mouse does. */
async function select(page: Page, from: string, to: string): Promise<void> {
  await page.evaluate(
    ([selector, first, last]) => {
      const answers = document.querySelectorAll(`${selector} [data-text]`);
      const texts = [...answers].flatMap((answer) => {
        const walker = document.createTreeWalker(answer, NodeFilter.SHOW_TEXT);
        const found: Text[] = [];
        while (walker.nextNode()) found.push(walker.currentNode as Text);
        return found;
      });
      const holding = (phrase: string): Text => texts.find(({ data }) => data.includes(phrase))!;
      const [start, end] = [holding(first), holding(last)];
      getSelection()!.setBaseAndExtent(
        start,
        start.data.indexOf(first),
        end,
        end.data.indexOf(last) + last.length,
      );
    },
    [pane, from, to] as const,
  );
}

test('phrases are marked through formatted text, an answer is rewritten, and all of it reads back as it was', async () => {
  const { page, words } = owner;
  const projectId = await projectOf('Capital', {
    prompt_id: 'capital',
    messages: [{ role: 'user', content: 'What is the capital of Australia?' }],
    responses: [
      { model: 'one', content: good },
      { model: 'two', content: bad },
    ],
  });
  const bench = new Workbench(owner);
  await page.goto(`/annotate/${projectId}`);
  const assignmentId = await bench.ready();
  await page.locator(`${pane} .katex`).waitFor();
  const bar = page.getByRole('dialog', { name: words('labeling-turns.mark_as') });
  const marked = page.getByRole('dialog', { name: words('labeling-turns.edit_mark'), exact: true });
  const drafts: number[] = [];
  page.on('requestfinished', (request) => {
    if (request.method() !== 'PUT' || !request.url().endsWith('/draft')) return;
    drafts.push((request.postDataJSON() as { details: { spans: unknown[] } }).details.spans.length);
  });
  const saved = (count: number) => vi.waitUntil(() => drafts.at(-1) === count, { timeout: 15_000 });
  const list = page.locator(`[aria-label="${words('labeling-turns.marks')}"] li`);
  const mark = async (label: string, note?: string): Promise<void> => {
    await bar.getByRole('button', { name: label }).click();
    if (note !== undefined) await marked.getByLabel(words('labeling-turns.note')).fill(note);
    await marked.getByLabel(words('labeling-turns.note')).press('Enter');
    await marked.waitFor({ state: 'detached' });
  };
  await select(page, '堪培拉', '不是悉尼');
  await mark('Excellent', '对：首都是堪培拉。');
  await select(page, 'AT&T', 'has no office');
  await mark('Unsupported');
  await select(page, 'Sydney is', 'capital');
  await mark('Wrong', 'Canberra is.');
  // By keyboard: from the first word, one word more, then the label's digit.
  await page.keyboard.press('k');
  await bar.waitFor();
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('1');
  await marked.getByLabel(words('labeling-turns.note')).press('Enter');
  await page.keyboard.press('Escape');
  await list.nth(3).waitFor({ state: 'attached' });
  const highlighted = await page.evaluate(() =>
    ['bad', 'warn', 'good'].map((tone) => CSS.highlights.get(`mark-${tone}`)?.size ?? 0),
  );
  expect(highlighted.every((count) => count > 0)).toBe(true);

  // What was entered is there again.
  await saved(4);
  await page.reload();
  await bench.ready();
  await list.nth(3).waitFor({ state: 'attached' });

  const better = '## Better\n\nCanberra（堪培拉）is the capital 🎉, chosen in 1908.';
  // Its code comes on demand, after a reload once more.
  await page.getByRole('button', { name: words('labeling-turns.rewrite') }).waitFor();
  await page.keyboard.press('r');
  const editor = page.getByRole('dialog', { name: words('labeling-turns.rewrite_title') });
  const area = editor.getByRole('textbox', { name: words('labeling-turns.rewrite_text') });
  const source = editor.getByRole('combobox', { name: words('labeling-turns.rewrite_from') });
  const texts = await page
    .locator(`${pane} [data-text]`)
    .evaluateAll((found) => found.map((element) => element.textContent));
  const place = texts.findIndex((text) => text.includes('堪培拉'));
  await source.selectOption(String(place));
  expect(await area.inputValue()).toBe(good);
  await editor.getByText(words('labeling-turns.rewrite_same')).waitFor();
  await area.fill(better);
  await editor.getByRole('heading', { name: 'Better', exact: true }).waitFor();
  await editor.getByRole('tab', { name: words('labeling-turns.changes') }).click();
  await editor.locator('ins').filter({ hasText: '1908' }).waitFor();
  expect(await editor.locator('del').count()).toBeGreaterThan(0);
  expect(await violations(page, 'the editor')).toEqual([]);
  await area.press('Escape');
  await editor.waitFor({ state: 'detached' });
  await page.keyboard.press('r');
  expect(await area.inputValue()).toBe(better);
  await area.press('Escape');
  await editor.waitFor({ state: 'detached' });

  const key = place === 0 ? '2' : '6';
  await bench.decide(key);
  await page.keyboard.press('u');
  await bench.ready();
  await list.nth(3).waitFor({ state: 'attached' });
  await bench.decide(key);
  await bench.synced(3);

  const mine = await callAs<{
    responses: { messages: { content: string }[] }[];
    judgment: {
      answer: unknown;
      details: { spans: Span[]; rewrite: { place: number; content: string; responseId: string } };
    };
  }>(owner, product, { method: 'GET', path: `/projects/${projectId}/assignments/${assignmentId}` });
  const { answer, details } = mine.judgment;
  expect(answer).toEqual({ outcome: 'scale', position: Number(key) });
  expect(details.rewrite).toEqual({ place, content: better, responseId: expect.any(String) as string });
  for (const span of details.spans) {
    const content = mine.responses[span.place]!.messages[span.message]!.content;
    expect([...content].slice(span.start, span.end).join('')).toBe(span.quote);
  }
  const said = details.spans.map(({ quote, label, note }) => ({ quote, label, note }));
  expect(said).toContainEqual({
    quote: '堪培拉**是澳大利亚的首都，*不是悉尼',
    label: 'excellent',
    note: '对：首都是堪培拉。',
  });
  expect(said).toContainEqual({ quote: 'AT&amp;T has no office', label: 'unsupported', note: null });
  expect(said).toContainEqual({ quote: 'Sydney is the **capital', label: 'wrong', note: 'Canberra is.' });
  expect(said).toHaveLength(4);
  const { rows } = await product.database.pool.query(
    `select r.id, r.messages, p.messages -> -1 ->> 'content' as parent from responses r
      join responses p on p.id = r.parent_id where r.origin = 'rewrite'`,
  );
  expect(rows).toEqual([
    { id: details.rewrite.responseId, messages: [{ role: 'assistant', content: better }], parent: good },
  ]);
  expect(owner.faults).toEqual([]);
});

const call = (id: string, given: string) => ({
  role: 'assistant',
  content: null,
  tool_calls: [{ id, type: 'function', function: { name: 'get_weather', arguments: given } }],
});

const conversation = {
  prompt_id: 'weather',
  messages: [
    { role: 'system', content: 'You are a **careful** assistant.' },
    { role: 'user', content: '北京今天天气怎么样？' },
  ],
  judge_turn: 2,
  responses: [
    {
      model: 'one',
      messages: [
        call('c1', '{"city":"北京","days":1}'),
        { role: 'tool', tool_call_id: 'c1', content: '{"sky":"sunny","high":31}' },
        { role: 'assistant', content: `今天**晴**，最高 31°C。\n\n${'阳光充足，注意防晒。'.repeat(12)}` },
        { role: 'user', content: '明天呢？' },
        { role: 'assistant', content: '明天多云。' },
      ],
    },
    {
      model: 'two',
      messages: [
        call('c2', '{"city": "Bei'),
        { role: 'tool', tool_call_id: 'c2', content: 'error: bad arguments' },
        { role: 'assistant', content: 'I could not look that up.' },
      ],
    },
  ],
};

test('two conversations stand beside each other turn by turn, with the judged turn named', async () => {
  const projectId = await projectOf('Weather', conversation);
  for (const look of [
    { locale: 'en', theme: 'light' },
    { locale: 'zh-CN', theme: 'dark' },
  ] as const) {
    const visitor = await visit(browser, product, look);
    await visitor.context.addCookies(await owner.context.cookies());
    const { page, words } = visitor;
    await page.addInitScript((locale) => localStorage.setItem('pairwright.locale', locale), look.locale);
    await page.goto(`/annotate/${projectId}`);
    await new Workbench(visitor).ready();
    const turns = (place: number) => page.locator(`${pane} [data-text="${place}"] [data-turns] > li`);
    await page.locator(pane).getByText(words('labeling-turns.judge_turn')).first().waitFor();
    expect(await page.locator(pane).getByText(words('labeling-turns.judge_turn')).count()).toBe(2);
    const tops = async (place: number): Promise<number[]> =>
      turns(place).evaluateAll((found) => found.map((turn) => Math.round(turn.getBoundingClientRect().top)));
    const [a, b] = [await tops(0), await tops(1)];
    const shorter = Math.min(a.length, b.length);
    expect(Math.max(a.length, b.length)).toBe(5);
    expect(a.slice(0, shorter)).toEqual(b.slice(0, shorter));
    // Each turn has the room it needs.
    const cramped = await page
      .locator(`${pane} [data-turns] > li`)
      .evaluateAll((found) => found.map((turn) => turn.scrollHeight - turn.clientHeight));
    expect(Math.max(...cramped)).toBeLessThanOrEqual(1);
    for (const text of ['system_prompt', 'tool_malformed', 'ends_here'] as const)
      await page
        .locator(pane)
        .getByText(words(`labeling-turns.${text}`))
        .waitFor();
    await page.locator(pane).getByText('"days": 1').waitFor();
    await page
      .locator(pane)
      .getByText(words('labeling-turns.tool_result', { name: 'get_weather' }))
      .first()
      .waitFor();
    const what = `conversations, ${look.locale}, ${look.theme}`;
    expect(await violations(page, what)).toEqual([]);
    expect(await misfits(page, what)).toEqual([]);
    expect(visitor.faults).toEqual([]);
    await visitor.context.close();
  }
});
