import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from './env.ts';

const KEY = '0123456789abcdef'.repeat(4);

function faultsOf(env: Record<string, string>): Record<string, string> {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError)
      return Object.fromEntries(error.faults.map((fault) => [fault.variable, fault.rule]));
    throw error;
  }
  return {};
}

describe('readConfig', () => {
  it('is safe with nothing set', () => {
    const config = readConfig({});
    expect(config).toMatchObject({
      host: '127.0.0.1',
      trustProxy: [],
      cookieSecure: false,
      logLevel: 'info',
    });
    expect(config.s3).toBeUndefined();
    expect(config.secrets.reveal().databaseUrl).toBeUndefined();
  });

  it('lists all faults at once, with what each variable is for', () => {
    const env = {
      PORT: '80a',
      COOKIE_SECURE: 'yes',
      LOG_LEVEL: 'loud',
      DATABASE_URL: 'mysql://x',
      REDIS_URL: '',
      WORKER_CONCURRENCY: '0',
    };
    const faults = faultsOf(env);
    expect(Object.keys(faults).sort()).toEqual(Object.keys(env).sort());
    expect(faults['COOKIE_SECURE']).toBe('must be true or false');
    expect(() => readConfig(env)).toThrow(
      /PORT: must be a whole number from 0 to 65535\. Port of the web server/,
    );
  });

  it('refuses half-set S3 and names what is missing', () => {
    expect(faultsOf({ S3_BUCKET: 'pairs', S3_REGION: 'us-east-1' })).toEqual({
      S3_ENDPOINT: 'is missing while S3_REGION, S3_BUCKET are set',
    });
    expect(faultsOf({ S3_BUCKET: 'pairs', S3_REGION: 'us-east-1', S3_ACCESS_KEY_ID: 'k' })).toEqual({
      S3_ENDPOINT: 'is missing while S3_REGION, S3_BUCKET, S3_ACCESS_KEY_ID are set',
      S3_SECRET_ACCESS_KEY: 'is missing while S3_REGION, S3_BUCKET, S3_ACCESS_KEY_ID are set',
    });
  });

  it('takes a bucket without keys, for the credentials that the machine is given, for imports and backups too', () => {
    const config = readConfig({
      S3_ENDPOINT: 'https://s3.example.org',
      S3_REGION: 'eu',
      S3_BUCKET: 'pairs',
      SECRET_KEYS: KEY,
      IMPORT_S3_BUCKETS: 'incoming',
    });
    expect(config).toMatchObject({
      s3: { bucket: 'pairs' },
      importS3: { region: 'eu' },
      backupS3: { region: 'eu' },
    });
    expect(config.secrets.reveal()).toMatchObject({
      s3: undefined,
      importS3: undefined,
      backupS3: undefined,
    });
  });

  it('takes accounts of the processes together, three different ones', () => {
    const url = (user: string): string => `postgres://${user}@db/pairwright`;
    const [DATABASE_URL, DATABASE_API_URL, DATABASE_WORKER_URL] = ['owner', 'api', 'worker'].map(url) as [
      string,
      string,
      string,
    ];
    expect(readConfig({ DATABASE_URL }).secrets.reveal().databaseAccounts).toBeUndefined();
    expect(
      readConfig({ DATABASE_URL, DATABASE_API_URL, DATABASE_WORKER_URL }).secrets.reveal().databaseAccounts,
    ).toEqual({
      api: DATABASE_API_URL,
      worker: DATABASE_WORKER_URL,
    });
    expect(faultsOf({ DATABASE_URL, DATABASE_API_URL })).toEqual({
      DATABASE_WORKER_URL: 'is missing while DATABASE_API_URL is set',
    });
    expect(faultsOf({ DATABASE_URL, DATABASE_API_URL: DATABASE_URL, DATABASE_WORKER_URL })).toEqual({
      DATABASE_API_URL: 'names the user of DATABASE_URL',
    });
    expect(faultsOf({ DATABASE_URL, DATABASE_API_URL, DATABASE_WORKER_URL: DATABASE_API_URL })).toEqual({
      DATABASE_WORKER_URL: 'names the user of DATABASE_API_URL',
    });
    expect(
      faultsOf({ DATABASE_URL, DATABASE_API_URL: 'postgres://db/pairwright', DATABASE_WORKER_URL }),
    ).toEqual({
      DATABASE_API_URL: 'names no user',
    });
  });

  it('takes cookie security from the public address and refuses a contradiction', () => {
    expect(readConfig({ PUBLIC_URL: 'https://label.example.org/' })).toMatchObject({
      publicUrl: 'https://label.example.org',
      cookieSecure: true,
    });
    expect(faultsOf({ PUBLIC_URL: 'http://label.example.org', COOKIE_SECURE: 'true' })).toHaveProperty(
      'COOKIE_SECURE',
    );
    expect(faultsOf({ PUBLIC_URL: 'https://label.example.org/path' })).toHaveProperty('PUBLIC_URL');
  });

  it('never shows a secret', () => {
    const config = readConfig({
      DATABASE_URL: 'postgres://u:hunter2@db/x',
      S3_ENDPOINT: 'https://s3.example.org',
      S3_REGION: 'us-east-1',
      S3_BUCKET: 'pairs',
      S3_ACCESS_KEY_ID: 'hunter3',
      S3_SECRET_ACCESS_KEY: 'hunter4',
      SECRET_KEYS: KEY,
    });
    expect(config.secrets.reveal().s3?.secretAccessKey).toBe('hunter4');
    for (const shown of [
      inspect(config, { depth: 9, showHidden: true }),
      JSON.stringify(config),
      String(config.secrets),
    ]) {
      expect(shown).not.toContain('hunter');
      expect(shown).not.toContain(KEY);
    }
    expect(() => readConfig({ DATABASE_URL: 'mysql://u:hunter2@db' })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('hunter') }),
    );
  });
});

describe('what may be reached outside', () => {
  it('is the internet by https, and nothing of S3', () => {
    expect(readConfig({})).toMatchObject({
      outgoing: { openInternet: true, allow: [], plainHttp: false },
      importS3: undefined,
    });
  });

  it('is read strictly', () => {
    const config = readConfig({
      OUTGOING_ALLOW: '10.0.0.0/8, *.corp.example:8443',
      OUTGOING_HTTP: 'true',
      OUTGOING_INTERNET: 'false',
    });
    expect(config.outgoing).toMatchObject({
      openInternet: false,
      plainHttp: true,
      allow: [{ port: null }, { name: 'corp.example', below: true, port: 8443 }],
    });
    expect(faultsOf({ OUTGOING_ALLOW: '10.0.0.0/8, https://x' })['OUTGOING_ALLOW']).toMatch(
      /must be networks/,
    );
    // As Compose passes on what is not set.
    expect(readConfig({ OUTGOING_ALLOW: '', IMPORT_S3_BUCKETS: '' })).toMatchObject({
      outgoing: { allow: [] },
      importS3: undefined,
    });
    expect(faultsOf({ OUTGOING_ALLOW: ',' })).toHaveProperty('OUTGOING_ALLOW');
  });

  const store = {
    S3_ENDPOINT: 'https://s3.example.org',
    S3_REGION: 'us-east-1',
    S3_BUCKET: 'artifacts',
    S3_ACCESS_KEY_ID: 'a',
    S3_SECRET_ACCESS_KEY: 'hunter2',
    SECRET_KEYS: KEY,
  };
  const own = {
    IMPORT_S3_ENDPOINT: 'https://other.example.org',
    IMPORT_S3_REGION: 'eu',
    IMPORT_S3_ACCESS_KEY_ID: 'b',
    IMPORT_S3_SECRET_ACCESS_KEY: 'hunter3',
  };

  it('takes buckets of the store of the artifacts, or of another one', () => {
    const shared = readConfig({ ...store, IMPORT_S3_BUCKETS: 'incoming, shared/rlhf/' });
    expect(shared.importS3).toMatchObject({
      endpoint: 'https://s3.example.org',
      places: [
        { bucket: 'incoming', prefix: '' },
        { bucket: 'shared', prefix: 'rlhf/' },
      ],
    });
    expect(shared.secrets.reveal().importS3?.secretAccessKey).toBe('hunter2');
    const other = readConfig({ ...store, ...own, IMPORT_S3_BUCKETS: 'artifacts' });
    expect(other.importS3).toMatchObject({ endpoint: 'https://other.example.org', region: 'eu' });
    expect(other.secrets.reveal().importS3?.secretAccessKey).toBe('hunter3');
    expect(inspect(other, { depth: 9, showHidden: true })).not.toContain('hunter');
  });

  it('refuses half a store, no store, and the bucket of the artifacts', () => {
    expect(Object.keys(faultsOf({ IMPORT_S3_BUCKETS: 'incoming' })).sort()).toEqual(Object.keys(own).sort());
    const { IMPORT_S3_REGION: _region, ...half } = own;
    expect(Object.keys(faultsOf(half)).sort()).toEqual(['IMPORT_S3_BUCKETS', 'IMPORT_S3_REGION']);
    expect(faultsOf({ ...store, IMPORT_S3_BUCKETS: 'incoming,artifacts' })['IMPORT_S3_BUCKETS']).toMatch(
      /must not name the bucket of the artifacts/,
    );
    const again = { ...own, IMPORT_S3_ENDPOINT: 'https://S3.example.org:443/' };
    expect(faultsOf({ ...store, ...again, IMPORT_S3_BUCKETS: 'artifacts' })).toHaveProperty(
      'IMPORT_S3_BUCKETS',
    );
    expect(faultsOf({ ...store, IMPORT_S3_BUCKETS: 'Bad_Name' })).toHaveProperty('IMPORT_S3_BUCKETS');
  });
});
