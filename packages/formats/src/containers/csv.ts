import { guardColumn, rowIsGuarded, unguardCell } from '@pairwright/domain/spreadsheet-guard';
import { suspicionsOf, JsonInspector } from '../json-inspect.ts';
import { containerFault, type ContainerFault } from './container-faults.ts';
import { type CsvRecord, CsvSplitter } from './csv-splitter.ts';
import { badFile, badRow, type Limits, type Part } from './items.ts';
import { sayDetail } from '../rule-details.ts';

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder();
const delimiters = [',', '\t', ';', '|'];

/** The delimiter that stands most often in the first record, outside quotes; null when there is none. */
export function sniffDelimiter(head: string): string | null {
  const counts = new Map<string, number>();
  let quoted = false;
  for (const character of head) {
    if (character === '"') quoted = !quoted;
    else if (character === '\n' && !quoted) break;
    else if (!quoted && delimiters.includes(character))
      counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  const [best] = [...counts].sort(([, a], [, b]) => b - a);
  return best?.[0] ?? null;
}

function rawOf(record: CsvRecord): string {
  return lenient.decode(record.raw).replace(/\r?\n$/, '');
}

/** What is wrong with a record as such. */
function recordFault(
  { fault, line, raw }: CsvRecord,
  { recordBytes, columns }: Limits,
): ContainerFault | null {
  const value = lenient.decode(raw.subarray(0, 200)).replaceAll('\0', '␀');
  if (fault === 'too_long')
    return containerFault(line, 'record_too_long', {
      rule: sayDetail('record_bytes', { most: recordBytes }),
    });
  if (fault === 'too_many')
    return containerFault(line, 'csv_columns', { rule: sayDetail('table_columns', { most: columns }) });
  if (fault === 'open_quote')
    return containerFault(line, 'csv_quote', { value, rule: sayDetail('quote_open') });
  if (fault === 'quote') return containerFault(line, 'csv_quote', { value });
  return null;
}

/** Names of the columns; the fault that makes a table unreadable. */
function headerOf(record: CsvRecord, limits: Limits): string[] | ContainerFault {
  const broken = recordFault(record, limits);
  if (broken !== null) return broken;
  let names: string[];
  try {
    names = record.cells.map((cell, index) => strict.decode(cell).trim() || `column_${index + 1}`);
  } catch {
    return containerFault(record.line, 'invalid_utf8', { value: rawOf(record).replaceAll('\0', '␀') });
  }
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    return containerFault(record.line, 'csv_header', {
      value: twice,
      rule: sayDetail('column_twice', { name: twice.slice(0, 60) }),
    });
  if (names.includes('__proto__'))
    return containerFault(record.line, 'forbidden_key', { value: '__proto__' });
  return names;
}

interface Table {
  readonly names: readonly string[];
  /** As it stood there. */
  readonly header: string;
}

/** A table with a header: every row an object of texts. */
export async function* readCsv(
  stream: AsyncIterable<Uint8Array>,
  { delimiter, limits }: { delimiter: string; limits: Limits },
): AsyncGenerator<Part> {
  const splitter = new CsvSplitter({
    delimiter: delimiter.charCodeAt(0),
    maxBytes: limits.recordBytes,
    maxColumns: limits.columns,
  });
  let table: Table | null = null;
  let rows = 0;
  async function* records(): AsyncGenerator<CsvRecord> {
    for await (const chunk of stream) yield* splitter.push(chunk);
    yield* splitter.finish();
  }
  for await (const record of records()) {
    if (isBlank(record)) continue;
    if (table === null) {
      const names = headerOf(record, limits);
      if (!Array.isArray(names)) {
        yield badFile(names);
        return;
      }
      table = { names, header: rawOf(record) };
      continue;
    }
    rows++;
    yield { ...rowOf(record, { names: table.names, limits }), header: table.header };
  }
  if (rows === 0) yield badFile(containerFault(1, 'no_rows'));
}

const isBlank = ({ cells, fault }: CsvRecord): boolean =>
  fault === null && cells.length === 1 && cells[0]!.length === 0;

/** The cells by their columns. Throws where one is no UTF-8. A row of a table for spreadsheets says of itself that it is guarded. */
function textsOf(cells: readonly Uint8Array[], names: readonly string[]): Record<string, string> {
  const texts = cells.map((cell) => strict.decode(cell));
  const isGuarded = texts[names.indexOf(guardColumn)] === rowIsGuarded;
  const value: Record<string, string> = {};
  for (const [index, name] of names.entries())
    if (name !== guardColumn) value[name] = isGuarded ? unguardCell(texts[index]!) : texts[index]!;
  return value;
}

function rowOf(record: CsvRecord, { names, limits }: { names: readonly string[]; limits: Limits }): Part {
  const { line, cells } = record;
  const broken = recordFault(record, limits);
  if (broken !== null) return badRow(broken, rawOf(record));
  if (cells.length !== names.length)
    return badRow(
      containerFault(line, 'csv_ragged', {
        value: rawOf(record).replaceAll('\0', '␀'),
        rule: sayDetail('cell_count', { header: names.length, found: cells.length }),
      }),
      rawOf(record),
    );
  let value: Record<string, string>;
  try {
    value = textsOf(cells, names);
  } catch {
    return badRow(
      containerFault(line, 'invalid_utf8', { value: rawOf(record).replaceAll('\0', '␀') }),
      rawOf(record),
    );
  }
  const faults: ContainerFault[] = [];
  const text = rawOf(record);
  new JsonInspector({ ...suspicionsOf(text), nul: text.includes('\0') }, ({ code, path, value: found }) =>
    faults.push(containerFault(line, code, { path, value: found })),
  ).inspect(value);
  return faults.length > 0
    ? { ok: false, scope: 'row', line, faults, raw: text }
    : { ok: true, line, value, raw: text };
}
