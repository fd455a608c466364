import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectClient } from '@pairwright/db/connect';
import { openDatabase } from '@pairwright/db/database';
import { migrate } from '@pairwright/db/migrate';
import { asBackedUp, BackupStand, PASSPHRASE, sentenceOf } from './backup-stand.fixture.ts';
import { dumpStore, dumpTables, type Filled, folderStoreIn, oneOf, until } from './backup.fixture.ts';
import { readBackup, readHead } from './backup/read-backup.ts';
import { restore } from './restore/restore.ts';

const on = await BackupStand.open();
afterAll(() => on.close());

describe('a small installation', () => {
  let filled: Filled;
  let tables: Map<string, string[]>;
  beforeAll(async () => {
    filled = await on.fill(await folderStoreIn(on.fileOf('small')));
    tables = await dumpTables(filled.database.url);
    await on.backUp(filled, 'plain.tar');
    await on.backUp(filled, 'secret.tar.enc', { passphrase: PASSPHRASE });
  });

  const verified = async (name: string, passphrase?: string) =>
    readBackup(await on.placeOf(name), {}, { passphrase });

  test('is restored from an encrypted backup too', async () => {
    const run = await on.restoreRun('secret.tar.enc', { passphrase: PASSPHRASE });
    await restore(run);
    const { tables: restored, restores } = await asBackedUp(run.url);
    expect(restores).toBe(1);
    // The backup before it is on record in this one, and in its log.
    expect(restored.get('backups')!.length).toBe(1);
    expect((await dumpTables(filled.database.url)).get('backups')).toContain(restored.get('backups')![0]);
    restored.set('backups', []);
    const log = restored.get('audit_events')!;
    expect(log.filter((row) => row.includes(',makeBackup,backup,')).length).toBe(1);
    restored.set(
      'audit_events',
      log.filter((row) => !row.includes(',makeBackup,backup,')),
    );
    expect(restored).toEqual(tables);
  });

  test('is restored with the accounts of api and worker, which have their rights again', async () => {
    const { url } = await on.emptyDatabase();
    const name = (kind: string): string => `${kind}_${new URL(url).pathname.slice(1)}`;
    const as = (kind: string): string =>
      Object.assign(new URL(url), { username: name(kind), password: 'p' }).href;
    const accounts = { api: as('api'), worker: as('worker') };
    await restore(await on.restoreRun('plain.tar', { url, accounts }));
    for (const account of Object.values(accounts)) {
      const client = await connectClient({ url: account, applicationName: 'test' });
      expect((await client.query('select count(*)::int as n from judgments')).rows).not.toEqual([{ n: 0 }]);
      await expect(client.query('truncate audit_events, audit_private')).rejects.toMatchObject({
        code: '42501',
      });
      await client.end();
    }
    const owner = await connectClient({ url, applicationName: 'test' });
    await owner.query(
      `drop owned by ${name('api')}, ${name('worker')}; drop role ${name('api')}, ${name('worker')}`,
    );
    await owner.end();
  });

  test('leaves nothing readable in an encrypted backup, and the same never twice', async () => {
    await on.backUp(filled, 'secret2.tar.enc', { passphrase: PASSPHRASE });
    const [plain, secret, again] = await Promise.all(
      ['plain.tar', 'secret.tar.enc', 'secret2.tar.enc'].map((name) => readFile(on.fileOf(name))),
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
      const whole = await readFile(on.fileOf(name));
      const places = Array.from(
        { length: many },
        (_, at) => Math.floor((whole.length * at) / many) + (at % 7),
      );
      let refused = 0;
      for (const at of places) {
        const bytes = Buffer.from(whole);
        bytes[at]! ^= 4;
        await writeFile(on.fileOf('flipped'), bytes);
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

    test('is let go of when its beginning alone was asked for', async () => {
      const place = await on.placeOf(name);
      let isOpen = false;
      const watched = async function* (bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
        isOpen = true;
        try {
          yield* bytes;
        } finally {
          isOpen = false;
        }
      };
      const read = async () => watched(await place.read());
      const head = await readHead(Object.assign(Object.create(place) as typeof place, { read }), passphrase);
      expect(head.migrations.length).toBeGreaterThan(80);
      await until(() => expect(isOpen).toBe(false));
    });

    test('names its missing end, wherever it was cut', async () => {
      const whole = await readFile(on.fileOf(name));
      const chunk = 256 * 1024 + 16;
      for (const length of [0, 10, 600, 10_240, chunk, Math.floor(whole.length / 2), whole.length - 2_048]) {
        await writeFile(on.fileOf('cut'), whole.subarray(0, length));
        expect(await sentenceOf(verified('cut', passphrase)), `${length} bytes`).toMatch(
          /is cut off|its end is missing|is not a backup|is damaged/,
        );
      }
    });
  });

  test('is read through before anything is touched', async () => {
    const whole = await readFile(on.fileOf('plain.tar'));
    whole[Math.floor(whole.length / 2)]! ^= 1;
    await writeFile(on.fileOf('bad.tar'), whole);
    const run = await on.restoreRun('bad.tar');
    expect(await sentenceOf(restore(run))).toMatch(/is damaged/);
    expect([...(await dumpTables(run.url)).keys()]).toEqual([]);
    expect(await dumpStore(run.store)).toEqual(new Map());
  });

  test('is restored into nothing that holds something, and says what that is', async () => {
    const run = await on.restoreRun('plain.tar', { url: filled.database.url });
    expect(await sentenceOf(restore(run))).toMatch(
      /The database is not empty: it has the tables .* and \d+ more/,
    );
    const full = await on.emptyStore();
    await full.write('imports/x/upload.jsonl', oneOf(Buffer.from('{}')));
    expect(await sentenceOf(restore(await on.restoreRun('plain.tar', { store: full })))).toMatch(
      /The artifact store is not empty: it holds imports\/x\/upload\.jsonl/,
    );
    const busy = await on.restoreRun('plain.tar');
    const somebody = await openDatabase({ url: busy.url, applicationName: 'somebody', poolSize: 1 });
    expect(await sentenceOf(restore(busy))).toMatch(/Somebody else is connected to this database: somebody/);
    await somebody.close();
  });

  test('refuses a backup of a newer version, and names what is new', async () => {
    const older = on.fileOf('older-migrations');
    await cp(on.migrationsDir, older, { recursive: true });
    const last = (await readdir(older)).sort().at(-1)!;
    await rm(path.join(older, last));
    expect(await sentenceOf(restore(await on.restoreRun('plain.tar', { migrationsDir: older })))).toBe(
      `The backup was made by a newer version of Pairwright (0.1.0): it has ${last}, which this version does not know. Restore it with that version or a later one.`,
    );
  });

  test('migrates what an older version has backed up', async () => {
    const newer = on.fileOf('newer-migrations');
    await cp(on.migrationsDir, newer, { recursive: true });
    await writeFile(
      path.join(newer, '29990101T000000Z-later.sql'),
      `create table later (id int); insert into later values (1); alter table projects add column later text not null default 'yes';`,
    );
    const run = await on.restoreRun('plain.tar', { migrationsDir: newer });
    expect((await restore(run)).migrated).toEqual(['29990101T000000Z-later.sql']);
    const restored = await dumpTables(run.url);
    expect(restored.get('later')).toEqual(['(1)']);
    expect(restored.get('projects')!.length).toBe(tables.get('projects')!.length);
  });

  test('keeps everybody out of a database that is half restored, until the same restore is run again', async () => {
    const broken = await on.restoreRun('plain.tar', {
      afterRows: () => Promise.reject(new Error('the power failed')),
    });
    await expect(restore(broken)).rejects.toThrow('the power failed');
    const { url, store } = broken;
    const says =
      /The restore of backup [0-9a-f-]{36} into this database has not ended.*run "pairwright restore"/;
    await expect(openDatabase({ url, applicationName: 'test', poolSize: 1 })).rejects.toThrow(says);
    await expect(migrate({ url, dir: on.migrationsDir })).rejects.toThrow(says);
    expect(
      await sentenceOf(
        restore(await on.restoreRun('secret.tar.enc', { url, store, passphrase: PASSPHRASE })),
      ),
    ).toMatch(/A restore of the backup .* has begun and not ended/);
    await restore(await on.restoreRun('plain.tar', { url, store }));
    expect(await asBackedUp(url)).toEqual({ tables, restores: 1 });
    expect(await dumpStore(store)).toEqual(await dumpStore(filled.store));
  });

  test('replaces no file, and leaves none that is half', async () => {
    expect(await sentenceOf(on.backUp(filled, 'plain.tar'))).toMatch(
      /is there already, and a backup replaces nothing/,
    );
    const broken = on.backUp(filled, 'broken.tar', {
      onSnapshot: () => Promise.reject(new Error('the disk is gone')),
    });
    await expect(broken).rejects.toThrow('the disk is gone');
    expect((await readdir(on.path)).filter((name) => name.includes('broken'))).toEqual([]);
  });

  test('names files that rows name and the store does not have, and backs up the rest', async () => {
    const other = await on.fill(await folderStoreIn(on.fileOf('holes')));
    const gone = [...(await dumpStore(other.store)).keys()].find((key) => key.startsWith('media/'))!;
    await other.store.delete(gone);
    expect(await on.backUp(other, 'holes.tar')).toMatchObject({ missing: [gone] });
    const run = await on.restoreRun('holes.tar');
    expect(await restore(run)).toMatchObject({ missing: [gone] });
    expect(await dumpStore(run.store)).toEqual(await dumpStore(other.store));
  });
});
