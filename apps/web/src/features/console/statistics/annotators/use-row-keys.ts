import { useEffect } from 'react';
import type { RefObject } from 'react';

/** J and K go down and up the rows' links inside of this; Enter then opens one, as it does any link. */
export function useRowKeys(inside: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const step = { KeyJ: 1, KeyK: -1 }[event.code];
      if (step === undefined || !isForRows(event)) return;
      const links = [...(inside.current?.querySelectorAll<HTMLElement>('tbody th a') ?? [])];
      const at = links.findIndex((link) => link === document.activeElement);
      const next = links[at === -1 ? 0 : Math.min(links.length - 1, Math.max(0, at + step))];
      if (next === undefined) return;
      event.preventDefault();
      next.focus();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [inside]);
}

/** Not while somebody types, chooses or composes, and not as part of a browser's own shortcut. */
function isForRows(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return false;
  const target = event.target instanceof Element ? event.target : null;
  return target?.closest('input, textarea, select, [contenteditable], [role=menu], dialog') === null;
}
