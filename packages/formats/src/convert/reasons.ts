import type { RefusalReason } from '@pairwright/contract/export-formats';
import { chineseFormats, englishFormats } from '../format-words.ts';

/** Why nothing can be written of a row: what its votes lack, or what the format cannot hold. */
export type ConvertReason = RefusalReason | 'no_votes' | 'no_preference' | 'no_majority' | 'cannot_judge';

const english: Readonly<Record<ConvertReason, string>> = {
  ...englishFormats.refusals,
  no_votes: 'no past votes say what is better or good',
  no_preference: 'its votes are about something else',
  no_majority: 'as many votes for one as for another answer',
  cannot_judge: 'who voted could not judge',
};
const chinese: Readonly<Record<ConvertReason, string>> = {
  ...chineseFormats.refusals,
  no_votes: '没有能说明优劣的过往投票',
  no_preference: '投票说的是别的事',
  no_majority: '两种结论票数相同',
  cannot_judge: '投票者都无法判断',
};

export const reasonWords = { en: english, 'zh-CN': chinese } as const;
