import type { FormatSign, RecognitionReason } from '@pairwright/contract/import-recognition';
import type { ForeignRow } from './format.ts';
import { isObject } from './messages.ts';
import { inFormats } from './registry.ts';

/** A format that rows of a sample may be. */
export interface Candidate {
  readonly name: string;
  /** How many rows of the sample have its columns. */
  readonly rows: number;
  /** What in the first of them speaks for it. */
  readonly evidence: readonly FormatSign[];
}

export interface Detection {
  /** Best first: by rows, then by how much speaks for it. */
  readonly candidates: readonly Candidate[];
  /** The format, where one is clearly it; null where a person must say. */
  readonly format: string | null;
  /** Why, or why not; `reasonText` says it. */
  readonly reason: RecognitionReason;
  /** Objects in the sample. */
  readonly sample: number;
}

/** A format must fit this share of the sample; some rows of a file may be broken. */
const leastShare = 0.5;
/** With so many of one format a few rows of another are strays, which are refused one by one. */
const clearShare = 0.9;

/** Which formats a sample of rows (parsed values) may be. What fits two equally is told, and not decided. */
export function detect(values: readonly unknown[]): Detection {
  const rows = values.filter(isObject) as ForeignRow[];
  const candidates = inFormats
    .flatMap(({ name, recognise }): Candidate[] => {
      const found = rows.map((row) => recognise(row)).filter((evidence) => evidence !== null);
      return found.length === 0 ? [] : [{ name, rows: found.length, evidence: found[0]! }];
    })
    .sort((a, b) => b.rows - a.rows || b.evidence.length - a.evidence.length);
  return { candidates, sample: rows.length, ...decide(candidates, rows) };
}

function decide(
  candidates: readonly Candidate[],
  rows: readonly ForeignRow[],
): Pick<Detection, 'format' | 'reason'> {
  const no = (reason: RecognitionReason) => ({ format: null, reason });
  const [best, next] = candidates;
  const [first] = rows;
  if (first === undefined) return no({ code: 'no_objects' });
  if (best === undefined) {
    const columns = Object.keys(first).slice(0, 12);
    return no({ code: 'unknown', columns: columns.map((key) => key.slice(0, 60)) });
  }
  if (next !== undefined && next.rows === best.rows && next.evidence.length === best.evidence.length)
    return no({ code: 'either', formats: [best.name, next.name] });
  const strangers = inFormats.filter(
    ({ name, recognise }) =>
      name !== best.name && rows.some((row) => recognise(row) !== null && !fits(best.name, row)),
  );
  if (best.rows < rows.length * clearShare && strangers.length > 0)
    return no({ code: 'mixed', formats: [best.name, ...strangers.map(({ name }) => name)] });
  const found = { format: best.name, rows: best.rows, sample: rows.length };
  if (best.rows < rows.length * leastShare) return no({ code: 'too_few', ...found });
  return { format: best.name, reason: { code: 'clear', ...found } };
}

function fits(name: string, row: ForeignRow): boolean {
  return inFormats.find((format) => format.name === name)?.recognise(row) != null;
}
