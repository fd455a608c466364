import type { QuestionForm } from '@pairwright/contract/question-form';

/** Whether something stands beside the main question, a comment of the plain kind aside. */
export function hasPartsBeside(form: QuestionForm): boolean {
  return (
    form.criteria.length + form.ratings.length + form.flags.length + form.spans.length > 0 ||
    form.safety !== null ||
    form.rewrite !== 'off' ||
    !hasPlainComment(form)
  );
}

/** Whether the words beside the choice are only a comment if one likes: it opens at the foot, before the choice too. */
export function hasPlainComment({ rationale }: QuestionForm): boolean {
  return rationale.mode !== 'required' && rationale.minLength === 0 && rationale.reasons.length === 0;
}

/** Whether the parts are the answer: the question is answered by ratings alone. */
export function isRatedAlone({ main }: QuestionForm): boolean {
  return main.kind === 'single' && main.ask === 'rating';
}
