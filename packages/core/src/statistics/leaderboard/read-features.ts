import { sql } from 'kysely';
import type { Leaderboard, LeaderboardOptions } from '@pairwright/contract/statistics/leaderboard';
import { styleFeatures } from '@pairwright/stats/design/style-features';
import type { Source } from '../compute-statistics.service.ts';
import { eachRow } from '../read-votes.ts';
import type { RatedPairs } from './pairs-to-rate.ts';

type ControlName = Leaderboard['controls'][number]['name'];

export interface Control {
  readonly name: ControlName;
  /** Of each row of the pairs: left minus right, standardised. */
  readonly values: Float64Array;
}

const namesOf = {
  none: [],
  length: ['length'],
  style: ['length', 'headings', 'lists', 'bold'],
} as const satisfies Record<LeaderboardOptions['control'], readonly ControlName[]>;

/** In the order of `namesOf.style`: characters, and Markdown that shows. */
const counts = sql`
  select coalesce(sum(char_length(m ->> 'content')), 0)::int as length,
    coalesce(sum(regexp_count(m ->> 'content', '^#{1,6}\\s', 1, 'n')), 0)::int as headings,
    coalesce(sum(regexp_count(m ->> 'content', '^\\s*([-*+]|[0-9]+[.)])\\s', 1, 'n')), 0)::int as lists,
    coalesce(sum(regexp_count(m ->> 'content', '(\\*\\*|__)\\S')), 0)::int as bold`;

interface CountRow {
  id: string;
  length: [number, number];
  headings: [number, number];
  lists: [number, number];
  bold: [number, number];
}

export interface Features {
  /** Whether a comparison has both its texts; all do when nothing is controlled for. */
  known(comparisonId: string): boolean;
  /** What the answers of each row differ in; a feature that is the same in all rows is left out. */
  of(pairs: RatedPairs): Control[];
}

/** Reads what a leaderboard controls for. */
export async function readFeatures(
  source: Source,
  control: LeaderboardOptions['control'],
): Promise<Features> {
  const names = namesOf[control];
  if (names.length === 0) return { known: () => true, of: () => [] };
  const rows = new Map<string, CountRow>();
  await eachRow(source, countsOf(source.projectId), (row) => void rows.set(row.id, row));
  return { known: (id) => rows.has(id), of: (pairs) => controlsOf(pairs, names, rows) };
}

function controlsOf(
  pairs: RatedPairs,
  names: readonly ControlName[],
  rows: ReadonlyMap<string, CountRow>,
): Control[] {
  if (pairs.comparison.length === 0) return [];
  const side = (left: boolean): number[][] =>
    Array.from(pairs.comparison, (comparison, row) => {
      const found = rows.get(pairs.comparisonIds[comparison]!)!;
      const place = (pairs.firstOnLeft[row] === 1) === left ? 0 : 1;
      return names.map((name) => found[name][place]);
    });
  const features = styleFeatures(side(true), side(false));
  return names.flatMap((name, index) => {
    const { values } = features[index]!;
    return values === null ? [] : [{ name, values }];
  });
}

/** Features of both answers of every judged pair whose texts are both known. */
function countsOf(projectId: string) {
  const both = (name: string) => sql.raw(`array[a.${name}, b.${name}] as ${name}`);
  const of = (place: number) => sql`
    lateral (${counts} from responses r, json_array_elements(r.messages) m
      where r.id = c.response_ids[${sql.lit(place)}] and m ->> 'role' = 'assistant')`;
  return sql<CountRow>`
    select c.id, ${sql.join(['length', 'headings', 'lists', 'bold'].map(both))}
    from comparisons c, ${of(1)} a, ${of(2)} b
    where c.project_id = ${projectId} and cardinality(c.response_ids) = 2
      and not exists (select from responses r where r.id = any(c.response_ids) and r.messages is null)
      and exists (select from judgments j where j.comparison_id = c.id)`;
}
