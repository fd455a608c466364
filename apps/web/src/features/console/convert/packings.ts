import { isPlainOnly } from '@pairwright/domain/export-containers';
import { targetContainers } from '@pairwright/formats/convert/target';

/** How files are packed here: a page may not run what Zstandard needs. */
const packings = {
  jsonl: { container: 'jsonl', compression: 'none', ending: '.jsonl' },
  jsonl_gzip: { container: 'jsonl', compression: 'gzip', ending: '.jsonl.gz' },
  parquet: { container: 'parquet', compression: 'snappy', ending: '.parquet' },
  csv: { container: 'csv', compression: 'none', ending: '.csv' },
  csv_gzip: { container: 'csv', compression: 'gzip', ending: '.csv.gz' },
} as const;
export type PackingName = keyof typeof packings;

export const packingOf = (name: PackingName) => packings[name];

/** Those that make sense for a format. */
export function packingsFor(to: string): PackingName[] {
  return (Object.keys(packings) as PackingName[]).filter((name) => {
    const { container, compression } = packings[name];
    return targetContainers(to).includes(container) && (compression !== 'gzip' || !isPlainOnly(to));
  });
}

/** The name of the file that is made: that of the given one, with what it becomes. */
export function nameFor(file: string, to: string, packing: PackingName): string {
  const stem = file.replace(/(\.(jsonl|ndjson|json|csv|tsv|tab|parquet|gz|zst|zip))+$/i, '') || 'rows';
  return `${stem}.${to}${packings[packing].ending}`;
}
