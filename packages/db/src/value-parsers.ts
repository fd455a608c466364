import pg from 'pg';

const { builtins, getTypeParser } = pg.types;
// The published types describe a later major of pg-types than the driver has.
const arrayParser = pg.types.arrayParser as unknown as {
  create(text: string, parse: TextParser): { parse(): unknown[] };
};

type TextParser = (text: string) => unknown;

/**
 * `2026-11-23 19:55:28.12+00` becomes `2026-11-23T19:55:28.120000Z`: RFC 3339 with microseconds always, so that equal
 * moments have equal text and text order is time order. Throws when the connection is not in UTC.
 */
export function timestamptzText(text: string): string {
  if (text.endsWith('infinity')) return text;
  if (!text.endsWith('+00'))
    throw new Error(
      `The database sent the time ${text}, which is not in UTC. The session's TimeZone must be UTC.`,
    );
  return `${timestampText(text.slice(0, -3))}Z`;
}

function timestampText(text: string): string {
  if (text.endsWith('infinity')) return text;
  const dot = text.indexOf('.');
  const seconds = (dot === -1 ? text : text.slice(0, dot)).replace(' ', 'T');
  const fraction = dot === -1 ? '' : text.slice(dot + 1);
  return `${seconds}.${fraction.padEnd(6, '0')}`;
}

/** bigint as a JS number; throws rather than lose digits. */
export function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value))
    throw new RangeError(
      `The database sent the integer ${text}, which a JS number cannot hold exactly. Cast it to text in the query.`,
    );
  return value;
}

const asText: TextParser = (text) => text;
const arrayOf =
  (parse: TextParser): TextParser =>
  (text) =>
    arrayParser.create(text, parse).parse();

const parsers = new Map<number, TextParser>([
  [builtins.TIMESTAMPTZ, timestamptzText],
  [builtins.TIMESTAMP, timestampText],
  [builtins.DATE, asText],
  [builtins.INT8, safeInteger],
  [1185, arrayOf(timestamptzText)],
  [1115, arrayOf(timestampText)],
  [1182, arrayOf(asText)],
  [1016, arrayOf(safeInteger)],
]);

/** How values of PostgreSQL become JS values, for connections of ours only (the driver's global table stays as it is). */
export const valueParsers: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    (format === 'binary' ? undefined : parsers.get(oid)) ??
    getTypeParser(oid, format)) as typeof getTypeParser,
};
