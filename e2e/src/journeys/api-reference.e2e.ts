import { expect, test } from 'vitest';
import { browser, onStage, product } from '../support/stage.ts';
import { visit } from '../support/visitor.ts';

onStage({ demo: false });

test('the reference shows operations with the shapes that they share', async () => {
  const anyone = await visit(browser, product);
  const { page } = anyone;
  await page.goto('/docs');
  const operation = page.locator('#operations-Datasets-getDataset');
  await page.locator('#operations-tag-Datasets button').first().click();
  await operation.getByRole('button').first().click();
  const answer = operation.locator('tr.response[data-code="200"]');
  await answer.getByText('"recipe"').first().waitFor();
  // What a reference leads to is filled in: a choice that is made deep inside of the recipe.
  await answer.getByText('"majority"').first().waitFor();
  const document = (await (await page.request.get('/api/v1/openapi.json')).json()) as {
    components: { schemas: Record<string, unknown> };
  };
  const [, second] = Object.keys(document.components.schemas);
  await page.locator('section.models .models-control').click();
  await page.locator('section.models').getByText(second!, { exact: true }).first().waitFor();
  expect(await page.locator('.errors-wrapper').count(), 'complaints about the document').toBe(0);
  expect(anyone.faults).toEqual([]);
});
