import type { TestDatabase } from '@pairwright/testkit/test-database';
import { type StoredAnswer, storedOtherwise } from './check-answer.ts';
import { draftFaults, rewriteFaults } from './check-texts.ts';
import type { History } from './history.ts';

type Pool = TestDatabase['pool'];

interface StoredJudgment extends StoredAnswer {
  id: string;
  assignment_id: string;
  annotator_id: string;
  comparison_id: string;
  surplus: boolean;
  supersedes: string | null;
  created_at: string;
}

interface StoredAssignment {
  id: string;
  annotator_id: string;
  comparison_id: string;
  state: string;
  judgment_id: string | null;
}

interface StoredComparison {
  id: string;
  leased: number;
  judged: number;
  skipped: number;
  target_judgments: number;
  routable: boolean;
}

/**
 * Reads the whole history of a project and says what must not be: one sentence for each fault. It knows nothing of how
 * the product counts; it counts anew from the rows.
 */
export async function faultsOf(pool: Pool, projectId: string, history: History): Promise<string[]> {
  const read = async <Row extends object>(sql: string): Promise<Row[]> =>
    (await pool.query<Row>(sql, [projectId])).rows;
  const judgments = await read<StoredJudgment>(
    `select j.id, j.assignment_id, j.annotator_id, j.comparison_id, j.outcome, j.position, j.strength, j.ranks, j.details, j.rationale,
       j.surplus, j.supersedes, j.created_at, a.presented_order,
       (select r.messages -> -1 ->> 'content' from responses r where r.id = c.response_ids[1]) as content
     from judgments j join assignments a on a.id = j.assignment_id join comparisons c on c.id = j.comparison_id
     where j.project_id = $1 and j.source = 'annotator' order by j.created_at, j.id`,
  );
  const assignments = await read<StoredAssignment>(
    `select id, annotator_id, comparison_id, state, judgment_id from assignments where project_id = $1`,
  );
  const comparisons = await read<StoredComparison>(
    `select id, leased, judged, skipped, target_judgments, routable from comparisons where project_id = $1`,
  );
  return [
    ...lostOrChanged(judgments, history),
    ...otherThanTold(assignments, history),
    ...(await draftFaults(pool, projectId, history)),
    ...(await rewriteFaults(pool, projectId, history)),
    ...twice(assignments),
    ...miscounted(comparisons, assignments, judgments),
    ...beyondTarget(countedChains(judgments, assignments), history),
    ...comparisons
      .filter((row) => row.judged < row.target_judgments)
      .map(
        (row) => `${row.id} has ${row.judged} of ${row.target_judgments} judgments; work was not returned.`,
      ),
  ];
}

/** What was acknowledged is stored as it was sent, and nothing else is. */
function lostOrChanged(judgments: readonly StoredJudgment[], { acknowledged }: History): string[] {
  const stored = new Map(judgments.map((row) => [row.id, row]));
  const lost = [...acknowledged].flatMap(([id, sent]) => {
    const row = stored.get(id);
    if (row === undefined) return [`${id} was acknowledged and is not stored.`];
    if (row.assignment_id !== sent.assignmentId) return [`${id} is stored with another assignment.`];
    const otherwise = storedOtherwise(row, sent.given);
    return otherwise === null ? [] : [`${id} is stored otherwise than it was sent: ${otherwise}.`];
  });
  const unknown = judgments
    .filter((row) => row.outcome !== 'retracted' && !acknowledged.has(row.id))
    .map((row) => `${row.id} is stored and nobody was told so.`);
  return [...lost, ...unknown];
}

/** Every assignment is what its annotator was told last. */
function otherThanTold(assignments: readonly StoredAssignment[], { lastWords }: History): string[] {
  const stored = new Map(assignments.map((row) => [row.id, row]));
  return [...lastWords].flatMap(([id, word]) => {
    const row = stored.get(id);
    if (row === undefined || row.annotator_id !== word.annotatorId)
      return [`Assignment ${id} is gone or somebody else's.`];
    const expected = {
      voted: row.state === 'submitted' && word.kind === 'voted' && row.judgment_id === word.judgmentId,
      skipped: row.state === 'skipped',
      // Their lease may have ended since, or gone on with a new claim.
      taken_back: ['leased', 'expired', 'released'].includes(row.state),
      held: ['leased', 'expired', 'released'].includes(row.state),
      drafted: ['leased', 'expired', 'released'].includes(row.state),
    }[word.kind];
    return expected ? [] : [`Assignment ${id} is ${row.state}; its annotator was told: ${word.kind}.`];
  });
}

function twice(assignments: readonly StoredAssignment[]): string[] {
  const seen = new Set<string>();
  return assignments.flatMap(({ comparison_id, annotator_id }) => {
    const key = `${comparison_id} ${annotator_id}`;
    if (seen.has(key)) return [`${annotator_id} has ${comparison_id} twice.`];
    seen.add(key);
    return [];
  });
}

/** The last judgment of an assignment, when its place was taken: after the last time it was taken back. */
interface Chain {
  readonly comparisonId: string;
  readonly since: Date;
}

function countedChains(
  judgments: readonly StoredJudgment[],
  assignments: readonly StoredAssignment[],
): Chain[] {
  const byId = new Map(judgments.map((row) => [row.id, row]));
  return assignments.flatMap((assignment) => {
    if (assignment.state !== 'submitted') return [];
    const head = byId.get(assignment.judgment_id!)!;
    if (head.surplus) return [];
    let first = head;
    for (let row = head; row.supersedes !== null;) {
      row = byId.get(row.supersedes)!;
      if (row.outcome === 'retracted' || row.surplus) break;
      first = row;
    }
    return [{ comparisonId: assignment.comparison_id, since: new Date(first.created_at) }];
  });
}

function miscounted(
  comparisons: readonly StoredComparison[],
  assignments: readonly StoredAssignment[],
  judgments: readonly StoredJudgment[],
): string[] {
  const count = (ids: readonly string[]): Map<string, number> => {
    const counts = new Map<string, number>();
    for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
    return counts;
  };
  const inState = (state: string) =>
    count(assignments.filter((row) => row.state === state).map((row) => row.comparison_id));
  const [leased, skipped] = [inState('leased'), inState('skipped')];
  const judged = count(countedChains(judgments, assignments).map(({ comparisonId }) => comparisonId));
  return comparisons.flatMap((row) => {
    const found = {
      leased: leased.get(row.id) ?? 0,
      skipped: skipped.get(row.id) ?? 0,
      judged: judged.get(row.id) ?? 0,
    };
    const right = row.leased === found.leased && row.skipped === found.skipped && row.judged === found.judged;
    const said = { leased: row.leased, skipped: row.skipped, judged: row.judged };
    return right ? [] : [`${row.id} says ${JSON.stringify(said)}, and has ${JSON.stringify(found)}.`];
  });
}

/** The k-th judgment that counts was given while at least k were asked for. */
function beyondTarget(chains: readonly Chain[], { targets }: History): string[] {
  const byComparison = new Map<string, Date[]>();
  for (const { comparisonId, since } of chains)
    byComparison.set(comparisonId, [...(byComparison.get(comparisonId) ?? []), since]);
  return [...byComparison].flatMap(([comparisonId, times]) =>
    times
      .sort((one, other) => Number(one) - Number(other))
      .flatMap((since, index) => {
        const allowed = targets.some(
          ({ target, from, until }) => target > index && since >= from && since <= until,
        );
        return allowed ? [] : [`${comparisonId} got judgment ${index + 1} when fewer were asked for.`];
      }),
  );
}
