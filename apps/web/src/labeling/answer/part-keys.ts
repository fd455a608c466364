import type { QuestionForm } from '@pairwright/contract/question-form';

/** The key that opens the rewriting. Step by step the plain letter is taken. */
export function rewriteKey({ main }: QuestionForm): string {
  return main.kind === 'single' && main.ask === 'steps' ? 'Shift+r' : 'r';
}
