import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generateRow } from './generate.ts';
import { importFaultCodes } from './import-faults.ts';
import { NoteCounter } from './import-notes.ts';
import { readImportRow } from './import-row.ts';
import { faults, pairRow, read } from './import-row.fixture.ts';

describe('what no row may hold', () => {
  const withText = (json: string) =>
    `{"messages":[{"role":"user","content":"q"}],"responses":[{"model":"a","content":${json}},{"model":"b","content":"x"}]}`;

  it('is NUL and half characters, wherever they hide', () => {
    expect(faults(withText(String.raw`"a\u0000b"`))).toEqual([
      ['$.responses[0].content', 'nul_character', String.raw`"a\u0000b"`],
    ]);
    expect(faults(withText(String.raw`"cut \ud83d"`))).toEqual([
      ['$.responses[0].content', 'lone_surrogate', String.raw`"cut \ud83d"`],
    ]);
    expect(faults(withText('"cut \ud83d"'))).toHaveLength(1);
    expect(read(withText(String.raw`"whole \ud83d\ude00 and \\u0000"`)).ok).toBe(true);
    expect(
      faults(String.raw`{"a\u0000":1,"messages":[{"role":"user","content":"q"}]}`).map(([, code]) => code),
    ).toContain('nul_character');
  });

  it('is a key twice, __proto__, or 33 levels', () => {
    expect(
      faults(
        '{"messages":[{"role":"user","content":"a","content":"b"}],"responses":[{"model":"a","content":"x"},{"model":"b","content":"y"}]}',
      ),
    ).toEqual([['$.messages[0].content', 'duplicate_key', 'content']]);
    expect(
      faults('{"__proto__":{"x":1},"messages":[{"role":"user","content":"a"}],"responses":[]}').map(
        ([path, code]) => [path, code],
      ),
    ).toContainEqual(['$.__proto__', 'forbidden_key']);
    const nested = (depth: number) =>
      `{"messages":[{"role":"user","content":"a"}],"responses":[{"model":"a","content":"x"},{"model":"b","content":"y"}],"metadata":{"d":${'['.repeat(depth)}${']'.repeat(depth)}}}`;
    expect(read(nested(30)).ok).toBe(true);
    expect(faults(nested(31)).map(([, code]) => code)).toEqual(['too_deep']);
    expect(faults(nested(100_000)).map(([, code]) => code)).toEqual(['too_deep']);
  });

  it('is a message over the limit in bytes', () => {
    const row = JSON.stringify({ ...pairRow, messages: [{ role: 'user', content: '中'.repeat(10) }] });
    expect(readImportRow(row, 1, { messageBytes: 30, fewestResponses: 2 }).ok).toBe(true);
    expect(readImportRow(row, 1, { messageBytes: 29, fewestResponses: 2 })).toMatchObject({
      ok: false,
      faults: [
        { code: 'message_too_large', path: '$.messages[0].content', rule: 'a message has at most 29 bytes' },
      ],
    });
  });
});

describe('all rows', () => {
  it('that are generated are valid and keep their texts', () => {
    for (let index = 0; index < 300; index++) {
      const row = generateRow(index, { seed: 3 });
      expect(generateRow(index, { seed: 3 })).toEqual(row);
      const result = read(row);
      expect(result).toMatchObject({ ok: true, notes: null, row: { prompt: row.messages } });
    }
  });

  it('of any JSON at all give a row or faults from the catalogue that the database can hold', () => {
    const part = fc.oneof(
      fc.jsonValue(),
      fc.constant(pairRow.messages),
      fc.constant(pairRow.responses),
      fc.string({ unit: 'binary' }),
    );
    const row = fc.record(
      { messages: part, responses: part, prompt: part, response_a: part, metadata: part, prompt_id: part },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(row, (value) => {
        const result = read(value);
        if (result.ok) return;
        expect(result.faults.length).toBeGreaterThan(0);
        for (const fault of result.faults) {
          expect(importFaultCodes).toContain(fault.code);
          expect(fault.value.length).toBeLessThanOrEqual(120);
          expect(/\p{Cs}|\0/u.test(fault.value + fault.path)).toBe(false);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('share their notes, one per code', () => {
    const counter = new NoteCounter();
    for (const extra of [{ a: 1 }, { b: 1 }, {}]) {
      const result = read({
        ...pairRow,
        ...extra,
        responses: [{ model: 'm', content: '' }, pairRow.responses[1]],
      });
      if (result.ok && result.notes !== null) counter.add(result.notes);
    }
    expect(counter.list().map(({ code, count }) => [code, count])).toEqual([
      ['empty_response', 3],
      ['extra_keys', 2],
    ]);
    expect(counter.list()[1]!.message).toContain('Keys: a, b.');
    const again = new NoteCounter();
    again.restore(counter.list());
    expect(again.list()).toEqual(counter.list());
  });
});
