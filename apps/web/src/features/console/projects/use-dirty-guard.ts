import { useLayoutEffect, useRef } from 'react';
import { guardLeaving } from '../../../shell/leaving.ts';

/**
 * Asks before the page is left, by a link, back, forward or closing the tab, while something typed is not saved. Gives what
 * lets the page go by itself once everything is saved.
 */
export function useDirtyGuard(dirty: boolean): () => void {
  const release = useRef<() => void>(undefined);
  // Before anything that leads away in the same moment, as when the session is over.
  useLayoutEffect(() => {
    if (!dirty) return;
    const end = guardLeaving();
    release.current = end;
    return end;
  }, [dirty]);
  return () => release.current?.();
}
