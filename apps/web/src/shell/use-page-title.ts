import { useEffect } from 'react';
import { announce } from '../ui/live-region.ts';

/** The page that was named last, and whether somebody came to it from another one. */
let named: string | null = null;
let came = false;

/**
 * Names the page in the tab and in the browser's history. Who goes to another page hears its name, and the focus, where
 * the link that had it is gone, goes to the page's own part instead of to nowhere.
 */
export function usePageTitle(title: string | undefined): void {
  useEffect(() => {
    document.title = title === undefined ? 'Pairwright' : `${title} · Pairwright`;
    if (title === undefined) return;
    if (named !== location.pathname) {
      came = named !== null;
      named = location.pathname;
      if (came) announce(title);
    }
    catchFocus();
  }, [title]);
}

/** For pages whose own part comes after their name: takes the focus if nothing has it. */
export function useCaughtFocus(): void {
  useEffect(catchFocus, []);
}

function catchFocus(): void {
  if (came && document.activeElement === document.body)
    document.querySelector<HTMLElement>('#content')?.focus({ preventScroll: true });
}
