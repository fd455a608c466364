import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, waitFor } from '@testing-library/react';
import type { Health } from '@pairwright/contract/system';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { changeLocale, startI18n } from '../../../i18n/i18n.ts';
import { WaitingForWorker } from './WaitingForWorker.tsx';
import { troubleIn } from './worker-health.ts';

beforeAll(() => startI18n(['console']));
afterEach(cleanup);

const ok = { status: 'ok' } as const;
const well: Health = {
  status: 'ok',
  version: '1',
  database: ok,
  migrations: ok,
  queue: ok,
  worker: ok,
};
const withoutWorker: Health = { ...well, status: 'degraded', worker: { status: 'degraded' } };
const withoutQueue: Health = { ...withoutWorker, queue: { status: 'degraded' } };

function shown(ask: () => Promise<unknown>, isOwner = false) {
  const client = new QueryClient();
  client.setQueryData(['getMe', {}], { id: 'u', isOwner });
  return render(
    <QueryClientProvider client={client}>
      <WaitingForWorker afterMs={0} ask={ask} />
    </QueryClientProvider>,
  );
}

test.each([
  ['en', withoutWorker, true, 'start a worker'],
  ['en', withoutWorker, false, 'Tell whoever operates this installation'],
  ['en', withoutQueue, false, 'The job queue cannot be reached'],
  ['zh-CN', withoutWorker, true, '启动工作进程后'],
  ['zh-CN', withoutQueue, false, '无法连接任务队列'],
] as const)('what waits says why, and what to do, in %s', async (locale, health, isOwner, words) => {
  await changeLocale(locale);
  const { findByRole } = shown(() => Promise.resolve(health), isOwner);
  expect((await findByRole('status')).textContent).toContain(words);
});

test('where all is well, and where nobody answers, nothing is claimed', async () => {
  await changeLocale('en');
  for (const ask of [() => Promise.resolve(well), () => Promise.reject(new TypeError('no network'))]) {
    let asked = 0;
    const { container } = shown(() => {
      asked += 1;
      return ask();
    });
    await waitFor(() => expect(asked).toBe(1));
    await waitFor(() => expect(container.textContent).toBe(''));
    cleanup();
  }
});

test('an answer of another shape is no trouble', () => {
  for (const answer of [null, {}, 'Bad Gateway', []]) expect(troubleIn(answer)).toBe(null);
});
