import { bytesSource } from '../containers/source.ts';
import { detect } from '../in/detect.ts';
import { inFormat } from '../in/registry.ts';
import { Conversion, type ConvertCounts, type Refusal } from './conversion.ts';
import { targetOf, type TargetWish } from './target.ts';

export interface Done {
  readonly bytes: Uint8Array;
  readonly text: string;
  readonly counts: ConvertCounts;
  readonly refusals: readonly Refusal[];
}

/** Converts bytes, as the command and the page do. */
export async function convertBytes(
  bytes: Uint8Array | string,
  from: string,
  wish: TargetWish | string,
): Promise<Done> {
  const to = targetOf(typeof wish === 'string' ? { to: wish } : wish);
  const reader = inFormat(from);
  if ('wrong' in to) throw new Error(to.wrong);
  if (reader === null) throw new Error(`no format ${from}`);
  const parts: Uint8Array[] = [];
  const refusals: Refusal[] = [];
  const conversion = new Conversion(
    { from: reader, to },
    { write: (part) => void parts.push(part), refuse: (refusal) => void refusals.push(refusal) },
  );
  const source = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes;
  const counts = await conversion.run([bytesSource('rows', source)]);
  const joined = Buffer.concat(parts);
  return { bytes: joined, text: joined.toString('utf8'), counts, refusals };
}

/** The format that the rows of a text of JSON are told to be. */
export function told(text: string): string | null {
  const values = text.startsWith('[')
    ? (JSON.parse(text) as unknown[])
    : text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown);
  return detect(values).format;
}

export const rowsOf = (text: string): Record<string, unknown>[] =>
  text
    .trimEnd()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

export const linesOf = (...rows: readonly object[]): string =>
  rows.map((row) => `${JSON.stringify(row)}\n`).join('');
