import { cleanup, render, screen } from '@testing-library/react';
import { Suspense } from 'react';
import { afterEach, expect, test } from 'vitest';
import '../patience.fixture.ts';
import { lazyLater } from './lazy-later.ts';

afterEach(cleanup);

test('code that cannot be fetched breaks nothing, and comes when the network is back', async () => {
  let online = false;
  let tries = 0;
  const Part = lazyLater(async () => {
    tries += 1;
    if (!online) throw new TypeError('Failed to fetch dynamically imported module');
    return { default: () => <p>here</p> };
  });
  render(
    <Suspense fallback={<p>waiting</p>}>
      <Part />
    </Suspense>,
  );
  await expect.poll(() => tries).toBe(1);
  expect(screen.getByText('waiting')).toBeTruthy();
  online = true;
  window.dispatchEvent(new Event('online'));
  await screen.findByText('here');
  expect(tries).toBe(2);
});
