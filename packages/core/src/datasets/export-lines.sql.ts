import type { ExportFormat } from '@pairwright/contract/datasets';
import { JOIN } from './join-messages.ts';

/**
 * The lines of the export formats as SQL, byte for byte what the builders in formats give. Messages are stored as
 * canonical JSON text, so they are copied, never parsed or escaped again. Where two lists of messages become one, the
 * two are written with a control character between them that JSON cannot contain, and `joinMessages` takes the seam out:
 * cutting the brackets off in SQL would make the server count the characters of every text.
 *
 * COPY takes no parameters: ids and names are written into the statement, as checked literals.
 */

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function uuid(value: string): string {
  if (!UUID.test(value)) throw new RangeError(`${JSON.stringify(value)} is not an id`);
  return `'${value}'::uuid`;
}

function text(value: string): string {
  if (value.includes('\\') || value.includes('\0')) throw new RangeError('this text cannot be a literal');
  return `'${value.replaceAll("'", "''")}'`;
}

const seam = String.raw`E'\x${JOIN.toString(16).padStart(2, '0')}'`;

function nullable(value: string, written: string): string {
  return `case when ${value} is null then 'null' else ${written} end`;
}

/** The shortest text that is read back as the same number, with a point, so that readers take the column for floats. */
function float(value: string): string {
  return `case when ${value} = trunc(${value}) then ${value}::text || '.0' else ${value}::text end`;
}

/** A preference line over relations r (rows), p (prompt), c (chosen) and x (rejected). */
export function preferenceLine(format: 'trl-implicit' | 'trl-explicit', includeMargin: boolean): string {
  const margin = includeMargin ? `, ',"margin":', ${float('r.margin')}` : '';
  const messages =
    format === 'trl-implicit'
      ? `'","chosen":', p.messages, ${seam}, c.messages, ',"rejected":', p.messages, ${seam}, x.messages`
      : `'","prompt":', p.messages, ',"chosen":', c.messages, ',"rejected":', x.messages`;
  return `concat('{"id":"', r.comparison_id, r.id_suffix, '","comparison_id":"', r.comparison_id, '","source":"', r.source, ${messages}${margin}, '}')`;
}

const detailKeys = [
  ['criteria', '[]'],
  ['ratings', '[]'],
  ['flags', '[]'],
  ['safe', 'null'],
  ['reasons', '[]'],
  ['spans', '[]'],
  ['rewrite', 'null'],
  ['steps', 'null'],
] as const;
const noDetails = detailKeys.map(([key, empty]) => `,"${key}":${empty}`).join('');
/** Parts of the stored details, word for word: `->` of type json cuts them out and changes nothing. */
const details = `concat(${detailKeys
  .map(([key, empty]) => `',"${key}":', coalesce((j.details -> '${key}')::text, '${empty}')`)
  .join(', ')})`;

/** A line of `votes` over relations v (vote), j (judgment), a (assignment), c (comparison), p (prompt), q (question). */
export function voteLine(projectSlug: string): string {
  return `concat(
    '{"judgment_id":"', j.id, '","comparison_id":"', c.id, '","project":', to_json(${text(projectSlug)}::text),
    ',"prompt_id":"', p.id, '","prompt_external_id":', ${nullable('p.external_id', 'to_json(p.external_id)::text')},
    ',"prompt":', p.messages,
    ',"responses":[', (
      select string_agg(concat('{"id":"', s.id, '","model":', to_json(s.model), ',"messages":', coalesce(s.messages::text, 'null'), '}'), ',' order by u.place)
      from unnest(c.response_ids) with ordinality as u (id, place) join responses s on s.id = u.id
    ), '],"judge_turn":', ${nullable('c.judge_turn', 'c.judge_turn::text')}, ',"annotator":', to_json(v.annotator),
    ',"presented_order":', array_to_json(a.presented_order), ',"sampling_probability":',
    case when a.kind = 'normal' and a.sampling_probability is not null then ${float('a.sampling_probability')} else 'null' end, ',"kind":"', q.form #>> '{main,kind}',
    '","outcome":"', j.outcome, '","position":', ${nullable('j.position', 'j.position::text')}, ',"points":', ${nullable('q.points', 'q.points::text')},
    ',"strength":', ${nullable('j.strength', float('j.strength'))},
    ',"ranking":', coalesce(array_to_json(j.ranks)::text, 'null'), case when j.details is null then '${noDetails}' else ${details} end,
    ',"rationale":', ${nullable('j.rationale', 'to_json(j.rationale)::text')},
    ',"question_version":', j.question_version, ',"guidelines_version":', j.guidelines_version,
    ',"active_ms":', ${nullable('j.active_ms', 'j.active_ms::text')},
    ',"view":', ${nullable('j.view', 'to_json(j.view::text)::text')},
    ',"created_at":"', to_char(j.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    '","supersedes":', ${nullable('j.supersedes', `'"' || j.supersedes::text || '"'`)},
    ',"counted":', case when v.counted then 'true' else 'false' end,
    ',"not_counted_because":', ${nullable('v.not_counted_because', `'"' || v.not_counted_because || '"'`)}, '}')`;
}

/** The formats that the database writes by itself. */
export type DatabaseFormat = Extract<ExportFormat, 'trl-implicit' | 'trl-explicit' | 'votes'>;

export interface ExportSource {
  readonly versionId: string;
  readonly format: DatabaseFormat;
  readonly includeMargin: boolean;
  readonly projectSlug: string;
}

/** Selects the lines of a frozen version, without newlines, in the order of the file. */
export function linesOf(source: ExportSource): string {
  if (source.format === 'votes') {
    return `select ${voteLine(source.projectSlug)} as line
      from dataset_votes v
      join judgments j on j.id = v.judgment_id
      join assignments a on a.id = j.assignment_id
      join comparisons c on c.id = j.comparison_id
      join prompts p on p.id = c.prompt_id
      join questions q on q.project_id = j.project_id and q.version = j.question_version
      where v.version_id = ${uuid(source.versionId)}
      order by v.ordinal`;
  }
  return `select ${preferenceLine(source.format, source.includeMargin)} as line
    from dataset_rows r
    join prompts p on p.id = r.prompt_id
    join responses c on c.id = r.chosen_id
    join responses x on x.id = r.rejected_id
    where r.version_id = ${uuid(source.versionId)}
    order by r.ordinal`;
}

/** The same as a COPY whose output is the lines themselves: JSON holds no raw control characters, so csv quotes nothing. */
export function copyLines(source: ExportSource): string {
  return copySql(linesOf(source));
}

/** A COPY of statements that select such lines. */
export function copySql(select: string): string {
  return String.raw`copy (${select}) to stdout (format csv, quote E'\x02', delimiter E'\x03')`;
}

/**
 * Reading the rows in the order of their key and fetching the texts one by one needs no sort and no memory, whatever the
 * size of the version and whatever the planner knows about it.
 */
export const copySettings = `select set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true), set_config('jit', 'off', true),
    set_config('max_parallel_workers_per_gather', '0', true), set_config('statement_timeout', '0', true)`;
