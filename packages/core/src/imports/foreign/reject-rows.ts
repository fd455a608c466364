import type { Services } from '../../context.ts';
import { rowOptionsOf } from '../chunk-builder.ts';
import { type ImportRecord, readPairing, readReading } from '../import-row.queries.ts';
import { listRejectedItems } from '../reject-row.queries.ts';
import { artifactSource, type CountingSource } from './artifact-source.ts';
import { madeRows } from './made-rows.ts';
import { formatOf, rowsOf, sampleOf } from './recognise.ts';

const PAGE = 1_000;

type Store = Pick<Services, 'artifacts'>;

/** The record that names the columns, where the file is one table, packed or not; null where it is anything else. */
export async function tableHeader({ artifacts }: Store, record: ImportRecord): Promise<string | null> {
  const source = sourceOf(artifacts, record);
  if (source === null) return null;
  const [first] = await sampleOf(source, { rows: 1 });
  // Tables in an archive may each have another header.
  return first === undefined || first.file !== source.name ? null : (first.header ?? null);
}

/**
 * The refused rows of a file that is entered at its start only. Of a table: its header and its records, as they stood there.
 * Else each as a line: as it stood there, or as JSON where it was no line. Reads the file again up to the last of them.
 * Constant memory.
 */
export async function* readRefusedRows(
  services: Store & Pick<Services, 'db'>,
  record: ImportRecord,
): AsyncGenerator<string> {
  const reading = readReading(record);
  const pairing = readPairing(record);
  const source = sourceOf(services.artifacts, record);
  if (reading === null || reading.by === 'recognised' || pairing === null || source === null) return;
  const page = (afterItem: number) =>
    listRejectedItems(services.db.db, { importId: record.id, afterItem, limit: PAGE });
  let wanted = await page(0);
  if (wanted.length === 0) return;
  const header = await tableHeader(services, record);
  if (header !== null) yield `${header}\n`;
  const keepRaw = header === null ? 'lines' : 'records';
  const given = { format: formatOf(reading), options: rowOptionsOf(pairing), keepRaw } as const;
  let at = 0;
  for await (const made of madeRows(rowsOf(source, reading.folder), given)) {
    if (made.item !== wanted[at]) continue;
    at += 1;
    if (made.kind !== 'left_out' && made.raw.length > 0) yield `${made.raw.join('\n')}\n`;
    if (at < wanted.length) continue;
    wanted = await page(made.item);
    at = 0;
    if (wanted.length === 0) return;
  }
}

function sourceOf(artifacts: Services['artifacts'], record: ImportRecord): CountingSource | null {
  const { artifact_key: key, filename: name, size_bytes: size } = record;
  return size === null ? null : artifactSource(artifacts, { key, name, size });
}
