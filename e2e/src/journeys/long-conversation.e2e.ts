import { expect, test } from 'vitest';
import { browser, onStage, product } from '../support/stage.ts';
import { becomeOwner, makeProject } from '../support/through-api.ts';
import { signIn, visit } from '../support/visitor.ts';
import { Workbench } from '../support/workbench.ts';

onStage({ demo: false });

const turns = 80;
const rows = ['One', 'Two', 'Three'].map((name) => ({
  prompt_id: name,
  messages: Array.from({ length: turns }, (_, turn) => ({
    role: turn % 2 === 0 ? 'user' : 'assistant',
    content: `${name}, turn **${turn + 1}** of the talk about *tides*.`,
  })).concat({ role: 'user', content: `${name}: and **now**?` }),
  responses: [
    { model: 'one', content: 'The moon.' },
    { model: 'two', content: 'The sun.' },
  ],
}));

test('a long conversation starts at its end and is formatted to its beginning while nobody scrolls', async () => {
  const visitor = await visit(browser, product);
  const { page } = visitor;
  await becomeOwner(visitor, product);
  const { projectId } = await makeProject(visitor, product, { name: 'Talks', rows });
  const bench = new Workbench(visitor);
  await page.goto(`/annotate/${projectId}`);
  for (let pair = 0; pair < rows.length; pair += 1) {
    await bench.ready();
    const prompt = page.locator('[data-visible] [data-part=prompt] [data-scroller]');
    const formatted = page.locator('[data-visible] [data-part=prompt] [data-turns=full] strong');
    await page.waitForFunction(
      ({ count }) =>
        document.querySelectorAll('[data-visible] [data-part=prompt] [data-turns=full] strong').length ===
        count,
      { count: turns + 1 },
    );
    expect(await page.locator('[data-visible] [data-raw]').count()).toBe(0);
    const isInView = (): Promise<boolean> =>
      prompt.evaluate((scroller) => {
        const last = [...scroller.querySelectorAll('strong')].at(-1)?.getBoundingClientRect();
        const { top, bottom } = scroller.getBoundingClientRect();
        return last !== undefined && last.top > top && last.bottom < bottom;
      });
    // What was formatted last is laid out, and the place kept, a frame later.
    await expect.poll(isInView, { message: 'the last turn is still in view' }).toBe(true);
    await formatted.first().scrollIntoViewIfNeeded();
    expect(await formatted.first().textContent()).toBe('1');
    await bench.decide('1');
  }
  expect(visitor.faults).toEqual([]);
  await visitor.context.close();
});

test('whoever scrolls while the code of conversations is on its way stays at the turn that they read', async () => {
  const visitor = await visit(browser, product);
  const { page, context } = visitor;
  await signIn(visitor, { email: 'olga@example.org', password: 'a long enough secret' });
  const { projectId } = await makeProject(visitor, product, { name: 'Slow talks', rows });
  let send = (): void => undefined;
  const asked = new Promise<void>((resolve) => (send = resolve));
  await context.route(/\/assets\/Conversation-[^/]+\.js$/, async (route) => {
    await asked;
    await route.continue();
  });
  await page.goto(`/annotate/${projectId}`);
  const prompt = page.locator('[data-visible] [data-part=prompt] [data-scroller]');
  await prompt.locator('[data-turns=plain] > li').nth(turns).waitFor();
  const read = 20;
  /** How far the turn that is read stands below the upper edge, in pixels. */
  const placeOf = (list: string): Promise<number> =>
    prompt.evaluate(
      (scroller, [which, turn]) =>
        Math.round(
          scroller.querySelectorAll(`${which} > li`)[Number(turn)]!.getBoundingClientRect().top -
            scroller.getBoundingClientRect().top,
        ),
      [list, String(read)] as const,
    );
  // What comes near is laid out, and is not as high as was guessed: again until it stays.
  const goThere = async (): Promise<number> => {
    await prompt.evaluate(async (scroller, turn) => {
      const row = scroller.querySelectorAll('[data-turns=plain] > li')[turn]!;
      scroller.scrollTop += row.getBoundingClientRect().top - scroller.getBoundingClientRect().top + 7;
      for (let frame = 0; frame < 3; frame += 1) await new Promise((done) => requestAnimationFrame(done));
    }, read);
    return placeOf('[data-turns=plain]');
  };
  await expect.poll(goThere).toBe(-7);
  send();
  await prompt.locator('[data-turns=full]').waitFor();
  await page.waitForFunction(
    (count) =>
      document.querySelectorAll('[data-visible] [data-part=prompt] [data-turns=full] strong').length ===
      count,
    turns + 1,
  );
  await expect.poll(() => placeOf('[data-turns=full]')).toBe(-7);
  expect(visitor.faults).toEqual([]);
  await context.close();
});
