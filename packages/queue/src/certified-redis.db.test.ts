import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type Authority,
  type Certificate,
  hasOpenssl,
  makeAuthority,
} from '@pairwright/testkit/certificates';
import { idleHandlers, log, redisBinary } from './queue.fixture.ts';
import { testJobs } from './fixtures/jobs.ts';
import { freePort } from './fixtures/redis-server.ts';
import { inspectRedis } from './inspect-redis.ts';
import { openQueue } from './queue.ts';
import { openWorker } from './worker.ts';

const canMakeCertificates = await hasOpenssl();

describe('a Redis that asks for a certificate and knows its users', () => {
  let folder: string;
  let server: ChildProcess | undefined;
  let said = '';
  let port: number;
  let authority: Authority;
  let mine: Certificate;

  beforeEach(({ skip }) => {
    skip(redisBinary === undefined, 'There is no redis-server or valkey-server on PATH.');
    skip(!canMakeCertificates, 'There is no openssl to make certificates with.');
    skip(/tls/i.test(said) && server?.exitCode !== null, 'The redis-server on PATH was built without TLS.');
  });
  beforeAll(async () => {
    if (redisBinary === undefined || !canMakeCertificates) return;
    folder = await mkdtemp(path.join(tmpdir(), 'pairwright-redis-tls-'));
    authority = await makeAuthority(path.join(folder, 'authority'));
    const { ca, cert, key } = await authority.issue('localhost');
    mine = await authority.issue('pairwright');
    port = await freePort();
    const users = path.join(folder, 'users.acl');
    // Every key of ours and the functions of the queue, but nothing that is for administrators; nobody gets in without a name.
    await writeFile(
      users,
      'user default off\nuser pairwright on >of-this-run ~pairwright:* &* +@all -@dangerous -@admin +info +client|setname +client|list\n',
    );
    const options = {
      port: '0',
      'tls-port': `${port}`,
      'tls-cert-file': cert,
      'tls-key-file': key,
      'tls-ca-cert-file': ca,
      'tls-auth-clients': 'yes',
      bind: '127.0.0.1',
      dir: folder,
      save: '',
      appendonly: 'yes',
      aclfile: users,
      'maxmemory-policy': 'noeviction',
    };
    server = spawn(
      redisBinary,
      Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]),
    );
    server.stdout?.on('data', (text: Buffer) => (said += text.toString()));
    await vi.waitUntil(() => server?.exitCode !== null || said.includes('Ready to accept connections'), {
      timeout: 20_000,
    });
  });
  afterAll(async () => {
    if (server?.exitCode === null) {
      const gone = once(server, 'exit');
      server.kill('SIGTERM');
      await gone;
    }
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  function addressOf(certificate: Partial<Certificate>, user = 'pairwright:of-this-run@'): string {
    const url = new URL(`rediss://${user}localhost:${port}/0`);
    for (const [parameter, file] of [
      ['sslrootcert', authority.ca],
      ['sslcert', certificate.cert],
      ['sslkey', certificate.key],
    ] as const)
      if (file !== undefined) url.searchParams.set(parameter, file);
    return url.href;
  }

  it('takes jobs and gives them out to whoever has both', async () => {
    const connection = { redisUrl: addressOf(mine) };
    const done: string[] = [];
    const queue = await openQueue({ connection, log, registry: testJobs });
    const worker = await openWorker({
      connection,
      log,
      registry: testJobs,
      handlers: { ...idleHandlers, 'test.work': async ({ payload }) => void done.push(payload.id) },
    });
    await queue.enqueue('test.work', { id: 'seven' });
    await vi.waitFor(() => expect(done).toEqual(['seven']), { timeout: 20_000 });
    expect(await queue.health()).toMatchObject({ ok: true, backend: 'redis' });
    expect(await inspectRedis(addressOf(mine))).toMatchObject({
      maxmemoryPolicy: 'noeviction',
      appendOnly: true,
    });
    await worker.close();
    await queue.close();
  });

  it('refuses whoever has no certificate, one of another authority, or no name', async () => {
    const refused = (redisUrl: string): Promise<void> =>
      expect(openQueue({ connection: { redisUrl }, log, registry: testJobs })).rejects.toThrow(
        /Redis at REDIS_URL cannot be used/,
      );
    await refused(addressOf({}));
    const other = await makeAuthority(path.join(folder, 'other'));
    await refused(addressOf(await other.issue('pairwright')));
    await refused(addressOf(mine, ''));
    await refused(addressOf(mine, 'pairwright:wrong@'));
  });

  it('is not spoken to where its own certificate is of another authority', async () => {
    const other = await makeAuthority(path.join(folder, 'third'));
    const url = new URL(addressOf(mine));
    url.searchParams.set('sslrootcert', other.ca);
    await expect(openQueue({ connection: { redisUrl: url.href }, log, registry: testJobs })).rejects.toThrow(
      /Redis at REDIS_URL cannot be used/,
    );
  });
});

it('files that cannot be read, and certificates without TLS, are named', async () => {
  const open = (redisUrl: string): Promise<unknown> =>
    openQueue({ connection: { redisUrl }, log, registry: testJobs });
  await expect(open('rediss://localhost:1/0?sslcert=/nowhere.crt')).rejects.toThrow(
    /The file that sslcert of REDIS_URL names cannot be read: ENOENT/,
  );
  await expect(open('redis://localhost:1/0?sslcert=/nowhere.crt')).rejects.toThrow(/Begin it with rediss:/);
});
