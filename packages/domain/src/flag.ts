import type { LifeCycleTable } from './lifecycle.ts';

export const flagStates = ['open', 'valid', 'dismissed', 'withdrawn'] as const;
export type FlagState = (typeof flagStates)[number];
export type FlagEvent = 'uphold' | 'dismiss' | 'reopen' | 'withdraw';

/** The life of a flag. Reviewers may change their mind; whoever raised it takes it back only while nobody has settled it. */
export const flagTable = {
  open: {
    uphold: { to: 'valid' },
    dismiss: { to: 'dismissed' },
    reopen: { to: 'open' },
    withdraw: { to: 'withdrawn' },
  },
  valid: {
    uphold: { to: 'valid' },
    dismiss: { to: 'dismissed' },
    reopen: { to: 'open' },
    withdraw: { refuse: 'settled' },
  },
  dismissed: {
    uphold: { to: 'valid' },
    dismiss: { to: 'dismissed' },
    reopen: { to: 'open' },
    withdraw: { refuse: 'settled' },
  },
  withdrawn: {
    uphold: { refuse: 'withdrawn' },
    dismiss: { refuse: 'withdrawn' },
    reopen: { refuse: 'withdrawn' },
    withdraw: { to: 'withdrawn' },
  },
} as const satisfies LifeCycleTable<FlagState, FlagEvent, 'settled' | 'withdrawn'>;
