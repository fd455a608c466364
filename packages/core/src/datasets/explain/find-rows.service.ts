import type { ExportFormat, Recipe } from '@pairwright/contract/datasets';
import { templatesOf, type TextTemplate } from '@pairwright/contract/export-formats';
import { Problem } from '@pairwright/contract/errors';
import type { FoundRow } from '@pairwright/contract/version-why';
import { inTransaction } from '@pairwright/db/transaction';
import { readLine, textsIn } from '@pairwright/domain/versions/line-texts';
import { readRowId, rowIdIn } from '@pairwright/domain/versions/row-id';
import { type RecordFormatName, recordFormats } from '@pairwright/formats/out/registry';
import type { ProjectContext } from '../../context.ts';
import { linesOfComparison } from '../line-source.ts';
import type { StoredComparison } from '../stored-comparison.ts';
import { requireFrozen } from './compared.ts';
import { asWhole, rowOf } from './found-row.ts';
import { comparisonsByPrompt, hasAllKinds, readComparisons } from './find-rows.queries.ts';

const MOST = 50;

/**
 * The rows of a version that a line of an export is made of. Comparisons whose prompt stands in the line are written anew in every
 * format, and the lines compared; where none is equal, because somebody changed it, rows whose texts stand in it are told. Throws
 * `invalid_request` where it is no line, `not_found`, and `wrong_state` where the version is not frozen.
 */
export async function findRows(
  ctx: ProjectContext,
  { versionId, line: given }: { versionId: string; line: string },
): Promise<{ items: FoundRow[] }> {
  const { projectId } = ctx;
  return inTransaction(
    ctx.db.db,
    async (db) => {
      const { recipe } = await requireFrozen(db, { projectId, versionId });
      const line = readLine(given);
      if (line === null) throw new Problem('invalid_request', { detail: notALine });
      const named = comparisonIn(given);
      const texts = textsIn(line);
      const ids = named === null ? await comparisonsByPrompt(db, { projectId, versionId }, texts) : [named];
      const comparisons = await readComparisons(db, { versionId, recipe }, ids);
      const wish = { recipe, hasAllKinds: await hasAllKinds(db, versionId) };
      const wanted = JSON.stringify(line);
      const exact = comparisons.flatMap((one) => writersOf(one, wish, wanted));
      const found = exact.length > 0 ? exact : comparisons.filter((one) => isToldIn(one, texts)).map(asWhole);
      return { items: found.slice(0, MOST) };
    },
    { isolation: 'repeatable read', readOnly: true },
  );
}

const notALine =
  'line: this is no JSON object. Copy one whole line of a file of JSON lines, from its { to its }.';

function comparisonIn(line: string): string | null {
  const rowId = rowIdIn(line);
  return rowId === null ? null : (readRowId(rowId)?.comparisonId ?? null);
}

/** Every format, and those of texts in each template that can be chosen. */
const ways = (Object.keys(recordFormats) as RecordFormatName[]).flatMap((name) => {
  const templates: readonly (TextTemplate | null)[] = templatesOf(name);
  return (templates.length === 0 ? [null] : templates).map((template) => ({ name, template }));
});

/** The rows of a comparison that are written as the wanted line, by the formats that do so. */
function writersOf(
  comparison: StoredComparison,
  wish: { readonly recipe: Recipe; readonly hasAllKinds: boolean },
  wanted: string,
): FoundRow[] {
  const found = new Map<string, ExportFormat[]>();
  for (const { name, template } of ways)
    for (const { id, line } of linesOfComparison(name, { ...wish, template }, comparison)) {
      // Numbers and escapes may have been written otherwise by what read and wrote the line since.
      if (JSON.stringify(JSON.parse(line)) !== wanted) continue;
      const rowId = rowOf(comparison, id);
      const formats = found.get(rowId) ?? [];
      if (!formats.includes(name)) found.set(rowId, [...formats, name]);
    }
  return [...found].map(([rowId, formats]) => ({ ...asWhole(comparison), rowId, formats }));
}

/** Whether prompt and some response stand in the texts. */
function isToldIn({ prompt, responses }: StoredComparison, texts: string): boolean {
  const isIn = (messages: StoredComparison['prompt'] | null) => {
    const said = messages?.at(-1)?.content?.trim() ?? '';
    return said !== '' && texts.includes(said);
  };
  return isIn(prompt) && responses.some(({ messages }) => isIn(messages));
}
