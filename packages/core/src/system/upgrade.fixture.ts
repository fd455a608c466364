import { randomUUID } from 'node:crypto';
import { plainPair } from '@pairwright/domain/judgment/form';
import { systemIds } from '@pairwright/runtime/ids';
import { addKind, type KindData, kindsBesidePairs } from './upgrade-kinds.fixture.ts';
import { addPerson } from './upgrade-people.fixture.ts';
import { type Client, type KeptRow, RowKeeper } from './upgrade-rows.fixture.ts';

/** What was put into a database at one level of its schema, as it must be found ever after. */
export interface LevelData {
  readonly level: string;
  readonly projectId: string;
  readonly annotators: readonly string[];
  /** id → what was judged. */
  readonly judgments: ReadonlyMap<string, string>;
  readonly versionId: string;
  readonly exportId: string;
  /** Projects of the other kinds; none where this level has no place for them. */
  readonly kinds: readonly KindData[];
  /** Whole rows of all tables, as they were when the level was done. */
  readonly rows: readonly KeptRow[];
}

type Insert = RowKeeper['insert'];

/**
 * Adds people, a project with six comparisons, votes, a frozen version and its export, a project of each other kind, and a row of
 * everything that is kept about people, in the shape that the schema has just now: what is not there yet, or not any more, is left out.
 */
export async function addLevelData(client: Client, level: string): Promise<LevelData> {
  const id = (): string => systemIds.next();
  const projectId = id();
  const annotators = [id(), id()];
  const keeper = new RowKeeper(client, level);
  const insert: Insert = (table, values) => keeper.insert(table, values);
  for (const user of annotators)
    await insert('users', { id: user, kind: 'person', email: `${user}@example.org`, name: `从 ${level}` });
  await insert('projects', {
    id: projectId,
    slug: `p-${projectId}`,
    name: `Café ${level}`,
    template: 'pair_7',
    language: 'mixed',
    target_judgments: 3,
    lease_minutes: 30,
  });
  for (const user of annotators)
    await insert('project_members', { project_id: projectId, user_id: user, role: 'annotator' });
  await insert('guidelines', { project_id: projectId, version: 1, markdown: '# Be fair\n公平' });
  await addQuestion(insert, projectId);
  const batchId = id();
  await insert('batches', { id: batchId, project_id: projectId, name: 'first' });
  const judgments = new Map<string, string>();
  for (let rank = 1; rank <= 6; rank += 1) {
    const made = await addComparison(insert, { projectId, batchId, rank });
    // Two people each judge the first four; the last two are still open.
    if (rank > 4) continue;
    for (const [place, annotatorId] of annotators.entries()) {
      const judgment = await addVote(client, {
        projectId,
        comparisonId: made.id,
        annotatorId,
        strength: -1 - place,
      });
      await keeper.keep('judgments', judgment);
      judgments.set(judgment, `${made.id} ${annotatorId} preference ${-1 - place} warum 为什么\n"${rank}"`);
    }
  }
  const frozen = await addVersion(insert, { projectId, judged: [...judgments.keys()] });
  const kinds = await addKindsAndPerson(client, keeper, { level, annotators });
  return { level, projectId, annotators, judgments, ...frozen, kinds, rows: await keeper.kept() };
}

/** A project of each kind beside pairs, and somebody with a row of everything; nothing where this level has no place for them. */
export async function addKindsAndPerson(
  client: Client,
  keeper: RowKeeper,
  of: { readonly level: string; readonly annotators: readonly string[] },
): Promise<KindData[]> {
  if (!(await keeper.has('judgments', 'details'))) return [];
  const kinds: KindData[] = [];
  for (const kind of kindsBesidePairs) kinds.push(await addKind(client, keeper, { ...of, kind }));
  const rating = kinds.find(({ kind }) => kind === 'rating')!;
  await addPerson(keeper, of.annotators[0]!, rating);
  return kinds;
}

async function addQuestion(insert: Insert, projectId: string): Promise<void> {
  const scale = { points: 7, allowTie: true, allowBothBad: true, allowCannotJudge: true };
  await insert('questions', {
    project_id: projectId,
    version: 1,
    text_en: 'Which is better?',
    text_zh: '哪个更好？',
    points: 7,
    allow_tie: true,
    allow_both_bad: true,
    allow_cannot_judge: true,
    form: JSON.stringify(plainPair(scale)),
  });
}

async function addComparison(
  insert: Insert,
  { projectId, batchId, rank }: { projectId: string; batchId: string; rank: number },
): Promise<{ id: string; promptId: string }> {
  const [promptId, first, second, comparisonId] = [0, 1, 2, 3].map(() => systemIds.next()) as [
    string,
    string,
    string,
    string,
  ];
  const hash = (): string => `\\x${randomUUID().replaceAll('-', '').repeat(2)}`;
  const text = (role: string, content: string): string => JSON.stringify([{ role, content }]);
  await insert('prompts', {
    id: promptId,
    project_id: projectId,
    messages: text('user', `问题 ${rank}`),
    content_hash: hash(),
    language: 'zh',
  });
  for (const [id, model] of [
    [first, 'model-a'],
    [second, 'model-b'],
  ] as const)
    await insert('responses', {
      id,
      prompt_id: promptId,
      model,
      messages: text('assistant', `${model} ${rank}`),
      content_hash: hash(),
    });
  await insert('comparisons', {
    id: comparisonId,
    project_id: projectId,
    prompt_id: promptId,
    response_ids: [first, second],
    batch_id: batchId,
    rank,
    target_judgments: 3,
    side_seed: 0,
    judged: rank > 4 ? 0 : 2,
    issued: rank > 4 ? 0 : 2,
  });
  return { id: comparisonId, promptId };
}

/** Somebody's vote with its assignment, by plain statements that every level takes; gives its id. */
export async function addVote(
  client: Client,
  vote: { projectId: string; comparisonId: string; annotatorId: string; strength: number },
): Promise<string> {
  const [assignmentId, judgmentId] = [systemIds.next(), systemIds.next()];
  const { rows } = await client.query<{ rank: number }>('select rank from comparisons where id = $1', [
    vote.comparisonId,
  ]);
  await client.query('begin');
  await client.query(
    `insert into assignments (id, project_id, comparison_id, annotator_id, presented_order, state, question_version, guidelines_version, judgment_id, closed_at)
     values ($1, $2, $3, $4, '{0,1}', 'submitted', 1, 1, $5, now())`,
    [assignmentId, vote.projectId, vote.comparisonId, vote.annotatorId, judgmentId],
  );
  await client.query(
    `insert into judgments (id, project_id, comparison_id, assignment_id, annotator_id, question_version, guidelines_version, outcome, position, strength, rationale, active_ms, payload_hash)
     values ($1, $2, $3, $4, $5, 1, 1, 'preference', 3, $6, $7, 4000, '\\x00')`,
    [
      judgmentId,
      vote.projectId,
      vote.comparisonId,
      assignmentId,
      vote.annotatorId,
      vote.strength,
      `warum 为什么\n"${rows[0]!.rank}"`,
    ],
  );
  await client.query('commit');
  return judgmentId;
}

async function addVersion(
  insert: Insert,
  { projectId, judged }: { projectId: string; judged: readonly string[] },
): Promise<{ versionId: string; exportId: string }> {
  const [datasetId, versionId, exportId] = [systemIds.next(), systemIds.next(), systemIds.next()];
  const recipe = JSON.stringify({});
  await insert('datasets', {
    id: datasetId,
    project_id: projectId,
    name: 'Reward',
    slug: 'reward',
    recipe,
    pseudonym_key: '\\x00',
  });
  await insert('dataset_versions', {
    id: versionId,
    dataset_id: datasetId,
    project_id: projectId,
    version: 1,
    recipe,
    state: 'ready',
    rows_total: 0,
    votes_total: judged.length,
    frozen_at: '2026-01-01T00:00:00Z',
  });
  for (const [place, judgmentId] of judged.entries())
    await insert('dataset_votes', {
      version_id: versionId,
      ordinal: place + 1,
      judgment_id: judgmentId,
      annotator: 'annotator-1',
      counted: true,
    });
  await insert('exports', {
    id: exportId,
    version_id: versionId,
    project_id: projectId,
    format: 'votes',
    container: 'jsonl',
    compression: 'none',
    state: 'ready',
    files: JSON.stringify([
      {
        name: 'train.jsonl',
        key: `exports/${exportId}/train.jsonl`,
        size: 1,
        sha256: 'ab',
        rows: judged.length,
      },
    ]),
  });
  return { versionId, exportId };
}

/** Further comparisons that nobody has judged, by one statement; gives their ids. */
export async function addOpenComparisons(
  client: Client,
  { projectId }: LevelData,
  count: number,
): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `insert into comparisons (id, project_id, prompt_id, response_ids, batch_id, rank, target_judgments, side_seed)
     select gen_random_uuid(), c.project_id, c.prompt_id, array[gen_random_uuid(), gen_random_uuid()], c.batch_id, 100 + n, 3, 0
     from (select * from comparisons where project_id = $1 limit 1) c, generate_series(1, $2::int) n returning id`,
    [projectId, count],
  );
  return rows.map(({ id }) => id);
}

/** What is there now of what was put in. */
export async function readJudgments(client: Client, { projectId }: LevelData): Promise<Map<string, string>> {
  const { rows } = await client.query<{ id: string; said: string }>(
    `select id, concat_ws(' ', comparison_id, annotator_id, outcome, strength, rationale) as said from judgments
     where project_id = $1 order by id`,
    [projectId],
  );
  return new Map(rows.map(({ id, said }) => [id, said]));
}
