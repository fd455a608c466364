import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';
import { isOfCovers } from '../../ui/cover.ts';

/** Calls back with the visible pair's pane now, and again whenever its text was drawn anew. */
export function useVisibleText(
  stage: RefObject<HTMLElement | null>,
  on: boolean,
  onText: (pane: HTMLElement) => void,
): void {
  const latest = useRef(onText);
  useEffect(() => {
    latest.current = onText;
  });
  useEffect(() => {
    const element = stage.current;
    if (!on || element === null) return;
    let frame = 0;
    const look = (): void => {
      frame = 0;
      const pane = element.querySelector<HTMLElement>('[data-visible]');
      if (pane !== null) latest.current(pane);
    };
    const soon = (): void => {
      if (frame === 0) frame = requestAnimationFrame(look);
    };
    const observer = new MutationObserver((changes) => {
      if (!changes.every(isOfCovers)) soon();
    });
    observer.observe(element, {
      childList: true,
      subtree: true,
      characterData: true,
      attributes: true,
      attributeFilter: ['data-visible', 'data-alone'],
    });
    soon();
    return () => {
      observer.disconnect();
      cancelAnimationFrame(frame);
    };
  }, [stage, on]);
}
