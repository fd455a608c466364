import { type RawBuilder, sql } from 'kysely';
import type { Agreement, AgreementOptions } from '@pairwright/contract/statistics/agreement';
import { clusteredRatio } from '@pairwright/stats/agreement/clustered';
import { kendallW } from '@pairwright/stats/agreement/kendall-w';
import type { Source } from '../compute-statistics.service.ts';
import { eachRow, type RowSource } from '../read-votes.ts';
import { estimateOf } from '../estimates.ts';
import { passing } from '../passing.sql.ts';

interface RankingRow {
  comparison_id: string;
  prompt_id: string;
  ranks: (number | null)[];
}

interface Ranked {
  readonly prompt: string;
  /** Of each ranking, a place for each response. */
  readonly rankings: number[][];
}

/** How far people put the same responses in the same order. */
export async function rankingsOf(source: Source, options: AgreementOptions): Promise<Agreement['rankings']> {
  return rankingsAmong(source, passing(source.projectId, options, { filter: sql`j.ranks is not null` }));
}

/** The same of these judgments: a table with `comparison_id`, `prompt_id` and `ranks`. */
export async function rankingsAmong(
  source: RowSource,
  judgments: RawBuilder<unknown>,
): Promise<Agreement['rankings']> {
  const comparisons = new Map<string, Ranked>();
  let rankings = 0;
  const rows = sql<RankingRow>`
    select x.comparison_id, x.prompt_id, x.ranks from ${judgments} x`;
  await eachRow(source, rows, (row) => {
    rankings += 1;
    const known = comparisons.get(row.comparison_id) ?? { prompt: row.prompt_id, rankings: [] };
    comparisons.set(row.comparison_id, known);
    known.rankings.push(placesOf(row.ranks));
  });
  const shared = [...comparisons.values()].filter((of) => of.rankings.length >= 2);
  const measured = shared.flatMap(({ prompt, rankings: judges }) => {
    const { w } = kendallW(judges[0]!.map((_, response) => judges.map((places) => places[response]!)));
    if (w === null) return [];
    return [{ prompt, w, correlation: (judges.length * w - 1) / (judges.length - 1) }];
  });
  const reason = rankings === 0 ? 'no_data' : shared.length === 0 ? 'no_overlap' : 'no_variation';
  const prompts = [...new Set(measured.map(({ prompt }) => prompt))];
  const indexOf = new Map(prompts.map((prompt, at) => [prompt, at]));
  const clusterOf = measured.map(({ prompt }) => indexOf.get(prompt)!);
  const mean = (name: 'w' | 'correlation', range: readonly [number, number]) => {
    const values = Float64Array.from(measured, (of) => of[name]);
    const ends = clusteredRatio(values, new Float64Array(values.length).fill(1), { clusterOf, range });
    return estimateOf(ends.value, { n: values.length, ends, reason });
  };
  return { rankings, concordance: mean('w', [0, 1]), correlation: mean('correlation', [-1, 1]) };
}

/** What is unacceptable or below the best k stands after all ranked ones, tied: nothing is said of the order there. */
function placesOf(ranks: readonly (number | null)[]): number[] {
  return ranks.map((rank) => (rank === null || rank === 0 ? ranks.length + 1 : rank));
}
