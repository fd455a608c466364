import type pg from 'pg';
import type { Database } from '@pairwright/db/database';
import type { ArtifactStore } from '@pairwright/runtime/artifacts/store';
import type { Config } from '@pairwright/runtime/env';
import type { Finding } from './faults.ts';

/** From where on something counts as a fault. */
export interface Limits {
  readonly minimumPostgresMajor: number;
  /** Seconds that clocks may differ. */
  readonly clockSeconds: number;
  /** Seconds that the oldest job of a line may wait. */
  readonly queueSeconds: number;
  /** Bytes that must be free where files are kept. */
  readonly freeBytes: number;
  /** Files that are looked for when not all are. */
  readonly sample: number;
}

export const usualLimits: Limits = {
  minimumPostgresMajor: 15,
  clockSeconds: 5,
  queueSeconds: 900,
  freeBytes: 1 << 30,
  sample: 200,
};

/** The installation that is examined. */
export interface Patient {
  readonly config: Config;
  readonly url: string;
  readonly migrationsDir: string;
  readonly limits: Limits;
  /** Look for every file, not for a sample. */
  readonly deep: boolean;
  readonly now: () => number;
}

/** A connection for questions about the server. */
export interface DatabasePatient extends Patient {
  readonly client: pg.Client;
}

/** Everything is there and usable as far as the looks before could tell. */
export interface OpenPatient extends DatabasePatient {
  readonly db: Database;
  /** Undefined: it could not be opened, which is a finding of its own. */
  readonly store: ArtifactStore | undefined;
}

/** What a look gives: findings, none where all is well, or why there was nothing to look at. */
export type Look = Promise<{
  readonly findings: readonly Finding[];
  readonly skipped?: string;
  readonly seen?: string;
}>;
