import type { Visitor } from './visitor.ts';

/** Makes a dataset with the recipe as offered, freezes it, and waits until the version is ready. */
export async function freezeDataset(
  { page, words }: Visitor,
  projectId: string,
  name: string,
): Promise<void> {
  await page.goto(`/projects/${projectId}/datasets`);
  await page.getByRole('link', { name: words('console-datasets.new') }).click();
  await page.getByLabel(words('console-datasets.name')).fill(name);
  await page.getByRole('button', { name: words('console-datasets.create') }).click();
  await page.getByRole('button', { name: words('console-datasets.freeze') }).click();
  await page.waitForURL('**/versions/*');
  await page.getByRole('heading', { name: words('console-datasets.exports') }).waitFor();
}

/** Exports the version on the page in one format and waits for its files. */
export async function exportAs({ page, words }: Visitor, format: string): Promise<void> {
  const title = words(`console-datasets.format_${format}`);
  const region = page.getByRole('region', { name: title, exact: true });
  await page.getByLabel(words('console-datasets.format'), { exact: true }).selectOption(format);
  await page.getByRole('button', { name: words('console-datasets.export_as', { format: title }) }).click();
  await region.getByRole('link', { name: 'manifest.json' }).waitFor();
}
