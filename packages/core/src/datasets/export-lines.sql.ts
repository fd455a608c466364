import type { ExportFormat, Recipe } from '@pairwright/contract/datasets';
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

/** What a line has besides texts. */
export interface LineColumns {
  readonly includeMargin: boolean;
  readonly includeWeight: boolean;
  /** Texts of `dataset_texts` stand for those of prompts and responses, in relations tp, tc and tx. */
  readonly isMasked: boolean;
}

/** The columns that a recipe asks for. Weights are in every line or in none. */
export function columnsOf(recipe: Recipe): LineColumns {
  return {
    includeMargin: recipe.includeMargin,
    includeWeight: recipe.softLabel || recipe.ties === 'half_weight',
    isMasked: recipe.personalData === 'mask',
  };
}

function textOf(relation: string, isMasked: boolean): string {
  return isMasked ? `coalesce(t${relation}.messages, ${relation}.messages)` : `${relation}.messages`;
}

/** A preference line over relations r (rows), p (prompt), c (chosen) and x (rejected). */
export function preferenceLine(
  format: 'trl-implicit' | 'trl-explicit',
  { includeMargin, includeWeight, isMasked }: LineColumns,
): string {
  const margin = includeMargin ? `, ',"margin":', ${float('r.margin')}` : '';
  const weight = includeWeight ? `, ',"weight":', ${float('r.weight')}` : '';
  const [prompt, chosen, rejected] = ['p', 'c', 'x'].map((relation) => textOf(relation, isMasked));
  const messages =
    format === 'trl-implicit'
      ? `'","chosen":', ${prompt}, ${seam}, ${chosen}, ',"rejected":', ${prompt}, ${seam}, ${rejected}`
      : `'","prompt":', ${prompt}, ',"chosen":', ${chosen}, ',"rejected":', ${rejected}`;
  return `concat('{"id":"', r.comparison_id, r.id_suffix, '","comparison_id":"', r.comparison_id, '","source":"', r.source, ${messages}${margin}${weight}, '}')`;
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
const detailsOf = (stored: string): string =>
  `concat(${detailKeys
    .map(([key, empty]) => `',"${key}":', coalesce((${stored} -> '${key}')::text, '${empty}')`)
    .join(', ')})`;

/** Who judges here is asked every flag of the question; what was imported may not have been about flags at all. */
const flagsAnswered = `j.details is not null and case when j.source = 'import' then j.details ->> 'no_flags' is not null or json_array_length(coalesce(j.details -> 'flags', '[]')) > 0
      else jsonb_array_length(coalesce(q.form -> 'flags', '[]')) > 0 end`;

/** Who is no person of this platform came with an import, which may not tell. */
const kindOfAnnotator = `coalesce((
      select case when u.kind <> 'imported' then '"human"' when i.judge is null then 'null' else to_json(i.judge)::text end
      from users u left join imported_annotators i on i.user_id = u.id where u.id = j.annotator_id
    ), '"human"')`;

/**
 * A line of `votes` over relations v (vote), j (judgment), a (assignment), c (comparison), p (prompt), q (question). Masked, also
 * tp (text of the prompt) and tj (what was said beside the answer).
 */
export function voteLine(projectSlug: string, isMasked = false): string {
  const details = detailsOf(isMasked ? `coalesce(tj.messages -> 'details', j.details)` : 'j.details');
  const rationale = isMasked ? `coalesce(tj.messages ->> 'rationale', j.rationale)` : 'j.rationale';
  const maskedResponses = isMasked
    ? 'left join dataset_texts ts on ts.version_id = v.version_id and ts.text_id = s.id'
    : '';
  return `concat(
    '{"judgment_id":"', j.id, '","comparison_id":"', c.id, '","project":', to_json(${text(projectSlug)}::text),
    ',"prompt_id":"', p.id, '","prompt_external_id":', ${nullable('p.external_id', 'to_json(p.external_id)::text')},
    ',"language":', ${nullable('p.language', 'to_json(p.language)::text')}, ',"language_detected":', case when p.language_detected then 'true' else 'false' end,
    ',"prompt":', ${textOf('p', isMasked)},
    ',"responses":[', (
      select string_agg(concat('{"id":"', s.id, '","model":', to_json(s.model), ',"messages":', coalesce(${textOf('s', isMasked)}::text, 'null'), '}'), ',' order by u.place)
      from unnest(c.response_ids) with ordinality as u (id, place) join responses s on s.id = u.id ${maskedResponses}
    ), '],"judge_turn":', ${nullable('c.judge_turn', 'c.judge_turn::text')}, ',"annotator":', ${nullable('v.annotator', 'to_json(v.annotator)::text')},
    ',"annotator_kind":', ${kindOfAnnotator}, ',"presented_order":', array_to_json(a.presented_order), ',"sampling_probability":',
    case when a.kind = 'normal' and a.sampling_probability is not null then ${float('a.sampling_probability')} else 'null' end, ',"kind":"', q.form #>> '{main,kind}',
    '","outcome":"', j.outcome, '","position":', ${nullable('j.position', 'j.position::text')}, ',"points":', ${nullable('q.points', 'q.points::text')},
    ',"strength":', ${nullable('j.strength', float('j.strength'))},
    ',"ranking":', coalesce(array_to_json(j.ranks)::text, 'null'), case when j.details is null then '${noDetails}' else ${details} end,
    ',"flags_answered":', case when ${flagsAnswered} then 'true' else 'false' end, ',"rationale":', ${nullable('j.rationale', `to_json(${rationale})::text`)},
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

export interface ExportSource extends LineColumns {
  readonly versionId: string;
  readonly format: DatabaseFormat;
  readonly projectSlug: string;
  /** Which part of the version; null: all of it. Judgments are in no part. */
  readonly split: string | null;
}

function maskedBy(isMasked: boolean, version: string, joined: Readonly<Record<string, string>>): string {
  if (!isMasked) return '';
  return Object.entries(joined)
    .map(
      ([relation, id]) =>
        `left join dataset_texts ${relation} on ${relation}.version_id = ${version} and ${relation}.text_id = ${id}`,
    )
    .join(' ');
}

/** Selects the lines of a frozen version, without newlines, in the order of the file: of rows the preferences. */
export function linesOf(source: ExportSource): string {
  const { format, isMasked } = source;
  if (format === 'votes') {
    return `select ${voteLine(source.projectSlug, isMasked)} as line
      from dataset_votes v
      join judgments j on j.id = v.judgment_id
      join assignments a on a.id = j.assignment_id
      join comparisons c on c.id = j.comparison_id
      join prompts p on p.id = c.prompt_id
      join questions q on q.project_id = j.project_id and q.version = j.question_version
      ${maskedBy(isMasked, 'v.version_id', { tp: 'p.id', tj: 'j.id' })}
      where v.version_id = ${uuid(source.versionId)}
      order by v.ordinal`;
  }
  return `select ${preferenceLine(format, source)} as line
    from dataset_rows r
    join prompts p on p.id = r.prompt_id
    join responses c on c.id = r.chosen_id
    join responses x on x.id = r.rejected_id
    ${maskedBy(isMasked, 'r.version_id', { tp: 'p.id', tc: 'c.id', tx: 'x.id' })}
    where r.version_id = ${uuid(source.versionId)} and r.kind = 'preference'${source.split === null ? '' : ` and r.split = ${text(source.split)}`}
    order by r.ordinal`;
}

/** The same as a COPY. */
export function copyLines(source: ExportSource): string {
  return copySql(linesOf(source));
}

/** A COPY of a statement that selects lines; in binary, because the text formats look at every byte for what to escape. */
export function copySql(select: string): string {
  return `copy (${select}) to stdout (format binary)`;
}

/**
 * Reading the rows in the order of their key and fetching the texts one by one needs no memory, whatever the size of the version
 * and whatever the planner knows about it.
 */
export const copySettings = `select set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true), set_config('jit', 'off', true),
    set_config('max_parallel_workers_per_gather', '0', true), set_config('statement_timeout', '0', true)`;

/** The planner takes a whole line for a few bytes: it would rather sort all of a version's texts than read it by its key. */
export function orderSettings({ isInKeyOrder }: { readonly isInKeyOrder: boolean }): string {
  return `select set_config('enable_sort', '${isInKeyOrder ? 'off' : 'on'}', true)`;
}
