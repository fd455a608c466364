import type { Tx } from '@pairwright/db/transaction';
import { detailsText } from '@pairwright/domain/judgment/canonical';
import type { Ids } from '@pairwright/runtime/ids';
import { sql } from 'kysely';
import type { HeldQuestion } from '../fit-question.ts';
import { type Voter, voterKey } from './known-votes.ts';
import type { NewVote } from './plan-votes.ts';
import { insertRewrites } from './store-rewrites.ts';

interface VotesPlace {
  readonly projectId: string;
  readonly question: HeldQuestion;
  readonly ids: Ids;
}

/**
 * Stores past judgments with who gave them and their part in the counters. They are no work here: nobody is paid for them,
 * and they took no time. Needs the content lock.
 */
export async function insertVotes(db: Tx, place: VotesPlace, votes: readonly NewVote[]): Promise<void> {
  const { question, ids } = place;
  if (votes.length === 0 || question.version === null) return;
  const voters = await voterIds(db, place, votes);
  const given = await insertRewrites(
    db,
    ids,
    votes.map((vote) => ({ vote, annotator: voters.get(voterKey(vote.place))! })),
  );
  await insertRows(
    db,
    place,
    given.map(({ vote, annotator }) => rowOf(vote, annotator, ids)),
  );
}

function rowOf(vote: NewVote, annotator: string, ids: Ids) {
  return {
    assignment: ids.next(),
    judgment: ids.next(),
    comparison: vote.comparisonId,
    annotator,
    repeat: vote.place.repeat,
    presented: vote.presentedOrder,
    ...vote.main,
    ranks: vote.ranks,
    details: vote.details && detailsText(vote.details),
    rationale: vote.rationale,
    given: vote.createdAt,
    hash: vote.hash,
  };
}

async function insertRows(
  db: Tx,
  { projectId, question }: VotesPlace,
  rows: readonly ReturnType<typeof rowOf>[],
): Promise<void> {
  const given = JSON.stringify(rows);
  // In one order, as everybody who locks several. The counters come first: an exclusion takes back what it finds counted.
  await sql`select from comparisons where id = any(${rows.map(({ comparison }) => comparison)}::uuid[]) order by id for no key update`.execute(
    db,
  );
  await sql`
    update comparisons c set judged = c.judged + v.counted, issued = c.issued + v.given,
      target_judgments = greatest(c.target_judgments, c.judged + v.counted)
    from (
      select x.comparison, count(*) filter (where x.repeat = 0)::int as counted, count(*)::int as given
      from jsonb_to_recordset(${given}::jsonb) as x (comparison uuid, repeat smallint) group by 1
    ) v where c.id = v.comparison`.execute(db);
  await sql`
    insert into assignments (id, project_id, comparison_id, annotator_id, kind, repeat_number, presented_order, state,
      question_version, guidelines_version, judgment_id, created_at, closed_at)
    select x.assignment, ${projectId}, x.comparison, x.annotator, 'imported', x.repeat, x.presented, 'submitted',
      ${question.version}, ${question.guidelinesVersion}, x.judgment, coalesce(x.given, now()), coalesce(x.given, now())
    from jsonb_to_recordset(${given}::jsonb) as x
      (assignment uuid, judgment uuid, comparison uuid, annotator uuid, repeat smallint, presented smallint[], given timestamptz)`.execute(
    db,
  );
  // Details as text: jsonb would reorder their keys.
  await sql`
    insert into judgments (id, project_id, comparison_id, assignment_id, annotator_id, question_version, guidelines_version,
      outcome, position, strength, ranks, details, rationale, source, payload_hash, created_at)
    select x.judgment, ${projectId}, x.comparison, x.assignment, x.annotator, ${question.version}, ${question.guidelinesVersion},
      x.outcome, x.position, x.strength, x.ranks, x.details::json, x.rationale, 'import', decode(x.hash, 'hex'), coalesce(x.given, clock_timestamp())
    from jsonb_to_recordset(${given}::jsonb) as x
      (judgment uuid, comparison uuid, assignment uuid, annotator uuid, outcome text, position smallint, strength real, ranks smallint[],
       details text, rationale text, hash text, given timestamptz)`.execute(db);
}

/** The people of a project's files, those who are not there yet added. */
async function voterIds(
  db: Tx,
  { projectId, ids }: VotesPlace,
  votes: readonly NewVote[],
): Promise<Map<string, string>> {
  const wanted = new Map<string, Voter>(votes.map(({ place }) => [voterKey(place), place]));
  const names = [...wanted.values()].map(({ name }) => name).filter((name) => name !== null);
  const { rows } = await sql<Voter & { id: string }>`
    select user_id as id, external_name as name, judge, slot from imported_annotators
    where project_id = ${projectId} and (external_name is null or external_name = any(${names}::text[]))`.execute(
    db,
  );
  const known = new Map(rows.map(({ id, ...voter }) => [voterKey(voter), id]));
  const missing = [...wanted].filter(([key]) => !known.has(key));
  if (missing.length === 0) return known;
  const added = missing.map(([key, voter]) => ({ key, id: ids.next(), ...voter }));
  await db
    .insertInto('users')
    .values(
      added.map(({ id, name, slot }) => ({ id, kind: 'imported' as const, name: name ?? `unnamed ${slot}` })),
    )
    .execute();
  await db
    .insertInto('imported_annotators')
    .values(
      added.map(({ id, name, judge, slot }) => ({
        user_id: id,
        project_id: projectId,
        external_name: name,
        judge,
        slot,
      })),
    )
    .execute();
  for (const { key, id } of added) known.set(key, id);
  return known;
}
