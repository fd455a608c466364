import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';

/**
 * Where a control that has the focus goes away with what it did, the focus goes to `home` instead of to nowhere. Looks
 * after each drawing of the component that uses it.
 */
export function useKeptFocus(
  within: RefObject<HTMLElement | null>,
  home: (within: HTMLElement) => HTMLElement | null,
): void {
  const last = useRef<Element | null>(null);
  useEffect(() => {
    const element = within.current;
    const note = ({ target }: FocusEvent): void => {
      last.current = target instanceof Element ? target : null;
    };
    element?.addEventListener('focusin', note);
    return () => element?.removeEventListener('focusin', note);
  }, [within]);
  useEffect(() => {
    const had = last.current;
    if (had === null || had.isConnected || document.activeElement !== document.body) return;
    if (document.querySelector('dialog[open]') !== null || within.current === null) return;
    last.current = null;
    home(within.current)?.focus({ preventScroll: true });
  });
}
