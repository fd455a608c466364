import type { HealthReport } from '@pairwright/contract/dataset-health';

const askAgainMs = 1_000;

/** Whether a worker has yet to finish it. */
export function isUnderWay({ state }: Pick<HealthReport, 'state'>): boolean {
  return state === 'queued' || state === 'running';
}

/** As `refetchInterval`: again and again while it is made. */
export function askAgain(report: HealthReport | null | undefined): number | false {
  return report != null && isUnderWay(report) ? askAgainMs : false;
}
