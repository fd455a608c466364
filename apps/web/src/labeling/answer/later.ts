import type { QuestionForm } from '@pairwright/contract/question-form';
import { loadCatalogues } from '../../i18n/i18n.ts';
import type { Feature } from '../../i18n/keys.ts';

/**
 * What a plain pair with one-key votes does not need, loaded on demand. After the first pair is readable all of it is
 * fetched, so that it is there when the network is not.
 */
export const later = {
  parts: async () => withWords('labeling-parts', import('./parts/PartsPanel.tsx')),
  give: async () => withWords('labeling-parts', import('./parts/GiveRow.tsx')),
  conversation: async () => withWords('labeling-turns', import('../pane/turns/Conversation.tsx')),
  images: async () => withWords('labeling-turns', import('../pane/turns/MessageImages.tsx')),
  spans: async () => withWords('labeling-turns', import('./spans/SpanPart.tsx')),
  rankPanel: async () => withWords('labeling-rank', import('./rank/RankPanel.tsx')),
  rewrite: async () => withWords('labeling-turns', import('./rewrite/RewritePart.tsx')),
  rankAnswers: async () => withWords('labeling-rank', import('./rank/RankAnswers.tsx')),
  singlePanel: async () => withWords('labeling-single', import('./single/SinglePanel.tsx')),
  stepsAnswer: async () => withWords('labeling-single', import('./single/StepsAnswer.tsx')),
};

async function withWords<Module>(words: Feature, code: Promise<Module>): Promise<Module> {
  const [loaded] = await Promise.all([code, loadCatalogues([words])]);
  return loaded;
}

/** Fetches everything for later; what fails is tried again when it is needed. */
export function fetchLater(): void {
  for (const load of Object.values(later)) load().catch(() => undefined);
}

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
