import type { Project } from '@pairwright/contract/projects';
import { expect, test } from 'vitest';
import { misfits, violations } from '../support/accessible.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { becomeOwner, callAs } from '../support/through-api.ts';
import { signIn, visit, type Visitor } from '../support/visitor.ts';

onStage({ demo: false });

const newProject = (olga: Visitor, name: string, template: string): Promise<Project> =>
  callAs<Project>(olga, product, {
    method: 'POST',
    path: '/projects',
    body: { name, template, language: 'en', targetJudgments: 3 },
  });

interface File {
  readonly name: string;
  readonly text: string;
}

async function upload({ page, words }: Visitor, projectId: string, files: readonly File[]): Promise<void> {
  await page.goto(`/projects/${projectId}/imports`);
  await page
    .getByLabel(words('console-imports.file'))
    .setInputFiles(
      files.map(({ name, text }) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) })),
    );
  await page.getByRole('heading', { name: words('console-imports.reading_title') }).waitFor();
}

function mappingOf({ page, words }: Visitor) {
  const file = page.getByRole('region', { name: words('console-imports.reading_title') });
  const said = (key: string, values?: Record<string, number>) => words(`console-imports.${key}`, values);
  return {
    file,
    said,
    pick: (key: string, place: string, values?: Record<string, number>) =>
      file.getByLabel(said(key, values), { exact: true }).selectOption(place),
    fill: (key: string, text: string) => file.getByLabel(said(key)).fill(text),
    press: (key: string, values?: Record<string, number>) =>
      file.getByRole('button', { name: said(key, values), exact: true }).press('Enter'),
  };
}

async function run({ page, words }: Visitor): Promise<ReturnType<typeof page.getByRole>> {
  await page.getByRole('button', { name: words('console-imports.run') }).click();
  const result = page.getByRole('region', { name: words('console-imports.run_result') });
  await result.getByText(words('console-imports.votes_added')).waitFor();
  return result;
}

const judged = async (projectId: string) =>
  (
    await product.database.pool.query<{ outcome: string; strength: number | null; rationale: string | null }>(
      'select outcome, abs(strength)::float as strength, rationale from judgments where project_id = $1 order by id',
      [projectId],
    )
  ).rows;

test('answers that are good or bad, in columns that nobody knows, are mapped by keys and come in as thumbs', async () => {
  const olga = await visit(browser, product);
  await becomeOwner(olga, product);
  const { id: projectId } = await newProject(olga, 'Good or bad', 'kto');
  const table = ['frage,antwort,ok,grund', 'Why?,Because,ja,clear', 'And why?,So,nein,wrong'].join('\n');
  await upload(olga, projectId, [{ name: 'kto.csv', text: table }]);
  const { file, said, pick, fill, press } = mappingOf(olga);
  await file.getByLabel(said('read_as')).selectOption('columns');
  await pick('place_prompt', 'frage');
  await file.getByLabel(said('place_answer'), { exact: true }).nth(0).selectOption('antwort');
  await press('add_vote');
  await pick('vote_kind', 'first');
  await file.getByText(said('mapping_vote_of_two')).waitFor();
  await pick('vote_kind', 'thumbs');
  await pick('place_thumbs', 'ok');
  await file.getByText(olga.words('console-imports.words_found', { words: 'ja, nein' })).waitFor();
  await fill('word_up', 'ja');
  await fill('word_down', 'nein');
  await pick('place_rationale', 'grund');
  await olga.page.getByText('Of the rows looked at, 2 come in and 0 do not.').waitFor();
  await run(olga);
  expect(await judged(projectId)).toEqual([
    { outcome: 'thumbs_up', strength: null, rationale: 'clear' },
    { outcome: 'thumbs_down', strength: null, rationale: 'wrong' },
  ]);
  expect(olga.faults).toEqual([]);
});

test('two files of rated answers are one import; each answer has its own number, and the better rated one is preferred when asked for', async () => {
  const olga = await visit(browser, product);
  await signIn(olga, { email: 'olga@example.org', password: 'a long enough secret' });
  const { page, words } = olga;
  const { id: projectId } = await newProject(olga, 'Rated', 'pair_7');
  const head = 'frage,links,rechts,note_links,note_rechts';
  await upload(olga, projectId, [
    { name: 'part-2.csv', text: [head, 'Two?,Two left,Two right,2,2'].join('\n') },
    { name: 'part-1.csv', text: [head, 'One?,One left,One right,5,1'].join('\n') },
  ]);
  const { file, said, pick, press } = mappingOf(olga);
  await file.getByLabel(said('read_as')).selectOption('columns');
  await pick('place_prompt', 'frage');
  const answers = file.getByLabel(said('place_answer'), { exact: true });
  await answers.nth(0).selectOption('links');
  await answers.nth(1).selectOption('rechts');
  await press('add_vote');
  await pick('vote_kind', 'ratings');
  await file.getByLabel(said('rating_name'), { exact: true }).fill('note');
  await file.getByText(said('mapping_ratings_missing')).waitFor();
  await pick('place_number_n', 'note_links', { n: 1 });
  await pick('place_number_n', 'note_rechts', { n: 2 });
  await page.getByText('Of the rows looked at, 2 come in and 0 do not.').waitFor();
  const found = [...(await violations(page, 'rated')), ...(await misfits(page, 'rated'))];

  const chinese = await visit(browser, product, { locale: 'zh-CN', theme: 'dark', width: 320 });
  await signIn(chinese, { email: 'olga@example.org', password: 'a long enough secret' });
  await chinese.page.goto(page.url());
  const there = mappingOf(chinese);
  await there.file.getByLabel(there.said('read_as')).selectOption('columns');
  await there.press('add_vote');
  await there.pick('vote_kind', 'ranks');
  await chinese.settled();
  found.push(...(await violations(chinese.page, 'rated zh')), ...(await misfits(chinese.page, 'rated zh')));
  expect(found).toEqual([]);

  await page.getByRole('radio', { name: words('console-imports.rating_votes_prefer') }).press('Space');
  const result = await run(olga);
  await result.getByText(/^2 judgments were made of ratings alone/).waitFor();
  expect(await judged(projectId)).toEqual([
    { outcome: 'preference', strength: 1, rationale: null },
    { outcome: 'tie', strength: 0, rationale: null },
  ]);
  const { rows } = await product.database.pool.query<{ filename: string }>(
    'select filename from imports where project_id = $1',
    [projectId],
  );
  expect(rows).toEqual([{ filename: 'part-1.csv+1.zip' }]);
  expect(chinese.faults).toEqual([]);
  expect(olga.faults).toEqual([]);
});
