import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { addPair, type Stage } from '../datasets.fixture.ts';
import { asked, openDiff, said } from './diff.fixture.ts';

const database = await createTestDatabase();
const stages: Stage[] = [];
afterAll(async () => {
  for (const stage of stages) await stage.close();
  await database.close();
});

async function open() {
  const opened = await openDiff(database);
  stages.push(opened.stage);
  return opened;
}

const poem = (season: string) =>
  `请写一首关于${season}的七言绝句，要求押韵，意境开阔，并在诗后附上一段不超过一百字的赏析，说明你用了哪些意象以及为什么这样安排结构。`;
const parts = (train: number) => [
  { name: 'train', share: train },
  { name: 'test', share: 1 - train },
];

test('a row that moved to another part says whether the split was changed or its prompt was joined', async () => {
  const { pair, vote, freeze, told } = await open();
  const split = (train: number, salt: string) =>
    ({ by: 'prompt', salt, parts: parts(train), nearDuplicates: 'join' }) as const;
  for (const season of ['春天', '秋天', '冬天', '夏天']) {
    const id = await pair(season, season);
    await vote(id, 0, -1);
  }
  const all = await freeze({ split: split(0.999_999, 's') });
  const none = await freeze({ split: split(0.000_001, 's') });
  expect(await told(all, none)).toEqual(
    ['春天', '秋天', '冬天', '夏天'].map((season) => `${season} changed recipe by split in split`).toSorted(),
  );
  // A later prompt that is nearly the same and has a lesser hash takes the earlier one along.
  const half = split(0.5, 's');
  const first = await pair('first', poem('第一天'));
  await vote(first, 0, -1);
  await setHash(first, hashIn('train', 'ff'));
  const alone = await freeze({ split: half });
  const second = await pair('second', poem('第二天'));
  await vote(second, 0, -1);
  await setHash(second, hashIn('test', '00'));
  expect(await told(alone, await freeze({ split: half }))).toEqual([
    'first changed near_prompts in split',
    'second added imported',
  ]);
});

/** A hash that begins so and falls into this half of the salt "s". */
function hashIn(part: 'train' | 'test', beginning: string): string {
  for (let number = 0; ; number += 1) {
    const hex = beginning + String(number).padStart(62, '0');
    const place = createHash('sha256').update(`s:${hex}`).digest('hex').slice(0, 13);
    if (Number.parseInt(place, 16) / 2 ** 52 < 0.5 === (part === 'train')) return hex;
  }
}

async function setHash(comparisonId: string, hex: string): Promise<void> {
  await sql`update prompts set content_hash = decode(${hex}, 'hex') where id = (select prompt_id from comparisons where id = ${comparisonId}::uuid)`.execute(
    database.db,
  );
}

test('of duplicates the one that stays, and masked texts', async () => {
  const { stage, vote, freeze, told, made } = await open();
  const twin = async (name: string, model: string) => {
    const id = await addPair(stage, {
      rank: name === 'first' ? 2 : 1,
      prompt: asked('twins'),
      first: said(`write to ${model}@example.org`),
      second: said('no'),
      source: name,
    });
    made.set(id, name);
    return id;
  };
  const first = await twin('first', 'me');
  await vote(first, 0, -1);
  const plain = await freeze({ duplicates: 'drop' });
  const masked = await freeze({ duplicates: 'drop', personalData: 'mask' });
  expect(await told(plain, masked)).toEqual(['first changed recipe by personalData in texts']);
  const refused = await freeze({ duplicates: 'drop', personalData: 'refuse' });
  expect(await told(plain, refused)).toEqual(['first removed recipe by personalData now personal_data']);
});
