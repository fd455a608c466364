import { expect, test } from 'vitest';
import { failedJob, type System } from '@pairwright/contract/system';
import { defineJob } from '@pairwright/queue/job-spec';
import { openQueue } from '@pairwright/queue/queue';
import { createLogger } from '@pairwright/runtime/logger';
import { dialog, screenFaults } from '../support/screen.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { becomeOwner, callAs } from '../support/through-api.ts';
import { signIn, visit } from '../support/visitor.ts';

const owner = { email: 'olga@example.org', password: 'a long enough secret' };

onStage({ demo: false });

/** A job that no version of ours would make: it fails at its first try, for good, and takes nothing else with it. */
async function poisonQueue(): Promise<void> {
  const anything = defineJob({
    name: 'export.run',
    payload: failedJob.shape.payload,
    dedupId: () => 'poison',
  });
  const queue = await openQueue({
    connection: { databaseUrl: product.database.url },
    log: createLogger({ name: 'test', level: 'silent' }),
    registry: { 'export.run': anything },
  });
  await queue.enqueue('export.run', { exportId: 'nonsense' });
  await queue.close();
}

test('the owner sees how the installation is, and discards a job that failed for good', async () => {
  const olga = await visit(browser, product);
  await becomeOwner(olga, product);
  const state = await callAs<System>(olga, product, { method: 'GET', path: '/system' });
  expect(state.workers.filter(({ alive }) => alive)).toHaveLength(1);
  expect(state.queue.lanes).not.toBeNull();

  for (const locale of ['en', 'zh-CN'] as const) {
    const reader = await visit(browser, product, { locale });
    await signIn(reader, owner);
    const { page, words } = reader;
    await page.getByRole('link', { name: words('shell.nav_system') }).click();
    await page.getByRole('heading', { level: 1, name: words('console-system.system') }).waitFor();
    await page.getByText(`PostgreSQL ${state.database.version}`).waitFor();
    await page.getByText(words('console-system.no_failed_jobs')).waitFor();
    const room = page.locator('div', { has: page.getByText(words('console-system.disk_free')) }).last();
    expect(await room.innerText()).toMatch(/\d[\d.,]*\s?[KMGT]?B.*\d[\d.,]*\s?[KMGT]?B/s);
    expect(await page.getByText(words('console-system.no_worker')).count()).toBe(0);
    await page.getByText(words('console-system.backup_never')).waitFor();
    await page.getByText(words('console-system.backup_none')).waitFor();
    expect(await screenFaults(reader, 'system')).toEqual([]);
  }

  await product.database.pool.query(
    `insert into backups (id, started_at, finished_at, destination, host, made_by, product_version, bytes, sha256, encrypted,
       table_count, row_count, artifact_count, artifact_bytes, artifacts_missing)
     select gen_random_uuid(), now(), now() - interval '9 days', '/backups/monday.tar.enc', 'label-1', 'operator', '0.1.0', 123456789, repeat('a', 64),
       true, 60, 7000, 8, 900, 2`,
  );
  for (const locale of ['en', 'zh-CN'] as const) {
    const seen = await visit(browser, product, { locale });
    await signIn(seen, owner);
    await seen.page.goto('/system');
    await seen.page.getByText(/ 9 (days old|天前)/).waitFor();
    await seen.page.getByText(/(^2 files|有 2 个)/).waitFor();
    await seen.page.getByText('/backups/monday.tar.enc').waitFor();
    expect(await screenFaults(seen, 'system with a backup')).toEqual([]);
  }

  await poisonQueue();
  const reader = await visit(browser, product, { locale: 'zh-CN' });
  await signIn(reader, owner);
  const { page, words } = reader;
  await page.goto('/system');
  const named = { job: 'export.run' };
  await page.getByText('The payload of export.run does not fit: exportId: Invalid UUID').waitFor();
  // What it works on cannot be found, so trying again is refused and says so.
  await page.getByRole('button', { name: words('console-system.retry_named', named) }).click();
  await page
    .getByRole('status')
    .filter({ hasText: words('problem.wrong_state') })
    .waitFor();
  const discard = page.getByRole('button', { name: words('console-system.discard_named', named) });
  await discard.focus();
  await page.keyboard.press('Enter');
  await page.locator(dialog).waitFor();
  expect(await screenFaults(reader, 'discard', dialog)).toEqual([]);
  await page
    .locator(dialog)
    .getByRole('button', { name: words('console-system.discard'), exact: true })
    .click();
  await page.getByText(words('console-system.no_failed_jobs')).waitFor();
  // The line goes on: a worker still takes what is asked for.
  const after = await callAs<System>(olga, product, { method: 'GET', path: '/system' });
  expect(after.queue.lanes?.every(({ failed }) => failed === 0)).toBe(true);
});
