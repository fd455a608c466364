import { withWords } from './with-words.ts';

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

/** Fetches everything for later; what fails is tried again when it is needed. */
export function fetchLater(): void {
  for (const load of Object.values(later)) load().catch(() => undefined);
}
