import { expect, test } from 'vitest';
import type { Answer } from '@pairwright/contract/judgment';
import { submission } from '@pairwright/core/annotate/annotate.fixture';
import { systemIds } from '@pairwright/runtime/ids';
import { misfits, violations } from '../support/accessible.ts';
import { settle } from '../support/every-kind.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { callAs } from '../support/through-api.ts';

onStage({ demo: false });

const up: Answer = { outcome: 'thumbs', up: true };

test('a single answer has no decision to make: the page says why, and shows what people said', async () => {
  const { owner, projects } = await settle(browser, product, { only: ['thumbs'], count: 1 });
  const { page, words } = owner;
  const project = `/projects/${projects.thumbs}`;
  const { items } = await callAs<{ items: { id: string }[] }>(owner, product, {
    method: 'POST',
    path: `${project}/assignments/claim`,
    body: { count: 1 },
  });
  await callAs(owner, product, {
    method: 'POST',
    path: `${project}/assignments/${items[0]!.id}/judgment`,
    body: { ...submission(systemIds.next(), { answer: up }), rationale: 'It is right.' },
  });
  const { rows } = await product.database.pool.query<{ id: string }>(
    'select comparison_id as id from assignments where id = $1',
    [items[0]!.id],
  );
  await page.goto(`${project}/review?case=${rows[0]!.id}`);
  await page.getByText(words('console-review.single_undecided')).waitFor();
  await owner.settled();
  const found = [...(await violations(page, 'single')), ...(await misfits(page, 'single'))];
  expect(await page.getByRole('region', { name: words('console-review.decide') }).count()).toBe(0);
  expect(await page.content()).not.toContain('It is right.');

  await page.keyboard.press('r');
  await page.getByText('It is right.').waitFor();
  await page.getByRole('button', { name: words('console-review.send_back'), exact: true }).waitFor();
  await page.getByText(words('console-review.single_undecided')).waitFor();
  found.push(...(await violations(page, 'single revealed')));
  expect(found).toEqual([]);
  expect(owner.faults).toEqual([]);
  await owner.context.close();
});
