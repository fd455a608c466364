import { z } from 'zod';
import { defineJob } from './job-spec.ts';

const nothing = z.strictObject({});

/** Every job there is. A worker does not compile without a handler for each. */
export const jobs = {
  'import.run': defineJob({
    name: 'import.run',
    // The turn tells a run from the check before it, whose job may still be ending.
    payload: z.strictObject({ importId: z.uuidv7(), turn: z.number().int() }),
    dedupId: ({ importId, turn }) => `${importId}/${turn}`,
  }),
  'import.fetch': defineJob({
    name: 'import.fetch',
    lane: 'transfers',
    payload: z.strictObject({ importId: z.uuidv7() }),
    dedupId: ({ importId }) => importId,
  }),
  'export.run': defineJob({
    name: 'export.run',
    payload: z.strictObject({ exportId: z.uuidv7() }),
    dedupId: ({ exportId }) => exportId,
  }),
  'dataset.freeze': defineJob({
    name: 'dataset.freeze',
    payload: z.strictObject({ versionId: z.uuidv7() }),
    dedupId: ({ versionId }) => versionId,
  }),
  'health.compute': defineJob({
    name: 'health.compute',
    lane: 'reports',
    payload: z.strictObject({ reportId: z.uuidv7() }),
    dedupId: ({ reportId }) => reportId,
  }),
  'statistics.compute': defineJob({
    name: 'statistics.compute',
    payload: z.strictObject({ statisticsId: z.uuidv7() }),
    dedupId: ({ statisticsId }) => statisticsId,
  }),
  'resolutions.refresh': defineJob({
    name: 'resolutions.refresh',
    payload: z.strictObject({ projectId: z.uuid(), learn: z.boolean() }),
    // What is asked for while one runs may need another: the next sweep sees to it.
    dedupId: ({ projectId, learn }) => `${projectId}/${learn ? 'learn' : 'refresh'}`,
  }),
  'exclusions.run': defineJob({
    name: 'exclusions.run',
    payload: z.strictObject({ exclusionId: z.uuidv7() }),
    dedupId: ({ exclusionId }) => exclusionId,
  }),
  'resolutions.sweep': defineJob({
    name: 'resolutions.sweep',
    lane: 'upkeep',
    payload: nothing,
    attempts: 1,
    dedupId: () => 'all',
    everyMs: 30_000,
    retention: { completedSeconds: 300, failedSeconds: 86_400 },
  }),
  'active.pool': defineJob({
    name: 'active.pool',
    payload: z.strictObject({ projectId: z.uuid() }),
    dedupId: ({ projectId }) => projectId,
  }),
  'active.sweep': defineJob({
    name: 'active.sweep',
    lane: 'upkeep',
    payload: nothing,
    attempts: 1,
    dedupId: () => 'all',
    everyMs: 30_000,
    retention: { completedSeconds: 300, failedSeconds: 86_400 },
  }),
  'leases.sweep': defineJob({
    name: 'leases.sweep',
    lane: 'upkeep',
    payload: nothing,
    attempts: 1,
    dedupId: () => 'all',
    everyMs: 30_000,
    retention: { completedSeconds: 300, failedSeconds: 86_400 },
  }),
  'audit.seal': defineJob({
    name: 'audit.seal',
    lane: 'upkeep',
    payload: nothing,
    attempts: 1,
    dedupId: () => 'all',
    everyMs: 3_600_000,
  }),
  // These four every night.
  'audit.check': defineJob({
    name: 'audit.check',
    payload: nothing,
    dedupId: () => 'all',
    at: '10 2 * * *',
  }),
  'retention.apply': defineJob({
    name: 'retention.apply',
    payload: nothing,
    dedupId: () => 'all',
    at: '30 2 * * *',
  }),
  'trash.empty': defineJob({
    name: 'trash.empty',
    payload: nothing,
    dedupId: () => 'all',
    at: '50 2 * * *',
  }),
  'webhooks.deliver': defineJob({
    name: 'webhooks.deliver',
    lane: 'deliveries',
    payload: z.strictObject({ webhookId: z.uuid() }),
    dedupId: ({ webhookId }) => webhookId,
    retention: { completedSeconds: 300, failedSeconds: 86_400 },
  }),
  'webhooks.sweep': defineJob({
    name: 'webhooks.sweep',
    lane: 'upkeep',
    payload: nothing,
    attempts: 1,
    dedupId: () => 'all',
    everyMs: 5_000,
    retention: { completedSeconds: 300, failedSeconds: 86_400 },
  }),
  'secrets.seal': defineJob({
    name: 'secrets.seal',
    payload: nothing,
    dedupId: () => 'all',
    at: '10 3 * * *',
  }),
  'jobs.reconcile': defineJob({
    name: 'jobs.reconcile',
    lane: 'upkeep',
    payload: nothing,
    attempts: 1,
    dedupId: () => 'all',
    everyMs: 60_000,
    retention: { completedSeconds: 300, failedSeconds: 86_400 },
  }),
} as const;

export type Jobs = typeof jobs;
