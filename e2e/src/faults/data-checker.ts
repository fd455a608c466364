import type { TestDatabase } from '@pairwright/testkit/test-database';
import { kindOf } from '../chaos/kinds.ts';
import type { Campaign } from '../support/many-annotators.ts';
import type { Ledger } from './ledger.ts';

type Pool = TestDatabase['pool'];

/** What a version holds: its rows and votes, as one hash. */
export async function contentOfVersion(pool: Pool, versionId: string): Promise<string> {
  const { rows } = await pool.query<{ content: string }>(
    `select (select count(*) || ' ' || coalesce(md5(string_agg(r::text, e'\\n' order by ordinal, id_suffix)), '') from dataset_rows r where version_id = $1)
       || ' ' || (select count(*) || ' ' || coalesce(md5(string_agg(v::text, e'\\n' order by ordinal, judgment_id)), '') from dataset_votes v where version_id = $1) as content`,
    [versionId],
  );
  return rows[0]!.content;
}

/** Counters and labels of a project, as one hash. */
export async function standOf(pool: Pool, projectId: string): Promise<string> {
  const { rows } = await pool.query<{ stand: string }>(
    `select md5(string_agg(concat_ws(' ', c.id, judged, leased, skipped, r.question, r.result, coalesce(r.winner::text, '-'),
       r.votes_used, coalesce(r.strength::text, '-'), r.per_response, r.steps), e'\\n' order by c.id, r.question)) as stand
     from comparisons c left join resolutions r on r.comparison_id = c.id where c.project_id = $1`,
    [projectId],
  );
  return rows[0]!.stand;
}

/** A project with the rows of files, and how many votes of before each brought. */
export interface ImportedInto extends Pick<Campaign, 'projectId' | 'kind'> {
  readonly votes: number;
}

/** Every import that was acknowledged has added each of its rows and votes once, and nothing else has added any. */
export async function importFaults(
  pool: Pool,
  { projectId, kind, votes }: ImportedInto,
  ledger: Ledger,
): Promise<string[]> {
  const { rows } = await pool.query<
    Record<'prompts' | 'responses' | 'comparisons' | 'votes', number> & { word: string }
  >(
    `with mine as (select id, split_part(messages -> 0 ->> 'content', ' ', 1) as word from prompts where project_id = $1),
       answered as (select r.prompt_id, count(*) as n from responses r join mine on mine.id = r.prompt_id group by 1),
       compared as (select prompt_id, count(*) as n from comparisons where project_id = $1 group by 1),
       voted as (
         select c.prompt_id, count(*) as n from judgments j join comparisons c on c.id = j.comparison_id
         where j.project_id = $1 and j.source = 'import' group by 1
       )
     select word, count(*)::int as prompts, coalesce(sum(r.n), 0)::int as responses, coalesce(sum(c.n), 0)::int as comparisons,
       coalesce(sum(v.n), 0)::int as votes
     from mine left join answered r on r.prompt_id = mine.id left join compared c on c.prompt_id = mine.id
       left join voted v on v.prompt_id = mine.id
     group by 1`,
    [projectId],
  );
  const stored = new Map(rows.map((row) => [row.word, row]));
  const states = await pool.query<{ id: string; state: string; bad: number; twice: number }>(
    `select id, state, rows_rejected::int as bad, rows_duplicate::int as twice from imports where project_id = $1`,
    [projectId],
  );
  const faults = [...ledger.imports].flatMap(([id, { word, rows: wanted }]) => {
    const found = stored.get(word);
    stored.delete(word);
    const job = states.rows.find((row) => row.id === id);
    const right =
      found?.prompts === wanted &&
      found.responses === kindOf(kind).responses * wanted &&
      found.comparisons === wanted &&
      found.votes === votes * wanted &&
      job?.state === 'succeeded';
    return right && job.bad === 0 && job.twice === 0
      ? []
      : [`Import ${id} of ${wanted} rows: ${JSON.stringify({ found, job })}.`];
  });
  return [
    ...faults,
    ...[...stored.keys()].map((word) => `Rows of ${word} are there, and nobody ran such an import.`),
  ];
}

/** Every version that was acknowledged is ready, and holds what it held when it was read first. */
export async function versionFaults(pool: Pool, projectId: string, ledger: Ledger): Promise<string[]> {
  const { rows } = await pool.query<{ id: string; state: string; rows: number; stored: number }>(
    `select id, state, rows_total::int as rows, (select count(*) from dataset_rows r where r.version_id = v.id)::int as stored
     from dataset_versions v where project_id = $1`,
    [projectId],
  );
  const faults: string[] = [];
  const byId = new Map(rows.map((row) => [row.id, row]));
  for (const id of ledger.versions.keys())
    if (!byId.has(id)) faults.push(`Version ${id} was acknowledged and is not there.`);
  for (const row of rows) {
    if (row.state !== 'ready' || row.rows !== row.stored)
      faults.push(`Version ${JSON.stringify(row)} is not whole.`);
    const told = ledger.versions.get(row.id)?.content;
    if (told !== undefined && told !== (await contentOfVersion(pool, row.id)))
      faults.push(`Version ${row.id} holds something else than when it was frozen.`);
  }
  return faults;
}

/** Labels follow the judgments: nothing waits to be taken in, and each rests on as many votes as count. */
export async function labelFaults(pool: Pool, projectId: string): Promise<string[]> {
  const { rows } = await pool.query<{ id: string; judged: number; votes: number | null }>(
    `select c.id, c.judged::int, r.votes_used::int as votes from comparisons c
     left join resolutions r on r.comparison_id = c.id and r.question = 'main'
     where c.project_id = $1 and c.judged is distinct from coalesce(r.votes_used, 0)`,
    [projectId],
  );
  return rows.map((row) => `The label of ${row.id} rests on ${row.votes} votes, and ${row.judged} count.`);
}

/** What should have come to its end and has not. */
export async function unfinished(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ what: string }>(
    `select 'import ' || id || ' ' || state as what from imports where state in ('checking', 'queued', 'running')
     union all select 'version ' || id || ' ' || state from dataset_versions where state in ('queued', 'running')
     union all select 'export ' || id || ' ' || state from exports where state in ('queued', 'running')
     union all select 'health report ' || id || ' ' || state from health_reports where state in ('queued', 'running')
     union all select 'exclusion ' || id || ' ' || state from exclusions where state in ('applying', 'ending')
     union all select distinct 'labels of ' || project_id from resolution_changes`,
  );
  return rows.map(({ what }) => what);
}
