import type { submitJudgment } from '@pairwright/core/annotate/submit-judgment.service';

/** How a pair is seen, as the workbench says it with a vote. */
export const usualView: Parameters<typeof submitJudgment>[1]['view'] = {
  layout: 'side_by_side',
  rendering: 'markdown',
  widthClass: 'wide',
  locale: 'en',
  theme: 'light',
  input: 'key',
  visibleMs: 5_000,
  undoCount: 0,
  guidelinesOpened: false,
  seen: [1, 1],
};
