import { getVersionDiff, listVersionDiff } from '@pairwright/core/datasets/explain/diff.service';
import { median } from './benchmark.ts';
import { type Frozen, freezeAgain, type Place, withWorker } from './export-runs.ts';

const ROUNDS = 3;
/** One vote in so many is another one in the second version. */
const CHANGED_ONE_IN = 100;

export interface DiffTimes {
  /** Rows of the two versions together. */
  readonly rows: number;
  /** Seconds of what differs in numbers, of the first page of rows, and of joining the two versions without looking at why. */
  readonly summary: number;
  readonly page: number;
  readonly joined: number;
}

/** Changes some votes, freezes a second version and compares the two. */
export async function diffTimes(place: Place, first: Frozen): Promise<DiffTimes> {
  const changed = await changeVotes(place, first);
  const second = await withWorker(place, () => freezeAgain(place, first));
  // What the freeze has left to be written would be written beside the reads that are measured.
  await place.database.pool.query('checkpoint');
  const pair = { versionId: first.versionId, toId: second.versionId };
  const [summary, page, joined]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    joined.push(await seconds(() => joinRaw(place, pair)));
    summary.push(
      await seconds(async () => {
        const diff = await getVersionDiff(first.ctx, pair);
        if (diff.changed !== changed || diff.added !== 0 || diff.removed !== 0)
          throw new Error(`${changed} votes were changed and the diff says ${JSON.stringify(diff)}.`);
      }),
    );
    page.push(await seconds(() => listVersionDiff(first.ctx, { ...pair, limit: 50 })));
  }
  return {
    rows: first.rows + second.rows,
    summary: median(summary),
    page: median(page),
    joined: median(joined),
  };
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1_000;
}

/** How many there are. */
async function changeVotes({ database }: Place, { ctx }: Frozen): Promise<number> {
  const { rowCount } = await database.pool.query(
    `insert into judgments (id, project_id, comparison_id, assignment_id, annotator_id, question_version, guidelines_version, outcome,
       position, strength, payload_hash, supersedes)
     select uuidv7(), project_id, comparison_id, assignment_id, annotator_id, question_version, guidelines_version, outcome,
       position, -strength, payload_hash, id
     from (select *, row_number() over (order by id) as number from judgments where project_id = $1) j where number % ${CHANGED_ONE_IN} = 0`,
    [ctx.projectId],
  );
  await database.pool.query(
    `update assignments a set judgment_id = j.id from judgments j where j.assignment_id = a.id and j.supersedes is not null`,
  );
  await database.pool.query('vacuum analyze judgments, assignments');
  return rowCount ?? 0;
}

/** The least that a diff does: each row beside the other one of its comparison. */
async function joinRaw(
  { database }: Place,
  { versionId, toId }: { versionId: string; toId: string },
): Promise<void> {
  await database.pool.query(
    `select count(*) filter (where (a.chosen_id, a.margin) is distinct from (b.chosen_id, b.margin))
     from (select * from dataset_rows where version_id = $1) a
     full join (select * from dataset_rows where version_id = $2) b on a.comparison_id = b.comparison_id and a.id_suffix is not distinct from b.id_suffix`,
    [versionId, toId],
  );
}
