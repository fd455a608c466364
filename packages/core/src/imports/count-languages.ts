import { type DetectedLanguages, detectedLanguages } from '@pairwright/contract/import-languages';
import type { ImportRecord } from './import-row.queries.ts';
import type { NewPrompt } from './plan-chunk.ts';

/** What was detected so far in the new prompts of an import that name no language themselves, with these prompts added. */
export function countLanguages(
  record: Pick<ImportRecord, 'languages' | 'languages_detected'>,
  prompts: readonly NewPrompt[],
): DetectedLanguages {
  const before = detectedLanguages.parse(record.languages_detected);
  if (record.languages !== 'detect') return before;
  const counts = new Map(before.map((each) => [each.language, each.prompts]));
  for (const { row } of prompts)
    if (row.language === null || row.languageDetected)
      counts.set(row.language, (counts.get(row.language) ?? 0) + 1);
  return [...counts]
    .map(([language, count]) => ({ language, prompts: count }))
    .toSorted((one, other) => other.prompts - one.prompts || compareNames(one.language, other.language));
}

/** By their letters; null stands last. */
function compareNames(one: string | null, other: string | null): number {
  if (one === null || other === null) return one === other ? 0 : one === null ? 1 : -1;
  return one < other ? -1 : 1;
}
