import { type RawBuilder, sql } from 'kysely';
import { type FreezeEvidence, storedEstimate } from '@pairwright/contract/freeze-evidence';
import { shareOf } from '../statistics/estimates.ts';
import { pairAgreement } from './pair-agreement.ts';
import { scaleAgreement } from './scale-agreement.ts';
import type { EvidenceSource } from './shared-votes.sql.ts';

/** Annotators that are told one by one. */
const MOST = 1_000;

/**
 * What is known of how far the judgments of a version can be trusted, from its stored rows and votes: the same snapshot gives the same.
 * Memory holds the votes on comparisons that were judged at least twice.
 */
export async function readEvidence(
  source: EvidenceSource,
): Promise<FreezeEvidence & { readonly judgmentsOfRows: number }> {
  const people = await readPeople(source);
  const gold = people.filter(({ of }) => of > 0);
  const right = gold.reduce((sum, each) => sum + each.right, 0);
  return {
    judgmentsOfRows: people.reduce((sum, { ofRows }) => sum + ofRows, 0),
    agreement: [...(await pairAgreement(source)), ...(await scaleAgreement(source))],
    annotators: {
      people: people.filter(({ ofRows }) => ofRows > 0).length,
      judgmentsEach: spreadOf(people.flatMap(({ ofRows }) => (ofRows > 0 ? [ofRows] : []))),
      each: source.recipe.annotators === 'pseudonyms' ? people.slice(0, MOST).map(toCounts) : null,
    },
    gold: {
      people: gold.length,
      right: storedEstimate(
        shareOf(
          right,
          gold.reduce((sum, each) => sum + each.of, 0),
        ),
      ),
    },
  };
}

interface Person {
  readonly annotator: string | null;
  readonly judgments: number;
  readonly counted: number;
  readonly ofRows: number;
  readonly right: number;
  readonly of: number;
}

function toCounts({ annotator, judgments, counted, ofRows, right, of }: Person) {
  return { annotator: annotator ?? '', judgments, counted, ofRows, gold: { right, of } };
}

/**
 * Everybody with a judgment in the version, most behind rows first. Behind the rows of a comparison are all of its judgments that count; behind
 * one that is made of a single judgment (a rewrite, or every vote a row) that one.
 */
async function readPeople({ db, versionId }: EvidenceSource): Promise<Person[]> {
  // Looked up one by one: of rows of its own transaction the planner knows nothing, and a join might be a loop over all of them.
  const behindRow = (of: RawBuilder<unknown>) =>
    sql`exists (select from dataset_rows r where r.version_id = ${versionId} and r.comparison_id = j.comparison_id and ${of})`;
  const { rows } = await sql<Person>`
    select v.annotator, count(*) as judgments, count(*) filter (where v.counted) as counted,
      count(*) filter (where v.counted and (${behindRow(sql`r.judgment_id is null`)} or ${behindRow(sql`r.judgment_id = j.id`)})) as "ofRows",
      count(*) filter (where g.matched) as right, count(g.matched) as of
    from dataset_votes v
    join judgments j on j.id = v.judgment_id
    left join gold_results g on g.judgment_id = j.id and g.exam_attempt is null
      and exists (select from assignments a where a.id = g.assignment_id and a.judgment_id = g.judgment_id and a.state = 'submitted')
    where v.version_id = ${versionId}
    group by j.annotator_id, v.annotator
    order by "ofRows" desc, counted desc, judgments desc, v.annotator collate "C"`.execute(db);
  return rows;
}

/** By nearest rank. */
function spreadOf(counts: readonly number[]): FreezeEvidence['annotators']['judgmentsEach'] {
  const sorted = counts.toSorted((one, other) => one - other);
  const at = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  if (sorted.length === 0) return null;
  return { least: at(0), quarter: at(0.25), median: at(0.5), threeQuarters: at(0.75), most: at(1) };
}
