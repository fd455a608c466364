import { expect, test } from 'vitest';
import { readFilter, withChoice } from './audit-filter.ts';

test('the address says what the log is narrowed to, and nothing else', () => {
  const search = new URLSearchParams(
    'actorId=a&actor=Wei&from=2026-01-02&limit=9&action=&requestId=r-1&address=1.1.1.1',
  );
  expect(readFilter(search)).toEqual({
    actorId: 'a',
    actor: 'Wei',
    from: '2026-01-02',
    requestId: 'r-1',
    address: '1.1.1.1',
  });
});

test('a choice is added, replaced and taken away', () => {
  const filter = { actorId: 'a', to: '2026-01-02' };
  expect(withChoice(filter, 'action', 'signIn')).toEqual({ ...filter, action: 'signIn' });
  expect(withChoice(filter, 'actorId', 'b')).toEqual({ ...filter, actorId: 'b' });
  expect(withChoice(filter, 'actorId', '')).toEqual({ to: '2026-01-02' });
});
