import type { RecordFormat } from '@pairwright/formats/out/format';

/**
 * The rows of a frozen version as JSON, one comparison on each line, for formats that the database does not write itself.
 * `comparisonLines` reads them; the keys are those of `StoredComparison`. Messages are copied as they are stored.
 */

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function uuid(value: string): string {
  if (!UUID.test(value)) throw new RangeError(`${JSON.stringify(value)} is not an id`);
  return `'${value}'::uuid`;
}

const response = (s: string) =>
  `concat('{"id":"', ${s}.id, '","model":', to_json(${s}.model), ',"messages":', coalesce(${s}.messages::text, 'null'), '}')`;

/** A row over relation r. */
const row = `concat('{"suffix":', coalesce(to_json(r.id_suffix)::text, 'null'), ',"source":"', r.source, '","chosen":"', r.chosen_id, '","rejected":"', r.rejected_id,
  '","margin":', r.margin, ',"agreement":', r.agreement, ',"votes":', r.judgments, ',"judgment":', coalesce(to_json(r.judgment_id)::text, 'null'), '}')`;

/** The beginning of a line over relations c (comparison) and p (prompt). */
const head = `'{"id":"', c.id, '","prompt":', p.messages, ',"language":', coalesce(to_json(p.language)::text, 'null'),
  ',"judgeTurn":', coalesce(c.judge_turn::text, 'null'), ',"order":', to_json(c.response_ids)`;

/** Whether single judgments are asked for: of formats that tell of them, or of records that are made from them. */
export function needsJudgments(format: RecordFormat): boolean {
  return format.opinions === true || format.reads.some((kind) => kind !== 'preference');
}

/** The lines for a format, in the order of the version's rows. */
export function recordsOf(format: RecordFormat, versionId: string): string {
  return needsJudgments(format) ? byComparison(versionId) : byRow(versionId);
}

/** A line for one row over relations r (row), c (comparison), p (prompt), a (chosen) and b (rejected), without judgments. */
export const rowLine = `concat(${head}, ',"flagged":false,"responses":[', ${response('a')}, ',', ${response('b')}, '],"rows":[', ${row}, '],"judgments":[]}')`;

/** A line for each row, without judgments: read in the order of the key, it needs no sort. */
function byRow(versionId: string): string {
  return `select ${rowLine} as line
    from dataset_rows r
    join comparisons c on c.id = r.comparison_id
    join prompts p on p.id = r.prompt_id
    join responses a on a.id = r.chosen_id
    join responses b on b.id = r.rejected_id
    where r.version_id = ${uuid(versionId)}
    order by r.ordinal`;
}

/** A judgment over relations v (vote) and j (judgment). */
const judgment = `concat('{"id":"', j.id, '","annotator":', to_json(v.annotator), ',"outcome":"', j.outcome, '","strength":', coalesce(j.strength::text, 'null'),
  ',"ranks":', coalesce(array_to_json(j.ranks)::text, 'null'), ',"rationale":', coalesce(to_json(j.rationale)::text, 'null'),
  ',"ratings":', coalesce((j.details -> 'ratings')::text, '[]'), ',"steps":', coalesce((j.details -> 'steps')::text, 'null'),
  ',"scales":', coalesce((q.form -> 'ratings')::text, '[]'), '}')`;

/**
 * A line for each comparison with its rows and the judgments that count. Only ids and what people said are sorted; the
 * texts are fetched comparison by comparison.
 */
function byComparison(versionId: string): string {
  const version = uuid(versionId);
  return `with told as (
      select j.comparison_id, string_agg(${judgment}, ',' order by v.ordinal) as judgments
      from dataset_votes v
      join judgments j on j.id = v.judgment_id
      join questions q on q.project_id = j.project_id and q.version = j.question_version
      where v.version_id = ${version} and v.counted
      group by j.comparison_id
    ),
    kept as (
      select r.comparison_id, string_agg(${row}, ',' order by r.ordinal) as rows, array_agg(r.chosen_id) as chosen
      from dataset_rows r where r.version_id = ${version} group by r.comparison_id
    ),
    listed as (
      select c.id, c.rank, told.judgments, kept.rows, kept.chosen
      from told full join kept using (comparison_id) join comparisons c on c.id = comparison_id
      order by c.rank, c.id offset 0
    )
    select concat(${head}, ',"flagged":', (case when exists (
        select from flags f where f.comparison_id = c.id and f.created_at <= (select frozen_at from dataset_versions where id = ${version})
      ) then 'true' else 'false' end),
      ',"responses":[', (
        select string_agg(${response('s')}, ',' order by s.id) from responses s where s.id = any (c.response_ids || listed.chosen)
      ), '],"rows":[', listed.rows, '],"judgments":[', listed.judgments, ']}') as line
    from listed
    join comparisons c on c.id = listed.id
    join prompts p on p.id = c.prompt_id
    order by listed.rank, listed.id`;
}
