import { sql } from 'kysely';
import type { Tx } from '@pairwright/db/transaction';
import type { Estimate } from './accuracies.ts';

/** Answers of one person to gold comparisons in the ordinary work. */
export interface GoldAnswers {
  readonly annotatorId: string;
  readonly correct: number;
  readonly total: number;
}

/** How often somebody is right, by all that can be compared. */
export interface LearntAccuracy {
  readonly annotatorId: string;
  /** 0.5..0.95: nobody is taken for worse than a guess, or for always right. */
  readonly accuracy: number;
  /** Shared votes and answers to gold comparisons that it stands on. */
  readonly answers: number;
}

/**
 * Puts what votes say (the annotator model) and what gold comparisons say into one share: right of all answers that can be
 * compared. Who has none is left out.
 */
export function learntAccuracies(
  estimates: readonly Estimate[],
  gold: readonly GoldAnswers[],
): LearntAccuracy[] {
  const goldOf = new Map(gold.map((one) => [one.annotatorId, one]));
  const votesOf = new Map(estimates.map((one) => [one.annotatorId, one]));
  return [...new Set([...votesOf.keys(), ...goldOf.keys()])].flatMap((annotatorId) => {
    const votes = votesOf.get(annotatorId);
    const { correct = 0, total = 0 } = goldOf.get(annotatorId) ?? {};
    const shared = votes?.accuracy == null ? 0 : votes.sharedVotes;
    const answers = shared + total;
    if (answers === 0) return [];
    const right = (votes?.accuracy ?? 0) * shared + correct;
    return [{ annotatorId, accuracy: Math.min(0.95, Math.max(0.5, right / answers)), answers }];
  });
}

/** Everybody's answers to gold comparisons that stand; exams are none of them. */
export async function readGoldAnswers(db: Tx, projectId: string): Promise<GoldAnswers[]> {
  const { rows } = await sql<GoldAnswers>`
    select g.annotator_id as "annotatorId", count(*) filter (where g.matched)::int as correct, count(g.matched)::int as total
    from gold_results g join assignments a on a.judgment_id = g.judgment_id
    where g.project_id = ${projectId} and g.exam_attempt is null
    group by g.annotator_id`.execute(db);
  return rows;
}

/** Replaces what is known of the people of a project. */
export async function storeAccuracies(
  db: Tx,
  projectId: string,
  learnt: readonly LearntAccuracy[],
): Promise<void> {
  await sql`delete from annotator_accuracies where project_id = ${projectId}`.execute(db);
  await sql`insert into annotator_accuracies (project_id, annotator_id, accuracy, answers)
    select ${projectId}, l."annotatorId", l.accuracy, l.answers
    from json_to_recordset(${JSON.stringify(learnt)}) as l ("annotatorId" uuid, accuracy float8, answers int)
    on conflict (project_id, annotator_id) do update set accuracy = excluded.accuracy, answers = excluded.answers,
      learnt_at = excluded.learnt_at`.execute(db);
}
