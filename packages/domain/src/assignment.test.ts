import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  assignmentEvents,
  assignmentStates,
  assignmentTable,
  place,
  transition,
  type AssignmentEvent,
  type AssignmentState,
} from './assignment.ts';
import { statesAccepting, tableToMarkdown } from './lifecycle.ts';

interface Held {
  state: AssignmentState;
  counted: boolean;
  judged: boolean;
}

/** One comparison and its annotators, moved only by `place`, with the rows that the counters stand for. */
class Comparison {
  leased = 0;
  judged = 0;
  readonly held = new Map<number, Held>();
  readonly target: number;
  surplusLeases = 0;
  constructor(target: number) {
    this.target = target;
  }

  apply(annotator: number, event: AssignmentEvent): boolean {
    const before = this.held.get(annotator) ?? { state: 'open' as const, counted: false, judged: false };
    const result = place({ leased: this.leased, judged: this.judged, target: this.target }, before, event);
    if (!result.ok) return false;
    this.leased += result.leasedBy;
    this.judged += result.judgedBy;
    this.held.set(annotator, {
      state: result.state,
      counted: result.counted,
      judged: result.state === 'submitted',
    });
    return true;
  }

  count(test: (held: Held) => boolean): number {
    return [...this.held.values()].filter(test).length;
  }
}

const steps = fc.array(fc.tuple(fc.integer({ min: 1, max: 6 }), fc.constantFrom(...assignmentEvents)), {
  maxLength: 80,
});
const target = fc.integer({ min: 1, max: 4 });

describe('the life of an assignment', () => {
  it('answers every event in every state', () => {
    for (const state of assignmentStates)
      for (const event of assignmentEvents) {
        const step = transition(state, event);
        if (step.ok) expect(assignmentStates).toContain(step.state);
        else expect(step.reason).toMatch(/^[a-z_]+$/);
      }
  });

  it('keeps a late submit from every state but open', () => {
    expect(statesAccepting(assignmentTable, 'submit', 'submitted')).toEqual([
      'leased',
      'submitted',
      'skipped',
      'expired',
      'released',
    ]);
    expect(transition('open', 'submit')).toEqual({ ok: false, reason: 'not_claimed' });
  });

  it('never counts more judgments than the target, and the counters equal the rows', () => {
    fc.assert(
      fc.property(target, steps, (wanted, moves) => {
        const comparison = new Comparison(wanted);
        for (const [annotator, event] of moves) {
          comparison.apply(annotator, event);
          expect(comparison.leased).toBe(comparison.count((held) => held.state === 'leased'));
          expect(comparison.judged).toBe(comparison.count((held) => held.counted));
          expect(comparison.judged).toBeLessThanOrEqual(wanted);
          expect(comparison.count((held) => held.judged && !held.counted && held.state !== 'submitted')).toBe(
            0,
          );
        }
      }),
      { numRuns: 500 },
    );
  });

  it('never holds more leases and counted judgments than the target, except by taking back an undo or a skip', () => {
    const forward = fc.array(
      fc.tuple(
        fc.integer({ min: 1, max: 6 }),
        fc.constantFrom('claim', 'renew', 'submit', 'skip', 'release', 'expire'),
      ),
      { maxLength: 80 },
    );
    fc.assert(
      fc.property(target, forward, (wanted, moves) => {
        const comparison = new Comparison(wanted);
        for (const [annotator, event] of moves as [number, AssignmentEvent][]) {
          comparison.apply(annotator, event);
          expect(comparison.leased + comparison.judged).toBeLessThanOrEqual(wanted);
        }
      }),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(target, steps, (wanted, moves) => {
        const comparison = new Comparison(wanted);
        let takenBack = 0;
        for (const [annotator, event] of moves) {
          const done = comparison.apply(annotator, event);
          if (done && (event === 'retract' || event === 'unskip')) takenBack++;
          expect(comparison.leased + comparison.judged).toBeLessThanOrEqual(wanted + takenBack);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('never gives a comparison that has all it wants to one more annotator', () => {
    fc.assert(
      fc.property(target, steps, (wanted, moves) => {
        const comparison = new Comparison(wanted);
        for (const [annotator, event] of moves) {
          const full = comparison.leased + comparison.judged >= wanted;
          const done = comparison.apply(annotator, event);
          if (event === 'claim' && full) expect(done).toBe(false);
        }
      }),
    );
  });

  it('lets nobody judge twice: a second submit replaces, and no new claim follows it', () => {
    const comparison = new Comparison(3);
    comparison.apply(1, 'claim');
    comparison.apply(1, 'submit');
    expect(comparison.apply(1, 'claim')).toBe(false);
    expect(comparison.apply(1, 'submit')).toBe(true);
    expect(comparison.judged).toBe(1);
  });

  it('keeps the work of an expired lease as surplus when others filled the target', () => {
    const comparison = new Comparison(1);
    comparison.apply(1, 'claim');
    comparison.apply(1, 'expire');
    comparison.apply(2, 'claim');
    comparison.apply(2, 'submit');
    expect(
      place({ leased: 0, judged: 1, target: 1 }, { state: 'expired', counted: false }, 'submit'),
    ).toEqual({ ok: true, state: 'submitted', counted: false, surplus: true, leasedBy: 0, judgedBy: 0 });
  });

  it('gives the place back on undo and takes it again', () => {
    const undone = place(
      { leased: 0, judged: 1, target: 1 },
      { state: 'submitted', counted: true },
      'retract',
    );
    expect(undone).toMatchObject({ ok: true, state: 'leased', leasedBy: 1, judgedBy: -1 });
    const again = place({ leased: 1, judged: 0, target: 1 }, { state: 'leased', counted: false }, 'submit');
    expect(again).toMatchObject({ ok: true, counted: true, leasedBy: -1, judgedBy: 1 });
  });

  it('is documented as it is', () => {
    const page = readFileSync(new URL('../../../docs/state-machines/assignment.md', import.meta.url), 'utf8');
    expect(page).toContain(tableToMarkdown(assignmentTable));
  });
});
