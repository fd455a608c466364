import { useEffect, useState } from 'react';
import type { MainQuestion } from '@pairwright/contract/question-form';
import type { RefObject } from 'react';
import type { Layout } from '../pane/layout.ts';
import type { Preferences } from './preferences.ts';

/** Two columns of about 42 Latin characters with their padding. */
const comfortable = 800;
/** Below this, side by side is unreadable, whatever was chosen. */
export const narrowest = 600;

/** The width of the place where pairs are read. */
export function useWidth(ref: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(() => innerWidth);
  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setWidth(Math.round(entry.contentRect.width));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return width;
}

/** Room for a rank ladder beside the answers. */
const besides = 860;

/** Whether the question stands beside what it is asked of rather than below: where a ranking is made and there is room. */
export function panelBeside(main: MainQuestion | null, width: number): true | undefined {
  return (main?.kind === 'rank' && width >= besides) || undefined;
}

export function layoutFor(width: number, chosen: Preferences['layout']): Layout {
  if (width < narrowest) return chosen === 'one_at_a_time' ? chosen : 'stacked';
  if (chosen !== 'auto') return chosen;
  return width >= comfortable ? 'side_by_side' : 'stacked';
}

/** What the key for layouts leads to: one round through those there is room for. */
export function nextLayout(layout: Layout, narrow: boolean): Layout {
  if (layout === 'one_at_a_time') return narrow ? 'stacked' : 'side_by_side';
  return layout === 'side_by_side' ? 'stacked' : 'one_at_a_time';
}
