import { afterEach, expect, test } from 'vitest';
import { createMetrics, type Metrics } from './metrics.ts';
import { type ProbeServer, startProbeServer } from './probe-server.ts';

let server: ProbeServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function start(metrics: Metrics, reason?: () => string | undefined): Promise<string> {
  server = await startProbeServer({
    host: '127.0.0.1',
    port: 0,
    metrics,
    notReady: async () => reason?.(),
  });
  return `http://127.0.0.1:${server.port}`;
}

async function linesOf(url: string, name: string): Promise<string[]> {
  const answer = await fetch(`${url}/metrics`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  return (await answer.text()).split('\n').filter((line) => line.startsWith(name));
}

test('requests and jobs are counted by name and how they ended', async () => {
  const metrics = createMetrics('api', '1.2.3');
  metrics.request('submitJudgment', 201, 0.004);
  metrics.request('submitJudgment', 200, 0.004);
  metrics.request('submitJudgment', 503, 2);
  metrics.job('export.run', 'failed', 3);
  const url = await start(metrics);
  expect(await linesOf(url, 'pairwright_http_request_duration_seconds_count')).toEqual([
    'pairwright_http_request_duration_seconds_count{program="api",operation="submitJudgment",status="2xx"} 2',
    'pairwright_http_request_duration_seconds_count{program="api",operation="submitJudgment",status="5xx"} 1',
  ]);
  expect(await linesOf(url, 'pairwright_job_duration_seconds_sum')).toEqual([
    'pairwright_job_duration_seconds_sum{program="api",job="export.run",result="failed"} 3',
  ]);
  expect(await linesOf(url, 'pairwright_build_info')).toEqual([
    'pairwright_build_info{version="1.2.3",program="api"} 1',
  ]);
  expect(await linesOf(url, 'pairwright_nodejs_eventloop_lag_seconds')).not.toEqual([]);
});

test('a gauge that cannot be read is left out and counted, and the others stay', async () => {
  const metrics = createMetrics('worker', '1.2.3');
  let broken = false;
  metrics.gauges('things', [
    {
      name: 'pairwright_things',
      help: 'Things.',
      labels: ['kind'],
      read: () => {
        if (broken) throw new Error('away');
        return [{ labels: { kind: 'a' }, value: 3 }];
      },
    },
    { name: 'pairwright_other', help: 'Others.', read: async () => [{ value: 7 }] },
  ]);
  const url = await start(metrics);
  expect(await linesOf(url, 'pairwright_things')).toEqual(['pairwright_things{kind="a",program="worker"} 3']);
  broken = true;
  expect(await linesOf(url, 'pairwright_things')).toEqual([]);
  expect(await linesOf(url, 'pairwright_other')).toEqual(['pairwright_other{program="worker"} 7']);
  // One for each of the scrapes above.
  expect(await linesOf(url, 'pairwright_scrape_failures_total')).toEqual([
    'pairwright_scrape_failures_total{source="things",program="worker"} 3',
  ]);
});

test('live says that the process answers, ready whether it can work', async () => {
  let reason: string | undefined;
  const url = await start(createMetrics('worker', '1'), () => reason);
  const ask = async (path: string): Promise<unknown[]> => {
    const answer = await fetch(`${url}${path}`);
    return [answer.status, await answer.json()];
  };
  expect(await ask('/health/ready')).toEqual([200, { status: 'ok' }]);
  reason = 'The database cannot be reached.';
  expect(await ask('/health/ready')).toEqual([503, { status: 'failed', detail: reason }]);
  expect(await ask('/health/live')).toEqual([200, { status: 'ok' }]);
  expect(await ask('/elsewhere')).toEqual([404, { status: 'not_found' }]);
});
