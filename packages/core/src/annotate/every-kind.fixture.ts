import type { Submission } from '@pairwright/contract/judgment';
import type { QuestionForm } from '@pairwright/contract/question-form';
import { plainPair } from '@pairwright/domain/judgment/form';
import { systemIds } from '@pairwright/runtime/ids';

/** A form that asks one thing of a single answer. */
export const single = (ask: 'thumbs' | 'rating' | 'steps'): QuestionForm => ({
  ...plainPair({ points: 2, allowTie: false, allowBothBad: false, allowCannotJudge: false }),
  main: { kind: 'single', ask, stopAtFirstError: true, allowCannotJudge: true },
  ratings:
    ask === 'rating'
      ? [
          {
            key: 'quality',
            label: { en: 'Quality', 'zh-CN': '质量' },
            hint: null,
            min: 0,
            max: 4,
            low: null,
            high: null,
            required: true,
          },
        ]
      : [],
});

/** Everything the full form asks of the shown pair. */
export function everything(item: {
  responses: readonly { messages: readonly { content: string | null }[] }[];
}): Partial<Submission> {
  const content = item.responses[0]!.messages[0]!.content!;
  return {
    answer: { outcome: 'scale', position: 1 },
    rationale: 'Because it is right.',
    details: {
      criteria: [
        { key: 'helpful', position: 1 },
        { key: 'honest', position: 8 },
      ],
      ratings: [
        { key: 'quality', place: 0, value: 7 },
        { key: 'quality', place: 1, value: 2 },
      ],
      flags: [{ key: 'violent', place: 1, severity: 2 }],
      safe: [true, false],
      reasons: ['clear'],
      spans: [
        { place: 0, message: 0, start: 0, end: 3, quote: content.slice(0, 3), label: 'wrong', note: 'Why?' },
      ],
      rewrite: { responseId: systemIds.next(), place: 0, content: `${content}, better` },
    },
  };
}
