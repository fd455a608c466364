import type { RefObject } from 'react';
import { usePageKeys } from '../console/shared/use-page-keys.ts';

/** J and K go down and up my judgments, E opens the one with the focus to change it. The list of keys tells them. */
export function JudgmentKeys({ inside }: { inside: RefObject<HTMLElement | null> }) {
  const links = (): HTMLElement[] => [...(inside.current?.querySelectorAll<HTMLElement>('tbody a') ?? [])];
  const at = (): number => links().findIndex((link) => link === document.activeElement);
  const go = (by: 1 | -1): void => {
    const all = links();
    all[at() === -1 ? 0 : Math.min(all.length - 1, Math.max(0, at() + by))]?.focus();
  };
  usePageKeys([
    { id: 'judgment-next', chords: ['j'], label: 'work.key_next', run: () => go(1) },
    { id: 'judgment-previous', chords: ['k'], label: 'work.key_previous', run: () => go(-1) },
    { id: 'judgment-edit', chords: ['e'], label: 'work.key_edit', run: () => links()[at()]?.click() },
  ]);
  return null;
}
