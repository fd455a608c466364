import type { MessageKey } from '../../../i18n/keys.ts';
import type { Translate } from '../../../i18n/use-i18n.ts';

const keys: Readonly<Record<string, MessageKey>> = {
  broken_content: 'labeling.flag_broken_content',
  personal_data: 'labeling.flag_personal_data',
  harmful_content: 'labeling.flag_harmful_content',
  reveals_model: 'labeling.flag_reveals_model',
  identical_responses: 'labeling.flag_identical_responses',
  other: 'labeling.flag_other',
};

/** What was reported, in words; a reason of older data that has none as it is stored. */
export function flagReasonWords(reason: string, t: Translate): string {
  const key = keys[reason];
  return key === undefined ? reason : t(key);
}
