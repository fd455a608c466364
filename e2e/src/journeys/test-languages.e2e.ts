import { describe, expect, test } from 'vitest';
import { browser, onStage, product } from '../support/stage.ts';
import { type Visitor, visitAs } from '../support/visitor.ts';
import { Workbench } from '../support/workbench.ts';

onStage({ demo: true });

const widths = [320, 1280];

/** Signed in as the demo's admin, with a test language from the next page on. */
async function speaking(pseudo: string, width: number): Promise<Visitor> {
  const visitor = await visitAs(browser, product, { who: 'admin', width });
  await visitor.context.addInitScript((name) => localStorage.setItem('pairwright.pseudo', name), pseudo);
  return visitor;
}

/** What is wider than the page, and buttons whose words are cut off. */
async function overflow({ page }: Visitor): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const root = document.documentElement;
    if (root.scrollWidth > innerWidth) found.push(`the page is ${root.scrollWidth} px wide`);
    for (const button of document.querySelectorAll<HTMLElement>('button, a[class*="button"]')) {
      const hides = getComputedStyle(button).overflowX !== 'visible';
      if (hides && button.scrollWidth > button.clientWidth + 1) found.push(`cut off: ${button.textContent}`);
    }
    return found;
  });
}

/** The first project's address. */
const projectPath = async ({ page }: Visitor): Promise<string> => {
  const { items } = (await (await page.request.get('/api/v1/projects')).json()) as {
    items: { id: string }[];
  };
  return `/projects/${items[0]!.id}`;
};

describe.each([
  ['en-XA', 'ltr', 'ẋ'],
  ['ar-XB', 'rtl', '\u202e'],
])('in the test language %s', (pseudo, direction, mark) => {
  test.each(widths)('every page fits at %i px', async (width) => {
    const visitor = await speaking(pseudo, width);
    const { page } = visitor;
    const project = await projectPath(visitor);
    for (const path of [
      '/my-work',
      '/account',
      '/projects',
      project,
      `${project}/question`,
      `${project}/datasets`,
    ]) {
      await page.goto(path);
      await visitor.settled();
      expect(
        await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]),
      ).toEqual([pseudo, direction]);
      const heading = await page.getByRole('heading', { level: 1 }).textContent();
      if (path !== project) expect(heading, path).toContain(mark);
      expect(await overflow(visitor), path).toEqual([]);
    }
    expect(visitor.faults).toEqual([]);
    await visitor.context.close();
  });

  test('a pair is judged by its keys, and fits', async () => {
    for (const width of widths) {
      const visitor = await speaking(pseudo, width);
      const { items } = (await (await visitor.page.request.get('/api/v1/annotate/projects')).json()) as {
        items: { id: string; remaining: number }[];
      };
      await visitor.page.goto(`/annotate/${items.find(({ remaining }) => remaining > 0)!.id}`);
      const bench = new Workbench(visitor);
      const first = await bench.ready();
      expect(await overflow(visitor)).toEqual([]);
      await visitor.page.keyboard.press('1');
      await visitor.page.waitForFunction(
        (before) =>
          document.querySelector('[data-assignment][data-visible]')?.getAttribute('data-assignment') !==
          before,
        first,
      );
      expect(bench.told.filter(({ kind }) => kind === 'judgment').length).toBeLessThanOrEqual(1);
      await visitor.context.close();
    }
  });
});
