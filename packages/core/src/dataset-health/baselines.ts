import { sql } from 'kysely';
import type { BaselineName, DatasetHealth } from '@pairwright/contract/dataset-health';
import { saidOn } from '../datasets/criterion.sql.ts';
import { shareOf } from '../statistics/estimates.ts';
import { impliedPairs } from './health-votes.sql.ts';
import { preferences } from './health-rows.sql.ts';
import type { HealthSource } from './health-source.ts';

type Baseline = DatasetHealth['baselines'][number];

/** Of a rule that looks at a difference between the two responses: for so many it is the chosen one that has more. */
interface Difference {
  readonly name: 'longer' | 'any' | 'headings' | 'lists' | 'bold';
  readonly more: number;
  readonly less: number;
}

const differences = {
  longer: 'r.longer',
  any: 'r.headings + r.lists + r.bold',
  headings: 'r.headings',
  lists: 'r.lists',
  bold: 'r.bold',
} as const satisfies Record<Difference['name'], string>;

/** Accuracy of rules that know nothing of the content, with Wilson's intervals; rows on which a rule says nothing are apart. */
export async function baselinesOf(source: HealthSource): Promise<Baseline[]> {
  const names = Object.keys(differences) as Difference['name'][];
  const counted = names.map((name) =>
    sql.raw(
      `count(*) filter (where ${differences[name]} > 0) as ${name}_more, count(*) filter (where ${differences[name]} < 0) as ${name}_less`,
    ),
  );
  const { rows } = await sql<Record<string, number>>`
    select count(*) as rows, count(*) filter (where r.first_chosen) as first, count(*) filter (where not r.first_chosen) as second,
      ${sql.join(counted)} from ${preferences}`.execute(source.db);
  const counts = rows[0] ?? {};
  const of = (key: string): number => counts[key] ?? 0;
  const baseline = (name: BaselineName, right: number, wrong: number): Baseline => ({
    name,
    accuracy: shareOf(right, right + wrong),
    undecided: of('rows') - right - wrong,
  });
  return [
    baseline('longer', of('longer_more'), of('longer_less')),
    baseline('shorter', of('longer_less'), of('longer_more')),
    ...names
      .filter((name) => name !== 'longer')
      .map((name) => baseline(name, of(`${name}_more`), of(`${name}_less`))),
    baseline('first', of('first'), of('second')),
    baseline('second', of('second'), of('first')),
    await firstShown(source),
    ...(await ofLabels(source)),
  ];
}

/** Whether the first of a pair of a ranking was shown before the other one. */
const iEarlier = sql.raw(
  '(array_position(a.presented_order::int[], u.i::int) < array_position(a.presented_order::int[], u.j::int))',
);

/**
 * Of labels there is no other response: the middle of all of them stands for it. Who knows nothing of the content is right in one
 * half, however many are good.
 */
async function ofLabels({ db }: HealthSource): Promise<Baseline[]> {
  const rule = (name: string) =>
    sql.raw(`count(*) filter (where r.${name} <> m.${name} and (r.${name} > m.${name}) = r.ahead) as ${name}_right,
      count(*) filter (where r.${name} <> m.${name} and (r.${name} > m.${name}) <> r.ahead) as ${name}_wrong`);
  const { rows } = await sql<Record<string, number>>`
    select count(*) as rows, ${rule('own_length')}, ${rule('own_markdown')}
    from health_rows r cross join (
      select percentile_disc(0.5) within group (order by own_length) as own_length, percentile_disc(0.5) within group (order by own_markdown) as own_markdown
      from health_rows where kind = 'label'
    ) m where r.kind = 'label'`.execute(db);
  const of = (key: string): number => rows[0]?.[key] ?? 0;
  if (of('rows') === 0) return [];
  return (
    [
      ['label_longer', 'own_length'],
      ['label_any', 'own_markdown'],
    ] as const
  ).map(([name, column]) => {
    const [right, wrong] = [of(`${column}_right`), of(`${column}_wrong`)];
    return { name, accuracy: shareOf(right, right + wrong), undecided: of('rows') - right - wrong };
  });
}

/** Of the votes themselves: each saw the sides in an order of its own. Of rankings each two responses are one. */
async function firstShown(source: HealthSource): Promise<Baseline> {
  const { db, versionId, recipe } = source;
  const said = saidOn(recipe.criterion);
  const { rows } = await sql<{ votes: number; shown: number; other: number }>`
    select count(*) as votes, count(*) filter (where outcome = 'preference' and (strength < 0) = was_first) as shown,
      count(*) filter (where outcome = 'preference' and (strength < 0) <> was_first) as other
    from (
      select ${sql.raw(said.outcome)} as outcome, ${sql.raw(said.strength)} as strength, a.presented_order[1] = 0 as was_first
      from dataset_votes v join judgments j on j.id = v.judgment_id join assignments a on a.id = j.assignment_id
      where v.version_id = ${versionId} and v.counted and cardinality(a.presented_order) = 2
    ) said where outcome <> 'ranking'
    union all
    select count(*), count(*) filter (where w.said in ('first', 'second') and (w.said = 'first') = ${iEarlier}),
      count(*) filter (where w.said in ('first', 'second') and (w.said = 'first') <> ${iEarlier})
    from ${impliedPairs(source)}`.execute(db);
  const sum = (of: 'votes' | 'shown' | 'other') => rows.reduce((total, each) => total + each[of], 0);
  const [votes, shown, other] = [sum('votes'), sum('shown'), sum('other')];
  return { name: 'first_shown', accuracy: shareOf(shown, shown + other), undecided: votes - shown - other };
}
