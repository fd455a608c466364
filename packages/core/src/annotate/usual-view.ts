import type { ViewState } from '@pairwright/contract/judgment';

/** How a pair is seen on a wide screen on which nobody has changed anything, for programs that judge without a workbench. */
export const usualView: ViewState = {
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
