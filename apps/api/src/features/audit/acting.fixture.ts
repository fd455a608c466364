import { expect } from 'vitest';
import { auditCover } from '@pairwright/contract/audit-actions';
import type { Endpoint } from '@pairwright/contract/endpoint';
import { endpoints, type OperationName } from '@pairwright/contract/endpoints';
import type { Person, TestApp } from '../../test-app.ts';

interface Asked {
  readonly params?: Record<string, string>;
  readonly body?: unknown;
  readonly query?: string;
}

/** Asks for changes, each of which has to leave its entry. `bytes` is the file that uploads bring. */
export function actingOn(kit: TestApp, bytes: Buffer) {
  const { db } = kit.database;
  /** Operations that left an entry. */
  const done = new Set<string>();

  /** The number of the newest entry; 0 without one. */
  const last = async () =>
    (await db.selectFrom('audit_events').select('seq').orderBy('seq', 'desc').executeTakeFirst())?.seq ?? 0;

  const ask = (name: OperationName, person: Person | null, asked: Asked) => {
    const endpoint: Endpoint = endpoints[name];
    const path = endpoint.path.replace(/:(\w+)/g, (_, key: string) => asked.params?.[key] ?? key);
    if (endpoint.stream !== 'upload') return kit.call(person, endpoint.method, path, asked.body);
    return kit.app.inject({
      method: endpoint.method as 'POST',
      url: `/api/v1${path}${asked.query ?? ''}`,
      headers: { host: 'localhost:80', ...person?.headers, 'content-type': 'application/x-ndjson' },
      payload: bytes,
    });
  };

  /** Asks for a change, and sees that it leaves one entry, with who, from where and by which request. */
  const act = async (name: OperationName, person: Person | null, asked: Asked = {}) => {
    const before = await last();
    const answer = await ask(name, person, asked);
    expect(answer.statusCode, `${name} ${answer.body}`).toBeLessThan(300);
    const entries = await db.selectFrom('audit_events').selectAll().where('seq', '>', before).execute();
    if ((auditCover as Record<string, string>)[name] === 'entry') {
      expect(
        entries.map(({ action }) => action),
        name,
      ).toEqual([name]);
      expect(entries[0]?.request_id, name).toMatch(/^[0-9a-f]{12}-/);
      expect(entries[0]?.actor_id, name).toMatch(/^[0-9a-f-]{36}$/);
      expect(entries[0]?.origin_hash, name).not.toBeNull();
      done.add(name);
    } else expect(entries, name).toEqual([]);
    return {
      json: answer.statusCode === 204 ? null : answer.json(),
      cookies: answer.cookies,
      entry: entries[0],
    };
  };

  return { act, last, done };
}
