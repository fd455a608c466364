import type { RetentionRules } from '@pairwright/contract/retention';

type RuleName = keyof RetentionRules;

export const ruleNames = [
  'auditDays',
  'addressDays',
  'uploadDays',
  'exportDays',
  'signInDays',
  'crowdIdDays',
] as const satisfies readonly RuleName[];

/** As the contract has them; a test compares. */
export const leastDays: Readonly<Record<RuleName, number>> = {
  auditDays: 365,
  addressDays: 1,
  uploadDays: 1,
  exportDays: 1,
  signInDays: 1,
  crowdIdDays: 1,
};

/** What was typed as days: null for an empty field (never), undefined for what is no number of days. */
export function readDays(name: RuleName, text: string): number | null | undefined {
  const typed = text.trim();
  if (typed === '') return null;
  const days = /^\d{1,4}$/.test(typed) ? Number(typed) : 0;
  return days >= leastDays[name] && days <= 3_650 ? days : undefined;
}
