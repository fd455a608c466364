import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { AuditAction, AuditObject } from '@pairwright/contract/audit-actions';
import type { Executor } from '@pairwright/db/database';
import type { Tx } from '@pairwright/db/transaction';
import { type ChainedEntry, entryText, firstHash, privateText } from '@pairwright/domain/audit/chain';
import { sha256Hex } from '@pairwright/runtime/hash';

/** Taken last in a transaction and held for its commit: entries are numbered in the order in which they become visible. */
const CHAIN_LOCK = 4_715_021;

export interface NewEntry {
  readonly actorId: string | null;
  readonly via: 'session' | 'token' | 'public' | 'system';
  readonly action: AuditAction;
  readonly objectKind: AuditObject;
  readonly objectId: string | null;
  readonly projectId: string | null;
  readonly requestId: string | null;
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
  /** Where the request came from: of the actor. */
  readonly origin: Readonly<Record<string, unknown>> | null;
  /** What of before and after is about a person: theirs. */
  readonly person: {
    readonly personId: string | null;
    readonly data: Readonly<Record<string, unknown>>;
  } | null;
}

/**
 * Writes an entry behind the last one. Call it last in the transaction: until the commit no other entry can be written.
 * Needs `read committed`. Gives its number.
 */
export async function writeEntry(db: Tx, entry: NewEntry): Promise<number> {
  await sql`select pg_advisory_xact_lock(${CHAIN_LOCK})`.execute(db);
  const { rows } = await sql<{ seq: number; hash: string | null; now: string }>`
    select coalesce(max(seq), 0) as seq, (array_agg(encode(hash, 'hex') order by seq desc))[1] as hash, clock_timestamp() as now
    from (select seq, hash from audit_events order by seq desc limit 1) as last`.execute(db);
  const { seq: last, hash: previousHash, now } = rows[0] as (typeof rows)[0];
  const parts = (
    [
      ['origin', entry.actorId, entry.origin],
      ['person', entry.person?.personId ?? null, entry.person?.data ?? null],
    ] as const
  ).flatMap(([part, personId, data]) =>
    data === null ? [] : [{ part, personId, salt: randomBytes(32).toString('hex'), data }],
  );
  const hashOf = (wanted: 'origin' | 'person'): string | null => {
    const found = parts.find(({ part }) => part === wanted);
    return found === undefined ? null : sha256Hex(privateText(found));
  };
  const { origin: _origin, person: _person, ...said } = entry;
  const chained: Omit<ChainedEntry, 'hash' | 'private'> = {
    ...said,
    seq: last + 1,
    occurredAt: now,
    originHash: hashOf('origin'),
    personHash: hashOf('person'),
    previousHash: previousHash ?? firstHash,
  };
  await insertEvent(db, { ...chained, hash: sha256Hex(entryText(chained)) });
  for (const { part, personId, salt, data } of parts)
    await db
      .insertInto('audit_private')
      .values({
        seq: chained.seq,
        part,
        person_id: personId,
        salt: Buffer.from(salt, 'hex'),
        data: JSON.stringify(data),
      })
      .execute();
  return chained.seq;
}

async function insertEvent(db: Executor, entry: Omit<ChainedEntry, 'private'>): Promise<void> {
  await db
    .insertInto('audit_events')
    .values({
      seq: entry.seq,
      occurred_at: entry.occurredAt,
      actor_id: entry.actorId,
      via: entry.via as NewEntry['via'],
      action: entry.action,
      object_kind: entry.objectKind,
      object_id: entry.objectId,
      project_id: entry.projectId,
      request_id: entry.requestId,
      before: jsonOf(entry.before),
      after: jsonOf(entry.after),
      origin_hash: bytesOf(entry.originHash),
      person_hash: bytesOf(entry.personHash),
      previous_hash: Buffer.from(entry.previousHash, 'hex'),
      hash: Buffer.from(entry.hash, 'hex'),
    })
    .execute();
}

function jsonOf(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value);
}

function bytesOf(hex: string | null): Buffer | null {
  return hex === null ? null : Buffer.from(hex, 'hex');
}
