import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Insertable } from 'kysely';
import { v5 } from 'uuid';
import type { DB } from '@pairwright/db/tables.generated';
import type { Tx } from '@pairwright/db/transaction';
import { canonicalMessages } from '@pairwright/formats/canonical';
import type { Ids } from '@pairwright/runtime/ids';
import {
  groupVotes,
  messagesOfTurn,
  type MtBenchQuestion,
  type MtBenchVote,
  type VotedComparison,
} from './mt-bench-rows.ts';

/** Namespace of ids made from vote ids, so that loading twice stores once. */
const VOTE_NAMESPACE = '5b0e3c52-7f0c-4a52-9a58-0d7b0f7b6f7e';
/** New work on a past comparison asks for at least this many judgments in all. */
const TARGET = 3;
/** Rows of one insert; PostgreSQL takes at most 65,535 parameters. */
const CHUNK = 1000;

interface Target {
  readonly projectId: string;
  readonly dataDir: string;
  readonly ids: Ids;
}

/** In the order in which they refer to each other. */
const tables = [
  'users',
  'batches',
  'prompts',
  'responses',
  'comparisons',
  'assignments',
  'judgments',
] as const;
type Rows = { [T in (typeof tables)[number]]: Insertable<DB[T]>[] };

/**
 * Loads the two-turn questions, their answers and all human votes as past judgments. A turn is a comparison of its own:
 * its responses are what the judge read. Votes on a model whose text the data lacks keep a response without text, and
 * their comparison is closed for new work.
 */
export async function loadMtBench(db: Tx, target: Target): Promise<void> {
  const questions = await readLines<MtBenchQuestion>(path.join(target.dataDir, 'mt-bench.jsonl'));
  const groups = groupVotes(await readLines<MtBenchVote>(path.join(target.dataDir, 'mt-bench-votes.jsonl')));
  const rows = buildRows(target, questions, groups);
  for (const table of tables) {
    for (let at = 0; at < rows[table].length; at += CHUNK) {
      await db
        .insertInto(table)
        .values(rows[table].slice(at, at + CHUNK))
        .execute();
    }
  }
}

function buildRows(
  target: Target,
  questions: readonly MtBenchQuestion[],
  groups: readonly VotedComparison[],
): Rows {
  const rows: Rows = {
    users: [],
    batches: [],
    prompts: [],
    responses: [],
    comparisons: [],
    assignments: [],
    judgments: [],
  };
  const batchId = target.ids.next();
  rows.batches.push({ id: batchId, project_id: target.projectId, name: 'MT-Bench human votes' });
  const annotators = addAnnotators(rows, target, groups);
  for (const question of questions) {
    const promptId = addPrompt(rows, target, question);
    const responseIds = new Map<string, string>();
    for (const group of groups.filter((each) => each.promptId === question.prompt_id)) {
      const responses = group.models.map((model) =>
        addResponse(rows, target, { question, promptId, model, turn: group.turn, known: responseIds }),
      );
      const comparisonId = addComparison(rows, target, { group, promptId, batchId, responses });
      addVotes(rows, target, { group, comparisonId, annotators });
    }
  }
  return rows;
}

function addAnnotators(rows: Rows, target: Target, groups: readonly VotedComparison[]): Map<string, string> {
  const names = [...new Set(groups.flatMap((group) => group.votes.map((vote) => vote.annotator)))].sort();
  const ids = new Map(names.map((name) => [name, target.ids.next()]));
  for (const [name, id] of ids)
    rows.users.push({ id, kind: 'imported', name: `MT-Bench ${name}`, is_demo: true });
  return ids;
}

function addPrompt(rows: Rows, target: Target, question: MtBenchQuestion): string {
  const id = target.ids.next();
  const messages = canonicalMessages(question.messages);
  rows.prompts.push({
    id,
    project_id: target.projectId,
    external_id: question.prompt_id,
    messages,
    content_hash: sha256(messages),
    language: question.lang,
    category: question.category,
    source: question.source,
    metadata: JSON.stringify({ license: 'Apache-2.0 (answers), CC-BY-4.0 (votes)' }),
  });
  return id;
}

interface WantedResponse {
  readonly question: MtBenchQuestion;
  readonly promptId: string;
  readonly model: string;
  readonly turn: 1 | 2;
  readonly known: Map<string, string>;
}

interface AddedResponse {
  readonly id: string;
  readonly hasText: boolean;
}

function addResponse(rows: Rows, target: Target, wanted: WantedResponse): AddedResponse {
  const { question, model, turn } = wanted;
  const source = question.responses.find((response) => response.model === model);
  const key = `${turn}\n${model}`;
  const known = wanted.known.get(key);
  if (known) return { id: known, hasText: source !== undefined };
  const id = target.ids.next();
  const messages = source ? canonicalMessages(messagesOfTurn(source.messages, turn)) : null;
  const content_hash = sha256(`${model}\0${messages ?? `no text, turn ${turn}`}`);
  rows.responses.push({
    id,
    prompt_id: wanted.promptId,
    model,
    messages,
    content_hash,
    metadata: JSON.stringify({ turn }),
  });
  wanted.known.set(key, id);
  return { id, hasText: source !== undefined };
}

interface NewComparison {
  readonly group: VotedComparison;
  readonly promptId: string;
  readonly batchId: string;
  readonly responses: readonly AddedResponse[];
}

function addComparison(
  rows: Rows,
  target: Target,
  { group, promptId, batchId, responses }: NewComparison,
): string {
  const id = target.ids.next();
  const rank = rows.comparisons.length;
  const votes = group.votes.length;
  const isOpen = responses.every((response) => response.hasText);
  rows.comparisons.push({
    id,
    project_id: target.projectId,
    prompt_id: promptId,
    response_ids: responses.map((response) => response.id),
    batch_id: batchId,
    rank,
    state: isOpen ? 'open' : 'closed',
    target_judgments: isOpen ? Math.max(TARGET, votes) : votes,
    judged: votes,
    issued: votes,
    side_seed: rank % 2,
    metadata: JSON.stringify({ turn: group.turn }),
  });
  return id;
}

interface NewVotes {
  readonly group: VotedComparison;
  readonly comparisonId: string;
  readonly annotators: ReadonlyMap<string, string>;
}

function addVotes(rows: Rows, target: Target, { group, comparisonId, annotators }: NewVotes): void {
  for (const vote of group.votes) {
    const judgmentId = v5(vote.voteId, VOTE_NAMESPACE);
    const assignmentId = target.ids.next();
    const common = {
      project_id: target.projectId,
      comparison_id: comparisonId,
      annotator_id: annotators.get(vote.annotator)!,
      question_version: 1,
      guidelines_version: 1,
    };
    rows.assignments.push({
      ...common,
      id: assignmentId,
      kind: 'imported',
      repeat_number: vote.repeat,
      presented_order: [...vote.presentedOrder],
      state: 'submitted',
      judgment_id: judgmentId,
    });
    rows.judgments.push({
      ...common,
      id: judgmentId,
      assignment_id: assignmentId,
      outcome: vote.outcome,
      position: vote.position,
      strength: vote.strength,
      source: 'import',
      payload_hash: sha256(JSON.stringify(vote)),
    });
  }
}

async function readLines<T>(file: string): Promise<T[]> {
  const text = await readFile(file, 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as T);
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
