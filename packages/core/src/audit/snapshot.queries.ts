import { sql } from 'kysely';
import type { AuditObject } from '@pairwright/contract/audit-actions';
import type { Tx } from '@pairwright/db/transaction';
import { sha256Hex } from '@pairwright/runtime/hash';
import { type Kept, kept } from './kept-of-objects.ts';

/** What the log keeps of an object: settings and states, never secrets, answers or what people wrote to each other. */
export interface Snapshot {
  readonly fields: Readonly<Record<string, unknown>>;
  /** What is about a person, and whose it is. */
  readonly person: { readonly personId: string; readonly fields: Readonly<Record<string, unknown>> } | null;
}

export interface ObjectOf {
  readonly kind: AuditObject;
  readonly id: string;
  readonly projectId: string | null;
}

/** The object as it is now, and held until the transaction ends; null where there is none, or nothing is kept of it. */
export async function takeSnapshot(db: Tx, of: ObjectOf): Promise<Snapshot | null> {
  const spec = kept[of.kind];
  if (spec === undefined || (spec.inProject === true && of.projectId === null)) return null;
  const wanted = [...new Set([...spec.columns, ...(spec.person?.columns ?? []), ...idOf(spec)])];
  const { rows } = await sql<Record<string, unknown>>`
    select ${sql.join(wanted.map((column) => sql.ref(column)))} from ${sql.table(spec.table)}
    where ${sql.ref(spec.key)}::text = ${of.id}
      ${spec.inProject === true ? sql`and project_id = ${of.projectId}` : sql``}
      ${spec.newestBy === undefined ? sql`` : sql`order by ${sql.ref(spec.newestBy)} desc limit 1`}
    ${spec.unlocked === true ? sql`` : sql`for no key update`}`.execute(db);
  const [row] = rows;
  if (row === undefined) return null;
  const pick = (columns: readonly string[]) =>
    Object.fromEntries(
      columns.map((column) => [
        column,
        spec.digest?.includes(column) === true ? digest(row[column]) : short(row[column]),
      ]),
    );
  const person = spec.person;
  return {
    fields: pick(spec.columns),
    person:
      person === undefined ? null : { personId: row[person.id] as string, fields: pick(person.columns) },
  };
}

function idOf(spec: Kept): string[] {
  return spec.person === undefined ? [] : [spec.person.id];
}

/** Longer ones are told by their digest: the log is no second store of texts. */
const MOST_CHARACTERS = 4_000;

function short(value: unknown): unknown {
  const text = typeof value === 'string' ? value : JSON.stringify(value ?? null);
  return text.length > MOST_CHARACTERS ? digest(value) : (value ?? null);
}

function digest(value: unknown): unknown {
  if (value === null || value === undefined) return null;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return { characters: [...text].length, sha256: sha256Hex(text) };
}

/** The fields that differ, as they were and as they are. What is new or gone is told whole. */
export function changesOf(
  before: Readonly<Record<string, unknown>> | null,
  after: Readonly<Record<string, unknown>> | null,
): { before: Record<string, unknown> | null; after: Record<string, unknown> | null } {
  if (before === null || after === null)
    return { before: before === null ? null : { ...before }, after: after === null ? null : { ...after } };
  const differing = Object.keys(after).filter(
    (key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]),
  );
  const pick = (from: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(differing.map((key) => [key, from[key]]));
  return { before: pick(before), after: pick(after) };
}
