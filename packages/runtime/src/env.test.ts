import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from './env.ts';

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
      S3_ACCESS_KEY_ID: 'is missing while S3_REGION, S3_BUCKET are set',
      S3_SECRET_ACCESS_KEY: 'is missing while S3_REGION, S3_BUCKET are set',
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
    });
    expect(config.secrets.reveal().s3?.secretAccessKey).toBe('hunter4');
    for (const shown of [
      inspect(config, { depth: 9, showHidden: true }),
      JSON.stringify(config),
      String(config.secrets),
    ]) {
      expect(shown).not.toContain('hunter');
    }
    expect(() => readConfig({ DATABASE_URL: 'mysql://u:hunter2@db' })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('hunter') }),
    );
  });
});
