import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Endpoint } from '@pairwright/contract/endpoint';
import { endpoints, type OperationName } from '@pairwright/contract/endpoints';
import { systemIds } from '@pairwright/runtime/ids';
import { createProject } from '@pairwright/core/annotate/annotate.fixture';
import { createTestApp, type Person, type TestApp } from '../test-app.ts';
import { operationsWithBody, validBody } from './valid-bodies.fixture.ts';

let kit: TestApp;
let owner: Person;
let projectId: string;
const some: Record<string, string> = {};
beforeAll(async () => {
  kit = await createTestApp();
  owner = await kit.addPerson({ isOwner: true });
  ({ projectId } = await createProject(kit.database, { comparisons: 1 }));
  const names = 'annotatorId batchId feedbackId judgmentId linkId responseId userId versionId assignmentId';
  for (const name of names.split(' ')) some[name] = systemIds.next();
  some['projectId'] = projectId;
});
afterAll(() => kit.close());

/** Objects whose keys are data. */
const maps = new Set(['categorySkills', 'roles', 'clientExtensionResults', 'metadata']);

/** What somebody would like to set who must not. */
const wishes = [
  'isOwner',
  'role',
  'projectId',
  'annotatorId',
  'createdAt',
  'weight',
  '__proto__',
  'constructor',
];

/** The body again and again, each time with one more field in one of its objects; with the path of that field. */
function* withExtra(value: unknown, path = 'body'): Generator<{ changed: unknown; at: string }> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries())
      for (const { changed, at } of withExtra(item, `${path}.${index}`))
        yield { changed: value.with(index, changed), at };
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const wish of wishes) {
    if (Object.hasOwn(value, wish)) continue;
    const text = JSON.stringify(value);
    const extra = `${text.slice(0, -1)}${text === '{}' ? '' : ','}${JSON.stringify(wish)}:true}`;
    yield { changed: new Raw(extra), at: `${path}.${wish}` };
  }
  for (const [key, item] of Object.entries(value)) {
    if (maps.has(key)) continue;
    for (const { changed, at } of withExtra(item, `${path}.${key}`))
      yield { changed: { ...value, [key]: changed }, at };
  }
}

/** JSON as it is written: an object literal with `__proto__` would lose it. */
class Raw {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

function write(value: unknown): string {
  if (value instanceof Raw) return value.text;
  if (Array.isArray(value)) return `[${value.map(write).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).filter(([, item]) => item !== undefined);
  return `{${fields.map(([key, item]) => `${JSON.stringify(key)}:${write(item)}`).join(',')}}`;
}

function ask(name: OperationName, payload: string, person: Person | null = owner) {
  const { method, path }: Endpoint = endpoints[name];
  const filled = path
    .replace(':projectId', projectId)
    .replace(':sha256', '0'.repeat(64))
    .replace(/:\w+/g, systemIds.next());
  return kit.app.inject({
    method: method as 'POST',
    url: `/api/v1${filled}`,
    headers: { host: 'localhost:80', ...person?.headers, 'content-type': 'application/json' },
    payload,
  });
}

describe('a field that is not in the contract', () => {
  it.each(operationsWithBody)('%s refuses it by name, wherever it stands', async (name) => {
    let tried = 0;
    for (const { changed, at } of withExtra(validBody(name, some))) {
      const answer = await ask(name, write(changed));
      expect(answer.statusCode, `${at} ${answer.body}`).toBe(400);
      const { code, faults } = answer.json();
      expect(code, at).toBe('invalid_request');
      expect(
        faults.map(({ path }: { path: string }) => path),
        `${name} ${answer.body}`,
      ).toContain(at);
      tried += 1;
    }
    expect(tried).toBeGreaterThanOrEqual(wishes.length - 2);
  });

  it.each(operationsWithBody)('%s takes its body without it', async (name) => {
    const somebody = await kit.addPerson({ isOwner: true });
    const answer = await ask(name, JSON.stringify(validBody(name, some)), somebody);
    // The names that are typed for certainty are those of nothing here.
    const typed: Partial<Record<OperationName, string>> = {
      trashProject: 'body.name',
      requestErasure: 'body.email',
    };
    const isOther = typed[name] !== undefined && answer.json().faults?.[0]?.path === typed[name];
    expect(answer.statusCode === 400 && !isOther ? answer.body : '', name).toBe('');
    expect(answer.statusCode).toBeLessThan(500);
    await kit.database.pool.query('delete from throttles');
  });
});

it('leaves the prototypes as they were', () => {
  expect(({} as Record<string, unknown>)['isOwner']).toBeUndefined();
  expect(Object.keys(Object.prototype)).toEqual([]);
});
