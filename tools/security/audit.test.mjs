import { createServer } from 'node:http';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { at, run } from '../lib/workspace.mjs';

const finding = {
  id: 1,
  url: 'https://github.com/advisories/GHSA-aaaa-bbbb-cccc',
  title: 'A fault that was made up',
  severity: 'high',
  vulnerable_versions: '<99',
};
let answer = { status: 200, body: {} };
let server;
let folder;
beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      response.writeHead(answer.status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer.body));
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  folder = await mkdtemp(path.join(tmpdir(), 'pairwright-audit-'));
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true, force: true });
});

async function audit(registry, explained = {}) {
  answer = registry;
  const file = path.join(folder, 'advisories.json');
  await writeFile(file, JSON.stringify(explained));
  const from = ['--registry', `http://127.0.0.1:${server.address().port}/`, '--explained', file];
  return run(process.execPath, [at('tools/audit.mjs'), ...from]);
}

it('fails for a finding until it is explained, and again when the explanation has run out', async () => {
  const found = { status: 200, body: { zod: [finding] } };
  const open = await audit(found);
  expect([open.code, open.output]).toEqual([1, expect.stringContaining('zod: A fault that was made up')]);
  const because = 'The function with the fault is not called here.';
  const closed = await audit(found, { 'GHSA-aaaa-bbbb-cccc': { because, until: '2999-01-01' } });
  expect([closed.code, closed.output]).toEqual([0, expect.stringContaining('1 findings, 0 of them not')]);
  expect((await audit(found, { 'GHSA-aaaa-bbbb-cccc': { because, until: '2020-01-01' } })).code).toBe(1);
});

it('says that it could not ask, which is not a clean answer', async () => {
  const none = await audit({ status: 405, body: {} });
  expect([none.code, none.output]).toEqual([2, expect.stringContaining('could not be asked')]);
  expect((await audit({ status: 200, body: {} })).code).toBe(0);
});
