import { isBlankResponse } from '@pairwright/domain/resolution';
import { canonicalMessages } from '../canonical.ts';
import { isDeeplyWellFormed } from '../text.ts';
import type { ExportRecord, RecordResponse } from './record.ts';
import { refuseIf } from './refused.ts';

/** What no format writes: half a surrogate pair, a blank answer that is said to be good, two equal answers. */
export function checkRecord(record: ExportRecord): void {
  const responses = responsesOf(record);
  const texts = [record.prompt, ...responses.map(({ messages }) => messages)].map(canonicalMessages);
  refuseIf(!isDeeplyWellFormed(record), 'lone_surrogate');
  if (record.kind === 'preference') {
    refuseIf(isBlankResponse(record.chosen.messages), 'blank_answer');
    refuseIf(texts[1] === texts[2], 'identical_answers');
  }
  if (record.kind === 'label') refuseIf(isBlankResponse(record.response.messages), 'blank_answer');
  if (record.kind === 'tie' || record.kind === 'both_bad')
    refuseIf(texts[1] === texts[2], 'identical_answers');
}

/** The responses of a record, the preferred one first. */
export function responsesOf(record: ExportRecord): readonly RecordResponse[] {
  switch (record.kind) {
    case 'preference':
      return [record.chosen, record.rejected];
    case 'tie':
    case 'both_bad':
      return [record.first, record.second];
    default:
      return [record.response];
  }
}
