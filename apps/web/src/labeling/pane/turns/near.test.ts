import { expect, test, vi } from 'vitest';
import { seePane, whenNear } from './near.ts';

test('what waits in the pane that is seen acts from its end while nothing else is done; what has gone does not', async () => {
  document.body.innerHTML =
    '<div data-assignment="1" data-visible><p></p><p></p><p></p></div><div data-assignment="2"><p></p></div>';
  const acted: number[] = [];
  const stops = [...document.querySelectorAll('p')].map((element, turn) =>
    whenNear(element, () => acted.push(turn)),
  );
  stops[1]?.();
  await vi.waitFor(() => expect(acted).toEqual([2, 0]));
  const [one, two] = [...document.querySelectorAll('[data-assignment]')];
  one?.removeAttribute('data-visible');
  two?.setAttribute('data-visible', '');
  seePane(two!);
  await vi.waitFor(() => expect(acted).toEqual([2, 0, 3]));
});
