import type { CallOutput } from '@pairwright/contract/client';
import type { Question } from '@pairwright/contract/projects';
import { mainOnly } from '../../../labeling/practice/practice-form.ts';

/** A comparison as the answer picker shows it, its responses in canonical order. */
export function exampleWork(
  { id, language, prompt, responses }: CallOutput<'getComparison'>,
  question: Question,
) {
  return {
    id,
    language,
    prompt,
    responses: responses.map(({ messages }) => ({ messages: messages ?? [] })),
    judgeTurn: null,
    sensitive: [],
    question: mainOnly(question),
  };
}
