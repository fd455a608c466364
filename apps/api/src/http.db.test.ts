import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorCodes } from '@pairwright/contract/errors';
import { createTestApp, ORIGIN, type Person, type TestApp } from './test-app.ts';

let kit: TestApp;
let web: string;
let person: Person;

beforeAll(async () => {
  web = await mkdtemp(path.join(tmpdir(), 'pairwright-web-'));
  await mkdir(path.join(web, 'assets'));
  await writeFile(path.join(web, 'index.html'), '<!doctype html><title>Pairwright</title>');
  await writeFile(path.join(web, 'assets/main-Ab3dE5gH.js'), 'export {};');
  await writeFile(path.join(web, 'robots.txt'), 'User-agent: *');
  kit = await createTestApp({ webDir: web });
  person = await kit.addPerson({ isOwner: true });
});
afterAll(async () => {
  await kit.close();
  await rm(web, { recursive: true, force: true });
});

const json = { 'content-type': 'application/json' };

function patchMe(payload: string | Buffer, headers: Record<string, string> = json) {
  return kit.app.inject({
    method: 'PATCH',
    url: '/api/v1/me',
    headers: { host: 'localhost:80', ...person.headers, ...headers },
    payload,
  });
}

describe('bodies', () => {
  it('names every fault with path, rule and remedy, and never repeats a password', async () => {
    const answer = await kit.call(person, 'POST', '/users', {
      email: 'not an address',
      name: '',
      password: 'short',
      locale: 'fr',
      isOwner: true,
    });
    expect(answer.statusCode).toBe(400);
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    const problem = answer.json();
    expect(problem).toMatchObject({
      type: '/docs/errors/invalid_request',
      status: 400,
      code: 'invalid_request',
      title: expect.any(String),
      detail: expect.any(String),
      requestId: expect.any(String),
    });
    const byPath = Object.fromEntries(problem.faults.map((fault: { path: string }) => [fault.path, fault]));
    expect(Object.keys(byPath).sort()).toEqual([
      'body.email',
      'body.isOwner',
      'body.locale',
      'body.name',
      'body.password',
    ]);
    expect(byPath['body.email']).toMatchObject({ value: '"not an address"' });
    expect(byPath['body.locale']).toMatchObject({ value: '"fr"', fix: 'Use one of: en, zh-CN.' });
    expect(byPath['body.isOwner']).toMatchObject({ fix: 'Remove it or correct its name.' });
    expect(byPath['body.password'].value).toBeUndefined();
    expect(answer.body).not.toContain('short"');
  });

  it.each([
    ['a bad id in the path', 'DELETE', '/me/tokens/17', undefined],
    ['a repeated query key', 'GET', '/users?limit=5&limit=6', undefined],
    ['a limit beyond its bounds', 'GET', '/users?limit=201', undefined],
    ['a cursor of another list', 'GET', '/users?cursor=WyJ4Il0', undefined],
    ['a body where none is taken', 'DELETE', '/session', { a: 1 }],
    ['a missing body', 'POST', '/users', undefined],
    ['prototype keys', 'PATCH', '/me', JSON.parse('{"__proto__": {"isOwner": true}}')],
  ] as const)('refuses %s', async (...[, method, url, body]) => {
    const answer = await kit.call(person, method, url, body);
    expect(answer.statusCode, answer.body).toBe(400);
  });

  it.each([
    ['text/plain', 415],
    ['application/json garbage', 415],
    ['application/jsonx', 415],
    ['application/x-www-form-urlencoded', 415],
    ['application/json; charset=latin1', 415],
    ['application/json; charset=utf-8', 200],
    ['Application/JSON', 200],
  ])('takes exactly JSON: %s', async (type, status) => {
    const answer = await patchMe('{"name":"Somebody"}', { 'content-type': type });
    expect(answer.statusCode).toBe(status);
    if (status === 415) expect(answer.json()).toMatchObject({ code: 'unsupported_media_type' });
  });

  it.each([
    ['no JSON', '{"name": '],
    ['5,000 levels', `${'['.repeat(5000)}${']'.repeat(5000)}`],
    ['100,000 levels', `{"name":${'['.repeat(100_000)}`],
    ['33 levels', `${'['.repeat(33)}${']'.repeat(33)}`],
    ['half a surrogate pair', String.raw`{"name":"\ud83d"}`],
    ['a NUL character', String.raw`{"name":"a\u0000b"}`],
    ['bytes that are not UTF-8', Buffer.from([0x22, 0xff, 0x22])],
  ])('refuses %s as a bad request', async (_what, payload) => {
    const answer = await patchMe(payload);
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ code: 'invalid_request' });
  });

  it('keeps whole characters as they are', async () => {
    expect((await patchMe(String.raw`{"name":"\ud83d\ude00 é 你好"}`)).json().name).toBe('😀 é 你好');
  });

  it('refuses more than 1 MB', async () => {
    const answer = await patchMe(JSON.stringify({ name: 'x'.repeat(1024 * 1024) }));
    expect(answer.json()).toMatchObject({ code: 'payload_too_large', status: 413 });
  });
});

describe('addresses', () => {
  it('answers unknown ones and wrong methods as problems', async () => {
    expect((await kit.call(person, 'GET', '/nothing')).json()).toMatchObject({
      code: 'not_found',
      type: '/docs/errors/not_found',
    });
    const wrong = await kit.call(person, 'PUT', '/me');
    expect(wrong.json()).toMatchObject({ code: 'method_not_allowed' });
    expect(wrong.headers['allow']).toBe('GET, PATCH');
    expect(
      (await kit.app.inject({ method: 'TRACE' as 'GET', url: '/api/v1/me' })).statusCode,
    ).toBeGreaterThanOrEqual(400);
    expect((await kit.app.inject('/api/v1/%zz')).json()).toMatchObject({ code: 'invalid_request' });
  });

  it('refuses a NUL character, which no text of the database can hold', async () => {
    for (const query of ['actor', 'objectId', 'requestId'])
      expect((await kit.call(person, 'GET', `/audit?${query}=a%00b`)).json()).toMatchObject({
        code: 'invalid_request',
        detail: expect.stringContaining('NUL'),
      });
  });

  it('limits how fast they can be tried out', async () => {
    const fresh = await createTestApp();
    try {
      const codes = new Set<number>();
      for (let i = 0; i < 610; i += 1) codes.add((await fresh.app.inject(`/api/v1/guess/${i}`)).statusCode);
      expect([...codes].sort()).toEqual([404, 429]);
    } finally {
      await fresh.close();
    }
  });
});

describe('headers', () => {
  it.each(['/api/v1/me', '/api/v1/nothing', '/api/v1/%zz', '/', '/docs', '/health', '/missing.png'])(
    'protect %s',
    async (url) => {
      const { headers } = await kit.app.inject(url);
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': expect.any(String),
        'cross-origin-opener-policy': 'same-origin',
      });
      for (const rule of ["frame-ancestors 'none'", "base-uri 'none'"])
        expect(headers['content-security-policy']).toContain(rule);
      expect(headers['content-security-policy']).toMatch(/^default-src 'none'/);
      expect(headers['content-security-policy']).not.toMatch(/unsafe|\*|https?:/);
      expect(headers['access-control-allow-origin']).toBeUndefined();
      expect(headers['server']).toBeUndefined();
    },
  );

  it.each(['/', '/projects', '/assets/main-Ab3dE5gH.js', '/missing.png'])(
    'let %s run scripts, show styles and make markup of its own alone, and have the rest reported',
    async (url) => {
      const { headers } = await kit.app.inject(url);
      const policy = String(headers['content-security-policy']).split('; ');
      expect(policy).toEqual(
        expect.arrayContaining([
          "script-src 'self'",
          "style-src 'self'",
          "connect-src 'self'",
          "img-src 'self' data:",
          "worker-src 'self'",
          "object-src 'none'",
          "base-uri 'none'",
          "form-action 'none'",
          "require-trusted-types-for 'script'",
          'trusted-types pairwright',
          'report-uri /api/v1/policy-reports',
        ]),
      );
      expect(headers['reporting-endpoints']).toBeUndefined();
    },
  );

  it('name the Reporting API behind TLS alone, where browsers use it', async () => {
    const behind = await createTestApp({ cookieSecure: true });
    const { headers } = await behind.app.inject('/');
    await behind.close();
    expect(headers['content-security-policy']).toMatch(
      /; report-uri \/api\/v1\/policy-reports; report-to policy$/,
    );
    expect(headers['reporting-endpoints']).toBe('policy="/api/v1/policy-reports"');
  });

  it('keep API answers out of caches', async () => {
    expect((await kit.call(person, 'GET', '/me')).headers['cache-control']).toBe('no-store');
  });
});

describe('failures inside', () => {
  it('say a request id and nothing else, and the log has the rest', async () => {
    const broken = await createTestApp();
    const someone = await broken.addPerson();
    await broken.database.pool.query('alter table users rename column locale to tongue');
    const answer = await broken.call(someone, 'GET', '/me');
    await broken.close();
    expect(answer.statusCode).toBe(500);
    expect(Object.keys(answer.json()).sort()).toEqual(['code', 'requestId', 'status', 'title', 'type']);
    expect(answer.body).not.toMatch(/locale|select|column/);
    expect(broken.logLines.join('')).toContain(answer.json().requestId);
  });

  it('tell an unreachable database from a fault of ours', async () => {
    const broken = await createTestApp();
    const someone = await broken.addPerson();
    const { pool, probe } = broken.database;
    const ends = [pool, probe].map((each) => each.query.bind(each));
    for (const each of [pool, probe])
      each.query = async () => {
        throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
      };
    const answer = await broken.call(someone, 'GET', '/me');
    const health = await broken.app.inject('/health');
    [pool.query, probe.query] = ends as [typeof pool.query, typeof probe.query];
    await broken.close();
    expect(answer.json()).toMatchObject({ code: 'unavailable', status: 503 });
    expect(answer.headers['retry-after']).toBe('5');
    expect(health.statusCode).toBe(503);
    expect(health.json()).toMatchObject({ status: 'failed', database: { status: 'failed' } });
    expect(health.body).not.toContain('ECONNREFUSED');
  });
});

describe('/health', () => {
  it('says what works, and notices the worker', async () => {
    const lonely = await kit.app.inject('/health');
    expect(lonely.statusCode).toBe(200);
    expect(lonely.json()).toMatchObject({
      status: 'degraded',
      database: { status: 'ok' },
      migrations: { status: 'ok' },
      queue: { status: 'ok' },
      worker: { status: 'failed', detail: expect.stringContaining('none was ever seen') },
    });
    await kit.database.db.insertInto('worker_heartbeats').values({ worker_id: 'a' }).execute();
    expect((await kit.app.inject('/health')).json()).toMatchObject({
      status: 'ok',
      version: '0.0.0-test',
      worker: { status: 'ok' },
    });
    await kit.database.pool.query(`update worker_heartbeats set seen_at = now() - interval '5 minutes'`);
    expect((await kit.app.inject('/health')).json().worker).toEqual({
      status: 'failed',
      detail: expect.stringContaining('300 s ago'),
    });
  });
});

describe('the web', () => {
  it('serves pages at every address of its own, fresh, and hashed files for ever', async () => {
    for (const url of ['/', '/projects/some/deep/page', '/sign-in?next=/x']) {
      const page = await kit.app.inject(url);
      expect([page.statusCode, page.headers['content-type'], page.headers['cache-control']]).toEqual([
        200,
        expect.stringMatching(/^text\/html/),
        'no-cache',
      ]);
    }
    const asset = await kit.app.inject('/assets/main-Ab3dE5gH.js');
    expect([asset.statusCode, asset.headers['cache-control']]).toEqual([
      200,
      'public, max-age=31536000, immutable',
    ]);
    expect((await kit.app.inject('/robots.txt')).headers['cache-control']).toBe('no-cache');
    expect((await kit.app.inject('/assets/old-12345678.js')).statusCode).toBe(404);
    expect(
      (await kit.app.inject({ method: 'POST', url: '/projects', headers: { origin: ORIGIN } })).statusCode,
    ).toBe(404);
    expect((await kit.app.inject('/../../etc/passwd')).body).not.toContain('root:');
  });
});

describe('documentation', () => {
  it('has a page for every error code', async () => {
    for (const code of errorCodes) {
      const page = await kit.app.inject(`/docs/errors/${code}`);
      expect(page.statusCode, code).toBe(200);
      expect(page.headers['content-type']).toMatch(/^text\/html/);
      expect(page.body).toContain(`<code>${code}</code>`);
      expect(page.body).toContain('<h2>What to do</h2>');
    }
    expect((await kit.app.inject('/docs/errors/unknown')).statusCode).toBe(404);
    expect((await kit.app.inject('/docs/errors/constructor')).statusCode).toBe(404);
  });

  it('has no page for codes that are gone', async () => {
    const { readdir } = await import('node:fs/promises');
    const pages = await readdir(path.join(kit.app.settings.docsDir, 'errors'));
    expect(pages.sort()).toEqual(errorCodes.map((code) => `${code}.md`).sort());
  });

  it('describes the API for machines and people', async () => {
    const document = (await kit.app.inject('/api/v1/openapi.json')).json();
    expect(document.openapi).toBe('3.1.0');
    const page = await kit.app.inject('/docs');
    const html = page.statusCode === 302 ? await kit.app.inject(String(page.headers['location'])) : page;
    expect(html.body).toContain('swagger-ui');
    // The policy forbids inline scripts: the page must have none.
    expect(html.body).not.toMatch(/<script(?![^>]*\bsrc=)/);
    for (const [, src] of html.body.matchAll(/(?:src|href)="(\.?\/?[^"]+\.(?:js|css))"/g)) {
      const url = new URL(src ?? '', 'http://x/docs/').pathname;
      expect((await kit.app.inject(url)).statusCode, url).toBe(200);
    }
    expect((await kit.app.inject('/docs/json')).json().info.title).toBe('Pairwright API');
  });

  it('keeps the committed OpenAPI document in step', async () => {
    const { openApiDocument } = await import('./openapi/document.ts');
    const { version } = JSON.parse(
      await readFile(path.join(kit.app.settings.docsDir, '../package.json'), 'utf8'),
    );
    const committed = JSON.parse(await readFile(path.join(kit.app.settings.docsDir, 'openapi.json'), 'utf8'));
    expect(committed).toEqual(openApiDocument(version));
  });
});
