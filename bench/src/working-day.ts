import type { BenchDatabase } from './benchmark.ts';
import type { PreparedRequest } from './load-mixed.ts';
import { annotatorId, PROJECT_ID } from './vote-data.ts';
import { prepareVotes } from './vote-requests.ts';
import { annotatorNumber, assignmentId } from './vote-stock.ts';

/** Assignments whose drafts are written again and again; they are never voted on. */
export const DRAFTED = 630;
/** Of those who only annotate; the first is an admin, who looks at the dashboard: one read in a hundred does. */
const READERS = 24;
/** How often what is refused comes among them: one read in ten is. */
const REFUSED_TIMES = 3;

const project = `/api/v1/projects/${PROJECT_ID}`;
const cookieOf = (annotator: number): string => `pairwright=${String(annotator).padStart(43, '0')}`;

/** Makes the first annotator an admin, for reads of the dashboard. */
export async function promoteReader({ pool }: BenchDatabase): Promise<void> {
  await pool.query(`update project_members set role = 'admin' where user_id = ${annotatorId('0')}`);
}

/** What pages of people who are signed in ask for; one in ten is of a scanner, or of somebody who may not. */
export function readsOfADay(): PreparedRequest[] {
  const get = (path: string, annotator: number): PreparedRequest => ({
    method: 'GET',
    path,
    cookie: cookieOf(annotator),
  });
  const ofAnnotators = Array.from({ length: READERS }, (_, one) => one + 1).flatMap((annotator) => [
    get('/api/v1/me', annotator),
    get('/api/v1/annotate/projects', annotator),
    get(`${project}/annotate`, annotator),
    get(`${project}/annotate/judgments?limit=20`, annotator),
  ]);
  const ofAdmins = [project, `${project}/dashboard`, `${project}/members`, `${project}/guidelines`].map(
    (path) => get(path, 0),
  );
  const refused: readonly PreparedRequest[] = [
    { method: 'GET', path: '/api/v1/me', cookie: cookieOf(999_999) },
    { method: 'GET', path: '/api/v1/nothing-here', cookie: '' },
    get(`${project}/members`, 1),
    { method: 'GET', path: project, cookie: '' },
  ];
  return [...ofAnnotators, ...ofAdmins, ...Array.from({ length: REFUSED_TIMES }, () => refused).flat()];
}

/** Votes on the assignments up to the last ones, each with a claim of its annotator before it and a draft of another one. */
export async function writesOfADay(
  database: BenchDatabase,
  { from, votes, stock }: { readonly from: number; readonly votes: number; readonly stock: number },
): Promise<PreparedRequest[]> {
  const drafts = await draftsOf(database, stock);
  const prepared = await prepareVotes(database, { from, count: votes });
  return prepared.flatMap(({ path, cookie, body }, at): PreparedRequest[] => [
    { method: 'POST', path: `${project}/assignments/claim`, cookie, body: '{"count":1}' },
    drafts[at % drafts.length]!,
    { method: 'POST', path, cookie, body },
  ]);
}

async function draftsOf({ pool }: BenchDatabase, stock: number): Promise<PreparedRequest[]> {
  const { rows } = await pool.query<{ id: string; annotator: number }>(
    `select ${assignmentId('n')} as id, ${annotatorNumber('n')} as annotator from generate_series(${stock - DRAFTED}, ${stock - 1}) n`,
  );
  return rows.map(({ id, annotator }) => ({
    method: 'PUT',
    path: `${project}/assignments/${id}/draft`,
    cookie: cookieOf(annotator),
    body: JSON.stringify({
      answer: { outcome: 'scale', position: 1 + (annotator % 7) },
      rationale: 'Half a sentence. '.repeat(6),
    }),
  }));
}
