/** What the id of an exported row says: the comparison, and which unit of it the row is. */
export interface RowId {
  readonly comparisonId: string;
  /** What follows the comparison's id; empty: nothing. */
  readonly suffix: string;
  /** Canonical indices of the two responses where the id names them. */
  readonly pair: readonly [number, number] | null;
  /** Of a rewrite the judgment it came with, else the vote where every vote is a row. */
  readonly judgmentId: string | null;
  /** Of a rewrite the canonical index of the response it stands against. */
  readonly rewriteOver: number | null;
  /** Which half of a tie. */
  readonly half: 'first' | 'second' | null;
}

const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const shape = new RegExp(
  `^(${uuid})(?:-(${uuid})-(\\d)|(?:-(\\d)-(\\d))?(?:-(${uuid}))?(?:-(first|second))?)$`,
);

/** Takes the id of a row apart, or a comparison's own; null: it is neither. */
export function readRowId(text: string): RowId | null {
  const found = shape.exec(text);
  if (found === null) return null;
  const [, comparisonId = '', author, over, first, second, vote, half] = found;
  return {
    comparisonId,
    suffix: text.slice(comparisonId.length),
    pair: first === undefined || second === undefined ? null : [Number(first), Number(second)],
    judgmentId: author ?? vote ?? null,
    rewriteOver: over === undefined ? null : Number(over),
    half: half === 'first' || half === 'second' ? half : null,
  };
}

/**
 * The id of a row in what somebody has at hand: the id itself, a comparison's, or a line of an export with `id`,
 * `comparison_id` or both. Null: there is none.
 */
export function rowIdIn(text: string): string | null {
  const given = text.trim();
  if (readRowId(given) !== null) return given;
  let line: unknown;
  try {
    line = JSON.parse(given);
  } catch {
    return null;
  }
  if (typeof line !== 'object' || line === null) return null;
  const { id, comparison_id: comparisonId } = line as Record<string, unknown>;
  return (
    [id, comparisonId].find((one): one is string => typeof one === 'string' && readRowId(one) !== null) ??
    null
  );
}
