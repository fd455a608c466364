// Node has no IndexedDB of its own: here it is fake-indexeddb. The browser journeys use the real one.
import 'fake-indexeddb/auto';
import { withDefaults } from '@pairwright/domain/judgment/missing';
import { expect, test } from 'vitest';
import { beHere, forgetEverybody, keptWorks, lastPerson } from '../../device/device-store.ts';
import { Keeper } from './keeper.ts';
import { work as anyWork } from './session.fixture.ts';
import { emptySession, guardMs, step } from './session.ts';
import type { SessionEvent, SessionState, Work } from './session.ts';

const work = (id: string): Work => ({
  ...anyWork(id),
  prompt: [{ role: 'user', content: `text of ${id}` }],
});
const claim = (...ids: string[]): SessionEvent => ({
  type: 'claimed',
  works: ids.map(work),
  decided: new Set(),
  exhausted: false,
});

function voted(state: SessionState, id: string): SessionState {
  const seen = step(state, { type: 'painted', id, at: 0 }).state;
  const answer = { outcome: 'tie' as const };
  return step(seen, {
    type: 'decide',
    decision: { kind: 'judgment', judgmentId: `j${id}`, answer, details: withDefaults({}), rationale: null },
    at: guardMs,
    repeat: false,
    freshId: `j${id}`,
  }).state;
}

const idsOf = (works: readonly Work[]): string[] => works.map(({ id }) => id);

test('the pairs at hand are there for the next page, in order; those decided are gone', async () => {
  await beHere('u1');
  const keeper = new Keeper('u1', 'p');
  let state = step(emptySession, claim('c', 'a', 'b')).state;
  keeper.follow(state);
  state = voted(state, 'c');
  keeper.follow(state);
  state = step(state, claim('d')).state;
  keeper.follow(state);
  await keeper.settled();
  const next = new Keeper('u1', 'p');
  expect(await next.works()).toEqual([work('a'), work('b'), work('d')]);
  expect((await next.sediment())?.log).toEqual([{ assignmentId: 'c', previous: null }]);
  expect(await new Keeper('u1', 'other').works()).toEqual([]);

  // Taken back: it stands first again.
  next.follow(
    step(step(emptySession, claim('a', 'b', 'd')).state, { type: 'visit', work: work('c'), decision: null })
      .state,
  );
  await next.settled();
  expect(idsOf(await new Keeper('u1', 'p').works())).toEqual(['c', 'a', 'b', 'd']);
});

test('what an earlier page left and the server did not give again is let go of', async () => {
  await beHere('u1');
  const keeper = new Keeper('u1', 'q');
  keeper.follow(step(emptySession, claim('old', 'kept')).state);
  await keeper.settled();
  const next = new Keeper('u1', 'q');
  await next.works();
  next.follow(step(emptySession, claim('kept', 'new')).state);
  await next.settled();
  expect(idsOf(await new Keeper('u1', 'q').works())).toEqual(['kept', 'new']);
});

test('another person, and nobody, find nothing of the first', async () => {
  await beHere('u1');
  const keeper = new Keeper('u1', 'r');
  keeper.follow(step(emptySession, claim('a')).state);
  await keeper.settled();
  await beHere('u2');
  expect(await keptWorks('u1', 'r')).toEqual([]);
  expect(await keeper.sediment()).toBeNull();
  expect(await lastPerson()).toBe('u2');
  await forgetEverybody();
  expect(await lastPerson()).toBeNull();
});
