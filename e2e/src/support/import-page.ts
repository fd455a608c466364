import type { Visitor } from './visitor.ts';

/** Uploads a table on the page of the imports, and waits until it was looked at. */
export async function uploadTable(
  { page, words }: Visitor,
  projectId: string,
  { name, bytes }: { name: string; bytes: Buffer },
): Promise<void> {
  await page.goto(`/projects/${projectId}/imports`);
  await page
    .getByLabel(words('console-imports.file'))
    .setInputFiles({ name, mimeType: 'text/csv', buffer: bytes });
  await page.getByRole('heading', { name: words('console-imports.reading_title') }).waitFor();
}
