import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { actionsOfRole, role, type Role } from '@pairwright/contract/access';
import type { Endpoint, ProjectAction } from '@pairwright/contract/endpoint';
import { endpoints, type OperationName } from '@pairwright/contract/endpoints';
import { plainRecipe } from '@pairwright/core/datasets/datasets.fixture';
import { systemIds } from '@pairwright/runtime/ids';
import { createTestApp, type Person, type TestApp } from '../test-app.ts';
import { furnish, type Furnished } from './furnished.fixture.ts';
import { type IdPlace, idPlaces, nameOf } from './id-places.fixture.ts';
import { operationsWithBody, validBody } from './valid-bodies.fixture.ts';

let kit: TestApp;
let mine: Furnished;
let theirs: Furnished;
let before: Record<string, string>;
/** Of my project, by role. */
const members: Partial<Record<Role, Person>> = {};
beforeAll(async () => {
  kit = await createTestApp();
  [mine, theirs] = [await furnish(kit, 'mine'), await furnish(kit, 'theirs')];
  for (const name of role.options) members[name] = await kit.addMember(mine.projectId, name);
  before = await digest();
});
afterAll(() => kit.close());
beforeEach(async () => {
  await kit.database.pool.query('delete from throttles');
});

/** Ids that whoever asks makes up: the object begins with the request. */
const made = new Map([
  ['submitJudgment body.id', 'judgmentId'],
  ['submitJudgment body.details.rewrite.responseId', 'responseId'],
  ['saveDraft body.details.rewrite.responseId', 'responseId'],
  ['retractJudgment body.id', 'judgmentId'],
  ['flagAssignment body.id', 'flagId'],
  ['decideCase body.id', 'decisionId'],
  ['fetchImport body.key', 'importKey'],
]);
/** Of the content that is sent, not of something stored. */
const checksums = new Set(['putUploadPart query.sha256', 'finishUpload body.sha256']);
/** The whole operation is for the owner, who may see every project; or for everybody, with a secret beside the id. */
const isOfAll = ({ operation }: IdPlace): boolean => {
  const { access }: Endpoint = endpoints[operation];
  return access.kind === 'owner' || access.kind === 'public';
};
/** Which of our ids belongs there, where the name does not say it. */
const kinds: Record<string, string> = {
  '*': '',
  by: 'userId',
  actorId: 'annotatorId',
  members: 'userId',
  projectIds: 'projectId',
  batches: 'batchId',
  batch: 'batchId',
  from: 'projectId',
  assignmentIds: 'assignmentId',
  feedbackIds: 'feedbackId',
  disputed: 'judgmentId',
};
const uploads = new Set<OperationName>(['getUpload', 'putUploadPart', 'finishUpload']);

function kindOf({ operation, path }: IdPlace): string {
  const name = path.findLast((key) => key !== '*') ?? '';
  if (name === 'importId' && uploads.has(operation)) return 'uploadId';
  return kinds[name] ?? name;
}

const places = idPlaces().filter(
  (place) => !made.has(nameOf(place)) && !checksums.has(nameOf(place)) && !isOfAll(place),
);

/** What all rows of the other project and its people say. */
async function digest(): Promise<Record<string, string>> {
  const { rows: tables } = await kit.database.pool.query<{ name: string; columns: string[] }>(
    `select table_name as name, array_agg(column_name::text) as columns from information_schema.columns
     where table_schema = 'public' group by 1 order by 1`,
  );
  const sums: Record<string, string> = {};
  for (const { name, columns } of tables) {
    const own = [
      columns.includes('project_id') ? 'project_id = $1' : undefined,
      columns.includes('user_id') && name !== 'sessions' && name !== 'project_members'
        ? 'user_id = any($2)'
        : undefined,
    ].filter((part) => part !== undefined);
    if (own.length === 0 || name === 'audit_events') continue;
    const { rows } = await kit.database.pool.query(
      `select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as sum from ${name} t
       where ${own.join(' or ')} and $1::uuid is not null and $2::uuid[] is not null`,
      [theirs.projectId, [theirs.admin.id, theirs.annotator.id, theirs.ids['userId']]],
    );
    sums[name] = rows[0].sum;
  }
  return sums;
}

/** Who has something to ask about there: of the work the annotator, of all else the admin. */
function callerOf(operation: OperationName): Person {
  const { access }: Endpoint = endpoints[operation];
  const works =
    access.kind === 'project'
      ? access.action === 'annotate'
      : endpoints[operation].path.startsWith('/annotate/');
  return works ? mine.annotator : mine.admin;
}

/** All whom the operation lets through with an id of their own project. */
function callersOf(operation: OperationName): (readonly [name: string, person: Person])[] {
  const { access }: Endpoint = endpoints[operation];
  const may = (name: Role): boolean =>
    access.kind !== 'project' || (actionsOfRole[name] as readonly ProjectAction[]).includes(access.action);
  const others = role.options.filter(may).map((name) => [name, members[name] as Person] as const);
  return [['whose it is', callerOf(operation)], ...others];
}

function put(value: unknown, path: readonly string[], id: string): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return id;
  if (key === '*') return [put(undefined, rest, id)];
  return {
    ...(value as object | undefined),
    [key]: put((value as Record<string, unknown> | undefined)?.[key], rest, id),
  };
}

/** The request as it would be right, with this id in this place. */
async function ask(place: IdPlace, id: string, person = callerOf(place.operation)) {
  const { operation, part, path } = place;
  const { method, path: url, stream }: Endpoint = endpoints[operation];
  const ids: Record<string, string> = uploads.has(operation)
    ? { ...mine.ids, importId: mine.ids['uploadId'] ?? '' }
    : mine.ids;
  const filled = url.replace(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(part === 'params' && path[0] === name ? id : (ids[name] ?? 'train.jsonl')),
  );
  const query = part === 'query' ? `?${path[0]}=${id}` : operation === 'putUploadPart' ? '?offset=0' : '';
  const body = operationsWithBody.includes(operation) ? bodyOf(place, ids) : undefined;
  const sent = part === 'body' ? put(body, path, id) : body;
  const answer =
    stream === 'upload'
      ? await kit.app.inject({
          method: method as 'PUT',
          url: `/api/v1${filled}${query}`,
          headers: {
            host: 'localhost:80',
            ...person.headers,
            'content-type': 'application/octet-stream',
          },
          payload: '{}',
        })
      : await kit.call(person, method, `${filled}${query}`, sent);
  return answer;
}

/** The valid body; where it may say one thing or another, the one that the place is in. */
function bodyOf({ operation, path }: IdPlace, ids: Record<string, string>): object {
  const body = validBody(operation, ids);
  if (operation === 'requestHealth' && path[0] === 'recipe') return { recipe: plainRecipe };
  if (operation === 'createProject' && path[0] === 'from') return { name: 'Helpfulness' };
  return body;
}

/** The answer without what differs by itself. */
function told(answer: { statusCode: number; body: string }, id: string): { status: number; text: string } {
  const text = answer.body
    .replaceAll(id, 'ID')
    .replace(/"requestId":"[^"]+"/, '')

    .replace(/"underWay":(true|false)/, '')
    .replace(/"slug":"more(-\d+)?"/, '')
    .replaceAll(/"\d{4}-\d\d-\d\dT[^"]+"/g, 'TIME')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, (own) =>
      Object.values(mine.ids).includes(own) ? own : 'NEW',
    );
  return { status: answer.statusCode, text };
}

const missing = (kind: string): string => (kind === 'sha256' ? 'f'.repeat(64) : systemIds.next());

describe('an id of another project or person', () => {
  it.each(places.map((place) => [nameOf(place), place] as const))(
    '%s answers like one that does not exist',
    async (_name, place) => {
      const kind = kindOf(place);
      const foreign = kind === 'projectId' ? theirs.projectId : theirs.ids[kind];
      expect(foreign, `furnished.fixture.ts makes no ${kind}`).toBeDefined();
      for (const [name, person] of callersOf(place.operation)) {
        const none = missing(kind);
        const expected = told(await ask(place, none, person), none);
        const answer = await ask(place, foreign ?? '', person);
        expect(told(answer, foreign ?? ''), name).toEqual(expected);
        expect(expected.text, 'the request is refused for another reason').not.toContain('invalid_request');
        expect(expected.status).toBeLessThan(500);
      }
    },
  );

  it.each([...made])('%s may be taken already, which says so and no more', async (name, kind) => {
    const place = idPlaces().find((one) => nameOf(one) === name);
    expect(place, 'the contract has no such place any more').toBeDefined();
    const id = theirs.ids[kind] ?? systemIds.next();
    const answer = await ask(place as IdPlace, id);
    expect(answer.statusCode).toBeLessThan(500);
    for (const secret of [theirs.projectId, theirs.admin.id, theirs.annotator.id])
      expect(answer.body).not.toContain(secret);
  });

  it('changed nothing there', async () => {
    expect(await digest()).toEqual(before);
    expect(Object.keys(before).length).toBeGreaterThan(20);
  });
});

describe("the same requests about something of one's own", () => {
  const reading = places.filter(
    ({ operation, part }) => part === 'params' && endpoints[operation].method === 'GET',
  );
  it.each(
    reading
      .filter(({ operation }) => !endpoints[operation].path.endsWith('events'))
      .map((place) => [nameOf(place), place] as const),
  )('%s is answered', async (_name, place) => {
    const answer = await ask(place, mine.ids[kindOf(place)] ?? '');
    expect(answer.statusCode, answer.body).not.toBe(404);
  });
});
