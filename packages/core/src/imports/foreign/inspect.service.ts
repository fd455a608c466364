import { Problem } from '@pairwright/contract/errors';
import type { ImportInspection } from '@pairwright/contract/import-inspection';
import type { ImportReading, SettledReading } from '@pairwright/contract/import-reading';
import type { RecognitionReason } from '@pairwright/contract/import-recognition';
import { responsesOf } from '@pairwright/domain/judgment/form';
import { defaultLimits, type Item, type Limits } from '@pairwright/formats/containers/items';
import type { ArchiveParts } from '@pairwright/formats/containers/zip-folder';
import { defaultRowOptions, type RowOptions } from '@pairwright/formats/import-types';
import { columnsOf } from '@pairwright/formats/in/file-columns';
import { inFormats } from '@pairwright/formats/in/registry';
import type { ProjectContext } from '../../context.ts';
import { findQuestion } from '../fit-question.ts';
import { imageTools } from '../image-tools.ts';
import { requireImport } from '../imports.service.ts';
import { artifactSource } from './artifact-source.ts';
import { findMappings } from './mappings.queries.ts';
import { countGood, previewRows } from './preview-rows.ts';
import {
  cutSampleOf,
  detectIn,
  formatOf,
  kindOf,
  partsOf,
  readingOfDataset,
  type Sampled,
  unreadableFault,
  usualReading,
} from './recognise.ts';

const SAMPLE_ROWS = 100;
/** Where rows are put together that stand anywhere: the outputs of a few models to the usual thousand instructions. */
const GATHERED_ROWS = 4_000;
const CANDIDATES = 5;
/** A look may hold less than an import: it answers a request. */
const limits: Limits = {
  ...defaultLimits,
  recordBytes: 4 * 1024 * 1024,
  heldBytes: 64 * 1024 * 1024,
  freeBytes: 16 * 1024 * 1024,
  rowGroupBytes: 256 * 1024 * 1024,
};

/**
 * What an uploaded file is, and its first rows as they would come in under a reading; by the recognised format without one.
 * Changes nothing. Throws Problem `not_found`, `wrong_state` (not uploaded yet) or `invalid_request` (no such format).
 */
export async function inspectImport(
  ctx: ProjectContext,
  input: { importId: string; reading?: ImportReading | undefined },
): Promise<ImportInspection> {
  const record = await requireImport(ctx, input.importId);
  if (record.size_bytes === null)
    throw new Problem('wrong_state', {
      detail: 'The file is still being uploaded. Wait for the upload to end.',
    });
  const asked = input.reading?.by === 'recognised' ? undefined : input.reading;
  const chosen = input.reading?.folder;
  if (asked !== undefined) requireFormat(asked);
  const source = artifactSource(ctx.artifacts, {
    key: record.artifact_key,
    name: record.filename,
    size: record.size_bytes,
  });
  const container = await kindOf(source);
  const parts = container === 'zip' ? await partsOf(source, limits, chosen) : null;
  const usual = chosen === undefined && asked === undefined ? usualReading(parts) : null;
  const settled = asked ?? (usual === 'several' ? null : usual);
  const folder = chosen ?? settled?.folder;
  const first = await cutSampleOf(source, { rows: SAMPLE_ROWS, limits, folder });
  const { format, reason, candidates } = detectIn(first.items);
  const reading = settled ?? (usual === 'several' ? null : recognisedReading(format, folder));
  const gathers = reading !== null && formatOf(reading).gather !== undefined;
  const sampled = gathers ? await cutSampleOf(source, { rows: GATHERED_ROWS, limits, folder }) : first;
  const { items } = sampled;
  const options = await rowOptions(ctx);
  const values = items.flatMap((item) => (item.ok ? [item.value] : []));
  return {
    container,
    sample: items.length,
    recognised: {
      format,
      reason: unreadable(first.items) ?? reason,
      candidates: candidates
        .slice(0, CANDIDATES)
        .map(({ name, rows, evidence }) => ({ format: name, rows, evidence: [...evidence] })),
    },
    formats: inFormats.map(({ name }) => name),
    columns: columnsOf(values),
    folder: parts && toFolder(parts),
    mappings: await fittingMappings(ctx, sampled, options),
    reading,
    ...(reading === null
      ? { preview: [], good: 0, bad: 0 }
      : await previewRows(sampled, reading, { options, uploaded: record.filename })),
  };
}

function recognisedReading(format: string | null, folder: ImportReading['folder']): SettledReading | null {
  if (format === null) return null;
  return { by: 'format', format, ...(folder !== undefined && { folder }) };
}

function toFolder({
  configs,
  splits,
  provenance,
  datasets,
}: ArchiveParts): NonNullable<ImportInspection['folder']> {
  return {
    configs: [...configs],
    splits: [...splits],
    provenance,
    datasets: datasets.map((entry) => ({
      name: entry.name,
      file: entry.file,
      reading: readingOfDataset(entry),
      wrong: entry.wrong,
    })),
  };
}

function requireFormat(reading: SettledReading): void {
  try {
    formatOf(reading);
  } catch {
    throw new Problem('invalid_request', {
      faults: [
        {
          path: 'body.reading.format',
          rule: 'a format that can be read',
          fix: 'Use one of `formats` of an inspection.',
        },
      ],
    });
  }
}

/** Why nothing of the file can be read. */
function unreadable(items: readonly Item[]): RecognitionReason | null {
  const fault = unreadableFault(items);
  return fault && { code: 'unreadable', fault: fault.code, rule: fault.rule, fix: fault.fix };
}

/** As under the usual plan of the project's question. */
async function rowOptions({ db, projectId }: ProjectContext): Promise<RowOptions> {
  const { main } = await findQuestion(db.db, projectId);
  const fewestResponses = main !== undefined && responsesOf(main).max === 1 ? 1 : 2;
  return { ...defaultRowOptions, fewestResponses, images: imageTools };
}

async function fittingMappings(
  { db, projectId }: ProjectContext,
  sampled: Sampled,
  options: RowOptions,
): Promise<ImportInspection['mappings']> {
  const saved = await findMappings(db.db, projectId);
  const fitting = await Promise.all(
    saved.map(async ({ id, name, mapping }) => {
      return { id, name, rows: await countGood(sampled, { by: 'mapping', mapping }, options) };
    }),
  );
  return fitting.sort((a, b) => b.rows - a.rows || (a.name < b.name ? -1 : 1));
}
