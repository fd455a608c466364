import { flagReasons } from '@pairwright/contract/flag-reasons';
import type { Translate } from '../../../i18n/use-i18n.ts';

/** What was reported, in words; a reason of older data that has none as it is stored. */
export function flagReasonWords(reason: string, t: Translate): string {
  const known = flagReasons.find((one) => one === reason);
  return known === undefined ? reason : t(`labeling.flag_${known}`);
}
