import { sensitiveCategory, type SensitiveCategory } from '@pairwright/contract/shapes';
import type { ImportResponse } from './import-types.ts';
import type { RowReader } from './row-reader.ts';
import { sayDetail } from './rule-details.ts';

const categories: ReadonlySet<unknown> = new Set(sensitiveCategory.options);

/** Which message of the responses is judged; `undefined` when the row does not say, or there is a fault. */
export function readJudgeTurn(
  reader: RowReader,
  value: unknown,
  responses: readonly ImportResponse[] | null,
): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0)
    reader.fault('$.judge_turn', value, 'judge_turn');
  else if (responses?.every(({ messages }) => messages[value]?.role === 'assistant') === false)
    reader.fault('$.judge_turn', value, 'judge_turn');
  else return value;
  return undefined;
}

const mostTags = 50;
const longestTag = 200;

/** Reports what is wrong with the tags of a row, which stay in its metadata as they are. */
export function checkTags(reader: RowReader, value: unknown): void {
  if (value === undefined || value === null) return;
  const rule = sayDetail('tags_type', { most: mostTags, longest: longestTag });
  if (!Array.isArray(value) || value.length > mostTags) {
    reader.fault('$.tags', value, { code: 'wrong_type', rule });
    return;
  }
  value.forEach((tag: unknown, index) => {
    const isTag = typeof tag === 'string' && tag.trim() !== '' && tag.length <= longestTag;
    if (!isTag) reader.fault(`$.tags[${index}]`, tag, { code: 'wrong_type', rule });
  });
}

/** The kinds of sensitive content a row names, each once; `undefined` for none, or when there is a fault. */
export function readSensitive(reader: RowReader, value: unknown): SensitiveCategory[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value)) {
    reader.fault('$.sensitive', value, 'unknown_category');
    return undefined;
  }
  value.forEach((word, index) => {
    if (!categories.has(word)) reader.fault(`$.sensitive[${index}]`, word, 'unknown_category');
  });
  const named = sensitiveCategory.options.filter((category) => value.includes(category));
  return named.length === 0 ? undefined : named;
}
