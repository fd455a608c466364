import { withDefaults } from '@pairwright/domain/judgment/missing';
import { expect, test } from 'vitest';
import { Holds } from './holds.ts';
import { work as anyWork } from './session.fixture.ts';
import { emptySession, guardMs, step } from './session.ts';
import type { Decision, Work } from './session.ts';
import type { Held } from './state.ts';

const work = (id: string, ...sensitive: string[]): Work => ({ ...anyWork(id), sensitive });

test('sensitive work is covered until it is shown, by itself or by all of its kinds', () => {
  const holds = new Holds();
  const [plain, one, two, both] = [
    work('1'),
    work('2', 'violence'),
    work('3', 'violence'),
    work('4', 'violence', 'hate'),
  ];
  expect([plain, one, two, both].map((each) => holds.of(each))).toEqual([
    null,
    'covered',
    'covered',
    'covered',
  ]);
  holds.show('2', []);
  expect([one, two].map(holds.covers)).toEqual([false, true]);
  holds.show('3', ['violence']);
  expect([one, two, work('5', 'violence'), both].map(holds.covers)).toEqual([false, false, false, true]);
});

test('guidelines to be read hold every judgment', () => {
  const holds = new Holds();
  const versions: number[] = [];
  holds.subscribe(() => versions.push(holds.version()));
  holds.unread(true);
  expect(holds.of(work('1'))).toBe('guidelines');
  holds.unread(false);
  expect(holds.of(work('1'))).toBe(null);
  expect(versions).toEqual([1, 2]);
});

test('a held judgment does not count and says why; a skip is not held', () => {
  const claimed = step(emptySession, {
    type: 'claimed',
    works: [work('1', 'hate')],
    decided: new Set(),
    exhausted: true,
  }).state;
  const shown = step(claimed, { type: 'painted', id: '1', at: 0 }).state;
  const decide = (decision: Decision, held: Held | null) =>
    step(shown, { type: 'decide', decision, at: guardMs, repeat: false, freshId: 'f', held });
  const vote: Decision = {
    kind: 'judgment',
    judgmentId: 'f',
    answer: { outcome: 'tie' },
    details: withDefaults({}),
    rationale: null,
  };
  const held = decide(vote, 'covered');
  expect(held.deeds).toEqual([]);
  expect(held.state.ignored?.reason).toBe('covered');
  expect(held.state.ignoredPresses).toBe(0);
  expect(decide(vote, null).deeds).toHaveLength(1);
  expect(decide({ kind: 'skip', reason: 'uncomfortable', note: null }, null).deeds).toHaveLength(1);
});
