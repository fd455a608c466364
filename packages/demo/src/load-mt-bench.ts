import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { v5 } from 'uuid';
import type { Tx } from '@pairwright/db/transaction';
import { canonicalMessages } from '@pairwright/formats/canonical';
import type { Ids } from '@pairwright/runtime/ids';
import { groupVotes, messagesOfTurn, type MtBenchQuestion, type MtBenchVote, type VotedComparison } from './mt-bench-rows.ts';

/** Namespace of ids made from vote ids, so that loading twice stores once. */
const VOTE_NAMESPACE = '5b0e3c52-7f0c-4a52-9a58-0d7b0f7b6f7e';
/** New work on a past comparison asks for at least this many judgments in all. */
const TARGET = 3;

interface Target {
  readonly projectId: string;
  readonly dataDir: string;
  readonly ids: Ids;
}

/**
 * Loads the two-turn questions, their answers and all human votes as past judgments. A turn is a comparison of its own:
 * its responses are what the judge read. Votes on a model whose text the data lacks keep a response without text, and
 * their comparison is closed for new work.
 */
export async function loadMtBench(db: Tx, target: Target): Promise<void> {
  const questions = await readLines<MtBenchQuestion>(path.join(target.dataDir, 'mt-bench.jsonl'));
  const groups = groupVotes(await readLines<MtBenchVote>(path.join(target.dataDir, 'mt-bench-votes.jsonl')));
  const annotators = await insertAnnotators(db, target, groups);
  const batchId = target.ids.next();
  await db.insertInto('batches').values({ id: batchId, project_id: target.projectId, name: 'MT-Bench human votes' }).execute();
  let rank = 0;
  for (const question of questions) {
    const mine = groups.filter((group) => group.promptId === question.prompt_id);
    const texts = await insertTexts(db, target, { question, groups: mine });
    for (const group of mine) {
      await insertVotedComparison(db, target, { group, ...texts, batchId, rank, annotators });
      rank += 1;
    }
  }
}

async function insertAnnotators(db: Tx, target: Target, groups: readonly VotedComparison[]): Promise<Map<string, string>> {
  const names = [...new Set(groups.flatMap((group) => group.votes.map((vote) => vote.annotator)))].sort();
  const rows = names.map((name) => ({ id: target.ids.next(), kind: 'imported' as const, name: `MT-Bench ${name}`, is_demo: true }));
  await db.insertInto('users').values(rows).execute();
  return new Map(names.map((name, index) => [name, rows[index]!.id]));
}

interface Texts {
  readonly promptId: string;
  /** By turn and model. */
  readonly responseIds: ReadonlyMap<string, string>;
}

async function insertTexts(db: Tx, target: Target, given: { question: MtBenchQuestion; groups: readonly VotedComparison[] }): Promise<Texts> {
  const { question } = given;
  const promptId = target.ids.next();
  const messages = canonicalMessages(question.messages);
  await db
    .insertInto('prompts')
    .values({
      id: promptId, project_id: target.projectId, external_id: question.prompt_id, messages, content_hash: sha256(messages),
      language: question.lang, category: question.category, source: question.source,
    })
    .execute();
  const wanted = new Map(given.groups.flatMap(({ turn, models }) => models.map((model) => [`${turn}\n${model}`, { turn, model }] as const)));
  const rows = [...wanted.values()].map(({ turn, model }) => {
    const source = question.responses.find((response) => response.model === model);
    const text = source ? canonicalMessages(messagesOfTurn(source.messages, turn)) : null;
    return {
      id: target.ids.next(), prompt_id: promptId, model, messages: text,
      content_hash: sha256(`${model}\0${text ?? `no text, turn ${turn}`}`), metadata: JSON.stringify({ turn }),
    };
  });
  await db.insertInto('responses').values(rows).execute();
  return { promptId, responseIds: new Map([...wanted.keys()].map((key, index) => [key, rows[index]!.id])) };
}

interface Voted extends Texts {
  readonly group: VotedComparison;
  readonly batchId: string;
  readonly rank: number;
  readonly annotators: ReadonlyMap<string, string>;
}

async function insertVotedComparison(db: Tx, target: Target, voted: Voted): Promise<void> {
  const { group } = voted;
  const responseIds = group.models.map((model) => voted.responseIds.get(`${group.turn}\n${model}`)!);
  const comparisonId = target.ids.next();
  const missing = await db.selectFrom('responses').select('id').where('id', 'in', responseIds).where('messages', 'is', null).execute();
  const votes = group.votes.length;
  await db
    .insertInto('comparisons')
    .values({
      id: comparisonId, project_id: target.projectId, prompt_id: voted.promptId, response_ids: responseIds, batch_id: voted.batchId,
      rank: voted.rank, state: missing.length > 0 ? 'closed' : 'open', target_judgments: missing.length > 0 ? votes : Math.max(TARGET, votes),
      judged: votes, issued: votes, side_seed: voted.rank % 2, metadata: JSON.stringify({ turn: group.turn }),
    })
    .execute();
  await insertVotes(db, target, { ...voted, comparisonId });
}

async function insertVotes(db: Tx, target: Target, voted: Voted & { comparisonId: string }): Promise<void> {
  const common = { project_id: target.projectId, comparison_id: voted.comparisonId, question_version: 1, guidelines_version: 1 };
  const rows = voted.group.votes.map((vote) => ({
    vote,
    id: v5(vote.voteId, VOTE_NAMESPACE),
    assignment: target.ids.next(),
    annotator: voted.annotators.get(vote.annotator)!,
  }));
  await db
    .insertInto('assignments')
    .values(
      rows.map(({ vote, id, assignment, annotator }) => ({
        ...common, id: assignment, annotator_id: annotator, kind: 'imported' as const, repeat_number: vote.repeat,
        presented_order: [...vote.presentedOrder], state: 'submitted' as const, judgment_id: id,
      })),
    )
    .execute();
  await db
    .insertInto('judgments')
    .values(
      rows.map(({ vote, id, assignment, annotator }) => ({
        ...common, id, assignment_id: assignment, annotator_id: annotator, outcome: vote.outcome, position: vote.position,
        strength: vote.strength, source: 'import' as const, payload_hash: sha256(JSON.stringify(vote)),
      })),
    )
    .execute();
}

async function readLines<T>(file: string): Promise<T[]> {
  const text = await readFile(file, 'utf8');
  return text.trimEnd().split('\n').map((line) => JSON.parse(line) as T);
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
