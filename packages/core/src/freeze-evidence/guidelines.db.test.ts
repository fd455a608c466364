import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Manifest } from '@pairwright/formats/manifest';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { addPair, addVote, createStage } from '../datasets/datasets.fixture.ts';
import { asked, said } from '../datasets/every-kind.fixture.ts';
import { filesOf, frozen } from '../datasets/exported.fixture.ts';

const database = await createTestDatabase();
const stage = await createStage(database, { slug: 'guidelines' });
afterAll(async () => {
  await stage.close();
  await database.close();
});

beforeAll(async () => {
  const { db } = database;
  await db.updateTable('projects').set({ language: 'zh-CN' }).where('id', '=', stage.projectId).execute();
  await db
    .insertInto('guidelines')
    .values({
      project_id: stage.projectId,
      version: 2,
      markdown: '# 请公平\n先看事实。',
      other_locale: 'en',
      other_markdown: '# Be fair\nFacts first.',
    })
    .execute();
  for (const version of [1, 2]) {
    const id = await addPair(stage, {
      prompt: asked(`P${version}`),
      first: said('one'),
      second: said('two'),
    });
    await addVote(stage, id, {
      annotator: stage.annotators[0]!,
      outcome: 'preference',
      guidelinesVersion: version,
    });
  }
});

test('manifest and card carry both texts of the guidelines, each part of the card its own', async () => {
  const { versionId } = await frozen(stage, {});
  const files = await filesOf(stage, { versionId, format: 'trl-explicit' });
  const manifest = JSON.parse(files['manifest.json'] ?? '') as Manifest;
  expect(manifest.manifest_version).toBe(3);
  expect(manifest.guidelines).toEqual([
    { version: 1, markdown: '# Be fair\n公平', locale: 'zh-CN', other: null },
    {
      version: 2,
      markdown: '# 请公平\n先看事实。',
      locale: 'zh-CN',
      other: { locale: 'en', markdown: '# Be fair\nFacts first.' },
    },
  ]);
  const [english, chinese, ...more] = (files['README.md'] ?? '')
    .replace(/^---[^]*?\n---\n/, '')
    .split('\n---\n');
  expect(more).toEqual([]);
  expect(english).toContain(
    '## Guidelines\n\nVersion 1\n\n```markdown\n# Be fair\n公平\n```\n\nVersion 2\n\n```markdown\n# Be fair\nFacts first.\n```',
  );
  expect(chinese).toContain(
    '## 标注指南\n\n版本 1\n\n```markdown\n# Be fair\n公平\n```\n\n版本 2\n\n```markdown\n# 请公平\n先看事实。\n```',
  );
  expect(english).not.toContain('先看事实');
  expect(chinese).not.toContain('Facts first');
});
