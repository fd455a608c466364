import type { BenchDatabase } from './benchmark.ts';
import { PLAIN_FORM } from './plain-form.ts';

export const PROJECT_ID = '10000000-0000-7000-8000-000000000001';
const BATCH_ID = '20000000-0000-7000-8000-000000000001';
const RESPONSES_PER_PROMPT = 11;
const PAIRS_PER_PROMPT = (RESPONSES_PER_PROMPT * (RESPONSES_PER_PROMPT - 1)) / 2;

export interface VoteData {
  readonly comparisons: number;
  readonly annotators: number;
  readonly target: number;
}

/** A UUID made of a kind (0 to 9) and a number, as SQL over the number. */
export const idOf = (kind: number, n: string): string =>
  `('${kind}0000000-0000-7000-8000-' || lpad(to_hex((${n})::int), 12, '0'))::uuid`;
/** Id of the i-th annotator (from 0) as SQL; i is an SQL expression. */
export const annotatorId = (i: string): string => idOf(3, i);
export const comparisonId = (n: string): string => idOf(4, n);

/**
 * A project with so many comparisons: all 55 pairs of 11 answers (about 1 kB) to each prompt (about 300 B), and annotators
 * with sessions whose tokens are their number in 43 digits.
 */
export async function createVoteData({ pool }: BenchDatabase, data: VoteData): Promise<void> {
  const prompts = Math.ceil(data.comparisons / PAIRS_PER_PROMPT);
  const annotators = `generate_series(0, ${data.annotators - 1}) i`;
  const text = (role: string, words: string, times: number): string =>
    `json_build_array(json_build_object('role', '${role}', 'content', ${words} || repeat(' lorem ipsum', ${times})))`;
  await pool.query(
    `insert into projects (id, slug, name, template, language, target_judgments, lease_minutes) values ($1, 'bench', 'Bench', 'pair_7', 'en', $2, 600)`,
    [PROJECT_ID, data.target],
  );
  await pool.query(
    `insert into questions (project_id, version, text_en, text_zh, form) values ($1, 1, 'Which?', '哪个？', $2)`,
    [PROJECT_ID, PLAIN_FORM],
  );
  await pool.query(`insert into guidelines (project_id, version, markdown) values ($1, 1, 'Be fair.')`, [
    PROJECT_ID,
  ]);
  await pool.query(`insert into batches (id, project_id, name) values ($1, $2, 'all')`, [
    BATCH_ID,
    PROJECT_ID,
  ]);
  await pool.query(
    `insert into users (id, kind, email, name) select ${annotatorId('i')}, 'person', i || '@example.org', i::text from ${annotators}`,
  );
  await pool.query(
    `insert into project_members (project_id, user_id, role) select '${PROJECT_ID}', ${annotatorId('i')}, 'annotator' from ${annotators}`,
  );
  await pool.query(
    `insert into sessions (token_hash, user_id, expires_at) select sha256(lpad(i::text, 43, '0')::bytea), ${annotatorId('i')}, now() + interval '1 day' from ${annotators}`,
  );
  await pool.query(`insert into prompts (id, project_id, messages, content_hash, language)
    select md5('prompt ' || p)::uuid, '${PROJECT_ID}', ${text('user', `'prompt ' || p`, 24)}, int8send(p), 'en' from generate_series(1, ${prompts}) p`);
  await pool.query(`insert into responses (id, prompt_id, model, messages, content_hash)
    select md5(p || ' response ' || r)::uuid, md5('prompt ' || p)::uuid, 'model ' || r, ${text('assistant', `'answer ' || r`, 80)}, int8send(p) || int8send(r)
    from generate_series(1, ${prompts}) p, generate_series(1, ${RESPONSES_PER_PROMPT}) r`);
  await pool.query(`insert into comparisons (id, project_id, prompt_id, response_ids, batch_id, rank, target_judgments, side_seed)
    select ${comparisonId('n')}, '${PROJECT_ID}', md5('prompt ' || p)::uuid, array[md5(p || ' response ' || a)::uuid, md5(p || ' response ' || b)::uuid],
      '${BATCH_ID}', n, ${data.target}, n % 2
    from (
      select p, a, b, row_number() over (order by p, a, b) as n
      from generate_series(1, ${prompts}) p, generate_series(1, ${RESPONSES_PER_PROMPT}) a, generate_series(a + 1, ${RESPONSES_PER_PROMPT}) b
    ) pairs where n <= ${data.comparisons}`);
}

/** Settles the tables, so that no vacuum of the load falls into the measuring. */
export async function settle({ pool }: BenchDatabase): Promise<void> {
  for (const table of [
    'prompts',
    'responses',
    'comparisons',
    'assignments',
    'annotator_cursors',
    'project_members',
    'sessions',
    'users',
    'overview_changes',
    'overview_additions',
    'overview_parts',
    'overview_sums',
  ])
    await pool.query(`vacuum (analyze) ${table}`);
  await pool.query('checkpoint');
}
