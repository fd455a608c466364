import { createHash } from 'node:crypto';
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import S3rver from 's3rver';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createProject, submission } from '@pairwright/core/annotate/annotate.fixture';
import { claimAssignments } from '@pairwright/core/annotate/claim-assignments.service';
import { submitJudgment } from '@pairwright/core/annotate/submit-judgment.service';
import { checkAudit } from '@pairwright/core/audit/check.service';
import { openDatabase } from '@pairwright/db/database';
import { findMigrationsDir, migrate } from '@pairwright/db/migrate';
import { openArtifactStore } from '@pairwright/runtime/artifacts/open-store';
import { systemIds } from '@pairwright/runtime/ids';
import { createEmptyDatabase, type EmptyDatabase } from '@pairwright/testkit/test-database';
import {
  configOf,
  dumpSchema,
  dumpStore,
  dumpTables,
  type Filled,
  fillInstallation,
  folderStoreIn,
  keepVoting,
  oneOf,
  temporaryFolder,
  until,
} from './backup.fixture.ts';
import { openPlace } from './backup/place.ts';
import { silentProgress } from './backup/progress.ts';
import { readBackup } from './backup/read-backup.ts';
import { type BackupRun, writeBackup } from './backup/write-backup.ts';
import { restore, type RestoreRun } from './restore/restore.ts';

// Whole installations are filled, written and restored.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const PASSPHRASE = 'correct horse 电池 staple';
const folder = await temporaryFolder();
const migrationsDir = await findMigrationsDir(import.meta.dirname);
const ending: (() => Promise<unknown>)[] = [folder.remove];
afterAll(async () => {
  for (const end of ending.reverse()) await end();
});

const config = configOf({ PAIRWRIGHT_DATA: path.join(folder.path, 'data') });
const placeOf = (name: string, of = config) => openPlace(of, { address: name, folder: folder.path });
const fileOf = (name: string): string => path.join(folder.path, name);

async function backUp(filled: Filled, name: string, more: Partial<BackupRun> = {}) {
  return writeBackup({
    db: filled.database,
    store: filled.store,
    place: more.place ?? (await placeOf(name)),
    id: systemIds.next(),
    productVersion: '0.1.0',
    passphrase: undefined,
    progress: silentProgress,
    ...more,
  });
}

async function emptyDatabase(): Promise<EmptyDatabase> {
  const database = await createEmptyDatabase();
  ending.push(() => database.close());
  return database;
}

let stores = 0;
const emptyStore = () => folderStoreIn(fileOf(`store-${(stores += 1)}`));

async function restoreRun(name: string, more: Partial<RestoreRun> = {}): Promise<RestoreRun> {
  return {
    url: (await emptyDatabase()).url,
    store: await emptyStore(),
    place: more.place ?? (await placeOf(name)),
    passphrase: undefined,
    migrationsDir,
    progress: silentProgress,
    log: () => undefined,
    ...more,
  };
}

/** The last entry of the log, in the text of the row. */
const isRestore = (row: string): boolean => row.includes(',restoreBackup,backup,');

/** As the backup saw it: without the entry of the restore, which must be there. */
async function asBackedUp(url: string): Promise<Map<string, string[]>> {
  const tables = await dumpTables(url);
  const log = tables.get('audit_events') ?? [];
  expect(log.filter(isRestore).length).toBe(1);
  return tables.set(
    'audit_events',
    log.filter((row) => !isRestore(row)),
  );
}

const sentenceOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'no error',
    (error: Error) => error.message,
  );

describe('an installation with the demo, while people vote', () => {
  let filled: Filled;
  let snapshot: Map<string, string[]>;
  let run: RestoreRun;
  let during = 0;

  beforeAll(async () => {
    filled = await fillInstallation(await folderStoreIn(fileOf('source')), { demo: true });
    ending.push(() => filled.database.close());
    const voting = keepVoting(filled);
    await until(() => expect(voting.votes()).toBeGreaterThan(5));
    await backUp(filled, 'whole.tar', {
      onSnapshot: async (name) => {
        snapshot = await dumpTables(filled.database.url, name);
        const before = voting.votes();
        // Votes go on while the snapshot is held, so what is read later differs from what it saw.
        await until(() => expect(voting.votes()).toBeGreaterThan(before + 20));
        during = voting.votes() - before;
      },
    });
    await voting.stop();
    run = await restoreRun('whole.tar');
    await restore(run);
  });

  test('is restored row by row as the moment of the backup saw it', async () => {
    expect(during).toBeGreaterThan(20);
    const restored = await asBackedUp(run.url);
    expect([...restored.keys()]).toEqual([...snapshot.keys()]);
    for (const [table, rows] of snapshot) expect(restored.get(table), table).toEqual(rows);
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
    const file = await readFile(fileOf('whole.tar'));
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
        after: { ...said, bytes: file.length, destination: fileOf('whole.tar'), encrypted: false },
      },
    ]);
    expect(target.rows).toMatchObject([
      {
        action: 'restoreBackup',
        actor_id: null,
        via: 'system',
        object_id: source.rows[0].object_id,
        after: { ...said, source: fileOf('whole.tar'), rows: source.rows[0].after.rows },
      },
    ]);
    expect([source.check.fault, target.check.fault]).toEqual([null, null]);
  });

  test('is on record in the database it is of', async () => {
    const { rows } = await filled.database.pool.query('select * from backups');
    const file = await readFile(fileOf('whole.tar'));
    expect(rows).toMatchObject([
      { bytes: file.length, encrypted: false, artifacts_missing: 0, destination: fileOf('whole.tar') },
    ]);
    expect(rows[0]).toMatchObject({
      row_count: [...snapshot.values()].reduce((sum, table) => sum + table.length, 0),
      table_count: snapshot.size,
    });
  });
});

describe('a small installation', () => {
  let filled: Filled;
  let tables: Map<string, string[]>;
  beforeAll(async () => {
    filled = await fillInstallation(await folderStoreIn(fileOf('small')));
    ending.push(() => filled.database.close());
    tables = await dumpTables(filled.database.url);
    await backUp(filled, 'plain.tar');
    await backUp(filled, 'secret.tar.enc', { passphrase: PASSPHRASE });
  });

  const verified = async (name: string, passphrase?: string) =>
    readBackup(await placeOf(name), {}, { passphrase });

  test('is restored from an encrypted backup too', async () => {
    const run = await restoreRun('secret.tar.enc', { passphrase: PASSPHRASE });
    await restore(run);
    const restored = await asBackedUp(run.url);
    // The backup before it is on record in this one, and in its log.
    expect(restored.get('backups')!.length).toBe(1);
    restored.set('backups', []);
    const log = restored.get('audit_events')!;
    expect(log.filter((row) => row.includes(',makeBackup,backup,')).length).toBe(1);
    restored.set(
      'audit_events',
      log.filter((row) => !row.includes(',makeBackup,backup,')),
    );
    expect(restored).toEqual(tables);
  });

  test('leaves nothing readable in an encrypted backup, and the same never twice', async () => {
    await backUp(filled, 'secret2.tar.enc', { passphrase: PASSPHRASE });
    const [plain, secret, again] = await Promise.all(
      ['plain.tar', 'secret.tar.enc', 'secret2.tar.enc'].map((name) => readFile(fileOf(name))),
    );
    expect(plain!.includes('outputs.jsonl') || plain!.includes('head.json')).toBe(true);
    expect(secret!.includes('head.json')).toBe(false);
    expect(secret!.subarray(1_000, 2_000).equals(again!.subarray(1_000, 2_000))).toBe(false);
  });

  test('says that a passphrase is missing or wrong', async () => {
    expect(await sentenceOf(verified('secret.tar.enc'))).toMatch(
      /is encrypted: give its passphrase in PAIRWRIGHT_BACKUP_PASSPHRASE/,
    );
    expect(await sentenceOf(verified('secret.tar.enc', 'correct horse battery'))).toBe(
      'The passphrase is wrong for this backup. Give the one it was made with.',
    );
    expect((await verified('secret.tar.enc', PASSPHRASE)).tables.length).toBe(tables.size);
  });

  describe.each([
    ['plain.tar', undefined, 60],
    // Each takes the time of a guess at the passphrase.
    ['secret.tar.enc', PASSPHRASE, 8],
  ])('%s', (name, passphrase, many) => {
    test('names one flipped bit wherever it is', async () => {
      const whole = await readFile(fileOf(name));
      const places = Array.from(
        { length: many },
        (_, at) => Math.floor((whole.length * at) / many) + (at % 7),
      );
      let refused = 0;
      for (const at of places) {
        const bytes = Buffer.from(whole);
        bytes[at]! ^= 4;
        await writeFile(fileOf('flipped'), bytes);
        const sentence = await sentenceOf(verified('flipped', passphrase));
        // Between the parts of a tar file are bytes that nobody reads; everything else shows.
        if (sentence === 'no error')
          expect(passphrase === undefined && whole[at] === 0, `byte ${at}`).toBe(true);
        else {
          expect(sentence, `byte ${at}`).toMatch(/is damaged|is wrong for|is not a backup|is cut off/);
          refused += 1;
        }
      }
      expect(refused).toBeGreaterThan(many / 2);
    });

    test('names its missing end, wherever it was cut', async () => {
      const whole = await readFile(fileOf(name));
      const chunk = 256 * 1024 + 16;
      for (const length of [0, 10, 600, 10_240, chunk, Math.floor(whole.length / 2), whole.length - 2_048]) {
        await writeFile(fileOf('cut'), whole.subarray(0, length));
        expect(await sentenceOf(verified('cut', passphrase)), `${length} bytes`).toMatch(
          /is cut off|its end is missing|is not a backup|is damaged/,
        );
      }
    });
  });

  test('is read through before anything is touched', async () => {
    const whole = await readFile(fileOf('plain.tar'));
    whole[Math.floor(whole.length / 2)]! ^= 1;
    await writeFile(fileOf('bad.tar'), whole);
    const run = await restoreRun('bad.tar');
    expect(await sentenceOf(restore(run))).toMatch(/is damaged/);
    expect([...(await dumpTables(run.url)).keys()]).toEqual([]);
    expect(await dumpStore(run.store)).toEqual(new Map());
  });

  test('is restored into nothing that holds something, and says what that is', async () => {
    const run = await restoreRun('plain.tar', { url: filled.database.url });
    expect(await sentenceOf(restore(run))).toMatch(
      /The database is not empty: it has the tables .* and \d+ more/,
    );
    const full = await emptyStore();
    await full.write('imports/x/upload.jsonl', oneOf(Buffer.from('{}')));
    expect(await sentenceOf(restore(await restoreRun('plain.tar', { store: full })))).toMatch(
      /The artifact store is not empty: it holds imports\/x\/upload\.jsonl/,
    );
    const busy = await restoreRun('plain.tar');
    const somebody = await openDatabase({ url: busy.url, applicationName: 'somebody', poolSize: 1 });
    expect(await sentenceOf(restore(busy))).toMatch(/Somebody else is connected to this database: somebody/);
    await somebody.close();
  });

  test('refuses a backup of a newer version, and names what is new', async () => {
    const older = fileOf('older-migrations');
    await cp(migrationsDir, older, { recursive: true });
    const last = (await readdir(older)).sort().at(-1)!;
    await rm(path.join(older, last));
    expect(await sentenceOf(restore(await restoreRun('plain.tar', { migrationsDir: older })))).toBe(
      `The backup was made by a newer version of Pairwright (0.1.0): it has ${last}, which this version does not know. Restore it with that version or a later one.`,
    );
  });

  test('migrates what an older version has backed up', async () => {
    const newer = fileOf('newer-migrations');
    await cp(migrationsDir, newer, { recursive: true });
    await writeFile(
      path.join(newer, '29990101T000000Z-later.sql'),
      `create table later (id int); insert into later values (1); alter table projects add column later text not null default 'yes';`,
    );
    const run = await restoreRun('plain.tar', { migrationsDir: newer });
    expect((await restore(run)).migrated).toEqual(['29990101T000000Z-later.sql']);
    const restored = await dumpTables(run.url);
    expect(restored.get('later')).toEqual(['(1)']);
    expect(restored.get('projects')!.length).toBe(tables.get('projects')!.length);
  });

  test('keeps everybody out of a database that is half restored, until the same restore is run again', async () => {
    const broken = await restoreRun('plain.tar', {
      afterRows: () => Promise.reject(new Error('the power failed')),
    });
    await expect(restore(broken)).rejects.toThrow('the power failed');
    const { url, store } = broken;
    const says =
      /The restore of backup [0-9a-f-]{36} into this database has not ended.*run "pairwright restore"/;
    await expect(openDatabase({ url, applicationName: 'test', poolSize: 1 })).rejects.toThrow(says);
    await expect(migrate({ url, dir: migrationsDir })).rejects.toThrow(says);
    expect(
      await sentenceOf(restore(await restoreRun('secret.tar.enc', { url, store, passphrase: PASSPHRASE }))),
    ).toMatch(/A restore of the backup .* has begun and not ended/);
    await restore(await restoreRun('plain.tar', { url, store }));
    expect(await asBackedUp(url)).toEqual(tables);
    expect(await dumpStore(store)).toEqual(await dumpStore(filled.store));
  });

  test('replaces no file, and leaves none that is half', async () => {
    expect(await sentenceOf(backUp(filled, 'plain.tar'))).toMatch(
      /is there already, and a backup replaces nothing/,
    );
    const broken = backUp(filled, 'broken.tar', {
      onSnapshot: () => Promise.reject(new Error('the disk is gone')),
    });
    await expect(broken).rejects.toThrow('the disk is gone');
    expect((await readdir(folder.path)).filter((name) => name.includes('broken'))).toEqual([]);
  });

  test('names files that rows name and the store does not have, and backs up the rest', async () => {
    const other = await fillInstallation(await folderStoreIn(fileOf('holes')));
    ending.push(() => other.database.close());
    const gone = [...(await dumpStore(other.store)).keys()].find((key) => key.startsWith('media/'))!;
    await other.store.delete(gone);
    expect(await backUp(other, 'holes.tar')).toMatchObject({ missing: [gone] });
    const run = await restoreRun('holes.tar');
    expect(await restore(run)).toMatchObject({ missing: [gone] });
    expect(await dumpStore(run.store)).toEqual(await dumpStore(other.store));
  });
});

describe('with an S3-compatible store', () => {
  let env: Record<string, string>;
  beforeAll(async () => {
    const server = new S3rver({
      port: 0,
      address: '127.0.0.1',
      silent: true,
      directory: fileOf('s3'),
      configureBuckets: [
        { name: 'artifacts', configs: [] },
        { name: 'restored', configs: [] },
        { name: 'backups', configs: [] },
      ],
    });
    const { port } = await server.run();
    ending.push(() => server.close());
    env = {
      S3_ENDPOINT: `http://127.0.0.1:${port}`,
      S3_REGION: 'us-east-1',
      S3_ACCESS_KEY_ID: 'S3RVER',
      S3_SECRET_ACCESS_KEY: 'S3RVER',
      SECRET_KEYS: '0123456789abcdef'.repeat(4),
    };
  });

  test('files and the backup itself are objects', async () => {
    const from = configOf({ ...env, S3_BUCKET: 'artifacts' });
    const to = configOf({ ...env, S3_BUCKET: 'restored' });
    const filled = await fillInstallation(await openArtifactStore(from));
    ending.push(() => filled.database.close());
    const address = 's3://backups/nightly/one.tar.enc';
    const place = await placeOf(address, from);
    await backUp(filled, address, { place, passphrase: PASSPHRASE });
    await expect(backUp(filled, address, { place, passphrase: PASSPHRASE })).rejects.toThrow(
      /is there already/,
    );
    const store = await openArtifactStore(to);
    const run = await restoreRun('', { store, place: await placeOf(address, to), passphrase: PASSPHRASE });
    await restore(run);
    expect(await dumpStore(store)).toEqual(await dumpStore(filled.store));
    expect((await dumpTables(run.url)).get('judgments')).toEqual(
      (await dumpTables(filled.database.url)).get('judgments'),
    );
    expect(await sentenceOf((await placeOf('s3://backups/none.tar', to)).read())).toBe(
      'There is no backup at s3://backups/none.tar. Correct the name.',
    );
    expect(await sentenceOf(placeOf('s3://backups', to))).toMatch(
      /Write it like s3:\/\/bucket\/folder\/name\.tar/,
    );
    expect(await sentenceOf(placeOf(address))).toMatch(/set S3_\* or BACKUP_S3_ENDPOINT/);
  });
});
