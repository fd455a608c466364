import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connectClient } from '@pairwright/db/connect';
import { openDatabase } from '@pairwright/db/database';
import { findMigrationsDir } from '@pairwright/db/migrate';
import { timeLimits } from '@pairwright/db/time-limits';
import { openQueue } from '@pairwright/queue/queue';
import { readConfig } from '@pairwright/runtime/env';
import { createLogger } from '@pairwright/runtime/logger';
import { closeInOrder } from '@pairwright/runtime/close';
import {
  type Authority,
  type Certificate,
  hasOpenssl,
  makeAuthority,
} from '@pairwright/testkit/certificates';
import { startCertifiedServer } from '@pairwright/testkit/certified-server';
import { bringUpToDate } from './bring-up-to-date.ts';
import { openServices } from './open-services.ts';

const canMakeCertificates = await hasOpenssl();
const dir = await findMigrationsDir(import.meta.dirname);

describe('PostgreSQL that asks for a certificate', () => {
  let folder: string;
  let server: Awaited<ReturnType<typeof startCertifiedServer>>;
  let authority: Authority;
  let ofApi: Certificate;
  let ofWorker: Certificate;

  beforeEach(({ skip }) => skip(!canMakeCertificates, 'There is no openssl to make certificates with.'));
  beforeAll(async () => {
    if (!canMakeCertificates) return;
    folder = await mkdtemp(path.join(tmpdir(), 'pairwright-certificates-'));
    await chmod(folder, 0o755);
    authority = await makeAuthority(path.join(folder, 'authority'));
    const ofServer = await authority.issue('localhost');
    ofApi = await authority.issue('pairwright_api');
    ofWorker = await authority.issue('pairwright_worker');
    server = await startCertifiedServer(folder, ofServer);
    const accounts = { api: urlOf('pairwright_api', ofApi), worker: urlOf('pairwright_worker', ofWorker) };
    await bringUpToDate({ url: server.url('pairwright'), dir, accounts });
  }, 120_000);
  afterAll(async () => {
    await server?.stop();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  function urlOf(user: string, certificate: Partial<Certificate>): string {
    const url = new URL(server.url('pairwright'));
    url.username = user;
    url.password = '';
    url.searchParams.set('sslmode', 'verify-full');
    for (const [parameter, file] of [
      ['sslrootcert', authority.ca],
      ['sslcert', certificate.cert],
      ['sslkey', certificate.key],
    ] as const)
      if (file !== undefined) url.searchParams.set(parameter, file);
    return url.href;
  }

  const refusal = (url: string): Promise<string> =>
    connectClient({ url, applicationName: 'test' }).then(
      async (client) => (await client.end(), 'it was let in'),
      (error: Error) => error.message,
    );

  it.each(['api', 'worker'] as const)('lets the %s in, which has no password at all', async (program) => {
    const url = urlOf(`pairwright_${program}`, program === 'api' ? ofApi : ofWorker);
    const config = readConfig({ DATABASE_URL: url, PAIRWRIGHT_DATA: path.join(folder, program) });
    const { services, parts } = await openServices(config, {
      program,
      version: '0.0.0-test',
      poolSize: 2,
      limits: timeLimits.request,
      log: createLogger({ name: 'test', level: 'silent' }),
    });
    const { rows } = await services.db.pool.query(
      `select current_user as name, ssl, client_dn from pg_stat_ssl where pid = pg_backend_pid()`,
    );
    expect(rows).toEqual([
      { name: `pairwright_${program}`, ssl: true, client_dn: `/CN=pairwright_${program}` },
    ]);
    await services.queue.enqueue('audit.seal', {});
    expect(await services.queue.health()).toMatchObject({ ok: true, backend: 'postgres', waiting: 1 });
    await closeInOrder(parts);
  });

  it('lets nobody in without one, with that of somebody else, or with one of another authority', async () => {
    expect(await refusal(urlOf('pairwright_api', {}))).toMatch(/refuses this user|certificate/);
    expect(await refusal(urlOf('pairwright_api', ofWorker))).toMatch(/refuses this user/);
    const other = await makeAuthority(path.join(folder, 'other'));
    const forged = urlOf('pairwright_api', await other.issue('pairwright_api'));
    expect(await refusal(forged)).toMatch(/refuses the certificate: give one that its authority signed/);
    await expect(openDatabase({ url: forged, applicationName: 'test', poolSize: 1 })).rejects.toThrow(
      /refuses the certificate/,
    );
    const log = createLogger({ name: 'test', level: 'silent' });
    await expect(openQueue({ connection: { databaseUrl: forged }, log })).rejects.toThrow(
      /cannot use the database/,
    );
    const plain = new URL(urlOf('pairwright_api', ofApi));
    plain.search = '?sslmode=disable';
    expect(await refusal(plain.href)).toMatch(/refuses this user/);
  });

  it('is not spoken to where its own certificate is of another authority', async () => {
    const other = await makeAuthority(path.join(folder, 'third'));
    const url = new URL(urlOf('pairwright_api', ofApi));
    url.searchParams.set('sslrootcert', other.ca);
    expect(await refusal(url.href)).toMatch(/certificate/);
  });
});
