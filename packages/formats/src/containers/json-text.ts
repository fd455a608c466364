import { importFault, maxFaultsPerRow, type ImportFault } from '../import-faults.ts';
import { inspectJsonRow, parseJsonRow } from '../json-row.ts';
import { readLines } from '../lines.ts';
import { badRow, type Limits, type Part } from './items.ts';

/** A row of JSON text. */
export function jsonPart(text: string, line: number): Part {
  const parsed = parseJsonRow(text, line);
  if ('fault' in parsed) return badRow(parsed.fault, text);
  const faults: ImportFault[] = [];
  inspectJsonRow(text, parsed.value, (detail) => {
    if (faults.length < maxFaultsPerRow) faults.push(importFault(line, detail));
  });
  if (faults.length > 0) return { ok: false, scope: 'row', line, faults, raw: text };
  return { ok: true, line, value: parsed.value, raw: text };
}

/** JSON lines: one value a line; memory for one line. */
export async function* readJsonLines(
  stream: AsyncIterable<Uint8Array>,
  { recordBytes }: Limits,
): AsyncGenerator<Part> {
  for await (const line of readLines(stream, { maxLineBytes: recordBytes }))
    yield line.ok ? jsonPart(line.text, line.line) : badRow(line.fault);
}
