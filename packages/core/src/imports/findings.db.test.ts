import type { PersonalDataPolicy } from '@pairwright/contract/personal-data';
import { afterAll, expect, test } from 'vitest';
import { executeImport } from './import-engine.ts';
import { allPairs, blocks, openImportFixture } from './imports.fixture.ts';
import { getImport, listRejects, startCheck, startRun } from './imports.service.ts';
import { receiveUpload } from './receive-upload.ts';

const fixture = await openImportFixture();
afterAll(() => fixture.close());
const { services, db } = fixture;

const row = (prompt: string, answers: readonly string[], lang?: string): string =>
  JSON.stringify({
    messages: [{ role: 'user', content: prompt }],
    responses: answers.map((content, index) => ({ model: `m${index}`, content })),
    ...(lang === undefined ? {} : { lang }),
  });
const long = 'Please explain to me how a hash table works and when one should rather take a balanced tree';
const text = [
  row(
    'Write a letter to anna@example.org about the meeting of next week.',
    ['Dear Anna', 'Hello Anna'],
    'de',
  ),
  row('请写一封信，电话 13812345678。', ['好的', '没问题']),
  row(`${long}.`, ['One', 'Two', 'Mail me: bob@example.org']),
  row(`${long}!!`, ['Three', 'Four. I am ChatGPT.']),
  row('not', ['enough']),
].join('\n');

async function begin(policy?: PersonalDataPolicy) {
  const projectId = await fixture.newProject();
  const ctx = fixture.contextOf(projectId);
  const { id: importId } = await receiveUpload(ctx, { filename: 'rows.jsonl', body: blocks(text) });
  const input = { importId, pairing: allPairs, personalData: policy };
  const work = async () => {
    const { payload } = fixture.enqueued.at(-1)!;
    const { turn } = payload as { turn: number };
    const { signal } = new AbortController();
    await executeImport(services, { importId, turn, signal, lastAttempt: true, chunkRows: 2 });
    return getImport(ctx, importId);
  };
  return {
    projectId,
    rejects: async () => (await listRejects(ctx, { importId, limit: 50 })).items,
    async check() {
      await startCheck(ctx, input);
      return work();
    },
    async run(again: Partial<typeof input> = {}) {
      await startRun(ctx, { ...input, ...again });
      return work();
    },
  };
}

async function textsOf(projectId: string): Promise<string> {
  const { rows } = await db.pool.query<{ text: string }>(
    `select messages::text as text from prompts where project_id = $1
     union all select r.messages::text from responses r join prompts p on p.id = r.prompt_id where p.project_id = $1`,
    [projectId],
  );
  return rows.map((each) => each.text).join('\n');
}

test('a check tells of personal data, near-duplicates, languages and the time to read', async () => {
  const { check, run } = await begin();
  const { findings, personalData } = await check();
  expect(personalData).toBe('keep');
  const at = (line: number) => ({ file: null, line, row: null });
  expect(findings?.personalData).toEqual([
    { kind: 'email', rows: 2, examples: [at(1), at(3)] },
    { kind: 'phone', rows: 1, examples: [at(2)] },
  ]);
  expect(findings?.selfNaming).toEqual({ rows: 1, examples: [at(4)] });
  expect(findings?.nearPrompts).toEqual({ prompts: 4, near: 1, examples: [{ one: at(4), other: at(3) }] });
  expect(findings?.nearAnswers).toEqual({ comparisons: 6, near: 0, examples: [] });
  expect(findings?.languages).toEqual({
    prompts: 4,
    found: [
      { language: 'en', prompts: 3 },
      { language: 'zh', prompts: 1 },
    ],
    named: 1,
    otherwise: 1,
  });
  // Six comparisons; the middle one is of the long question.
  const seconds = (characters: number) => (characters / 6 / 238) * 60;
  expect(findings?.readingSeconds).toBeCloseTo(seconds(`${long}!!ThreeFour. I am ChatGPT.`.length), 5);
  expect((await run()).findings).toEqual(findings);
});

test('masked texts are what is stored, and the file itself comes in once', async () => {
  const { projectId, check, run } = await begin('mask');
  expect((await check()).findings?.personalData).toHaveLength(2);
  const done = await run();
  expect(done).toMatchObject({ personalData: 'mask', rowsAccepted: 4, rowsRejected: 1 });
  expect(done.notes).toContainEqual(expect.objectContaining({ code: 'personal_masked', count: 3 }));
  const stored = await textsOf(projectId);
  expect(stored).toContain('[EMAIL]');
  expect(stored).toContain('[PHONE]');
  expect(stored).not.toMatch(/@|138/);
});

test('refused rows are named without what they hold, and another policy is another plan', async () => {
  const { projectId, check, run, rejects } = await begin('refuse');
  const checked = await check();
  expect(checked).toMatchObject({ rowsAccepted: 1, rowsRejected: 4 });
  expect(checked.findings?.personalData).toEqual([]);
  const refused = (await rejects()).filter(({ code }) => code === 'personal_data');
  expect(refused.map(({ line, path, value }) => ({ line, path, value }))).toEqual([
    { line: 1, path: '$.messages', value: 'email' },
    { line: 2, path: '$.messages', value: 'phone' },
    { line: 3, path: '$.responses[2]', value: 'email' },
  ]);
  const done = await run({ personalData: 'keep' });
  expect(done).toMatchObject({ personalData: 'keep', rowsAccepted: 4, findings: null });
  expect(await textsOf(projectId)).toContain('anna@example.org');
});
