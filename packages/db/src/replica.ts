import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { clientConfig, describeUrl } from './connect.ts';
import { type Database, databaseOn } from './database.ts';
import { timeLimits } from './time-limits.ts';

/** How far behind a replica may be and still be asked. */
export const MOST_LAG_MS = 5_000;
const MEASURE_EVERY_MS = 1_000;
/** Moments of the primary that are remembered until the replica has come past them. */
const MOST_SAMPLES = 3_600;

export interface ReplicaState {
  /** Whether reads go there now. */
  readonly usable: boolean;
  /** How far it is behind; null when that is not known. */
  readonly lagSeconds: number | null;
  /** Why it is not asked, without an address. */
  readonly detail?: string;
}

/** A streaming replica for heavy reads. */
export interface Replica {
  /** The replica as a database to read from; undefined while it must not be asked. */
  database(): Database | undefined;
  state(): ReplicaState;
  /** A read there failed: it is not asked again until it has answered. */
  distrust(error: unknown): void;
  /** Looks how far behind it is; by itself it does so every second. Never throws. */
  measure(): Promise<void>;
  close(): Promise<void>;
}

export interface ReplicaOptions {
  readonly url: string;
  readonly applicationName: string;
  readonly poolSize: number;
  readonly primary: Pick<Database, 'probe'>;
  /** Told when it comes into use or goes out of it. */
  readonly onChange?: (state: ReplicaState, cause?: unknown) => void;
  /** False: only `measure` looks. */
  readonly everySecond?: boolean;
}

interface Sample {
  readonly position: bigint;
  readonly at: number;
}

/**
 * Opens the way to a replica. One that is away, behind or no replica of this database is no fault: it is not asked, and looked at
 * again every second. Throws DatabaseUnreachable only for what is no PostgreSQL URL.
 */
export function openReplica(options: ReplicaOptions): Replica {
  describeUrl(options.url);
  return new WatchedReplica(options);
}

class WatchedReplica implements Replica {
  readonly #options: ReplicaOptions;
  readonly #database: Database;
  readonly #stopping = new AbortController();
  readonly #watching: Promise<void>;
  #samples: Sample[] = [];
  #state: ReplicaState = { usable: false, lagSeconds: null, detail: 'It has not answered yet.' };
  #measuredAt = -Infinity;

  constructor(options: ReplicaOptions) {
    this.#options = options;
    const open = (poolSize: number, limits: (typeof timeLimits)['replica' | 'probe']): pg.Pool => {
      const config = clientConfig({ ...options, limits });
      const pool = new pg.Pool({
        ...config,
        options: `${config.options} -c default_transaction_read_only=on`,
        max: poolSize,
        idleTimeoutMillis: 30_000,
      });
      pool.on('connect', (client) => client.on('error', () => undefined));
      // The next measurement says so.
      pool.on('error', () => undefined);
      return pool;
    };
    this.#database = databaseOn(open(options.poolSize, timeLimits.replica), open(1, timeLimits.probe));
    this.#watching = options.everySecond === false ? Promise.resolve() : this.#watch();
  }

  database(): Database | undefined {
    return this.state().usable ? this.#database : undefined;
  }

  state(): ReplicaState {
    const isOld = performance.now() - this.#measuredAt > MOST_LAG_MS;
    return this.#state.usable && isOld
      ? { usable: false, lagSeconds: null, detail: 'How far it is behind is not known now.' }
      : this.#state;
  }

  distrust(error: unknown): void {
    this.#become({ usable: false, lagSeconds: null, detail: 'A read from it failed.' }, error);
  }

  async measure(): Promise<void> {
    try {
      const { rows } = await this.#options.primary.probe.query<{ position: string }>(
        'select pg_current_wal_lsn()::text as position',
      );
      const at = performance.now();
      this.#samples.push({ position: positionOf(rows[0]?.position), at });
      if (this.#samples.length > MOST_SAMPLES) this.#samples.splice(1, 1);
    } catch (error) {
      this.#become(
        { usable: false, lagSeconds: null, detail: 'The database itself does not answer.' },
        error,
      );
      return;
    }
    try {
      const { rows } = await this.#database.probe.query<{ position: string | null }>(
        `select (case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_lsn() end)::text as position`,
      );
      this.#compare(positionOf(rows[0]?.position));
    } catch (error) {
      this.#become({ usable: false, lagSeconds: null, detail: 'It cannot be reached.' }, error);
    }
  }

  async close(): Promise<void> {
    this.#stopping.abort();
    await this.#watching;
    await this.#database.close();
  }

  async #watch(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      await this.measure();
      await delay(MEASURE_EVERY_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  /** Behind since the first moment of the primary that it has not come past. */
  #compare(replayed: bigint): void {
    this.#samples = this.#samples.filter(({ position }) => position > replayed);
    this.#measuredAt = performance.now();
    const [first] = this.#samples;
    const lagMs = first === undefined ? 0 : this.#measuredAt - first.at;
    const lagSeconds = lagMs / 1_000;
    this.#become(
      lagMs <= MOST_LAG_MS
        ? { usable: true, lagSeconds }
        : { usable: false, lagSeconds, detail: `It is ${Math.round(lagSeconds)} s behind.` },
    );
  }

  #become(state: ReplicaState, cause?: unknown): void {
    const changed = state.usable !== this.#state.usable;
    this.#state = state;
    if (changed) this.#options.onChange?.(state, cause);
  }
}

/** `16/B374D848` as a number. */
function positionOf(text: string | null | undefined): bigint {
  const [, high, low] = /^([\dA-F]+)\/([\dA-F]+)$/i.exec(text ?? '') ?? [];
  if (high === undefined || low === undefined) throw new Error('The server gave no position of its log.');
  return (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`);
}
