import { randomBytes } from 'node:crypto';
import { canonicalMessages } from '@pairwright/formats/canonical';
import type { Stage } from '../datasets/datasets.fixture.ts';

/** What was said of one pair, by the annotator's place on the stage. */
export interface SaidOfPair {
  readonly prompt?: string;
  readonly category?: string;
  /** Texts of the answers; null: not known. */
  readonly first?: string | null;
  readonly second?: string | null;
  readonly votes: readonly SaidVote[];
}

export interface SaidVote {
  readonly by: number;
  /** -3..3; 0 is a tie. */
  readonly said: number | 'both_bad' | 'cannot_judge';
  readonly at?: string;
  /** Whether the first canonical answer stood on the left; it did unless said. */
  readonly firstOnLeft?: boolean;
}

/** Stores judgments on pairs, many at a time; gives the ids of the comparisons. */
export async function addManyVotes(stage: Stage, pairs: readonly SaidOfPair[]): Promise<string[]> {
  const { ctx, projectId, annotators } = stage;
  const { db } = ctx.db;
  const comparisonIds: string[] = [];
  for (let from = 0; from < pairs.length; from += 1_000)
    comparisonIds.push(...(await addPairs(stage, pairs.slice(from, from + 1_000), from)));
  const votes = pairs.flatMap((pair, at) =>
    pair.votes.map((vote) => ({
      ...vote,
      comparisonId: comparisonIds[at]!,
      id: ctx.ids.next(),
      assignmentId: ctx.ids.next(),
    })),
  );
  for (let from = 0; from < votes.length; from += 1_000) {
    const some = votes.slice(from, from + 1_000);
    const common = ({ comparisonId, by }: (typeof some)[number]) => ({
      project_id: projectId,
      comparison_id: comparisonId,
      annotator_id: annotators[by]!,
      question_version: 1,
      guidelines_version: 1,
    });
    await db
      .insertInto('assignments')
      .values(
        some.map((vote) => ({
          ...common(vote),
          id: vote.assignmentId,
          kind: 'normal',
          presented_order: vote.firstOnLeft === false ? [1, 0] : [0, 1],
          state: 'submitted',
        })),
      )
      .execute();
    await db
      .insertInto('judgments')
      .values(
        some.map((vote) => ({
          ...common(vote),
          id: vote.id,
          assignment_id: vote.assignmentId,
          outcome: typeof vote.said === 'string' ? vote.said : vote.said === 0 ? 'tie' : 'preference',
          strength: typeof vote.said === 'string' ? null : vote.said,
          payload_hash: randomBytes(8),
          ...(vote.at === undefined ? {} : { created_at: vote.at }),
        })),
      )
      .execute();
  }
  return comparisonIds;
}

async function addPairs(
  { ctx, projectId, batchId }: Stage,
  pairs: readonly SaidOfPair[],
  firstRank: number,
): Promise<string[]> {
  const { db } = ctx.db;
  const ids = pairs.map(() => ({
    prompt: ctx.ids.next(),
    first: ctx.ids.next(),
    second: ctx.ids.next(),
    comparison: ctx.ids.next(),
  }));
  const content = (role: 'user' | 'assistant', text: string) => canonicalMessages([{ role, content: text }]);
  await db
    .insertInto('prompts')
    .values(
      pairs.map((pair, at) => ({
        id: ids[at]!.prompt,
        project_id: projectId,
        messages: content('user', pair.prompt ?? `question ${firstRank + at}`),
        content_hash: randomBytes(32),
        category: pair.category ?? null,
      })),
    )
    .execute();
  for (const side of ['first', 'second'] as const)
    await db
      .insertInto('responses')
      .values(
        pairs.map((pair, at) => ({
          id: ids[at]![side],
          prompt_id: ids[at]!.prompt,
          model: `model ${side}`,
          messages: pair[side] === null ? null : content('assistant', pair[side] ?? side),
          content_hash: randomBytes(32),
        })),
      )
      .execute();
  await db
    .insertInto('comparisons')
    .values(
      pairs.map((_, at) => ({
        id: ids[at]!.comparison,
        project_id: projectId,
        prompt_id: ids[at]!.prompt,
        response_ids: [ids[at]!.first, ids[at]!.second],
        batch_id: batchId,
        rank: firstRank + at,
        target_judgments: 3,
        side_seed: 0,
      })),
    )
    .execute();
  return ids.map(({ comparison }) => comparison);
}
