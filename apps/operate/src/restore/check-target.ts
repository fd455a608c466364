import type pg from 'pg';
import { readRestoreMarker } from '@pairwright/db/restore-marker';
import type { ArtifactStore } from '@pairwright/runtime/artifacts/store';
import { OperateError } from '../operate-error.ts';

const PREFIXES = ['imports', 'exports', 'media'];

/**
 * Throws OperateError unless database and store are empty, or hold an unfinished restore of just this backup. Says whether it is
 * that, and whether all of the backup is there.
 */
export async function checkTarget(
  { client, store }: { client: pg.Client; store: ArtifactStore },
  backupId: string,
): Promise<'empty' | 'unfinished' | 'filled'> {
  const marker = await readRestoreMarker(client);
  if (marker?.backupId === backupId) return marker.isFilled ? 'filled' : 'unfinished';
  if (marker !== undefined)
    throw new OperateError(
      `A restore of the backup ${marker.backupId} into this database has begun and not ended. Restore that backup again, or take an empty database.`,
    );
  await refuseTables(client);
  for (const prefix of PREFIXES)
    for await (const { key } of store.list(prefix))
      throw new OperateError(
        `The artifact store is not empty: it holds ${key}. A restore puts back everything and replaces nothing; give an empty folder (--data, PAIRWRIGHT_DATA) or bucket (S3_BUCKET).`,
      );
  return 'empty';
}

async function refuseTables(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string; rows: string }>(`
    select case n.nspname when 'public' then '' else n.nspname || '.' end || c.relname as name,
      greatest(c.reltuples, 0)::bigint::text as rows
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
      and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype = 'e')
    order by c.reltuples desc, 1`);
  if (rows.length === 0) return;
  const [first] = rows;
  const named = rows.slice(0, 3).map(({ name }) => name);
  const more = rows.length > named.length ? ` and ${rows.length - named.length} more` : '';
  const largest = Number(first?.rows) > 0 ? `, ${first?.name} with about ${first?.rows} rows` : '';
  throw new OperateError(
    `The database is not empty: it has the tables ${named.join(', ')}${more}${largest}. A restore puts back everything and replaces nothing; give an empty database (createdb NAME, then DATABASE_URL) or an empty data folder (--data DIR).`,
  );
}
