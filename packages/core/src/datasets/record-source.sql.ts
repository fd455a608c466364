import { saidOn } from './criterion.sql.ts';
import { shuffledPlace } from './file-order.sql.ts';
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

function text(value: string): string {
  if (!/^[a-z][a-z0-9_]*$/.test(value)) throw new RangeError(`${JSON.stringify(value)} is not a split`);
  return `'${value}'`;
}

/** The part of a version that is read. */
export interface RecordsWanted {
  readonly versionId: string;
  /** Null: all of it. */
  readonly split: string | null;
  /** Texts of `dataset_texts` stand for those of prompts and responses, in relations t and the relation's name. */
  readonly isMasked: boolean;
  /** The question that labels the rows; see `Recipe`. */
  readonly criterion: string | null;
  /** Of the order of comparisons; see `Recipe`. */
  readonly shuffleSeed: number | null;
}

const messagesOf = (relation: string, isMasked: boolean) =>
  isMasked ? `coalesce(t${relation}.messages, ${relation}.messages)` : `${relation}.messages`;

const masked = ({ versionId, isMasked }: RecordsWanted, ...relations: string[]) =>
  isMasked
    ? relations
        .map(
          (s) =>
            `left join dataset_texts t${s} on t${s}.version_id = ${uuid(versionId)} and t${s}.text_id = ${s}.id`,
        )
        .join('\n    ')
    : '';

const response = (s: string, isMasked: boolean, more = '') =>
  `concat('{"id":"', ${s}.id, '","model":', to_json(${s}.model), ',"messages":', coalesce(${messagesOf(s, isMasked)}::text, 'null'), ${more}'}')`;

/** The same with its messages as they were, where they are masked. */
const responseWithPlaces = (s: string, isMasked: boolean) =>
  response(
    s,
    isMasked,
    isMasked ? `case when t${s}.messages is not null then concat(',"unmasked":', ${s}.messages) end, ` : '',
  );

/** A row over relation r. */
const row = `concat('{"suffix":', coalesce(to_json(r.id_suffix)::text, 'null'), ',"kind":"', r.kind, '","split":"', r.split, '","weight":', r.weight, ',"source":"', r.source,
  '","chosen":"', r.chosen_id, '","rejected":', coalesce(to_json(r.rejected_id)::text, 'null'), ',"margin":', r.margin, ',"agreement":', coalesce(r.agreement::text, 'null'), ',"votes":', r.judgments, ',"judgment":', coalesce(to_json(r.judgment_id)::text, 'null'), ',"detail":', coalesce(r.detail::text, 'null'), '}')`;

/** The beginning of a line over relations c (comparison) and p (prompt). */
const head = (
  isMasked: boolean,
) => `'{"id":"', c.id, '","prompt":', ${messagesOf('p', isMasked)}, ',"language":', coalesce(to_json(p.language)::text, 'null'),
  ',"judgeTurn":', coalesce(c.judge_turn::text, 'null'), ',"order":', to_json(c.response_ids)`;

/** Whether single judgments are asked for: of formats that tell of them, or of records that are made from them. */
export function needsJudgments(format: RecordFormat): boolean {
  return format.opinions === true || format.reads.some((kind) => kind !== 'preference');
}

/** The lines for a format, in the order of the version's rows. */
export function recordsOf(format: RecordFormat, wanted: RecordsWanted): string {
  return needsJudgments(format) ? byComparison(wanted, format.reads.includes('ratings')) : byRow(wanted);
}

/** A line for one row over relations r (row), c (comparison), p (prompt), a (chosen) and b (rejected), without judgments. */
const lineOfRow = (isMasked: boolean) =>
  `concat(${head(isMasked)}, ',"flagged":false,"responses":[', ${response('a', isMasked)}, ',', ${response('b', isMasked)}, '],"rows":[', ${row}, '],"judgments":[]}')`;

const inSplit = (split: string | null) => (split === null ? '' : ` and r.split = ${text(split)}`);

/** A line for each row, without judgments: read in the order of the key, it needs no sort. */
function byRow(wanted: RecordsWanted): string {
  return `select ${lineOfRow(wanted.isMasked)} as line
    from dataset_rows r
    join comparisons c on c.id = r.comparison_id
    join prompts p on p.id = r.prompt_id
    join responses a on a.id = r.chosen_id
    join responses b on b.id = r.rejected_id
    ${masked(wanted, 'p', 'a', 'b')}
    where r.version_id = ${uuid(wanted.versionId)} and r.kind = 'preference'${inSplit(wanted.split)}
    order by r.ordinal`;
}

/** A judgment over relations v (vote), j (judgment) and q (question). Masked, also tj (what was said beside the answer). */
const judgment = ({
  isMasked,
  criterion,
}: RecordsWanted) => `concat('{"id":"', j.id, '","annotator":', coalesce(to_json(v.annotator)::text, 'null'), ',"outcome":"', ${saidOn(criterion).outcome}, '","strength":', coalesce(${saidOn(criterion).strength}::text, 'null'),
  ',"ranks":', coalesce(array_to_json(${saidOn(criterion).ranks})::text, 'null'), ',"rationale":', coalesce(to_json(${isMasked ? `coalesce(tj.messages ->> 'rationale', j.rationale)` : 'j.rationale'})::text, 'null'),
  ',"ratings":', coalesce((j.details -> 'ratings')::text, '[]'), ',"steps":', coalesce((j.details -> 'steps')::text, 'null'),
  ',"scales":', coalesce((q.form -> 'ratings')::text, '[]'), '}')`;

/**
 * Whether comparison c was flagged at the freeze. Only versions that do not store rows of every kind ask for it: they are of a time
 * when every flag counted, so what came of one since then changes nothing.
 */
const flaggedThen = (version: string) =>
  `exists (select from flags f where f.comparison_id = c.id and f.created_at <= (select frozen_at from dataset_versions where id = ${version}))`;

/** The part of the first row of comparison c. */
const firstPart = (version: string) =>
  `select r.split from dataset_rows r where r.version_id = ${version} and r.comparison_id = c.id order by r.ordinal limit 1`;

/**
 * A line for each comparison with its rows and the judgments that count. Only ids and what people said are sorted; the
 * texts are fetched comparison by comparison. What has no row has no ordinal: the seed puts it where its rows would be.
 */
function byComparison(wanted: RecordsWanted, rates: boolean): string {
  const { split, isMasked, shuffleSeed } = wanted;
  const version = uuid(wanted.versionId);
  const isShuffled = shuffleSeed !== null;
  return `with told as (
      select j.comparison_id, string_agg(${judgment(wanted)}, ',' order by v.ordinal) as judgments
      from dataset_votes v
      join judgments j on j.id = v.judgment_id
      join questions q on q.project_id = j.project_id and q.version = j.question_version
      ${masked(wanted, 'j')}
      where v.version_id = ${version} and v.counted
      group by j.comparison_id
    ),
    kept as (
      select r.comparison_id, string_agg(${row}, ',' order by r.ordinal) as rows, array_agg(r.chosen_id) as chosen
      from dataset_rows r where r.version_id = ${version}${inSplit(split)} group by r.comparison_id
    ),
    listed as (
      select c.id, c.rank, told.judgments, kept.rows, kept.chosen${isShuffled ? `, ${shuffledPlace(shuffleSeed, 'c.id')} as place` : ''}
      from told ${split === null ? 'full' : 'right'} join kept using (comparison_id) join comparisons c on c.id = comparison_id
      order by ${isShuffled ? 'place, ' : ''}c.rank, c.id offset 0
    )
    select concat(${head(isMasked)}, ',"flagged":', (case when ${flaggedThen(version)} then 'true' else 'false' end),
      ',"responses":[', (
        select string_agg(${responseWithPlaces('s', isMasked)}, ',' order by s.id) from responses s ${masked(wanted, 's')} where s.id = any (c.response_ids || listed.chosen)
      ), '],"rows":[', listed.rows, '],"judgments":[', listed.judgments, ']'${rates && split !== null ? `, ',"ratedElsewhere":', to_json((${firstPart(version)}) <> ${text(split)})` : ''}, '}') as line
    from listed
    join comparisons c on c.id = listed.id
    join prompts p on p.id = c.prompt_id
    ${masked(wanted, 'p')}
    order by ${isShuffled ? 'listed.place, ' : ''}listed.rank, listed.id`;
}
