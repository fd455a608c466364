import type { SpanLabel } from '@pairwright/contract/question-form';

const signs: Record<SpanLabel['tone'], string> = { bad: '✗', warn: '?', good: '✓', neutral: '•' };

/** What tells a tone apart without colour; its line under the text does the same. */
export function toneSign(tone: SpanLabel['tone']): string {
  return signs[tone];
}
