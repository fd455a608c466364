import type { Pairing } from '@pairwright/contract/imports';
import { importStates, importTransition } from '@pairwright/domain/import-lifecycle';
import { expect, test } from 'vitest';
import { canBegin, draftOf, emptyPlan, offeredPlan, readPlan, samePlan } from './plan.ts';

const plans: Pairing[] = [
  { plan: 'all_pairs' },
  { plan: 'against_baseline', model: ' gpt ' },
  { plan: 'random_k', k: 3, seed: 7 },
  { plan: 'groups', size: 4, seed: 7 },
  { plan: 'singles' },
];

test.each(plans)('$plan goes into the form and out again unchanged', (pairing) => {
  expect(readPlan(draftOf(pairing))).toEqual({ ok: true, pairing });
  expect(samePlan(pairing, pairing)).toBe(true);
  expect(samePlan(null, pairing)).toBe(false);
});

test('what cannot be sent says why', () => {
  expect(readPlan({ ...emptyPlan, plan: 'against_baseline' })).toEqual({ ok: false, fault: 'model_missing' });
  for (const k of ['', '0', '101', '1.5', '-1', 'x']) {
    expect(readPlan({ ...emptyPlan, plan: 'random_k', k }), k).toEqual({
      ok: false,
      fault: 'k_out_of_range',
    });
  }
  for (const size of ['', '2', '10', '3.5', 'x']) {
    expect(readPlan({ ...emptyPlan, plan: 'groups', size }), size).toEqual({
      ok: false,
      fault: 'size_out_of_range',
    });
  }
  for (const plan of ['random_k', 'groups'] as const) {
    expect(readPlan({ ...emptyPlan, plan, seed: '2147483649' })).toEqual({
      ok: false,
      fault: 'seed_out_of_range',
    });
  }
});

test('each kind of question has its plans, the usual one first', () => {
  expect(offeredPlan(emptyPlan, 'pair')).toEqual(emptyPlan);
  expect(offeredPlan(emptyPlan, 'rank').plan).toBe('groups');
  expect(offeredPlan(emptyPlan, 'single').plan).toBe('singles');
  expect(offeredPlan({ ...emptyPlan, plan: 'random_k' }, 'pair').plan).toBe('random_k');
});

test('a check or run is offered exactly where the life cycle takes it', () => {
  for (const state of importStates) {
    const taken = importTransition(state, 'run').ok && importTransition(state, 'check').ok;
    expect(canBegin({ state, sizeBytes: 1 }), state).toBe(taken);
    // A file that could not be fetched is none.
    expect(canBegin({ state, sizeBytes: null }), state).toBe(false);
  }
});
