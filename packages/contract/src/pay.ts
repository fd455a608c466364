import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { pay } from './projects.ts';
import { count, id, pageOf, pageQuery, projectParams, timestamp } from './shapes.ts';

const tag = 'Pay';

/** What a judgment is worth that was first given to somebody from a moment on, until the next rate. */
export const payRate = z.strictObject({
  /** 1, 2, 3 in the order they were set. */
  number: count,
  /** Null: nothing is paid by the judgment. */
  pay: pay.nullable(),
  /** Null: from the beginning. */
  validFrom: timestamp.nullable(),
  /** Null: it was set before that was noted. */
  setBy: z.string().nullable(),
});
export type PayRate = z.infer<typeof payRate>;

export const listPayRates = endpoint({
  method: 'GET',
  path: '/projects/:projectId/pay-rates',
  tag,
  access: { kind: 'project', action: 'manage', scope: 'read' },
  summary: 'What a judgment was and is worth, and since when; the newest first',
  params: projectParams,
  response: z.strictObject({ items: z.array(payRate) }),
});

/** Judgments that are paid by one rate. Amounts are whole millionths of the currency, so sums are exact. */
export const earned = z.strictObject({
  currency: z.string(),
  perJudgmentMicros: count,
  /** Judgments that count: final ones, those that can still be changed, and those with an open dispute. */
  accepted: count,
  pending: count,
  disputed: count,
});
export type Earned = z.infer<typeof earned>;

export const personPay = z.strictObject({ annotatorId: id, name: z.string(), earned: z.array(earned) });
export type PersonPay = z.infer<typeof personPay>;

export const listPayByPerson = endpoint({
  method: 'GET',
  path: '/projects/:projectId/pay',
  tag,
  access: { kind: 'project', action: 'manage', scope: 'read' },
  reads: 'replica',
  summary:
    'What each person is owed for judgments that were first given within these days, the same that they see themselves. A page may be short: whoever earned nothing is left out',
  params: projectParams,
  query: pageQuery.extend({
    /** Days in UTC, both included. */
    from: z.iso.date().optional(),
    to: z.iso.date().optional(),
  }),
  response: pageOf(personPay),
});
