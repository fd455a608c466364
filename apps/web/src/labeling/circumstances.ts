import type { ViewState } from '@pairwright/contract/annotate';

/** What of the view state is known to the screen rather than to the clock. */
export type Circumstances = Omit<ViewState, 'visibleMs' | 'undoCount' | 'seen'> & { guidelinesVersion: number };

export function widthClass(width: number): ViewState['widthClass'] {
  if (width < 600) return 'narrow';
  return width < 1024 ? 'medium' : 'wide';
}
