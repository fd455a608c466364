import { readContainer } from '@pairwright/formats/containers/read';
import type { Services } from '../../context.ts';
import { rowOptionsOf } from '../chunk-builder.ts';
import { type ImportRecord, listRejectedItems, readPairing, readReading } from '../import-row.queries.ts';
import { artifactSource } from './artifact-source.ts';
import { madeRows } from './made-rows.ts';
import { formatOf } from './recognise.ts';

const PAGE = 1_000;

/**
 * The refused rows of a file that is entered at its start only, each as a line: as it stood there, or as JSON where it was no
 * line. Reads the file again up to the last of them. Constant memory.
 */
export async function* readRefusedRows(
  services: Pick<Services, 'artifacts' | 'db'>,
  record: ImportRecord,
): AsyncGenerator<string> {
  const reading = readReading(record);
  const pairing = readPairing(record);
  if (reading === null || pairing === null || record.size_bytes === null) return;
  const page = (afterItem: number) =>
    listRejectedItems(services.db.db, { importId: record.id, afterItem, limit: PAGE });
  let wanted = await page(0);
  if (wanted.length === 0) return;
  const source = artifactSource(services.artifacts, {
    key: record.artifact_key,
    name: record.filename,
    size: record.size_bytes,
  });
  const given = { format: formatOf(reading), options: rowOptionsOf(pairing), keepRaw: true };
  let at = 0;
  for await (const made of madeRows(readContainer(source), given)) {
    if (made.item !== wanted[at]) continue;
    at += 1;
    if (made.kind !== 'left_out' && made.raw.length > 0) yield `${made.raw.join('\n')}\n`;
    if (at < wanted.length) continue;
    wanted = await page(made.item);
    at = 0;
    if (wanted.length === 0) return;
  }
}
