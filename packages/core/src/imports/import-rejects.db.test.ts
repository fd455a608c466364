import { afterAll, describe, expect, test } from 'vitest';
import { collect, upload, work } from './import-work.fixture.ts';
import { allPairs, openImportFixture, rowText } from './imports.fixture.ts';
import { getImport, listRejects, startRun } from './imports.service.ts';
import { readFaults, readRejectedLines } from './reject-lines.ts';

const fixture = await openImportFixture();
afterAll(() => fixture.close());
const { db } = fixture;

describe('rejects', () => {
  const bad = [
    'not json',
    '{"messages":[],"responses":[]}',
    '{"messages":[{"role":"user","content":"a\\u0000b"}],"responses":[{"model":"a","content":"x"},{"model":"b","content":"y"}]}',
  ];
  const text = [rowText(1), bad[0], rowText(2), bad[1], bad[2], rowText(3)].join('\r\n');

  test('good rows go in, every bad row is named and comes back as it was', async () => {
    const projectId = await fixture.newProject();
    const { ctx, importId } = await upload(fixture, projectId, text);
    await startRun(ctx, { importId, pairing: allPairs });
    await work(fixture, importId);
    expect(await getImport(ctx, importId)).toMatchObject({
      state: 'succeeded',
      lines: 6,
      rowsAccepted: 3,
      rowsRejected: 3,
    });
    const made = await db.db
      .selectFrom('comparisons')
      .select('import_line as line')
      .where('project_id', '=', projectId)
      .orderBy('rank')
      .execute();
    expect([...new Set(made.map(({ line }) => line))]).toEqual([1, 3, 6]);
    const rejects = await listRejects(ctx, { importId, limit: 50 });
    expect([...new Set(rejects.items.map(({ line }) => line))]).toEqual([2, 4, 5]);
    expect(
      rejects.items.every(
        ({ path, rule, fix, code }) => path !== '' && rule !== '' && fix !== '' && code !== '',
      ),
    ).toBe(true);
    expect((await collect(readRejectedLines(ctx, importId))).toString()).toBe(`${bad.join('\n')}\n`);
    const faults = (await collect(readFaults(ctx, importId)))
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(faults).toEqual(rejects.items);
  });

  test('pages of rejects hold all of them once', async () => {
    const { ctx, importId } = await upload(
      fixture,
      await fixture.newProject(),
      Array.from({ length: 25 }, (_, n) => `bad ${n}`).join('\n'),
    );
    await startRun(ctx, { importId, pairing: allPairs });
    await work(fixture, importId);
    const seen: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await listRejects(ctx, { importId, limit: 7, cursor });
      seen.push(...page.items.map(({ line }) => line));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual(Array.from({ length: 25 }, (_, n) => n + 1));
  });
});

describe('hostile rows', () => {
  const deep = `{"messages":[{"role":"user","content":"x"}],"responses":[{"model":"a","content":"1"},{"model":"b","content":"2"}],"metadata":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
  const proto =
    '{"messages":[{"role":"user","content":"x"}],"responses":[{"model":"a","content":"1"},{"model":"b","content":"2"}],"metadata":{"__proto__":{"polluted":true}}}';
  const surrogate =
    '{"messages":[{"role":"user","content":"half \\ud83d"}],"responses":[{"model":"a","content":"1"},{"model":"b","content":"2"}]}';
  const long = `{"messages":[{"role":"user","content":"${'x'.repeat(16 * 1024 * 1024)}"}]}`;

  test('each is refused with a reason, its neighbours go in, and its bytes come back', async () => {
    const invalid = Buffer.from([0x7b, 0xff, 0xfe, 0x7d]);
    const lines = [Buffer.from(deep), Buffer.from(proto), Buffer.from(surrogate), invalid, Buffer.from(long)];
    const parts = lines.flatMap((line, n) => [Buffer.from(`${rowText(n)}\n`), line, Buffer.from('\n')]);
    const text = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), ...parts, Buffer.from(rowText(99))]);
    const projectId = await fixture.newProject();
    const { ctx, importId } = await upload(fixture, projectId, text);
    await startRun(ctx, { importId, pairing: allPairs });
    await work(fixture, importId);
    const job = await getImport(ctx, importId);
    expect(job).toMatchObject({ state: 'succeeded', rowsAccepted: 6, rowsRejected: 5, lines: 11 });
    expect(job.notes).toContainEqual(expect.objectContaining({ code: 'byte_order_mark' }));
    const codes = (await listRejects(ctx, { importId, limit: 50 })).items.map(({ code }) => code);
    for (const code of ['too_deep', 'forbidden_key', 'lone_surrogate', 'invalid_utf8', 'line_too_long'])
      expect(codes).toContain(code);
    expect(
      (await collect(readRejectedLines(ctx, importId))).equals(
        Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')])),
      ),
    ).toBe(true);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
