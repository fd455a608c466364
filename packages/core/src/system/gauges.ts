import type { GaugeSource, Metrics } from '@pairwright/runtime/observe/metrics';
import type { Services } from '../context.ts';
import { auditGauges } from '../audit/audit-gauges.ts';
import { readLastBackup } from '../backups/backups.queries.ts';
import {
  countBrokenOverviews,
  readDeliveries,
  readLeases,
  readOverviewNotes,
  readUnfinished,
  readUnresolvedChanges,
} from './gauges.queries.ts';
import { roomGauges } from './room-gauges.ts';
import { shared } from './shared-read.ts';
import { readWorkers } from './workers.queries.ts';

type Watched = Pick<Services, 'db' | 'queue' | 'replica' | 'artifacts'>;

/** Adds the gauges of what a process shares with the others: pool, queue, leases, unfinished work, webhooks, backups, the audit log and what fills up. */
export function watchServices(metrics: Metrics, services: Watched): void {
  metrics.gauges('pool', poolGauges(services));
  metrics.gauges('replica', replicaGauges(services));
  metrics.gauges('queue', queueGauges(services));
  metrics.gauges('work', workGauges(services));
  metrics.gauges('overviews', overviewGauges(services));
  metrics.gauges('webhooks', webhookGauges(services));
  metrics.gauges('backup', backupGauges(services));
  metrics.gauges('audit', auditGauges(services));
  metrics.gauges('room', roomGauges(services));
}

function poolGauges({ db: { pool } }: Watched): GaugeSource[] {
  return [
    {
      name: 'pairwright_db_pool_connections',
      help: 'Connections of this process to the database, by whether they are used.',
      labels: ['state'],
      read: () => [
        { labels: { state: 'busy' }, value: pool.totalCount - pool.idleCount },
        { labels: { state: 'idle' }, value: pool.idleCount },
      ],
    },
    {
      name: 'pairwright_db_pool_waiting',
      help: 'Work of this process that waits for a free connection.',
      read: () => [{ value: pool.waitingCount }],
    },
  ];
}

/** Both are left out without a replica. */
function replicaGauges({ replica }: Watched): GaugeSource[] {
  return [
    {
      name: 'pairwright_db_replica_usable',
      help: 'Whether heavy reads of this process go to the replica.',
      read: () => (replica === undefined ? [] : [{ value: replica.state().usable ? 1 : 0 }]),
    },
    {
      name: 'pairwright_db_replica_lag_seconds',
      help: 'How far the replica is behind; left out while that is not known.',
      read: () => {
        const lag = replica?.state().lagSeconds ?? null;
        return lag === null ? [] : [{ value: lag }];
      },
    },
  ];
}

function queueGauges({ queue, db }: Watched): GaugeSource[] {
  const depths = shared(() => queue.depths());
  return [
    {
      name: 'pairwright_queue_jobs',
      help: 'Jobs in the queue, by line and state. The same in every process: take the maximum.',
      labels: ['lane', 'state'],
      read: async () =>
        (await depths()).flatMap(({ lane, ...counts }) =>
          (['waiting', 'active', 'delayed', 'failed'] as const).map((state) => ({
            labels: { lane, state },
            value: counts[state],
          })),
        ),
    },
    {
      name: 'pairwright_queue_oldest_waiting_seconds',
      help: 'Age of the job that has waited longest, by line; 0 when none waits.',
      labels: ['lane'],
      read: async () =>
        (await depths()).map(({ lane, oldestWaitingSeconds }) => ({
          labels: { lane },
          value: oldestWaitingSeconds ?? 0,
        })),
    },
    {
      name: 'pairwright_workers_alive',
      help: 'Workers that were seen within half a minute.',
      read: async () => [{ value: (await readWorkers(db.db)).alive }],
    },
  ];
}

function workGauges({ db }: Watched): GaugeSource[] {
  const leases = shared(() => readLeases(db.db));
  const unfinished = shared(() => readUnfinished(db.db));
  return [
    {
      name: 'pairwright_leases',
      help: 'Assignments held by annotators, and those whose lease ran out and that are not taken back yet.',
      labels: ['state'],
      read: async () => {
        const { live, expired } = await leases();
        return [
          { labels: { state: 'live' }, value: live },
          { labels: { state: 'expired' }, value: expired },
        ];
      },
    },
    {
      name: 'pairwright_unfinished',
      help: 'Imports, versions, exports, statistics, reports and exclusions that are not finished.',
      labels: ['kind', 'state'],
      read: async () =>
        (await unfinished()).map(({ kind, state, count }) => ({ labels: { kind, state }, value: count })),
    },
    {
      name: 'pairwright_unfinished_oldest_seconds',
      help: 'Age of the oldest of them.',
      labels: ['kind', 'state'],
      read: async () =>
        (await unfinished()).map(({ kind, state, oldestSeconds }) => ({
          labels: { kind, state },
          value: oldestSeconds,
        })),
    },
    {
      name: 'pairwright_resolution_lag',
      help: 'Changed comparisons that are not resolved again yet.',
      read: async () => [{ value: await readUnresolvedChanges(db.db) }],
    },
  ];
}

function overviewGauges({ db }: Watched): GaugeSource[] {
  const notes = shared(() => readOverviewNotes(db.db));
  return [
    {
      name: 'pairwright_overview_notes',
      help: 'Notes of what changed that are not in the sums of overviews yet.',
      read: async () => [{ value: (await notes()).waiting }],
    },
    {
      name: 'pairwright_overview_oldest_note_seconds',
      help: 'Age of the oldest of them; 0 when none waits.',
      read: async () => [{ value: (await notes()).oldestSeconds }],
    },
    {
      name: 'pairwright_overviews_broken',
      help: 'Projects whose sums of overviews are not kept any more: everything is counted for them each time.',
      read: async () => [{ value: await countBrokenOverviews(db.db) }],
    },
  ];
}

function webhookGauges({ db }: Watched): GaugeSource[] {
  const deliveries = shared(() => readDeliveries(db.db));
  return [
    {
      name: 'pairwright_webhook_deliveries',
      help: 'Deliveries of webhooks that wait to be sent, and those whose tries are used up.',
      labels: ['state'],
      read: async () => {
        const { waiting, dead } = await deliveries();
        return [
          { labels: { state: 'waiting' }, value: waiting },
          { labels: { state: 'dead' }, value: dead },
        ];
      },
    },
    {
      name: 'pairwright_webhook_oldest_waiting_seconds',
      help: 'Since what waits longest happened; 0 when nothing waits. Without what waits for paused webhooks.',
      read: async () => [{ value: (await deliveries()).oldestWaitingSeconds }],
    },
    {
      name: 'pairwright_webhooks_broken',
      help: 'Webhooks that were paused because nothing was taken any more, or nobody answers for them.',
      read: async () => [{ value: (await deliveries()).broken }],
    },
  ];
}

function backupGauges({ db }: Watched): GaugeSource[] {
  const last = shared(() => readLastBackup(db.db));
  // Without a backup there is no number, which an alert can ask for.
  const gauge = (
    name: string,
    help: string,
    value: (backup: NonNullable<Awaited<ReturnType<typeof readLastBackup>>>) => number | null,
  ): GaugeSource => ({
    name,
    help,
    labels: ['encrypted'],
    read: async () => {
      const backup = await last();
      const number = backup === null ? null : value(backup);
      return number === null ? [] : [{ labels: { encrypted: String(backup?.encrypted) }, value: number }];
    },
  });
  const moment = (time: string): number => Date.parse(time) / 1_000;
  return [
    gauge(
      'pairwright_last_backup_timestamp_seconds',
      'When the last backup was finished, since 1970.',
      (backup) => moment(backup.finishedAt),
    ),
    gauge('pairwright_last_backup_bytes', 'Size of the last backup.', ({ bytes }) => bytes),
    gauge(
      'pairwright_last_backup_verified_timestamp_seconds',
      'When the last backup was read through and was whole, since 1970; none while it was not.',
      ({ verifiedAt }) => (verifiedAt === null ? null : moment(verifiedAt)),
    ),
    gauge(
      'pairwright_last_backup_artifacts_missing',
      'Files that rows named and that the store did not have when the last backup was made.',
      ({ artifactsMissing }) => artifactsMissing,
    ),
  ];
}
