import type { GaugeSource } from '@pairwright/runtime/observe/metrics';
import type { Services } from '../context.ts';
import { findCheck } from './check.queries.ts';

/** What the last check of the log found; left out before the first one, which an alert can ask for. */
export function auditGauges({ db }: Pick<Services, 'db'>): GaugeSource[] {
  return [
    {
      name: 'pairwright_audit_check_timestamp_seconds',
      help: 'When the audit log was checked last, since 1970.',
      read: async () => {
        const check = await findCheck(db.db);
        return check === null ? [] : [{ value: Date.parse(check.checkedAt) / 1_000 }];
      },
    },
    {
      name: 'pairwright_audit_broken',
      help: 'Whether the last check found that the audit log was changed.',
      read: async () => {
        const check = await findCheck(db.db);
        return check === null ? [] : [{ value: check.fault === null ? 0 : 1 }];
      },
    },
  ];
}
