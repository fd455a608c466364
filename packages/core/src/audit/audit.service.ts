import type { AuditCheck, AuditEntry } from '@pairwright/contract/audit';
import { type Page, toPage } from '@pairwright/db/cursor';
import type { Context, ProjectContext } from '../context.ts';
import { findCheck } from './check.queries.ts';
import { type AuditFilter, type EntryRow, findEntries, readChain } from './entries.queries.ts';

/** The log of everything, newest first. Throws InvalidCursor. */
export async function listAudit(ctx: Context, filter: AuditFilter): Promise<Page<AuditEntry>> {
  const rows = await findEntries(ctx.db.db, filter);
  return toPage(rows.map(toEntry), filter.limit, (row) => [row.seq]);
}

/** The log of one project, newest first. Throws InvalidCursor. */
export function listProjectAudit(ctx: ProjectContext, filter: AuditFilter): Promise<Page<AuditEntry>> {
  return listAudit(ctx, { ...filter, projectId: ctx.projectId });
}

/** What the last check of the chain found; null before the first one. */
export async function getAuditCheck(ctx: Context): Promise<{ check: AuditCheck | null }> {
  return { check: await findCheck(ctx.db.db) };
}

const PER_READ = 1_000;

/**
 * The log, or that of one project, as JSON lines, oldest first: each entry with its hashes, and with the salts of what is about
 * a person.
 */
export async function* writeAuditLines(
  ctx: Pick<Context, 'db'> & { readonly projectId?: string },
): AsyncGenerator<string> {
  const { projectId } = ctx;
  const of = projectId === undefined ? {} : { projectId };
  for (let after = 0; ;) {
    const entries = await readChain(ctx.db.db, { after, limit: PER_READ, ...of });
    if (entries.length > 0) yield entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
    if (entries.length < PER_READ) return;
    after = entries.at(-1)?.seq ?? after;
  }
}

type Fields = Record<string, unknown> | null;

function toEntry(row: EntryRow): AuditEntry {
  const person = row.person as { before: Fields; after: Fields } | null;
  return {
    seq: row.seq,
    occurredAt: row.occurredAt,
    actor: row.actorId === null ? null : { id: row.actorId, name: row.actorName },
    via: row.via,
    action: row.action as AuditEntry['action'],
    object: {
      kind: row.objectKind as AuditEntry['object']['kind'],
      id: row.objectId,
      name: row.objectName,
    },
    project: row.projectId === null ? null : { id: row.projectId, name: row.projectName },
    requestId: row.requestId,
    address: row.address,
    before: together(row.before as Fields, person?.before ?? null),
    after: together(row.after as Fields, person?.after ?? null),
  };
}

function together(fields: Fields, person: Fields): Fields {
  return fields === null && person === null ? null : { ...person, ...fields };
}
