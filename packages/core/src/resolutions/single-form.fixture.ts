import type { QuestionForm } from '@pairwright/contract/question-form';
import { plainPair } from '@pairwright/domain/judgment/form';

const pair = plainPair({ points: 7, allowTie: true, allowBothBad: true, allowCannotJudge: true });

interface SingleForm {
  readonly stopAtFirstError: boolean;
  /** Whether the rating has to be given. */
  readonly required: boolean;
}

/** A question about one response; a rating is of `quality`, 1 to 5. */
export function singleForm(
  ask: 'thumbs' | 'rating' | 'steps',
  { stopAtFirstError, required }: SingleForm,
): QuestionForm {
  const quality = {
    key: 'quality',
    label: { en: 'Quality', 'zh-CN': '质量' },
    hint: null,
    min: 1,
    max: 5,
    low: null,
    high: null,
    required,
  };
  return {
    ...pair,
    main: { kind: 'single', ask, stopAtFirstError, allowCannotJudge: true },
    ratings: ask === 'rating' ? [quality] : [],
  };
}
