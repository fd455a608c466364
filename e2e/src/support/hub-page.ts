import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import type { Visitor } from './visitor.ts';

/** The command under a title, as the button beside it copies it. */
export async function commandIn(files: Locator, title: string): Promise<string> {
  return (await files.getByRole('group', { name: title }).locator('pre').textContent()) ?? '';
}

interface Asked {
  readonly authorization: string | undefined;
  readonly body: unknown;
}

/**
 * Fills in a hub and a data set, runs the command of the page in a shell with a token that is typed, and gives what the hub was asked
 * first. It is a server here that refuses everything.
 */
export async function pushedTo(
  { words }: Visitor,
  files: Locator,
  shell: (script: string, typed: string) => Promise<string>,
): Promise<Asked | undefined> {
  const asked: (Asked & { readonly path: string | undefined })[] = [];
  const hub = createServer((request, response) => {
    const { authorization } = request.headers;
    void json(request).then((body) => {
      asked.push({ path: request.url, authorization, body });
      response.writeHead(401).end();
    });
  });
  await new Promise<void>((resolve) => hub.listen(0, '127.0.0.1', resolve));
  try {
    const field = (key: 'hub_address' | 'hub_repository') =>
      files.getByLabel(words(`console-datasets.${key}`), { exact: true });
    await files.getByText(words('console-datasets.hub_fill')).waitFor();
    await field('hub_address').fill('hub.example.org');
    await field('hub_repository').fill('my-team/reward');
    await files.getByText(words('console-datasets.hub_address_fault')).waitFor();
    await field('hub_address').fill(`http://127.0.0.1:${(hub.address() as AddressInfo).port}`);
    const script = await commandIn(files, words('console-datasets.hub_push'));
    await expect(shell(script, 'hub-secret\n')).rejects.toThrow(/refused to make my-team\/reward \(401\)/);
  } finally {
    hub.closeAllConnections();
    await new Promise((resolve) => hub.close(resolve));
  }
  const [first] = asked;
  expect(first?.path).toBe('/api/repos/create');
  return first === undefined ? undefined : { authorization: first.authorization, body: first.body };
}

/**
 * The same for a bucket: the command of the page with keys that are typed, and what the store was asked first. It is a server here that
 * refuses everything.
 */
export async function pushedToBucket(
  { words }: Visitor,
  files: Locator,
  shell: (script: string, typed: string) => Promise<string>,
): Promise<Pick<Asked, 'authorization'> & { readonly path: string | undefined }> {
  const asked: { path: string | undefined; authorization: string | undefined }[] = [];
  const store = createServer((request, response) => {
    asked.push({ path: request.url, authorization: request.headers.authorization });
    response.writeHead(403).end();
  });
  await new Promise<void>((resolve) => store.listen(0, '127.0.0.1', resolve));
  try {
    const field = (key: 'bucket' | 'bucket_endpoint') =>
      files.getByLabel(words(`console-datasets.${key}`), { exact: true });
    await files.getByText(words('console-datasets.bucket_fill')).waitFor();
    await field('bucket').fill('training/reward');
    await field('bucket_endpoint').fill(`http://127.0.0.1:${(store.address() as AddressInfo).port}`);
    await files.getByText(words('console-datasets.bucket_fault')).waitFor();
    await field('bucket').fill('s3://training/reward/2');
    const script = await commandIn(files, words('console-datasets.bucket_push'));
    await expect(shell(script, 'my-key\nmy-secret\n')).rejects.toThrow(/The store refused \(403\)/);
  } finally {
    store.closeAllConnections();
    await new Promise((resolve) => store.close(resolve));
  }
  return asked[0]!;
}
