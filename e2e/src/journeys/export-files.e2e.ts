import { expect, test } from 'vitest';
import { misfits, violations } from '../support/accessible.ts';
import { exportAs, freezeDataset } from '../support/dataset-pages.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { visit, visitAs } from '../support/visitor.ts';

onStage({ demo: true });

/** Its message has a number of both ends, which `words` writes as they are. */
const wrongNumber = { least: 1, most: 1_000_000_000 };

for (const locale of ['en', 'zh-CN'] as const)
  test(`an export is cut into files, and each opens by a signed address until it is taken back (${locale})`, async () => {
    const researcher = await visitAs(browser, product, { who: 'researcher', locale });
    const stranger = await visit(browser, product);
    const { page, words } = researcher;
    const { rows: found } = await product.database.pool.query<{ id: string }>(
      "select id from projects where slug = 'demo-mt-bench'",
    );
    await freezeDataset(researcher, found[0]!.id, 'Cut');
    const rowsInFile = page.getByLabel(words('console-datasets.shard_rows'));
    await rowsInFile.fill('0');
    expect(await rowsInFile.getAttribute('aria-invalid')).toBe('true');
    await page.getByText(words('console.number_between', wrongNumber)).waitFor();
    await rowsInFile.fill('400');
    await exportAs(researcher, 'trl-implicit');
    const region = page.getByRole('region', { name: words('console-datasets.format_trl-implicit') });
    const names = [0, 1, 2].map((shard) => `train-0000${shard}-of-00003.jsonl`);
    for (const name of names) await region.getByRole('link', { name, exact: true }).waitFor();
    // A reader that knows one plain file takes no parts.
    await page.getByLabel(words('console-datasets.format'), { exact: true }).selectOption('moss-rm');
    await page.getByText(words('console-datasets.not_in_plain')).waitFor();

    await region.getByText(words('console-datasets.links'), { exact: true }).press('Enter');
    const file = names[1]!;
    await region.getByRole('button', { name: words('console-datasets.link_of', { file }) }).press('Enter');
    const address = await region.locator('code', { hasText: '/export-links/' }).innerText();
    await region.getByRole('button', { name: words('console-datasets.link_copy', { file }) }).waitFor();
    const read = await stranger.context.request.get(address);
    expect(read.status()).toBe(200);
    expect((await read.text()).trimEnd().split('\n')).toHaveLength(400);
    expect(await violations(page, 'exports')).toEqual([]);
    expect(await misfits(page, 'exports')).toEqual([]);
    await region.getByRole('button', { name: words('console-datasets.links_revoke') }).press('Enter');
    await region.getByText(words('console-datasets.links_revoked')).waitFor();
    expect((await stranger.context.request.get(address)).status()).toBe(404);
    expect(researcher.faults).toEqual([]);
    await researcher.context.close();
    await stranger.context.close();
  });
