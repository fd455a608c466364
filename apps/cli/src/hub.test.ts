import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { push } from './commands/push.ts';

/**
 * A local stand-in for a hub: it speaks the real protocol (repository, preupload, Git LFS batch, PUT, verify, commit) and
 * holds the caller to it, but is no hub: no test here reaches one.
 */
const TOKEN = 'hub-secret';
const state = {
  repositories: new Set<string>(),
  objects: new Map<string, Buffer>(),
  verified: [] as string[],
  commits: [] as { key: string; value: Record<string, unknown> }[][],
};
let address: string;

async function answer(request: IncomingMessage): Promise<{ status: number; body: unknown }> {
  const url = request.url ?? '';
  const body = await buffer(request);
  const put = /^\/storage\/([0-9a-f]{64})\?signed$/.exec(url);
  if (request.method === 'PUT' && put !== null) {
    // A signed address takes no token; a sum that is not that of the bytes is refused.
    const right =
      request.headers.authorization === undefined &&
      createHash('sha256').update(body).digest('hex') === put[1] &&
      request.headers['content-length'] === String(body.length);
    if (right) state.objects.set(put[1] as string, body);
    return { status: right ? 200 : 400, body: {} };
  }
  if (request.headers.authorization !== `Bearer ${TOKEN}`) return { status: 401, body: { error: 'no' } };
  const json = (): unknown => JSON.parse(body.toString());
  if (url === '/api/repos/create') {
    const { organization, name, type } = json() as { organization: string; name: string; type: string };
    const full = `${organization}/${name}`;
    if (type !== 'dataset' || state.repositories.has(full)) return { status: 409, body: {} };
    state.repositories.add(full);
    return { status: 200, body: { url: full } };
  }
  if (url === '/api/datasets/me/set/preupload/main') {
    const files = (json() as { files: { path: string; size: number; sample: string }[] }).files;
    return {
      status: 200,
      body: {
        files: files.map(({ path: name }) => ({
          path: name,
          uploadMode: /\.(parquet|gz|zst)$/.test(name) ? 'lfs' : 'regular',
        })),
      },
    };
  }
  if (url === '/datasets/me/set.git/info/lfs/objects/batch') {
    const { objects, ...rest } = json() as { objects: { oid: string; size: number }[] };
    expect(rest).toEqual({
      operation: 'upload',
      transfers: ['basic'],
      hash_algo: 'sha256',
      ref: { name: 'main' },
    });
    expect(request.headers.accept).toBe('application/vnd.git-lfs+json');
    return {
      status: 200,
      body: {
        transfer: 'basic',
        objects: objects.map((object) => ({
          ...object,
          ...(state.objects.has(object.oid)
            ? {}
            : {
                actions: {
                  upload: { href: `${address}/storage/${object.oid}?signed` },
                  verify: { href: `${address}/verify` },
                },
              }),
        })),
      },
    };
  }
  if (url === '/verify') {
    state.verified.push((json() as { oid: string }).oid);
    return { status: 200, body: {} };
  }
  if (url === '/api/datasets/me/set/commit/main') {
    const lines = body
      .toString()
      .split('\n')
      .map((line) => JSON.parse(line) as { key: string; value: Record<string, unknown> });
    const known = lines.every(
      ({ key, value }) => key !== 'lfsFile' || state.objects.has(String(value['oid'])),
    );
    if (!known) return { status: 400, body: { error: 'an object is missing' } };
    state.commits.push(lines);
    return { status: 200, body: { commitUrl: `${address}/commit/1` } };
  }
  return { status: 404, body: { error: url } };
}

/** Kinds of requests that were refused once by a hub that has too much to do, or whose connection broke. */
const troubled = { isOn: false, seen: new Set<string>() };
const kindOf = (url: string): string => url.replace(/^\/storage.*/, '/storage');

function trouble(request: IncomingMessage): 'broken' | 'busy' | null {
  const kind = kindOf(request.url ?? '');
  if (!troubled.isOn || troubled.seen.has(kind)) return null;
  troubled.seen.add(kind);
  return troubled.seen.size % 2 === 0 ? 'broken' : 'busy';
}

const server = createServer((request, response) => {
  const now = trouble(request);
  if (now === 'broken') return void request.socket.destroy();
  if (now === 'busy') return void response.writeHead(503, { 'retry-after': '0' }).end();
  void answer(request).then(({ status, body }) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
  );
});
let folder: string;
const data = Buffer.from('PAR1 some rows PAR1');
const results: unknown[] = [];
const cli = (token: string | undefined) => ({
  env: { HF_TOKEN: token },
  out: {
    json: true,
    line: () => undefined,
    result: (value: unknown) => void results.push(value),
    progress: () => ({ update: () => undefined, stop: () => undefined }),
  },
});

beforeAll(async () => {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  folder = await mkdtemp(path.join(tmpdir(), 'pairwright-push-'));
});
beforeEach(async () => {
  const sha256 = createHash('sha256').update(data).digest('hex');
  const files = [{ name: 'train.parquet', bytes: data.length, sha256, rows: 1 }];
  await writeFile(path.join(folder, 'train.parquet'), data);
  await writeFile(path.join(folder, 'README.md'), '# card\n');
  await writeFile(
    path.join(folder, 'manifest.json'),
    JSON.stringify({ dataset: { slug: 'd', version: 3 }, files }),
  );
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

const to = () => ({ folder, place: 'me/set' });

it('makes the data set, uploads what is large once, and commits all files together', async () => {
  await push(cli(TOKEN), to(), { hub: `${address}/` });
  await push(cli(TOKEN), to(), { hub: address });
  expect(results).toMatchObject([
    { repository: 'me/set', uploaded: ['train.parquet'], commit: `${address}/commit/1` },
    { repository: 'me/set', uploaded: [] },
  ]);
  expect([...state.objects.values()]).toEqual([data]);
  expect(state.verified.length).toBe(1);
  expect(state.commits.length).toBe(2);
  expect(state.commits[0]?.map(({ key, value }) => [key, value['summary'] ?? value['path']])).toEqual([
    ['header', 'd version 3'],
    ['file', 'README.md'],
    ['file', 'manifest.json'],
    ['lfsFile', 'train.parquet'],
  ]);
  const card = state.commits[0]?.find(({ value }) => value['path'] === 'README.md');
  expect(Buffer.from(String(card?.value['content']), 'base64').toString()).toBe('# card\n');
});

it('refuses what is not as its manifest says, before anything goes up', async () => {
  await writeFile(path.join(folder, 'train.parquet'), 'changed');
  const before = state.commits.length;
  await expect(push(cli(TOKEN), to(), { hub: address })).rejects.toThrow('not what its manifest says');
  await rm(path.join(folder, 'train.parquet'));
  await expect(push(cli(TOKEN), to(), { hub: address })).rejects.toThrow('is missing');
  expect(state.commits.length).toBe(before);
});

it('says what is wrong with the token, and never the token', async () => {
  await expect(push(cli(undefined), to(), { hub: address })).rejects.toMatchObject({
    reason: 'not_signed_in',
  });
  const refused = push(cli('wrong-secret'), to(), { hub: address });
  await expect(refused).rejects.toMatchObject({ reason: 'not_signed_in' });
  await expect(refused).rejects.not.toThrow('wrong-secret');
  await expect(push(cli(TOKEN), { ...to(), place: 'set' }, { hub: address })).rejects.toMatchObject({
    reason: 'usage',
  });
});

it('asks a hub again that has too much to do or whose connection breaks', async () => {
  state.objects.clear();
  state.commits.length = 0;
  troubled.isOn = true;
  await push(cli(TOKEN), to(), { hub: address });
  troubled.isOn = false;
  expect([...troubled.seen].toSorted()).toEqual([
    '/api/datasets/me/set/commit/main',
    '/api/datasets/me/set/preupload/main',
    '/api/repos/create',
    '/datasets/me/set.git/info/lfs/objects/batch',
    '/storage',
    '/verify',
  ]);
  expect([...state.objects.values()]).toEqual([data]);
  expect(state.commits.length).toBe(1);
});

it('says that nobody answers', { timeout: 20_000 }, async () => {
  const silent = createServer();
  await new Promise<void>((resolve) => void silent.listen(0, '127.0.0.1', resolve));
  const nobody = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  await new Promise((resolve) => void silent.close(resolve));
  const refused = push(cli(TOKEN), to(), { hub: nobody });
  await expect(refused).rejects.toMatchObject({
    reason: 'unreachable',
    message: expect.stringContaining(`No answer from ${nobody} (ECONNREFUSED)`),
  });
});

it('takes along what the loader of LLaMA-Factory finds the data by', async () => {
  await writeFile(path.join(folder, 'dataset_info.json'), '{"d":{"file_name":"train.parquet"}}\n');
  await push(cli(TOKEN), to(), { hub: address });
  expect(state.commits.at(-1)?.map(({ value }) => value['path'])).toContain('dataset_info.json');
});
