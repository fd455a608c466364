import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';

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
      // Our own boxes are no text.
      const text = changes.some(({ type, target }) => type !== 'childList' || !isMarks(target));
      if (text) soon();
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

function isMarks(target: Node): boolean {
  return (
    target instanceof HTMLElement && (target.dataset['text'] ?? target.dataset['promptText']) !== undefined
  );
}
