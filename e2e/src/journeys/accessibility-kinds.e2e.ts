import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { misfits, sideways, violations } from '../support/accessible.ts';
import { cutTexts, smallTargets, spaceTexts, unseenFocus } from '../support/controls.ts';
import { type Kind, kinds, settle, windowOf } from '../support/every-kind.ts';
import { browser, onStage, product } from '../support/stage.ts';
import type { Visitor } from '../support/visitor.ts';
import { Workbench } from '../support/workbench.ts';

let owner: Visitor;
let projects: Readonly<Record<Kind, string>>;

onStage({ demo: false });
beforeAll(async () => {
  ({ owner, projects } = await settle(browser, product));
});

const shots = process.env['PAIRWRIGHT_SHOTS'];

async function picture(page: Page, name: string): Promise<void> {
  if (shots !== undefined) await page.screenshot({ path: `${shots}/${name}.png` });
}

async function sit(visitor: Visitor, kind: Kind): Promise<Workbench> {
  const bench = new Workbench(visitor);
  await visitor.page.goto(`/annotate/${projects[kind]}`);
  await bench.ready();
  await visitor.settled();
  return bench;
}

describe.each(['en', 'zh-CN'] as const)('in %s', (locale) => {
  test('every kind of question in both themes, and on the narrowest and a wide screen', async () => {
    const visitor = await windowOf(browser, product, { of: owner, locale });
    const { page } = visitor;
    const found: string[] = [];
    for (const kind of kinds) {
      await sit(visitor, kind);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        found.push(...(await violations(page, `${kind} (${locale}, ${colorScheme})`)));
        await picture(page, `${kind}-${locale}-${colorScheme}`);
      }
      found.push(...(await misfits(page, kind)));
    }
    expect(found).toEqual([]);
    expect(visitor.faults).toEqual([]);
    await visitor.context.close();
  });
});

test('every kind enlarged to 200 and 400 percent: nothing sideways, and what has the focus can be seen', async () => {
  const visitor = await windowOf(browser, product, { of: owner });
  const { page } = visitor;
  const found: string[] = [];
  for (const kind of kinds) {
    await sit(visitor, kind);
    for (const [width, height] of [
      [1280, 800],
      [640, 400],
      [320, 256],
      [360, 740],
    ] as const) {
      await page.setViewportSize({ width, height });
      await visitor.settled();
      found.push(...(await unseenFocus(page, `${kind} at ${width} x ${height}`)));
      const excess = await sideways(page);
      if (excess > 0) found.push(`${kind} is ${excess} px wider than ${width} px`);
      await page.evaluate(() => scrollTo(0, 0));
      await picture(page, `${kind}-${width}`);
    }
    const votes = await smallTargets(
      page,
      '[data-choice], [class*=letters] > button, [data-visible] [data-step] [role=group] > button, [class*=give]',
      44,
    );
    expect(votes.count, kind).toBeGreaterThan(0);
    found.push(...votes.small.map((vote) => `${kind}: small vote: ${vote}`));
    const rest = await smallTargets(page, 'button, summary, select, textarea', 24);
    found.push(...rest.small.map((target) => `${kind}: small target: ${target}`));
    await spaceTexts(page);
    await visitor.settled();
    found.push(...(await cutTexts(page, `${kind}, spaced`)));
    const excess = await sideways(page);
    if (excess > 0) found.push(`${kind}, spaced, is ${excess} px too wide`);
    await picture(page, `${kind}-spaced`);
    await page.setViewportSize({ width: 1280, height: 800 });
    await visitor.settled();
    found.push(...(await cutTexts(page, `${kind}, spaced, wide`)));
  }
  expect(found).toEqual([]);
  expect(visitor.faults).toEqual([]);
  await visitor.context.close();
});
