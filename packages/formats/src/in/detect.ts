import type { ForeignRow } from './format.ts';
import { isObject } from './messages.ts';
import { inFormats } from './registry.ts';

/** A format that rows of a sample may be. */
export interface Candidate {
  readonly name: string;
  /** How many rows of the sample have its columns. */
  readonly rows: number;
  /** What in the first of them speaks for it. */
  readonly evidence: readonly string[];
}

export interface Detection {
  /** Best first: by rows, then by how much speaks for it. */
  readonly candidates: readonly Candidate[];
  /** The format, where one is clearly it; null where a person must say. */
  readonly format: string | null;
  /** Why, in a sentence. */
  readonly reason: string;
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
  const [best, next] = candidates;
  if (rows.length === 0) return { format: null, reason: 'The file has no rows that are objects.' };
  if (best === undefined)
    return {
      format: null,
      reason: `No known format has the columns ${Object.keys(rows[0]!)
        .slice(0, 12)
        .map((key) => JSON.stringify(key.slice(0, 60)))
        .join(', ')}. Say with a mapping which column is what.`,
    };
  if (next !== undefined && next.rows === best.rows && next.evidence.length === best.evidence.length)
    return {
      format: null,
      reason: `This is ${best.name} or ${next.name}: the columns of both are there. Name one of them.`,
    };
  const strangers = inFormats.filter(
    ({ name, recognise }) =>
      name !== best.name && rows.some((row) => recognise(row) !== null && !fits(best.name, row)),
  );
  if (best.rows < rows.length * clearShare && strangers.length > 0)
    return {
      format: null,
      reason: `Rows of several formats stand in one file: ${[best.name, ...strangers.map(({ name }) => name)].join(', ')}. Divide the file, or name the one to read.`,
    };
  if (best.rows < rows.length * leastShare)
    return {
      format: null,
      reason: `Only ${best.rows} of ${rows.length} rows look like ${best.name}. Name the format if that is right.`,
    };
  return {
    format: best.name,
    reason: `${best.rows} of ${rows.length} rows looked at are ${best.name}: ${best.evidence.join(', ')}.`,
  };
}

function fits(name: string, row: ForeignRow): boolean {
  return inFormats.find((format) => format.name === name)?.recognise(row) != null;
}
