import { sql } from 'kysely';
import type { Source } from '../compute-statistics.service.ts';
import { eachRow } from '../read-votes.ts';

/** What came of one judgment on a comparison whose answer is known. */
export interface GoldResult {
  readonly comparisonId: string;
  readonly matched: boolean;
  /** Milliseconds since 1970. */
  readonly givenAt: number;
}

interface Row {
  annotator_id: string;
  comparison_id: string;
  matched: boolean;
  given_at: number;
}

/**
 * The results that stand, by annotator, in the order they were given. Exams are left out: who sits one knows it. */
export async function readGoldResults(source: Source): Promise<Map<string, GoldResult[]>> {
  const results = new Map<string, GoldResult[]>();
  const statement = sql<Row>`
    select g.annotator_id, g.comparison_id, g.matched, extract(epoch from j.created_at)::float8 * 1000 as given_at
    from gold_results g
    join judgments j on j.id = g.judgment_id
    join assignments a on a.judgment_id = g.judgment_id and a.state = 'submitted'
    where g.project_id = ${source.projectId} and g.matched is not null and g.exam_attempt is null
    order by j.created_at, j.id`;
  await eachRow(source, statement, (row) => {
    const list = results.get(row.annotator_id) ?? [];
    list.push({ comparisonId: row.comparison_id, matched: row.matched, givenAt: row.given_at });
    results.set(row.annotator_id, list);
  });
  return results;
}
