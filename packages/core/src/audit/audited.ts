import type { AuditedOperation } from '@pairwright/contract/audit-actions';
import { afterCommit, inTransaction, type Tx, withHooks } from '@pairwright/db/transaction';
import type { Context, ProjectContext, Services } from '../context.ts';
import type { AuditRule, Call } from './rule.ts';
import { auditRules } from './rules.ts';
import { changesOf, type Snapshot, takeSnapshot } from './snapshot.queries.ts';
import { writeEntry } from './write-entry.ts';

/** What the log keeps of where a request came from. */
export interface RequestOrigin {
  readonly requestId: string;
  readonly address: string;
  readonly userAgent: string | undefined;
}

type AnyContext = Services | Context | ProjectContext;

export interface AuditedRequest<C extends AnyContext> {
  readonly operation: AuditedOperation;
  readonly ctx: C;
  readonly input: { readonly params: unknown; readonly body: unknown };
  readonly origin: RequestOrigin;
}

/** Longer ones only help to fill the log. */
const MOST_USER_AGENT = 300;

/** Whether an operation has an entry of its own in the log. */
export function isAudited(operation: string): operation is AuditedOperation {
  return Object.hasOwn(auditRules, operation);
}

/**
 * Runs an operation so that its entry of the audit log is written in the transaction that makes the change, once; what
 * fails leaves none.
 */
export async function runAudited<C extends AnyContext, T>(
  request: AuditedRequest<C>,
  work: (ctx: C) => Promise<T>,
): Promise<T> {
  const { ctx, operation: action } = request;
  const rule: AuditRule = auditRules[action];
  const call = callOf(request);
  let before: Snapshot | null = null;
  let isWritten = false;
  const database = withHooks(ctx.db, {
    async begun(db) {
      if (!isWritten) before = await snapshotOf(db, rule, call);
    },
    async ending(db, result) {
      if (isWritten) return;
      await write(db, { action, rule, call: { ...call, result }, before, request });
      // Not before the commit: after a deadlock everything runs again.
      afterCommit(db, () => void (isWritten = true));
    },
  });
  if (rule.in === 'own') return work({ ...ctx, db: database });
  return inTransaction(database.db, (db) => work({ ...ctx, db: { ...database, db } }));
}

interface Done {
  readonly action: AuditedOperation;
  readonly rule: AuditRule;
  readonly call: Call;
  readonly before: Snapshot | null;
  readonly request: AuditedRequest<AnyContext>;
}

async function write(db: Tx, { action, rule, call, before, request }: Done): Promise<void> {
  const actorId = rule.actor === undefined ? call.actorId : rule.actor(call);
  if (actorId === null && rule.isByStranger !== true) return;
  const after = await snapshotOf(db, rule, call);
  const fields = changesOf(before?.fields ?? null, after?.fields ?? null);
  const personal = changesOf(before?.person?.fields ?? null, after?.person?.fields ?? null);
  const facts = rule.facts?.(call) ?? {};
  const { origin, ctx } = request;
  const personId = after?.person?.personId ?? before?.person?.personId ?? null;
  await writeEntry(db, {
    actorId,
    via: 'actor' in ctx ? ctx.actor.via : 'public',
    action,
    objectKind: rule.object,
    objectId: rule.id(call),
    projectId: rule.project?.(call) ?? call.projectId,
    requestId: origin.requestId,
    before: fields.before,
    after: Object.keys(facts).length === 0 && fields.after === null ? null : { ...fields.after, ...facts },
    origin: { address: origin.address, userAgent: origin.userAgent?.slice(0, MOST_USER_AGENT) ?? null },
    person: personId === null || isEmpty(personal) ? null : { personId, data: { ...personal } },
  });
}

function isEmpty({ before, after }: ReturnType<typeof changesOf>): boolean {
  return Object.keys(before ?? {}).length === 0 && Object.keys(after ?? {}).length === 0;
}

async function snapshotOf(db: Tx, rule: AuditRule, call: Call): Promise<Snapshot | null> {
  const id = rule.isBlind === true ? null : rule.id(call);
  const projectId = rule.project?.(call) ?? call.projectId;
  return id === null ? null : takeSnapshot(db, { kind: rule.object, id, projectId });
}

/** A request as rules look at it, before it has run. */
export function callOf({ ctx, input }: Pick<AuditedRequest<AnyContext>, 'ctx' | 'input'>): Call {
  return {
    params: (input.params ?? {}) as Call['params'],
    body: (input.body ?? {}) as Call['body'],
    actorId: 'actor' in ctx ? ctx.actor.userId : null,
    projectId: 'projectId' in ctx ? ctx.projectId : null,
    result: undefined,
  };
}
