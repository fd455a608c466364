import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { acknowledgeGuidelines } from '../annotate/acknowledge-guidelines.service.ts';
import { createProject } from '../annotate/annotate.fixture.ts';
import { getMyProject } from '../annotate/my-projects.service.ts';
import { createProject as createFromTemplate } from './create-project.service.ts';
import { listGuidelines, publishGuidelines } from './versions.service.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const chinese = { locale: 'zh-CN', markdown: '请公正。' } as const;

test('a version keeps its second text; left out it stays, null takes it away', async () => {
  const { annotators } = await createProject(database, { comparisons: 1 });
  const ctx = annotators[0]!;
  expect(await publishGuidelines(ctx, { markdown: 'Two.', other: chinese, basedOn: 1 })).toMatchObject({
    markdown: 'Two.',
    other: chinese,
  });
  await publishGuidelines(ctx, { markdown: 'Three.', basedOn: 2 });
  await publishGuidelines(ctx, { markdown: 'Four.', other: null, basedOn: 3 });
  expect((await listGuidelines(ctx)).map(({ other }) => other)).toEqual([null, chinese, chinese, null]);
});

test('annotators get both texts, and of what they read before both too', async () => {
  const { annotators } = await createProject(database, { comparisons: 1 });
  const ctx = annotators[0]!;
  await publishGuidelines(ctx, { markdown: 'Two.', other: chinese, basedOn: 1 });
  await acknowledgeGuidelines(ctx, { version: 2 });
  const newer = { locale: 'zh-CN', markdown: '请公正、快速。' } as const;
  await publishGuidelines(ctx, { markdown: 'Three.', other: newer, basedOn: 2 });
  const { guidelines, acknowledged } = await getMyProject(ctx);
  expect(guidelines).toMatchObject({ version: 3, markdown: 'Three.', other: newer });
  expect(acknowledged).toEqual({ version: 2, markdown: 'Two.', other: chinese });
});

test('a template fills both languages; own guidelines are the one text there is', async () => {
  const { annotators } = await createProject(database, { comparisons: 1 });
  const ctx = { ...annotators[0]!, actor: { ...annotators[0]!.actor, isOwner: true } };
  const wish = { description: '', template: 'pair_7', targetJudgments: 1, leaseMinutes: 30 } as const;
  const first = async (made: Parameters<typeof createFromTemplate>[1]) => {
    const { id } = await createFromTemplate(ctx, made);
    return (await listGuidelines({ ...ctx, projectId: id }))[0]!;
  };
  const english = await first({ ...wish, name: 'English', language: 'en' });
  expect(english.markdown).toMatch(/[a-z]/);
  expect(english.other?.locale).toBe('zh-CN');
  expect(english.other?.markdown).toMatch(/\p{Script=Han}/u);
  const chineseFirst = await first({ ...wish, name: '中文', language: 'zh-CN' });
  expect(chineseFirst.other).toEqual({ locale: 'en', markdown: english.markdown });
  const own = await first({ ...wish, name: 'Own', language: 'en', guidelines: 'Be fair.' });
  expect(own).toMatchObject({ markdown: 'Be fair.', other: null });
});
