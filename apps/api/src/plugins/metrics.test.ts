import { EventEmitter, once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { get } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, expect, test } from 'vitest';
import type { Services } from '@pairwright/core/context';
import { watchServices } from '@pairwright/core/system/gauges';
import { absentQueue } from '@pairwright/queue/absent-queue';
import { createMetrics, type Metrics } from '@pairwright/runtime/observe/metrics';
import { registerMetrics } from './metrics.ts';

let app: FastifyInstance | undefined;
afterEach(async () => {
  await app?.close();
  app = undefined;
});

function createApp(metrics: Metrics): FastifyInstance {
  app = Fastify();
  registerMetrics(app, metrics);
  return app;
}

async function lineOf(metrics: Metrics, start: string): Promise<string | undefined> {
  return (await metrics.registry.metrics()).split('\n').find((line) => line.startsWith(start));
}

test('answers are counted by operation, what is none as other', async () => {
  const metrics = createMetrics('api', '1');
  const server = createApp(metrics);
  server.get('/me', { config: { operation: 'getMe' } }, async () => 'ok');
  await server.inject('/me');
  await server.inject('/me');
  await server.inject('/nowhere');
  const count = 'pairwright_http_request_duration_seconds_count{program="api",operation=';
  expect(await lineOf(metrics, `${count}"getMe",status="2xx"}`)).toMatch(/ 2$/);
  expect(await lineOf(metrics, `${count}"other",status="4xx"}`)).toMatch(/ 1$/);
});

test('a client that goes away before its answer is not in flight for ever', async () => {
  const metrics = createMetrics('api', '1');
  const server = createApp(metrics);
  const inFlight = (): Promise<string | undefined> => lineOf(metrics, 'pairwright_http_requests_in_flight');
  const steps = new EventEmitter();
  const [arrived, gone] = [once(steps, 'arrived'), once(steps, 'gone')];
  server.get('/slow', async (request, reply) => {
    reply.raw.once('close', () => steps.emit('gone'));
    steps.emit('arrived');
    await gone;
    return request.id;
  });
  await server.listen({ port: 0, host: '127.0.0.1' });
  const call = get(`http://127.0.0.1:${(server.server.address() as AddressInfo).port}/slow`);
  const failed = once(call, 'error');
  await arrived;
  expect(await inFlight()).toMatch(/ 1$/);
  call.destroy(new Error('enough'));
  await failed;
  await gone;
  expect(await inFlight()).toMatch(/ 0$/);
});

/** Names of all that api and worker tell; nothing is read. */
function everyName(): string[] {
  const metrics = createMetrics('api', '1');
  registerMetrics(createApp(createMetrics('unused', '1')), metrics);
  const unread = { db: {} as Services['db'], artifacts: {} as Services['artifacts'] };
  watchServices(metrics, { ...unread, queue: absentQueue() });
  return metrics.registry.getMetricsAsArray().map(({ name }) => name);
}

const root = path.join(import.meta.dirname, '../../../..');
/** Many that the library brings: the dashboard has those that say most, and the page all in one line. */
const ofLibrary = /^pairwright_(process|nodejs)_/;

test('the dashboard and the page for operators have every number that the processes tell, each panel in a place of its own', async () => {
  const wanted = everyName().filter((name) => !ofLibrary.test(name));
  expect(wanted.length).toBeGreaterThan(30);
  const { panels } = JSON.parse(
    await readFile(path.join(root, 'deploy/grafana/pairwright.json'), 'utf8'),
  ) as {
    panels: { id: number; gridPos: { x: number; y: number }; targets: { expr: string }[] }[];
  };
  const page = await readFile(path.join(root, 'docs/operations.md'), 'utf8');
  const namesIn = (text: string) =>
    new Set(text.match(/pairwright_\w+/g)?.map((name) => name.replace(/_(bucket|count)$/, '')));
  const shown = namesIn(panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)).join('\n'));
  expect(wanted.filter((name) => !shown.has(name))).toEqual([]);
  const told = namesIn(page);
  expect(wanted.filter((name) => !told.has(name))).toEqual([]);
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  expect(new Set(panels.map(({ gridPos: { x, y } }) => `${x}/${y}`)).size).toBe(panels.length);
});

test('every number that the dashboard and the alert rules name is one that the processes tell', async () => {
  const told = new Set(
    everyName().flatMap((name) => [name, `${name}_bucket`, `${name}_count`, `${name}_sum`]),
  );
  const deploy = path.join(root, 'deploy');
  for (const file of ['grafana/pairwright.json', 'prometheus/alerts.yml']) {
    const named = (await readFile(path.join(deploy, file), 'utf8')).match(/pairwright_\w+/g) ?? [];
    expect(named.length, file).toBeGreaterThan(10);
    expect(
      [...new Set(named)].filter((name) => !told.has(name)),
      file,
    ).toEqual([]);
  }
});
