import { isPlainOnly } from '@pairwright/domain/export-containers';
import { targetContainers } from '@pairwright/formats/convert/target';

/** How files may be packed. */
const packings = {
  jsonl: { container: 'jsonl', compression: 'none', ending: '.jsonl' },
  jsonl_gzip: { container: 'jsonl', compression: 'gzip', ending: '.jsonl.gz' },
  jsonl_zstd: { container: 'jsonl', compression: 'zstd', ending: '.jsonl.zst' },
  parquet: { container: 'parquet', compression: 'snappy', ending: '.parquet' },
  parquet_zstd: { container: 'parquet', compression: 'zstd', ending: '.parquet' },
  csv: { container: 'csv', compression: 'none', ending: '.csv' },
  csv_gzip: { container: 'csv', compression: 'gzip', ending: '.csv.gz' },
  csv_zstd: { container: 'csv', compression: 'zstd', ending: '.csv.zst' },
  spreadsheet: { container: 'spreadsheet', compression: 'none', ending: '.spreadsheet.csv' },
} as const;
export type PackingName = keyof typeof packings;

export const packingOf = (name: PackingName) => packings[name];

/** Those that make sense for a format. */
export function packingsFor(to: string): PackingName[] {
  return (Object.keys(packings) as PackingName[]).filter((name) => {
    const { container, compression } = packings[name];
    const isPlain = container === 'jsonl' && compression === 'none';
    return targetContainers(to).includes(container) && (isPlain || !isPlainOnly(to));
  });
}

/** The name of the file that is made: that of the given one, with what it becomes. */
export function nameFor(file: string, to: string, packing: PackingName): string {
  const stem = file.replace(/(\.(jsonl|ndjson|json|csv|tsv|tab|parquet|gz|zst|zip))+$/i, '') || 'rows';
  return `${stem}.${to}${packings[packing].ending}`;
}
