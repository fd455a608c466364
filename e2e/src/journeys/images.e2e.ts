import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { misfits, violations } from '../support/accessible.ts';
import { windowOf } from '../support/every-kind.ts';
import { looks } from '../support/looks.ts';
import { pngOf } from '../support/png.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { becomeOwner, makeProject } from '../support/through-api.ts';
import { type Visitor, visit } from '../support/visitor.ts';
import { Workbench } from '../support/workbench.ts';

const red = [200, 30, 30] as const;
const green = [30, 160, 60] as const;
const blue = [30, 60, 200] as const;
const elsewhere = 'https://elsewhere.example/pixel.png';

const row = {
  prompt_id: 'pictures',
  messages: [
    {
      role: 'user',
      content: [
        { type: 'text', text: 'Which answer describes the square?' },
        { type: 'image_url', image_url: { url: pngOf([640, 480], red) }, alt: 'A red square' },
      ],
    },
  ],
  responses: [
    {
      model: 'inline',
      content: `Like this: ![a blue dot](${pngOf([12, 12], blue)})\n\nOr this: ![far away](${elsewhere})\n\nOr ![in shreds](${pngOf([8, 8], blue, { torn: true })})`,
    },
    {
      model: 'stored',
      content: 'Like these.',
      images: [
        { url: pngOf([40, 10], green), alt: '一条绿线' },
        { url: pngOf([20, 20], green, { torn: true }), alt: 'torn apart' },
      ],
    },
  ],
};

let owner: Visitor;
let projectId: string;

onStage({ demo: false });
beforeAll(async () => {
  owner = await visit(browser, product);
  await becomeOwner(owner, product);
  ({ projectId } = await makeProject(owner, product, { name: 'Pictures', rows: [row] }));
});

/** Waits until the picture with this name is drawn; gives its own size and the colour in its middle. */
async function drawn(page: Page, name: string, within = page.locator('body')) {
  const picture = within.getByRole('img', { name, exact: true });
  await picture.scrollIntoViewIfNeeded();
  return picture.evaluate(async (image) => {
    if (!(image instanceof HTMLImageElement)) throw new Error('no picture');
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: 1, height: 1 });
    const pen = canvas.getContext('2d')!;
    pen.drawImage(image, 0, 0, 1, 1);
    const [r = 0, g = 0, b = 0] = pen.getImageData(0, 0, 1, 1).data;
    return { size: [image.naturalWidth, image.naturalHeight], colour: [r, g, b] };
  });
}

test.each(looks)('pictures are drawn, open large, and come from nowhere else: $locale', async (look) => {
  const visitor = await windowOf(browser, product, { of: owner, ...look });
  const { page, words } = visitor;
  const bench = new Workbench(visitor);
  await page.goto(`/annotate/${projectId}`);
  await bench.putOffGuidelines();
  const pane = page.locator('[data-assignment][data-visible]');
  expect(await drawn(page, 'A red square', pane)).toEqual({ size: [640, 480], colour: red });
  expect(await drawn(page, 'a blue dot', pane)).toEqual({ size: [12, 12], colour: blue });
  expect(await drawn(page, '一条绿线', pane)).toEqual({ size: [40, 10], colour: green });

  const sentence = (text: string, more: string) =>
    pane.getByText(words(text)).filter({ hasText: more }).waitFor();
  await sentence('ui.image_not_loaded', 'far away');
  await pane.getByText(elsewhere, { exact: true }).waitFor();
  await sentence('ui.image_broken', 'in shreds');
  await sentence('ui.image_broken', 'torn apart');

  const thumb = pane.getByRole('button', { name: 'A red square' });
  await thumb.focus();
  await page.keyboard.press('Enter');
  const large = page.getByRole('dialog', { name: 'A red square' });
  expect(await drawn(page, 'A red square', large)).toMatchObject({ size: [640, 480] });
  const box = await large.getByRole('img').boundingBox();
  expect(box!.x).toBeGreaterThanOrEqual(0);
  expect(box!.x + box!.width).toBeLessThanOrEqual(look.width);
  expect(await violations(page, 'a large picture')).toEqual([]);
  await page.keyboard.press('Escape');
  await large.waitFor({ state: 'hidden' });
  expect(await thumb.evaluate((button) => button === document.activeElement)).toBe(true);
  expect(await violations(page, 'pictures')).toEqual([]);
  expect(await misfits(page, 'pictures')).toEqual([]);
  // Nothing was asked of another host, and the content policy had nothing to forbid.
  expect(visitor.faults).toEqual([]);
  await visitor.context.close();
});

test('a picture that the network does not bring is asked for again, and the console shows the same ones', async () => {
  const { page, words, context } = owner;
  const media = '**/api/v1/projects/*/media/*';
  await context.route(media, (route) => route.abort('connectionreset'));
  const bench = new Workbench(owner);
  await page.goto(`/annotate/${projectId}`);
  await bench.ready();
  const prompt = page.locator('[data-visible] [data-part=prompt]');
  await prompt.getByText(words('ui.image_broken')).waitFor();
  await context.unroute(media);
  await prompt.getByRole('button', { name: words('ui.retry') }).click();
  expect(await drawn(page, 'A red square', prompt)).toMatchObject({ colour: red });

  await page.goto(`/projects/${projectId}/comparisons`);
  await page.getByRole('table').getByRole('link').click();
  expect(await drawn(page, 'A red square')).toMatchObject({ size: [640, 480] });
  expect(await drawn(page, '一条绿线')).toMatchObject({ size: [40, 10] });
  expect(owner.faults).toEqual([]);
});
