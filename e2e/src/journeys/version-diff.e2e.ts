import { expect, test } from 'vitest';
import type { Dataset } from '@pairwright/contract/datasets';
import type { VersionDiff } from '@pairwright/contract/version-diff';
import type { WhyRow } from '@pairwright/contract/version-why';
import { holdTable } from '@pairwright/testkit/held-table';
import { misfits, violations } from '../support/accessible.ts';
import { exportAs, freezeDataset } from '../support/dataset-pages.ts';
import { commandLine } from '../support/command-line.ts';
import { judgedProject } from '../support/judged-project.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { becomeOwner, callAs } from '../support/through-api.ts';
import { signIn, visit, type Visitor } from '../support/visitor.ts';

onStage({ demo: false });

const idIn = (visitor: Visitor, part: string): string =>
  new RegExp(`/${part}/([^/?]+)`).exec(visitor.page.url())?.[1] ?? '';

/** The entries of the list of differences, in short: what, why. */
async function differences({ page }: Visitor): Promise<string[]> {
  const entries = page.getByRole('listitem').filter({ has: page.locator('h3') });
  await entries.first().waitFor();
  const heads = await entries.evaluateAll((rows) =>
    rows.map((row) => row.firstElementChild?.textContent?.replace(/ · .*/, '') ?? ''),
  );
  return heads.toSorted();
}

test('two versions differ for reasons that are told, and each row leads back to where it came from', async () => {
  const owner = await visit(browser, product);
  await becomeOwner(owner, product);
  const { projectId, names, judge } = await judgedProject({ owner, browser }, product, [
    [-3, -2],
    [-2, -1],
    [2, 1],
    [-1, 1],
  ]);
  const { page, words } = owner;
  await freezeDataset(owner, projectId, 'Reward');
  const before = idIn(owner, 'versions');
  await exportAs(owner, 'trl-implicit');
  // One version has nothing to be compared with.
  await page.getByRole('link', { name: words('console-datasets.back_to_dataset') }).click();
  await page.getByRole('button', { name: words('console-datasets.freeze') }).waitFor();
  const compare = page.getByRole('button', { name: words('console-versions.compare') });
  expect(await compare.count()).toBe(0);
  const datasetId = idIn(owner, 'datasets');

  // A vote on something new, an annotator set aside, a recipe that wants agreement.
  const { comparisonId } = await judge(2, -3);
  const { rows: people } = await product.database.pool.query<{ id: string }>(
    'select id from users where name = $1',
    [names[1]],
  );
  await callAs(owner, product, {
    method: 'POST',
    path: `/projects/${projectId}/exclusions`,
    body: { annotatorId: people[0]!.id, scope: { kind: 'all' }, reason: 'careless' },
  });
  const path = `/projects/${projectId}/datasets/${datasetId}`;
  const { recipe } = await callAs<Dataset>(owner, product, { method: 'GET', path });
  const filters = { ...recipe.filters, minStrength: 2.5 };
  await callAs(owner, product, { method: 'PATCH', path, body: { recipe: { ...recipe, filters } } });
  await page.reload();
  await page.getByRole('button', { name: words('console-datasets.freeze') }).click();
  await page.waitForURL('**/versions/*');
  await page.getByRole('heading', { name: words('console-datasets.exports') }).waitFor();
  const after = idIn(owner, 'versions');

  await page.getByRole('link', { name: words('console-datasets.back_to_dataset') }).click();
  await compare.click();
  await page.waitForURL(`**/versions/${before}/diff/${after}`);
  const told = await differences(owner);
  const diff = await callAs<VersionDiff>(owner, product, {
    method: 'GET',
    path: `/projects/${projectId}/versions/${before}/diff/${after}`,
  });
  expect(told).toHaveLength(diff.added + diff.removed + diff.changed);
  expect(diff.recipe).toEqual([{ choice: 'filters.minStrength', before: 0, after: 2.5 }]);
  const reason = (name: 'new_votes' | 'excluded_votes' | 'recipe'): string =>
    words(`console-versions.reason_${name}`);
  const causes = `${reason('excluded_votes')} and ${reason('recipe')}`;
  const several = words('console-versions.by_choice', {
    reason: words('console-versions.several_causes', { causes }),
    choices: words('console-datasets.min_strength'),
  });
  expect(told).toEqual([
    `${words('console-versions.kind_added')}${reason('new_votes')}`,
    `${words('console-versions.kind_changed')}${reason('excluded_votes')}`,
    `${words('console-versions.kind_removed')}${several}`,
    `${words('console-versions.kind_removed')}${several}`,
  ]);
  const found = [...(await violations(page, 'differences')), ...(await misfits(page, 'differences'))];
  // The recipe is named with what it asked and asks.
  const choices = page.getByRole('table', { name: words('console-versions.recipe_changes') });
  const choice = choices.getByRole('row').filter({ hasText: words('console-datasets.min_strength') });
  expect(await choice.getByRole('cell').allTextContents()).toEqual(['0', '2.5']);

  // Narrowed by a reason, which the address keeps.
  await page
    .getByRole('button', { name: words('console-versions.reason_several') })
    .first()
    .click();
  await page.waitForURL(/reason=several/);
  await expect.poll(async () => (await differences(owner)).length).toBe(2);
  await page.reload();
  expect(await differences(owner)).toHaveLength(2);
  await page.getByLabel(words('console-versions.col_reason'), { exact: true }).selectOption('imported');
  await page.getByText(words('console-versions.none_such')).waitFor();
  found.push(...(await violations(page, 'no such difference')));
  await page.getByRole('button', { name: words('console-versions.show_all') }).click();
  await expect.poll(() => differences(owner)).toEqual(told);

  // From a difference to why the row was there, with its votes, steps, part and line.
  const removed = page.getByRole('listitem').filter({ hasText: words('console-versions.kind_removed') });
  await removed
    .getByRole('link', { name: words('console-versions.why'), exact: true })
    .first()
    .click();
  await page.waitForURL(`**/versions/${before}/why/**`);
  const rowId = idIn(owner, 'why');
  for (const title of ['origin', 'content', 'votes', 'resolution', 'steps', 'the_row'] as const)
    await page.getByRole('heading', { name: words(`console-versions.${title}`), exact: true }).waitFor();
  const votes = page.getByRole('table', { name: words('console-versions.votes_table') });
  expect(await votes.getByRole('rowheader').allTextContents()).toEqual(['Ann', 'Ben']);
  await page.getByRole('link', { name: 'rows.jsonl', exact: true }).waitFor();
  await page.getByText(/train\.jsonl/).waitFor();
  found.push(...(await violations(page, 'why a row')), ...(await misfits(page, 'why a row')));

  // So does its place: a file of the version, and the number of a line.
  const { files } = await callAs<WhyRow>(owner, product, {
    method: 'GET',
    path: `/projects/${projectId}/versions/${before}/why/${rowId}`,
  });
  await page.goto(`/projects/${projectId}/versions/${before}`);
  const number = page.getByLabel(words('console-versions.by_line_line'), { exact: true });
  await number.fill('100');
  await number.press('Enter');
  await page.getByRole('alert').waitFor();
  found.push(...(await violations(page, 'by line')), ...(await misfits(page, 'by line')));
  await number.fill(String(files[0]?.line));
  await number.press('Enter');
  await page.waitForURL(`**/versions/${before}/why/${rowId}`);

  // A line that is pasted leads to its row, words that are none to a hint; the other version says why it is not there.
  const field = page.getByLabel(words('console-versions.lookup_field'), { exact: true });
  const look = page.getByRole('button', { name: words('console-versions.look'), exact: true });
  await field.fill('no id');
  await look.click();
  await page.getByText(words('console-versions.lookup_wrong')).waitFor();
  await page.goto(`/projects/${projectId}/versions/${after}`);
  await field.fill(JSON.stringify({ id: rowId, comparison_id: rowId, chosen: [] }));
  await look.click();
  await page.waitForURL(`**/versions/${after}/why/${rowId}`);
  await page
    .getByRole('heading', { level: 1 })
    .filter({ hasText: words('console-versions.why_not_title') })
    .waitFor();
  await page.getByText(words('console-versions.uncounted_excluded')).first().waitFor();
  await page.getByText(words('console-versions.step_stopped')).waitFor();

  // The comparison itself says in which versions it is.
  await page.goto(`/projects/${projectId}/comparisons/${comparisonId}`);
  const inVersions = page.getByRole('region', { name: words('console-versions.in_versions') });
  await inVersions.getByRole('link').click();
  await page.waitForURL(`**/versions/${after}/why/${comparisonId}`);

  // By its key from any version, however many came since.
  await product.database.pool.query(
    `insert into dataset_versions (id, dataset_id, project_id, recipe, state, created_by, version)
     select gen_random_uuid(), dataset_id, project_id, recipe, 'failed', created_by, version + n
     from dataset_versions, generate_series(1, 60) n where id = $1`,
    [after],
  );
  await page.goto(`/projects/${projectId}/versions/${after}`);
  await page.getByRole('heading', { name: words('console-datasets.exports') }).waitFor();
  await page.keyboard.press('d');
  await page.waitForURL(`**/versions/${before}/diff/${after}`);
  await page.goto(`/projects/${projectId}/datasets/${datasetId}`);
  await page.getByRole('button', { name: words('console-datasets.freeze') }).waitFor();
  await page.keyboard.press('d');
  await page.waitForURL(`**/versions/${before}/diff/${after}`);

  // The command line tells the same.
  const run = await commandLine(owner, product);
  const lines = (await run('diff', 'capitals/reward', '1', 'v2')).trimEnd().split('\n');
  expect(lines[0]).toBe('Reward version 1 -> Reward version 2: +1 -2 ~1, 0 the same');
  expect(lines[1]).toBe('  recipe filters.minStrength: 0 -> 2.5');
  expect(lines).toContain(`+ ${comparisonId}  new_votes, was too_few_judgments`);
  expect(lines).toContain(`- ${rowId}  excluded_votes or recipe, filters.minStrength, now too_weak`);
  const counts = JSON.parse(await run('--json', 'diff', 'capitals', '1', '2', '--rows', '1')) as {
    rows: unknown[];
  };
  expect(counts).toMatchObject({
    added: 1,
    removed: 2,
    changed: 1,
    rows: [{ promptExcerpt: expect.any(String) as string }],
  });
  expect(counts.rows).toHaveLength(1);
  const story = await run('why', 'capitals', '2', JSON.stringify({ id: rowId }));
  expect(story).toMatch(/^import {4}rows\.jsonl, line \d+, .* by Olga$/m);
  expect(story).toMatch(/^vote {6}Ben: .* does not count: excluded$/m);
  expect(story).toMatch(/^ {2}stopped {5}too_weak \(filters\.minStrength = 2\.5\)$/m);
  expect(await run('why', 'capitals', '1', rowId)).toMatch(
    /^file {6}train\.jsonl \(trl-implicit\), line \d+$/m,
  );

  const byPlace = await run('why', 'capitals', '1', `anywhere/train.jsonl:${files[0]?.line}`);
  expect(byPlace).toContain(`unit      ${rowId}: row`);

  // What nothing in the project has is told beside the button that freezes.
  const none = { ...filters, languages: ['fr'] };
  await callAs(owner, product, { method: 'PATCH', path, body: { recipe: { ...recipe, filters: none } } });
  await page.goto(`/projects/${projectId}/datasets/${datasetId}`);
  const named = words('console-datasets.unmatched_value', {
    filter: words('console-datasets.languages'),
    value: 'fr',
  });
  const versions = page.getByRole('region', { name: words('console-datasets.versions'), exact: true });
  await versions.getByText(named, { exact: true }).waitFor();
  found.push(...(await violations(page, 'nothing has it')), ...(await misfits(page, 'nothing has it')));
  await callAs(owner, product, { method: 'PATCH', path, body: { recipe: { ...recipe, filters } } });

  // A freeze that takes too long is cancelled, on its page and by the command line, and may be begun anew.
  const letGo = await holdTable(product.database, 'dataset_votes');
  await page.goto(`/projects/${projectId}/datasets/${datasetId}`);
  await page.getByRole('button', { name: words('console-datasets.freeze') }).click();
  await page.waitForURL('**/versions/*');
  const cancelled = idIn(owner, 'versions');
  const step = words('console-datasets.freeze_step_votes');
  await page.getByRole('progressbar', { name: step }).waitFor();
  found.push(
    ...(await violations(page, 'a freeze that runs')),
    ...(await misfits(page, 'a freeze that runs')),
  );
  await page.getByRole('button', { name: words('console-datasets.cancel_freeze') }).click();
  await page.getByText(words('console-datasets.freeze_cancelled')).waitFor();
  await page.getByText(words('console-datasets.state_cancelled'), { exact: true }).waitFor();
  expect(await page.getByRole('button', { name: words('console-datasets.cancel_freeze') }).count()).toBe(0);
  found.push(...(await violations(page, 'a cancelled freeze')));
  await page.getByRole('link', { name: words('console-datasets.back_to_dataset') }).click();
  await page.getByRole('button', { name: words('console-datasets.freeze') }).click();
  await page.getByRole('progressbar', { name: step }).waitFor();
  expect(await run('cancel', 'capitals')).toMatch(/^capitals\/reward@\d+: cancelled/);
  await page.getByText(words('console-datasets.freeze_cancelled')).waitFor();
  await letGo();
  await page.getByRole('link', { name: words('console-datasets.back_to_dataset') }).click();
  await page.getByRole('button', { name: words('console-datasets.freeze') }).click();
  await page.getByRole('heading', { name: words('console-datasets.exports') }).waitFor();

  // A researcher reads the same in Chinese on a phone, under pseudonyms.
  const email = 'rita@example.org';
  const password = 'a long enough secret';
  const reader = await visit(browser, product, { locale: 'zh-CN', theme: 'dark', width: 360 });
  const newAccount = { name: 'Rita', password };
  const members = { method: 'POST', path: `/projects/${projectId}/members` } as const;
  await callAs(owner, product, {
    ...members,
    body: { email, role: 'researcher', newAccount, currentPassword: password },
  });
  await signIn(reader, { email, password });
  const { words: zh } = reader;
  await reader.page.goto(`/projects/${projectId}/versions/${before}/diff/${after}`);
  expect(await differences(reader)).toHaveLength(told.length);
  await reader.page.getByRole('heading', { name: zh('console-versions.title'), level: 1 }).waitFor();
  found.push(
    ...(await violations(reader.page, 'differences in Chinese')),
    ...(await misfits(reader.page, 'differences in Chinese')),
  );
  await reader.page.goto(`/projects/${projectId}/versions/${cancelled}`);
  await reader.page.getByText(zh('console-datasets.freeze_cancelled')).waitFor();
  found.push(...(await misfits(reader.page, 'a cancelled freeze in Chinese')));
  await reader.page.goto(`/projects/${projectId}/versions/${before}/why/${rowId}`);
  await reader.page.getByText(/版本中的第 \d+ 行/).waitFor();
  const known = await reader.page
    .getByRole('table', { name: zh('console-versions.votes_table') })
    .getByRole('rowheader')
    .allTextContents();
  expect(known).toHaveLength(2);
  expect(known.some((name) => names.includes(name))).toBe(false);
  found.push(
    ...(await violations(reader.page, 'why in Chinese')),
    ...(await misfits(reader.page, 'why in Chinese')),
  );
  // What is not wanted any more leaves the list, and is taken back from the other one.
  await reader.page.goto(`/projects/${projectId}/datasets/${datasetId}`);
  await reader.page.getByRole('button', { name: zh('console-datasets.archive') }).click();
  await reader.page.getByText(/已于 .* 归档/).waitFor();
  found.push(...(await violations(reader.page, 'archived')), ...(await misfits(reader.page, 'archived')));
  await reader.page.goto(`/projects/${projectId}/datasets`);
  await reader.page.getByText(zh('console-datasets.none'), { exact: true }).waitFor();
  await reader.page.getByLabel(zh('console-datasets.list_state')).selectOption('archived');
  found.push(...(await misfits(reader.page, 'archived datasets')));
  await reader.page.getByRole('link', { name: 'Reward' }).click();
  await reader.page.getByRole('button', { name: zh('console-datasets.take_back') }).click();
  await reader.page.getByRole('button', { name: zh('console-datasets.archive') }).waitFor();
  expect(found).toEqual([]);
}, 180_000);
