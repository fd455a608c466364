import { chmod, chown, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type LocalPostgres, startLocalPostgres } from '@pairwright/local-postgres/start';
import pg from 'pg';
import type { Certificate } from './certificates.ts';

/**
 * A PostgreSQL with an empty database `pairwright`, where its owner gets in by a password and everybody else by TLS and a certificate
 * with their name. `folder` goes with the test.
 */
export async function startCertifiedServer(
  folder: string,
  { ca, cert, key }: Certificate,
): Promise<LocalPostgres> {
  const dataDir = path.join(folder, 'postgres');
  const hba = path.join(folder, 'hba.conf');
  const rules = [
    'host all postgres 127.0.0.1/32 scram-sha-256',
    'hostssl all all 127.0.0.1/32 cert clientcert=verify-full',
  ];
  await writeFile(hba, `${rules.join('\n')}\n`);
  // Whom the server runs as is known once its folder is there; only they may read the key.
  const first = await startLocalPostgres({ dataDir });
  await first.stop();
  const { uid, gid } = await stat(path.join(dataDir, 'cluster'));
  for (const file of [key, hba, cert, ca]) await chown(file, uid, gid);
  await chmod(key, 0o600);
  const files = { ssl_ca_file: ca, ssl_cert_file: cert, ssl_key_file: key, hba_file: hba };
  const server = await startLocalPostgres({ dataDir, settings: { ssl: 'on', ...files } });
  const client = new pg.Client({ connectionString: server.url() });
  await client.connect();
  await client.query('create database pairwright');
  await client.end();
  return server;
}
