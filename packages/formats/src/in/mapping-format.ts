import { type InFormat, readMapped } from './format.ts';
import { checkedMapping, type Mapping } from '@pairwright/contract/import-mapping';

/** The format that a saved mapping describes. It takes every row: what it names and a row lacks is a fault of the row. */
export function mappingFormat(mapping: Mapping): InFormat {
  return { name: 'mapping', recognise: () => [], read: (row, faults) => readMapped(mapping, row, faults) };
}

/** Reads a mapping that a person wrote; gives the sentence that says what is wrong with it. */
export function parseMapping(value: unknown): { mapping: Mapping } | { wrong: string } {
  const parsed = checkedMapping.safeParse(value);
  if (parsed.success) return { mapping: parsed.data };
  const issue = parsed.error.issues[0]!;
  return { wrong: `The mapping is wrong at ${issue.path.join('.') || 'its top'}: ${issue.message}` };
}
