import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createMetrics } from '@pairwright/runtime/observe/metrics';
import { createTestApp, ORIGIN, type TestApp } from '../../test-app.ts';

let kit: TestApp;
const metrics = createMetrics('api', '1');
beforeAll(async () => {
  kit = await createTestApp({}, undefined, { metrics });
});
afterAll(() => kit.close());
beforeEach(() => {
  kit.logLines.length = 0;
});

const secret = 'Zm9yIGEgZnJpZW5kLCBub3QgZm9yIGEgbG9n';
const older = {
  'document-uri': `${ORIGIN}/projects/01900000-0000-7000-8000-000000000000/quality?secret=${secret}#${secret}`,
  referrer: `${ORIGIN}/${secret}`,
  'violated-directive': 'script-src-elem',
  'effective-directive': 'script-src-elem',
  'original-policy': "default-src 'none'",
  disposition: 'enforce',
  'blocked-uri': `https://evil.example/${secret}.js?${secret}`,
  'line-number': 12,
  'column-number': 3,
  'source-file': `${ORIGIN}/assets/main-Ab3dE5gH.js`,
  'status-code': 200,
  'script-sample': secret,
};
const newer = {
  type: 'csp-violation',
  age: 10,
  url: `${ORIGIN}/join`,
  user_agent: 'Mozilla/5.0',
  body: {
    documentURL: `${ORIGIN}/join#${secret}`,
    referrer: '',
    blockedURL: 'inline',
    effectiveDirective: 'style-src-attr',
    originalPolicy: "default-src 'none'",
    sourceFile: null,
    sample: secret,
    disposition: 'enforce',
    statusCode: 200,
    lineNumber: null,
    columnNumber: null,
  },
};

function report(body: unknown, type: string, headers: Record<string, string> = { origin: ORIGIN }) {
  return kit.app.inject({
    method: 'POST',
    url: '/api/v1/policy-reports',
    headers: { host: 'localhost:80', ...headers, 'content-type': type },
    payload: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

const told = () => kit.logLines.map((line) => JSON.parse(line) as Record<string, unknown>);

describe('a report of a violation', () => {
  it('is one line of the log, without a text, an address or a secret of the page', async () => {
    const answer = await report({ 'csp-report': older }, 'application/csp-report', {});
    expect([answer.statusCode, answer.body]).toEqual([204, '']);
    expect(told()).toMatchObject([
      {
        level: 'warn',
        reports: 1,
        violations: [
          {
            directive: 'script-src-elem',
            by: 'page',
            blocked: 'https://evil.example',
            page: '/projects/*/quality',
            source: 'main-Ab3dE5gH.js',
            line: 12,
          },
        ],
      },
    ]);
    expect(kit.logLines.join('')).not.toContain(secret);
  });

  it('comes in lists from the Reporting API, each kind told once', async () => {
    const other = { ...newer, body: { ...newer.body, effectiveDirective: 'x'.repeat(200) } };
    const foreign = { ...newer, body: { ...newer.body, sourceFile: 'chrome-extension://abc/content.js' } };
    metrics.registry.resetMetrics();
    const answer = await report([newer, newer, other, foreign], 'application/reports+json');
    expect(answer.statusCode).toBe(204);
    const counted = await metrics.registry.getSingleMetric('pairwright_policy_violations_total')!.get();
    expect(counted.values.map(({ labels, value }) => [labels['directive'], labels['by'], value])).toEqual([
      ['style-src-attr', 'page', 2],
      ['other', 'page', 1],
      ['style-src-attr', 'extension', 1],
    ]);
    const [line] = told();
    expect(line).toMatchObject({
      reports: 4,
      violations: [
        { directive: 'style-src-attr', by: 'page', blocked: 'inline', page: '/join', source: null },
        { directive: 'other', by: 'page' },
        { directive: 'style-src-attr', by: 'extension', source: 'chrome-extension:' },
      ],
    });
    expect(told()).toHaveLength(1);
    expect(kit.logLines.join('')).not.toContain(secret);
    expect(kit.logLines.join('')).not.toContain('xxxx');
  });

  it.each([
    ['an address that is none', { 'blocked-uri': `\u001B[31m${secret}`, 'document-uri': secret }],
    ['a file with a strange name', { 'source-file': `${ORIGIN}/assets/${'я'.repeat(50)}` }],
    ['a script of the page itself', { 'source-file': `data:text/javascript,${secret}` }],
  ])('keeps nothing of %s', async (_what, odd) => {
    const answer = await report({ 'csp-report': { ...older, ...odd } }, 'application/csp-report');
    expect(answer.statusCode).toBe(204);
    const line = kit.logLines.join('');
    for (const foreign of [secret, 'u001', '%D1', 'я']) expect(line).not.toContain(foreign);
  });
});

describe('what is refused', () => {
  it.each([
    ['a field more', { 'csp-report': { ...older, isOwner: true } }, 'body.csp-report.isOwner'],
    ['a field more in a list', [{ ...newer, isOwner: true }], 'body.0.isOwner'],
    ['another kind of report', [{ ...newer, type: 'crash' }], 'body'],
    ['a list without end', Array.from({ length: 51 }, () => newer), 'body'],
    ['something else', 'null', 'body'],
    ['no JSON', '{', 'body'],
  ])('%s', async (_what, body, path) => {
    const answer = await report(body, 'application/reports+json');
    expect(answer.statusCode).toBe(400);
    expect(answer.json().faults.map((fault: { path: string }) => fault.path)).toContain(path);
    expect(kit.logLines).toEqual([]);
  });

  it('a large one, before it is read', async () => {
    for (const type of ['application/json', 'application/csp-report', 'application/reports+json']) {
      const answer = await report(`"${'x'.repeat(65_536)}"`, type);
      expect([type, answer.statusCode, answer.json().code]).toEqual([type, 413, 'payload_too_large']);
    }
  });

  it('types of reports at every other address', async () => {
    const answer = await kit.app.inject({
      method: 'POST',
      url: '/api/v1/session',
      headers: { host: 'localhost:80', origin: ORIGIN, 'content-type': 'application/reports+json' },
      payload: '{}',
    });
    expect(answer.json().code).toBe('unsupported_media_type');
  });

  it('more than sixty in a minute from one address', async () => {
    const fresh = await createTestApp();
    try {
      const codes: number[] = [];
      for (let i = 0; i < 61; i += 1)
        codes.push(
          (
            await fresh.app.inject({
              method: 'POST',
              url: '/api/v1/policy-reports',
              headers: { 'content-type': 'application/reports+json' },
              payload: '[]',
            })
          ).statusCode,
        );
      expect([codes.slice(0, 60).every((code) => code === 204), codes[60]]).toEqual([true, 429]);
    } finally {
      await fresh.close();
    }
  });
});
