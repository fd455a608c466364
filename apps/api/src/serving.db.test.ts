import Fastify from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createProject } from '@pairwright/core/annotate/annotate.fixture';
import { sendEvents } from './event-stream.ts';
import { createTestApp, type TestApp } from './test-app.ts';

let kit: TestApp;
let address: string;
const ended: string[] = [];

beforeAll(async () => {
  kit = await createTestApp();
  address = await kit.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => kit.close());

it('does not wait for open event streams when it stops, and tells their sources', async () => {
  const app = Fastify();
  const stopping = new AbortController();
  app.decorate('services', kit.services);
  app.decorate('stopping', stopping.signal);
  app.addHook('preClose', async () => stopping.abort());
  app.get('/events', async (request, reply) =>
    sendEvents({ request, reply }, async function* (signal) {
      yield { first: true };
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
      ended.push('stopped');
    }),
  );
  const origin = await app.listen({ host: '127.0.0.1', port: 0 });
  const response = await fetch(`${origin}/events`);
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  const reader = response.body?.getReader();
  const first = await reader?.read();
  expect(new TextDecoder().decode(first?.value)).toContain('data: {"first":true}\n\n');
  await app.close();
  expect((await reader?.read())?.done).toBe(true);
  expect(ended).toEqual(['stopped']);
});

it('finishes what it has begun and takes nothing more', async () => {
  const { projectId, comparisonIds } = await createProject(kit.database, { comparisons: 2 });
  const admin = await kit.addMember(projectId, 'admin');
  const { cookie = '' } = admin.headers;
  const answers = await Promise.all(
    comparisonIds.map((id) =>
      fetch(`${address}/api/v1/projects/${projectId}/comparisons/${id}`, { headers: { cookie } }),
    ),
  );
  expect(answers.map((answer) => answer.status)).toEqual([200, 200]);
  await Promise.all(answers.map((answer) => answer.arrayBuffer()));
  await kit.app.close();
  await expect(fetch(`${address}/health`)).rejects.toThrow();
});
