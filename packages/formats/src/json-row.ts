import { importFault, type FaultDetail, type ImportFault } from './import-faults.ts';
import { breakRule, diagnoseJson } from './json-diagnosis.ts';
import { JsonInspector, suspicionsOf } from './json-inspect.ts';
import { countKeys, type JsonScan, scanJson } from './json-scan.ts';
import { weightFault } from './json-weight.ts';
import { cutText } from './text.ts';

/** The value of a JSON text, or the fault of its syntax. */
export function parseJsonRow(text: string, line: number): { value: unknown } | { fault: ImportFault } {
  const weight = weightFault(text);
  if (weight !== null)
    return { fault: importFault(line, { path: '$', value: cutText(text.slice(0, 200)), code: weight }) };
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return { fault: syntaxFault(text, line) };
  }
}

/** Reports what no value of a row may hold: NUL, half characters, unsafe numbers, a key twice, 33 levels, __proto__. */
export function inspectJsonRow(text: string, value: unknown, report: (detail: FaultDetail) => void): void {
  let clean = true;
  // A slow scan, once, and only of a line that is refused.
  let scanned: JsonScan | undefined;
  const asWritten = ({ path, value }: FaultDetail): string => {
    scanned ??= scanJson(text);
    return cutText(scanned.unsafeNumbers.get(path) ?? value);
  };
  const inspector = new JsonInspector(suspicionsOf(text), (detail) => {
    clean = false;
    report(detail.code === 'unsafe_number' ? { ...detail, value: asWritten(detail) } : detail);
  });
  inspector.inspect(value);
  if (clean && countKeys(text) !== inspector.keys) {
    for (const { path } of scanJson(text).duplicates)
      report({ path, value: path.slice(path.lastIndexOf('.') + 1), code: 'duplicate_key' });
  }
}

function syntaxFault(text: string, line: number): ImportFault {
  const { error } = scanJson(text, 512);
  const offset = error?.offset ?? 0;
  const around = cutText(text.slice(Math.max(0, offset - 30), offset + 100));
  const lineIsBracket = /^\s*[[{\]},]+\s*$/.test(text) || /^\s*"[^"]*"\s*:/.test(text) || /^\s*\[/.test(text);
  if (lineIsBracket) return importFault(line, { path: '$', value: cutText(text), code: 'not_json_lines' });
  if (error?.atEnd)
    return importFault(line, { path: '$', value: cutText(text.slice(-100)), code: 'truncated_json' });
  const rule = breakRule({ character: offset + 1, cause: diagnoseJson(text, offset) });
  return importFault(line, { path: '$', value: around, code: 'invalid_json', rule });
}
