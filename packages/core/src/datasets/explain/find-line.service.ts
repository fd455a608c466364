import { Problem } from '@pairwright/contract/errors';
import type { FoundRow } from '@pairwright/contract/version-why';
import { inTransaction, type Tx } from '@pairwright/db/transaction';
import { splitOfFile } from '@pairwright/domain/export-containers';
import { exportFormat } from '@pairwright/contract/datasets';
import type { ProjectContext } from '../../context.ts';
import { requireExport } from '../datasets.service.ts';
import { type ExportRecord, parseFiles, type StoredFile } from '../datasets.shapes.ts';
import { prepareLongStatements } from '../freeze.queries.ts';
import { isWrittenByDatabase } from '../line-source.ts';
import { type FrozenVersion, requireFrozen } from './compared.ts';
import { type PlacedRow, placeOfRow, placeOfVote, type RowPlace } from './find-line.queries.ts';
import { findRecordLine } from './find-record-line.ts';
import { hasAllKinds, readComparisons } from './find-rows.queries.ts';
import { asWhole } from './found-row.ts';

/**
 * The row that stands in a line of a file of an export. Files are not read: the same version gives the same lines, and how many are in
 * each file is known. Throws `not_found` where the export has no such data file, `invalid_request` where the file is shorter, and
 * `wrong_state` while there are no files.
 */
export async function findLine(
  ctx: ProjectContext,
  { exportId, fileName, line }: { exportId: string; fileName: string; line: number },
): Promise<FoundRow> {
  const job = await requireExport(ctx, exportId);
  const { split, position, lines } = placeInSplit(job, fileName, line);
  return inTransaction(
    ctx.db.db,
    async (db) => {
      await prepareLongStatements(db);
      const version = await requireFrozen(db, { projectId: ctx.projectId, versionId: job.version_id });
      const place: RowPlace = { versionId: job.version_id, split, position };
      const found = await findPlaced(db, { job, version, place, lines });
      if (found === undefined) throw new Error(`The export ${exportId} has more lines than its version has.`);
      const [comparison] = await readComparisons(db, version, [found.comparisonId]);
      if (comparison === undefined) throw new Error('a line has a comparison');
      return { ...asWhole(comparison), rowId: found.rowId, formats: [exportFormat.parse(job.format)] };
    },
    { isolation: 'repeatable read', readOnly: true },
  );
}

/** The part that a file is of, the line's place among all lines of the part, and how many these are. */
function placeInSplit(
  { state, files }: ExportRecord,
  fileName: string,
  line: number,
): { split: string; position: number; lines: number } {
  if (state !== 'ready')
    throw new Problem('wrong_state', {
      detail: `The export is ${state}. Its lines are known when it is ready.`,
    });
  const data = parseFiles(files).filter(({ rows }) => rows !== null);
  const file = data.find(({ name }) => name === fileName);
  if (file === undefined)
    throw new Problem('not_found', {
      detail: `fileName: the export has no data file ${JSON.stringify(fileName)}. It has these: ${data.map(({ name }) => name).join(', ')}.`,
    });
  const rowsOf = ({ rows }: StoredFile): number => rows ?? 0;
  if (line > rowsOf(file))
    throw new Problem('invalid_request', {
      detail: `line: ${line} is beyond the ${rowsOf(file)} rows of ${fileName}. Give a number from 1 to ${rowsOf(file)}; rows are counted, without a header.`,
    });
  const split = splitOfFile(fileName);
  const ofSplit = data.filter(({ name }) => splitOfFile(name) === split);
  const sum = (some: readonly StoredFile[]): number => some.reduce((total, one) => total + rowsOf(one), 0);
  return { split, position: sum(ofSplit.slice(0, ofSplit.indexOf(file))) + line, lines: sum(ofSplit) };
}

interface Wanted {
  readonly job: ExportRecord;
  readonly version: FrozenVersion;
  readonly place: RowPlace;
  readonly lines: number;
}

async function findPlaced(db: Tx, { job, version, place, lines }: Wanted): Promise<PlacedRow | undefined> {
  const format = exportFormat.parse(job.format);
  if (format === 'votes') return placeOfVote(db, place);
  if (isWrittenByDatabase(format)) return placeOfRow(db, place);
  const { versionId, recipe } = version;
  const wish = { format, recipe, template: job.template, hasAllKinds: await hasAllKinds(db, versionId) };
  return findRecordLine(db, wish, { ...place, lines, isWhole: job.refused === null || isEmpty(job.refused) });
}

function isEmpty(refused: unknown): boolean {
  return Object.keys(refused as object).length === 0;
}
