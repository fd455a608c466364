import type { ViewState } from '@pairwright/contract/judgment';
import { currentLocale } from '../../i18n/i18n.ts';
import { effectiveTheme } from '../../shell/theme.ts';

/** What of the view state is known to the screen rather than to the clock. */
export type Circumstances = Omit<
  ViewState,
  'visibleMs' | 'undoCount' | 'ignoredPresses' | 'seen' | 'diffMs' | 'rawFallbacks'
> & {
  guidelinesVersion: number;
};

/** What holds until the screen says more. */
export function firstCircumstances(guidelinesVersion: number): Circumstances {
  return {
    layout: 'side_by_side',
    rendering: 'markdown',
    widthClass: widthClass(innerWidth),
    locale: currentLocale(),
    theme: effectiveTheme(),
    input: 'key',
    guidelinesOpened: false,
    guidelinesVersion,
  };
}

export function widthClass(width: number): ViewState['widthClass'] {
  if (width < 600) return 'narrow';
  return width < 1024 ? 'medium' : 'wide';
}
