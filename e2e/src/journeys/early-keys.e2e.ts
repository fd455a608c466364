import type { BrowserContext } from 'playwright-core';
import { expect, test } from 'vitest';
import { richForm } from '../support/rich-form.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { becomeOwner, makeProject } from '../support/through-api.ts';
import { signIn, visit } from '../support/visitor.ts';

onStage({ demo: false });

const rows = ['One', 'Two', 'Three', 'Four'].map((name) => ({
  prompt_id: name,
  messages: [{ role: 'user', content: `${name}?` }],
  responses: [
    { model: 'one', content: `${name}: the moon pulls the sea.` },
    { model: 'two', content: `${name}: the sun pulls the sea.` },
  ],
}));

/** Lets no such code through until it is let go of. `asked` settles when the page wants it. */
async function holdCode(
  context: BrowserContext,
  name: string,
): Promise<{ asked: Promise<void>; letGo: () => void }> {
  let letGo = (): void => undefined;
  let ask = (): void => undefined;
  const gate = new Promise<void>((resolve) => (letGo = resolve));
  const asked = new Promise<void>((resolve) => (ask = resolve));
  await context.route(`**/assets/${name}-*.js`, async (route) => {
    ask();
    await gate;
    await route.continue();
  });
  return { asked, letGo };
}

test('a key pressed before its tool is there opens it once it comes, or says that it cannot come', async () => {
  const visitor = await visit(browser, product);
  const { context, page, words } = visitor;
  await becomeOwner(visitor, product);
  const plain = await makeProject(visitor, product, { name: 'Tides', rows });
  const text = { en: 'Which answer is better?', 'zh-CN': '哪个回答更好？' };
  const form = { ...richForm, rewrite: 'optional' as const };
  const rich = await makeProject(visitor, product, { name: 'Rewritten', rows, question: { text, form } });
  const search = page.getByRole('textbox', { name: words('labeling-reading.find') });
  const shownWith = async (projectId: string, guard = 'settling'): Promise<void> => {
    await page.goto(`/annotate/${projectId}`);
    await page.locator('[data-assignment][data-visible]').waitFor();
    await page.locator(`[data-guard=${guard}]`).waitFor();
  };

  await context.route('**/assets/ReadingLayer-*.js', (route) => route.abort('internetdisconnected'));
  await shownWith(plain.projectId);
  await page.keyboard.press('/');
  await page.getByText(words('labeling.tool_not_loaded')).first().waitFor();
  expect(await search.count()).toBe(0);
  await context.unroute('**/assets/ReadingLayer-*.js');

  const reading = await holdCode(context, 'ReadingLayer');
  await shownWith(plain.projectId);
  await page.keyboard.press('d');
  await page.keyboard.press('/');
  await reading.asked;
  expect(await search.count()).toBe(0);
  reading.letGo();
  await search.waitFor();
  await page.waitForFunction(() => document.activeElement instanceof HTMLInputElement);
  await page.getByRole('search').waitFor();
  expect(await page.getByText(words('labeling-reading.diff_found')).count(), 'the newest key alone').toBe(0);

  const rewriting = await holdCode(context, 'RewritePart');
  // A part of the form itself: until it is there, nothing counts.
  await shownWith(rich.projectId, 'waiting');
  await page.keyboard.press('r');
  await rewriting.asked;
  expect(await page.getByRole('dialog').count()).toBe(0);
  expect(await page.locator('[data-guard=waiting]').count()).toBe(1);
  rewriting.letGo();
  await page.getByRole('dialog', { name: words('labeling-turns.rewrite_title') }).waitFor();
  await page.locator('[data-guard=settling]').waitFor({ state: 'attached' });
  expect(visitor.faults.filter((fault) => !fault.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([]);
  await context.close();
});

test('a dialog whose code could not be fetched opens once the network is back', async () => {
  const visitor = await visit(browser, product);
  const { context, page, words } = visitor;
  await signIn(visitor, { email: 'olga@example.org', password: 'a long enough secret' });
  const { projectId } = await makeProject(visitor, product, { name: 'Away', rows });
  const code = '**/assets/BenchDialogs-*.js';
  let refused = 0;
  await context.route(code, async (route) => {
    refused += 1;
    await route.abort('internetdisconnected');
  });
  await page.goto(`/annotate/${projectId}`);
  await page.locator('[data-painted]').first().waitFor();
  await page.keyboard.press('s');
  await expect.poll(() => refused).toBeGreaterThan(0);
  await context.unroute(code);
  await page.getByRole('dialog', { name: words('labeling.skip_title') }).waitFor();
  await context.close();
});
