import { expect, test } from 'vitest';
import { currentId, emptySession, guardMs, nextIds, step } from './session.ts';
import { skip, vote, work } from './session.fixture.ts';
import type { Decision, Deed, SessionEvent, SessionState } from './session.ts';

class Desk {
  state: SessionState = emptySession;
  deeds: Deed[] = [];
  now = 0;
  #ids = 0;

  do(event: SessionEvent): readonly Deed[] {
    const result = step(this.state, event);
    this.state = result.state;
    this.deeds.push(...result.deeds);
    return result.deeds;
  }

  claim(...ids: string[]): void {
    this.do({ type: 'claimed', works: ids.map(work), decided: new Set(), exhausted: false });
  }

  /** Looks long enough at what is shown, then decides. */
  decide(make: (judgmentId: string) => Decision): readonly Deed[] {
    const id = currentId(this.state);
    if (id !== null) this.do({ type: 'painted', id, at: this.now });
    this.now += guardMs;
    const freshId = this.fresh();
    return this.do({ type: 'decide', decision: make(freshId), at: this.now, repeat: false, freshId });
  }

  undo(): readonly Deed[] {
    return this.do({ type: 'undo', freshId: this.fresh() });
  }

  fresh(): string {
    this.#ids += 1;
    return `j${this.#ids}`;
  }
}

test('a vote brings the next pair, which was laid out before', () => {
  const desk = new Desk();
  desk.claim('p1', 'p2', 'p3');
  expect([currentId(desk.state), nextIds(desk.state, 1)]).toEqual(['p1', ['p2']]);
  expect(desk.decide((id) => vote(id))).toMatchObject([{ kind: 'judgment', assignmentId: 'p1' }]);
  expect([currentId(desk.state), nextIds(desk.state, 2)]).toEqual(['p2', ['p3']]);
});

test('no vote on what was not seen for a quarter of a second', () => {
  const desk = new Desk();
  desk.claim('p1', 'p2');
  const press = (at: number, repeat = false) =>
    desk.do({ type: 'decide', decision: vote('j'), at, repeat, freshId: 'j' });
  expect(press(1000)).toEqual([]);
  expect(desk.state.ignored?.reason).toBe('not_shown');
  desk.do({ type: 'painted', id: 'p1', at: 1000 });
  expect(press(1000 + guardMs - 1)).toEqual([]);
  expect(desk.state.ignored).toEqual({ reason: 'too_soon', turn: 2 });
  expect(press(1000 + guardMs, true)).toEqual([]);
  expect(desk.state.ignored?.reason).toBe('repeat');
  expect(press(1000 + guardMs)).toHaveLength(1);
  expect(press(1000 + guardMs), 'the next pair is not painted yet').toEqual([]);
  expect(desk.state.decisions.size).toBe(1);
});

test('undo takes back step by step, fifty deep', () => {
  const desk = new Desk();
  const ids = Array.from({ length: 60 }, (_, index) => `p${index}`);
  desk.claim(...ids);
  for (const _ of ids) desk.decide((id) => vote(id));
  expect(desk.state.queue).toEqual([]);
  for (let back = 59; back >= 10; back -= 1) {
    expect(desk.undo()).toMatchObject([{ kind: 'retract', assignmentId: `p${back}` }]);
    expect(currentId(desk.state)).toBe(`p${back}`);
  }
  expect(desk.undo()).toEqual([]);
  expect(desk.state.trail).toHaveLength(10);
});

test('going back and choosing again replaces the judgment; undo restores the first choice', () => {
  const desk = new Desk();
  desk.claim('p1', 'p2');
  desk.decide((id) => vote(id, 1));
  desk.do({ type: 'back' });
  expect(currentId(desk.state)).toBe('p1');
  expect(desk.decide((id) => vote(id, 5))).toMatchObject([{ kind: 'judgment', assignmentId: 'p1' }]);
  expect(currentId(desk.state)).toBe('p2');
  expect(desk.undo()).toMatchObject([
    { kind: 'judgment', assignmentId: 'p1', decision: { answer: { position: 1 } } },
  ]);
  expect(currentId(desk.state)).toBe('p1');
  expect(desk.undo()).toMatchObject([{ kind: 'retract', judgmentId: 'j3' }]);
  expect(desk.state.decisions.size).toBe(0);
});

test('a skip is undone by an unskip, and replaced by unskip and judgment', () => {
  const desk = new Desk();
  desk.claim('p1', 'p2');
  expect(desk.decide(() => skip)).toMatchObject([{ kind: 'skip', assignmentId: 'p1' }]);
  desk.do({ type: 'back' });
  expect(desk.decide((id) => vote(id)).map((deed) => deed.kind)).toEqual(['unskip', 'judgment']);
  expect(desk.undo().map((deed) => deed.kind)).toEqual(['retract', 'skip']);
  expect(desk.undo().map((deed) => deed.kind)).toEqual(['unskip']);
});

test('claims never bring back what is decided here', () => {
  const desk = new Desk();
  desk.claim('p1', 'p2');
  desk.decide((id) => vote(id));
  desk.do({
    type: 'claimed',
    works: ['p1', 'p2', 'p3', 'p4'].map(work),
    decided: new Set(['p3']),
    exhausted: true,
  });
  expect(desk.state.queue).toEqual(['p2', 'p4']);
  expect(desk.state.exhausted).toBe(true);
  // What is decided since may bring more: only a later claim says that nothing is left.
  desk.decide((id) => vote(id));
  expect(desk.state.exhausted).toBe(false);
});

test('history goes to the oldest and back to the pair at hand', () => {
  const desk = new Desk();
  desk.claim('p1', 'p2');
  desk.decide((id) => vote(id));
  desk.do({ type: 'history', entries: [{ assignmentId: 'old', decision: vote('jo') }] });
  desk.do({ type: 'back' });
  desk.do({ type: 'back' });
  expect(currentId(desk.state)).toBe('old');
  desk.do({ type: 'back' });
  expect(currentId(desk.state)).toBe('old');
  desk.do({ type: 'forward' });
  desk.do({ type: 'forward' });
  desk.do({ type: 'forward' });
  expect(currentId(desk.state)).toBe('p2');
});

/** What the server would hold after these deeds; it refuses what makes no sense. */
function serverAfter(deeds: readonly Deed[]): Map<string, string> {
  const held = new Map<string, string>();
  for (const deed of deeds) {
    const before = held.get(deed.assignmentId);
    if (deed.kind === 'judgment') {
      if (before === 'skip') throw new Error('judged a skipped assignment');
      held.set(deed.assignmentId, deed.decision.judgmentId);
    } else if (deed.kind === 'skip') {
      if (before !== undefined) throw new Error('skipped a decided assignment');
      held.set(deed.assignmentId, 'skip');
    } else {
      const expected = deed.kind === 'unskip' ? 'skip' : deed.judgmentId;
      if (before !== expected) throw new Error(`${deed.kind} of what is not held`);
      held.delete(deed.assignmentId);
    }
  }
  return held;
}

test('after any walk the server holds exactly what the screen shows', () => {
  let seed = 7;
  const random = (below: number): number => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
  for (let walk = 0; walk < 60; walk += 1) {
    const desk = new Desk();
    let claimed = 0;
    for (let move = 0; move < 120; move += 1) {
      const choice = random(10);
      if (desk.state.queue.length < 3) desk.claim(`p${(claimed += 1)}`, `p${(claimed += 1)}`);
      if (choice < 4) desk.decide((id) => vote(id, 1 + random(7)));
      else if (choice < 5) desk.decide(() => skip);
      else if (choice < 7) desk.undo();
      else desk.do({ type: choice < 9 ? 'back' : 'forward' });
    }
    const shown = new Map(
      [...desk.state.decisions].map(([id, decision]) => [
        id,
        decision.kind === 'skip' ? 'skip' : decision.judgmentId,
      ]),
    );
    expect(serverAfter(desk.deeds)).toEqual(shown);
    expect(new Set([...desk.state.queue, ...desk.state.trail]).size).toBe(claimed);
  }
});
