import { invitedRules } from '@pairwright/contract/invites';
import type { MessageKey } from '../../../i18n/keys.ts';

const keys = Object.keys(invitedRules) as (keyof typeof invitedRules)[];

/** The message for what is wrong with a line of a table of people; null for what the reader of tables says itself. */
export function invitedFaultKey(rule: string): MessageKey | null {
  const key = keys.find((name) => rule === invitedRules[name]);
  return key === undefined ? null : `console-invites.fault_${key}`;
}
