import { importFaultCatalogue } from './import-faults.ts';
import type { SaidRule } from '@pairwright/domain/said-rule';

/** What most often breaks a JSON text, in words that lead to the cause. The web translates by key. */
export const jsonCauses = {
  web_page: 'this is a web page, not data',
  not_a_number: 'NaN and Infinity are no JSON: write null, or leave the key out',
  python: 'this is Python, not JSON: strings stand in double quotes, and the words are null, true and false',
  comment: 'JSON has no comments',
  comma_at_end: 'a comma stands before the end of an object or list',
  value_missing: 'a value is missing before the comma',
  two_values: 'two values stand on one line',
} as const;
export type JsonCause = keyof typeof jsonCauses;

/** Where a JSON text breaks: the character, from 1, and what breaks it, null when there is no telling. */
export interface JsonBreak {
  readonly character: number;
  readonly cause: JsonCause | null;
}

/** What breaks a JSON text at this place, from 0; null when there is no telling. */
export function diagnoseJson(text: string, offset: number): JsonCause | null {
  const rest = text.slice(offset, offset + 40);
  const before = text.slice(Math.max(0, offset - 200), offset);
  if (/^\s*<(?:!doctype|html|\?xml|head|body)/i.test(text)) return 'web_page';
  if (/^-?(?:NaN|Infinity|nan|inf)\b/.test(rest) || (before.endsWith('-') && /^(?:NaN|Infinity)/.test(rest)))
    return 'not_a_number';
  if (/^(?:None|True|False)\b/.test(rest) || rest.startsWith("'")) return 'python';
  if (/^(?:\/\/|\/\*|#)/.test(rest)) return 'comment';
  if (/^[}\]]/.test(rest) && /,\s*$/.test(before)) return 'comma_at_end';
  if (rest.startsWith(',') && /[[{,:]\s*$/.test(before)) return 'value_missing';
  if (/^[{[]/.test(rest) && /[}\]]\s*$/.test(before)) return 'two_values';
  return null;
}

const breaksAt = `${importFaultCatalogue.invalid_json.rule}; this one breaks at character `;

/** The rule of a line that breaks there, as a fault of the code `invalid_json` has it. */
export function breakRule({ character, cause }: JsonBreak): SaidRule {
  return `${breaksAt}${character}${cause === null ? '' : `: ${jsonCauses[cause]}`}` as SaidRule;
}

/** What such a rule says; null where it says something else. */
export function readBreakRule(rule: string): JsonBreak | null {
  if (!rule.startsWith(breaksAt)) return null;
  const [, character, words] = /^([1-9]\d*)(?:: (.+))?$/.exec(rule.slice(breaksAt.length)) ?? [];
  if (character === undefined) return null;
  const cause = (Object.keys(jsonCauses) as JsonCause[]).find((one) => jsonCauses[one] === words) ?? null;
  return cause === null && words !== undefined ? null : { character: Number(character), cause };
}
