import type { GaugeSource } from '@pairwright/runtime/observe/metrics';
import type { Services } from '../context.ts';
import { readHotTables } from './hot-tables.queries.ts';
import { shared } from './shared-read.ts';
import { readDatabase } from './system.queries.ts';

/** What fills up: the disk of the files, the database, and the tables that every vote goes through. */
export function roomGauges({ db, artifacts }: Pick<Services, 'db' | 'artifacts'>): GaugeSource[] {
  const space = shared(() => artifacts.space());
  const tables = shared(() => readHotTables(db.db));
  const ofDisk = (name: string, help: string, of: 'freeBytes' | 'totalBytes'): GaugeSource => ({
    name,
    help,
    read: async () => {
      const room = await space();
      return room === null ? [] : [{ value: room[of] }];
    },
  });
  return [
    ofDisk(
      'pairwright_store_free_bytes',
      'Free on the disk of the data folder; left out with a bucket.',
      'freeBytes',
    ),
    ofDisk(
      'pairwright_store_disk_bytes',
      'Size of the disk of the data folder; left out with a bucket.',
      'totalBytes',
    ),
    {
      name: 'pairwright_db_bytes',
      help: 'The whole database on its disk.',
      read: async () => [{ value: (await readDatabase(db.db)).bytes }],
    },
    {
      name: 'pairwright_db_table_rows',
      help: 'Rows of the tables that every vote goes through, as the database estimates: live, and dead until they are tidied up.',
      labels: ['table', 'state'],
      read: async () =>
        (await tables()).flatMap(({ name, live, dead }) => [
          { labels: { table: name, state: 'live' }, value: live },
          { labels: { table: name, state: 'dead' }, value: dead },
        ]),
    },
  ];
}
