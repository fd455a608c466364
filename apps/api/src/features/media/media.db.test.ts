import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProject } from '@pairwright/core/annotate/annotate.fixture';
import { mediaKey } from '@pairwright/core/media/media-key';
import { createTestApp, type Person, type TestApp } from '../../test-app.ts';

/** Bytes that a browser would run, should it be let guess. */
const bytes = Buffer.from('<script>alert(1)</script>');
const sha256 = createHash('sha256').update(bytes).digest('hex');

let kit: TestApp;
let projectId: string;
let annotator: Person;
const url = (sum = sha256, project = projectId) => `/projects/${project}/media/${sum}`;

beforeAll(async () => {
  kit = await createTestApp();
  ({ projectId } = await createProject(kit.database, { comparisons: 1, target: 1 }));
  annotator = await kit.addMember(projectId, 'annotator');
  const media = { project_id: projectId, sha256, type: 'image/gif' as const, width: 1, height: 1 };
  await kit.database.db
    .insertInto('media')
    .values({ ...media, size_bytes: bytes.length })
    .execute();
  await kit.services.artifacts.write(mediaKey(projectId, sha256), Readable.from([bytes]));
});
afterAll(() => kit.close());

describe('an image', () => {
  it('is an image and nothing else to a browser, and never changes', async () => {
    const answer = await kit.call(annotator, 'GET', url());
    expect(answer.statusCode).toBe(200);
    expect(answer.rawPayload.equals(bytes)).toBe(true);
    expect(answer.headers).toMatchObject({
      'content-type': 'image/gif',
      'content-length': String(bytes.length),
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'private, max-age=31536000, immutable',
      etag: `"${sha256}"`,
    });
  });

  it('that the store has lost is an error that no cache keeps', async () => {
    const gone = 'f'.repeat(64);
    const media = { project_id: projectId, sha256: gone, type: 'image/gif' as const, width: 1, height: 1 };
    await kit.database.db
      .insertInto('media')
      .values({ ...media, size_bytes: 5 })
      .execute();
    const answer = await kit.call(annotator, 'GET', url(gone));
    expect(answer.statusCode).toBeGreaterThanOrEqual(500);
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('of another project, or that nobody imported, is not there', async () => {
    const other = await createProject(kit.database, { comparisons: 1, target: 1 });
    const member = await kit.addMember(other.projectId, 'annotator');
    expect((await kit.call(member, 'GET', url())).statusCode).toBe(404);
    expect((await kit.call(member, 'GET', url(sha256, other.projectId))).statusCode).toBe(404);
    expect((await kit.call(annotator, 'GET', url('0'.repeat(64)))).statusCode).toBe(404);
  });

  it.each(['..%2f..%2fetc%2fpasswd', 'A'.repeat(64), sha256.slice(1), `${sha256}.png`])(
    'is not named %s',
    async (name) => {
      const answer = await kit.call(annotator, 'GET', url(name));
      expect(answer.statusCode).toBe(400);
      // What is no image keeps the headers of every answer.
      expect(answer.headers['cache-control']).toBe('no-store');
    },
  );
});
