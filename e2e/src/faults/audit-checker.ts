import { createHash } from 'node:crypto';
import type { TestDatabase } from '@pairwright/testkit/test-database';
import type { Ledger } from './ledger.ts';

interface Entry {
  readonly seq: number;
  readonly occurred_at: string;
  readonly actor_id: string | null;
  readonly via: string;
  readonly action: string;
  readonly object_kind: string;
  readonly object_id: string | null;
  readonly project_id: string | null;
  readonly request_id: string | null;
  readonly before: unknown;
  readonly after: unknown;
  readonly origin_hash: string | null;
  readonly person_hash: string | null;
  readonly previous_hash: string;
  readonly hash: string;
}

/** Computes every hash of the audit log anew, and looks for exactly one entry for each step that was acknowledged. */
export async function auditFaults(pool: TestDatabase['pool'], ledger: Ledger): Promise<string[]> {
  const hex = (column: string): string => `encode(${column}, 'hex') as ${column}`;
  const { rows } = await pool.query<Entry>(
    `select seq::int, occurred_at, actor_id, via, action, object_kind, object_id, project_id, request_id, before, after,
       ${['origin_hash', 'person_hash', 'previous_hash', 'hash'].map(hex).join(', ')} from audit_events order by seq`,
  );
  const faults: string[] = [];
  let previous = '0'.repeat(64);
  for (const [index, entry] of rows.entries()) {
    if (entry.seq !== index + 1) faults.push(`The audit log has no entry ${index + 1}.`);
    if (entry.previous_hash !== previous)
      faults.push(`Entry ${entry.seq} does not follow the one before it.`);
    if (createHash('sha256').update(textOf(entry)).digest('hex') !== entry.hash)
      faults.push(`Entry ${entry.seq} is not what its hash says.`);
    previous = entry.hash;
  }
  const count = (action: string, id: string): number =>
    rows.filter((entry) => entry.action === action && entry.object_id === id).length;
  const once = (action: string, ids: Iterable<string>): void => {
    for (const id of ids) {
      const found = count(action, id);
      if (found !== 1) faults.push(`${action} of ${id} is in the audit log ${found} times.`);
    }
  };
  once('freezeDataset', ledger.versions.keys());
  once('createExclusion', ledger.exclusions);
  once('runImport', ledger.imports.keys());
  return faults;
}

function textOf(entry: Entry): string {
  const { seq, occurred_at: at, actor_id: actor, via, action, object_kind: kind, object_id: object } = entry;
  const { project_id: project, request_id: request, before, after } = entry;
  const hashes = [entry.origin_hash, entry.person_hash, entry.previous_hash];
  return inOrder([seq, at, actor, via, action, kind, object, project, request, before, after, ...hashes]);
}

/** JSON with the keys of objects in order. */
function inOrder(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
}
