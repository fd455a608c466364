import { sql } from 'kysely';
import type { Leaderboard, LeaderboardOptions } from '@pairwright/contract/statistics/leaderboard';
import type { Source } from '../compute-statistics.service.ts';

/** Whether what this annotator said is taken. */
export type Voters = (annotatorId: string) => boolean;

/** Whose votes the options ask for: of one person, of who is in a team now, of both. */
export async function readVoters(
  { db, projectId }: Source,
  { annotatorId, team }: Pick<LeaderboardOptions, 'annotatorId' | 'team'>,
): Promise<Voters> {
  if (team === undefined) return (id) => annotatorId === undefined || id === annotatorId;
  const { rows } = await sql<{ id: string }>`
    select user_id as id from project_members where project_id = ${projectId} and ${team} = any (teams)`.execute(
    db,
  );
  const members = new Set(rows.map(({ id }) => id));
  return (id) => members.has(id) && (annotatorId === undefined || id === annotatorId);
}

type Choices = Pick<Leaderboard, 'annotators' | 'teams' | 'question'>;

/** Who there is to choose from in the whole project, and what its question compares. */
export async function readVoterChoices(
  { db, projectId }: Source,
  { labels }: Pick<LeaderboardOptions, 'labels'>,
): Promise<Choices> {
  const voted =
    labels === 'adjudicated'
      ? sql`select from adjudications a where a.reviewer_id = u.id and a.project_id = ${projectId}`
      : sql`select from assignments a where a.annotator_id = u.id and a.project_id = ${projectId} and a.state = 'submitted'`;
  const { rows } = await sql<Choices>`
    select (select coalesce(json_agg(x order by x.name, x.id), '[]') from (select u.id, u.name from users u where exists (${voted})) x) as annotators,
      array(select distinct t from project_members m, unnest(m.teams) t where m.project_id = ${projectId} order by t) as teams,
      (select form #>> '{main,kind}' from questions where project_id = ${projectId} order by version desc limit 1) as question`.execute(
    db,
  );
  return rows[0]!;
}
