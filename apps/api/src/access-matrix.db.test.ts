import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scopes } from '@pairwright/contract/access';
import type { Endpoint, ProjectAction } from '@pairwright/contract/endpoint';
import { endpoints, type OperationName } from '@pairwright/contract/endpoints';
import { createProject } from '@pairwright/core/annotate/annotate.fixture';
import { missingOperations } from './implement.ts';
import { createTestApp, PASSWORD, type Person, type TestApp } from './test-app.ts';

/** Written out by hand: a slip in the contract's table of roles must not pass unseen. */
const mayDo: Record<string, readonly ProjectAction[]> = {
  owner: ['view', 'annotate', 'see_models', 'review', 'import', 'export', 'manage'],
  admin: ['view', 'annotate', 'see_models', 'review', 'import', 'export', 'manage'],
  researcher: ['view', 'annotate', 'see_models', 'import', 'export'],
  reviewer: ['view', 'annotate', 'see_models', 'review'],
  annotator: ['annotate'],
  // Members elsewhere, so that being a member at all is not what opens this project.
  'admin elsewhere': [],
  'researcher elsewhere': [],
  'reviewer elsewhere': [],
  'annotator elsewhere': [],
};
const roles = ['admin', 'researcher', 'reviewer', 'annotator'] as const;
const callers = [...Object.keys(mayDo), 'anonymous'] as const;
const operations = Object.keys(endpoints) as OperationName[];

let kit: TestApp;
let projectId: string;
let elsewhereId: string;
const people: Record<string, Person> = {};

beforeAll(async () => {
  kit = await createTestApp();
  ({ projectId } = await createProject(kit.database, { comparisons: 1 }));
  ({ projectId: elsewhereId } = await createProject(kit.database, { comparisons: 1 }));
  for (const role of roles) {
    people[role] = await kit.addMember(projectId, role);
    people[`${role} elsewhere`] = await kit.addMember(elsewhereId, role);
  }
  people['owner'] = await kit.addPerson({ isOwner: true });
});
afterAll(() => kit.close());

function ruleOf(name: OperationName) {
  const endpoint: Endpoint = endpoints[name];
  return endpoint.access;
}

/** What the rule answers, before anything of the request is looked at; `passed` when it lets the caller through. */
function expected(name: OperationName, caller: string): string {
  const rule = ruleOf(name);
  if (rule.kind === 'public') return 'passed';
  if (caller === 'anonymous') return 'not_signed_in';
  if (rule.kind === 'owner') return caller === 'owner' ? 'passed' : 'not_found';
  if (rule.kind === 'project') return mayDo[caller]?.includes(rule.action) === true ? 'passed' : 'not_found';
  return 'passed';
}

/** A query parameter that nothing takes: whoever is let through is told so, and nothing is changed. */
async function ask(name: OperationName, person: Person | null, project = projectId): Promise<string> {
  const endpoint: Endpoint = endpoints[name];
  const id = '01900000-0000-7000-8000-000000000000';
  const path = endpoint.path
    .replace(':projectId', project)
    .replace(':sha256', '0'.repeat(64))
    .replace(':lane', 'work')
    .replace(/:\w+/g, id);
  const answer = await kit.call(person, endpoint.method, `${path}?probe=1`);
  const { code, faults } = answer.json();
  if (code !== 'invalid_request') return code;
  expect(faults).toEqual(
    expect.arrayContaining([expect.objectContaining({ path: expect.stringMatching(/^query/) })]),
  );
  return 'passed';
}

it('serves every operation of the contract', () => {
  expect(missingOperations(kit.app)).toEqual([]);
});

describe.each(callers)('%s', (caller) => {
  it.each(operations)('%s', async (name) => {
    expect(await ask(name, people[caller] ?? null)).toBe(expected(name, caller));
  });
});

describe('an API token of the owner', () => {
  it.each(operations)('%s needs its scope', async (name) => {
    const rule = ruleOf(name);
    if (rule.kind === 'public') return expect(await ask(name, null)).toBe('passed');
    const owner = people['owner'] as Person;
    const right = await kit.tokenFor(owner, [...scopes]);
    if (rule.scope === 'session_only') return expect(await ask(name, right)).toBe('session_required');
    expect(await ask(name, right)).toBe('passed');
    const lacking = await kit.tokenFor(
      owner,
      scopes.filter((scope) => scope !== rule.scope),
    );
    expect(await ask(name, lacking)).toBe('scope_missing');
  });
});

describe('an API token of the owner for one project', () => {
  /** What it is answered in a project that it is for, or is not. */
  const narrowed = (name: OperationName, isFor: boolean): string => {
    const rule = ruleOf(name);
    if (rule.kind === 'public') return 'passed';
    if (rule.scope === 'session_only') return 'session_required';
    if (rule.kind === 'owner') return 'not_found';
    if (rule.kind === 'project') return isFor ? 'passed' : 'not_found';
    return rule.about === 'oneself' || rule.about.of === 'any' ? 'scope_missing' : 'passed';
  };
  it.each(operations)('%s', async (name) => {
    const owner = people['owner'] as Person;
    expect(await ask(name, await kit.tokenFor(owner, [...scopes], [projectId, elsewhereId]))).toBe(
      narrowed(name, true),
    );
    expect(await ask(name, await kit.tokenFor(owner, [...scopes], [elsewhereId]))).toBe(
      narrowed(name, false),
    );
  });
});

describe('a token does not widen a role', () => {
  it.each(operations.filter((name) => ruleOf(name).kind === 'project'))('%s', async (name) => {
    const script = await kit.tokenFor(people['annotator'] as Person, [...scopes]);
    const rule = ruleOf(name);
    const forSessions = rule.kind !== 'public' && rule.scope === 'session_only';
    expect(await ask(name, script)).toBe(forSessions ? 'session_required' : expected(name, 'annotator'));
  });
});

describe('a project that does not exist answers like a foreign one', () => {
  it.each(operations.filter((name) => ruleOf(name).kind === 'project'))('%s', async (name) => {
    expect(await ask(name, people['owner'] as Person, '01900000-0000-7000-8000-00000000dead')).toBe(
      'not_found',
    );
    expect(await ask(name, people['owner'] as Person, 'nonsense')).toBe('not_found');
  });
});

it('makes a changed role count on the next request', async () => {
  const member = await kit.addMember(projectId, 'annotator');
  const admin = people['admin'] as Person;
  expect(await ask('getDashboard', member)).toBe('not_found');
  await kit.call(admin, 'PATCH', `/projects/${projectId}/members/${member.id}`, {
    role: 'reviewer',
    currentPassword: PASSWORD,
  });
  expect(await ask('getDashboard', member)).toBe('passed');
  await kit.call(admin, 'DELETE', `/projects/${projectId}/members/${member.id}`);
  expect(await ask('getMyProject', member)).toBe('not_found');
});
