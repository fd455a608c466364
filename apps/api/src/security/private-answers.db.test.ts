import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Endpoint } from '@pairwright/contract/endpoint';
import { endpoints, type OperationName } from '@pairwright/contract/endpoints';
import { createTestApp, type Person, type TestApp } from '../test-app.ts';
import { furnish, type Furnished } from './furnished.fixture.ts';

let kit: TestApp;
let mine: Furnished;
let owner: Person;
beforeAll(async () => {
  kit = await createTestApp();
  mine = await furnish(kit, 'mine');
  owner = await kit.addPerson({ isOwner: true });
});
afterAll(() => kit.close());

/** Content that is named by its own checksum: the browser of whoever may see it may keep it, nobody else. */
const kept: Partial<Record<OperationName, RegExp>> = { getMedia: /^private, / };
const reading = (Object.keys(endpoints) as OperationName[]).filter((name) => {
  const { method, stream }: Endpoint = endpoints[name];
  // An open stream of events would not end here; their headers are tested with them.
  return method === 'GET' && stream !== 'events';
});

function ask(name: OperationName, person: Person | null) {
  const uploads = name === 'getUpload' ? { importId: mine.ids['uploadId'] ?? '' } : {};
  const ids: Record<string, string> = { ...mine.ids, ...uploads, fileName: 'train.jsonl' };
  const path = endpoints[name].path.replace(/:(\w+)/g, (_, key: string) => ids[key] ?? key);
  return kit.call(person, 'GET', path);
}

describe('what is answered to somebody', () => {
  it.each(reading)('%s is kept by no cache, and is nothing else than it says', async (name) => {
    for (const person of [owner, null]) {
      const { headers, statusCode } = await ask(name, person);
      const mayKeep = statusCode < 300 ? kept[name] : undefined;
      expect(headers['cache-control']).toMatch(mayKeep ?? /^(private, )?no-store$/);
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['content-security-policy']).toMatch(/default-src 'none'/);
      expect(headers['access-control-allow-origin']).toBeUndefined();
      if (statusCode !== 204) expect(headers['content-type']).not.toMatch(/html|javascript|svg|xml/);
    }
  });
});
