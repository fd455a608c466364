import { expect, test } from 'vitest';
import { sedimentOf } from './looking-back.ts';
import { currentId, emptySession, guardMs, step } from './session.ts';
import { skip, vote, work } from './session.fixture.ts';
import type { Decision, Deed, SessionEvent, SessionState } from './session.ts';

function after(state: SessionState, ...events: SessionEvent[]): { state: SessionState; deeds: Deed[] } {
  const deeds: Deed[] = [];
  for (const event of events) {
    const result = step(state, event);
    state = result.state;
    deeds.push(...result.deeds);
  }
  return { state, deeds };
}
const claim = (...ids: string[]): SessionEvent => ({
  type: 'claimed',
  works: ids.map(work),
  decided: new Set(),
  exhausted: false,
});
const decide = (id: string, decision: Decision): SessionEvent[] => [
  { type: 'painted', id, at: 0 },
  { type: 'decide', decision, at: guardMs, repeat: false, freshId: `f-${id}` },
];

/** As IndexedDB keeps it. */
const stored = <T>(value: T): T => structuredClone(value);

test('undo goes on behind a reload, fifty deep, and tells the server the same', () => {
  const ids = Array.from({ length: 60 }, (_, index) => `p${index}`);
  const before = after(
    emptySession,
    claim(...ids, 'open'),
    ...ids.flatMap((id, index) => decide(id, index % 7 === 0 ? skip : vote(`j-${id}`))),
  ).state;
  let { state } = after(emptySession, claim('open'), {
    type: 'restored',
    sediment: stored(sedimentOf(before)),
  });
  expect(currentId(state)).toBe('open');
  expect(state.judged).toBe(0);
  for (let back = 59; back >= 10; back -= 1) {
    const undone = after(
      state,
      { type: 'text', work: work(`p${back}`) },
      { type: 'undo', freshId: `r${back}` },
    );
    state = undone.state;
    expect(undone.deeds).toEqual([
      back % 7 === 0
        ? { kind: 'unskip', assignmentId: `p${back}` }
        : { kind: 'retract', assignmentId: `p${back}`, id: `r${back}`, judgmentId: `j-p${back}` },
    ]);
    expect(currentId(state)).toBe(`p${back}`);
  }
  expect(after(state, { type: 'undo', freshId: 'none' }).deeds).toEqual([]);
});

test('what came back to be judged, or was decided since, is not restored over it', () => {
  const before = after(emptySession, claim('a', 'b'), ...decide('a', vote('ja')), ...decide('b', vote('jb')));
  const sediment = sedimentOf(before.state);
  const { state } = after(emptySession, claim('b', 'c'), { type: 'restored', sediment });
  expect(state.trail).toEqual(['a']);
  expect(state.queue).toEqual(['b', 'c']);
  expect(state.log.map(({ assignmentId }) => assignmentId)).toEqual(['a']);
});

test('a restored decision that the server gives out again is mine to decide', () => {
  const before = after(emptySession, claim('a'), ...decide('a', vote('ja')));
  const restored = after(emptySession, { type: 'restored', sediment: sedimentOf(before.state) }).state;
  const { state } = after(restored, {
    type: 'claimed',
    works: [work('a')],
    decided: new Set(),
    exhausted: false,
    reopened: new Set(['a']),
  });
  expect(state.queue).toEqual(['a']);
  expect(state.decisions.size).toBe(0);
  expect(state.log).toEqual([]);
});

test('a locked decision takes no presses and undo goes past it', () => {
  const before = after(
    emptySession,
    claim('a', 'b', 'c'),
    ...decide('a', vote('ja')),
    ...decide('b', vote('jb')),
  ).state;
  // Taken back here, refused there: it stands.
  const undone = after(before, { type: 'undo', freshId: 'r' }).state;
  const stands = after(undone, {
    type: 'stands',
    standing: { work: work('b'), decision: vote('jb'), lock: 'time_over' },
  }).state;
  expect(stands.queue).toEqual(['c']);
  expect(stands.visiting).toBe('b');
  const pressed = after(stands, ...decide('b', vote('new')));
  expect(pressed.deeds).toEqual([]);
  expect(pressed.state.ignored?.reason).toBe('locked');
  expect(after(stands, { type: 'undo', freshId: 'r2' }).deeds).toEqual([
    { kind: 'retract', assignmentId: 'a', id: 'r2', judgmentId: 'ja' },
  ]);
});

test('presses that came too soon are counted for the pair they were meant for', () => {
  const press = (at: number, repeat = false): SessionEvent => ({
    type: 'decide',
    decision: vote('j'),
    at,
    repeat,
    freshId: 'j',
  });
  const early = after(
    emptySession,
    claim('a', 'b'),
    press(0),
    { type: 'painted', id: 'a', at: 100 },
    press(120),
    press(guardMs + 99),
    press(guardMs + 99, true),
  ).state;
  expect(early.ignoredPresses).toBe(3);
  const next = after(early, press(guardMs + 100)).state;
  expect(currentId(next)).toBe('b');
  expect(next.ignoredPresses).toBe(0);
});
