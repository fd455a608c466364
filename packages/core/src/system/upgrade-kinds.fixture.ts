import { randomUUID } from 'node:crypto';
import type { Answer, SomeDetails } from '@pairwright/contract/judgment';
import type { MainQuestion, QuestionForm } from '@pairwright/contract/question-form';
import { canonicalRanks, detailsText, toCanonical } from '@pairwright/domain/judgment/canonical';
import { plainPair } from '@pairwright/domain/judgment/form';
import { systemIds } from '@pairwright/runtime/ids';
import type { Client, RowKeeper } from './upgrade-rows.fixture.ts';

export interface GivenAnswer {
  readonly answer: Answer;
  readonly details?: SomeDetails;
}

/** A way of asking, with what two people say to it. */
interface Kind {
  readonly form: QuestionForm;
  readonly responses: number;
  readonly outcome: string;
  readonly said: readonly [GivenAnswer, GivenAnswer];
}

const plain = plainPair({ points: 7, allowTie: true, allowBothBad: true, allowCannotJudge: true });
const single = (ask: 'thumbs' | 'rating' | 'steps'): MainQuestion => ({
  kind: 'single',
  ask,
  stopAtFirstError: true,
  allowCannotJudge: true,
});
const quality = {
  key: 'quality',
  label: { en: 'Quality', 'zh-CN': '质量' },
  hint: null,
  min: 0,
  max: 4,
  low: null,
  high: null,
  required: true,
} as const;
const rated = (value: number): GivenAnswer => ({
  answer: { outcome: 'rated' },
  details: { ratings: [{ key: 'quality', place: 0, value }] },
});

export const kindsBesidePairs = ['rank', 'thumbs', 'rating', 'steps'] as const;
export type KindBesidePairs = (typeof kindsBesidePairs)[number];

const kinds: Readonly<Record<KindBesidePairs, Kind>> = {
  rank: {
    form: {
      ...plain,
      main: { kind: 'rank', allowTies: true, allowUnacceptable: true, topK: null, allowCannotJudge: true },
    },
    responses: 4,
    outcome: 'ranking',
    said: [
      { answer: { outcome: 'ranking', ranks: [2, 2, 0, 1] } },
      { answer: { outcome: 'ranking', ranks: [3, 2, 4, 1] } },
    ],
  },
  thumbs: {
    form: { ...plain, main: single('thumbs') },
    responses: 1,
    outcome: 'thumbs_up',
    said: [{ answer: { outcome: 'thumbs', up: true } }, { answer: { outcome: 'thumbs', up: true } }],
  },
  rating: {
    form: { ...plain, main: single('rating'), ratings: [quality] },
    responses: 1,
    outcome: 'rated',
    said: [rated(3), rated(4)],
  },
  steps: {
    form: { ...plain, main: single('steps') },
    responses: 1,
    outcome: 'steps',
    said: [
      { answer: { outcome: 'steps', labels: ['right', 'wrong'] } },
      { answer: { outcome: 'steps', labels: ['right', 'wrong', 'neutral'] } },
    ],
  },
};

/** What was put in of a kind: of three comparisons one judged by two people, one open, and one closed. */
export interface KindData {
  readonly kind: KindBesidePairs;
  readonly projectId: string;
  readonly judged: string;
  readonly closed: string;
  readonly assignmentIds: readonly string[];
  readonly judgmentIds: readonly string[];
}

/** What the first of the two said. */
export const firstSaid = (kind: KindBesidePairs): GivenAnswer => kinds[kind].said[0];

const content = 'First this holds.\n\n所以第二步。\n\nAnd so the third.';
const order = { 1: [0], 4: [2, 0, 3, 1] } as Readonly<Record<number, readonly number[]>>;

export interface NewKind {
  readonly kind: KindBesidePairs;
  readonly level: string;
  readonly annotators: readonly string[];
}

/** A project of this kind with its labels and sums as this level would have stored them. */
export async function addKind(
  client: Client,
  keeper: RowKeeper,
  { kind, level, annotators }: NewKind,
): Promise<KindData> {
  const { form } = kinds[kind];
  const [projectId, batchId] = [systemIds.next(), systemIds.next()];
  await keeper.insert('projects', {
    id: projectId,
    slug: `${kind}-${projectId}`,
    name: `${kind} ${level}`,
    template: kind,
    language: 'mixed',
    target_judgments: 3,
    lease_minutes: 30,
  });
  for (const user of annotators)
    await keeper.insert('project_members', { project_id: projectId, user_id: user, role: 'annotator' });
  await keeper.insert('guidelines', { project_id: projectId, version: 1, markdown: '公平' });
  await keeper.insert('questions', {
    project_id: projectId,
    version: 1,
    text_en: 'How?',
    text_zh: '如何？',
    form: JSON.stringify(form),
  });
  await keeper.insert('batches', { id: batchId, project_id: projectId, name: kind });
  const made = await addWork(client, keeper, { kind, projectId, batchId, annotators });
  const data = { kind, projectId, ...made };
  await storeLabels(client, keeper, data);
  await storeSums(client, keeper, data);
  return data;
}

type Work = Pick<KindData, 'judged' | 'closed' | 'assignmentIds' | 'judgmentIds'>;

async function addWork(
  client: Client,
  keeper: RowKeeper,
  of: { kind: KindBesidePairs; projectId: string; batchId: string; annotators: readonly string[] },
): Promise<Work> {
  const comparisons: string[] = [];
  for (const rank of [1, 2, 3]) comparisons.push(await addComparison(keeper, { ...of, rank }));
  const [judged, , closed] = comparisons as [string, string, string];
  const given: { assignmentId: string; judgmentId: string }[] = [];
  await client.query('begin');
  for (const [place, annotatorId] of of.annotators.entries())
    given.push(await addJudgment(keeper, { ...of, annotatorId, comparisonId: judged, place }));
  await client.query('commit');
  return {
    judged,
    closed,
    assignmentIds: given.map((one) => one.assignmentId),
    judgmentIds: given.map((one) => one.judgmentId),
  };
}

async function addComparison(
  keeper: RowKeeper,
  of: { kind: KindBesidePairs; projectId: string; batchId: string; rank: number },
): Promise<string> {
  const hash = (): string => `\\x${randomUUID().replaceAll('-', '').repeat(2)}`;
  const [promptId, comparisonId] = [systemIds.next(), systemIds.next()];
  await keeper.insert('prompts', {
    id: promptId,
    project_id: of.projectId,
    messages: JSON.stringify([{ role: 'user', content: `问题 ${of.rank}` }]),
    content_hash: hash(),
    language: 'zh',
    metadata: JSON.stringify({ from: of.kind }),
  });
  const responses = Array.from({ length: kinds[of.kind].responses }, () => systemIds.next());
  for (const [place, id] of responses.entries())
    await keeper.insert('responses', {
      id,
      prompt_id: promptId,
      model: `model-${'abcd'[place]}`,
      messages: JSON.stringify([{ role: 'assistant', content }]),
      content_hash: hash(),
    });
  const [isJudged, isClosed] = [of.rank === 1, of.rank === 3];
  await keeper.insert('comparisons', {
    id: comparisonId,
    project_id: of.projectId,
    prompt_id: promptId,
    response_ids: responses,
    batch_id: of.batchId,
    rank: of.rank,
    target_judgments: 3,
    side_seed: 0,
    state: isClosed ? 'closed' : 'open',
    judged: isJudged ? 2 : 0,
    issued: isJudged ? 2 : 0,
  });
  return comparisonId;
}

async function addJudgment(
  keeper: RowKeeper,
  of: { kind: KindBesidePairs; projectId: string; annotatorId: string; comparisonId: string; place: number },
): Promise<{ assignmentId: string; judgmentId: string }> {
  const { form, responses, outcome, said } = kinds[of.kind];
  const { answer, details = {} } = said[of.place as 0 | 1];
  const shown = order[responses]!;
  const [assignmentId, judgmentId] = [systemIds.next(), systemIds.next()];
  const ids = {
    project_id: of.projectId,
    comparison_id: of.comparisonId,
    annotator_id: of.annotatorId,
    question_version: 1,
    guidelines_version: 1,
  };
  await keeper.insert('assignments', {
    ...ids,
    id: assignmentId,
    presented_order: shown,
    state: 'submitted',
    judgment_id: judgmentId,
    closed_at: '2026-01-01T00:00:00Z',
  });
  await keeper.insert('judgments', {
    ...ids,
    id: judgmentId,
    assignment_id: assignmentId,
    outcome,
    ranks: answer.outcome === 'ranking' ? canonicalRanks(answer.ranks, shown) : null,
    details: detailsText(toCanonical({ form, answer, details, order: shown, content })),
    rationale: `因为 "${of.kind}"`,
    active_ms: 4000,
    payload_hash: '\\x00',
  });
  return { assignmentId, judgmentId };
}

const labels = {
  rank: { result: 'winner', method: 'majority', winner: 1, reason: null },
  single: { result: 'unresolved', method: null, winner: null, reason: 'no_preference' },
} as const;

/**
 * Labels as they were stored before there were any of single answers, and rankings with their sums before these told of models:
 * with nothing left to take in, so that only a migration can have them made anew.
 */
async function storeLabels(client: Client, keeper: RowKeeper, data: KindData): Promise<void> {
  const isBefore = (await keeper.has('resolutions')) && !(await keeper.has('resolutions', 'steps'));
  if (data.kind === 'rank' ? !(await hasOldSums(keeper)) && !isBefore : !isBefore) return;
  const label = labels[data.kind === 'rank' ? 'rank' : 'single'];
  await client.query(
    `insert into resolutions (comparison_id, project_id, version, result, method, winner, reason, votes_used, disagreement, review_score)
     values ($1, $2, 1, $3, $4, $5, $6, 2, 0, 0)`,
    [data.judged, data.projectId, label.result, label.method, label.winner, label.reason],
  );
  await client.query('delete from resolution_changes where project_id = $1', [data.projectId]);
}

const hasOldSums = async (keeper: RowKeeper): Promise<boolean> =>
  (await keeper.has('overview_sums')) && !(await keeper.has('overview_parts', 'ranked'));

async function storeSums(client: Client, keeper: RowKeeper, { kind, projectId }: KindData): Promise<void> {
  if (kind !== 'rank' || !(await hasOldSums(keeper))) return;
  await client.query(
    `insert into overview_parts (comparison_id, project_id, judgment_ids, target_judgments, judged, skipped, flagged, state, settled)
     select c.id, c.project_id, array(select j.id from judgments j where j.comparison_id = c.id order by j.id), c.target_judgments, c.judged,
       c.skipped, c.flagged, c.state, c.judged > 0 from comparisons c where c.project_id = $1`,
    [projectId],
  );
  await client.query(
    `insert into overview_sums (project_id, measure, key, n)
     select j.project_id, 'judgments', array[to_char(j.created_at at time zone 'UTC', 'YYYY-MM-DD'), j.annotator_id::text], count(*)
       from judgments j where j.project_id = $1 group by 1, 3
     union all select $1, m, array['ranking'], 2 from unnest('{outcome,paid}'::text[]) m
     union all select $1, 'responses', array[r.model], count(*) from responses r join prompts p on p.id = r.prompt_id where p.project_id = $1 group by r.model
     union all select $1, m, '{}', n from (values ('prompts', 3), ('comparisons', 3), ('wanted', 9), ('judged', 2), ('remaining', 4),
       ('settled', 1)) s (m, n)`,
    [projectId],
  );
  await client.query('insert into overview_progress (project_id, whole) values ($1, true)', [projectId]);
  for (const noted of ['overview_changes', 'overview_additions'])
    await client.query(`delete from ${noted} where project_id = $1`, [projectId]);
}
