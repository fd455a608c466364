import type { ImportReject } from '@pairwright/contract/imports';
import { afterCursor, type Page, toPage } from '@pairwright/db/cursor';
import type { Executor } from '@pairwright/db/database';
import type { DB } from '@pairwright/db/tables.generated';

export async function listRejectRecords(
  db: Executor,
  query: { importId: string; cursor?: string | undefined; limit: number },
): Promise<Page<ImportReject>> {
  const rows = await db
    .selectFrom('import_rejects')
    .select(['item_number', 'file_name', 'row_number', 'line_number', 'ordinal'])
    .select(['path', 'value', 'code', 'rule', 'fix'])
    .where('import_id', '=', query.importId)
    .where(
      afterCursor<DB, 'import_rejects'>(
        {
          columns: [
            { ref: 'item_number', type: 'bigint' },
            { ref: 'line_number', type: 'bigint' },
            { ref: 'ordinal', type: 'int' },
          ],
          direction: 'asc',
        },
        query.cursor,
      ),
    )
    .orderBy('item_number')
    .orderBy('line_number')
    .orderBy('ordinal')
    .limit(query.limit + 1)
    .execute();
  const page = toPage(rows, query.limit, (row) => [row.item_number, row.line_number, row.ordinal]);
  return {
    nextCursor: page.nextCursor,
    items: page.items.map((row) => ({
      file: row.file_name,
      line: row.line_number,
      row: row.row_number,
      path: row.path,
      value: row.value,
      code: row.code,
      rule: row.rule,
      fix: row.fix,
    })),
  };
}

export interface RejectedLine {
  readonly line: number;
  readonly offset: number;
  readonly length: number;
}

/** Which of the rows made of the file were refused, after one of them, each once, in their order. */
export async function listRejectedItems(
  db: Executor,
  query: { importId: string; afterItem: number; limit: number },
): Promise<number[]> {
  const rows = await db
    .selectFrom('import_rejects')
    .select('item_number')
    .where('import_id', '=', query.importId)
    .where('item_number', '>', query.afterItem)
    .where('ordinal', '=', 0)
    .orderBy('item_number')
    .limit(query.limit)
    .execute();
  return rows.map(({ item_number }) => item_number);
}

/** The next rejected lines after a line number, each once. */
export async function listRejectedLines(
  db: Executor,
  query: { importId: string; afterLine: number; limit: number },
): Promise<RejectedLine[]> {
  return db
    .selectFrom('import_rejects')
    .select(['line_number as line', 'byte_offset as offset', 'byte_length as length'])
    .where('import_id', '=', query.importId)
    .where('item_number', '=', 0)
    .where('line_number', '>', query.afterLine)
    .where('ordinal', '=', 0)
    .orderBy('line_number')
    .limit(query.limit)
    .execute();
}
