/** Every fault that the doctor knows, with the code that the process ends with. Documented in docs/doctor.md; codes are never given anew. */
export const faultCodes = {
  configuration: 10,
  node_version: 11,
  database_unreachable: 12,
  database_version: 13,
  half_restored: 14,
  migrations_missing: 15,
  database_newer: 16,
  migrations_changed: 17,
  connections_too_few: 18,
  database_not_durable: 19,
  autovacuum: 20,
  clock_skew: 21,
  queue_unreachable: 22,
  queue_evicts: 23,
  queue_not_durable: 24,
  no_worker: 25,
  queue_stuck: 26,
  store_unusable: 27,
  disk_nearly_full: 28,
  artifacts_missing: 29,
  public_url: 30,
  mail_unreachable: 31,
  provider_unreachable: 32,
  no_recent_backup: 33,
  account_too_mighty: 34,
  rights_missing: 35,
} as const;

export type FaultName = keyof typeof faultCodes;

/** Something that is wrong, with the remedy. A warning works today and will not always. */
export interface Finding {
  readonly fault: FaultName;
  readonly severity: 'fault' | 'warning';
  /** What is wrong, in whole sentences; never a secret. */
  readonly says: string;
  readonly remedy: string;
}

/** What one look gave. */
export interface Examined {
  readonly check: string;
  readonly findings: readonly Finding[];
  /** Why it was not looked at. */
  readonly skipped?: string;
  /** What was seen, where nothing is wrong. */
  readonly seen?: string;
}

export const fault = (name: FaultName, says: string, remedy: string): Finding => ({
  fault: name,
  severity: 'fault',
  says,
  remedy,
});

export const warning = (name: FaultName, says: string, remedy: string): Finding => ({
  ...fault(name, says, remedy),
  severity: 'warning',
});
