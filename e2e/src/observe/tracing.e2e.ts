import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Product, startProduct } from '../support/product.ts';
import { type Collector, startCollector, type TracedSpan } from './collector.ts';

let collector: Collector;
let product: Product;
beforeAll(async () => {
  collector = await startCollector();
  product = await startProduct({
    demo: false,
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.baseUrl,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-collector=key-of-the-collector',
    },
  });
});
afterAll(async () => {
  await product.stop();
  await collector.close();
});

const password = 'a long enough secret';
const prompt = 'a prompt that nobody but annotators may read';
let cookie = '';

async function call(path: string, body: unknown, type = 'application/json'): Promise<{ id: string }> {
  const answer = await fetch(`${product.baseUrl}/api/v1${path}`, {
    method: 'POST',
    headers: {
      origin: product.baseUrl,
      'content-type': type,
      cookie,
      // A stranger's: no trusted proxy stands before this server.
      traceparent: '00-11111111111111111111111111111111-2222222222222222-01',
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie;
  const text = await answer.text();
  expect(answer.ok, `${path}: ${text}`).toBe(true);
  return JSON.parse(text === '' ? '{}' : text) as { id: string };
}

const ofOperation = (name: string): TracedSpan | undefined =>
  collector.spans().find((span) => span.name === name && span.service === 'pairwright-api');

test('a request, its statements, and the job that it asks for are one trace, with nothing of anybody in it', async () => {
  await call('/setup', { name: 'Olga Ownerova', email: 'olga@example.org', password, locale: 'en' });
  const project = await call('/projects', {
    name: 'Traced',
    template: 'pair_7',
    language: 'en',
    targetJudgments: 1,
  });
  const row = {
    messages: [{ role: 'user', content: prompt }],
    responses: [
      { model: 'one', content: 'yes' },
      { model: 'two', content: 'no' },
    ],
  };
  const imports = `/projects/${project.id}/imports`;
  const upload = await call(
    `${imports}?filename=rows.jsonl`,
    `${JSON.stringify(row)}\n`,
    'application/x-ndjson',
  );
  await call(`${imports}/${upload.id}/run`, { pairing: { plan: 'all_pairs' } });

  // The worker's part comes when its job is done.
  await expect
    .poll(() => collector.spans().filter(({ service }) => service === 'pairwright-worker').length)
    .toBeGreaterThan(0);
  await expect.poll(() => ofOperation('runImport')).toBeDefined();
  const request = ofOperation('runImport')!;
  expect(request.parentSpanId, 'strangers do not decide what is traced').toBeUndefined();
  expect(request.attributes).toMatchObject({
    'http.request.method': 'POST',
    'http.route': '/api/v1/projects/:projectId/imports/:importId/run',
    'http.response.status_code': expect.anything() as unknown,
    'pairwright.request_id': expect.any(String) as unknown,
  });

  const traced = () => collector.spans().filter(({ traceId }) => traceId === request.traceId);
  const statements = (service: string) =>
    traced().filter((span) => span.service === service && span.attributes['db.system.name'] === 'postgresql');
  expect(statements('pairwright-api').length).toBeGreaterThan(1);
  await expect
    .poll(() => statements('pairwright-worker').length, { message: 'the job goes on with the trace' })
    .toBeGreaterThan(1);

  const all = collector.text();
  for (const secret of [
    prompt,
    password,
    'Ownerova',
    'olga@example.org',
    cookie.split('=')[1]!,
    'rows.jsonl',
  ])
    expect(all, secret).not.toContain(secret);
  expect(collector.headers()).toMatchObject({ 'x-collector': 'key-of-the-collector' });
});
