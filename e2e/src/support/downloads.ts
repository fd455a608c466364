import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';

export interface DownloadedFile {
  readonly name: string;
  readonly bytes: Buffer;
  readonly sha256: string;
}

/** Clicks a link by its name (inside `within`) and takes what the browser downloads. */
export async function download(page: Page, within: string, name: string): Promise<DownloadedFile> {
  const link = page.getByRole('region', { name: within }).getByRole('link', { name, exact: true });
  const [coming] = await Promise.all([page.waitForEvent('download'), link.click()]);
  const bytes = await readFile(await coming.path());
  await coming.delete();
  return {
    name: coming.suggestedFilename(),
    bytes,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
}

/** The rows of JSON lines; every line must end in a newline. */
export function jsonLines<Row>({ bytes }: DownloadedFile): Row[] {
  const lines = bytes.toString('utf8').split('\n');
  if (lines.pop() !== '') throw new Error('The last line has no newline.');
  return lines.map((line) => JSON.parse(line) as Row);
}
