import path from 'node:path';
import { expect, test } from 'vitest';
import { browser, onStage, product } from '../support/stage.ts';
import { visitAs } from '../support/visitor.ts';
import { docPictures } from './doc-pictures.ts';

onStage({ demo: true });

const folder = path.resolve(import.meta.dirname, '../../../docs/images');

test.each(docPictures)('$name', async ({ name, look, height, who, slug, go }) => {
  const visitor = await visitAs(browser, product, {
    who,
    height,
    ...look,
  });
  const { rows } = await product.database.pool.query<{ id: string }>(
    'select id from projects where slug = $1',
    [slug],
  );
  await go({ visitor, product, projectId: rows[0]!.id });
  if (who !== 'anna') await visitor.settled();
  await visitor.page.screenshot({
    path: path.join(folder, `${name}.png`),
    animations: 'disabled',
  });
  expect(visitor.faults).toEqual([]);
  await visitor.context.close();
});
