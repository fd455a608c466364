import { sql } from 'kysely';
import type { DropReason, UnitKind } from '@pairwright/contract/datasets';
import type { Tx } from '@pairwright/db/transaction';

/** Takes rows out of a version that is being frozen, for one reason; gives how many, by what they come from. */
export async function takeOut(
  db: Tx,
  { versionId, ordinals, reason }: { versionId: string; ordinals: readonly number[]; reason: DropReason },
): Promise<Partial<Record<UnitKind, number>>> {
  if (ordinals.length === 0) return {};
  const { rows } = await sql<{ source: UnitKind; n: number }>`
    with taken as (
      delete from dataset_rows r where r.version_id = ${versionId} and r.ordinal = any(${ordinals}::bigint[])
      returning r.source, r.comparison_id, r.id_suffix
    ),
    left_out as (
      insert into dataset_drops (version_id, comparison_id, id_suffix, reason)
      select ${versionId}::uuid, comparison_id, coalesce(id_suffix, ''), ${reason} from taken
    )
    select source, count(*) as n from taken group by 1`.execute(db);
  return Object.fromEntries(rows.map(({ source, n }) => [source, n]));
}
