import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { TestDatabase } from '@pairwright/testkit/test-database';
import { kindOf, type KindName, STEPS } from '../chaos/kinds.ts';

type Pool = TestDatabase['pool'];

export interface Campaign {
  readonly projectId: string;
  readonly kind: KindName;
  /** An API token for each annotator, and the annotator's id. */
  readonly annotators: Person[];
  /** Who may change the project. */
  readonly admin: Person;
}

interface Person {
  readonly userId: string;
  readonly token: string;
}

export interface CampaignSize {
  readonly comparisons: number;
  readonly annotators: number;
  readonly target: number;
  /** What is asked; default: a pair on seven points. */
  readonly kind?: KindName;
  /** Tells it from others in the same database. */
  readonly key?: string;
  /** Letters of each text, besides a few words. */
  readonly letters?: number;
}

/** A project with its annotators and short texts, written straight into the database. */
export async function createCampaign(pool: Pool, size: CampaignSize): Promise<Campaign> {
  const projectId = randomUUID();
  const { kind = 'pair' } = size;
  const newPerson = (): Person => ({
    userId: randomUUID(),
    token: `pwt_${randomBytes(32).toString('base64url')}`,
  });
  const annotators = Array.from({ length: size.annotators }, newPerson);
  const admin = newPerson();
  const everybody = [...annotators, admin];
  const userIds = everybody.map((one) => one.userId);
  await pool.query(
    `insert into projects (id, slug, name, template, language, target_judgments, lease_minutes) values ($1, $3, 'Many', 'pair_7', 'en', $2, 30)`,
    [projectId, size.target, ['many', size.key].filter(Boolean).join('-')],
  );
  await pool.query(
    `insert into questions (project_id, version, text_en, text_zh, form) values ($1, 1, 'Which?', '哪个？', $2)`,
    [projectId, JSON.stringify(kindOf(kind).form)],
  );
  await pool.query(`insert into guidelines (project_id, version, markdown) values ($1, 1, 'Be fair.')`, [
    projectId,
  ]);
  await pool.query(
    `insert into users (id, kind, email, name) select id, 'person', id || '@example.org', id::text from unnest($1::uuid[]) id`,
    [userIds],
  );
  await pool.query(
    `insert into project_members (project_id, user_id, role) select $1, id, case id when $3 then 'admin' else 'annotator' end from unnest($2::uuid[]) id`,
    [projectId, userIds, admin.userId],
  );
  await pool.query(
    `insert into api_tokens (id, user_id, name, secret_hash, hint, scopes, expires_at)
     select gen_random_uuid(), t.user_id, 'test', t.hash, 'hint', '{read,annotate,import,export,manage}', now() + interval '1 day' from unnest($1::uuid[], $2::bytea[]) t (user_id, hash)`,
    [userIds, everybody.map((one) => createHash('sha256').update(one.token).digest())],
  );
  await addComparisons(pool, projectId, size);
  return { projectId, kind, annotators, admin };
}

async function addComparisons(pool: Pool, projectId: string, size: CampaignSize): Promise<void> {
  const batchId = randomUUID();
  await pool.query(`insert into batches (id, project_id, name) values ($1, $2, 'all')`, [batchId, projectId]);
  const { key = '', kind = 'pair', comparisons, target, letters = 0 } = size;
  const message = (role: string, text: string, end = ''): string =>
    `json_build_array(json_build_object('role', '${role}', 'content', '${text} ' || i || repeat(' word', ${Math.trunc(letters / 5)}) || '${end}'))`;
  const sides = [...'abcdefghi'].slice(0, kindOf(kind).responses);
  // What is judged by steps has paragraphs.
  const steps = kind === 'steps' ? ['', ...STEPS.slice(1)].join('\n\n') : '';
  await pool.query(
    `insert into prompts (id, project_id, messages, content_hash) select md5($3 || 'prompt ' || i)::uuid, $1, ${message('user', 'question')}, int8send(i) from generate_series(1, $2::int) i`,
    [projectId, comparisons, key],
  );
  await pool.query(
    `insert into responses (id, prompt_id, model, messages, content_hash)
     select md5($2 || side || i)::uuid, md5($2 || 'prompt ' || i)::uuid, 'model ' || side, ${message('assistant', kind === 'steps' ? STEPS[0] : 'answer', steps)}, int8send(i) || side::bytea
     from generate_series(1, $1::int) i, unnest($3::text[]) side`,
    [comparisons, key, sides],
  );
  await pool.query(
    `insert into comparisons (id, project_id, prompt_id, response_ids, batch_id, rank, target_judgments, side_seed)
     select md5($5 || 'comparison ' || i)::uuid, $1, md5($5 || 'prompt ' || i)::uuid,
       array(select md5($5 || side || i)::uuid from unnest($6::text[]) with ordinality s (side, place) order by place), $2, i, $3, i % 2
     from generate_series(1, $4::int) i`,
    [projectId, batchId, target, comparisons, key, sides],
  );
}
