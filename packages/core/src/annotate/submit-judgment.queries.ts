import type { Receipt } from '@pairwright/contract/annotate';
import { type Kysely, sql } from 'kysely';
import type { Database } from '@pairwright/db/database';
import { prepared } from '@pairwright/db/prepared';
import type { DB } from '@pairwright/db/tables.generated';
import { inTransaction, type Tx } from '@pairwright/db/transaction';
import { sha256 } from '@pairwright/runtime/hash';
import type { Judged, NewRewrite } from './judge-as-shown.ts';

export interface NewJudgment {
  readonly id: string;
  readonly projectId: string;
  readonly assignmentId: string;
  readonly annotatorId: string;
  readonly questionVersion: number;
  readonly guidelinesVersion: number;
  readonly judged: Judged;
  readonly rationale: string | null;
  readonly view: string;
  readonly activeMs: number;
  readonly payloadHash: Buffer;
}

export interface Stored {
  readonly status: Receipt['status'] | 'not_found' | 'conflict' | 'locked';
  readonly created_at: string;
  /** It answers a gold comparison, and its result is stored. */
  readonly graded: boolean;
  /** Answers that rules still wait for; null: they wait for none. */
  readonly rules_in: number | null;
}

export const submitStatement = {
  name: 'submit_judgment',
  text: 'select status, created_at, graded, (select k.rules_in from annotator_cursors k where k.project_id = $2 and k.annotator_id = $4) as rules_in from submit_judgment($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)',
} as const;

/** Stores a judgment with its effect on assignment and counters, in one round trip. */
export async function storeJudgment(db: Database['pool'], judgment: NewJudgment): Promise<Stored> {
  const [stored] = await prepared<Stored>(db, { ...submitStatement, values: valuesOf(judgment) });
  if (stored === undefined) throw new Error('submit_judgment gave no row');
  return stored;
}

/** The same with the response that the annotator wrote, in one transaction. */
export async function storeWithRewrite(db: Kysely<DB>, judgment: NewJudgment): Promise<Stored> {
  return inTransaction(db, async (tx) => {
    const { rewrite } = judgment.judged;
    if (rewrite !== null) {
      await noteAuthor(tx, judgment);
      await insertRewrite(tx, rewrite, judgment.annotatorId);
    }
    const { rows } = await sql<Stored>`
      select status, created_at, graded, (select k.rules_in from annotator_cursors k
          where k.project_id = ${judgment.projectId} and k.annotator_id = ${judgment.annotatorId}) as rules_in
      from submit_judgment(${sql.join(valuesOf(judgment))})`.execute(tx);
    const [stored] = rows;
    if (stored === undefined) throw new Error('submit_judgment gave no row');
    return stored;
  });
}

/** From now on claims of this person look out for what they wrote. The cursor is locked before the comparison, as in a claim. */
async function noteAuthor(db: Tx, of: { projectId: string; annotatorId: string }): Promise<void> {
  await sql`insert into annotator_cursors (project_id, annotator_id, has_written) values (${of.projectId}, ${of.annotatorId}, true)
    on conflict (project_id, annotator_id) do update set has_written = true where not annotator_cursors.has_written`.execute(
    db,
  );
}

/** A response by this annotator. The same one again, after an undo for example, is there already. */
async function insertRewrite(db: Tx, rewrite: NewRewrite, authorId: string): Promise<void> {
  const messages = JSON.stringify(rewrite.messages);
  const hash = sha256(JSON.stringify(['rewrite', rewrite.id, rewrite.parentId, authorId, messages]));
  await sql`insert into responses (id, prompt_id, model, messages, content_hash, origin, parent_id, author_id)
    values (${rewrite.id}, ${rewrite.promptId}, 'human', ${messages}::json, ${hash}, 'rewrite', ${rewrite.parentId}, ${authorId})
    on conflict (prompt_id, content_hash) do nothing`.execute(db);
}

function valuesOf(judgment: NewJudgment): unknown[] {
  const { main, ranks, details } = judgment.judged;
  return [
    judgment.id,
    judgment.projectId,
    judgment.assignmentId,
    judgment.annotatorId,
    judgment.questionVersion,
    judgment.guidelinesVersion,
    main.outcome,
    main.position,
    main.strength,
    judgment.rationale,
    judgment.view,
    judgment.activeMs,
    judgment.payloadHash,
    ranks,
    details,
  ];
}
