import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createProject, submission } from '@pairwright/core/annotate/annotate.fixture';
import { claimAssignments } from '@pairwright/core/annotate/claim-assignments.service';
import { submitJudgment } from '@pairwright/core/annotate/submit-judgment.service';
import { checkAudit } from '@pairwright/core/audit/check.service';
import { openDatabase } from '@pairwright/db/database';
import { asBackedUp, BackupStand } from './backup-stand.fixture.ts';
import {
  dumpSchema,
  dumpStore,
  dumpTables,
  type Filled,
  folderStoreIn,
  keepVoting,
  until,
} from './backup.fixture.ts';
import { restore, type RestoreRun } from './restore/restore.ts';

const on = await BackupStand.open();
afterAll(() => on.close());

describe('an installation with the demo, while people vote', () => {
  let filled: Filled;
  let snapshot: Map<string, string[]>;
  let run: RestoreRun;
  let during = 0;

  beforeAll(async () => {
    filled = await on.fill(await folderStoreIn(on.fileOf('source')), { demo: true });
    const voting = keepVoting(filled);
    await until(() => expect(voting.votes()).toBeGreaterThan(5));
    await on.backUp(filled, 'whole.tar', {
      onSnapshot: async (name) => {
        snapshot = await dumpTables(filled.database.url, name);
        const before = voting.votes();
        // Votes go on while the snapshot is held, so what is read later differs from what it saw.
        await until(() => expect(voting.votes()).toBeGreaterThan(before + 20));
        during = voting.votes() - before;
      },
    });
    await voting.stop();
    run = await on.restoreRun('whole.tar');
    await restore(run);
  });

  test('is restored row by row as the moment of the backup saw it', async () => {
    expect(during).toBeGreaterThan(20);
    const { tables: restored, restores } = await asBackedUp(run.url);
    expect(restores).toBe(1);
    expect([...restored.keys()]).toEqual([...snapshot.keys()]);
    for (const [table, rows] of snapshot) expect(restored.get(table), table).toEqual(rows);
    // A table without rows would be equal whatever became of it. Of backups there is none before the first one; the one of the small
    // installation has a row, and is compared as well.
    const empty = [...snapshot].filter(([, rows]) => rows.length === 0).map(([table]) => table);
    expect(empty).toEqual(['backups']);
    expect(snapshot.get('judgments')!.length).toBeGreaterThan(3_000);
    const now = await dumpTables(filled.database.url);
    expect(now.get('judgments')!.length).toBeGreaterThanOrEqual(snapshot.get('judgments')!.length + during);
  });

  test('has every file byte by byte', async () => {
    const files = await dumpStore(filled.store);
    expect(files.size).toBeGreaterThan(4);
    expect(await dumpStore(run.store)).toEqual(files);
  });

  test('has the schema that migrations make, with every constraint and trigger on', async () => {
    expect(await dumpSchema(run.url)).toEqual(await dumpSchema(filled.database.url));
  });

  test('has an audit log that is whole, and goes on with votes', async () => {
    const db = await openDatabase({ url: run.url, applicationName: 'test', poolSize: 4 });
    try {
      const check = await checkAudit({ db });
      expect(check.fault).toBeNull();
      expect(check.entries).toBeGreaterThan(1);
      expect(check.judgments).toBeGreaterThan(0);
      const { rows } = await db.pool.query<{ n: number }>('select count(*)::int as n from sessions');
      expect(rows[0]!.n).toBe(0);
      const project = await createProject(db, { comparisons: 1 });
      const { items } = await claimAssignments(project.annotators[0]!, { count: 1 });
      const receipt = await submitJudgment(project.annotators[0]!, {
        ...submission(),
        assignmentId: items[0]!.id,
      });
      expect(receipt.status).toBe('counted');
    } finally {
      await db.close();
    }
  });

  test('has its entry in the log it is of, and its restore one behind the restored log', async () => {
    const file = await readFile(on.fileOf('whole.tar'));
    const said = { sha256: createHash('sha256').update(file).digest('hex') };
    const entriesIn = async (url: string) => {
      const db = await openDatabase({ url, applicationName: 'test', poolSize: 2 });
      try {
        const { rows } = await db.pool.query(
          `select seq, action, actor_id, via, object_id, after from audit_events where object_kind = 'backup' order by seq`,
        );
        return { rows, check: await checkAudit({ db }) };
      } finally {
        await db.close();
      }
    };
    const [source, target] = [await entriesIn(filled.database.url), await entriesIn(run.url)];
    expect(source.rows).toMatchObject([
      {
        action: 'makeBackup',
        actor_id: null,
        via: 'system',
        after: { ...said, bytes: file.length, destination: on.fileOf('whole.tar'), encrypted: false },
      },
    ]);
    expect(target.rows).toMatchObject([
      {
        action: 'restoreBackup',
        actor_id: null,
        via: 'system',
        object_id: source.rows[0].object_id,
        after: { ...said, source: on.fileOf('whole.tar'), rows: source.rows[0].after.rows },
      },
    ]);
    expect([source.check.fault, target.check.fault]).toEqual([null, null]);
  });

  test('is on record in the database it is of', async () => {
    const { rows } = await filled.database.pool.query('select * from backups');
    const file = await readFile(on.fileOf('whole.tar'));
    expect(rows).toMatchObject([
      { bytes: file.length, encrypted: false, artifacts_missing: 0, destination: on.fileOf('whole.tar') },
    ]);
    expect(rows[0]).toMatchObject({
      row_count: [...snapshot.values()].reduce((sum, table) => sum + table.length, 0),
      table_count: snapshot.size,
    });
  });
});
