import type { LifeCycleTable } from './lifecycle.ts';

export const erasureStates = ['pending', 'done', 'declined', 'cancelled'] as const;
export type ErasureState = (typeof erasureStates)[number];

/** `erase` and `decline`: an owner decides. `cancel`: the person takes it back. */
export type ErasureEvent = 'erase' | 'decline' | 'cancel';

/** The life of a request to be erased. What was decided or taken back stays so; the person may ask anew unless they are erased. */
export const erasureTable = {
  pending: { erase: { to: 'done' }, decline: { to: 'declined' }, cancel: { to: 'cancelled' } },
  done: { erase: { refuse: 'decided' }, decline: { refuse: 'decided' }, cancel: { refuse: 'decided' } },
  declined: { erase: { refuse: 'decided' }, decline: { refuse: 'decided' }, cancel: { refuse: 'decided' } },
  cancelled: {
    erase: { refuse: 'taken_back' },
    decline: { refuse: 'taken_back' },
    cancel: { refuse: 'taken_back' },
  },
} as const satisfies LifeCycleTable<ErasureState, ErasureEvent, 'decided' | 'taken_back'>;
